/** A message that has to be sent again finds its last job still there, in whatever state it ended. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeBoss } from '../../src/start.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { type Stored, statusOf, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer } from './peers.ts'

let crier: TestCrier
let mmg: HttpPeer
let sms: Stored
before(async () => {
  mmg = await httpPeer()
  crier = await testCrier({ providers: { mmg: { url: mmg.url, api_key: 'key' } } })
  sms = await storing(crier)
  await crier.sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
})
after(async () => {
  await crier.close()
  await mmg.close()
})

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const replay = async () => {
  const [row] =
    await crier.sql`select replay_created_notifications(${new Date().toISOString()})::integer as count`
  return row!.count as number
}
const enqueue = async (id: string) => {
  const [row] = await crier.sql`select enqueue('send-sms', array[${id}]::uuid[])::integer as jobs`
  return row!.jobs as number
}
const job = async (id: string) => {
  const [row] = await crier.sql`
    select to_jsonb(job) - array['created_on', 'start_after', 'keep_until'] as row from pgboss.job job
    where id = ${id} and name = 'send-sms'`
  return row?.row as Record<string, unknown>
}

test('a job that waits or runs is not put on the queue again; one that has ended begins anew, like a first one', async () => {
  const id = await store(crier, sms, { notification_status: 'created' })
  assert.equal(await enqueue(id), 1)
  const fresh = await job(id)
  for (const state of ['created', 'retry', 'active']) {
    await crier.sql`update pgboss.job set state = ${state}::pgboss.job_state where id = ${id}`
    assert.equal(await enqueue(id), 0, state)
    assert.equal((await job(id)).state, state)
  }
  for (const state of ['completed', 'cancelled', 'failed']) {
    await crier.sql`
      update pgboss.job
      set state = ${state}::pgboss.job_state, retry_count = 48, retry_delay = 300, started_on = now(),
        completed_on = now(), heartbeat_on = now(), output = '{"error": 1}', priority = -5
      where id = ${id}`
    assert.equal(await enqueue(id), 1, state)
    assert.deepEqual(await job(id), fresh, state)
  }
  await crier.sql`delete from pgboss.job where id = ${id}`
})

test('messages whose job completed, failed for good or was cancelled and that are still created are replayed, and sent once', async () => {
  const boss = makeBoss(crier.url, crier.crier.log)
  await boss.start()
  const ids: string[] = []
  for (const end of ['complete', 'fail', 'cancel'] as const) {
    const id = await store(crier, sms, { notification_status: 'created', created_at: hoursAgo(2) })
    ids.push(id)
    await enqueue(id)
    if (end === 'fail') await crier.sql`update pgboss.job set retry_limit = 0 where id = ${id}`
    await boss.fetch('send-sms')
    await boss[end]('send-sms', id)
  }
  await boss.stop({ graceful: false })
  assert.deepEqual(await Promise.all(ids.map(async (id) => (await job(id)).state)), [
    'completed',
    'failed',
    'cancelled',
  ])
  // What was dead-lettered is somebody else's story: here its message is to be sent.
  const [dead] = await crier.sql`
    delete from pgboss.job where name = 'undeliverable' and source_id = ${ids[1]!} returning id`
  assert.ok(dead, 'the failed one was dead-lettered')
  assert.equal(await replay(), 3)
  assert.equal(await replay(), 0)
  await crier.work()
  await crier.until('all are sent', async () =>
    (await Promise.all(ids.map((id) => statusOf(crier, id)))).every((status) => status === 'sending'),
  )
  for (const id of ids) assert.equal(mmg.seen.filter(({ body }) => body.includes(id)).length, 1)
})
