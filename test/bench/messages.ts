/** Messages of one service in every state, made inside the database: for what reads them. */
import type postgres from 'postgres'

/**
 * Adds live messages of the last seven days: texts, emails and letters as 3 : 6 : 1, a third of them rows of a file, half with a
 * reference that a thousand share, a quarter with one that all of them share. Foreign keys are not checked meanwhile;
 * whoever plans by their number analyzes the table.
 */
export async function addLiveMessages(
  sql: postgres.Sql,
  owner: { service: string; templates: Record<'sms' | 'email' | 'letter', string> },
  count: number,
): Promise<void> {
  const { service, templates } = owner
  // Two at a time, which is what two cores do.
  const add = (part: number) =>
    sql.begin(async (sql) => {
      await sql`set local session_replication_role = replica`
      await sql`set local statement_timeout = 0`
      await sql`
      insert into notifications (
        id, service_id, template_id, template_version, notification_type, key_type, notification_status, created_at, updated_at,
        "to", normalised_to, personalisation, client_reference, billable_units, rate_multiplier, postage, job_id, job_row_number
      )
      select
        uuidv7(-age), ${service}::uuid,
        case type when 'sms' then ${templates.sms}::uuid when 'email' then ${templates.email}::uuid else ${templates.letter}::uuid end, 1,
        type, 'normal',
        case
          when type = 'letter'
            then ('{created, sending, delivered, delivered, technical-failure}'::notification_status[])[1 + n % 5]
          when n % 1000 = 0 then 'technical-failure'
          when n % 20 = 0 then 'permanent-failure'
          when n % 21 = 0 then 'temporary-failure'
          when n % 50 = 1 then 'sending'
          else 'delivered'::notification_status
        end,
        now() - age, now() - age + interval '3 seconds', 'somebody ' || n, '447700900123', '{"name": "Amala", "code": "1"}',
        case when n % 2 = 0 then 'reference ' || n % 1000 when n % 4 = 1 then 'same' end, (type <> 'email')::integer,
        case when type = 'sms' then 1 end, case when type = 'letter' then 'second'::postage end,
        case when n % 3 = 0 then '00000000-0000-4000-8000-000000000001'::uuid end, case when n % 3 = 0 then n end
      from (
        select
          n, interval '7 days' * n / ${count}::integer as age,
          ('{sms, sms, sms, email, email, email, email, email, email, letter}'::notification_type[])[1 + n % 10] as type
        from generate_series(${part}::integer, ${count}::integer, 2) n
      ) made`
    })
  await Promise.all([add(1), add(2)])
}
