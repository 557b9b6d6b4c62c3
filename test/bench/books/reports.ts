/** Each report route over the books, as the internal client asks for it: token, query, JSON. */
import { makeLog } from '../../../src/log.ts'
import { open } from '../../../src/open.ts'
import { buildApp } from '../../../src/server.ts'
import { adminToken } from '../../admin/support.ts'
import { commandSecret } from '../../operation/command.ts'
import { testConfig } from '../../support/crier.ts'
import { type Bench, percentile, type Row, whole } from '../bench.ts'
import type { Made } from './books.ts'
import { clock, milliseconds } from './measure.ts'

const calls = 100
/** The first message of the day comes later. */
const now = new Date('2026-06-15T00:30:00Z')

const routes = (service: string, template: string, organisation: string): string[] => {
  const range = 'start_date=2026-06-01&end_date=2026-06-15'
  return [
    `/service/${service}/billing/monthly-usage?year=2026`,
    `/service/${service}/billing/yearly-usage-summary?year=2026`,
    `/service/${service}/billing/free-sms-fragment-limit`,
    `/service/${service}?detailed=True`,
    `/service/${service}/statistics`,
    `/service/${service}/notifications/count`,
    `/service/${service}/notifications/monthly?year=2026`,
    `/service/${service}/notifications/templates_usage/monthly?year=2026`,
    `/service/${service}/template-statistics?whole_days=7`,
    `/service/${service}/template-statistics/last-used/${template}`,
    `/organisations/${organisation}/services-with-usage?year=2026`,
    `/service?detailed=True&${range}`,
    `/service/live-services-data`,
    `/service/monthly-data-by-service?${range}`,
    `/platform-stats?${range}`,
    `/platform-stats/usage-for-all-services?${range}`,
    `/platform-stats/daily-volumes-report?${range}`,
    `/platform-stats/daily-sms-provider-volumes-report?${range}`,
    `/platform-stats/volumes-by-service?${range}`,
    `/platform-stats/data-for-dvla-billing-report?${range}`,
    `/performance-dashboard?${range}`,
    `/provider-details`,
  ]
}

export async function reports({ sql, url, log }: Bench, { services, perDay, days }: Made): Promise<Row[]> {
  // As autovacuum does within a minute of such a night.
  await sql`vacuum (analyze) ft_billing`
  await sql`vacuum (analyze) ft_notification_status`
  const [big] = await sql`
    select service_id, template_id
    from ft_billing
    where notification_type = 'sms'
    group by service_id, template_id
    order by sum(notifications_sent) desc
    limit 1`
  const [organisation] = await sql`insert into organisation (name) values ('Bench organisation') returning id`
  await sql`
    update services set organisation_id = ${organisation!.id}
    where id in (select id from services where name like 'Bench service %' order by id limit 20)`
  const [facts] = await sql`
    select (select count(*) from ft_billing) as billing, (select count(*) from ft_notification_status) as status`

  const config = { ...testConfig, secret: commandSecret }
  const { crier, close } = await open(config, url, { log: makeLog('silent'), now: () => now })
  const app = buildApp(crier)
  const authorization = `Bearer ${adminToken(now)}`
  const found: { path: string; p99: number }[] = []
  for (const path of routes(big!.service_id, big!.template_id, organisation!.id)) {
    const ask = async () => {
      const response = await app.request(path, { headers: { authorization } })
      const body = await response.text()
      if (response.status !== 200)
        throw new Error(`${path} answered ${response.status}: ${body.slice(0, 200)}`)
    }
    // Each connection plans a query by its values five times before it keeps a plan.
    for (let call = 0; call < 10; call++) await ask()
    const times: number[] = []
    for (let call = 0; call < calls; call++) times.push(await clock(ask))
    found.push({ path, p99: percentile(times, 0.99) })
    log(`${path}: p50 ${milliseconds(percentile(times, 0.5))}, p99 ${milliseconds(found.at(-1)!.p99)}`)
  }
  await close()

  const size = `${whole(days * perDay)} messages in ${days} days of ${services} services (${whole(Number(facts!.billing))} billing and ${whole(Number(facts!.status))} status facts), none yet of the day that has begun; ${calls} calls each, one at a time`
  found.sort((a, b) => b.p99 - a.p99)
  return found.slice(0, 5).map(({ path, p99 }, place) => ({
    scenario: place === 0 ? 'reports, slowest route' : `reports, slowest but ${place}`,
    figure: `p99 ${milliseconds(p99)}`,
    conditions:
      place === 0 ? `GET ${named(path)}, of ${found.length} report routes; ${size}` : `GET ${named(path)}`,
  }))
}

/** The route without ids and values. */
const named = (path: string) => path.replace(/\?.*/, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
