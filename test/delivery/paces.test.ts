/** Messages per second, over all processes: turns that the database hands out, and what becomes of messages without one. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Job } from 'pg-boss'
import { claimDeliverable } from '../../queries/delivery.queries.ts'
import { makeAttempt } from '../../src/delivery/attempt.ts'
import { adapterFor } from '../../src/delivery/providers/accounts.ts'
import { NoTurn, type OutgoingSms } from '../../src/delivery/providers/provider.ts'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { statusOf, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer } from './peers.ts'

let crier: TestCrier
let mmg: HttpPeer
before(async () => {
  mmg = await httpPeer()
  crier = await testCrier({ providers: { mmg: { url: mmg.url, api_key: 'key' } } })
  await crier.sql`
    update provider_details set active = (identifier = 'mmg'), messages_per_second = 100
    where notification_type = 'sms'`
})
after(async () => {
  await crier.close()
  await mmg.close()
})

const leaveNoTurn = async () => {
  await crier.sql`update provider_details set messages_per_second = 0.1 where identifier = 'mmg'`
  await crier.sql`update provider_paces set next_at = clock_timestamp() + interval '15 seconds' where provider = 'mmg'`
}
const claim = async (wanted: number, at: string, provider = 'firetext') => {
  const [row] = await crier.sql`
    select granted, wait_seconds as wait, gap_seconds as gap
    from claim_turns(${provider}, ${wanted}, interval '10 seconds', ${at}::timestamptz)`
  return [row!.granted, Math.round(row!.wait * 1000), row!.gap]
}
const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 9, 0, 0, seconds * 1000)).toISOString()

test('turns are a gap apart, no further ahead than asked for, and lost when nobody takes them', async () => {
  await crier.sql`update provider_details set messages_per_second = 10 where identifier = 'firetext'`
  assert.deepEqual(await claim(5, at(0)), [5, 0, 0.1])
  assert.deepEqual(await claim(3, at(0.1)), [3, 400, 0.1])
  assert.deepEqual(await claim(200, at(0.2)), [94, 600, 0.1])
  assert.deepEqual(await claim(10, at(0.2)), [0, 10_000, 0.1])
  assert.deepEqual(await claim(1, at(0.3)), [1, 9900, 0.1])
  // After a pause there is no arrears to catch up with.
  assert.deepEqual(await claim(2, at(60)), [2, 0, 0.1])
  // A clock that ran ahead holds up nobody.
  assert.deepEqual(await claim(1, at(3600)), [1, 0, 0.1])
  assert.deepEqual(await claim(1, at(61)), [1, 0, 0.1])
})

test('a provider without a limit has turns for all', async () => {
  await crier.sql`update provider_details set messages_per_second = null where identifier = 'firetext'`
  assert.deepEqual(await claim(100_000, at(0)), [100_000, 0, 0])
})

test('two processes share one pace', async () => {
  await crier.sql`update provider_details set messages_per_second = 50 where identifier = 'firetext'`
  const taken = await Promise.all(Array.from({ length: 20 }, () => claim(5, at(7200))))
  assert.deepEqual(
    taken.map(([, wait]) => wait).sort((one, other) => one - other),
    Array.from({ length: 20 }, (_, index) => index * 100),
  )
})

test('an adapter sends when it is its message’s turn, and has none for what comes too late', async () => {
  const adapter = await adapterFor(crier.crier, 'mmg')
  const message: OutgoingSms = {
    channel: 'sms',
    id: '01890000-0000-7000-8000-000000000001',
    to: '447700900123',
    text: 'Hello',
    sender: null,
    international: false,
    isTest: false,
  }
  await crier.sql`delete from provider_paces`
  await Promise.all(Array.from({ length: 12 }, () => adapter.send(message)))
  const [row] = await crier.sql`
    select extract(epoch from next_at - clock_timestamp())::float8 * 1000 as ahead from provider_paces where provider = 'mmg'`
  assert.equal(mmg.seen.length, 12)
  // Twelve turns, the last of which began at most a moment ago.
  assert.ok(row!.ahead <= 15, `${row!.ahead} ms`)
  await leaveNoTurn()
  await assert.rejects(adapter.send(message), NoTurn)
  assert.equal(mmg.seen.length, 12)
})

test('a message without a turn loses no attempt, and its provider no weight', async () => {
  const id = await store(crier, await storing(crier), { notification_status: 'created' })
  await crier.sql`select enqueue('send-sms', array[${id}::uuid], null)`
  await crier.sql`update pgboss.job set state = 'active', started_on = now() where id = ${id}`
  const limits = async () => {
    const [row] =
      await crier.sql`select retry_limit as limit, retry_delay as delay from pgboss.job where id = ${id}`
    return row!
  }
  const before = await limits()
  await leaveNoTurn()
  const job = { id, name: 'send-sms', data: null }
  const [result] = await makeDelivery(crier.crier, async () => {}).deliver(
    'send-sms',
    [job] as unknown as Job<unknown>[],
    unhurried(),
  )
  assert.equal(result!.status, 'failed')
  assert.equal(await statusOf(crier, id), 'created')
  const left = await limits()
  assert.deepEqual([left.limit - before.limit, left.delay], [1, 10])
})

test('a worker rests when nothing of its batch had a turn, and goes on at once when anything had', async () => {
  const stored = await storing(crier)
  const rests: number[] = []
  const { deliver } = makeDelivery(crier.crier, async (ms) => void rests.push(ms))
  const batch = async () => {
    const ids = [
      await store(crier, stored, { notification_status: 'created' }),
      await store(crier, stored, { notification_status: 'created' }),
    ]
    const jobs = ids.map((id) => ({ id, name: 'send-sms', data: null })) as Job<unknown>[]
    const results = await deliver('send-sms', jobs, unhurried())
    return results.map(({ status }) => status).sort()
  }
  await leaveNoTurn()
  assert.deepEqual(await batch(), ['failed', 'failed'])
  assert.deepEqual(rests, [1000])
  // A turn now, and the next one later than any is taken.
  await crier.sql`update provider_details set messages_per_second = 0.05 where identifier = 'mmg'`
  await crier.sql`delete from provider_paces`
  assert.deepEqual(await batch(), ['completed', 'failed'])
  assert.deepEqual(await deliver('send-sms', [], unhurried()), [])
  assert.deepEqual(rests, [1000])
})

test('a message that is not given to anybody before its batch’s time is over has had no attempt, and its provider no failure', async () => {
  const id = await store(crier, await storing(crier), { notification_status: 'created' })
  const claim = randomUUID()
  const [row] = await claimDeliverable.run({ claim, ids: [id], most_bytes: 1000 }, crier.crier.db)
  const versions = await crier.crier.cache.versions([row!])
  const calls = mmg.seen.length
  // Before it is in line for its provider, and when its turn comes.
  for (const answers of [[false], [true, false]]) {
    const failures = new Map<string, number>()
    const mayBegin = () => answers.shift() ?? false
    const made = await makeAttempt(crier.crier)(row!, [...versions.values()][0]!, {
      queue: 'send-sms',
      claim,
      mayBegin,
      failures,
    })
    assert.deepEqual([made.outcome, made.hadNoTurn, failures.size], ['provider-fault', true, 0])
  }
  assert.equal(mmg.seen.length, calls)
})
