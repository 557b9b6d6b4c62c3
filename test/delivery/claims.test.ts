/** What a worker that dies has in hand may have been handed over: it is not sent again before its provider had time to say so. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import type { Job } from 'pg-boss'
import postgres from 'postgres'
import { deliveryWorkers, makeDelivery } from '../../src/delivery/worker.ts'
import { runTask } from '../../src/schedule.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { applyReceipts, type Stored, statusOf, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer, type SmtpPeer, smtpPeer } from './peers.ts'

let crier: TestCrier
let mmg: HttpPeer
let relay: SmtpPeer
let sms: Stored
let email: Stored
let others: [postgres.Sql, postgres.Sql]
before(async () => {
  mmg = await httpPeer()
  relay = await smtpPeer()
  crier = await testCrier({
    providers: { mmg: { url: mmg.url, api_key: 'key' }, smtp: { url: relay.url } },
  })
  sms = await storing(crier)
  email = await storing(crier, 'email')
  others = [1, 2].map(() => postgres(crier.url, { max: 1, onnotice: () => {} })) as typeof others
  await crier.sql`update provider_details set active = identifier in ('mmg', 'smtp')`
})
beforeEach(async () => {
  await crier.sql`delete from delivery_claims`
})
after(async () => {
  await Promise.all(others.map((sql) => sql.end()))
  await crier.close()
  await mmg.close()
  await relay.close()
})

const start = Date.now()
/** An instant so many seconds after the test's present. */
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()
type Claimed = { notification_id: string; held_seconds: number | null }
const claim = (ids: string[], seconds = 0, sql: postgres.Sql = crier.sql, batch = randomUUID()) =>
  sql<
    Claimed[]
  >`select notification_id, held_seconds from claim_deliveries(${batch}, ${ids}::uuid[], ${at(seconds)})`
const heldFor = async (ids: string[], seconds: number) =>
  (await claim(ids, seconds)).map(({ held_seconds }) => held_seconds)
const created = (columns: Record<string, unknown> = {}) =>
  store(crier, sms, { notification_status: 'created', ...columns })
const mail = (columns: Record<string, unknown> = {}) =>
  store(crier, email, {
    notification_status: 'created',
    notification_type: 'email',
    reference: null,
    ...columns,
  })
const openClaims = async () =>
  (await crier.sql`select notification_ids as ids from delivery_claims`).map(({ ids }) => ids as string[])
const deliver = (ids: string[], queue = 'send-sms') =>
  makeDelivery(crier.crier).deliver(
    queue,
    ids.map((id) => ({ id, name: queue, data: null })) as Job<unknown>[],
    unhurried(),
  )
const timesSent = (id: string) => mmg.seen.filter(({ body }) => JSON.parse(body).cid === id).length

test('what another batch has claimed is held as long as its provider may take to answer for it', async () => {
  const waits: [what: string, id: string, waits: number][] = [
    ['a text', await created(), 120],
    ['a test key’s text, which reaches nobody', await created({ key_type: 'test' }), 0],
    ['an email through a relay, which sends no receipts', await mail(), 60],
  ]
  const free = await created()
  for (const [what, id, wait] of waits) {
    await claim([id])
    // The claim of an attempt that waits holds nothing itself.
    if (wait > 0) {
      assert.deepEqual(await heldFor([id], 10), [wait - 10], what)
      assert.deepEqual(await heldFor([id], wait - 1), [1], what)
    }
    const both = await claim([id, free].sort(), wait)
    assert.ok(
      both.every(({ held_seconds }) => held_seconds === null),
      what,
    )
    await crier.sql`delete from delivery_claims`
  }
})

test('the longest wait of those that may have had it counts', async () => {
  await crier.sql`update provider_details set active = true, receipt_wait_seconds = 200 where identifier = 'firetext'`
  const id = await created()
  await claim([id])
  assert.deepEqual(await heldFor([id], 0), [200])
  await crier.sql`update provider_details set active = false, receipt_wait_seconds = 120 where identifier = 'firetext'`
})

test('a claim by a clock that ran ahead holds nothing for longer than any other', async () => {
  const id = await created()
  await claim([id], 3600)
  assert.deepEqual(await heldFor([id], 0), [null])
})

test('the record of a batch ends its claim, whatever became of its messages', async () => {
  const good = await created()
  const bad = await created({ normalised_to: null, to: '07700900300', international: true })
  await deliver([good, bad])
  assert.equal(await statusOf(crier, good), 'sending')
  assert.deepEqual(await openClaims(), [])
})

