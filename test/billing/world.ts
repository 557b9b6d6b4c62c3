/** Services, templates and messages for the tests of the books. */
import type postgres from 'postgres'
import type { Books } from '../../src/billing/nightly.ts'
import type { Channel } from '../../src/channels.ts'
import { pgtyped } from '../../src/database.ts'

/** What the periodic work is handed in tests: typed queries, and a log that keeps what it is told. */
export function booksOn(sql: postgres.Sql): Books & { lines: unknown[] } {
  const lines: unknown[] = []
  const keep = (line: unknown) => lines.push(line)
  return { db: pgtyped(sql), log: { info: keep, error: keep } as unknown as Books['log'], lines }
}

export type World = { service: string; templates: Record<Channel, string>; key: string }

let services = 0

/** A service of its own with a template per channel and an API key. */
export async function makeWorld(sql: postgres.Sql): Promise<World> {
  const [service] = await sql`
    insert into services (name, restricted) values (${`Service ${process.pid} ${++services}`}, false) returning id`
  const made = await sql`
    insert into templates (service_id, name, template_type, subject, content, postage, letter_languages)
    select
      ${service!.id}, channel, channel::template_type, case when channel <> 'sms' then 'Subject' end, 'Content',
      case channel when 'letter' then 'second' end::postage, case channel when 'letter' then 'english' end::letter_languages
    from unnest(array['sms', 'email', 'letter']) as channel
    returning template_type::text as channel, id`
  const templates = Object.fromEntries(made.map(({ channel, id }) => [channel, id]))
  const [key] = await sql`
    insert into api_keys (service_id, name, key_type, secret_encrypted) values (${service!.id}, 'key', 'normal', '') returning id`
  return { service: service!.id, templates: templates as Record<Channel, string>, key: key!.id }
}

export type Message = {
  type: Channel
  at: string
  status?: string
  key_type?: 'normal' | 'team' | 'test'
  units?: number
  sent_by?: string | null
  multiplier?: number | null
  postage?: string
  international?: boolean
  sent_at?: string | null
  api?: boolean
  count?: number
}

/** Puts messages into the live table; returns their ids. */
export async function send(sql: postgres.Sql, world: World, message: Message): Promise<string[]> {
  const { type } = message
  const rows = await sql`
    insert into notifications (
      service_id, template_id, template_version, notification_type, key_type, notification_status, created_at, sent_at, sent_by,
      api_key_id, "to", billable_units, rate_multiplier, international, postage
    )
    select
      ${world.service}::uuid, ${world.templates[type]}::uuid, 1, ${type}::notification_type,
      ${message.key_type ?? 'normal'}::key_type, ${message.status ?? 'delivered'}::notification_status,
      ${message.at}::timestamptz, ${message.sent_at ?? null}::timestamptz, ${message.sent_by ?? null}::text,
      ${message.api ? world.key : null}::uuid, 'somebody', ${message.units ?? (type === 'email' ? 0 : 1)}::integer,
      ${message.multiplier ?? null}::numeric, ${message.international ?? false}::boolean,
      ${type === 'letter' ? (message.postage ?? 'second') : null}::postage
    from generate_series(1, ${message.count ?? 1}::integer)
    returning id`
  return rows.map((row) => row.id)
}

/** The facts of a service, each as one line, sorted. */
export async function billingFacts(sql: postgres.Sql, world: World): Promise<string[]> {
  const rows = await sql`
    select concat_ws(
      ' ', bst_date, notification_type, provider, rate_multiplier, international, trim_scale(rate), postage, billable_units,
      notifications_sent
    ) as line
    from ft_billing
    where service_id = ${world.service}
    order by 1`
  return rows.map((row) => row.line)
}

export async function statusFacts(sql: postgres.Sql, world: World): Promise<string[]> {
  const rows = await sql`
    select concat_ws(' ', bst_date, notification_type, key_type, notification_status, notification_count) as line
    from ft_notification_status
    where service_id = ${world.service}
    order by 1`
  return rows.map((row) => row.line)
}

/** Marks nights as done, so that none counts as missed. */
export async function finishNight(sql: postgres.Sql, task: string, run_on: string): Promise<void> {
  await sql`
    insert into task_runs (task, run_on, started_at, finished_at) values (${task}, ${run_on}, now(), now())
    on conflict (task, run_on) do update set finished_at = now()`
}
