/**
 * Plans of the reads of the public API: every filter at any depth is a few descents of an index, and nothing reads more than it
 * shows, neither with the values at hand nor with the general plan that a prepared statement ends up with.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { withoutIndexes } from '../bench/books/data.ts'
import { addLiveMessages } from '../bench/messages.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import {
  buffersOf,
  changesReading,
  faultOf,
  listFilters,
  listReading,
  oneReading,
  type Reading,
} from './cases.ts'
import { explain, modes, queryNamed } from './plan.ts'

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
  await withoutIndexes(crier.sql, ['notifications'], () =>
    addLiveMessages(crier.sql, { service: service_id, templates }, count),
  )
  const [row] = await crier.sql`select id from notifications order by created_at, id offset 300 limit 1`
  deep = row!.id
})
after(() => crier.close())

async function assertReading(reading: Reading) {
  const query = await queryNamed(reading.file, reading.name)
  for (const mode of modes) {
    const values = { service_id, key_type: 'normal', most_bytes: '4000000', ...reading.values }
    const plan = await explain(crier.sql, query, values, mode)
    const fault = faultOf(reading, plan)
    assert.equal(fault, undefined, `${mode} ${fault}\n${plan}`)
  }
}

for (const [filter, values] of listFilters) {
  test(`list, ${filter}, first and deep page`, async () => {
    for (const older_than of [null, deep]) await assertReading(listReading(values, older_than))
  })
}

test('list by reference, one of many and one that is everybody’s', async () => {
  for (const reference of ['reference 6', 'same', 'none'])
    await assertReading(listReading({ include_jobs: true, reference }, null))
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
      const wanted = await sql`
        select id from notifications message
        where service_id = ${service_id} and notification_type = any (${types}::notification_type[])
          and (${withJobRows} or job_id is null) and created_at >= ${since}::timestamptz
          and (created_at, id) < (${created_at}::timestamptz, ${id}::uuid)
          and (message.notification_type, message.notification_status) in (
            select notification_type, notification_status from wanted_kinds('{sms,email,letter}', ${statuses}::text[], true)
          )
        order by created_at desc, id desc limit 4000`
      for (const most of [1, 51, 4000]) {
        const found = await sql`
          select id from newest_notifications(${service_id}, '{normal,team}', ${types}::notification_type[], ${statuses}::text[],
            ${withJobRows}, true, ${since}, ${created_at}, ${id}, ${most})
          order by created_at desc, id desc limit ${most}`
        assert.deepEqual(
          [...found],
          wanted.slice(0, most),
          JSON.stringify({ types, statuses, withJobRows, since, created_at, most }),
        )
      }
    }
  }
})

test('changes, from the beginning and from a place', async () => {
  await assertReading(changesReading({}))
  await assertReading(changesReading({ timeline: '1', after_transaction: '1', after_id: deep }))
})

test('one message by its id', () => assertReading(oneReading(service_id, deep)))

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
  const query = await queryNamed('notifications/admin.sql', 'FindNotificationsForFile')
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
      // Of three channels each finds a page.
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
