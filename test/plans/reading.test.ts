/**
 * Plans of the reads of the public API: every filter at any depth is a few descents of an index, and nothing reads more than it
 * shows, neither with the values at hand nor with the general plan that a prepared statement ends up with.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addLiveMessages } from '../bench/messages.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { explain, queryNamed } from './plan.ts'

const count = 60_000
let crier: TestCrier
let service_id: string
let deep: string
before(async () => {
  crier = await testCrier()
  const service = await crier.makeService()
  service_id = service.id
  const templates = {
    sms: await crier.makeTemplate(service),
    email: await crier.makeTemplate(service, { type: 'email' }),
    letter: await crier.makeTemplate(service, { type: 'letter' }),
  }
  await addLiveMessages(crier.sql, { service: service_id, templates }, count)
  const [row] = await crier.sql`select id from notifications order by created_at, id offset 300 limit 1`
  deep = row!.id
})
after(() => crier.close())

/** Pages of 8 kB that a plan touched in all. */
const buffersOf = (plan: string) =>
  [.../^\s*Buffers: shared(.*)$/m.exec(plan)![1]!.matchAll(/(?:hit|read)=(\d+)/g)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  )

/** How often a plan searched an index of messages. */
const searchesOf = (plan: string, index: string) =>
  [
    ...plan.matchAll(new RegExp(`using ${index} on notifications(?:(?!->)[^])*?Index Searches: (\\d+)`, 'g')),
  ].reduce((sum, match) => sum + Number(match[1]), 0)

async function assertPlan(
  file: string,
  name: string,
  values: Record<string, string | boolean | null>,
  index: string | null,
  most: number,
) {
  const query = await queryNamed(file, name)
  for (const mode of ['force_custom_plan', 'force_generic_plan'] as const) {
    const plan = await explain(
      crier.sql,
      query,
      { service_id, key_type: 'normal', most_bytes: '4000000', ...values },
      mode,
    )
    if (index !== null) assert.ok(searchesOf(plan, index) > 0, `${mode} makes no use of ${index}\n${plan}`)
    assert.doesNotMatch(plan, /Seq Scan on (notifications|notification_history)/, `${mode}\n${plan}`)
    assert.ok(buffersOf(plan) < most, `${mode} reads ${buffersOf(plan)} pages\n${plan}`)
  }
}

const all = {
  types: '{sms,email,letter}',
  statuses: null,
  include_jobs: false,
  older_than: null,
  reference: null,
}
const filters: [string, Record<string, string | boolean | null>][] = [
  ['no filter', {}],
  ['job rows', { include_jobs: true }],
  ['one channel', { types: '{letter}' }],
  ['a group of statuses', { statuses: '{failed}' }],
  ['a rare status', { types: '{sms}', statuses: '{technical-failure}' }],
]
for (const [filter, values] of filters) {
  test(`list, ${filter}, first and deep page`, async () => {
    for (const older_than of [null, deep]) {
      // A walk of three pages of rows, or of each wanted kind at most a page, and each row of the page once more. What is within a function no plan shows.
      const wanted = { ...all, ...values, older_than }
      await assertPlan('notifications/reading.sql', 'ListNotifications', wanted, null, 9_000)
    }
  })
}

test('list by reference, one of many and one that is everybody’s', async () => {
  for (const reference of ['reference 6', 'same', 'none']) {
    const values = { ...all, include_jobs: true, reference }
    const index = 'notifications_client_reference_idx'
    await assertPlan('notifications/reading.sql', 'ListNotifications', values, index, 9_000)
  }
})

test('the newest are those that a plain query finds, where one walk finds them and where it does not', async () => {
  const { sql } = crier
  const [middle] =
    await sql`select id, created_at from notifications order by created_at, id offset ${count / 2} limit 1`
  const top = { id: 'ffffffff-ffff-ffff-ffff-ffffffffffff', created_at: 'infinity' }
  const cases: [types: string[], statuses: string[] | null, withJobRows: boolean, since: string][] = [
    [['sms', 'email', 'letter'], null, true, '-infinity'],
    [['sms', 'email', 'letter'], null, false, middle!.created_at],
    [['email'], ['delivered', 'sending'], true, '-infinity'],
    [['sms', 'letter'], ['failed'], true, '-infinity'],
    [['sms'], ['technical-failure'], false, '-infinity'],
    [['letter'], ['accepted'], false, '-infinity'],
    [['letter'], ['pending'], true, '-infinity'],
  ]
  for (const [types, statuses, withJobRows, since] of cases) {
    for (const { id, created_at } of [top, middle!]) {
      for (const most of [1, 51, 4000]) {
        const found = await sql`
          select id from newest_notifications(${service_id}, '{normal,team}', ${types}::notification_type[], ${statuses}::text[],
            ${withJobRows}, true, ${since}, ${created_at}, ${id}, ${most})
          order by created_at desc, id desc limit ${most}`
        const wanted = await sql`
          select id from notifications message
          where service_id = ${service_id} and notification_type = any (${types}::notification_type[])
            and (${withJobRows} or job_id is null) and created_at >= ${since}::timestamptz
            and (created_at, id) < (${created_at}::timestamptz, ${id}::uuid)
            and (message.notification_type, message.notification_status) in (
              select notification_type, notification_status from wanted_kinds('{sms,email,letter}', ${statuses}::text[], true)
            )
          order by created_at desc, id desc limit ${most}`
        assert.deepEqual(
          [...found],
          [...wanted],
          JSON.stringify({ types, statuses, withJobRows, since, created_at, most }),
        )
      }
    }
  }
})

