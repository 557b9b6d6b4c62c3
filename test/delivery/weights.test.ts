/** How weights move: each row of the specification's tables, any number of providers, emails like texts, and several processes at once. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, beforeEach, test } from 'node:test'
import postgres from 'postgres'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { draw, type Stored, storing } from './messages.ts'

type Weights = Record<string, number>
const { reduce, tend, slow } = JSON.parse(
  readFileSync(`${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/delivery/weights.json`, 'utf8'),
) as {
  reduce: { what: string; before: Weights; failing: string[]; after: Weights }[]
  tend: { before: Weights; resting: Weights; after: Weights }[]
  slow: { share: number; delivered: { normal: number; slow: number }; is_slow: boolean }[]
}

let crier: TestCrier
let sms: Stored
let others: postgres.Sql[]
before(async () => {
  crier = await testCrier()
  sms = await storing(crier)
  others = [1, 2].map(() => postgres(crier.url, { max: 1, onnotice: () => {} }))
  await crier.sql`
    insert into provider_details (display_name, identifier, adapter, notification_type, priority, active)
    values ('A third', 'third', 'mmg', 'sms', 20, false), ('Another relay', 'smtp-2', 'smtp', 'email', 50, false)`
})
beforeEach(async () => {
  start = Date.now()
  await crier.sql`delete from provider_failures`
  await crier.sql`delete from provider_thresholds`
  await crier.sql`
    insert into provider_thresholds values ('sms', 50, 60, 60, 0.15, 300, 900, 300, 900, 10),
      ('email', 50, 60, 60, null, 300, 900, 300, 900, 10)`
})
after(async () => {
  await Promise.all(others.map((sql) => sql.end()))
  await crier.close()
})

/** Each test's present: a change is stamped by the database's clock, so that it is the same but for a moment. */
let start = Date.now()
/** An instant so many seconds after it. */
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()
/** These are the active ones, last changed an hour ago. */
async function set(weights: Weights, resting: Weights = {}): Promise<void> {
  await crier.sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`update provider_details set active = false`
    for (const [identifier, priority] of Object.entries(weights)) {
      await sql`
        update provider_details set active = true, priority = ${priority}, updated_at = ${at(-3600)},
          resting_priority = ${resting[identifier] ?? priority}
        where identifier = ${identifier}`
    }
  })
}
async function weights(): Promise<Weights> {
  const rows = await crier.sql`select identifier, priority from provider_details where active`
  return Object.fromEntries(rows.map(({ identifier, priority }) => [identifier, priority]))
}
const note = (failures: Weights, instant = at(0), sql = crier.sql, batch = randomUUID()) =>
  sql`select note_provider_failures(${batch}, ${sql.json(failures)}, ${instant}) as reduced`

for (const { what, before: from, failing, after: end } of reduce) {
  test(`weight is taken from ${failing.join(', ')} of ${JSON.stringify(from)}: ${what}`, async () => {
    await set(from)
    await crier.sql`select from reduce_providers(${failing}, 60, ${at(0)})`
    assert.deepEqual(await weights(), end)
  })
}

for (const { before: from, resting, after: end } of tend) {
  test(`${JSON.stringify(from)} is tended towards ${JSON.stringify(resting)}`, async () => {
    await set(from, resting)
    const tended = async (instant: string) =>
      crier.sql`select tend_providers_back_to_middle(${instant}) as moved`
    await tended(at(-3600 + 899))
    assert.deepEqual(await weights(), from, 'not within 15 minutes of the last change')
    await tended(at(0))
    assert.deepEqual(await weights(), end)
  })
}

for (const { share, delivered, is_slow } of slow) {
  test(`${delivered.slow} slow ones beside ${delivered.normal} are ${is_slow ? '' : 'not '}slow at ${share}`, async () => {
    await set({ mmg: 50, firetext: 50 })
    await crier.sql`delete from notifications`
    const ago = (minutes: number) => at(-60 * minutes)
    for (const [kind, times] of Object.entries(delivered)) {
      await crier.sql`
        insert into notifications (service_id, template_id, template_version, notification_type, key_type, "to",
          notification_status, created_at, sent_at, updated_at, sent_by)
        select ${sms.service.id}, ${sms.template}, 1, 'sms', 'normal', 'somebody', 'delivered', ${ago(10)}, ${ago(10)},
          ${ago(kind === 'slow' ? 5 : 9)}, 'mmg'
        from generate_series(1, ${times})`
    }
    const [row] =
      await crier.sql`select is_slow from slow_providers(${at(0)}, ${share}) where identifier = 'mmg'`
    assert.equal(row!.is_slow, is_slow)
    await crier.sql`update provider_thresholds set slow_share = ${share} where notification_type = 'sms'`
    const [reduced] = await crier.sql`select reduce_slow_providers(${at(0)}) as count`
    assert.equal(reduced!.count, is_slow ? 1 : 0)
    assert.deepEqual(await weights(), is_slow ? { mmg: 40, firetext: 60 } : { mmg: 50, firetext: 50 })
  })
}

