/** What the admin application shows of a service that has sent ten thousand files and a hundred thousand messages. */
import { type Asked, ask } from './ask.ts'
import { beginCommand } from './begin.ts'
import type { Bench, Row } from './bench.ts'
import { admin, adminEnv, makeMessages } from './report.ts'

const jobs = 10_000
const messages = 100_000
/** Of the newest jobs, whose statistics are counted from messages; those of older ones come from facts. */
const perJob = 20

async function makeJobs({ sql }: Bench, serviceId: string, templateId: string): Promise<void> {
  await sql`
    insert into jobs (service_id, template_id, template_version, notification_type, key_type, original_file_name, notification_count,
      job_status, created_at, processing_started, processing_finished)
    select ${serviceId}, ${templateId}, 1, 'sms', 'normal', 'people ' || n || '.csv', ${perJob}, 'finished all notifications created',
      at, at, at + interval '1 minute'
    from generate_series(1, ${jobs}) n
    cross join lateral (select now() - n * interval '12 minutes' as at) made`
  const recent = sql`processing_started > now() - interval '3 days'`
  await sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, notification_status, job_id,
      job_row_number, created_at, "to", normalised_to)
    select service_id, template_id, 1, 'sms', 'normal', case when n % 10 = 0 then 'permanent-failure' else 'delivered' end::notification_status,
      id, n, processing_started, '07700900300', '447700900300'
    from jobs cross join generate_series(0, ${perJob - 1}) n
    where ${recent}`
  await sql`
    insert into ft_notification_status (bst_date, template_id, service_id, job_id, notification_type, key_type, notification_status,
      notification_count)
    select local_date(processing_started), template_id, service_id, id, 'sms', 'normal', status::notification_status, 10
    from jobs cross join unnest(array['delivered', 'permanent-failure']) status
    where not ${recent}`
  await sql`vacuum analyze`
}

const times = ({ p50, p99, worst }: Asked) =>
  `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`

export async function lists(bench: Bench): Promise<Row[]> {
  const { serviceId, templateId } = await makeMessages(bench, messages)
  await makeJobs(bench, serviceId, templateId)
  const server = beginCommand(bench, 'serve', adminEnv)
  const { port } = await server.started
  const pages = jobs / 50
  const cases: [name: string, connections: number, path: (n: number) => string][] = [
    ['jobs, first page', 2, () => '/job'],
    ['jobs, any page', 2, (n) => `/job?page=${1 + ((n * 37) % pages)}`],
    ['jobs, last page', 2, () => `/job?page=${pages}`],
    ['jobs, one status', 2, () => '/job?statuses=scheduled'],
    ['jobs, seven days', 2, () => '/job?limit_days=7'],
    ['uploads, first page', 2, () => '/upload'],
    ['uploads, any page', 2, (n) => `/upload?page=${1 + ((n * 7) % 16)}`],
    ['messages, first page', 2, () => '/notifications?template_type=sms'],
    ['messages, any page', 2, (n) => `/notifications?page=${1 + ((n * 37) % 200)}`],
    ['messages, a rare status', 2, () => '/notifications?status=technical-failure'],
    ['search that finds nothing', 1, () => '/notifications?template_type=email&to=nobody&limit_days=7'],
  ]
  const rows: Row[] = []
  for (const [name, connections, path] of cases) {
    const found = await ask(port!, admin, connections, bench.seconds(4), (n) => ({
      path: `/service/${serviceId}${path(n)}`,
    }))
    bench.log(`${name}: ${times(found)}`)
    rows.push({
      scenario: `lists, ${name}`,
      figure: times(found),
      conditions: `${connections} kept connections; a service with 10,000 jobs and 100,000 messages beside their rows; one serve process`,
    })
  }
  await server.stop()
  return rows
}
