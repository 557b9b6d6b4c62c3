/** Believable days: services of different sizes, hours of an office day, providers that share the texts, and a little that fails. */
import type { TestCrier } from '../support/crier.ts'

/** A Monday's half past two in London. */
const worldNow = '2026-06-15T13:32:00Z'

const services = [
  { name: 'Book a court hearing', weight: 34, organisation_type: 'central' },
  { name: 'Coastal flood warnings', weight: 22, organisation_type: 'central' },
  { name: 'Green bin collections', weight: 16, organisation_type: 'local' },
  { name: 'Riverside Surgery appointments', weight: 14, organisation_type: 'nhs_gp' },
  { name: 'School meals & travel', weight: 9, organisation_type: 'school_or_college' },
  { name: 'Parking permits', weight: 5, organisation_type: 'local' },
]

/**
 * Makes fourteen days of messages, their facts, and the year's facts before them.
 * @param perDay messages on a full day
 * @returns the ids of the services
 */
export async function makeWorld(crier: TestCrier, perDay: number): Promise<string[]> {
  const { sql } = crier
  crier.setNow(worldNow)
  await sql`select make_history_partitions('2026-04-01', 4)`
  const ids: string[] = []
  for (const { name, weight, organisation_type } of services) {
    const service = await crier.makeService({ name, organisation_type })
    ids.push(service.id)
    const sms = await crier.makeTemplate(service)
    const email = await crier.makeTemplate(service, { type: 'email' })
    const letter = await crier.makeTemplate(service, { type: 'letter' })
    await sql`update annual_billing set free_sms_fragment_limit = ${perDay * 3} where service_id = ${service.id}`
    await makeMessages(crier, service.id, { sms, email, letter }, Math.ceil((perDay * weight) / 100))
    await makeYear(crier, service.id, { sms, email, letter }, Math.ceil((perDay * weight) / 100))
  }
  await sql`
    update notifications
    set updated_at = sent_at + interval '1 second' * (2 + moment * case when moment > 0.96 then 400 else 20 end)
    from (select id as of, mod(hashtext(created_at::text)::bigint + 2147483648, 10000) / 10000.0 as moment from notifications) drawn
    where of = id and notification_status = 'delivered' and sent_at is not null`
  await sql`
    insert into delivery_failures (failed_at, notification_id, notification_type, provider, notification_status, word, code)
    select created_at + interval '1 minute', id, notification_type, sent_by, notification_status,
      case notification_status when 'permanent-failure' then '2' else '4' end,
      case notification_status when 'permanent-failure' then '1' else '6' end
    from notifications
    where notification_type = 'sms' and sent_by = 'mmg' and notification_status in ('permanent-failure', 'temporary-failure')
    order by created_at, id`
  await sql`analyze notifications`
  await sql`
    select enqueue('send-' || notification_type, array_agg(id)) from notifications
    where notification_status = 'created' and notification_type <> 'letter' group by notification_type`
  await sql`update pgboss.job set created_on = now() - interval '4 seconds' where state = 'created'`
  for (let back = 1; back <= 13; back++) {
    for (const channel of ['sms', 'email', 'letter']) {
      await sql`select refresh_status_facts(date '2026-06-15' - ${back}::integer, ${channel}::notification_type)`
      await sql`select refresh_billing_facts(date '2026-06-15' - ${back}::integer, ${channel}::notification_type)`
    }
    await sql`select refresh_processing_time(date '2026-06-15' - ${back}::integer)`
  }
  // What is older than a week has moved to history, as every night does it.
  for (const channel of ['sms', 'email', 'letter']) {
    await sql`select archive_notifications(${channel}::notification_type, ${worldNow}, 1000000)`
  }
  await sql`
    insert into ft_processing_time (bst_date, messages_total, messages_within_10_secs)
    select date '2026-06-15' - back, 10000, 10000 - (40 + 30 * sin(back) + case back when 20 then 240 else 0 end)::integer
    from generate_series(14, 29) as back`
  return ids
}

type Templates = { sms: string; email: string; letter: string }

