import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { writtenNumbers } from '../support/decimals.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2018-10-31T18:00:00Z')
})
after(() => crier.close())

const get = (path: string, headers = {}) => adminCall(crier, path, { headers })
const v1 = (message: unknown) => ({ result: 'error', message })

async function fact(service: TestService, template: string, day: string, values: object) {
  const row = {
    bst_date: day,
    template_id: template,
    service_id: service.id,
    notification_type: 'sms',
    key_type: 'normal',
    notification_status: 'delivered',
    notification_count: 1,
    ...values,
  }
  await crier.sql`insert into ft_notification_status ${crier.sql(row as never)}`
}
async function message(service: TestService, template: string, at: string, values: object = {}) {
  const row = {
    service_id: service.id,
    template_id: template,
    template_version: 1,
    notification_type: 'sms',
    key_type: 'normal',
    notification_status: 'created',
    created_at: at,
    to: '07700900001',
    ...values,
  }
  await crier.sql`insert into notifications ${crier.sql(row as never)}`
}

/** The counting example of the specification. */
async function countedService() {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  const email = await crier.makeTemplate(service, { type: 'email' })
  await fact(service, template, '2018-10-29', { notification_count: 10 })
  await fact(service, template, '2018-10-24', { notification_count: 8 })
  await fact(service, template, '2018-10-29', { notification_status: 'created' })
  await fact(service, email, '2018-10-29', { notification_type: 'email', notification_count: 3 })
  await message(service, template, '2018-10-31T11:00:00Z')
  await message(service, template, '2018-10-31T11:00:01Z')
  await message(service, template, '2018-10-31T12:00:00Z', { notification_status: 'delivered' })
  await message(service, email, '2018-10-31T13:00:00Z', { notification_type: 'email', to: 'a@example.org' })
  await message(service, template, '2018-10-30T12:00:00Z')
  return { service, template, email }
}

test('a service sees facts of the days before and messages of today', async () => {
  const { service } = await countedService()
  const week = await get(`/service/${service.id}/statistics`)
  assert.deepEqual(week.body, {
    data: {
      sms: { requested: 22, delivered: 19, failed: 0 },
      email: { requested: 4, delivered: 3, failed: 0 },
      letter: { requested: 0, delivered: 0, failed: 0 },
    },
  })
  const today = await get(`/service/${service.id}/statistics?today_only=True`)
  assert.deepEqual(today.body.data.sms, { requested: 3, delivered: 1, failed: 0 })
  const unknown = await get(`/service/${randomUUID()}/statistics`)
  assert.deepEqual([unknown.status, unknown.body.data.sms.requested], [200, 0])
  const detailed = await get(`/service/${service.id}?detailed=True`)
  assert.equal(detailed.body.data.statistics.sms.requested, 22)
  assert.equal((await get(`/service/${randomUUID()}?detailed=True`)).status, 404)
})

test('all services with their statistics', async () => {
  const { service } = await countedService()
  const { body } = await get('/service?detailed=True&start_date=2018-10-29&end_date=2018-10-29')
  const own = body.data.find((one: { id: string }) => one.id === service.id)
  assert.deepEqual(own.statistics, {
    sms: { requested: 11, delivered: 10, failed: 0 },
    email: { requested: 3, delivered: 3, failed: 0 },
    letter: { requested: 0, delivered: 0, failed: 0 },
  })
  assert.equal((await get('/service?detailed=True&start_date=never')).status, 400)
})

test('statuses per month', async () => {
  const { service } = await countedService()
  const { body } = await get(`/service/${service.id}/notifications/monthly?year=2018`)
  assert.deepEqual(Object.keys(body.data), [
    '2018-04',
    '2018-05',
    '2018-06',
    '2018-07',
    '2018-08',
    '2018-09',
    '2018-10',
  ])
  assert.deepEqual(body.data['2018-10'], {
    sms: { created: 3, delivered: 19 },
    email: { created: 1, delivered: 3 },
    letter: {},
  })
  for (const year of ['', '?year=x', '?year=12345']) {
    const answer = await get(`/service/${service.id}/notifications/monthly${year}`)
    assert.deepEqual([answer.status, answer.body], [400, v1('Year must be a number')])
  }
  const unknown = await get(`/service/${randomUUID()}/notifications/monthly?year=2018`)
  assert.deepEqual([unknown.status, unknown.body], [404, v1('No result found')])
})

