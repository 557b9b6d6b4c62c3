/** The paths that receipts come to: who may post there, how they are spelt, and how much a stranger can make of them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { sandboxToken } from '../../src/delivery/sandbox-receipts.ts'
import { open } from '../../src/open.ts'
import { sealWith } from '../../src/seal.ts'
import { listen, type RunningServer } from '../../src/server.ts'
import { receiptHeaders, sharedCrier, type TestCrier, testConfig } from '../support/crier.ts'
import { applyReceipts, type Stored, statusOf, store, storing } from './messages.ts'

let crier: TestCrier
let sms: Stored
let email: Stored
let server: RunningServer
before(async () => {
  crier = await sharedCrier()
  server = await listen(crier.app, '127.0.0.1', 0)
  sms = await storing(crier)
  email = await storing(crier, 'email')
})
after(async () => {
  await server.close()
  await crier.close()
})

const notFound = {
  result: 'error',
  message:
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
}
const authorization = () => `Bearer ${sandboxToken(crier.crier.seal)}`
const setSandbox = (active: boolean) =>
  crier.sql`update provider_details set active = ${active} where adapter = 'sandbox'`

/** Sends a request with its path exactly as it is written. */
async function post(target: string, body: object): Promise<{ status: number; body: unknown }> {
  const socket = connect(server.port, '127.0.0.1')
  const content = JSON.stringify(body)
  socket.write(
    `POST ${target} HTTP/1.1\r\nhost: crier\r\ncontent-type: application/json\r\nauthorization: ${receiptHeaders.authorization}\r\ncontent-length: ${Buffer.byteLength(content)}\r\nconnection: close\r\n\r\n${content}`,
  )
  const answer = await text(socket)
  return {
    status: Number(answer.slice(9, 12)),
    body: JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)),
  }
}

test('a receipt’s path has one spelling', async () => {
  for (const target of [
    '/notifications/%73ms/mmg',
    '/notifications/sms/mm%67',
    '/%6eotifications/sms/mmg',
    '/notifications%2fsms/mmg',
    '/x/../notifications/sms/mmg',
    '/./notifications/sms/mmg',
    '/x/%2e%2e/notifications/sms/mmg',
    '/notifications/sms/./mmg',
    '/notifications/sms/x/../mmg',
    '/notifications//sms/mmg',
    '/notifications/sms/mmg/',
    '/notifications/sms/mmg#x',
    '/x/..//notifications/sms/mmg',
    '//notifications/sms/mmg',
    '/NOTIFICATIONS/sms/mmg',
    '/notifications/sms/mmg%00',
    'http://crier/notifications/sms/mmg',
    '/x/../notifications/sms/firetext',
    '/notifications/%65mail/sandbox',
  ]) {
    const id = await store(crier, sms, { sent_by: 'mmg' })
    const answer = await post(target, { CID: id, reference: id, status: '3' })
    assert.deepEqual(answer, { status: 404, body: notFound }, target)
    assert.equal(await statusOf(crier, id), 'sending', target)
  }
  // What is no path at all is refused before any route.
  assert.equal((await post('/notifications\\sms\\mmg', {})).status, 400)
  for (const target of ['/notifications/sms/mmg', '/notifications/sms/mmg?from=%73ms']) {
    const id = await store(crier, sms, { sent_by: 'mmg' })
    assert.deepEqual(await post(target, { CID: id, status: '3' }), {
      status: 200,
      body: { result: 'success' },
    })
    assert.equal(await statusOf(crier, id), 'delivered', target)
  }
})

test('the sandbox’s path is there while a sandbox is active, and takes the program’s own token', async (t) => {
  t.after(() => setSandbox(true))
  const id = await store(crier, sms, { sent_by: 'sandbox-sms' })
  const told = { reference: id, status: 'permanent-failure' }
  const others = [
    'Bearer ',
    `Bearer ${'x'.repeat(43)}`,
    `Bearer ${sandboxToken(sealWith('another secret'))}`,
    'Basic Og==',
  ]
  for (const path of ['/notifications/sms/sandbox', '/notifications/email/sandbox']) {
    await setSandbox(true)
    for (const headers of [{}, ...others.map((given) => ({ authorization: given }))]) {
      const refused = await crier.call(path, { body: told, headers: headers as Record<string, string> })
      assert.equal(refused.status, 401)
      assert.equal(refused.headers.get('www-authenticate'), 'Bearer')
      assert.deepEqual(refused.body, {
        result: 'error',
        message: 'Unauthorized: the sandbox token must be provided',
      })
    }
    await setSandbox(false)
    for (const headers of [{}, ...others.map((given) => ({ authorization: given }))]) {
      const gone = await crier.call(path, { body: told, headers: headers as Record<string, string> })
      assert.deepEqual([gone.status, gone.body], [404, notFound])
    }
  }
  assert.equal(await statusOf(crier, id), 'sending')
})

test('every process of an installation makes the same sandbox token', async () => {
  const { crier: other, close } = await open(testConfig, crier.url)
  assert.equal(sandboxToken(other.seal), sandboxToken(crier.crier.seal))
  await close()
})

