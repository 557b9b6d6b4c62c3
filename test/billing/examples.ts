/**
 * The worked examples of billing, run through the real tables: each puts its prices, allowances and messages (or facts) into
 * the emptied books of one database, makes the facts of its days and asks for the figures.
 *
 * `books` is who is asked. By default these are the typed queries behind the routes; a caller with an HTTP server gives
 * its own.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { refreshBillingFacts } from '../../queries/billing/nightly.queries.ts'
import { listBillingReport, listSmsUsagePerService } from '../../queries/billing/reports.queries.ts'
import {
  listMonthlyUsage,
  listOrganisationUsage,
  listYearlyUsage,
} from '../../queries/billing/usage.queries.ts'
import { pgtyped } from '../../src/database.ts'

export type Row = Record<string, unknown>
export type Example = {
  id: string
  kind: string
  title: string
  london_today?: string
  query: {
    service?: string
    organisation?: string
    financial_year?: number
    process_days?: string[]
    start_date?: string
    end_date?: string
  }
  services?: Row[]
  sms_rates?: { valid_from: string; rate: string }[]
  letter_rates?: {
    post_class: string
    sheet_count: number
    crown: boolean
    rate: string
    start_date: string
  }[]
  annual_billing?: { service: string; financial_year_start: number; free_sms_fragment_limit: number }[]
  ft_billing?: Row[]
  notifications?: Row[]
  notifications_first_run?: Row[]
  notifications_second_run?: Row[]
  expected: Record<string, Row[]>
}

/** Who answers; ids in place of labels, rows as the routes give them but with exact amounts. */
export type Books = {
  monthly: (service: string, year: number, now: string) => Promise<Row[]>
  yearly: (service: string, year: number, now: string) => Promise<Row[]>
  organisation: (organisation: string, year: number) => Promise<Row[]>
  smsPerService: (start: string, end: string) => Promise<Row[]>
  billingReport: (start: string, end: string) => Promise<Row[]>
}

/** The typed queries themselves. */
function queriedBooks(sql: postgres.Sql): Books {
  const db = pgtyped(sql)
  const rows = async (answer: Promise<object[]>) => (await answer) as Row[]
  return {
    monthly: (service_id, year, now) =>
      rows(listMonthlyUsage.run({ service_id, year, now, with_emails: true }, db)),
    yearly: (service_id, year, now) => rows(listYearlyUsage.run({ service_id, year, now }, db)),
    organisation: (organisation_id, year) => rows(listOrganisationUsage.run({ organisation_id, year }, db)),
    smsPerService: (start_date, end_date) =>
      rows(listSmsUsagePerService.run({ start_date, end_date, organisation_id: null }, db)),
    billingReport: (start_date, end_date) => rows(listBillingReport.run({ start_date, end_date }, db)),
  }
}

export async function readExamples(): Promise<Example[]> {
  const folder = process.env.CRIER_FIXTURES ?? join(fileURLToPath(new URL('..', import.meta.url)), 'fixtures')
  return JSON.parse(await readFile(join(folder, 'billing/worked-examples.json'), 'utf8')).examples
}

/**
 * Runs one example.
 * @param sql a test database, whose books are emptied first
 * @param books who is asked
 * @returns what differs from what it expects, one line each; nothing when it holds
 */
export async function runExample(
  example: Example,
  sql: postgres.Sql,
  books: Books = queriedBooks(sql),
): Promise<string[]> {
  await empty(sql)
  const ids = await furnish(sql, example)
  const now = `${example.london_today ?? '2027-06-01'}T12:00:00Z`
  const differences: string[] = []
  const check = (what: string, actual: Row[]) =>
    differences.push(...compare(what, example.expected[what], actual, ids))

  for (const run of ['notifications', 'notifications_first_run', 'notifications_second_run'] as const) {
    const messages = example[run]
    if (messages === undefined) continue
    await insertNotifications(sql, messages, ids)
    for (const day of example.query.process_days ?? []) {
      for (const notification_type of ['sms', 'email', 'letter'] as const) {
        await refreshBillingFacts.run({ day, notification_type }, pgtyped(sql))
      }
    }
    const facts = await listFacts(sql)
    if (run === 'notifications') check('ft_billing', facts)
    if (run === 'notifications_first_run') check('ft_billing_after_first_run', facts)
    if (run === 'notifications_second_run') check('ft_billing_after_second_run', facts)
  }

  const { service, organisation, financial_year, start_date, end_date } = example.query
  if (service !== undefined) {
    check('monthly', await books.monthly(ids.of(service), financial_year!, now))
    check('yearly', await books.yearly(ids.of(service), financial_year!, now))
  } else if (organisation !== undefined) {
    check('services', await books.organisation(ids.of(organisation), financial_year!))
  } else if (example.kind === 'all-services-sms') {
    check('rows', await books.smsPerService(start_date!, end_date!))
  } else {
    check('rows', await books.billingReport(start_date!, end_date!))
  }
  return differences
}

