/** Made-up books of any size: services, messages in either table. Everything is made inside the database. */
import type postgres from 'postgres'

/** Adds services, each with a template per channel. */
export async function addServices(sql: postgres.Sql, count: number): Promise<void> {
  await sql`
    with made as (
      insert into services (name, restricted)
      select 'Bench service ' || number, false from generate_series(1, ${count}::integer) as number
      returning id
    )
    insert into templates (service_id, name, template_type, subject, content, postage, letter_languages)
    select
      made.id, channel, channel::template_type, case when channel <> 'sms' then 'Subject' end, 'Content',
      case channel when 'letter' then 'second' end::postage, case channel when 'letter' then 'english' end::letter_languages
    from made
    cross join unnest(array['sms', 'email', 'letter']) as channel`
}

type Table = 'notifications' | 'notification_history'
export type Volume = {
  table: Table
  /** First local date, YYYY-MM-DD. */
  from: string
  days: number
  perDay: number
  /** All of one service and channel; otherwise spread over all services, few with most of it, as sms, email and letters. */
  only?: { service: string; template: string; type: 'sms' | 'email' | 'letter' }
}

/**
 * Adds messages: texts, emails and letters as 6 : 12 : 1, mostly delivered, over each day in the order of their ids. Foreign keys
 * are not checked meanwhile (a superuser's privilege).
 */
export async function addMessages(sql: postgres.Sql, volume: Volume): Promise<void> {
  const days = Array.from({ length: volume.days }, (_, day) => day)
  await inTurn(days, (day) => addDay(sql, volume, day))
}

async function addDay(pool: postgres.Sql, { table, from, perDay, only }: Volume, day: number): Promise<void> {
  await pool.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`set local statement_timeout = 0`
    await sql`select setseed(${0.42 + day / 1000})`
    const recipient = table === 'notifications' ? sql`, "to"` : sql``
    const nobody = table === 'notifications' ? sql`, 'somebody'` : sql``
    const owners = only
      ? sql`select ${only.type}::notification_type as type, array[${only.service}::uuid] as services, array[${only.template}::uuid] as templates`
      : sql`
          select
            templates.template_type::text::notification_type as type,
            array_agg(templates.service_id order by templates.service_id) as services,
            array_agg(templates.id order by templates.service_id) as templates
          from templates join services on services.id = templates.service_id
          where services.name like 'Bench service %'
          group by templates.template_type`
    // One in nineteen is a letter, a third of the others are texts.
    const type = only
      ? sql`${only.type}::notification_type`
      : sql`case when kind < 1 then 'letter' when kind < 7 then 'sms' else 'email'::notification_type end`
    // Each text that would become an enum's value row by row is one beforehand: a cast costs as much as a column.
    await sql`
      with owners as materialized (${owners}),
      midnight as materialized (select local_midnight(${from}::date + ${day}::integer) as midnight),
      message as (
        select
          midnight + number * (interval '23 hours' / ${perDay}::integer) as created_at,
          random() * 19 as kind,
          power(random(), 3) as rank,
          random() as luck
        from midnight
        cross join generate_series(0, ${perDay}::integer - 1) as number
        offset 0
      )
      insert into ${sql(table)} (
        id, service_id, template_id, template_version, notification_type, key_type, notification_status, created_at, sent_at,
        sent_by, billable_units, rate_multiplier, international, postage ${recipient}
      )
      select
        uuidv7(created_at - transaction_timestamp()), owners.services[place], owners.templates[place], 1, typed.type,
        case when luck < 0.02 then 'team' else 'normal'::key_type end,
        case when luck < 0.9 then 'delivered' when luck < 0.95 then 'permanent-failure' when luck < 0.97 then 'technical-failure'
          else 'sending'::notification_status end,
        created_at, created_at + interval '2 seconds',
        case typed.type when 'sms' then case when luck < 0.5 then 'mmg' else 'firetext' end when 'email' then 'ses' else 'dvla' end,
        case typed.type when 'email' then 0 else 1 + (luck * 10)::integer % 3 end,
        case typed.type when 'sms' then 1 + ((luck * 100)::integer = 7)::integer end,
        typed.type = 'sms' and (luck * 100)::integer = 7,
        case typed.type when 'letter' then 'second'::postage end ${nobody}
      from message
      cross join lateral (values (${type})) as typed (type)
      join owners on owners.type = typed.type
      cross join lateral (values (1 + floor(rank * cardinality(owners.services))::integer)) as owner (place)`
  })
}

/** Does a great load without the tables' secondary indexes, makes them again, and leaves statistics as autovacuum does. */
export async function withoutIndexes(
  sql: postgres.Sql,
  tables: string[],
  load: () => Promise<void>,
): Promise<void> {
  const indexes = await sql`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    where indrelid = any (${tables}::regclass[]) and not indisprimary`
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`)
  await load()
  await inTurn(
    indexes.map(({ definition }) => definition.replace(' ON ONLY ', ' ON ')),
    (definition) =>
      sql.begin(async (sql) => {
        await sql`set local maintenance_work_mem = '512MB'`
        await sql`set local max_parallel_maintenance_workers = 0`
        await sql`set local statement_timeout = 0`
        await sql.unsafe(definition)
      }),
  )
  await inTurn(tables, (table) => sql`vacuum (analyze) ${sql(table)}`)
}

/** Works through a list, two at a time, which is what two cores do. */
export async function inTurn<T>(list: T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...list]
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }
  await Promise.all([worker(), worker()])
}
