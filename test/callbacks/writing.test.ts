/** What is written into the outbox, by which change, and for whom; the bodies are those of the specification's schemas. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { Ajv } from 'ajv'
import { applyReceipts, type Stored, store, storing } from '../delivery/messages.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { configure } from './peer.ts'

let crier: TestCrier
let texts: Stored
let emails: Stored
let untold: Stored
const address = 'https://service.example/told'
before(async () => {
  crier = await sharedCrier()
  texts = await storing(crier)
  emails = { service: texts.service, template: await crier.makeTemplate(texts.service, { type: 'email' }) }
  untold = await storing(crier)
  await configure(crier, texts.service.id, address)
  // Another type is no reason to be told of deliveries.
  await configure(crier, untold.service.id, address, 'inbound_sms')
})
after(() => crier.close())

const fixtures = process.env.CRIER_FIXTURES ?? 'test/fixtures'
const ajv = new Ajv({ strict: false })
const bodyOf = (name: string) =>
  ajv.compile(JSON.parse(readFileSync(`${fixtures}/public-api/schemas/v2/callback_${name}.json`, 'utf8')))
const isReceipt = bodyOf('delivery_receipt')

async function toldOf(about: string) {
  return crier.sql`
    select callback_type as type, notification_type as channel, payload, status, attempts,
      next_attempt_at = created_at as at_once
    from service_callbacks where about_id = ${about} order by position`
}
const record = (delivery: Record<string, unknown>) =>
  crier.sql`select from record_deliveries(${crier.sql.json([delivery as never])})`
const old = () => new Date(Date.now() - 73 * 3_600_000).toISOString()

test('the body of a delivery receipt is that of the specification, key by key', async () => {
  const id = await store(crier, texts, {
    client_reference: 'order-7',
    to: '07700 900 123',
    created_at: '2026-03-01T09:00:00Z',
    sent_at: '2026-03-01T09:00:00.31Z',
    sent_by: 'mmg',
  })
  const receipt = { ord: 0, provider: 'mmg', reference: id, status: '3', code: null }
  await crier.sql`select from apply_receipts(${crier.sql.json([{ ...receipt, received_at: '2026-03-01T09:00:04.12Z' }])})`
  const [row] = await crier.sql`select payload::text as text from service_callbacks where about_id = ${id}`
  assert.equal(
    row!.text.replaceAll(' : ', ':').replaceAll(', ', ','),
    JSON.stringify({
      id,
      reference: 'order-7',
      to: '07700 900 123',
      status: 'delivered',
      created_at: '2026-03-01T09:00:00.000000Z',
      completed_at: '2026-03-01T09:00:04.120000Z',
      sent_at: '2026-03-01T09:00:00.310000Z',
      notification_type: 'sms',
      template_id: texts.template,
      template_version: 1,
    }),
  )
})

const changes: [
  what: string,
  change: (id: string) => Promise<unknown>,
  columns: Record<string, unknown>,
  told: string | null,
][] = [
  ['a receipt: delivered', (id) => receive(id, '3'), {}, 'delivered'],
  ['a receipt: expired', (id) => receive(id, '4'), {}, 'temporary-failure'],
  ['a receipt: rejected', (id) => receive(id, '5'), {}, 'permanent-failure'],
  ['an early receipt', (id) => receive(id, '3'), { notification_status: 'created' }, 'delivered'],
  ['a receipt with an unknown word', (id) => receive(id, '99'), {}, null],
  [
    'the hand-over',
    (id) => record({ id, outcome: 'sent', provider: 'mmg' }),
    { notification_status: 'created' },
    null,
  ],
  [
    'the hand-over of a text abroad, of which nothing more is heard',
    (id) => record({ id, outcome: 'sent', provider: 'mmg' }),
    { notification_status: 'created', international: true, phone_prefix: '1' },
    null,
  ],
  [
    'attempts that are used up',
    (id) => record({ id, outcome: 'message-fault' }),
    { notification_status: 'created' },
    'technical-failure',
  ],
  ['the time-out', () => timeout(), { created_at: old() }, 'temporary-failure'],
  ['a receipt for a test key’s message', (id) => receive(id, '3'), { key_type: 'test' }, 'delivered'],
]
const receive = (id: string, status: string) =>
  applyReceipts(crier, [{ provider: 'mmg', reference: id, status }])
const timeout = () => crier.sql`select from timeout_sending_notifications(now())`

for (const [what, change, columns, status] of changes) {
  test(`${what}: ${status ?? 'nothing'} is told`, async () => {
    const id = await store(crier, texts, { sent_by: 'mmg', ...columns })
    const silent = await store(crier, untold, { sent_by: 'mmg', ...columns })
    for (const one of [id, silent]) await change(one)
    assert.equal((await toldOf(silent)).length, 0, 'nothing is written for a service that did not ask')
    const rows = await toldOf(id)
    assert.deepEqual(
      rows.map((row) => row.payload.status),
      status === null ? [] : [status],
    )
    for (const { payload, ...row } of rows) {
      assert.deepEqual(row, {
        type: 'delivery_status',
        channel: 'sms',
        status: 'waiting',
        attempts: 0,
        at_once: true,
      })
      assert.ok(isReceipt(payload), ajv.errorsText(isReceipt.errors))
    }
    await change(id)
    assert.equal((await toldOf(id)).length, rows.length, 'the same again tells nothing new')
  })
}

test('pending is not told, what follows it is', async () => {
  const id = await store(crier, texts, { sent_by: 'firetext' })
  const say = (status: string) => applyReceipts(crier, [{ provider: 'firetext', reference: id, status }])
  await say('2')
  assert.equal((await toldOf(id)).length, 0)
  await say('0')
  assert.deepEqual(
    (await toldOf(id)).map((row) => row.payload.status),
    ['delivered'],
  )
})

test('an email whose recipient the relay refuses, and one whose receipt came before its hand-over was recorded', async () => {
  const refused = await store(crier, emails, {
    notification_type: 'email',
    notification_status: 'created',
    reference: null,
  })
  await record({ id: refused, outcome: 'permanent-failure', provider: 'smtp', sent_at: new Date() })
  const [row] = await toldOf(refused)
  assert.equal(row!.payload.status, 'permanent-failure')
  assert.equal(row!.channel, 'email')
  assert.ok(isReceipt(row!.payload), ajv.errorsText(isReceipt.errors))

  const early = await store(crier, emails, {
    notification_type: 'email',
    notification_status: 'created',
    reference: null,
  })
  const reference = randomUUID()
  const [sandbox] = await crier.sql`
    select identifier from provider_details join provider_adapters using (adapter)
    where is_sandbox and notification_type = 'email'`
  await applyReceipts(crier, [{ provider: sandbox!.identifier, reference, status: 'delivered' }])
  await record({ id: early, outcome: 'sent', provider: sandbox!.identifier, reference, sent_at: new Date() })
  await crier.sql`select from apply_waiting_receipts(${[reference]}::text[])`
  assert.deepEqual(
    (await toldOf(early)).map((one) => one.payload.status),
    ['delivered'],
  )
})

test('a letter that is returned is no delivery receipt', async () => {
  const template = await crier.makeTemplate(texts.service, { type: 'letter' })
  const id = await store(
    crier,
    { ...texts, template },
    { notification_type: 'letter', postage: 'second', phone_prefix: null, rate_multiplier: null },
  )
  await crier.sql`update notifications set notification_status = 'returned-letter' where id = ${id}`
  assert.equal((await toldOf(id)).length, 0)
})

test('what is undone is not told', async () => {
  const id = await store(crier, texts, { sent_by: 'mmg' })
  await crier.sql
    .begin(async (sql) => {
      await sql`update notifications set notification_status = 'delivered', updated_at = now() where id = ${id}`
      throw new Error('undone')
    })
    .catch(() => {})
  assert.equal((await toldOf(id)).length, 0)
})

const doors: [type: string, channel: string, schema: string, payload: Record<string, unknown>][] = [
  [
    'inbound_sms',
    'sms',
    'inbound_sms',
    {
      id: randomUUID(),
      source_number: '447700900111',
      destination_number: '07700900999',
      message: 'STOP',
      date_received: '2026-03-01T09:00:00.000000Z',
    },
  ],
  [
    'complaint',
    'email',
    'complaint',
    {
      notification_id: randomUUID(),
      complaint_id: randomUUID(),
      reference: null,
      to: 'a@example.com',
      complaint_date: '2026-03-01T09:00:00.000000Z',
    },
  ],
  [
    'returned_letter',
    'letter',
    'returned_letter',
    {
      notification_id: randomUUID(),
      reference: null,
      date_sent: '2026-03-01T09:00:00.000000Z',
      sent_by: 'API',
      template_name: null,
      template_id: null,
      template_version: null,
      spreadsheet_file_name: null,
      spreadsheet_row_number: null,
      upload_letter_file_name: null,
    },
  ],
]
for (const [type, channel, schema, payload] of doors) {
  test(`write_callback is the door of ${type}: for whoever asked for it alone`, async () => {
    assert.ok(bodyOf(schema)(payload))
    const { service } = await storing(crier)
    const about = randomUUID()
    const tell = async () => {
      const [row] = await crier.sql`
        select write_callback(${service.id}, ${type}, ${about}, ${JSON.stringify(payload)}::text::json, '2026-03-01 09:00Z') as id`
      return row!.id
    }
    assert.equal(await tell(), null)
    await configure(crier, service.id, address, type)
    assert.ok(await tell())
    const [row] = await toldOf(about)
    assert.deepEqual(row, { type, channel, payload, status: 'waiting', attempts: 0, at_once: true })
  })
}