/** Removes what an example before has left: everybody but Notify's own service. */
async function empty(sql: postgres.Sql): Promise<void> {
  await sql`delete from notifications`
  await sql`delete from notification_history`
  await sql`delete from ft_billing`
  await sql`delete from services where normalised_service_name <> 'gov.uk.notify'`
  await sql`delete from organisation`
}

/** Labels of the examples and the ids that stand for them. */
type Ids = { of: (label: string) => string; label: (id: unknown) => unknown }

/** Puts prices, allowances, services, templates and facts in place. */
async function furnish(sql: postgres.Sql, example: Example): Promise<Ids> {
  const known = new Map<string, string>()
  const labels = new Map<string, string>()
  const name = (label: string, id: string) => {
    known.set(label, id)
    labels.set(id, label)
  }
  const ids: Ids = {
    of(label) {
      const id = known.get(label)
      if (id === undefined) throw new Error(`the example names ${label} and does not say what it is`)
      return id
    },
    label: (id) => labels.get(String(id)) ?? id,
  }
  const messages = [
    ...(example.notifications ?? []),
    ...(example.notifications_first_run ?? []),
    ...(example.notifications_second_run ?? []),
  ]
  const facts = example.ft_billing ?? []

  const services = new Map<string, Row>()
  for (const service of example.services ?? []) services.set(String(service.service), service)
  for (const { service } of [...messages, ...facts, ...(example.annual_billing ?? [])]) {
    if (!services.has(String(service))) services.set(String(service), { service, name: service })
  }
  for (const [label, service] of services) {
    let organisation: string | null = null
    if (service.organisation) {
      const title = String(service.organisation)
      if (!known.has(title)) {
        const [made] = await sql`insert into organisation (name) values (${title}) returning id`
        name(title, made!.id)
      }
      organisation = ids.of(title)
    }
    const [made] = await sql`
      insert into services (name, organisation_id, restricted, archived_at)
      values (
        ${String(service.name ?? label)}, ${organisation}, ${service.restricted === true},
        ${service.active === false ? sql`now()` : null}
      )
      returning id`
    name(label, made!.id)
  }
  if (example.query.organisation !== undefined && !known.has(example.query.organisation)) {
    const [made] =
      await sql`insert into organisation (name) values (${example.query.organisation}) returning id`
    name(example.query.organisation, made!.id)
  }
  for (const row of [...messages, ...facts]) {
    const label = String(row.template)
    if (known.has(label)) continue
    const type = String(row.notification_type)
    const [made] = await sql`
      insert into templates (service_id, name, template_type, subject, content, postage, letter_languages)
      values (
        ${ids.of(String(row.service))}, ${label}, ${type}, ${type === 'sms' ? null : 'Subject'}, 'Content',
        ${type === 'letter' ? 'second' : null}, ${type === 'letter' ? 'english' : null}
      )
      returning id`
    name(label, made!.id)
  }

  if (example.sms_rates !== undefined) {
    await sql`delete from rates`
    await sql`
      insert into rates (valid_during, rate)
      select tstzrange(valid_from, lead(valid_from) over (order by valid_from)), rate
      from jsonb_to_recordset(${sql.json(example.sms_rates)}) as list (valid_from timestamptz, rate numeric)`
  }
  if (example.letter_rates !== undefined) {
    // Prices of bodies that are not of the Crown are never asked for.
    const prices = example.letter_rates.filter((rate) => rate.crown !== false)
    await sql`delete from letter_rates`
    await sql`
      insert into letter_rates (post_class, sheet_count, valid_during, rate)
      select
        post_class, sheet_count,
        tstzrange(start_date, lead(start_date) over (partition by post_class, sheet_count order by start_date)), rate
      from jsonb_to_recordset(${sql.json(prices)})
        as list (post_class postage, sheet_count integer, rate numeric, start_date timestamptz)`
  }
  // An example names all the allowances there are: also none, which a year without defaults has.
  await sql`delete from annual_billing`
  await sql`delete from default_annual_allowance`
  for (const row of example.annual_billing ?? []) {
    await sql`
      insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit)
      values (${ids.of(row.service)}, ${row.financial_year_start}, ${row.free_sms_fragment_limit})`
  }
  const stored = facts.map(({ service, template, ...rest }) => ({
    ...rest,
    service_id: ids.of(String(service)),
    template_id: ids.of(String(template)),
  }))
  await sql`
    insert into ft_billing (
      bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international, rate, postage,
      billable_units, notifications_sent
    )
    select
      bst_date, template_id, service_id, notification_type, provider, rate_multiplier, international, rate, postage,
      billable_units, notifications_sent
    from jsonb_populate_recordset(null::ft_billing, ${sql.json(stored as postgres.JSONValue)})`
  return ids
}

