/** Status facts and statistics. Each test is named by the statement of the specification (billing, must hold) that it proves. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import {
  enqueueNightlyStatus,
  listStatusDaysDue,
  refreshProcessingTime,
  refreshStatusFacts,
} from '../../queries/statistics/nightly.queries.ts'
import {
  countPlatformStatuses,
  countStatusesPerService,
  getAllTimeTotals,
  listDailyTotals,
  listMonthlyStatusesPerService,
  listProcessingTimes,
} from '../../queries/statistics/platform.queries.ts'
import {
  countStatusesPerMonth,
  countStatusesPerTemplate,
  getServiceStatistics,
  getTemplateLastUsed,
  listMonthlyTemplateUsage,
  listMonthsBegun,
} from '../../queries/statistics/services.queries.ts'
import type { Channel } from '../../src/channels.ts'
import { createNightlyNotificationStatus } from '../../src/statistics/nightly.ts'
import { runReportingJobs } from '../../src/statistics/worker.ts'
import { booksOn, finishNight, makeWorld, send, statusFacts } from '../billing/world.ts'
import { testDatabase } from '../support/database.ts'
import { unhurried } from '../support/lease.ts'

const { sql, close } = await testDatabase()
const books = booksOn(sql)
const { db } = books
after(close)

const refresh = (day: string, channel: Channel = 'sms') =>
  refreshStatusFacts.run({ day, notification_type: channel }, db)

test('21: eight days for texts and emails, ten for letters (letters, must hold, 13)', async () => {
  const { sql, close } = await testDatabase()
  try {
    const world = await makeWorld(sql)
    for (let day = 18; day <= 31; day++) {
      for (const type of ['sms', 'email', 'letter'] as const)
        await send(sql, world, { type, at: `2019-07-${day}T12:00Z` })
    }
    await send(sql, world, { type: 'sms', at: '2019-08-01T12:00Z' })
    const due = await listStatusDaysDue.run({ run_on: '2019-08-01' }, booksOn(sql).db)
    const days = (channel: Channel) =>
      due.filter((one) => one.notification_type === channel).map((one) => Number(one.bst_date.slice(-2)))
    assert.deepEqual(days('sms'), [31, 30, 29, 28, 27, 26, 25, 24])
    assert.deepEqual(days('email'), [31, 30, 29, 28, 27, 26, 25, 24])
    assert.deepEqual(days('letter'), [31, 30, 29, 28, 27, 26, 25, 24, 23, 22])
  } finally {
    await close()
  }
})

test('22: jobs exist where there are messages or facts, each naming its channel; with a day, for that day alone', async () => {
  const { sql, close } = await testDatabase()
  try {
    const books = booksOn(sql)
    const world = await makeWorld(sql)
    await send(sql, world, { type: 'sms', at: '2019-07-31T12:00Z', key_type: 'test' })
    await sql`
      insert into ft_notification_status (
        bst_date, template_id, service_id, notification_type, key_type, notification_status, notification_count
      )
      values ('2019-07-30', ${world.templates.email}, ${world.service}, 'email', 'normal', 'sending', 5)`
    await createNightlyNotificationStatus(books, { now: '2019-07-31T23:30:00Z' })
    const jobs = async () =>
      (
        await sql`select data from pgboss.job where name = 'reporting-tasks' order by data ->> 'day', data ->> 'channel'`
      ).map((job) => job.data)
    const queued = await jobs()
    assert.deepEqual(
      queued.map((job) => [job.day, job.channel]),
      [
        ['2019-07-30', 'email'],
        ['2019-07-31', 'sms'],
      ],
    )
    // The facts have no messages any more, so the job removes them.
    await runReportingJobs(
      books,
      queued.map((data, number) => ({ id: String(number), data })),
      unhurried(),
    )
    assert.deepEqual(await statusFacts(sql, world), [])
    await sql`delete from pgboss.job where name = 'reporting-tasks'`
    await createNightlyNotificationStatus(books, { now: '2019-07-31T23:30:00Z', day: '2019-07-05' })
    assert.deepEqual(
      (await jobs()).map((job) => [job.day, job.channel]),
      [
        ['2019-07-05', 'email'],
        ['2019-07-05', 'letter'],
        ['2019-07-05', 'sms'],
      ],
    )
  } finally {
    await close()
  }
})

test('26: a night with nothing to count queues nothing', async () => {
  const [row] = await enqueueNightlyStatus.run({ now: '2011-08-01T00:30:00Z' }, db)
  assert.equal(row!.jobs, 0)
})

test('23: after a run the facts are the counts; statuses that are gone have no row, other days are untouched', async () => {
  const world = await makeWorld(sql)
  const other = await makeWorld(sql)
  const [first] = await send(sql, world, { type: 'sms', at: '2022-06-10T12:00Z', status: 'sending' })
  await send(sql, other, { type: 'sms', at: '2022-06-10T12:00Z', status: 'sending' })
  await send(sql, world, { type: 'sms', at: '2022-06-11T12:00Z', status: 'sending' })
  await refresh('2022-06-10')
  await refresh('2022-06-11')
  await sql`update notifications set notification_status = 'delivered' where service_id = ${world.service}`
  await send(sql, world, { type: 'sms', at: '2022-06-10T13:00Z', status: 'created', key_type: 'team' })
  const [made] = await refresh('2022-06-10')
  assert.deepEqual({ ...made }, { inserted: '2', updated: '0', deleted: '1' })
  assert.deepEqual(await statusFacts(sql, world), [
    '2022-06-10 sms normal delivered 1',
    '2022-06-10 sms team created 1',
    '2022-06-11 sms normal sending 1',
  ])
  assert.deepEqual(await statusFacts(sql, other), ['2022-06-10 sms normal sending 1'])
  assert.ok(first)
})

test('27 and 12: every status counts, test keys never, and no insertion order matters', async () => {
  const world = await makeWorld(sql)
  for (const status of ['permanent-failure', 'created', 'delivered', 'technical-failure']) {
    await send(sql, world, { type: 'email', at: '2022-06-12T12:00Z', status, count: 2 })
    await send(sql, world, { type: 'email', at: '2022-06-12T12:00Z', status, key_type: 'test' })
  }
  await refresh('2022-06-12', 'email')
  assert.deepEqual(
    (await statusFacts(sql, world)).map((line) => line.replace('2022-06-12 email normal ', '')),
    ['created 2', 'delivered 2', 'permanent-failure 2', 'technical-failure 2'],
  )
  await assert.rejects(
    sql`
      insert into ft_notification_status (
        bst_date, template_id, service_id, notification_type, key_type, notification_status, notification_count
      )
      values ('2022-06-12', ${world.service}, ${world.service}, 'sms', 'test', 'sent', 1)`,
    { constraint_name: 'facts_exclude_test_keys' },
  )
})

test('the totals of days follow their facts, whoever writes them', async () => {
  const { sql, close } = await testDatabase()
  try {
    const { db } = booksOn(sql)
    const world = await makeWorld(sql)
    const totals = async () => Object.values((await getAllTimeTotals.run(undefined, db))[0]!).map(Number)
    const ids = await send(sql, world, { type: 'sms', at: '2022-06-10T12:00Z', status: 'sending', count: 3 })
    await send(sql, world, { type: 'letter', at: '2022-06-10T12:00Z' })
    await refreshStatusFacts.run({ day: '2022-06-10', notification_type: 'sms' }, db)
    await refreshStatusFacts.run({ day: '2022-06-10', notification_type: 'letter' }, db)
    assert.deepEqual(await totals(), [4, 0, 3, 1])
    await sql`update notifications set notification_status = 'delivered' where id = ${ids[0]!}`
    await sql`delete from notifications where id = ${ids[1]!}`
    await refreshStatusFacts.run({ day: '2022-06-10', notification_type: 'sms' }, db)
    assert.deepEqual(await totals(), [3, 0, 2, 1])
    const [day] = await listDailyTotals.run({ start_date: '2022-06-01', end_date: '2022-06-30' }, db)
    assert.deepEqual({ ...day }, { date: '2022-06-10', emails: '0', sms: '2', letters: '1' })
    await sql`delete from ft_notification_status`
    assert.deepEqual(await totals(), [0, 0, 0, 0])
  } finally {
    await close()
  }
})

test('35: facts up to yesterday and live counts of today, neither twice, also in the first hour of a summer day', async () => {
  const world = await makeWorld(sql)
  const facts: [string, Channel, string, number][] = [
    ['2018-10-29', 'sms', 'delivered', 10],
    ['2018-10-24', 'sms', 'delivered', 8],
    ['2018-10-29', 'sms', 'created', 1],
    ['2018-10-29', 'email', 'delivered', 3],
    ['2018-10-29', 'letter', 'delivered', 5],
  ]
  for (const [day, type, status, count] of facts) {
    await sql`
      insert into ft_notification_status (
        bst_date, template_id, service_id, notification_type, key_type, notification_status, notification_count
      )
      values (${day}, ${world.templates[type]}, ${world.service}, ${type}, 'normal', ${status}, ${count})`
  }
  await send(sql, world, { type: 'sms', at: '2018-10-31T00:00Z', status: 'created', count: 2 })
  await send(sql, world, { type: 'sms', at: '2018-10-31T12:00Z', status: 'delivered' })
  await send(sql, world, { type: 'email', at: '2018-10-31T13:00Z' })
  await send(sql, world, { type: 'sms', at: '2018-10-30T12:00Z', status: 'delivered' })
  const now = '2018-10-31T18:00Z'
  const rows = await countStatusesPerTemplate.run({ service_id: world.service, whole_days: 7, now }, db)
  assert.deepEqual(rows.map((row) => `${row.template_type} ${row.status} ${row.count}`).sort(), [
    'email delivered 4',
    'letter delivered 5',
    'sms created 3',
    'sms delivered 19',
  ])
  const summary = await getServiceStatistics.run({ service_id: world.service, limit_days: 7, now }, db)
  assert.deepEqual(
    summary.map((row) => Object.values(row).join(' ')),
    ['sms 22 19 0', 'email 4 4 0', 'letter 5 5 0'],
  )

  // 2 July 00:30 in London is 1 July 23:30 UTC: 1 July is yesterday, with facts and no live part.
  const summer = await makeWorld(sql)
  await send(sql, summer, { type: 'sms', at: '2018-07-01T12:00Z' })
  await send(sql, summer, { type: 'sms', at: '2018-07-01T23:10Z' })
  await refresh('2018-07-01')
  const [sms] = await getServiceStatistics.run(
    { service_id: summer.service, limit_days: 7, now: '2018-07-01T23:30Z' },
    db,
  )
  assert.equal(sms!.requested, '2')
})

test('requested, delivered and failed as dashboards count them', async () => {
  const world = await makeWorld(sql)
  for (const status of ['validation-failed', 'virus-scan-failed', 'permanent-failure', 'cancelled']) {
    await send(sql, world, { type: 'letter', at: '2022-06-20T12:00Z', status })
  }
  const rows = await getServiceStatistics.run(
    { service_id: world.service, limit_days: 0, now: '2022-06-20T18:00Z' },
    db,
  )
  assert.deepEqual(
    rows.map((row) => Object.values(row).join(' ')),
    ['sms 0 0 0', 'email 0 0 0', 'letter 3 0 3'],
  )
})

test('38: cancelled is not in template usage, created not in the monthly report of services', async () => {
  const world = await makeWorld(sql)
  await send(sql, world, { type: 'letter', at: '2022-06-21T12:00Z', status: 'cancelled' })
  await send(sql, world, { type: 'letter', at: '2022-06-21T12:00Z', status: 'created' })
  await send(sql, world, { type: 'letter', at: '2022-06-21T12:00Z', status: 'sending' })
  await send(sql, world, { type: 'letter', at: '2022-06-22T12:00Z', status: 'delivered' })
  await refresh('2022-06-21', 'letter')
  const usage = await listMonthlyTemplateUsage.run(
    { service_id: world.service, year: 2022, now: '2022-06-22T18:00Z' },
    db,
  )
  assert.deepEqual(
    usage.map((row) => [row.type, row.month, row.year, row.count]),
    [['letter', 6, 2022, '3']],
  )
  const monthly = await listMonthlyStatusesPerService.run(
    { start_date: '2022-06-21', end_date: '2022-06-22' },
    db,
  )
  const row = monthly.find((one) => one.service_id === world.service)!
  assert.deepEqual(Object.values(row).slice(3), ['letter', '1', '0', '0', '0', '0', '0'])
  assert.equal(row.date_created, '2022-06-01')
  const months = await countStatusesPerMonth.run(
    { service_id: world.service, year: 2022, now: '2022-06-22T18:00Z' },
    db,
  )
  assert.deepEqual(
    months.map((one) => `${one.month} ${one.notification_status} ${one.count}`),
    ['2022-06 cancelled 1', '2022-06 created 1', '2022-06 sending 1', '2022-06 delivered 1'],
  )
  const begun = await listMonthsBegun.run({ year: 2022, now: '2022-06-22T18:00Z' }, db)
  assert.deepEqual(
    begun.map((one) => one.month),
    ['2022-04', '2022-05', '2022-06'],
  )
})

test('platform: test keys only today; every service while the range holds today', async () => {
  const { sql, close } = await testDatabase()
  try {
    const { db } = booksOn(sql)
    const world = await makeWorld(sql)
    const idle = await makeWorld(sql)
    await send(sql, world, { type: 'sms', at: '2022-06-20T12:00Z' })
    await send(sql, world, { type: 'sms', at: '2022-06-20T12:00Z', key_type: 'test' })
    await send(sql, world, { type: 'sms', at: '2022-06-21T12:00Z', key_type: 'test' })
    await refreshStatusFacts.run({ day: '2022-06-20', notification_type: 'sms' }, db)
    const range = { start_date: '2022-06-01', end_date: '2022-06-21', now: '2022-06-21T18:00Z' }
    const platform = await countPlatformStatuses.run(range, db)
    assert.deepEqual(
      platform.map((row) => `${row.key_type} ${row.count}`),
      ['normal 1', 'test 1'],
    )
    const services = await countStatusesPerService.run(
      { ...range, only_active: true, include_from_test_key: false },
      db,
    )
    const mine = services.filter((row) => row.service_id === world.service)
    assert.deepEqual(
      mine.map((row) => [row.notification_type, row.requested]),
      [['sms', '1']],
    )
    const other = services.find((row) => row.service_id === idle.service)!
    assert.deepEqual([other.notification_type, other.requested], [null, '0'])
    const past = await countStatusesPerService.run(
      { ...range, end_date: '2022-06-20', only_active: false, include_from_test_key: true },
      db,
    )
    assert.deepEqual(
      past.map((row) => row.service_id),
      [world.service],
    )
  } finally {
    await close()
  }
})

test('39: processing time counts what came by the API; a day without messages shows 100', async () => {
  const world = await makeWorld(sql)
  const at = '2021-03-01T12:00:00Z'
  await send(sql, world, { type: 'sms', at, api: true, sent_at: '2021-03-01T12:00:10Z', count: 34 })
  await send(sql, world, { type: 'email', at, api: true })
  await send(sql, world, { type: 'sms', at, sent_at: '2021-03-01T12:00:30Z' })
  await send(sql, world, { type: 'sms', at, api: true, key_type: 'test' })
  await send(sql, world, { type: 'letter', at, api: true })
  await refreshProcessingTime.run({ now: '2021-03-02T02:00:00Z', day: null }, db)
  await refreshProcessingTime.run({ now: '2021-03-02T02:00:00Z', day: '2021-02-28' }, db)
  await refreshProcessingTime.run({ now: '2021-03-02T02:00:00Z', day: null }, db)
  const days = await listProcessingTimes.run({ start_date: '2021-02-28', end_date: '2021-03-01' }, db)
  assert.deepEqual(
    days.map((day) => [day.date, Number(day.percentage_under_10_seconds).toFixed(4)]),
    [
      ['2021-02-28', '100.0000'],
      ['2021-03-01', '97.1429'],
    ],
  )
})

test('last use of a template: the newest live message, else its last fact, else nothing', async () => {
  const world = await makeWorld(sql)
  const ask = async () =>
    (await getTemplateLastUsed.run({ service_id: world.service, template_id: world.templates.sms }, db))[0]!
      .last_date_used
  assert.equal(await ask(), null)
  await send(sql, world, { type: 'sms', at: '2022-06-25T12:00Z' })
  await refresh('2022-06-25')
  assert.match(String(await ask()), /2022-06-25T12:00/)
  await sql`delete from notifications where service_id = ${world.service}`
  assert.match(String(await ask()), /2022-06-24T23:00/)
})

test('deletion may begin when every due day is counted', async () => {
  const { sql, close } = await testDatabase()
  try {
    const world = await makeWorld(sql)
    await send(sql, world, { type: 'sms', at: '2022-06-25T12:00Z', key_type: 'test' })
    const made = async () => (await sql`select status_facts_are_made('2022-06-26') as made`)[0]!.made
    assert.equal(await made(), false)
    await sql`select refresh_status_facts('2022-06-25', 'sms')`
    assert.equal(await made(), true)
    await finishNight(sql, 'create-nightly-notification-status', '2022-06-26')
    assert.equal(await made(), true)
  } finally {
    await close()
  }
})
