/** Retention. Each test is named by the statement of the specification (billing, must hold) that it proves. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import {
  archiveInboundSms,
  archiveNotifications,
  changeDataRetention,
  createDataRetention,
  deleteOldEvents,
  deleteTestNotifications,
  getDataRetention,
  listHistoryPartitionFaults,
} from '../../queries/retention.queries.ts'
import type { Channel } from '../../src/channels.ts'
import { deleteInboundSms, deleteNotificationsOlderThanRetention } from '../../src/retention/nightly.ts'
import { billingFacts, booksOn, makeWorld, send, statusFacts, type World } from '../billing/world.ts'
import { testDatabase } from '../support/database.ts'

const { sql, close } = await testDatabase()
const books = booksOn(sql)
const { db } = books
after(close)

const archive = (notification_type: Channel, now: string, batch_size = 1000) =>
  archiveNotifications.run({ notification_type, now, batch_size, from_service: null }, db)

const setRetention = (service_id: string, notification_type: Channel, days_of_retention: number) =>
  createDataRetention.run(
    { service_id, notification_type, days_of_retention, actor: null, now: '2021-01-01T00:00Z' },
    db,
  )

/** Where the messages of a service lie: live or archived, with their status. */
async function whereabouts(world: World): Promise<string[]> {
  const rows = await sql`
    select concat_ws(' ', 'live', notification_type, notification_status, created_at::date) as line
    from notifications where service_id = ${world.service}
    union all
    select concat_ws(' ', 'archived', notification_type, notification_status, created_at::date)
    from notification_history where service_id = ${world.service}
    order by 1`
  return rows.map((row) => row.line)
}

test("30: seven days by default, a service's own where it has one, per channel", async () => {
  const [plain, own] = [await makeWorld(sql), await makeWorld(sql)]
  await setRetention(own.service, 'sms', 3)
  await setRetention(own.service, 'email', 14)
  for (const world of [plain, own]) {
    for (const type of ['sms', 'email'] as const) {
      // London midnights in summer: 2021-05-28 23:00 UTC starts the 29th, seven days before 5 June.
      for (const at of [
        '2021-05-21T22:59Z',
        '2021-05-28T22:59Z',
        '2021-05-28T23:00Z',
        '2021-06-01T22:59Z',
        '2021-06-01T23:00Z',
      ]) {
        await send(sql, world, { type, at })
      }
    }
  }
  const now = '2021-06-05T02:00Z'
  await archive('sms', now)
  await archive('email', now)
  const live = async (world: World, type: string) =>
    (
      await sql`
        select to_char(created_at, 'DD HH24:MI') as at from notifications
        where service_id = ${world.service} and notification_type = ${type} order by created_at`
    ).map((row) => row.at)
  const kept = ['28 23:00', '01 22:59', '01 23:00']
  assert.deepEqual(await live(plain, 'sms'), kept)
  assert.deepEqual(await live(plain, 'email'), kept)
  assert.deepEqual(await live(own, 'sms'), ['01 23:00'])
  assert.deepEqual(await live(own, 'email'), ['28 22:59', ...kept])
})

test('30: three to ninety days, or nothing is changed', async () => {
  const world = await makeWorld(sql)
  const set = (days_of_retention: number) => setRetention(world.service, 'letter', days_of_retention)
  for (const days of [2, 91])
    await assert.rejects(set(days), { constraint_name: 'retention_is_3_to_90_days' })
  const [made] = await set(90)
  await assert.rejects(set(30), { constraint_name: 'service_data_retention_pkey' })
  const update = async (id: string, days_of_retention: number) => {
    const change = { service_id: world.service, id, days_of_retention, actor: null }
    const [row] = await changeDataRetention.run({ ...change, now: '2022-01-01T00:00Z' }, db)
    return row!.is_changed
  }
  assert.equal(await update(made!.id, 3), true)
  assert.equal(await update(world.service, 3), false)
  const all = await getDataRetention.run({ service_id: world.service, id: null, notification_type: null }, db)
  assert.deepEqual(
    all.map((row) => [row.notification_type, row.days_of_retention]),
    [['letter', 3]],
  )
})