test('templates: use, monthly use and last use', async () => {
  const { service, template, email } = await countedService()
  const base = `/service/${service.id}`
  const { body } = await get(`${base}/template-statistics?whole_days=0`)
  const total = body.data.reduce((sum: number, row: { count: number }) => sum + row.count, 0)
  assert.equal(total, 4)
  for (const [days, text] of [
    ['', ' is not an integer'],
    ['?whole_days=x', 'x is not an integer'],
    ['?whole_days=8', 'whole_days must be between 0 and 7'],
    ['?limit_days=-1', 'whole_days must be between 0 and 7'],
  ]) {
    const answer = await get(`${base}/template-statistics${days}`)
    assert.deepEqual([answer.status, answer.body], [400, v1({ whole_days: [text] })])
  }
  const monthly = await get(`${base}/notifications/templates_usage/monthly?year=2018`)
  const mail = monthly.body.stats.find((row: { template_id: string }) => row.template_id === email)
  assert.deepEqual([mail.type, mail.month, mail.year, mail.count], ['email', 10, 2018, 4])
  const last = await get(`${base}/template-statistics/last-used/${template}`)
  assert.deepEqual(last.body, { last_date_used: '2018-10-31T12:00:00.000000Z' })
  const unused = await crier.makeTemplate(service)
  assert.deepEqual((await get(`${base}/template-statistics/last-used/${unused}`)).body, {
    last_date_used: null,
  })
  assert.equal((await get(`${base}/template-statistics/last-used/${randomUUID()}`)).status, 404)
  const other = await crier.makeService()
  assert.equal((await get(`/service/${other.id}/template-statistics/last-used/${template}`)).status, 404)
})

test('the platform: totals, failures, test keys, and dates that are none', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  await fact(service, template, '2017-05-01', {
    notification_status: 'technical-failure',
    notification_count: 3,
  })
  await fact(service, template, '2017-05-01', { notification_count: 4 })
  const { body } = await get('/platform-stats?start_date=2017-05-01&end_date=2017-05-01')
  const none = {
    total: 0,
    'test-key': 0,
    failures: {
      'technical-failure': 0,
      'permanent-failure': 0,
      'temporary-failure': 0,
      'virus-scan-failed': 0,
    },
  }
  assert.deepEqual(body, {
    sms: { ...none, total: 7, failures: { ...none.failures, 'technical-failure': 3 } },
    email: none,
    letter: none,
  })
  await message(service, template, '2018-10-31T10:00:00Z', { key_type: 'test' })
  assert.ok((await get('/platform-stats')).body.sms['test-key'] >= 1)
  for (const [date, text] of [
    ['1234-56-78', 'month must be in 1..12'],
    ['2018-02-30', 'day is out of range for month'],
    ['yesterday', 'Invalid isoformat string: yesterday'],
  ]) {
    const answer = await get(`/platform-stats?start_date=${date}`)
    const errors = [{ error: 'ValidationError', message: `start_date ${text}` }]
    assert.deepEqual([answer.status, answer.body], [400, { status_code: 400, errors }])
  }
})

async function billed(service: TestService, day: string, values: object) {
  const row = {
    bst_date: day,
    template_id: randomUUID(),
    service_id: service.id,
    notification_type: 'sms',
    provider: 'mmg',
    rate_multiplier: 2,
    international: false,
    rate: 0.016,
    postage: 'none',
    billable_units: 10,
    notifications_sent: 5,
    ...values,
  }
  await crier.sql`insert into ft_billing ${crier.sql(row as never)}`
}
const letters = { notification_type: 'letter', provider: 'dvla', postage: 'second', rate_multiplier: 1 }

