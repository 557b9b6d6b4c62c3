/** Claims, hand-overs, receipts and the look for jobs find each row by its key, also on a connection that made its plans while the table was small. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { type Stored, store, storing } from '../delivery/messages.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { asUsual } from './plan.ts'

let crier: TestCrier
let sms: Stored
let watched: postgres.Sql
let plans: string[] = []
before(async () => {
  crier = await testCrier()
  sms = await storing(crier)
  watched = postgres(crier.url, {
    max: 1,
    connection: asUsual,
    onnotice: (notice) => plans.push(String(notice.message)),
  })
  // PostgreSQL keeps a plan from the sixth call on.
  for (let call = 0; call < 7; call++) await handOverAndReceive([await created()])
  await crier.sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, "to")
    select ${sms.service.id}, ${sms.template}, 1, 'sms', 'normal', '07700900300'
    from generate_series(1, 5000)`
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

const created = () => store(crier, sms, { notification_status: 'created' })

async function handOverAndReceive(ids: string[]): Promise<void> {
  const at = new Date().toISOString()
  const deliveries = ids.map((id) => ({ id, outcome: 'sent', provider: 'mmg', sent_at: at }))
  const receipts = ids.map((id, ord) => ({
    ord,
    provider: 'mmg',
    reference: id,
    status: '3',
    code: null,
    received_at: at,
  }))
  await watched`select from claim_deliveries(${randomUUID()}, ${ids}::uuid[])`
  await watched`select from record_deliveries(${watched.json(deliveries)})`
  await watched`select from apply_receipts(${watched.json(receipts)})`
}

test('no scan reads more of the messages than those that were handed over', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, created))
  plans = []
  await handOverAndReceive(ids)
  const found = plans.filter((plan) => /Update on notifications|LockRows/.test(plan)).join('\n')
  assert.equal(found.match(/Update on notifications/g)?.length, 2, plans.join('\n'))
  assert.doesNotMatch(found, /Seq Scan on notifications|Hash Join|Merge Join/, found)
  // How often and with how many rows each time the messages were read.
  const reads = [...found.matchAll(/ on notifications [^\n]*actual time=[^\n]*rows=([\d.]+) loops=(\d+)/g)]
  assert.ok(reads.length >= 5, found)
  for (const [line, rows, loops] of reads) assert.ok(Number(rows) * Number(loops) <= ids.length, line)
  // And what was read to be passed over: by an index that many rows are alike in.
  for (const [line, rows] of found.matchAll(/Rows Removed by (?:Filter|Index Recheck): (\d+)/g))
    assert.ok(Number(rows) <= ids.length, `${line}\n${found}`)
})

test('the look for due jobs reads one of each queue, on a connection that planned it while there were none', async () => {
  const look = async () => (await watched`select queue from due_queues()`).map(({ queue }) => queue)
  for (let call = 0; call < 7; call++) await look()
  for (const queue of ['send-sms', 'jobs'])
    await crier.sql`
      select enqueue(${queue}, array(select uuidv7() from generate_series(1, 2000)), notifies => false)`
  plans = []
  assert.deepEqual(await look(), ['jobs', 'send-sms'])
  const found = plans.filter((plan) => plan.includes('Recursive Union')).join('\n')
  const reads = [...found.matchAll(/ Scan [^\n]* job_\d+ [^\n]*actual time=[^\n]*rows=([\d.]+) loops=(\d+)/g)]
  assert.ok(reads.length >= 2 * 8, found)
  for (const [line, rows, loops] of reads) assert.ok(Number(rows) * Number(loops) <= 3, line)
})