test('31: letters that may still be printed stay at any age, tried or not; final ones go, with a note of their PDF (letters, must hold, 1 and 2)', async () => {
  const world = await makeWorld(sql)
  const unfinished = ['created', 'sending', 'pending-virus-check']
  const final = [
    'delivered',
    'returned-letter',
    'technical-failure',
    'validation-failed',
    'virus-scan-failed',
    'cancelled',
  ]
  for (const status of [...unfinished, ...final]) {
    await send(sql, world, { type: 'letter', at: '2021-01-05T12:00Z', status, sent_at: '2021-01-05T13:00Z' })
  }
  await archive('letter', '2021-06-05T02:00Z')
  assert.deepEqual(
    await whereabouts(world),
    [
      ...final.map((status) => `archived letter ${status} 2021-01-05`),
      ...unfinished.map((status) => `live letter ${status} 2021-01-05`),
    ].sort(),
  )
  const [files] = await sql`
    select count(*)::integer as files from archived_letter_files
    join notification_history on notification_history.id = notification_id
    where service_id = ${world.service}`
  assert.equal(files!.files, final.length)
})

test('33: a history row that exists stays as it is; the message goes', async () => {
  const world = await makeWorld(sql)
  const [id] = await send(sql, world, { type: 'sms', at: '2021-01-06T12:00Z', status: 'sending' })
  await sql`
    insert into notification_history
    select id, service_id, template_id, template_version, notification_type, key_type, 'delivered', created_at, updated_at, sent_at,
      sent_by, api_key_id, created_by_id, job_id, job_row_number, reference, client_reference, billable_units, rate_multiplier,
      international, phone_prefix, postage, document_download_count
    from notifications where id = ${id!}`
  const [batch] =
    await sql`select moved, archived from archive_notifications('sms', '2021-06-05T02:00Z', 1000)`
  assert.deepEqual({ ...batch }, { moved: '1', archived: '0' })
  assert.deepEqual(await whereabouts(world), ['archived sms delivered 2021-01-06'])
})

test('batches: one at a time until nothing is left; oldest first', async () => {
  const { sql, close } = await testDatabase()
  try {
    const world = await makeWorld(sql)
    const { db } = booksOn(sql)
    for (const day of ['03', '01', '02'])
      await send(sql, world, { type: 'sms', at: `2021-01-${day}T12:00Z`, count: 2 })
    const moved: number[] = []
    for (let rows = 1; rows > 0; ) {
      const [batch] = await archiveNotifications.run(
        { notification_type: 'sms', now: '2021-06-05T02:00Z', batch_size: 4, from_service: null },
        db,
      )
      rows = batch!.moved
      moved.push(rows)
      if (moved.length === 1) {
        const [left] = await sql`select min(created_at)::date::text as oldest from notifications`
        assert.equal(left!.oldest, '2021-01-03')
      }
    }
    assert.deepEqual(moved, [4, 2, 0])
  } finally {
    await close()
  }
})

test('batches go through the services in the order of their ids and begin where the last one ended', async () => {
  const { sql, close } = await testDatabase()
  try {
    const worlds = [await makeWorld(sql), await makeWorld(sql), await makeWorld(sql)]
    const [first, second, third] = worlds.map(({ service }) => service).sort()
    for (const world of worlds) await send(sql, world, { type: 'sms', at: '2021-01-05T12:00Z', count: 3 })
    const { db } = booksOn(sql)
    const batches: unknown[] = []
    for (const from_service of [null, second!, third!]) {
      const [batch] = await archiveNotifications.run(
        { notification_type: 'sms', now: '2021-06-05T02:00Z', batch_size: 4, from_service },
        db,
      )
      batches.push(batch)
    }
    assert.deepEqual(batches, [
      { moved: 4, last_service: second },
      { moved: 4, last_service: third },
      { moved: 1, last_service: third },
    ])
    const left = await sql`select distinct service_id from notifications where service_id = ${first!}`
    assert.equal(left.length, 0)
  } finally {
    await close()
  }
})