test('daily volumes, by day and by provider, as JSON and as CSV', async () => {
  const service = await crier.makeService()
  await billed(service, '2016-08-01', {})
  await billed(service, '2016-08-01', { ...letters, rate: 0.3, billable_units: 6, notifications_sent: 6 })
  const range = 'start_date=2016-08-01&end_date=2016-08-02'
  const { body } = await get(`/platform-stats/daily-volumes-report?${range}`)
  assert.deepEqual(body, [
    {
      day: '2016-08-01',
      sms_totals: 5,
      sms_fragment_totals: 10,
      sms_chargeable_units: 20,
      email_totals: 0,
      letter_totals: 6,
      letter_sheet_totals: 6,
    },
  ])
  const csv = await get(`/platform-stats/daily-volumes-report?${range}`, { accept: 'text/csv' })
  assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.equal(
    csv.headers.get('content-disposition'),
    'attachment; filename="Daily volumes report from 2016-08-01 to 2016-08-02.csv"',
  )
  assert.equal(
    csv.body,
    'day,sms totals,sms fragment totals,sms chargeable units,email totals,letter totals,letter sheet totals\r\n' +
      '2016-08-01,5,10,20,0,6,6\r\n',
  )
  const providers = await get(`/platform-stats/daily-sms-provider-volumes-report?${range}`)
  assert.deepEqual(providers.body, [
    {
      day: '2016-08-01',
      provider: 'mmg',
      sms_totals: 5,
      sms_fragment_totals: 10,
      sms_chargeable_units: 20,
      sms_cost: 0.32,
    },
  ])
})

test('the billing report, with cells that need quotes', async () => {
  const name = `Parking, "fines" ${randomUUID()}`
  const service = await crier.makeService({ name, purchase_order_number: 'PO 1' })
  await crier.sql`
    insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit)
    values (${service.id}, 2016, 15)`
  await billed(service, '2016-09-01', {})
  await billed(service, '2016-09-01', { ...letters, rate: 0.3, billable_units: 6, notifications_sent: 6 })
  const range = 'start_date=2016-09-01&end_date=2016-09-30'
  const expected = {
    organisation_id: '',
    organisation_name: '',
    service_id: service.id,
    service_name: name,
    sms_cost: 0.08,
    sms_chargeable_units: 5,
    total_letters: 6,
    letter_cost: 1.8,
    letter_breakdown: '6 second class letters at 30p\n',
    purchase_order_number: 'PO 1',
    contact_names: null,
    contact_email_addresses: null,
    billing_reference: null,
  }
  for (const path of ['data-for-billing-report', 'usage-for-all-services']) {
    assert.deepEqual((await get(`/platform-stats/${path}?${range}`)).body, [expected])
  }
  const csv = await get(`/platform-stats/data-for-billing-report?${range}`, { accept: 'text/csv' })
  assert.ok(
    csv.body.includes(
      `"Parking, ""fines"" ${name.slice(-36)}",0.08,5,6,1.8,6 second class letters at 30p,PO 1,,,\r\n`,
    ),
    csv.body,
  )
})

test('a report of more rows than one window comes whole', async () => {
  await crier.sql`
    insert into ft_billing (bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international,
      rate, postage, billable_units, notifications_sent)
    select date '2000-01-01', gen_random_uuid(), gen_random_uuid(), 'sms', 'provider ' || n, 1, false, 0.01, 'none', 1, 1
    from generate_series(1, 10001) n`
  const path = '/platform-stats/daily-sms-provider-volumes-report?start_date=2000-01-01&end_date=2000-01-01'
  const csv = await get(path, { accept: 'text/csv' })
  assert.equal(csv.body.trimEnd().split('\r\n').length, 10_002)
})

