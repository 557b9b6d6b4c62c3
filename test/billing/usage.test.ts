/** Usage, allowances and reports beyond the worked examples. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { refreshBillingFacts } from '../../queries/billing/nightly.queries.ts'
import { listProviders } from '../../queries/billing/providers.queries.ts'
import {
  getFreeAllowance,
  getSmsRate,
  listLetterRates,
  populateAnnualBilling,
  setFreeAllowance,
} from '../../queries/billing/rates.queries.ts'
import {
  listDailySmsProviderVolumes,
  listDailyVolumes,
  listLiveServices,
  listVolumesByService,
} from '../../queries/billing/reports.queries.ts'
import {
  countNotificationsSent,
  getOrganisationUsageUpdatedAt,
  listMonthlyUsage,
  listYearlyUsage,
} from '../../queries/billing/usage.queries.ts'
import { runPopulateAnnualBilling, updateFtBillingForToday } from '../../src/billing/nightly.ts'
import { runReportingJobs } from '../../src/statistics/worker.ts'
import { testDatabase } from '../support/database.ts'
import { unhurried } from '../support/lease.ts'
import { booksOn, makeWorld, send } from './world.ts'

const { sql, close } = await testDatabase()
const books = booksOn(sql)
const { db } = books
after(close)

const setAllowance = (service_id: string, year: number, units: number) =>
  setFreeAllowance.run(
    { service_id, year, free_sms_fragment_limit: units, actor: null, now: `${year}-04-01T12:00Z` },
    db,
  )

test("today is counted live, and exactly as tomorrow's facts will have it", async () => {
  const world = await makeWorld(sql)
  await setAllowance(world.service, 2022, 5)
  await send(sql, world, { type: 'sms', at: '2022-05-09T12:00Z', units: 4 })
  await refreshBillingFacts.run({ day: '2022-05-09', notification_type: 'sms' }, db)
  await send(sql, world, { type: 'sms', at: '2022-05-10T08:00Z', units: 3, multiplier: 2 })
  await send(sql, world, { type: 'letter', at: '2022-05-10T08:00Z' })
  await send(sql, world, { type: 'email', at: '2022-05-10T08:00Z' })
  await send(sql, world, { type: 'sms', at: '2022-05-10T08:00Z', key_type: 'test' })
  const usage = async (now: string) => ({
    monthly: await listMonthlyUsage.run(
      { service_id: world.service, year: 2022, now, with_emails: false },
      db,
    ),
    yearly: await listYearlyUsage.run({ service_id: world.service, year: 2022, now }, db),
  })
  const live = await usage('2022-05-10T10:00Z')
  const sms = live.monthly.find((row) => row.notification_type === 'sms')!
  assert.deepEqual(
    [sms.chargeable_units, sms.charged_units, Number(sms.cost), sms.month_name],
    ['10', '5', 0.086, 'May'],
  )
  assert.deepEqual(
    live.monthly.map((row) => row.notification_type),
    ['letter', 'sms'],
  )
  assert.deepEqual(
    live.yearly.map((row) => row.notification_type),
    ['email', 'letter', 'sms'],
  )
  // Facts of today that somebody has made already are not counted a second time.
  for (const notification_type of ['sms', 'email', 'letter'] as const) {
    await refreshBillingFacts.run({ day: '2022-05-10', notification_type }, db)
  }
  assert.deepEqual(await usage('2022-05-10T10:00Z'), live)
  assert.deepEqual(await usage('2022-05-11T00:30Z'), live)
  assert.deepEqual(await usage('2024-01-01T00:00Z'), live)
})

test('3: a year of usage runs from 1 April to 31 March of London', async () => {
  const world = await makeWorld(sql)
  await setAllowance(world.service, 2022, 0)
  await setAllowance(world.service, 2021, 0)
  for (const at of ['2022-03-31T22:59:59Z', '2022-03-31T23:00:00Z', '2023-03-31T22:59:59Z']) {
    await send(sql, world, { type: 'sms', at })
  }
  for (const day of ['2022-03-31', '2022-04-01', '2023-03-31']) {
    await refreshBillingFacts.run({ day, notification_type: 'sms' }, db)
  }
  const sent = async (year: number) =>
    (
      await listMonthlyUsage.run(
        { service_id: world.service, year, now: '2024-01-01T00:00Z', with_emails: true },
        db,
      )
    ).map((row) => [row.month, row.notifications_sent])
  assert.deepEqual(await sent(2021), [['2022-03-01', '1']])
  assert.deepEqual(await sent(2022), [
    ['2022-04-01', '1'],
    ['2023-03-01', '1'],
  ])
})

test("every new service has this year's default; joining an organisation sets it anew", async () => {
  const world = await makeWorld(sql)
  const allowance = async () =>
    (
      await sql`
        select free_sms_fragment_limit, has_custom_allowance from annual_billing
        where service_id = ${world.service} and financial_year_start = financial_year(local_date(now()))`
    )[0]!
  const [defaults] = await sql`
    select
      default_allowance(null, financial_year(local_date(now()))) as other,
      default_allowance('central', financial_year(local_date(now()))) as central`
  assert.equal((await allowance()).free_sms_fragment_limit, defaults!.other)
  await sql`update services set organisation_type = 'central' where id = ${world.service}`
  assert.equal((await allowance()).free_sms_fragment_limit, defaults!.central)
  await sql`update services set notes = 'nothing to do with it' where id = ${world.service}`
  assert.equal((await allowance()).free_sms_fragment_limit, defaults!.central)
})

test('the default allowances are those of the table by year', async () => {
  const found = await sql`
    select organisation_type, array_agg(default_allowance(organisation_type, year) order by year) as list
    from (select distinct organisation_type from default_annual_allowance) types
    cross join generate_series(2016, 2026) as year
    group by organisation_type`
  const { readFile } = await import('node:fs/promises')
  const lines = (
    await readFile(
      new URL('../fixtures/billing/default-free-allowances-by-year.csv', import.meta.url),
      'utf8',
    )
  )
    .trim()
    .split('\n')
    .slice(1)
  assert.equal(found.length, lines.length)
  for (const line of lines) {
    const [type, ...years] = line.split(',')
    assert.deepEqual(found.find((row) => row.organisation_type === type)?.list, years.map(Number), type)
  }
})

test("asking for an allowance makes the row; a value of one's own is remembered as such", async () => {
  const world = await makeWorld(sql)
  const ask = async (year: number) =>
    (await getFreeAllowance.run({ service_id: world.service, year }, db))[0]!.free_sms_fragment_limit
  assert.equal(await ask(2021), 10000)
  assert.equal(await ask(2015), null)
  await setAllowance(world.service, 2021, 10000)
  const custom = async () =>
    (
      await sql`select has_custom_allowance from annual_billing where service_id = ${world.service} and financial_year_start = 2021`
    )[0]!.has_custom_allowance
  assert.equal(await custom(), false)
  await setAllowance(world.service, 2021, 7)
  assert.equal(await custom(), true)
  assert.equal(await ask(2021), 7)
  const [unknown] = await setAllowance('00000000-0000-4000-8000-000000000000', 2021, 7)
  assert.equal(unknown!.is_set, false)
  await assert.rejects(setAllowance(world.service, 2021, -1), {
    constraint_name: 'free_allowance_is_not_negative',
  })
})

test("a new year: none after 300,000 units, one's own again, else the default; a second run changes nothing", async () => {
  const [big, own, plain] = [await makeWorld(sql), await makeWorld(sql), await makeWorld(sql)]
  await sql`
    insert into ft_billing (
      bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international, rate, postage, billable_units,
      notifications_sent
    )
    values ('2024-03-31', ${big.templates.sms}, ${big.service}, 'sms', 'mmg', 3, false, 0.02, 'none', 100000, 1)`
  await setAllowance(own.service, 2023, 77)
  const made = async () =>
    (
      await sql`
        select free_sms_fragment_limit, high_volume_service_last_year, has_custom_allowance from annual_billing
        where financial_year_start = 2024 and service_id in ${sql([big.service, own.service, plain.service])}
        order by free_sms_fragment_limit`
    ).map((row) => Object.values(row))
  await populateAnnualBilling.run({ now: '2024-04-01T02:01+01:00' }, db)
  const first = await made()
  assert.deepEqual(first, [
    [0, true, false],
    [77, false, true],
    [5000, false, false],
  ])
  const [again] = await populateAnnualBilling.run({ now: '2024-04-01T02:01+01:00' }, db)
  assert.equal(again!.made, 0)
  assert.deepEqual(await made(), first)
})

test('the last days of a year are counted before its units are judged, though their night was missed', async () => {
  const { sql, close } = await testDatabase()
  try {
    const big = await makeWorld(sql)
    await sql`
      insert into ft_billing (
        bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international, rate, postage, billable_units,
        notifications_sent
      )
      values ('2023-06-01', ${big.templates.sms}, ${big.service}, 'sms', 'mmg', 1, false, 0.02, 'none', 299999, 1)`
    // Half an hour before midnight in London; the night that would count it has not begun.
    await send(sql, big, { type: 'sms', at: '2024-03-31T22:30Z', status: 'delivered', units: 1 })
    await runPopulateAnnualBilling(booksOn(sql), { now: '2024-04-01T01:01:00Z' })
    const rows = await sql`
      select free_sms_fragment_limit as units, high_volume_service_last_year as high from annual_billing
      where service_id = ${big.service} and financial_year_start = 2024`
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [{ units: 0, high: true }],
    )
  } finally {
    await close()
  }
})

test('prices in force', async () => {
  const [sms] = await getSmsRate.run({ now: '2022-04-20T00:00Z' }, db)
  assert.equal(Number(sms!.rate), 0.0161)
  assert.match(sms!.valid_from, /^2022-03-31T23:00/)
  const letters = await listLetterRates.run({ now: '2022-04-20T00:00Z' }, db)
  assert.equal(letters.length, 20)
  assert.deepEqual(
    [letters[0]!.sheet_count, Number(letters[0]!.rate), letters[0]!.post_class],
    [1, 0.41, 'second'],
  )
})

test('volumes: per day, per provider, per service, this month, this week', async () => {
  const { sql, close } = await testDatabase()
  try {
    const books = booksOn(sql)
    const { db } = books
    const world = await makeWorld(sql)
    await sql`update services set go_live_at = '2022-01-01' where id = ${world.service}`
    await sql`update annual_billing set financial_year_start = 2022, free_sms_fragment_limit = 3`
    await send(sql, world, {
      type: 'sms',
      at: '2022-05-09T12:00Z',
      units: 2,
      multiplier: 2,
      sent_by: 'mmg',
      count: 2,
    })
    await send(sql, world, { type: 'letter', at: '2022-05-09T12:00Z', units: 2, count: 3 })
    await send(sql, world, { type: 'email', at: '2022-05-09T12:00Z', count: 4 })
    await updateFtBillingForToday(books, { now: '2022-05-09T15:00Z' })
    const jobs = await sql`select id, data from pgboss.job where name = 'reporting-tasks'`
    await runReportingJobs(books, jobs as never, unhurried())
    const range = { start_date: '2022-05-01', end_date: '2022-05-31' }
    const [day] = await listDailyVolumes.run(range, db)
    assert.deepEqual(Object.values(day!), ['2022-05-09', '2', '4', '8', '4', '3', '6'])
    const [provider] = await listDailySmsProviderVolumes.run(range, db)
    assert.deepEqual(Object.values({ ...provider!, sms_cost: Number(provider!.sms_cost) }), [
      '2022-05-09',
      'mmg',
      '2',
      '4',
      '8',
      0.1376,
    ])
    const [service] = await listVolumesByService.run(range, db)
    assert.deepEqual(
      [
        service!.free_allowance,
        service!.sms_notifications,
        service!.sms_chargeable_units,
        service!.email_totals,
        Number(service!.letter_cost),
      ],
      [3, '2', '8', '4', 1.38],
    )
    const [live] = await listLiveServices.run({ now: '2022-05-09T15:00Z' }, db)
    assert.deepEqual(
      [live!.service_id, live!.sms_totals, live!.free_sms_fragment_limit],
      [world.service, '2', 3],
    )
    const providers = await listProviders.run({ id: null, now: '2022-05-09T15:00Z' }, db)
    const mmg = providers.find(({ identifier }) => identifier === 'mmg')
    assert.equal(mmg!.current_month_billable_sms, '8')
    const [sent] = await countNotificationsSent.run(
      { service_id: world.service, now: '2022-05-15T15:00Z', limit_days: 7, notification_type: null },
      db,
    )
    assert.equal(sent!.notifications_sent_count, '9')
    const fresh = async (now: string) =>
      (await getOrganisationUsageUpdatedAt.run({ year: 2022, now }, db)).length
    assert.deepEqual([await fresh('2022-05-09T15:00Z'), await fresh('2022-05-10T15:00Z')], [1, 0])
  } finally {
    await close()
  }
})
