/** Acceptance of several services at once: none waits for another's turn, in this process or the next, and each gets its own. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type postgres from 'postgres'
import { openPeer, type Peer } from '../services/peer.ts'
import { type Answer, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
let peer: Peer
before(async () => {
  crier = await sharedCrier()
  peer = await openPeer(crier)
})
after(async () => {
  await peer.close()
  await crier.close()
})

type Tenant = {
  service: TestService
  send: (by?: Pick<Peer, 'call'>, key?: string) => Promise<Answer>
  sendBulk: (by?: Pick<Peer, 'call'>) => Promise<Answer>
}

/** A service; it has sent a message today, so that it has a counter to hold. */
async function tenant(hasSent = true): Promise<Tenant> {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service)
  const message = { phone_number: '07700 900 456', personalisation: { name: 'Amala' } }
  const { normal: key } = service.keys
  const made: Tenant = {
    service,
    send: (by = crier, idempotencyKey) =>
      by.call('/v2/notifications/sms', {
        key,
        body: { ...message, template_id },
        headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
      }),
    sendBulk: (by = crier) =>
      by.call('/v2/notifications/bulk', {
        key,
        body: { template_id, messages: new Array(30).fill(message) },
      }),
  }
  if (hasSent) assert.equal((await made.send()).status, 201)
  return made
}

const hold = (sql: postgres.TransactionSql, { service }: Tenant) =>
  sql`select from service_daily_usage where service_id = ${service.id} for update`
const stored = async ({ service }: Tenant) => {
  const [row] = await crier.sql`
    select count(*)::integer as number, (select sms::integer from service_daily_usage where service_id = ${service.id}) as counted
    from notifications where service_id = ${service.id}`
  return { ...row }
}
const statuses = (answers: Answer[]) => [...new Set(answers.map(({ status }) => status))]
const timeout = 15_000

test('a service is answered beside one whose counters are held, which has its turn after them', {
  timeout,
}, async () => {
  const [loud, quiet] = [await tenant(), await tenant()]
  let waiting: Promise<Answer[]> | undefined
  let isAnswered = false
  await crier.sql.begin(async (sql) => {
    await hold(sql, loud)
    // More calls than the process has connections, at once with the quiet service's: they are gathered together.
    const calls = [crier, peer].flatMap((by) => [
      ...Array.from({ length: 6 }, () => loud.send(by)),
      ...Array.from({ length: 12 }, () => loud.sendBulk(by)),
    ])
    const beside = [quiet.send(), quiet.send(peer)]
    waiting = Promise.all(calls).finally(() => {
      isAnswered = true
    })
    assert.deepEqual(statuses(await Promise.all(beside)), [201])
    // And so are those that come when the loud service is known to wait.
    for (const by of [crier, peer, crier]) {
      void loud.send(by)
      assert.equal((await quiet.send(by)).status, 201)
    }
    assert.equal(isAnswered, false)
    assert.deepEqual(await stored(loud), { number: 1, counted: 1 })
  })
  assert.deepEqual(statuses(await waiting!), [201])
  await crier.until('each is stored once', async () => (await stored(loud)).number === 1 + 15 + 24 * 30)
  assert.deepEqual(await stored(loud), { number: 736, counted: 736 })
  assert.deepEqual(await stored(quiet), { number: 6, counted: 6 })
})

test('so it is while the first counter of a service’s day is being made', { timeout }, async () => {
  const [loud, quiet] = [await tenant(false), await tenant()]
  let waiting: Promise<Answer> | undefined
  await crier.sql.begin(async (sql) => {
    await sql`
      insert into service_daily_usage (service_id, day)
      values (${loud.service.id}, (clock_timestamp() at time zone 'UTC')::date)`
    waiting = loud.send()
    assert.equal((await quiet.send()).status, 201)
  })
  assert.equal((await waiting!).status, 201)
  assert.deepEqual(await stored(loud), { number: 1, counted: 1 })
})

test('services that wait leave connections to the others, however many they are', { timeout }, async () => {
  const held = await Promise.all(Array.from({ length: 8 }, () => tenant()))
  const quiet = await tenant()
  let waiting: Promise<Answer[]> | undefined
  await crier.sql.begin(async (sql) => {
    for (const one of held) await hold(sql, one)
    waiting = Promise.all(held.map((one) => one.send()))
    for (let n = 0; n < 3; n++) assert.equal((await quiet.send()).status, 201)
  })
  assert.deepEqual(statuses(await waiting!), [201])
  for (const one of held) assert.deepEqual(await stored(one), { number: 2, counted: 2 })
})

test('an Idempotency-Key holds for calls that wait in two processes', { timeout }, async () => {
  const loud = await tenant()
  let waiting: Promise<Answer[]> | undefined
  await crier.sql.begin(async (sql) => {
    await hold(sql, loud)
    waiting = Promise.all([crier, peer, crier, peer].map((by) => loud.send(by, 'one')))
    assert.equal((await (await tenant()).send()).status, 201)
  })
  const answers = await waiting!
  assert.deepEqual(statuses(answers), [201])
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
  assert.deepEqual(await stored(loud), { number: 2, counted: 2 })
})

const request = ({ service }: Tenant, ord: number, changes = {}) => ({
  ord,
  service_id: service.id,
  key_type: 'normal',
  notification_type: 'sms',
  stores: false,
  checks_international: false,
  counts_international: false,
  enqueues: false,
  ...changes,
})
const accept = (
  sql: postgres.Sql | postgres.TransactionSql,
  rows: object[],
  waits: boolean,
  at = null as string | null,
) =>
  sql`select ord, outcome from accept_notifications(${sql.json(rows as never)}, ${at}, ${waits}) order by ord`.then(
    (answers) => answers.map(({ outcome }) => outcome),
  )

test('a call for many leaves out a service with a call of its own, and waits for none', async () => {
  const [loud, quiet] = [await tenant(), await tenant()]
  await crier.sql.begin(async (sql) => {
    assert.deepEqual(await accept(sql, [request(loud, 0)], true), ['passed'])
    const many = [request(quiet, 0), request(loud, 1), request(quiet, 2)]
    assert.deepEqual(await accept(crier.sql, many, false), ['passed', 'held', 'passed'])
    assert.deepEqual(await accept(crier.sql, [request(loud, 0)], false), ['held'])
  })
  assert.deepEqual(await accept(crier.sql, [request(loud, 0)], false), ['passed'])
})

test('midnight parts no two calls: the second of one Idempotency-Key sees the first’s answer', async () => {
  const loud = await tenant(false)
  const template_id = await crier.makeTemplate(loud.service)
  const row = request(loud, 0, {
    stores: true,
    template_id,
    template_version: 1,
    to: '07700900456',
    idempotency_key: 'over midnight',
    request_hash: '00',
    response: {},
  })
  let second: Promise<unknown[]> | undefined
  await crier.sql.begin(async (sql) => {
    assert.deepEqual(await accept(sql, [row], true, '2026-03-02T23:59:59.9Z'), ['accepted'])
    second = accept(crier.sql, [row], true, '2026-03-03T00:00:00.1Z')
    await crier.until('the second waits', async () => {
      const found = await crier.sql`
        select from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`
      return found.length > 0
    })
  })
  assert.deepEqual(await second!, ['replayed'])
})
