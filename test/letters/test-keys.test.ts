/** Letters with a test key, which are never printed. Source: specification, letters, test letters. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { giveUpLetters } from '../../queries/letters/making.queries.ts'
import { storePdf } from '../../src/letters/files.ts'
import { makeLetters } from '../../src/letters/making.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { jobsOf, letterOf, queuesOf, sendLetter, sendPdf } from './lives.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const address = {
  address_line_1: 'Amala Bird',
  address_line_2: '123 High Street',
  address_line_3: 'SW14 6BF',
}
const post = (service: TestService, body: unknown) =>
  crier.call('/v2/notifications/letter', { key: service.keys.test, body })

test('a templated letter with a test key has arrived as soon as it is accepted, and counts nowhere', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service, { type: 'letter', content: 'Dear ((name))' })
  const personalisation = { ...address, name: 'Amala' }
  const { status, body } = await post(service, { template_id, personalisation, reference: 'try' })
  assert.equal(status, 201)
  assert.equal(body.uri, `https://api.example.org/v2/notifications/${body.id}`)
  const read = await crier.call(`/v2/notifications/${body.id}`, { key: service.keys.normal })
  assert.equal(read.status, 200)
  assert.equal(read.body.status, 'received')
  assert.equal(read.body.completed_at, read.body.created_at)
  assert.deepEqual([read.body.sent_at, read.body.is_cost_data_ready], [null, true])
  assert.deepEqual(read.body.cost_details, { billable_sheets_of_paper: 0, postage: 'second' })
  const listed = async (word: string) => {
    const path = `/v2/notifications?status=${word}`
    const page = await crier.call(path, { key: service.keys.test })
    return page.body.notifications.map((one: { id: string }) => one.id)
  }
  assert.deepEqual(await listed('received'), [body.id])
  assert.deepEqual(await listed('delivered'), [body.id])
  assert.deepEqual(await listed('accepted'), [])
  const [row] = await crier.sql`
    select notification_status, updated_at = created_at as is_settled, sent_by, billable_units
    from notifications where id = ${body.id}`
  assert.deepEqual(
    { ...row },
    { notification_status: 'delivered', is_settled: true, sent_by: null, billable_units: 0 },
  )
  const [day] = await crier.sql`select local_date(now())::text as today`
  await crier.sql`select refresh_status_facts(${day!.today}::date, 'letter')`
  await crier.sql`select refresh_billing_facts(${day!.today}::date, 'letter')`
  const [counted] = await crier.sql`
    select
      (select coalesce(sum(letter), 0)::int from service_daily_usage where service_id = ${service.id}) as used,
      (select count(*)::int from ft_notification_status where service_id = ${service.id}) as counted,
      (select count(*)::int from ft_billing where service_id = ${service.id}) as billed`
  assert.deepEqual({ ...counted }, { used: 0, counted: 0, billed: 0 })
})

test('a precompiled letter with a test key is scanned like any other', async () => {
  const service = await crier.makeService()
  const { body } = await post(service, { content: 'aGk=', reference: 'r' })
  const read = await crier.call(`/v2/notifications/${body.id}`, { key: service.keys.test })
  assert.deepEqual([read.body.status, read.body.completed_at], ['pending-virus-check', null])
})

test('where delivery is faked a templated letter is sending until its PDF is made, and then told of as the printer would; one that came as PDF is not', async (t) => {
  await crier.sql`update settings set test_letters_fake_delivery = true`
  t.after(() => crier.sql`update settings set test_letters_fake_delivery = false`)
  const service = await crier.makeService({ permissions: ['letter', 'international_letters'] })
  const drawn = { ...crier.crier.letters, render: async () => ({ pdf: Buffer.from('%PDF'), pages: 3 }) }
  const drawing = { ...crier.crier, letters: drawn } as unknown as typeof crier.crier
  const abroad = (country: string) => ({ ...address, address_line_3: country })
  for (const [postage, to, threshold] of [
    ['first', address, 'unsorted'],
    ['second', address, 'sorted'],
    ['economy', address, 'unsorted'],
    ['second', abroad('France'), 'unsorted'],
    ['second', abroad('Japan'), 'unsorted'],
  ] as const) {
    const template_id = await crier.makeTemplate(service, { type: 'letter', content: 'Hello', postage })
    const id = await sendLetter(crier, service, { template_id, personalisation: to }, 'test')
    const read = await crier.call(`/v2/notifications/${id}`, { key: service.keys.test })
    assert.deepEqual([read.body.status, read.body.completed_at], ['accepted', null])
    assert.equal((await letterOf(crier, id)).status, 'sending')
    await makeLetters(drawing, jobsOf(id), unhurried())
    const { status, sheets, pages } = await letterOf(crier, id)
    assert.deepEqual([status, sheets, pages], ['delivered', 0, 3])
    const [told] = await crier.sql`
      select cost_threshold from notifications_letter_despatch where notification_id = ${id}`
    assert.equal(told!.cost_threshold, threshold)
  }
  // One whose PDF can not be made is delivered in the end, as it is where delivery is not faked.
  const template_id = await crier.makeTemplate(service, { type: 'letter', content: 'Hello' })
  const lost = await sendLetter(crier, service, { template_id, personalisation: address }, 'test')
  assert.deepEqual(await queuesOf(crier, lost), ['create-letters-pdf-tasks'])
  await giveUpLetters.run({ ids: [lost], now: new Date().toISOString() }, crier.crier.db)
  assert.equal((await letterOf(crier, lost)).status, 'delivered')

  const id = await sendPdf(crier, service, Buffer.from('%PDF'), {}, 'test')
  await storePdf(
    crier.crier,
    'letter-pdf',
    { id, service_id: service.id },
    Buffer.from('%PDF'),
    async (file) => {
      const [made] = await crier.sql`
      select record_sanitised_letter(${id}, ${file}, 3, 'Somebody', 'somebody', null, now()) as is_recorded`
      return made!.is_recorded
    },
  )
  assert.equal((await letterOf(crier, id)).status, 'delivered')
  const [told] = await crier.sql`select from notifications_letter_despatch where notification_id = ${id}`
  assert.equal(told, undefined)
})
