/** Two connections in chosen orders: the archive against a receipt and against readers, nightly work against itself. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import postgres from 'postgres'
import { billingFacts, makeWorld, send, statusFacts } from '../billing/world.ts'
import { testDatabase } from '../support/database.ts'

const { sql, url, close } = await testDatabase()
const other = postgres(url, { max: 1, onnotice: () => {} })
const another = postgres(url, { max: 1, onnotice: () => {} })
after(async () => {
  await other.end()
  await another.end()
  await close()
})

const now = '2021-06-05T02:00Z'

/** Whether a statement of some connection waits for a lock. */
async function waiting(): Promise<boolean> {
  const [found] = await sql`
    select exists (
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    ) as waits`
  return found!.waits
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries++) {
    if (tries > 2000) throw new Error('it never happened')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('a receipt that holds a message keeps it from the archive, which goes on without waiting', async () => {
  const world = await makeWorld(sql)
  const [held, free] = await send(sql, world, {
    type: 'sms',
    at: '2021-01-05T12:00Z',
    status: 'sending',
    count: 2,
  })
  await other.begin(async (receipt) => {
    await receipt`update notifications set notification_status = 'delivered' where id = ${held!}`
    const [batch] = await another`select * from archive_notifications('sms', ${now}, 100)`
    assert.equal(batch!.moved, '1')
  })
  const [live] =
    await sql`select id, notification_status from notifications where service_id = ${world.service}`
  assert.deepEqual({ ...live }, { id: held, notification_status: 'delivered' })
  const [batch] = await another`select * from archive_notifications('sms', ${now}, 100)`
  assert.equal(batch!.moved, '1')
  const rows =
    await sql`select id, notification_status as status from notification_history where service_id = ${world.service}`
  assert.deepEqual(
    rows.map((row) => `${row.id} ${row.status}`).sort(),
    [`${held} delivered`, `${free} sending`].sort(),
  )
})

test('a receipt that comes while the archive has not committed waits, and then changes nothing live', async () => {
  const world = await makeWorld(sql)
  const [id] = await send(sql, world, { type: 'sms', at: '2021-01-05T12:00Z', status: 'sending' })
  let receipt: Promise<postgres.RowList<postgres.Row[]>> | undefined
  await other.begin(async (archive) => {
    await archive`select * from archive_notifications('sms', ${now}, 100)`
    receipt = another`update notifications set notification_status = 'delivered' where id = ${id!}`.execute()
    await until(waiting)
  })
  assert.equal((await receipt!).count, 0)
  const [row] = await sql`select notification_status from notification_history where id = ${id!}`
  assert.equal(row!.notification_status, 'sending')
})

test('4: whoever counts while the archive moves sees each message once, in every snapshot', async () => {
  const world = await makeWorld(sql)
  await send(sql, world, { type: 'sms', at: '2021-01-05T12:00Z', count: 3000 })
  const count = async () =>
    (
      await another`select count(*)::integer as all from notifications_all_time where service_id = ${world.service}`
    )[0]!.all
  const billed = async () =>
    (
      await another`
        select notifications_sent from billing_of_day('2021-01-05', local_midnight('2021-01-05'), local_midnight('2021-01-06'))
        where service_id = ${world.service}`
    )[0]!.notifications_sent
  let reads = 0
  for (let moved = 1; moved > 0; ) {
    // Each batch moves while somebody counts.
    const moving = other`select moved from archive_notifications('sms', ${now}, 500)`.execute()
    assert.equal(await count(), 3000)
    assert.equal(await billed(), 3000)
    moved = Number((await moving)[0]!.moved)
    reads++
  }
  assert.equal(reads, 7)
  const [both] = await sql`
    select count(*)::integer as ids from notifications join notification_history using (id) where notifications.service_id = ${world.service}`
  assert.equal(both!.ids, 0)
})

test('4: a reader inside one snapshot sees the same before and after a move', async () => {
  const world = await makeWorld(sql)
  await send(sql, world, { type: 'sms', at: '2021-01-05T12:00Z', count: 10 })
  await another.begin('isolation level repeatable read', async (reader) => {
    const count = async () =>
      (
        await reader`
        select count(*)::integer as all, count(distinct id)::integer as ids
        from notifications_all_time where service_id = ${world.service}`
      )[0]!
    assert.deepEqual({ ...(await count()) }, { all: 10, ids: 10 })
    await other`select * from archive_notifications('sms', ${now}, 7)`
    assert.deepEqual({ ...(await count()) }, { all: 10, ids: 10 })
  })
})

test('two archives at once share the work; no message is moved twice', async () => {
  const world = await makeWorld(sql)
  await send(sql, world, { type: 'email', at: '2021-01-05T12:00Z', count: 50 })
  await other.begin(async (first) => {
    const [one] = await first`select * from archive_notifications('email', ${now}, 30)`
    const [two] = await another`select * from archive_notifications('email', ${now}, 30)`
    assert.deepEqual([one!.moved, two!.moved, two!.archived], ['30', '20', '20'])
  })
})

for (const facts of ['billing', 'status'] as const) {
  test(`18 and 24: the ${facts} facts of a day made twice at once are those of one run, without an error`, async () => {
    const world = await makeWorld(sql)
    const day = facts === 'billing' ? '2022-07-05' : '2022-07-06'
    await send(sql, world, { type: 'sms', at: `${day}T12:00Z`, status: 'sending', count: 5 })
    const refresh = `select * from refresh_${facts}_facts('${day}', 'sms')`
    let second: Promise<postgres.RowList<postgres.Row[]>> | undefined
    await other.begin(async (first) => {
      await first.unsafe(refresh)
      second = another.unsafe(refresh).execute()
      await until(waiting)
    })
    const [made] = await second!
    assert.deepEqual([made!.inserted, made!.updated, made!.deleted], ['0', '0', '0'])
    const lines = facts === 'billing' ? await billingFacts(sql, world) : await statusFacts(sql, world)
    assert.equal(lines.length, 1)
    assert.match(lines[0]!, / 5$/)
  })
}
