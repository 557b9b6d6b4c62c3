/**
 * What has happened outside is recorded whatever happens to the record: a deadlock, a connection that is cut before or after the commit, a database
 * that is away. The provider counts what it was given: every message once.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Job } from 'pg-boss'
import postgres from 'postgres'
import type { Crier } from '../../src/context.ts'
import { makeRecord } from '../../src/delivery/record.ts'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { keepTrying, mayPass } from '../../src/keep-trying.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { leaseOf } from '../../src/queues.ts'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { type CuttingProxy, cuttingProxy } from './cutting-proxy.ts'
import { type Stored, statusOf, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer, type Reply, type Seen } from './peers.ts'

let crier: TestCrier
let mmg: HttpPeer
let reply: (seen: Seen) => Reply | Promise<Reply> = () => ({})
let sms: Stored
let other: postgres.Sql
let wire: CuttingProxy
/** A process whose connections all go by the wire. */
let wired: { crier: Crier; close: () => Promise<void> }
before(async () => {
  mmg = await httpPeer((seen) => reply(seen))
  const providers = { mmg: { url: mmg.url, api_key: 'key' } }
  crier = await testCrier({ providers })
  sms = await storing(crier)
  await crier.sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
  // Of those that wait for each other in a circle it is the worker who is told, after a second.
  other = postgres(crier.url, {
    max: 2,
    onnotice: () => {},
    connection: { deadlock_timeout: '60s' } as never,
  })
  wire = await cuttingProxy(crier.url)
  wired = await open({ ...testConfig, providers }, wire.url, { log: makeLog('silent') })
})
after(async () => {
  await other.end()
  await wired.close()
  await wire.close()
  await crier.close()
  await mmg.close()
})

const created = (count: number) =>
  Promise.all(Array.from({ length: count }, () => store(crier, sms, { notification_status: 'created' })))
const jobsOf = (ids: string[], signal?: AbortSignal) =>
  ids.map((id) => ({ id, name: 'send-sms', data: null, signal })) as Job<unknown>[]
const given = (ids: string[]) =>
  ids.map((id) => mmg.seen.filter(({ body }) => JSON.parse(body).cid === id).length)
const once = (ids: string[]) => ids.map(() => 1)
const statuses = (ids: string[]) => Promise.all(ids.map((id) => statusOf(crier, id)))
const isRecording = (wait: string) => crier.sql<{ pid: number }[]>`
  select pid from pg_stat_activity
  where datname = current_database() and query like '%record_deliveries%' and pid <> pg_backend_pid()
    and wait_event_type = ${wait}`
const recordWaits = () =>
  crier.until('the record waits for the lock', async () => (await isRecording('Lock')).length > 0)

/** Begins to deliver, and goes on once all are with the provider, which answers when it is told to: what is locked now is in the way of the record. */
async function begin(ids: string[], deliver = makeDelivery(crier.crier).deliver, lease = unhurried()) {
  const answer = Promise.withResolvers<void>()
  reply = () => answer.promise.then(() => ({}))
  const delivering = deliver('send-sms', jobsOf(ids), lease)
  delivering.catch(() => {})
  await crier.until('all are with the provider', async () => given(ids).every((times) => times === 1))
  reply = () => ({})
  return { delivering, answer: answer.resolve }
}

/** Ends the connections that wait to record, at this moment. */
async function endRecords(): Promise<void> {
  const waiting = await isRecording('Lock')
  for (const { pid } of waiting) await crier.sql`select pg_terminate_backend(${pid})`
  await crier.until('they have ended', async () => {
    const left = await isRecording('Lock')
    return !left.some(({ pid }) => waiting.some((one) => one.pid === pid))
  })
}

test('a record that is ended by a deadlock is made again', async () => {
  const ids = (await created(20)).sort()
  const [first, last] = [ids[0]!, ids.at(-1)!]
  const { delivering, answer } = await begin(ids)
  await other.begin(async (sql) => {
    await sql`select from notifications where id = ${last} for update`
    answer()
    await recordWaits()
    // It holds the first and waits for the last: now they wait for each other, and this goes on because the record was ended.
    await sql`select from notifications where id = ${first} for update`
  })
  assert.deepEqual(
    await delivering,
    ids.map((id) => ({ id, status: 'completed' })),
  )
  assert.deepEqual(given(ids), once(ids))
  assert.deepEqual(await statuses(ids), Array(20).fill('sending'))
})

test('a record whose connection is ended is made again by another', async () => {
  const ids = await created(20)
  const { delivering, answer } = await begin(ids)
  await other.begin(async (sql) => {
    await sql`select from notifications where id = ${ids[7]!} for update`
    answer()
    for (let times = 0; times < 3; times++) {
      await recordWaits()
      await endRecords()
    }
  })
  assert.deepEqual(
    await delivering,
    ids.map((id) => ({ id, status: 'completed' })),
  )
  assert.deepEqual(given(ids), once(ids))
  assert.deepEqual(await statuses(ids), Array(20).fill('sending'))
})