test('the sandbox tells of a batch at once; a receipt without its reference refuses all of them', async () => {
  const [one, two] = [
    await store(crier, sms, { sent_by: 'sandbox-sms' }),
    await store(crier, sms, { sent_by: 'sandbox-sms' }),
  ]
  const post = (body: unknown) =>
    crier.call('/notifications/sms/sandbox', { body, headers: { authorization: authorization() } })
  const refused = await post([{ reference: one, status: 'delivered' }, { status: 'delivered' }])
  assert.equal(refused.status, 400)
  assert.deepEqual(refused.body.message, ['Sandbox callback failed: reference missing'])
  assert.equal(await statusOf(crier, one), 'sending')
  const tooMany = await post(Array.from({ length: 1001 }, () => ({ reference: one, status: 'delivered' })))
  assert.equal(tooMany.status, 400)
  assert.equal(await statusOf(crier, one), 'sending')
  const taken = await post([
    { reference: one, status: 'delivered' },
    { reference: two, status: 'pending' },
    { reference: two, status: 'temporary-failure' },
  ])
  assert.equal(taken.status, 200)
  assert.equal(await statusOf(crier, one), 'delivered')
  assert.equal(await statusOf(crier, two), 'temporary-failure')
})

test('a stranger’s receipts cost a charged text nothing of its price', async () => {
  const id = await store(crier, sms, { sent_by: 'mmg', billable_units: 3 })
  const strangers = [
    ['/notifications/sms/sandbox', { reference: id, status: 'never heard' }],
    ['/notifications/sms/mmg', { CID: id, status: 'never heard' }],
    ['/notifications/sms/mmg', { CID: id, status: '3', substatus: 'x'.repeat(5000), status2: '2' }],
  ] as const
  for (const [path, body] of strangers.slice(0, 2)) await crier.call(path, { body, headers: receiptHeaders })
  await crier.call('/notifications/sms/firetext', {
    body: `reference=${id}&status=1&code=101`,
    headers: { ...receiptHeaders, 'content-type': 'application/x-www-form-urlencoded' },
  })
  const [row] = await crier.sql`
    select notification_status as status, billable_units as units from notifications where id = ${id}`
  assert.deepEqual({ ...row }, { status: 'sending', units: 3 })
  const { status } = await crier.call(strangers[2][0], { body: strangers[2][1], headers: receiptHeaders })
  assert.equal(status, 200)
  assert.equal(await statusOf(crier, id), 'delivered')
})

const waitingOf = async (provider: string) => {
  const [row] = await crier.sql`
    select count(*)::integer as count from provider_receipts where provider = ${provider} and applied_at is null`
  return row!.count as number
}

test('made-up references wait once each, up to a limit; what there is no room for is sent again later', async (t) => {
  t.after(() => crier.sql`delete from provider_receipts where reference ~ '^(flood|more)-'`)
  const most = (await crier.sql`select most_waiting_receipts() as most`)[0]!.most as number
  await crier.sql`
    insert into provider_receipts (provider, reference, status)
    select 'ses', 'flood-' || number, 'Delivery' from generate_series(1, ${most - 5 - (await waitingOf('ses'))}) number`
  const flood = Array.from({ length: 400 }, (_, number) => ({
    provider: 'ses',
    reference: `more-${number % 100}`,
    status: 'Delivery',
  }))
  const outcomes = (await applyReceipts(crier, flood)).map(({ outcome }) => outcome)
  assert.deepEqual([...new Set(outcomes)].sort(), ['no-room', 'waiting'])
  assert.equal(await waitingOf('ses'), most)
  assert.equal((await applyReceipts(crier, flood)).length, 400)
  assert.equal(await waitingOf('ses'), most)
  // What waits already is no newcomer, and other providers have their own room.
  const [known] = await applyReceipts(crier, [{ provider: 'ses', reference: 'flood-1', status: 'Delivery' }])
  assert.equal(known!.outcome, 'waiting')
  const [other] = await applyReceipts(crier, [{ provider: 'smtp', reference: 'other', status: 'delivered' }])
  assert.equal(other!.outcome, 'waiting')
  // A message that is known is not held up by the flood.
  const reference = randomUUID()
  const id = await store(crier, email, { notification_type: 'email', reference, sent_by: 'ses' })
  await applyReceipts(crier, [{ provider: 'ses', reference, status: 'Delivery' }])
  assert.equal(await statusOf(crier, id), 'delivered')
  const headers = { authorization: authorization() }
  const refused = await crier.call('/notifications/email/sandbox', {
    headers,
    body: [{ provider: 'ses', reference: 'no-room-for-this', status: 'Delivery' }],
  })
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '1'])
  await crier.sql`delete from provider_receipts where reference like 'flood-%'`
  const taken = await crier.call('/notifications/email/sandbox', {
    headers,
    body: [{ provider: 'ses', reference: 'no-room-for-this', status: 'Delivery' }],
  })
  assert.equal(taken.status, 200)
})

test('many receipts of one message are a few updates, not one each', async () => {
  const id = await store(crier, sms, { sent_by: 'mmg' })
  const words = Array.from({ length: 500 }, (_, number) => ({
    provider: 'mmg',
    reference: id,
    status: number % 2 === 0 ? `word ${number % 7}` : '4',
    code: String(number),
  }))
  const { answers, updates } = await crier.sql.begin(async (sql) => {
    const numbered = words.map((receipt, ord) => ({ ...receipt, ord, received_at: new Date().toISOString() }))
    const updated = async () => {
      const [row] = await sql`
        select pg_stat_get_xact_tuples_updated('notifications'::regclass)::integer as updates`
      return row!.updates as number
    }
    const before = await updated()
    const answers = await sql`select outcome from apply_receipts(${sql.json(numbered)})`
    return { answers, updates: (await updated()) - before }
  })
  assert.equal(answers.length, 500)
  assert.equal(answers.filter(({ outcome }) => outcome === 'applied').length, 1)
  assert.equal(updates, 1)
  assert.equal(await statusOf(crier, id), 'temporary-failure')
  const [kept] = await crier.sql`
    select count(*)::integer as count from provider_receipts where reference = ${id}`
  assert.equal(kept!.count, 7)
})
