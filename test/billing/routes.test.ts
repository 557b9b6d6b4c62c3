import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { type Answer, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { writtenNumbers } from '../support/decimals.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const get = (path: string, headers = {}) => adminCall(crier, path, { headers })
const post = (path: string, body: unknown) => adminCall(crier, path, { body })
const v1 = (message: unknown) => ({ result: 'error', message })
const v2 = (...messages: string[]) => ({
  status_code: 400,
  errors: messages.map((message) => ({ error: 'ValidationError', message })),
})
const noResult = v1('No result found')

async function fact(service: TestService, day: string, values: Record<string, unknown>) {
  const row = {
    bst_date: day,
    template_id: randomUUID(),
    service_id: service.id,
    notification_type: 'sms',
    provider: 'sandbox',
    rate_multiplier: 1,
    international: false,
    rate: 0.024,
    postage: 'none',
    billable_units: 0,
    notifications_sent: 1,
    ...values,
  }
  await crier.sql`insert into ft_billing ${crier.sql(row as never)}`
}
const letter = { notification_type: 'letter', provider: 'dvla', postage: 'second', rate: 0.77 }
const email = { notification_type: 'email', provider: 'ses', rate_multiplier: 0, rate: 0 }

async function usedService(columns: Record<string, unknown> = {}) {
  const service = await crier.makeService(columns)
  await crier.sql`update annual_billing set free_sms_fragment_limit = 5 where service_id = ${service.id}`
  await fact(service, '2026-04-30', { billable_units: 4, notifications_sent: 3 })
  await fact(service, '2026-05-01', { billable_units: 2, rate_multiplier: 3, notifications_sent: 2 })
  await fact(service, '2026-05-01', { ...letter, billable_units: 4, notifications_sent: 2 })
  await fact(service, '2026-05-01', { ...email, notifications_sent: 7 })
  return service
}

test('monthly usage lists texts and letters by month, with what was free', async () => {
  const service = await usedService()
  const { status, body } = await get(`/service/${service.id}/billing/monthly-usage?year=2026`)
  assert.equal(status, 200)
  assert.deepEqual(body, [
    {
      month: 'April',
      notification_type: 'sms',
      chargeable_units: 4,
      notifications_sent: 3,
      rate: 0.024,
      cost: 0,
      free_allowance_used: 4,
      charged_units: 0,
      postage: 'none',
    },
    {
      month: 'May',
      notification_type: 'letter',
      chargeable_units: 2,
      notifications_sent: 2,
      rate: 0.77,
      cost: 1.54,
      free_allowance_used: 0,
      charged_units: 2,
      postage: 'second',
    },
    {
      month: 'May',
      notification_type: 'sms',
      chargeable_units: 6,
      notifications_sent: 2,
      rate: 0.024,
      cost: 0.12,
      free_allowance_used: 1,
      charged_units: 5,
      postage: 'none',
    },
  ])
  assert.deepEqual((await get(`/service/${service.id}/billing/monthly-usage?year=2019`)).body, [])
})

test('the yearly summary has emails and no postage', async () => {
  const service = await usedService()
  const { body } = await get(`/service/${service.id}/billing/yearly-usage-summary?year=2026`)
  const line = (notification_type: string, rest: object) => ({ notification_type, ...rest })
  assert.deepEqual(body, [
    line('email', {
      chargeable_units: 0,
      notifications_sent: 7,
      rate: 0,
      cost: 0,
      free_allowance_used: 0,
      charged_units: 0,
    }),
    line('letter', {
      chargeable_units: 2,
      notifications_sent: 2,
      rate: 0.77,
      cost: 1.54,
      free_allowance_used: 0,
      charged_units: 2,
    }),
    line('sms', {
      chargeable_units: 10,
      notifications_sent: 5,
      rate: 0.024,
      cost: 0.12,
      free_allowance_used: 5,
      charged_units: 5,
    }),
  ])
})

test('a year that is none, and a service that is none', async () => {
  const service = await crier.makeService()
  for (const path of ['monthly-usage', 'yearly-usage-summary']) {
    for (const year of ['', '?year=', '?year=abc', '?year=99999', '?year=0001', '?year=2026.5']) {
      const answer = await get(`/service/${service.id}/billing/${path}${year}`)
      assert.deepEqual([answer.status, answer.body], [400, v1('No valid year provided')], `${path}${year}`)
    }
    const answer = await get(`/service/${randomUUID()}/billing/${path}?year=2026`)
    assert.deepEqual([answer.status, answer.body], [404, noResult])
  }
})

test('rates and costs are written with a point; counts are not', async () => {
  const [organisation] = await crier.sql`
    insert into organisation (name, organisation_type) values (${`Council ${randomUUID()}`}, 'local') returning id`
  const service = await usedService({ organisation_id: organisation!.id })
  const monthly = await get(`/service/${service.id}/billing/monthly-usage?year=2026`)
  const yearly = await get(`/service/${service.id}/billing/yearly-usage-summary?year=2026`)
  const shared = await get(`/organisations/${organisation!.id}/services-with-usage?year=2026`)
  const rows: [Answer, string, string[]][] = [
    [monthly, 'rate', ['0.024', '0.77', '0.024']],
    [monthly, 'cost', ['0.0', '1.54', '0.12']],
    [monthly, 'charged_units', ['0', '2', '5']],
    [yearly, 'rate', ['0.0', '0.77', '0.024']],
    [yearly, 'cost', ['0.0', '1.54', '0.12']],
    [yearly, 'notifications_sent', ['7', '2', '5']],
    [shared, 'sms_cost', ['0.12']],
    [shared, 'letter_cost', ['1.54']],
    [shared, 'emails_sent', ['7']],
    [await get('/sms-rate'), 'rate', ['0.024']],
  ]
  for (const [answer, name, expected] of rows)
    assert.deepEqual(writtenNumbers(answer.text, name), expected, `${name}: ${answer.text}`)
  const free = await crier.makeService({ organisation_id: organisation!.id })
  await fact(free, '2026-04-30', { billable_units: 4 })
  const both = await get(`/organisations/${organisation!.id}/services-with-usage?year=2026`)
  assert.deepEqual(writtenNumbers(both.text, 'sms_cost').sort(), ['0.0', '0.12'])
})

test('a free allowance is read, set and refused', async () => {
  const service = await crier.makeService({ organisation_type: 'central' })
  const path = `/service/${service.id}/billing/free-sms-fragment-limit`
  assert.deepEqual((await get(path)).body, { free_sms_fragment_limit: 20000, financial_year_start: 2026 })
  assert.deepEqual((await get(`${path}?financial_year_start=2019`)).body, {
    free_sms_fragment_limit: 250000,
    financial_year_start: 2019,
  })
  for (const year of ['2015', '2027', 'soon']) {
    const answer = await get(`${path}?financial_year_start=${year}`)
    assert.deepEqual([answer.status, answer.body], [400, v1('No valid year provided')], year)
  }
  const made = await post(path, { free_sms_fragment_limit: 7 })
  assert.deepEqual([made.status, made.body], [201, { free_sms_fragment_limit: 7 }])
  assert.equal((await get(path)).body.free_sms_fragment_limit, 7)
  const [row] = await crier.sql`
    select has_custom_allowance from annual_billing where service_id = ${service.id} and financial_year_start = 2026`
  assert.equal(row!.has_custom_allowance, true)

  const refusals: [unknown, string][] = [
    [{}, 'free_sms_fragment_limit is a required property'],
    [{ free_sms_fragment_limit: 'x' }, 'free_sms_fragment_limit x is not of type integer'],
    [{ free_sms_fragment_limit: 1.5 }, 'free_sms_fragment_limit 1.5 is not of type integer'],
    [{ free_sms_fragment_limit: -1 }, 'free_sms_fragment_limit -1 is less than the minimum of 0'],
    [
      { free_sms_fragment_limit: 3e9 },
      'free_sms_fragment_limit 3000000000 is greater than the maximum of 2147483647',
    ],
    [
      { free_sms_fragment_limit: 1, financial_year_start: 2015 },
      'financial_year_start 2015 is less than the minimum of 2016',
    ],
  ]
  for (const [body, message] of refusals) {
    const answer = await post(path, body)
    assert.deepEqual([answer.status, answer.body], [400, v2(message)], message)
  }
  assert.equal((await post(path, { free_sms_fragment_limit: 1, financial_year_start: 2027 })).status, 400)
  assert.equal((await get(path)).body.free_sms_fragment_limit, 7)
  const unknown = await post(`/service/${randomUUID()}/billing/free-sms-fragment-limit`, {
    free_sms_fragment_limit: 1,
  })
  assert.deepEqual([unknown.status, unknown.body], [404, noResult])
})

test('current prices, with and without the trailing slash', async () => {
  for (const path of ['/sms-rate', '/sms-rate/']) {
    assert.deepEqual((await get(path)).body, { rate: 0.024, valid_from: '2026-03-31T23:00:00' })
  }
  const { body } = await get('/letter-rates/')
  assert.equal(body.length, 25)
  assert.deepEqual(body[0], {
    sheet_count: 1,
    start_date: '2026-01-05T00:00:00',
    rate: '0.64',
    post_class: 'economy',
  })
})

test("an organisation's services with what they used", async () => {
  const [organisation] =
    await crier.sql`insert into organisation (name, organisation_type) values (${`Council ${randomUUID()}`}, 'local') returning id`
  const name = `B service ${randomUUID()}`
  const service = await usedService({ name, organisation_id: organisation!.id })
  await crier.sql`update annual_billing set free_sms_fragment_limit = 5 where service_id = ${service.id}`
  const quiet = await crier.makeService({
    name: `a quiet service ${randomUUID()}`,
    organisation_id: organisation!.id,
  })
  await crier.makeService({ restricted: true, organisation_id: organisation!.id })
  const { status, body } = await get(`/organisations/${organisation!.id}/services-with-usage?year=2026`)
  assert.equal(status, 200)
  assert.equal(body.updated_at, null)
  assert.deepEqual(
    body.services.map((one: { service_id: string }) => one.service_id),
    [quiet.id, service.id],
  )
  assert.deepEqual(body.services[1], {
    service_id: service.id,
    service_name: name,
    free_sms_limit: 5,
    sms_remainder: 0,
    sms_billable_units: 10,
    chargeable_billable_sms: 5,
    sms_cost: 0.12,
    letter_cost: 1.54,
    emails_sent: 7,
    active: true,
  })
  const unknown = await get(`/organisations/${randomUUID()}/services-with-usage?year=2026`)
  assert.deepEqual([unknown.status, unknown.body], [404, noResult])
  const noYear = await get(`/organisations/${organisation!.id}/services-with-usage`)
  assert.deepEqual([noYear.status, noYear.body], [400, v1('No valid year provided')])
})

test('providers with their units of this month, and their versions', async (t) => {
  const service = await crier.makeService()
  const [provider] = await crier.sql`
    insert into provider_details (display_name, identifier, adapter, notification_type, priority)
    values ('One that is counted', 'counted', 'mmg', 'sms', 20) returning id, identifier`
  t.after(() => crier.sql`delete from provider_details where id = ${provider!.id}`)
  await fact(service, '2026-06-01', {
    provider: provider!.identifier,
    billable_units: 4,
    rate_multiplier: 2,
  })
  await fact(service, '2026-05-31', { provider: provider!.identifier, billable_units: 100 })
  const { body } = await get('/provider-details')
  const listed = body.provider_details.find((one: { id: string }) => one.id === provider!.id)
  assert.equal(listed.current_month_billable_sms, 8)
  const one = await get(`/provider-details/${provider!.id}`)
  assert.deepEqual([one.body.provider_details.version, one.body.provider_details.created_by], [1, null])
  assert.equal((await get(`/provider-details/${provider!.id}/versions`)).status, 200)
  assert.deepEqual((await get(`/provider-details/${randomUUID()}`)).body, noResult)
})