test('a record that was committed but whose answer was lost is made again, and changes nothing more', async () => {
  const ids = await created(20)
  const { deliver } = makeDelivery(wired.crier)
  const recorded = wire.loseAnswersOf('"outcome":"sent"')
  const delivering = deliver('send-sms', jobsOf(ids), unhurried())
  await recorded
  await crier.until('it is committed', async () => !(await statuses(ids)).includes('created'))
  const rows = () => crier.sql`
    select id, notification_status, sent_at, sent_by, billable_units, reference
    from notifications where id = any (${ids}::uuid[]) order by id`
  const afterFirst = (await rows()).map((row) => ({ ...row }))
  wire.cut()
  assert.deepEqual(
    await delivering,
    ids.map((id) => ({ id, status: 'completed' })),
  )
  assert.deepEqual(
    (await rows()).map((row) => ({ ...row })),
    afterFirst,
  )
  assert.deepEqual(given(ids), once(ids))
})

test('sandbox receipts are queued once, however often their record is made', async () => {
  const ids = await Promise.all(
    [1, 2].map(() => store(crier, sms, { notification_status: 'created', key_type: 'test' })),
  )
  const { deliver } = makeDelivery(wired.crier)
  const recorded = wire.loseAnswersOf('"outcome":"sent"')
  const delivering = deliver('research-mode', jobsOf(ids), unhurried())
  await recorded
  await crier.until('it is committed', async () => !(await statuses(ids)).includes('created'))
  wire.cut()
  await delivering
  const [row] = await crier.sql`
    select count(*)::integer as count from pgboss.job
    where name = 'sandbox-receipts' and data::text like ${`%${ids[0]}%`}`
  assert.equal(row!.count, 1)
})

test('a database that stays away until the lease ends: the batch fails, and is recorded, not sent, when it comes again', async () => {
  const ids = await created(20)
  const { deliver } = makeDelivery(wired.crier)
  const sent = wire.loseAnswersOf('"outcome":"sent"')
  const lease = unhurried()
  const { delivering, answer } = await begin(ids, deliver, lease)
  // The row is held, so that the record is cut before its commit.
  await other.begin(async (sql) => {
    await sql`select from notifications where id = ${ids[3]!} for update`
    // It is tried once more than never.
    lease.endsAt = performance.now()
    answer()
    await sent
    await recordWaits()
    wire.cut({ refuses: true })
    await assert.rejects(delivering)
    await endRecords()
  })
  assert.deepEqual(await statuses(ids), Array(20).fill('created'))
  wire.restore()
  assert.deepEqual(
    await deliver('send-sms', jobsOf(ids), unhurried()),
    ids.map((id) => ({ id, status: 'completed' })),
  )
  assert.deepEqual(given(ids), once(ids))
  assert.deepEqual(await statuses(ids), Array(20).fill('sending'))
})

test('a fault while one message is attempted keeps no other from being recorded', async () => {
  const ids = await created(4)
  const another = await storing(crier)
  ids.splice(2, 0, await store(crier, another, { notification_status: 'created' }))
  const { cache } = wired.crier
  const service = cache.service
  cache.service = (id) => (id === another.service.id ? Promise.reject(new Error('a fault')) : service(id))
  // The database is away for a moment when the others are with the provider.
  const answer = Promise.withResolvers<void>()
  reply = () => answer.promise.then(() => ({}))
  void crier
    .until('they are with the provider', async () => given(ids).filter((times) => times === 1).length === 4)
    .then(() => {
      wire.cut({ refuses: true })
      setTimeout(wire.restore, 300)
      answer.resolve()
    })
  const results = await makeDelivery(wired.crier).deliver('send-sms', jobsOf(ids), unhurried())
  cache.service = service
  reply = () => ({})
  assert.deepEqual(
    results.map(({ status }) => status),
    ids.map((_, index) => (index === 2 ? 'failed' : 'completed')),
  )
  assert.deepEqual(
    given(ids),
    ids.map((_, index) => (index === 2 ? 0 : 1)),
  )
  const left = ids.map((_, index) => (index === 2 ? 'created' : 'sending'))
  assert.deepEqual(await statuses(ids), left)
})