test('money and percentages of reports are written with a point in JSON', async () => {
  const service = await crier.makeService({ go_live_at: '2016-01-02T03:04:05Z' })
  await crier.sql`
    insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit)
    values (${service.id}, 2015, 0)`
  await billed(service, '2015-09-01', { rate: 0.5, billable_units: 2 })
  await billed(service, '2015-09-01', { ...letters, rate: 0.5, billable_units: 4, notifications_sent: 4 })
  await crier.sql`
    insert into ft_billing_letter_despatch (bst_date, postage, cost_threshold, billable_units, rate, notifications_sent)
    values ('2015-09-01', 'second', 'sorted', 1, 0.5, 4)`
  await crier.sql`
    insert into ft_processing_time (bst_date, messages_total, messages_within_10_secs) values ('2015-09-01', 15, 12)`
  const range = 'start_date=2015-09-01&end_date=2015-09-30'
  const rows: [path: string, name: string, expected: string][] = [
    ['platform-stats/data-for-billing-report', 'sms_cost', '2.0'],
    ['platform-stats/data-for-billing-report', 'letter_cost', '2.0'],
    ['platform-stats/data-for-billing-report', 'total_letters', '4'],
    ['platform-stats/daily-sms-provider-volumes-report', 'sms_cost', '2.0'],
    ['platform-stats/volumes-by-service', 'letter_cost', '2.0'],
    ['platform-stats/data-for-dvla-billing-report', 'rate', '0.5'],
    ['platform-stats/data-for-dvla-billing-report', 'cost', '2.0'],
    ['performance-dashboard', 'percentage_under_10_seconds', '80.0'],
  ]
  for (const [path, name, expected] of rows) {
    const { text } = await get(`/${path}?${range}`)
    assert.ok(writtenNumbers(text, name).includes(expected), `${name}: ${text}`)
    if (!expected.includes('.')) continue
    for (const digits of writtenNumbers(text, name)) assert.match(digits, /\./, `${path}: ${name}`)
  }
  const csv = await get(`/platform-stats/data-for-dvla-billing-report?${range}`, { accept: 'text/csv' })
  assert.match(csv.text, /,0\.5,4,2\r\n/)
})

test('ranges that no report has', async () => {
  const date = 'Input must be a date in the format: YYYY-MM-DD'
  const paths = {
    'daily-volumes-report': false,
    'volumes-by-service': false,
    'data-for-billing-report': true,
    'data-for-dvla-billing-report': true,
  }
  for (const [path, inOneYear] of Object.entries(paths)) {
    const refusal = async (query: string) => (await get(`/platform-stats/${path}?${query}`)).body
    assert.deepEqual(await refusal(''), v1(date))
    assert.deepEqual(await refusal('start_date=2016-09-31&end_date=2016-10-01'), v1(date))
    if (!inOneYear) continue
    assert.deepEqual(
      await refusal('start_date=2016-09-02&end_date=2016-09-01'),
      v1('Start date must be before end date'),
    )
    assert.deepEqual(
      await refusal('start_date=2016-03-31&end_date=2016-04-01'),
      v1('Date must be in a single financial year.'),
    )
  }
})

test('volumes by service, live services and the performance dashboard', async () => {
  const service = await crier.makeService({ go_live_at: '2017-01-02T03:04:05Z' })
  await billed(service, '2017-09-01', {})
  const range = 'start_date=2017-09-01&end_date=2017-09-30'
  await crier.sql`
    insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit)
    values (${service.id}, 2017, 250)`
  const volumes = await get(`/platform-stats/volumes-by-service?${range}`)
  const own = volumes.body.find((one: { service_id: string }) => one.service_id === service.id)
  assert.deepEqual(
    [own.free_allowance, own.sms_notifications, own.sms_chargeable_units, own.organisation_id],
    [250, 5, 20, ''],
  )
  const live = await get('/service/live-services-data')
  const row = live.body.data.find((one: { service_id: string }) => one.service_id === service.id)
  assert.deepEqual([row.live_date, row.sms_totals], ['Mon, 02 Jan 2017 03:04:05 GMT', 0])

  const template = await crier.makeTemplate(service)
  await fact(service, template, '2017-09-03', { notification_count: 35 })
  await crier.sql`
    insert into ft_processing_time (bst_date, messages_total, messages_within_10_secs) values ('2017-09-03', 35, 34)`
  const { body } = await get(`/performance-dashboard?${range}`)
  assert.deepEqual(body.notifications_by_type, [{ date: '2017-09-03', emails: 0, sms: 35, letters: 0 }])
  assert.deepEqual(body.processing_time, [
    { date: '2017-09-03', percentage_under_10_seconds: 97.14285714285714 },
  ])
  assert.ok(body.live_service_count >= 1 && body.total_notifications >= 35)

  const monthly = await get(`/service/monthly-data-by-service?${range}`)
  assert.deepEqual(monthly.body, [['2017-09-01', service.id, row.service_name, 'sms', 0, 35, 0, 0, 0, 0]])
  assert.equal((await get('/service/monthly-data-by-service')).status, 400)
})
