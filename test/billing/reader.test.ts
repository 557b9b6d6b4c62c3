/** The role crier_reader runs the reports and reads nobody's number, address or content. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { sharedDatabase } from '../support/database.ts'

const { sql, close } = await sharedDatabase()
after(close)

const values: Record<string, string> = {
  service_id: "'d6aa2c68-a2d9-4437-ab19-3ae8eb202553'",
  organisation_id: 'null',
  template_id: "'d6aa2c68-a2d9-4437-ab19-3ae8eb202553'",
  job_id: "'d6aa2c68-a2d9-4437-ab19-3ae8eb202553'",
  year: '2026',
  now: "'2026-06-15T10:00Z'",
  limit_days: '7',
  whole_days: '7',
  notification_type: 'null',
  with_emails: 'true',
  start_date: "'2026-06-01'",
  end_date: "'2026-06-15'",
  only_active: 'true',
  include_from_test_key: 'true',
}
/** These name people: contacts of services and of those who pay. All else that reports say comes from a function that names nobody. */
const personal = new Map([
  ['GetDetailedService', null],
  ['ListLiveServices', "live_service_usage('2026-06-15')"],
  ['ListBillingReport', "service_charges('2026-06-01', '2026-06-15')"],
])

const asReader = (query: string) =>
  sql.begin(async (sql) => {
    await sql`set local role crier_reader`
    return await sql.unsafe(query)
  })

for (const file of ['billing/usage', 'billing/reports', 'statistics/services', 'statistics/platform']) {
  const text = await readFile(new URL(`../../queries/${file}.sql`, import.meta.url), 'utf8')
  for (const part of text.split('/* @name ').slice(1)) {
    const [name, body] = part.split(' */') as [string, string]
    const query = body
      .trim()
      .replace(/;$/, '')
      .replace(/(?<!:):([a-z_]+)!?/g, (_, key: string) => values[key]!)
    test(`${name}: ${personal.has(name) ? 'is not for' : 'runs for'} crier_reader`, async () => {
      if (personal.has(name)) await assert.rejects(asReader(query), { code: '42501' })
      else await asReader(query)
    })
  }
}

for (const [name, source] of personal) {
  if (source === null) continue
  test(`${name}: its figures are crier_reader's, its people are not`, async () => {
    const { columns } = await asReader(`select * from ${source}`)
    assert.ok(columns.length > 8)
    assert.deepEqual(
      columns
        .map((column) => column.name)
        .filter((column) => /contact|email_address|mobile|names$/.test(column)),
      [],
    )
  })
}

for (const query of [
  'select "to" from notifications',
  'select normalised_to from notifications',
  'select personalisation from notifications',
  'select client_reference from notifications_all_time',
  'select user_number from inbound_sms',
  'select content from inbound_sms',
  'select response from idempotency_keys',
  'select email_address from users',
]) {
  test(`refused to crier_reader: ${query}`, async () => {
    await assert.rejects(asReader(query), { code: '42501' })
  })
}

test('crier_reader makes no facts', async () => {
  await assert.rejects(asReader("select refresh_billing_facts('2026-06-14', 'sms')"), { code: '42501' })
})
