/** The night and the reports after it: ten days of a million messages each, a thousand services. */
import { readFile } from 'node:fs/promises'
import { addMessages, addServices, withoutIndexes } from './data.ts'
import { type Bench, clock, milliseconds, quantile, type Row, round, seconds, sized } from './measure.ts'

const services = 1000

/** Billing of ten days and status of four and ten, against the same facts made for each service by itself. */
export async function night({ sql, log }: Bench): Promise<Row[]> {
  const perDay = sized(1_000_000)
  await addServices(sql, services)
  await sql`select make_history_partitions('2026-05-01', 2)`
  log(`night: ${10 * perDay} messages`)
  await withoutIndexes(sql, () =>
    addMessages(sql, { table: 'notification_history', from: '2026-06-05', days: 7, perDay }),
  )
  await addMessages(sql, { table: 'notifications', from: '2026-06-12', days: 3, perDay })
  const due = async (kind: 'billing' | 'status') =>
    kind === 'billing'
      ? await sql`select bst_date::text as day, notification_type as channel from billing_days_due('2026-06-15')`
      : await sql`select bst_date::text as day, notification_type as channel from status_days_due('2026-06-15')`

  const whole = await clock(async () => {
    for (const kind of ['billing', 'status'] as const) {
      const jobs = [...(await due(kind))]
      const work = async () => {
        for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
          await sql.unsafe(`select * from refresh_${kind}_facts('${job.day}', '${job.channel}')`)
        }
      }
      // As many at once as there are workers for such jobs.
      await Promise.all([work(), work()])
    }
  })

  // Service by service: one day is measured for a share of the services, the rest is that many times as long.
  const sample = await sql`
    select id from services where name like 'Bench service %' order by md5(id::text) limit 20`
  const [day] =
    await sql`select bst_date::text as day from billing_days_due('2026-06-15') order by 1 desc limit 1`
  const status = (id: string, channel: string) => `
    select template_id, job_id, key_type, notification_status, count(*) from notifications_all_time
    where service_id = '${id}' and notification_type = '${channel}' and key_type in ('normal', 'team')
      and created_at >= local_midnight('${day!.day}') and created_at < local_midnight(date '${day!.day}' + 1)
    group by 1, 2, 3, 4`
  const single = await clock(async () => {
    for (const { id } of sample) {
      for (const channel of ['sms', 'email', 'letter']) {
        const facts = await sql.unsafe(
          `select * from billing_of_day('${day!.day}', local_midnight('${day!.day}'), local_midnight(date '${day!.day}' + 1))
           where service_id = '${id}' and notification_type = '${channel}'`,
        )
        // The original writes each row with a statement and a commit of its own.
        for (const fact of facts) {
          await sql`
            insert into ft_billing (
              bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international, rate, postage,
              billable_units, notifications_sent
            )
            values (
              ${day!.day}, ${fact.template_id}, ${id}, ${channel}, ${fact.provider}, ${fact.rate_multiplier}, ${fact.international},
              ${fact.rate}, ${fact.postage}, ${fact.billable_units}, ${fact.notifications_sent}
            )
            on conflict on constraint ft_billing_pkey do update
            set billable_units = excluded.billable_units, notifications_sent = excluded.notifications_sent, updated_at = now()`
        }
        await sql.begin(async (sql) => {
          await sql`
            delete from ft_notification_status
            where bst_date = ${day!.day} and service_id = ${id} and notification_type = ${channel}`
          await sql.unsafe(`
            insert into ft_notification_status (
              bst_date, template_id, service_id, job_id, notification_type, key_type, notification_status, notification_count
            )
            select '${day!.day}', template_id, '${id}', coalesce(job_id, '00000000-0000-0000-0000-000000000000'), '${channel}', key_type,
              notification_status, count
            from (${status(id, channel)}) counted`)
        })
      }
    }
  })
  // Billing has ten days, status four and ten: on average 8 of 10 for a channel. The sample did both for one day.
  const baseline = (single / sample.length) * services * 8
  return [
    {
      scenario: 'night',
      figure: seconds(whole),
      baseline: `${seconds(baseline)} service by service (estimated from ${sample.length} services and a day)`,
      ratio: round(baseline / whole),
      conditions: `${10 * perDay} messages in 10 days of ${services} services; billing 10 days, status 4 and 10; two jobs at once`,
    },
  ]
}

/** Each report on the books of night: p99 of repeated calls. */
export async function reports({ sql }: Bench): Promise<Row[]> {
  const files = ['billing/usage', 'billing/reports', 'statistics/services', 'statistics/platform']
  const [big] = await sql`
    select service_id from ft_billing group by service_id order by sum(notifications_sent) desc limit 1`
  const [organisation] = await sql`insert into organisation (name) values ('Bench organisation') returning id`
  await sql`
    update services set organisation_id = ${organisation!.id}
    where id in (select id from services where name like 'Bench service %' order by id limit 20)`
  const values: Record<string, string> = {
    service_id: `'${big!.service_id}'`,
    organisation_id: `'${organisation!.id}'`,
    year: '2026',
    now: `'2026-06-15T10:00Z'`,
    limit_days: '7',
    whole_days: '7',
    notification_type: 'null',
    with_emails: 'false',
    start_date: `'2026-06-01'`,
    end_date: `'2026-06-15'`,
    only_active: 'true',
    include_from_test_key: 'true',
    job_id: `'${big!.service_id}'`,
    template_id: `'${big!.service_id}'`,
  }
  // As autovacuum does within a minute of such a load.
  await sql`analyze ft_billing, ft_notification_status`
  const rows: Row[] = []
  const slowest: [number, string][] = []
  for (const file of files) {
    const text = await readFile(new URL(`../../../queries/${file}.sql`, import.meta.url), 'utf8')
    for (const part of text.split('/* @name ').slice(1)) {
      const [name, body] = part.split(' */') as [string, string]
      const query = body
        .trim()
        .replace(/;$/, '')
        .replace(/(?<!:):([a-z_]+)!?/g, (_, key: string) => values[key]!)
      const times: number[] = []
      for (let run = 0; run < 30; run++) times.push(await clock(() => sql.unsafe(query)))
      slowest.push([quantile(times, 0.99), name])
    }
  }
  slowest.sort((a, b) => b[0] - a[0])
  for (const [time, name] of slowest.slice(0, 3)) {
    rows.push({
      scenario: 'reports',
      figure: `${milliseconds(time)} p99`,
      conditions: `${name}, among the slowest of ${slowest.length} reports on the books of night; 30 calls each`,
    })
  }
  return rows
}
