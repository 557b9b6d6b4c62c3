/** Attempts: whose fault a failure is, retries, used-up attempts, replay and time-out. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Job, PgBoss } from 'pg-boss'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { makeBoss } from '../../src/start.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { type Stored, statusOf, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer, type Reply } from './peers.ts'

let crier: TestCrier
let mmg: HttpPeer
let firetext: HttpPeer
let sms: Stored
let boss: PgBoss
const replies: Record<'mmg' | 'firetext', Reply> = { mmg: {}, firetext: {} }
before(async () => {
  mmg = await httpPeer(() => replies.mmg)
  firetext = await httpPeer(() => replies.firetext)
  crier = await testCrier({
    providers: {
      mmg: { url: mmg.url, api_key: 'key' },
      firetext: { url: firetext.url, api_key: 'key' },
    },
  })
  sms = await storing(crier)
  await crier.sql`
    update provider_details set active = (identifier in ('mmg', 'firetext')), priority = resting_priority
    where notification_type = 'sms'`
  boss = makeBoss(crier.url, crier.crier.log)
  await boss.start()
})
after(async () => {
  await boss.stop({ graceful: false })
  await crier.close()
  await mmg.close()
  await firetext.close()
})

const created = (columns: Record<string, unknown> = {}) =>
  store(crier, sms, { notification_status: 'created', ...columns })
const deliver = async (...ids: string[]) => {
  const { deliver } = makeDelivery(crier.crier)
  return deliver(
    'send-sms',
    ids.map((id) => ({ id, name: 'send-sms', data: null })) as Job<unknown>[],
    unhurried(),
  )
}
const timesSent = (peer: HttpPeer, id: string) => peer.seen.filter(({ body }) => body.includes(id)).length

test('a provider’s fault is tried at once by the other provider', async () => {
  Object.assign(replies, { mmg: { status: 500 }, firetext: {} })
  const id = await created()
  const [result] = await deliver(id)
  assert.equal(result!.status, 'completed')
  const [row] = await crier.sql`
    select notification_status as status, sent_by, billable_units as units from notifications where id = ${id}`
  assert.deepEqual({ ...row }, { status: 'sending', sent_by: 'firetext', units: 1 })
})

test('when all providers fail the job is tried again after 300 seconds, and the message stays created', async () => {
  Object.assign(replies, { mmg: { status: 500 }, firetext: { status: 500 } })
  const id = await created()
  await crier.sql`select enqueue('send-sms', array[${id}]::uuid[])`
  const jobs = await boss.fetch('send-sms')
  assert.deepEqual(
    jobs.map((job) => job.id),
    [id],
  )
  const [result] = await deliver(id)
  assert.equal(result!.status, 'failed')
  await boss.fail('send-sms', id)
  const [job] = await crier.sql`
    select state, retry_count, round(extract(epoch from start_after - now()))::integer as wait
    from pgboss.job where id = ${id}`
  assert.equal(job!.state, 'retry')
  const [row] = await crier.sql`
    select billable_units as units, updated_at is not null as touched from notifications where id = ${id}`
  assert.deepEqual({ ...row }, { units: 1, touched: true })
  assert.ok(job!.wait > 290 && job!.wait <= 300, `${job!.wait} seconds`)
  assert.equal(await statusOf(crier, id), 'created')
  assert.equal(timesSent(mmg, id) + timesSent(firetext, id), 2)
})

test('a message’s fault is final at once', async () => {
  Object.assign(replies, { mmg: { status: 400, body: '{"Error":206}' }, firetext: { body: '{"code":2}' } })
  const id = await created()
  const [result] = await deliver(id)
  assert.equal(result!.status, 'completed')
  assert.equal(await statusOf(crier, id), 'technical-failure')
  assert.equal(timesSent(mmg, id) + timesSent(firetext, id), 1)
})

test('an inactive service’s message becomes technical-failure without an attempt', async () => {
  Object.assign(replies, { mmg: {}, firetext: {} })
  const other = await storing(crier)
  const id = await store(crier, other, { notification_status: 'created' })
  await crier.sql`update services set archived_at = now() where id = ${other.service.id}`
  await deliver(id)
  assert.equal(await statusOf(crier, id), 'technical-failure')
  assert.equal(timesSent(mmg, id) + timesSent(firetext, id), 0)
})

test('a message that is not created any more is let go', async () => {
  const ids = [await created({ notification_status: 'sending' }), randomUUID()]
  const results = await deliver(...ids)
  assert.ok(results.every(({ status }) => status === 'completed'))
  assert.equal(timesSent(mmg, ids[0]!) + timesSent(firetext, ids[0]!), 0)
})

test('used-up attempts end in technical-failure, abroad too', async () => {
  const home = await created()
  const abroad = await created({ international: true, phone_prefix: '249' })
  await makeDelivery(crier.crier).giveUp([home, abroad], unhurried())
  assert.deepEqual(
    [await statusOf(crier, home), await statusOf(crier, abroad)],
    ['technical-failure', 'technical-failure'],
  )
})

test('enqueue makes the row that pg-boss makes itself', async () => {
  for (const queue of ['send-sms', 'nights', 'undeliverable'] as const) {
    const [own, ours] = [randomUUID(), randomUUID()]
    await boss.send(queue, { a: 1 }, { id: own, priority: -3, group: { id: 'g' } })
    await crier.sql`
      select enqueue(${queue}, array[${ours}]::uuid[], array['g'], array[-3], array[${crier.sql.json({ a: 1 })}]::jsonb[])`
    const rows = await crier.sql`
      select to_jsonb(job) - array['id', 'created_on', 'start_after', 'keep_until'] as row,
        round(extract(epoch from keep_until - start_after)) as kept, round(extract(epoch from start_after - created_on)) as wait
      from pgboss.job job where id in (${own}, ${ours}) order by id = ${ours}`
    assert.deepEqual({ ...rows[1] }, { ...rows[0] }, queue)
  }
  await assert.rejects(
    crier.sql`select enqueue('no-such-queue', array[${randomUUID()}]::uuid[])`,
    /does not exist/,
  )
})

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

test('messages without a job are replayed after an hour, and time out after 72', async () => {
  const hours = (count: number) => later(-60 * count)
  const lost = await created({ created_at: hours(1.25) })
  const young = await created({ created_at: hours(0.8) })
  const sending = await created({ notification_status: 'sending', created_at: hours(1.25) })
  const queued = await created({ created_at: hours(1.25) })
  await crier.sql`select enqueue('send-sms', array[${queued}]::uuid[])`
  await crier.sql`select replay_created_notifications(${later(0)})`
  const jobs = await crier.sql`
    select id from pgboss.job where id in (${lost}, ${young}, ${sending}, ${queued}) order by id = ${queued}`
  assert.deepEqual(
    jobs.map(({ id }) => id),
    [lost, queued],
  )
  const ages: [columns: Record<string, unknown>, status: string][] = [
    [{ notification_status: 'sending', created_at: hours(72.02) }, 'temporary-failure'],
    [{ notification_status: 'pending', created_at: hours(72.02) }, 'temporary-failure'],
    [{ notification_status: 'sending', created_at: hours(71.98) }, 'sending'],
    [{ notification_status: 'created', created_at: hours(80) }, 'created'],
    [{ notification_status: 'sending', created_at: hours(80), key_type: 'test' }, 'temporary-failure'],
  ]
  const ids = await Promise.all(ages.map(([columns]) => created(columns)))
  await crier.sql`select from timeout_sending_notifications(${later(0)})`
  assert.deepEqual(
    await Promise.all(ids.map((id) => statusOf(crier, id))),
    ages.map(([, status]) => status),
  )
})

test('a service that runs ahead sinks by one step for every 100 messages', async () => {
  const rows = await crier.sql`
    select fair_priority(backlog) as priority from unnest(array[0, 99, 100, 250, 99999, 1e9]::float8[]) backlog`
  assert.deepEqual(
    rows.map(({ priority }) => priority),
    [0, 0, -1, -2, -999, -1000],
  )
})
