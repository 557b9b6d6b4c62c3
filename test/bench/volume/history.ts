/**
 * A history as large as a nation's, and the live messages beside it. A pattern of some messages is made once and stamped on day after
 * day with new ids and times: half the work of drawing each.
 */
import type postgres from 'postgres'
import { inTurn } from '../books/data.ts'

/** A month's partition by its name, its first day with messages (YYYY-MM-DD, UTC), and how many each day has. */
export type Month = { name: string; from: string; perDay: number[] }

/**
 * What messages have besides ids and times. Texts, emails and letters as 6 : 12 : 1, mostly delivered, few services with most of them;
 * a third are rows of their template's file of the day, emails and letters have their provider's reference.
 */
export async function makePattern(sql: postgres.Sql, count: number): Promise<void> {
  await sql`
    create unlogged table pattern as
    with owners as materialized (
      select
        templates.template_type::text::notification_type as type,
        array_agg(templates.service_id order by templates.service_id) as services,
        array_agg(templates.id order by templates.service_id) as templates
      from templates join services on services.id = templates.service_id
      where services.name like 'Bench service %'
      group by templates.template_type
    ),
    drawn as (
      select
        number, power(random(), 3) as rank, random() as luck,
        (array['letter', 'sms', 'sms', 'sms', 'sms', 'sms', 'sms'])[1 + floor(random() * 19)::integer] as word
      from generate_series(0, ${count}::integer - 1) as number
      offset 0
    )
    select
      number, owners.type, owners.services[place] as service_id, owners.templates[place] as template_id,
      case when luck < 0.02 then 'team' else 'normal'::key_type end as key_type,
      case when luck < 0.9 then 'delivered' when luck < 0.95 then 'permanent-failure' when luck < 0.97 then 'technical-failure'
        else 'temporary-failure'::notification_status end as status,
      case owners.type when 'sms' then case when luck < 0.5 then 'mmg' else 'firetext' end when 'email' then 'ses' else 'dvla' end as sent_by,
      case when luck < 0.667 then owners.services[place] end as api_key_id,
      luck >= 0.667 as is_of_job,
      case owners.type when 'email' then 0 else 1 + (luck * 10)::integer % 3 end as billable_units,
      case owners.type when 'sms' then 1::numeric end as rate_multiplier,
      case owners.type when 'letter' then 'second'::postage end as postage
    from drawn
    join owners on owners.type = coalesce(drawn.word, 'email')::notification_type
    cross join lateral (select 1 + floor(rank * cardinality(owners.services))::integer as place) as owner
    order by number`
  await sql`analyze pattern`
}

const columns = `id, service_id, template_id, template_version, notification_type, key_type, notification_status, created_at, updated_at,
  sent_at, sent_by, api_key_id, job_id, job_row_number, reference, billable_units, rate_multiplier, international, postage`

/** Adds a day's messages in the order of their ids, from its midnight (UTC) on; foreign keys and triggers are a superuser's to leave out. */
async function addDay(
  sql: postgres.TransactionSql,
  table: string,
  { from, day, count }: { from: string; day: number; count: number },
): Promise<void> {
  await sql`set local session_replication_role = replica`
  const isLive = table === 'notifications'
  const [live, liveOf] = isLive
    ? [
        ', "to", normalised_to, personalisation, client_reference',
        `, '07700 900123', '447700900123', '{"name": "Amala Khan", "reference": "AB-2026-1234", "date": "Monday 5 October 2026"}'::jsonb,
          case when number % 3 = 0 then 'reference ' || number end`,
      ]
    : ['', '']
  await sql.unsafe(`
    with sized as materialized (select count(*)::integer as per_round from pattern),
    job as materialized (
      select round, template_id, gen_random_uuid() as id
      from sized
      cross join generate_series(0, (${count} - 1) / per_round) as round
      cross join (select distinct template_id from pattern) as sent
    )
    insert into ${table} (${columns}${live})
    select
      id, service_id, template_id, 1, type, key_type, status, created_at, created_at + interval '9 seconds',
      created_at + interval '2 seconds', sent_by, api_key_id, case when is_of_job then job end,
      case when is_of_job then number end, case when type <> 'sms' then '0102' || id || '-0000000000000000' end,
      billable_units, rate_multiplier, false, postage${liveOf}
    from (
      select *, uuidv7(created_at - transaction_timestamp()) as id
      from (
        select
          pattern.*, job.id as job,
          timestamptz '${from} 00:00Z' + ${day} * interval '1 day'
            + (job.round * per_round + pattern.number) * (interval '23 hours' / ${count}) as created_at
        from sized
        cross join generate_series(0, (${count} - 1) / per_round) as turn
        cross join pattern
        join job on job.round = turn and job.template_id = pattern.template_id
        where turn * per_round + pattern.number < ${count}
        offset 0
      ) stamped
      offset 0
    ) named`)
}

/** The months, two at a time. */
export async function addHistory(sql: postgres.Sql, months: Month[]): Promise<void> {
  await inTurn(months, (month) => addMonth(sql, month))
  await sql`analyze notification_history`
}

/**
 * The rows first, in the transaction that makes the table, and then the indexes of its neighbours: what is written so is sorted once,
 * in place of being found its place row by row.
 */
async function addMonth(pool: postgres.Sql, { name, from, perDay }: Month): Promise<void> {
  const table = `notification_history_${name}`
  const [bounds] = await pool`
    select pg_get_expr(relpartbound, oid) as text from pg_class where relname = ${table}`
  // By itself, because it locks the whole history.
  await pool`drop table ${pool(table)}`
  await pool.begin(async (sql) => {
    await sql`set local statement_timeout = 0`
    await sql`set local maintenance_work_mem = '512MB'`
    await sql`set local max_parallel_maintenance_workers = 0`
    await sql`create table ${sql(table)} (like notification_history including defaults including constraints)`
    for (const [day, count] of perDay.entries()) await addDay(sql, table, { from, day, count })
    await sql`alter table ${sql(table)} add primary key (id, created_at)`
    const indexes = await sql`
      select pg_get_indexdef(indexrelid) as definition
      from pg_index
      where indrelid = 'notification_history'::regclass and not indisprimary`
    for (const { definition } of indexes) {
      await sql.unsafe(definition.replace(/INDEX \S+ ON (ONLY )?\S+/, `INDEX ON ${table}`))
    }
    await sql.unsafe(`alter table notification_history attach partition ${table} ${bounds!.text}`)
  })
  await pool`analyze ${pool(table)}`
}

/** Live messages of some days, each in a transaction of its own, with all indexes in place. */
export async function addLive(sql: postgres.Sql, from: string, perDay: number[]): Promise<void> {
  for (const [day, count] of perDay.entries()) {
    await sql.begin(async (sql) => {
      await sql`set local statement_timeout = 0`
      await addDay(sql, 'notifications', { from, day, count })
    })
  }
  await sql`vacuum (analyze) notifications`
}