test('only more failures than the threshold within the window count, and none within the hold', async () => {
  await set({ mmg: 50, firetext: 50 })
  assert.equal((await note({ mmg: 30 }, at(-61))).length, 0)
  assert.equal((await note({ mmg: 50 }, at(0))).length, 0, 'fifty are not more than fifty')
  assert.deepEqual([...(await note({ mmg: 1 }, at(1)))], [{ reduced: 'mmg' }])
  assert.deepEqual(await weights(), { mmg: 40, firetext: 60 })
  assert.equal((await note({ mmg: 60 }, at(10))).length, 0, 'within a minute of the last change')
  // The change is stamped by the database's clock, a moment after the test's.
  assert.equal((await note({ mmg: 60 }, at(100))).length, 1)
  const history = await crier.sql`
    select distinct on (identifier) identifier, priority, reason, created_by_id = notify_user_id() as by_notify
    from provider_details_history where identifier in ('mmg', 'firetext') order by identifier, version desc`
  assert.deepEqual(
    history.map((row) => ({ ...row })),
    [
      {
        identifier: 'firetext',
        priority: 70,
        reason: 'Increased due to reduced reliability in other provider',
        by_notify: true,
      },
      { identifier: 'mmg', priority: 30, reason: 'Reduced due to reduced reliability', by_notify: true },
    ],
  )
})

test('a batch that notes its failures twice is counted once', async () => {
  await set({ mmg: 50, firetext: 50 })
  const batch = randomUUID()
  await note({ mmg: 40 }, at(0), crier.sql, batch)
  assert.equal((await note({ mmg: 40 }, at(0), crier.sql, batch)).length, 0)
})

test('thresholds are rows: another number, step and hold are in force at once; a channel without a row is left alone', async () => {
  await set({ smtp: 50, 'smtp-2': 50 })
  await crier.sql`
    update provider_thresholds set most_failures = 2, step = 25, failure_hold_seconds = 0
    where notification_type = 'email'`
  await note({ smtp: 3 })
  assert.deepEqual(await weights(), { smtp: 25, 'smtp-2': 75 })
  await note({ smtp: 3 })
  assert.deepEqual(await weights(), { smtp: 0, 'smtp-2': 100 })
  await crier.sql`delete from provider_thresholds where notification_type = 'email'`
  await note({ 'smtp-2': 100 })
  assert.deepEqual(await weights(), { smtp: 0, 'smtp-2': 100 })
  await assert.rejects(crier.sql`update provider_details set priority = 101 where identifier = 'smtp'`, {
    constraint_name: 'provider_priority_is_0_to_100',
  })
})

/** Runs first, and the second while the first is not committed; the second waits. */
async function meet(first: (sql: postgres.Sql) => unknown, second: (sql: postgres.Sql) => unknown) {
  const [one, other] = others as [postgres.Sql, postgres.Sql]
  const [{ pid } = { pid: 0 }] = await other<{ pid: number }[]>`select pg_backend_pid() as pid`
  let later: unknown
  await one.begin(async (sql) => {
    await first(sql as unknown as postgres.Sql)
    later = Promise.resolve(second(other)).then((value) => value)
    await crier.until('the second waits', async () => {
      const waiting = await crier.sql`
        select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`
      return waiting.length > 0
    })
  })
  return later
}

test('failover meets failover: two processes that see too many failures at once take one step', async () => {
  await set({ mmg: 50, firetext: 30, third: 20 })
  await meet(
    (sql) => note({ mmg: 60 }, at(0), sql),
    (sql) => note({ mmg: 60 }, at(0), sql),
  )
  assert.deepEqual(await weights(), { mmg: 40, firetext: 35, third: 25 })
})

test('failover meets failover: what each of two processes has too few of is too much together', async () => {
  await set({ mmg: 50, firetext: 30, third: 20 })
  await meet(
    (sql) => note({ mmg: 30 }, at(0), sql),
    (sql) => note({ mmg: 30 }, at(0), sql),
  )
  assert.deepEqual(await weights(), { mmg: 40, firetext: 35, third: 25 })
})

test('failover meets failover: two failing providers of three are reduced by whoever comes second, together', async () => {
  await set({ mmg: 50, firetext: 30, third: 20 })
  await crier.sql`update provider_thresholds set failure_hold_seconds = 0`
  await meet(
    (sql) => note({ mmg: 60 }, at(0), sql),
    (sql) => note({ firetext: 60 }, at(0), sql),
  )
  assert.deepEqual(await weights(), { mmg: 30, firetext: 25, third: 45 })
})

const shares = async (times: number, columns: { international?: boolean } = {}) => {
  const draws = await draw(crier, sms, times, columns)
  const count = (identifier: string, place: number) =>
    draws.filter((providers) => providers[place] === identifier).length / times
  return { first: (identifier: string) => count(identifier, 0), draws, count }
}

test('providers are drawn in proportion to their weights, and so is who comes next', async () => {
  await set({ mmg: 60, firetext: 30, third: 10 })
  const { first, count, draws } = await shares(2000)
  assert.ok(Math.abs(first('mmg') - 0.6) < 0.05, `${first('mmg')}`)
  assert.ok(Math.abs(first('third') - 0.1) < 0.03, `${first('third')}`)
  // 0.6 × 30/40 + 0.1 × 30/90
  assert.ok(Math.abs(count('firetext', 1) - 0.483) < 0.05, `${count('firetext', 1)}`)
  assert.ok(draws.every(([one, next]) => one !== next))
})

test('with all weights 0 the draw is even; abroad goes who takes it, whatever his weight', async () => {
  await set({ mmg: 0, firetext: 0, third: 0 })
  const { first } = await shares(1500)
  for (const identifier of ['mmg', 'firetext', 'third'])
    assert.ok(Math.abs(first(identifier) - 1 / 3) < 0.06, `${identifier} ${first(identifier)}`)
  await set({ mmg: 0, firetext: 100 })
  assert.equal((await shares(200)).first('firetext'), 1)
  assert.equal((await shares(200, { international: true })).first('mmg'), 1)
})
