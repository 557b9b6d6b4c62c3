/** Callbacks are claimed, read and recorded by their keys, also on a connection that made its plans while the table was small. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { told, write } from '../callbacks/peer.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { asUsual } from './plan.ts'

let crier: TestCrier
let service: string
let watched: postgres.Sql
let plans: string[] = []
const delivered = 5_000
const waiting = 1_000
before(async () => {
  crier = await testCrier()
  service = (await told(crier, 'https://service.example/told')).service.id
  watched = postgres(crier.url, {
    max: 1,
    connection: asUsual,
    onnotice: (notice) => plans.push(String(notice.message)),
  })
  // PostgreSQL keeps a plan from the sixth call on.
  for (let call = 0; call < 7; call++) {
    await write(crier, service, [randomUUID()])
    await drain(1)
  }
  await crier.sql`
    insert into service_callbacks (service_id, callback_type, notification_type, about_id, payload, status,
      next_attempt_at, created_at, ended_at)
    select ${service}, 'delivery_status', 'sms', gen_random_uuid(), case when n <= ${waiting} then '{}'::json end,
      case when n <= ${waiting} then 'waiting' else 'delivered' end::callback_status,
      case when n <= ${waiting} then now() end, now(), case when n > ${waiting} then now() end
    from generate_series(1, ${delivered + waiting}) n`
  await watched.unsafe(`
    load 'auto_explain';
    set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on;
    set auto_explain.log_analyze = on;
    set client_min_messages = log`)
})
after(async () => {
  await watched?.end()
  await crier.close()
})

async function drain(most: number): Promise<void> {
  await watched`select claim_callback_services(${randomUUID()}, 50)`
  const due = await watched`select id from due_callbacks(array[${service}::uuid], array[${most}::integer])`
  assert.equal(due.length, most)
  const outcomes = due.map(({ id }) => ({ id, http_status: 200, error: null, retry_after_seconds: null }))
  await watched`select from finish_callbacks(${watched.json(outcomes)})`
  await watched`select from list_callbacks(${service}, null, null, null, null, 20)`
}

test('no step reads more of the outbox than it needs', async () => {
  const most = 20
  plans = []
  await drain(most)
  const found = plans.filter((plan) => plan.includes('service_callbacks')).join('\n')
  assert.doesNotMatch(found, /Seq Scan on service_callbacks|Hash Join|Merge Join/, found)
  const reads = [
    ...found.matchAll(/ on service_callbacks [^\n]*actual time=[^\n]*rows=([\d.]+) loops=(\d+)/g),
  ]
  assert.ok(reads.length >= 4, found)
  // The list takes a page of each status.
  for (const [line, rows, loops] of reads) assert.ok(Number(rows) * Number(loops) <= 3 * most, line)
})
