/** Messages that come together share jobs, until somebody has tried: then each that is left has its own. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { MessageJob } from '../../src/delivery/shared-jobs.ts'
import { deliveryWorkers, makeDelivery } from '../../src/delivery/worker.ts'
import { makeBoss } from '../../src/start.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { type Stored, statusOf, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer } from './peers.ts'

let crier: TestCrier
let mmg: HttpPeer
let sms: Stored
/** Of messages whose provider answers 500. */
const refused = new Set<string>()
before(async () => {
  mmg = await httpPeer(({ body }) => ({ status: refused.has(JSON.parse(body).cid) ? 500 : 200 }))
  crier = await testCrier({ providers: { mmg: { url: mmg.url, api_key: 'key' } } })
  sms = await storing(crier)
  await crier.sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
})
after(async () => {
  await crier.close()
  await mmg.close()
})

type Row = {
  id: string
  state: string
  data: string[] | null
  priority: number
  retry_limit: number
  wait: number
}
const jobs = async (ids: string[]) => {
  const rows = await crier.sql`
    select id, state, data, priority, retry_limit, round(extract(epoch from start_after - created_on))::integer as wait
    from pgboss.job
    where name = 'send-sms' and (id = any (${ids}::uuid[]) or data ?| ${ids}::text[])
    order by priority desc, jsonb_array_length(data) desc nulls last, id`
  return rows.map((row) => ({ ...row })) as Row[]
}
const created = async (count: number, columns = {}) => {
  const made = { notification_status: 'created', ...columns }
  const ids: string[] = []
  for (let i = 0; i < count; i++) ids.push(await store(crier, sms, made))
  return ids
}
const enqueue = (ids: string[], priorities = ids.map(() => 0)) => crier.sql`
  select enqueue_messages('send-sms', ${ids}::uuid[], ${ids.map(() => sms.service.id)}::text[], ${priorities}::integer[])`

/** As the queue hands it to a worker. */
async function fetched(ids: string[]): Promise<MessageJob[]> {
  const boss = makeBoss(crier.url, crier.crier.log)
  await boss.start()
  const taken = await boss.fetch('send-sms', { batchSize: 100, includeMetadata: true })
  await boss.stop({ graceful: false })
  return taken.filter(
    (job) => Array.isArray(job.data) && ids.some((id) => (job.data as string[]).includes(id)),
  )
}

test('messages of one priority share jobs, ten at most and in their order; one alone has a job that bears its id', async () => {
  const ids = await created(13)
  await enqueue(ids, [...ids.slice(0, 12).map(() => 0), -1])
  const [first, second, alone, ...more] = await jobs(ids)
  assert.deepEqual(more, [])
  assert.deepEqual([first!.data, second!.data], [ids.slice(0, 10), ids.slice(10, 12)])
  assert.ok(!ids.includes(first!.id) && !ids.includes(second!.id))
  assert.deepEqual([alone!.id, alone!.data, alone!.priority], [ids[12], null, -1])
  const [depth] = await crier.sql`select ready::integer from queue_depths where queue = 'send-sms'`
  assert.equal(depth!.ready, 13)
  await crier.sql`delete from pgboss.job where name = 'send-sms'`
})

test('what a provider did not take is tried again by itself after 300 seconds, with one attempt less; the others are sent', async () => {
  const ids = await created(3)
  await enqueue(ids, [-4, -4, -4])
  refused.add(ids[1]!)
  const taken = await fetched(ids)
  const results = await makeDelivery(crier.crier).deliver('send-sms', taken, unhurried())
  assert.deepEqual(
    results.map(({ status }) => status),
    ['completed'],
  )
  assert.deepEqual(await Promise.all(ids.map((id) => statusOf(crier, id))), ['sending', 'created', 'sending'])
  const own = (await jobs(ids)).find(({ id }) => id === ids[1])
  assert.deepEqual(own, {
    id: ids[1],
    state: 'created',
    data: null,
    priority: -4,
    retry_limit: 47,
    wait: 300,
  })
})

test('what another batch may have handed over waits for news by itself, and loses no attempt', async () => {
  const ids = await created(2)
  await enqueue(ids)
  const taken = await fetched(ids)
  await crier.sql`
    insert into delivery_claims (id, claimed_at, notification_ids)
    values (gen_random_uuid(), clock_timestamp(), array[${ids[0]!}]::uuid[])`
  const [result] = await makeDelivery(crier.crier).deliver('send-sms', taken, unhurried())
  assert.equal(result!.status, 'completed')
  assert.deepEqual(await Promise.all(ids.map((id) => statusOf(crier, id))), ['created', 'sending'])
  const own = (await jobs(ids)).find(({ id }) => id === ids[0])
  assert.equal(own!.retry_limit, 48)
  assert.ok(own!.wait > 100 && own!.wait <= 120, `${own!.wait} seconds`)
})

test('a shared job that has had all of its attempts is given up with what is left of it', async () => {
  const ids = await created(2)
  await enqueue(ids)
  refused.add(ids[0]!)
  const [taken] = await fetched(ids)
  const last = { ...taken!, retryCount: 48 }
  const [result] = await makeDelivery(crier.crier).deliver('send-sms', [last], unhurried())
  assert.equal(result!.status, 'failed')
  // As pg-boss hands it on.
  const dead = { ...last, id: crypto.randomUUID(), name: 'undeliverable', sourceId: last.id }
  const [given] = await deliveryWorkers(crier.crier).undeliverable([dead as never], unhurried())
  assert.equal(given!.status, 'completed')
  assert.deepEqual(await Promise.all(ids.map((id) => statusOf(crier, id))), ['technical-failure', 'sending'])
})

test('a message that waits in a shared job is not lost, however old', async () => {
  const created_at = new Date(Date.now() - 2 * 3_600_000).toISOString()
  const [lost, ...ids] = await created(3, { created_at })
  await enqueue(ids)
  const [row] = await crier.sql`select replay_created_notifications(now())::integer as count`
  assert.equal(row!.count, 1)
  assert.deepEqual(
    (await jobs([lost!])).map(({ id }) => id),
    [lost],
  )
})

test('what the queue is asked again and again is planned once', async () => {
  const boss = makeBoss(crier.url, crier.crier.log)
  await boss.start()
  for (let n = 0; n < 12; n++) await boss.fetch('notify-internal')
  const { rows } = await boss.getDb().executeSql(`
    select from pg_prepared_statements where statement like '%skip locked%' or statement like '%SKIP LOCKED%'`)
  await boss.stop({ graceful: false })
  assert.equal(rows.length, 1)
})