/** The share of each outcome is drawn by the row's number, so the same picture comes out every time. */
async function makeMessages({ sql }: TestCrier, service: string, templates: Templates, perDay: number) {
  await sql`
    with drawn as (
      select
        day, n,
        mod(hashint8(n * 7919 + day * 104729)::bigint + 2147483648, 10000) / 10000.0 as chance,
        mod(hashint8(n * 31 + day * 17 + 5)::bigint + 2147483648, 10000) / 10000.0 as moment,
        mod(hashint8(n * 131 + day * 19 + 7)::bigint + 2147483648, 10000) / 10000.0 as kind
      from generate_series(0, 13) as day
      cross join lateral generate_series(
        1, (${perDay}::integer * case when extract(isodow from date '2026-06-15' - day) > 5 then 0.35 else 0.9 + 0.15 * sin(day) end)::integer
      ) as n
    ),
    placed as (
      -- Most messages go out between eight and six, with a little all night long.
      select
        day, n, chance, moment,
        case when kind < 0.46 then 'sms' when kind < 0.94 then 'email' else 'letter' end::notification_type as channel,
        timestamptz '2026-06-14 23:00Z' - day * interval '1 day' + interval '1 hour'
          * case when n % 9 = 0 then moment * 24 else 8 + 10 * (moment * 0.55 + chance * 0.45) end as at
      from drawn
    )
    insert into notifications (
      service_id, template_id, template_version, notification_type, key_type, notification_status, created_at, sent_at, sent_by,
      api_key_id, "to", billable_units, rate_multiplier, international, postage
    )
    select
      ${service},
      case channel when 'sms' then ${templates.sms} when 'email' then ${templates.email} else ${templates.letter} end::uuid,
      1, channel, 'normal',
      case
        when channel = 'letter' then case when day > 3 then 'delivered' else 'sending' end
        when at > ${worldNow}::timestamptz - interval '2 minutes' then 'created'
        when at > ${worldNow}::timestamptz - interval '9 minutes' then 'sending'
        when chance < 0.012 then 'temporary-failure'
        when chance < 0.031 then 'permanent-failure'
        when chance < 0.032 then 'technical-failure'
        else 'delivered'
      end::notification_status,
      at,
      case when at < ${worldNow}::timestamptz - interval '2 minutes' then at + interval '1 second' * (0.2 + 3 * moment ^ 6 + case when n % 180 = 0 then 14 else 0 end) end,
      case when at < ${worldNow}::timestamptz - interval '2 minutes' then
        case channel when 'sms' then case when moment < 0.58 then 'firetext' else 'mmg' end when 'email' then 'ses' else 'dvla' end
      end,
      (select id from api_keys where service_id = ${service} and key_type = 'normal'),
      '07700900001', case channel when 'email' then 0 else 1 + (n % 3) / 2 end, case channel when 'sms' then 1 end, false,
      case channel when 'letter' then 'second'::postage end
    from placed
    where at <= ${worldNow}::timestamptz`
}

async function makeYear({ sql }: TestCrier, service: string, templates: Templates, perDay: number) {
  await sql`
    insert into ft_billing (
      bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international, rate, postage,
      billable_units, notifications_sent
    )
    select
      day,
      case channel when 'sms' then ${templates.sms} when 'email' then ${templates.email} else ${templates.letter} end::uuid,
      ${service}, channel::notification_type,
      case channel when 'sms' then 'mmg' when 'email' then 'ses' else 'dvla' end,
      case channel when 'email' then 0 else 1 end, false,
      case channel when 'sms' then 0.024 when 'email' then 0 else 0.73 end,
      case channel when 'letter' then 'second' else 'none' end,
      case channel when 'email' then 0 else amount end, amount
    from generate_series(date '2026-04-01', date '2026-06-01', interval '1 day') as day
    cross join (values ('sms', 0.4), ('email', 0.45), ('letter', 0.05)) as share (channel, part)
    cross join lateral (
      select ceil(${perDay}::integer * part * case when extract(isodow from day) > 5 then 0.3 else 1 end)::integer as amount
    ) amounts`
}
