/** A service always has its allowance, whoever reads it and whether or not its row of the year is made yet. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { populateAnnualBilling } from '../../queries/billing/rates.queries.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
let organisation: string
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
  const [made] = await crier.sql`
    insert into organisation (name, organisation_type) values ('Ministry', 'central') returning id`
  organisation = made!.id
})
after(() => crier.close())

const get = async (path: string) => {
  const answer = await adminCall(crier, path)
  assert.equal(answer.status, 200, path)
  return answer.body
}

/** A service that nobody has made a row for, with texts on one day. */
async function forgotten(columns: Record<string, unknown> = {}): Promise<TestService> {
  const service = await crier.makeService({
    organisation_id: organisation,
    organisation_type: 'central',
    ...columns,
  })
  await crier.sql`delete from annual_billing where service_id = ${service.id}`
  return service
}

const texts = (service: TestService, day: string, units: number) => crier.sql`
  insert into ft_billing (
    bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international, rate, postage,
    billable_units, notifications_sent
  )
  values (${day}, ${service.id}, ${service.id}, 'sms', 'mmg', 1, false, 0.0233, 'none', ${units}, 1)`

/** What every reader says of a service's texts in a year: free units, those used, those charged. */
async function readings(service: TestService, year: number) {
  const of = (list: any[]) => list.find((one) => one.service_id === service.id)
  const range = `start_date=${year}-04-01&end_date=${year + 1}-03-31`
  const line = (rows: { free_allowance_used: number; charged_units: number; cost: number }[]) =>
    rows.map((row) => [row.free_allowance_used, row.charged_units, row.cost])
  const usage = of((await get(`/organisations/${organisation}/services-with-usage?year=${year}`)).services)
  const charged = of(await get(`/platform-stats/data-for-billing-report?${range}`))
  const volumes = of(await get(`/platform-stats/volumes-by-service?${range}`))
  const [perService] = await crier.sql`
    select free_allowance, charged_units::integer, cost::float8
    from sms_usage_per_service(${`${year}-04-01`}, ${`${year + 1}-03-31`}) where service_id = ${service.id}`
  return {
    monthly: line(await get(`/service/${service.id}/billing/monthly-usage?year=${year}`)),
    yearly: line(await get(`/service/${service.id}/billing/yearly-usage-summary?year=${year}`)),
    organisation: usage && [usage.free_sms_limit, usage.chargeable_billable_sms, usage.sms_cost],
    report: charged ? [charged.sms_chargeable_units, charged.sms_cost] : null,
    perService: perService && Object.values(perService),
    volumes: volumes?.free_allowance,
  }
}

test('usage, organisation and reports agree about a year that nobody has asked for', async () => {
  const service = await forgotten()
  await texts(service, '2025-04-02', 9)
  const before = await readings(service, 2025)
  assert.deepEqual(before, {
    monthly: [[9, 0, 0]],
    yearly: [[9, 0, 0]],
    organisation: [30000, 0, 0],
    report: null,
    perService: [30000, 0, 0],
    volumes: 30000,
  })
  const limit = `/service/${service.id}/billing/free-sms-fragment-limit?financial_year_start=2025`
  assert.equal((await get(limit)).free_sms_fragment_limit, 30000)
  assert.deepEqual(await readings(service, 2025), before, 'the same once it is asked for')
})

test('what goes beyond the default is charged the same everywhere', async () => {
  const service = await forgotten()
  await texts(service, '2025-05-02', 30_000)
  await texts(service, '2025-05-03', 9)
  const cost = 9 * 0.0233
  assert.deepEqual(await readings(service, 2025), {
    monthly: [[30000, 9, cost]],
    yearly: [[30000, 9, cost]],
    organisation: [30000, 9, cost],
    report: [9, cost],
    perService: [30000, 9, cost],
    volumes: 30000,
  })
})

test('a service that is suspended when the year begins gets its row, and so does one made in March', async () => {
  const suspended = await forgotten({ suspended_at: '2024-03-31T10:00Z' })
  const archived = await forgotten({ archived_at: '2024-03-31T10:00Z' })
  const march = await forgotten({ created_at: '2024-03-30T10:00Z' })
  const all = [suspended.id, archived.id, march.id]
  await populateAnnualBilling.run({ now: '2024-04-01T02:01+01:00' }, crier.crier.db)
  const rows = await crier.sql`
    select free_sms_fragment_limit as units from annual_billing
    where service_id in ${crier.sql(all)} and financial_year_start = 2024`
  assert.deepEqual(
    rows.map(({ units }) => units),
    [30000, 30000, 30000],
  )
  await crier.sql`update services set suspended_at = null where id = ${suspended.id}`
  await texts(suspended, '2024-04-02', 9)
  const { monthly, report, perService } = await readings(suspended, 2024)
  assert.deepEqual([monthly, report, perService], [[[9, 0, 0]], null, [30000, 0, 0]])
})

test('an allowance does not depend on whether somebody or the night asks for it first', async () => {
  const [own, high] = [await forgotten(), await forgotten()]
  await crier.sql`
    insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit, has_custom_allowance)
    values (${own.id}, 2022, 77, true)`
  await texts(high, '2022-05-02', 300_000)
  const read = async (service: TestService) => {
    const [row] = await crier.sql`
      select free_sms_fragment_limit as units, high_volume_service_last_year as high, has_custom_allowance as own
      from allowances_of_year(2023) where service_id = ${service.id}`
    return { ...row }
  }
  const expected = [
    { units: 77, high: false, own: true },
    { units: 0, high: true, own: false },
  ]
  assert.deepEqual([await read(own), await read(high)], expected)
  for (const [service, units] of [
    [own, 77],
    [high, 0],
  ] as const) {
    const path = `/service/${service.id}/billing/free-sms-fragment-limit?financial_year_start=2023`
    assert.equal((await get(path)).free_sms_fragment_limit, units)
  }
  assert.deepEqual([await read(own), await read(high)], expected, 'as read before it was stored')
  await populateAnnualBilling.run({ now: '2023-04-01T02:01+01:00' }, crier.crier.db)
  assert.deepEqual([await read(own), await read(high)], expected)
})

test('a day that is counted live has the allowance too', async () => {
  const service = await forgotten()
  const template = await crier.makeTemplate(service)
  await crier.sql`
    insert into notifications (
      service_id, template_id, template_version, notification_type, key_type, notification_status, created_at, "to",
      billable_units, rate_multiplier, sent_by
    )
    values (
      ${service.id}, ${template}, 1, 'sms', 'normal', 'delivered', '2026-06-15T10:00Z', '07700900300', 3, 1, 'mmg'
    )`
  const rows = await get(`/service/${service.id}/billing/monthly-usage?year=2026`)
  assert.deepEqual(
    rows.map((row: Record<string, unknown>) => [row.month, row.free_allowance_used, row.charged_units]),
    [['June', 3, 0]],
  )
})
