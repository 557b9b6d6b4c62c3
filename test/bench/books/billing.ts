/** Service day and literals: what the shape of the billing query is worth. */
import { type Bench, type Row, whole } from '../bench.ts'
import type { Made } from './books.ts'
import { median, medians, milliseconds } from './measure.ts'

/** One service's texts of a day, among millions of other messages in history. */
export async function serviceDay({ sql }: Bench, { heavy, perDay }: Made): Promise<Row[]> {
  // The same query over a view that removes doubles, as the archive in two steps needs it.
  const [definition] = await sql`select pg_get_viewdef('notifications_all_time'::regclass) as text`
  await sql.unsafe(`create view notifications_distinct as ${definition!.text.replace(/UNION ALL/i, 'UNION')}`)
  const [rule] = await sql`select pg_get_viewdef('billable_texts'::regclass) as text`
  await sql.unsafe(
    `create view billable_texts_distinct as ${rule!.text.replaceAll('notifications_all_time', 'notifications_distinct')}`,
  )
  const [bounds] = await sql`
    select local_midnight(${heavy.day})::text as from_at, local_midnight(${heavy.day}::date + 1)::text as to_at`
  const query = (view: string) => `
    select service_id, template_id, provider, rate_multiplier, international, sum(billable_units), count(*)
    from ${view}
    where service_id = '${heavy.service}' and created_at >= '${bounds!.from_at}' and created_at < '${bounds!.to_at}'
    group by service_id, template_id, provider, rate_multiplier, international`
  const ours = await median(5, () => sql.unsafe(query('billable_texts')))
  const distinct = await median(5, () => sql.unsafe(query('billable_texts_distinct')))
  const plan = (await sql.unsafe(`explain analyze ${query('billable_texts')}`))
    .map((line) => line['QUERY PLAN'])
    .join('\n')
  if (/Disk:/.test(plan)) throw new Error(`a sort on disk:\n${plan}`)
  await sql`drop view billable_texts_distinct, notifications_distinct`
  return [
    {
      scenario: 'service day',
      figure: milliseconds(ours),
      baseline: `${milliseconds(distinct)} over a union that removes doubles`,
      ratio: distinct / ours,
      conditions: `${whole(heavy.texts)} texts of one service and day among ${whole(7 * perDay)} other messages in history; no sort on disk; median of 5`,
    },
  ]
}

/** The three queries with literals against one that groups by every column, on one archived day of the platform. */
export async function literals({ sql }: Bench): Promise<Row[]> {
  const bounds = `created_at >= timestamptz '2026-06-09 23:00Z' and created_at < timestamptz '2026-06-10 23:00Z'`
  const general = `
    select template_id, service_id, notification_type, coalesce(sent_by, 'unknown'), coalesce(rate_multiplier, 1)::integer, international,
      billable_units, coalesce(postage::text, 'none'), sum(billable_units), count(*)
    from notifications_all_time join notification_status_groups groups on groups.status = notification_status
    where key_type in ('normal', 'team') and ${bounds}
      and case notification_type when 'sms' then is_billable_sms when 'email' then is_sent_email else is_billable_letter end
    group by 1, 2, 3, 4, 5, 6, 7, 8`
  const three = [
    `select service_id, template_id, provider, rate_multiplier, international, sum(billable_units), count(*)
     from billable_texts where ${bounds} group by 1, 2, 3, 4, 5`,
    `select service_id, template_id, count(*) from billable_emails where ${bounds} group by 1, 2`,
    `select service_id, template_id, international, postage, sheets, sum(sheets), count(*)
     from billable_letters where ${bounds} group by 1, 2, 3, 4, 5`,
  ]
  // Each in one process, as the night makes two days at once, one on each of two cores. By turns, so that a machine that is slower for
  // a while is slower for both.
  const [ours, one] = await sql.begin(async (sql) => {
    await sql`set local max_parallel_workers_per_gather = 0`
    return await medians(5, [
      async () => {
        for (const query of three) await sql.unsafe(query)
      },
      () => sql.unsafe(general),
    ])
  })
  const [day] = await sql.unsafe(
    `select count(*)::integer as messages from notifications_all_time where ${bounds}`,
  )
  return [
    {
      scenario: 'literals',
      figure: milliseconds(ours!),
      baseline: `${milliseconds(one!)} for one query that groups by every column`,
      ratio: one! / ours!,
      conditions: `one day of all services, ${whole(day!.messages)} messages; three queries after each other, one process; median of 5, by turns`,
    },
  ]
}
