/** Made-up books of any size: services, messages in either table, facts. Everything is made inside the database. */
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

export type Volume = {
  table: 'notifications' | 'notification_history'
  /** First local date, YYYY-MM-DD. */
  from: string
  days: number
  perDay: number
  /** All of one service and channel; otherwise spread over all services, few with most of it, as sms, email and letters. */
  only?: { service: string; template: string; type: 'sms' | 'email' | 'letter' }
}

/**
 * Adds messages: texts, emails and letters as 6 : 12 : 1, mostly delivered. Foreign keys are not checked meanwhile
 * (a superuser's privilege).
 */
export async function addMessages(
  sql: postgres.Sql,
  { table, from, days, perDay, only }: Volume,
): Promise<void> {
  await sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`set local statement_timeout = 0`
    await sql`select setseed(0.42)`
    const recipient = table === 'notifications' ? sql`, "to"` : sql``
    const nobody = table === 'notifications' ? sql`, 'somebody'` : sql``
    const owners = only
      ? sql`select ${only.type}::text as type, array[${only.service}::uuid] as services, array[${only.template}::uuid] as templates`
      : sql`
          select
            templates.template_type::text as type,
            array_agg(templates.service_id order by templates.service_id) as services,
            array_agg(templates.id order by templates.service_id) as templates
          from templates join services on services.id = templates.service_id
          where services.name like 'Bench service %'
          group by templates.template_type`
    await sql`
      with owners as materialized (${owners}),
      message as (
        select
          local_midnight(${from}::date + day) + random() * interval '23 hours' as created_at,
          ${only ? sql`${only.type}::text` : sql`(array['sms', 'email', 'email', 'sms', 'email', 'email'])[1 + (random() * 5)::integer]`} as type,
          power(random(), 3) as rank,
          random() as luck
        from generate_series(0, ${days}::integer - 1) as day
        cross join generate_series(1, ${perDay}::integer)
      )
      insert into ${sql(table)} (
        id, service_id, template_id, template_version, notification_type, key_type, notification_status, created_at, sent_at,
        sent_by, billable_units, rate_multiplier, international, postage ${recipient}
      )
      select
        uuidv7(created_at - clock_timestamp()), owners.services[place], owners.templates[place], 1, typed.type::notification_type,
        case when luck < 0.02 then 'team' else 'normal' end::key_type,
        case when luck < 0.9 then 'delivered' when luck < 0.95 then 'permanent-failure' when luck < 0.97 then 'technical-failure'
          else 'sending' end::notification_status,
        created_at, created_at + interval '2 seconds',
        case typed.type when 'sms' then case when luck < 0.5 then 'mmg' else 'firetext' end when 'email' then 'ses' else 'dvla' end,
        case typed.type when 'email' then 0 else 1 + (luck * 10)::integer % 3 end,
        case typed.type when 'sms' then 1 + ((luck * 100)::integer = 7)::integer end,
        typed.type = 'sms' and (luck * 100)::integer = 7,
        case typed.type when 'letter' then 'second' end::postage ${nobody}
      from message
      cross join lateral (
        -- One in twenty is a letter.
        values (${only ? sql`message.type` : sql`case when luck * 20 - floor(luck * 20) < 0.05 then 'letter' else message.type end`})
      ) as typed (type)
      join owners on owners.type = typed.type
      cross join lateral (values (1 + floor(rank * cardinality(owners.services))::integer)) as owner (place)`
  })
  await sql`analyze notifications`
  await sql`analyze notification_history`
}

/** The definitions of a table's secondary indexes, dropped for the time of a great load and made again by the answer. */
export async function withoutIndexes(sql: postgres.Sql, load: () => Promise<void>): Promise<void> {
  const indexes = await sql`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    where indrelid = 'notification_history'::regclass and not indisprimary`
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`)
  await load()
  await sql.begin(async (sql) => {
    await sql`set local maintenance_work_mem = '512MB'`
    await sql`set local statement_timeout = 0`
    for (const { definition } of indexes) await sql.unsafe(definition.replace(' ON ONLY ', ' ON '))
  })
}
