/** The dashboard of a service: the twelve calls that the admin application makes for the page and its figures, one after another. Source: specification, calls of the admin app. */
import type postgres from 'postgres'
import { makeLog } from '../../../src/log.ts'
import { open } from '../../../src/open.ts'
import { buildApp } from '../../../src/server.ts'
import { adminToken } from '../../admin/support.ts'
import { commandSecret } from '../../operation/command.ts'
import { testConfig } from '../../support/crier.ts'
import { type Bench, percentile, type Row, whole } from '../bench.ts'
import type { Made } from './books.ts'
import { clock, inSeconds, milliseconds } from './measure.ts'

const pages = 200
/** In the afternoon of the last day with messages: what came since midnight is counted from them. */
const now = new Date('2026-06-14T16:00:00Z')

type Service = { id: string; organisation: string; member: string }

const calls = ({ id, organisation, member }: Service): string[] => [
  `/user/${member}`,
  `/service/${id}`,
  `/organisations/${organisation}`,
  `/service/${id}/template`,
  `/service/${id}/job?page=1`,
  `/service/${id}/job/scheduled-job-stats`,
  `/service/${id}/inbound-sms/summary`,
  `/service/${id}/returned-letter-statistics`,
  `/service/${id}/unsubscribe-request-statistics`,
  `/service/${id}/template-statistics?limit_days=7`,
  `/service/${id}/billing/yearly-usage-summary?year=2026`,
  `/service/${id}/billing/free-sms-fragment-limit?financial_year_start=2026`,
]

/** Days of facts, as the night makes them, but for today. */
async function makeFacts({ sql }: Bench): Promise<void> {
  for (const kind of ['billing', 'status']) {
    await sql.unsafe(`
      select refresh_${kind}_facts(bst_date, notification_type)
      from ${kind}_days_due('2026-06-14')`)
  }
}