/**
 * Replaces all messages by those of a run. Every other one lies in history, and so does each that the live table refuses
 * (a status that its channel does not have).
 */
async function insertNotifications(sql: postgres.Sql, messages: Row[], ids: Ids): Promise<void> {
  await sql`delete from notifications`
  await sql`delete from notification_history`
  for (const [index, message] of messages.entries()) {
    const row = {
      service_id: ids.of(String(message.service)),
      template_id: ids.of(String(message.template)),
      template_version: 1,
      notification_type: message.notification_type,
      key_type: message.key_type,
      notification_status: message.status,
      created_at: message.created_at,
      billable_units: message.billable_units ?? 0,
      sent_by: message.sent_by ?? null,
      rate_multiplier: message.rate_multiplier ?? null,
      international: message.international ?? false,
      postage: message.postage ?? null,
    } as unknown as Record<string, postgres.ParameterOrJSON<never>>
    const rows = Array.from({ length: Number(message.count ?? 1) }, () => row)
    const archive = () => {
      const archived = rows.map((one) => ({ ...one, id: crypto.randomUUID() }))
      return sql`insert into notification_history ${sql(archived)}`
    }
    if (index % 2 === 1) await archive()
    else {
      const live = rows.map((one) => ({ ...one, to: 'somebody' }))
      await sql`insert into notifications ${sql(live)}`.catch((error) => {
        if (error.code !== '23514') throw error
        return archive()
      })
    }
  }
}

async function listFacts(sql: postgres.Sql): Promise<Row[]> {
  return await sql`
    select
      bst_date::text, service_id, template_id, notification_type, provider, rate_multiplier, international, rate, postage,
      billable_units, notifications_sent
    from ft_billing`
}

/** Columns that the examples name without their ending, and the result's name of them. */
const columns: Record<string, string> = {
  service: 'service_id',
  template: 'template_id',
  organisation: 'organisation_name',
}

/** Compares what is expected, column by column; the facts in any order, answers in their order. */
function compare(what: string, expected: Row[] | undefined, actual: Row[], ids: Ids): string[] {
  if (expected === undefined) return []
  const shape = Object.keys(expected[0] ?? actual[0] ?? {})
  const text = (row: Row, named: boolean) =>
    shape
      .map((key) => `${key}=${canonical(named ? ids.label(row[columns[key] ?? key]) : row[key])}`)
      .join(' ')
  let wanted = expected.map((row) => text(row, false))
  let got = actual.map((row) => text(row, true))
  if (what.startsWith('ft_billing')) {
    wanted = wanted.sort()
    got = got.sort()
  }
  if (wanted.join('\n') === got.join('\n')) return []
  const missing = wanted.filter((line) => !got.includes(line)).map((line) => `${what}: expected ${line}`)
  const extra = got.filter((line) => !wanted.includes(line)).map((line) => `${what}: got      ${line}`)
  return missing.length + extra.length > 0 ? [...missing, ...extra] : [`${what}: the order differs`]
}

/** Amounts as exact decimals, whatever their trailing zeros. */
function canonical(value: unknown): string {
  const text = String(value)
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/0+$/, '').replace(/\.$/, '') : text
}