test('changes, from the beginning and from a place', async () => {
  const index = 'notifications_changed_in_idx'
  const values = { updated_after: null, after_transaction: null, after_id: null }
  await assertPlan('notifications/changes.sql', 'ListChangedNotifications', values, index, 4_000)
  const place = { ...values, after_transaction: '1', after_id: deep }
  await assertPlan('notifications/changes.sql', 'ListChangedNotifications', place, index, 4_000)
})

test('one message by its id', async () => {
  const values = { service_ids: `{${service_id}}`, ids: `{${deep}}` }
  await assertPlan('notifications/reading.sql', 'ListNotificationsById', values, 'notifications_pkey', 100)
})

test('the lists of the admin application, first, deep and numbered pages, and pages of a file', async () => {
  const query = await queryNamed('notifications/admin.sql', 'FindNotificationsOfService')
  const none = {
    statuses: null,
    limit_days: '7',
    older_than: null,
    include_jobs: true,
    include_one_off: true,
  }
  const cases: [values: Record<string, string | boolean | null>, most: number][] = [
    [{}, 9_000],
    [{ older_than: deep, include_one_off: false }, 9_000],
    [{ types: '{sms}', statuses: '{technical-failure}' }, 1_000],
    [{ limit: '2500' }, 30_000],
    // What is skipped is read.
    [{ types: '{sms}', skipped: '5000' }, 60_000],
  ]
  for (const mode of ['force_custom_plan', 'force_generic_plan'] as const) {
    for (const [changed, most] of cases) {
      const wanted = {
        types: '{sms,email,letter}',
        key_types: '{normal,team}',
        limit: '51',
        skipped: '0',
        ...none,
      }
      const values = { service_id, now: new Date().toISOString(), ...wanted, ...changed }
      const plan = await explain(crier.sql, query, values, mode)
      assert.ok(buffersOf(plan) < most, `${mode} reads ${buffersOf(plan)} pages\n${plan}`)
    }
  }
})

test('a page of a file walks once through what it shows', async () => {
  const query = await queryNamed('notifications/admin.sql', 'ListNotificationCsvRowsOfService')
  const values = {
    service_id,
    types: '{sms,email,letter}',
    key_types: '{normal,team}',
    statuses: null,
    limit_days: null,
    limit: '2500',
    now: new Date().toISOString(),
  }
  for (const mode of ['force_custom_plan', 'force_generic_plan'] as const) {
    for (const older_than of [null, deep]) {
      const plan = await explain(crier.sql, query, { ...values, older_than }, mode)
      // Each row of the page is found, and looked up in its index of some levels; of three channels each finds a page.
      assert.ok(buffersOf(plan) < 25_000, `${mode} reads ${buffersOf(plan)} pages\n${plan}`)
    }
  }
})

test('a search reads the days and the channel of its service, and nothing else', async () => {
  const query = await queryNamed('notifications/admin.sql', 'SearchNotificationsOfService')
  const values = {
    service_id,
    types: '{letter}',
    statuses: null,
    limit_days: '1',
    recipient: '%nobody%',
    reference: '%nobody%',
    now: new Date().toISOString(),
  }
  for (const mode of ['force_custom_plan', 'force_generic_plan'] as const) {
    const plan = await explain(crier.sql, query, values, mode)
    assert.match(plan, /notifications_(?:service_id_created_at|created_at|list)_idx/)
    assert.doesNotMatch(plan, /Seq Scan on notifications/)
    // A tenth of a seventh of the messages.
    assert.ok(buffersOf(plan) < 3_000, `${mode} reads ${buffersOf(plan)} pages\n${plan}`)
  }
})
