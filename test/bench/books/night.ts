/** The night's work on the books. */
import { type Bench, type Row, whole } from '../bench.ts'
import type { Made } from './books.ts'
import { clock, inSeconds } from './measure.ts'

/** Billing of ten days and status of four and ten, against the same facts made for each service by itself. */
export async function night({ sql }: Bench, { services, perDay, days }: Made): Promise<Row[]> {
  const due = async (kind: 'billing' | 'status') =>
    kind === 'billing'
      ? await sql`select bst_date::text as day, notification_type as channel from billing_days_due('2026-06-15')`
      : await sql`select bst_date::text as day, notification_type as channel from status_days_due('2026-06-15')`

  const ours = await clock(async () => {
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
      figure: inSeconds(ours),
      baseline: `${inSeconds(baseline)} service by service (estimated from ${sample.length} services and a day)`,
      ratio: baseline / ours,
      conditions: `${whole(days * perDay)} messages in ${days} days of ${services} services; billing 10 days, status 4 and 10; two jobs at once`,
    },
  ]
}