test('a worker that finds messages in an open claim waits with them, and sends the others', async () => {
  const [inHand, free] = [await created(), await created()]
  await crier.sql`select from claim_deliveries(${randomUUID()}, ${[inHand]}::uuid[])`
  await crier.sql`select enqueue('send-sms', ${[inHand, free]}::uuid[])`
  await crier.sql`update pgboss.job set state = 'active' where id in (${inHand}, ${free})`
  const results = await deliver([inHand, free])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['failed', 'completed'],
  )
  assert.deepEqual([timesSent(inHand), timesSent(free)], [0, 1])
  const [job] = await crier.sql`
    select retry_delay as seconds, retry_limit as attempts from pgboss.job where id = ${inHand}`
  assert.equal(job!.attempts, 49, 'to wait is no attempt')
  assert.ok(job!.seconds > 110 && job!.seconds <= 120, `${job!.seconds} seconds`)
  assert.equal((await openClaims()).length, 1, 'the other’s claim stays')
})

test('a receipt proves the hand-over that nobody recorded: the message is not sent again', async () => {
  const id = await created()
  await claim([id])
  await applyReceipts(crier, [{ provider: 'mmg', reference: id, status: '3' }])
  const [row] = await crier.sql`
    select notification_status as status, sent_by, sent_at is not null as sent from notifications where id = ${id}`
  assert.deepEqual({ ...row }, { status: 'delivered', sent_by: 'mmg', sent: true })
  assert.equal((await claim([id], 3600)).length, 0)
  const [result] = await deliver([id])
  assert.equal(result!.status, 'completed')
  assert.equal(timesSent(id), 0)
})

test('a message whose last attempt was its worker’s end is not given up before its provider had time to say that it has it', async () => {
  const { undeliverable } = deliveryWorkers(crier.crier)
  const giveUp = async (ids: string[]) => {
    const jobs = ids.map((sourceId) => ({ id: randomUUID(), name: 'undeliverable', sourceId, data: null }))
    const results = await undeliverable(jobs as never, unhurried())
    return results.map(({ status }) => status)
  }
  const [taken, silent, free] = [await created(), await created(), await created()]
  const left = randomUUID()
  await crier.sql`select from claim_deliveries(${left}, ${[taken, silent].sort()}::uuid[])`
  assert.deepEqual(await giveUp([taken, silent, free]), ['failed', 'failed', 'completed'])
  assert.equal(await statusOf(crier, free), 'technical-failure')
  await applyReceipts(crier, [{ provider: 'mmg', reference: taken, status: '3' }])
  await crier.sql`update delivery_claims set claimed_at = claimed_at - interval '121 seconds' where id = ${left}`
  assert.deepEqual(await giveUp([taken, silent]), ['completed', 'completed'])
  assert.deepEqual(
    [await statusOf(crier, taken), await statusOf(crier, silent)],
    ['delivered', 'technical-failure'],
  )
  assert.equal((await openClaims()).length, 1, 'its own claims end with their records')
})

test('abroad, where receipts are not believed, one proves the hand-over and no more', async () => {
  const id = await created({ international: true, phone_prefix: '249' })
  await applyReceipts(crier, [{ provider: 'mmg', reference: id, status: '2' }])
  const [row] = await crier.sql`
    select notification_status as status, sent_by, sent_at is not null as sent from notifications where id = ${id}`
  assert.deepEqual({ ...row }, { status: 'sent', sent_by: 'mmg', sent: true })
  const [again] = await applyReceipts(crier, [{ provider: 'mmg', reference: id, status: '3' }])
  assert.equal(again!.outcome, 'duplicate')
  assert.equal(await statusOf(crier, id), 'sent')
})

test('without a receipt it is sent again when the wait is over', async () => {
  const id = await created()
  await crier.sql`
    select from claim_deliveries(${randomUUID()}, ${[id]}::uuid[], clock_timestamp() - interval '121 seconds')`
  const [result] = await deliver([id])
  assert.equal(result!.status, 'completed')
  assert.equal(timesSent(id), 1)
})

test('large messages leave the claim with their batch: the queue that they go to sends them at once', async () => {
  const template = await crier.makeTemplate(email.service, { type: 'email', content: '((a))' })
  const large = await mail({
    template_id: template,
    personalisation: crier.sql.json({ a: 'long '.repeat(100_000) }),
  })
  const small = await mail()
  await deliver([large, small], 'send-email')
  assert.deepEqual(await openClaims(), [])
  await deliver([large], 'send-email')
  assert.deepEqual(await openClaims(), [], 'also where nothing else was in the batch')
  await deliver([large], 'send-large')
  assert.equal(await statusOf(crier, large), 'sending')
})