/** What a service has beside its messages: an organisation, people, jobs, texts that came, letters that came back, people who unsubscribed. */
async function addLife(pool: postgres.Sql): Promise<void> {
  await pool.begin(async (sql) => {
    // Nothing is announced and no foreign key checked (a superuser's privilege).
    await sql`set local session_replication_role = replica`
    await sql`set local statement_timeout = 0`
    await sql`
    with made as (
      insert into organisation (name) select 'Bench organisation ' || n from generate_series(1, 50) n returning id
    ),
    numbered as (select array_agg(id) as ids from made)
    update services set organisation_id = ids[1 + abs(hashtext(services.id::text)) % 50]
    from numbered
    where services.name like 'Bench service %'`
    await sql`
    with people as (
      insert into users (name, email_address, auth_type, state)
      select 'Person ' || n, n || '@bench.gov.uk', 'email_auth', 'active' from generate_series(1, 500) n
      returning id
    ),
    numbered as (select id, row_number() over (order by id) as n from people),
    members as (
      insert into user_to_service (user_id, service_id)
      select person.id, service.id
      from (select id, row_number() over (order by id) as n from services where name like 'Bench service %') service
      join numbered person on person.n % 100 = service.n % 100
      returning user_id, service_id
    )
    insert into permissions (service_id, user_id, permission)
    select service_id, user_id, permission from members cross join unnest(enum_range(null::permission_type)) permission`
    await sql`
    insert into jobs (service_id, template_id, template_version, notification_type, key_type, original_file_name, notification_count,
      job_status, created_at, processing_started, processing_finished)
    select template.service_id, template.id, 1, 'sms', 'normal', 'people ' || n || '.csv', 4,
      'finished all notifications created', at, at, at + interval '1 minute'
    from templates template
    join services service on service.id = template.service_id and service.name like 'Bench service %'
    cross join generate_series(1, 100) n
    cross join lateral (select ${now}::timestamptz - n * interval '1 hour' as at) made
    where template.template_type = 'sms'`
    // Four each of the latest; statistics of older ones come from facts.
    await sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, notification_status, job_id,
      job_row_number, created_at, sent_at, sent_by, billable_units, rate_multiplier, international, "to", normalised_to)
    select service_id, template_id, 1, 'sms', 'normal', 'delivered', id, n, processing_started, processing_started, 'mmg', 1, 1, false,
      '07700900300', '447700900300'
    from jobs cross join generate_series(0, 3) n
    where processing_started > ${now}::timestamptz - interval '50 hours'`
    await sql`
    insert into inbound_sms (service_id, created_at, notify_number, user_number, provider, content)
    select id, ${now}::timestamptz - n * interval '20 minutes', '07700900400', '07700900' || n % 1000, 'mmg', 'Yes'
    from services cross join generate_series(1, 100) n
    where name like 'Bench service %'`
    await sql`
    insert into returned_letters (notification_id, service_id, reported_at, created_at)
    select uuidv7(), id, date '2026-06-14' - n % 60, ${now}
    from services cross join generate_series(1, 50) n
    where name like 'Bench service %'`
    await sql`
    insert into unsubscribe_request (notification_id, service_id, template_id, template_version, email_address, created_at)
    select uuidv7(), template.service_id, template.id, 1, n || '@example.com', ${now}::timestamptz - n * interval '5 hours'
    from templates template
    join services service on service.id = template.service_id and service.name like 'Bench service %'
    cross join generate_series(1, 50) n
    where template.template_type = 'email'`
  })
  await pool`vacuum analyze`
}

export async function dashboard(bench: Bench, { services, perDay, days }: Made): Promise<Row[]> {
  const { sql, log } = bench
  log(`facts were made in ${inSeconds(await clock(() => makeFacts(bench)))}`)
  log(`the rest was made in ${inSeconds(await clock(() => addLife(sql)))}`)
  // The busiest first, as their messages were spread.
  const ranked = await sql<Service[]>`
    select service.id, service.organisation_id as organisation,
      (select user_id from user_to_service member where member.service_id = service.id order by user_id limit 1) as member
    from services service
    left join (
      select service_id, sum(notifications_sent) as sent from ft_billing group by service_id
    ) facts on facts.service_id = service.id
    where service.name like 'Bench service %'
    order by facts.sent desc nulls last, service.id`

  const config = { ...testConfig, secret: commandSecret }
  const { crier, listen, close } = await open(config, bench.url, { log: makeLog('silent'), now: () => now })
  await listen()
  const app = buildApp(crier)
  const authorization = `Bearer ${adminToken(now)}`
  const perCall = new Map<string, number[]>()
  async function show(service: Service): Promise<number> {
    let sum = 0
    for (const path of calls(service)) {
      const time = await clock(async () => {
        const response = await app.request(path, { headers: { authorization } })
        const body = await response.text()
        if (response.status !== 200)
          throw new Error(`${path} answered ${response.status}: ${body.slice(0, 200)}`)
      })
      sum += time
      const name = path.replace(/\?.*/, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
      perCall.set(name, [...(perCall.get(name) ?? []), time])
    }
    return sum
  }
  async function measured(name: string, choose: (page: number) => Service): Promise<number[]> {
    // Each connection plans a query by its values five times before it keeps a plan.
    for (let page = 0; page < 10; page++) await show(choose(page))
    perCall.clear()
    const sums: number[] = []
    for (let page = 0; page < pages; page++) sums.push(await show(choose(page)))
    for (const [path, times] of perCall) {
      log(
        `${name}, ${path}: p50 ${milliseconds(percentile(times, 0.5))}, p99 ${milliseconds(percentile(times, 0.99))}`,
      )
    }
    return sums
  }
  // The one that sends most, and all of them in turn.
  const busiest = await measured('the busiest', () => ranked[0]!)
  const any = await measured('any', (page) => ranked[(page * 37) % ranked.length]!)
  await close()
  const [most] = await sql`select count(*)::integer as today from notifications
    where service_id = ${ranked[0]!.id} and created_at >= local_midnight('2026-06-14') and created_at < ${now}`
  const figure = (sums: number[]) =>
    `p50 ${milliseconds(percentile(sums, 0.5))}, p99 ${milliseconds(percentile(sums, 0.99))}`
  const size = `${calls(ranked[0]!).length} calls one after another, of ${whole(days * perDay)} messages of ${services} services; ${pages} pages`
  return [
    {
      scenario: 'dashboard',
      figure: figure(any),
      conditions: `the sum of ${size}, each service as often as any other`,
    },
    {
      scenario: 'dashboard, busiest service',
      figure: figure(busiest),
      conditions: `the same of the service that sends most: ${whole(most!.today)} messages since midnight`,
    },
  ]
}