test('28 and 29: deletion waits for the status facts; test messages are deleted, never archived (letters, must hold, 17)', async () => {
  const { sql, close } = await testDatabase()
  try {
    const world = await makeWorld(sql)
    const books = booksOn(sql)
    await send(sql, world, { type: 'sms', at: '2021-05-20T12:00Z', key_type: 'test', count: 3 })
    await send(sql, world, { type: 'letter', at: '2021-05-20T12:00Z', key_type: 'test', status: 'created' })
    await send(sql, world, { type: 'sms', at: '2021-05-20T12:00Z' })
    await send(sql, world, { type: 'sms', at: '2021-06-04T12:00Z', key_type: 'test' })
    const now = '2021-06-05T02:00Z'
    const counts = async () =>
      Object.values(
        (
          await sql`
            select
              (select count(*)::integer from notifications) as live,
              (select count(*)::integer from notification_history) as archived`
        )[0]!,
      )
    await assert.rejects(
      deleteNotificationsOlderThanRetention(books, { now }),
      /status facts of this night are not made/,
    )
    assert.deepEqual(await counts(), [6, 0])
    await sql`select refresh_status_facts(bst_date, notification_type) from status_days_due('2021-06-05')`
    await deleteNotificationsOlderThanRetention(books, { now })
    assert.deepEqual(await counts(), [1, 1])
    const [history] = await sql`select bool_or(key_type = 'test') as tests from notification_history`
    assert.equal(history!.tests, false)
  } finally {
    await close()
  }
})

test('5 and 6: facts are the same before and after the archive; a late letter never leaves billing (letters, must hold, 12)', async () => {
  const world = await makeWorld(sql)
  await setRetention(world.service, 'letter', 3)
  const [sending] = await send(sql, world, { type: 'letter', at: '2021-06-10T12:00Z', status: 'sending' })
  await send(sql, world, { type: 'letter', at: '2021-06-10T12:00Z', status: 'delivered', key_type: 'team' })
  const facts = async () => {
    await sql`select refresh_billing_facts('2021-06-10', 'letter'), refresh_status_facts('2021-06-10', 'letter')`
    return [...(await billingFacts(sql, world)), ...(await statusFacts(sql, world))]
  }
  const first = await facts()
  assert.equal(first.length, 3)
  await archive('letter', '2021-06-16T02:00Z')
  assert.deepEqual(await whereabouts(world), [
    'archived letter delivered 2021-06-10',
    'live letter sending 2021-06-10',
  ])
  assert.deepEqual(await facts(), first)
  await sql`update notifications set notification_status = 'delivered' where id = ${sending!}`
  const delivered = await facts()
  assert.equal(delivered[0], first[0])
  assert.deepEqual(delivered.slice(1), [
    '2021-06-10 letter normal delivered 1',
    '2021-06-10 letter team delivered 1',
  ])
  await archive('letter', '2021-06-17T02:00Z')
  assert.deepEqual(await facts(), delivered)
})

test('7 and 9: facts read the view of both tables, which shows nothing personal', async () => {
  const columns = await sql`
    select attname from pg_attribute where attrelid = 'notifications_all_time'::regclass and attnum > 0`
  assert.equal(columns.length, 23)
  const names = columns.map((column) => column.attname)
  for (const personal of ['to', 'normalised_to', 'personalisation', 'reply_to_text', 'unsubscribe_link']) {
    assert.ok(!names.includes(personal), personal)
  }
  const [sources] = await sql`
    select bool_and(definition ~ 'notifications_all_time' and definition !~ '\mnotification_history\M') as only_the_view
    from (
      select pg_get_viewdef(view::regclass) as definition
      from unnest(array['billable_texts', 'billable_emails', 'billable_letters', 'counted_notifications']) as view
    ) views`
  assert.equal(sources!.only_the_view, true)
})