test('what goes wrong before the first call ends the claim', async () => {
  const id = await created()
  const { cache } = crier.crier
  const versions = cache.versions
  cache.versions = () => Promise.reject(new Error('a fault'))
  await assert.rejects(deliver([id]), /a fault/)
  cache.versions = versions
  assert.deepEqual(await openClaims(), [])
  await deliver([id])
  assert.equal(timesSent(id), 1)
})

test('claims whose workers never came back are abandoned after an hour', async () => {
  const id = await created()
  await claim([id], -3601)
  await claim([id], -3000)
  await runTask(crier.crier, 'abandon-delivery-claims')
  assert.equal((await openClaims()).length, 1)
})

/** The first is not committed when the second begins, which waits for it or passes it by. @returns what the second says */
async function meet<T>(
  first: (sql: postgres.Sql) => Promise<unknown>,
  second: (sql: postgres.Sql) => PromiseLike<T>,
): Promise<T> {
  const [one, other] = others
  const [{ pid } = { pid: 0 }] = await other<{ pid: number }[]>`select pg_backend_pid() as pid`
  let later: Promise<T> | undefined
  await one.begin(async (sql) => {
    await first(sql as unknown as postgres.Sql)
    let isOver = false
    later = Promise.resolve(second(other)).finally(() => {
      isOver = true
    })
    await crier.until('the second waits for the first, or has passed it by', async () => {
      const waiting = await crier.sql`
        select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`
      return isOver || waiting.length > 0
    })
  })
  return later!
}
const record = (sql: postgres.Sql, ids: string[]) =>
  sql`select from record_deliveries(${sql.json(
    ids.map((id) => ({ id, outcome: 'sent', provider: 'mmg', sent_at: at(0) })),
  )})`
const receive = (sql: postgres.Sql, ids: string[]) =>
  sql`select from apply_receipts(${sql.json(
    ids.map((reference, ord) => ({
      ord,
      provider: 'mmg',
      reference,
      status: '3',
      code: null,
      received_at: at(0),
    })),
  )})`

const heldBy = (rows: Claimed[]) => rows.map((row) => [row.notification_id, row.held_seconds])

test('claim meets claim: whoever comes second leaves the first its messages, waits for news of them, and has the others', async () => {
  const [both, own] = [await created(), await created()]
  const second = await meet(
    async (sql) => claim([both], 0, sql),
    (sql) => claim([own, both], 1, sql),
  )
  // It is not held up either: it comes again in a moment, and finds the claim.
  assert.deepEqual(heldBy(second), [
    [own, null],
    [both, 5],
  ])
  assert.deepEqual(heldBy(await claim([both], 6)), [[both, 114]])
})

test('receipt meets claim: what is being received is not claimed, and is let go a moment later', async () => {
  const id = await created()
  const second = await meet(
    (sql) => receive(sql, [id]),
    (sql) => claim([id], 0, sql),
  )
  assert.deepEqual(heldBy(second), [[id, 5]])
  assert.deepEqual(heldBy(await claim([id], 5)), [])
})

test('claim meets receipt: the receipt waits for the claim, and is applied', async () => {
  const id = await created()
  await meet(
    async (sql) => claim([id], 0, sql),
    (sql) => receive(sql, [id]),
  )
  assert.equal(await statusOf(crier, id), 'delivered')
})

test('record meets claim: what is being recorded is not claimed, and is let go a moment later', async () => {
  const id = await created()
  const second = await meet(
    (sql) => record(sql, [id]),
    (sql) => claim([id], 0, sql),
  )
  assert.deepEqual(heldBy(second), [[id, 5]])
  assert.deepEqual(heldBy(await claim([id], 5)), [])
})

test('claim meets record: the record of a worker thought dead waits for the claim of another, and stands', async () => {
  const id = await created()
  await claim([id])
  await meet(
    async (sql) => claim([id], 200, sql),
    (sql) => record(sql, [id]),
  )
  assert.equal(await statusOf(crier, id), 'sending')
})

test('a row that somebody holds keeps no other message from being sent', async () => {
  const [held, free] = [await created(), await created()]
  const results = await others[0].begin(async (sql) => {
    await sql`select from notifications where id = ${held} for update`
    return deliver([held, free])
  })
  assert.deepEqual(
    results.map(({ status }) => status),
    ['failed', 'completed'],
  )
  assert.deepEqual([timesSent(held), timesSent(free)], [0, 1])
})
