/** What every way of making messages is composed of: the one guard of the day, and the one way into the table. */
import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type postgres from 'postgres'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const at = '2026-03-02T09:00:00Z'

/** What writes a table, but for one function that deletes or archives. */
const writes = (verbs: string, table: string) => String.raw`\m(${verbs})\s+(only\s+)?(public\.)?${table}\M`

for (const [table, verbs, owners] of [
  ['notifications', 'insert\\s+into|merge\\s+into|copy', ['store_notifications']],
  ['service_daily_usage', 'insert\\s+into|merge\\s+into|copy', ['open_daily_usage']],
  ['service_daily_usage', 'update', ['claim_daily_allowance', 'give_back_letters']],
] as const) {
  test(`of all functions and queries only ${owners} may ${verbs.split('\\')[0]} ${table}`, async () => {
    const found = await crier.sql`
      select proname as name from pg_proc
      where pronamespace = 'public'::regnamespace and prokind = 'f'
        and pg_get_functiondef(oid) ~* ${writes(verbs, table)}
      order by name`
    assert.deepEqual(
      found.map(({ name }) => name),
      owners,
    )
    const pattern = new RegExp(writes(verbs, table).replaceAll(/\\[mM]/g, '\\b'), 'i')
    assert.match(`insert into ${table}; update ${table}`, pattern)
    for await (const path of glob(['queries/**/*.sql', 'src/**/*.ts', 'db/data/**/*.sql']))
      assert.doesNotMatch(await readFile(path, 'utf8'), pattern, path)
  })
}

type Claim = { channel?: string; key?: string; number: number; abroad?: number }

/** Claims for one service; the day is opened by the claim itself. */
async function claim(sql: postgres.Sql, service: TestService, claims: Claim[], instant = at) {
  const rows = await sql`
    select within_day as day, within_abroad as abroad, channel_limit::integer as limit
    from claim_daily_allowance(
      ${claims.map((_, ord) => ord)}::integer[], ${claims.map(() => service.id)}::uuid[],
      ${claims.map(({ channel }) => channel ?? 'sms')}::notification_type[],
      ${claims.map(({ key }) => key ?? 'normal')}::key_type[],
      ${claims.map(({ number }) => number)}::integer[],
      ${claims.map(({ abroad }) => abroad ?? 0)}::integer[], ${instant})
    order by ord`
  return rows.map(({ day, abroad }) => (day && abroad ? 'granted' : day ? 'abroad' : 'day'))
}

const used = async (service: TestService) =>
  (
    await crier.sql`
      select day::text, sms::integer, email::integer, international_sms::integer as abroad
      from service_daily_usage where service_id = ${service.id} order by day`
  ).map(({ day, sms, email, abroad }) => [String(day).slice(8, 10), sms, email, abroad].join(' '))

test('a claim is granted whole or refused, in order, and counts what it grants', async () => {
  const service = await crier.makeService({
    sms_message_limit: 10,
    email_message_limit: 4,
    international_sms_message_limit: 3,
  })
  assert.deepEqual(
    await claim(crier.sql, service, [
      { number: 6, abroad: 2 },
      { number: 0 },
      { number: 2, abroad: 2 },
      { number: 5, channel: 'email' },
      { number: 9, key: 'test' },
      { number: 4 },
      { number: 1 },
    ]),
    // The fifth of the texts finds no room behind the fourth only when it fills the day.
    ['granted', 'granted', 'abroad', 'day', 'granted', 'granted', 'day'],
  )
  assert.deepEqual(await used(service), ['02 10 0 2'])
  assert.deepEqual(await claim(crier.sql, service, [{ number: 0 }, { number: 1, channel: 'email' }]), [
    'day',
    'granted',
  ])
  assert.deepEqual(await claim(crier.sql, service, [{ number: 10 }], '2026-03-03T00:00:00Z'), ['granted'])
  assert.deepEqual(await used(service), ['02 10 1 2', '03 10 0 0'])
})

test('claims are exact however many ask at once, from the first of a day', async () => {
  const service = await crier.makeService({ sms_message_limit: 25 })
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => claim(crier.sql, service, [{ number: 2 }])),
  )
  assert.equal(answers.filter(([answer]) => answer === 'granted').length, 12)
  assert.deepEqual(await used(service), ['02 24 0 0'])
})

test('a claim for a day that is said to be open, and is not, is refused aloud', async () => {
  const service = await crier.makeService()
  await assert.rejects(
    crier.sql`
      select from claim_daily_allowance(array[0], array[${service.id}::uuid], array['sms']::notification_type[],
        array['normal']::key_type[], array[1], array[0], ${at}, true)`,
    /its day is not open/,
  )
})

test('a message begins with what a row leaves out, and a row of a job is stored once', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { content: 'Hello' })
  const job_id = '6ce466d0-fd6a-11e5-82f5-e0accb9d11a6'
  const row = {
    service_id: service.id,
    template_id: template,
    template_version: 1,
    notification_type: 'sms',
    key_type: 'normal',
    to: '07700900456',
  }
  const store = async (rows: object[]) =>
    (
      await crier.sql`
        select id from store_notifications(array(
          select row from jsonb_populate_recordset(null::notifications, ${crier.sql.json(rows as never)}) as row
        ), ${at}) as id`
    ).length
  assert.equal(await store([row]), 1)
  const [alone] = await crier.sql`
    select notification_status, created_at = ${at}::timestamptz as is_now, updated_at, personalisation, billable_units,
      international
    from notifications where service_id = ${service.id}`
  assert.deepEqual(alone, {
    notification_status: 'created',
    is_now: true,
    updated_at: null,
    personalisation: {},
    billable_units: 0,
    international: false,
  })
  const rows = [0, 1, 1, 2].map((job_row_number) => ({ ...row, job_id, job_row_number }))
  assert.equal(await store(rows.slice(0, 3)), 2)
  assert.equal(await store(rows), 1)
})