test('34: received texts go without sender and content, by the retention of services that have a number', async () => {
  const { sql, close } = await testDatabase()
  try {
    const { db } = booksOn(sql)
    const [plain, own, numberless] = [await makeWorld(sql), await makeWorld(sql), await makeWorld(sql)]
    for (const world of [own, numberless]) {
      await sql`insert into service_data_retention (service_id, notification_type, days_of_retention) values (${world.service}, 'sms', 3)`
    }
    await sql`insert into inbound_numbers (number, provider, service_id) values ('07700900001', 'mmg', ${own.service})`
    for (const world of [plain, own, numberless]) {
      for (const at of ['2017-05-31T22:59Z', '2017-05-31T23:00Z', '2017-06-04T22:59Z', '2017-06-04T23:00Z']) {
        await sql`
          insert into inbound_sms (created_at, service_id, notify_number, user_number, provider, content)
          values (${at}, ${world.service}, '07700900001', '447700900002', 'mmg', 'secret')`
      }
    }
    await deleteInboundSms(booksOn(sql), { now: '2017-06-08T00:40Z' })
    const left = async (table: string) =>
      (
        await sql`
          select count(*) filter (where service_id = ${plain.service})::integer as plain,
            count(*) filter (where service_id = ${own.service})::integer as own,
            count(*) filter (where service_id = ${numberless.service})::integer as numberless
          from ${sql(table)}`
      )[0]
    assert.deepEqual({ ...(await left('inbound_sms')) }, { plain: 3, own: 1, numberless: 3 })
    assert.deepEqual({ ...(await left('inbound_sms_history')) }, { plain: 1, own: 3, numberless: 1 })
    const [again] = await archiveInboundSms.run({ now: '2017-06-08T00:40Z', batch_size: 10 }, db)
    assert.equal(again!.moved, 0)
  } finally {
    await close()
  }
})

test('a provider that tells a text twice stores it once', async () => {
  const world = await makeWorld(sql)
  const receive = () => sql`
    insert into inbound_sms (service_id, notify_number, user_number, provider, provider_reference, content, fingerprint)
    values (${world.service}, '07700900001', '447700900002', 'mmg', 'one', 'text', sha256('one'))`
  await receive()
  await assert.rejects(receive(), { constraint_name: 'inbound_sms_fingerprint_key' })
})

test('old events and old test messages go in batches', async () => {
  await sql`insert into events (event_type, created_at) select 'old', '2020-01-01' from generate_series(1, 3)`
  const gone = async () =>
    (await deleteOldEvents.run({ now: '2021-06-05T02:00Z', batch_size: 2 }, db))[0]!.deleted
  assert.deepEqual([await gone(), await gone(), await gone()], [2, 1, 0])
  const world = await makeWorld(sql)
  await send(sql, world, { type: 'email', at: '2021-01-01T12:00Z', key_type: 'test', count: 3 })
  const tests = async () =>
    (
      await deleteTestNotifications.run(
        { notification_type: 'email', now: '2021-06-05T02:00Z', batch_size: 2 },
        db,
      )
    )[0]!.deleted
  assert.deepEqual([await tests(), await tests(), await tests()], [2, 1, 0])
})

test('months of history are made ahead, and what is wrong with them is told', async () => {
  const { sql, close } = await testDatabase()
  try {
    const { db } = booksOn(sql)
    const faults = async (today: string) =>
      (await listHistoryPartitionFaults.run({ today }, db)).map((row) => row.fault)
    const [far] = await sql`select (now() + interval '5 years')::date::text as day`
    assert.equal((await faults(far!.day)).length, 4)
    await sql`select make_history_partitions(${far!.day}, 4)`
    assert.deepEqual(await faults(far!.day), [])
    assert.equal((await sql`select make_history_partitions(${far!.day}, 4) as made`)[0]!.made, 0)
    const world = await makeWorld(sql)
    await send(sql, world, { type: 'sms', at: '2011-01-01T12:00Z' })
    await archiveNotifications.run(
      { notification_type: 'sms', now: '2021-06-05T02:00Z', batch_size: 10, from_service: null },
      db,
    )
    assert.deepEqual(await faults(far!.day), ['rows without a partition of their own'])
  } finally {
    await close()
  }
})