test('one attempt that the database refuses keeps no other from being recorded, and is not sent again', async () => {
  const email = await storing(crier, 'email')
  const taken = randomUUID()
  await store(crier, email, { notification_type: 'email', reference: taken })
  const mail = (columns = {}) =>
    store(crier, email, {
      notification_type: 'email',
      notification_status: 'created',
      reference: null,
      ...columns,
    })
  const ids = [await mail(), await mail(), await mail()]
  const { record, leftUnrecorded } = makeRecord(crier.crier)
  const attempts = ids.map((id, index) => ({
    row: { id, notification_type: 'email' } as never,
    claim: randomUUID(),
    size: null,
    outcome: 'sent' as const,
    provider: 'ses',
    sent: { reference: index === 1 ? taken : randomUUID() },
    sentAt: new Date().toISOString(),
  }))
  assert.deepEqual(await record(attempts, unhurried()), [ids[1]])
  assert.deepEqual(await statuses(ids), ['sending', 'created', 'sending'])
  assert.deepEqual(
    leftUnrecorded(ids).map(({ row }) => row.id),
    [ids[1]],
  )
})

test('what could not be recorded is forgotten when its job cannot come again', async () => {
  const ids = await created(2)
  let now = 0
  const { record, leftUnrecorded } = makeRecord(crier.crier, () => now)
  const attemptOf = (id: string) => ({
    row: { id, notification_type: 'sms' } as never,
    claim: randomUUID(),
    size: null,
    outcome: 'provider-fault' as const,
  })
  // The database says nothing before the lease is over.
  const refusing = AbortSignal.abort()
  await crier.sql.begin(async (sql) => {
    await sql`select from notifications where id in ${sql(ids)} for update`
    const over = { signal: refusing, endsAt: performance.now() - 10_000 }
    await assert.rejects(record([attemptOf(ids[0]!)], over))
    const week = 7 * 86_400_000
    now = week - 1
    await assert.rejects(record([attemptOf(ids[1]!)], over))
    assert.equal(leftUnrecorded(ids).length, 2)
    now = week
    await assert.rejects(record([attemptOf(ids[1]!)], over))
  })
  assert.deepEqual(
    leftUnrecorded(ids).map(({ row }) => row.id),
    [ids[1]],
  )
})

test('a job that was taken from its worker is not sent by it', async () => {
  const ids = await created(2)
  const results = await makeDelivery(crier.crier).deliver(
    'send-sms',
    jobsOf(ids, AbortSignal.abort()),
    unhurried(),
  )
  assert.deepEqual(
    results.map(({ status }) => status),
    ['failed', 'failed'],
  )
  assert.deepEqual(given(ids), [0, 0])
})

test('a record is tried until it succeeds, the lease ends or the error says that it will come again', async () => {
  const failing = (code: string, times: number) => {
    let calls = 0
    const record = async () => {
      calls++
      if (calls <= times) throw Object.assign(new Error(code), { code })
      return calls
    }
    return { record, calls: () => calls }
  }
  const endsAt = () => performance.now() + 60
  const signal = new AbortController().signal
  for (const code of [
    '40P01',
    '40001',
    '55P03',
    '57014',
    '57P01',
    '53100',
    '25006',
    'CONNECTION_CLOSED',
    'ECONNRESET',
  ])
    assert.equal(await keepTrying(failing(code, 1).record, { signal, endsAt: endsAt() }), 2, code)
  for (const code of ['23505', '22P02', '42501']) {
    const { record, calls } = failing(code, 9)
    await assert.rejects(keepTrying(record, { signal, endsAt: endsAt() }), { code })
    assert.equal(calls(), 1, code)
  }
  assert.equal(mayPass(new TypeError('a fault of ours')), false)
  const over = failing('40P01', 1000)
  await assert.rejects(keepTrying(over.record, { signal, endsAt: endsAt() }), { code: '40P01' })
  assert.ok(over.calls() >= 2, 'it was tried again within the lease')
  const never = () => new Promise<never>(() => {})
  const longOver = performance.now() - 9_980
  await assert.rejects(keepTrying(never, { signal, endsAt: longOver }), /not answered/)
  const stopped = failing('40P01', 1000)
  const stop = new AbortController()
  const trying = keepTrying(stopped.record, { signal: stop.signal, endsAt: performance.now() + 60_000 })
  stop.abort()
  await assert.rejects(trying, { code: '40P01' })
})

test('a batch’s lease ends early only when none of its jobs is its worker’s any more', () => {
  const controllers = [new AbortController(), new AbortController()]
  const lease = leaseOf(
    'send-sms',
    controllers.flatMap(({ signal }) => jobsOf([randomUUID()], signal)),
  )
  assert.ok(lease.endsAt > performance.now() + 60_000 && lease.endsAt < performance.now() + 120_000)
  controllers[0]!.abort()
  assert.equal(lease.signal.aborted, false)
  controllers[1]!.abort()
  assert.equal(lease.signal.aborted, true)
})
