/** What waits is held back after a restore, stays held whoever looks for it, and is settled or goes on by an operator's word. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { store, storing } from '../delivery/messages.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'

let crier: TestCrier
let messages: string[]
let file: string
const moment = '2026-06-15T10:00:00Z'
before(async () => {
  crier = await testCrier()
  const sms = await storing(crier)
  const created = { notification_status: 'created', created_at: '2026-06-15T08:00:00Z' }
  messages = await Promise.all(Array.from({ length: 4 }, () => store(crier, sms, created)))
  const { sql } = crier
  // The last two share a job, which a worker had in hand.
  for (const some of [messages.slice(0, 1), messages.slice(1, 2), messages.slice(2)]) {
    const owners = some.map(() => sms.service.id)
    await sql`select enqueue_messages('send-sms', ${some}::uuid[], ${owners}::text[], ${some.map(() => 0)}::integer[])`
  }
  await sql`
    update pgboss.job set state = 'active', heartbeat_on = now()
    from message_jobs where job_id = job.id and notification_id = ${messages[3]!}`
  const [made] = await sql`
    insert into jobs (service_id, template_id, template_version, notification_type, key_type, original_file_name, notification_count,
      job_status, created_at, scheduled_for)
    values (${sms.service.id}, ${sms.template}, 1, 'sms', 'normal', 'people.csv', 1, 'scheduled', ${moment}, ${moment})
    returning id`
  file = made!.id
})
after(() => crier.close())

const waiting = async () =>
  (
    await crier.sql`
      select id from pgboss.job where state in ('created', 'retry') and start_after < 'infinity' order by id`
  ).map(({ id }) => id as string)
const held = async () =>
  (await crier.sql`select id from held_messages order by id`).map(({ id }) => id as string)
const statuses = async () =>
  Object.fromEntries(
    (await crier.sql`select id, notification_status as status, sent_by from notifications`).map(
      ({ id, status, sent_by }) => [id, [status, sent_by]],
    ),
  )

test('all that waits or was in hand is held, and nothing that looks for forgotten work lets it go', async () => {
  const { sql } = crier
  const answer = await sql`select queue, held::integer from hold_waiting_work(null, ${moment})`
  assert.deepEqual(
    [...answer],
    [
      { queue: 'jobs', held: 1 },
      { queue: 'send-sms', held: 4 },
    ],
  )
  await sql`select replay_created_notifications(${moment})`
  await sql`select start_due_jobs(${moment})`
  await sql`select rescue_stuck_jobs('2026-06-15T12:00:00Z')`
  assert.deepEqual(await waiting(), [])
  assert.deepEqual(await held(), [...messages].sort())
  const [[depth], [file_]] = await Promise.all([
    sql`select deferred::integer from queue_depths where queue = 'send-sms'`,
    sql`select job_status from jobs where id = ${file}`,
  ])
  assert.deepEqual([depth!.deferred, file_!.job_status], [4, 'pending'])
})

test('what a provider took is sending, what nobody is to have has failed, and the rest goes on', async () => {
  const { sql } = crier
  const [taken, unwanted, sent, last] = messages as [string, string, string, string]
  const settle = async (ids: string[], by: string | null) =>
    (await sql`select settle_held_messages(${ids}::uuid[], ${by}, null, ${moment})::integer as settled`)[0]!
      .settled
  assert.equal(await settle([taken], 'mmg'), 1)
  assert.equal(await settle([unwanted], null), 1)
  // Whoever says it twice, or of what is not held, changes nothing.
  assert.equal(await settle([taken], null), 0)
  assert.deepEqual((await statuses())[taken], ['sending', 'mmg'])
  assert.deepEqual((await statuses())[unwanted], ['technical-failure', null])
  await sql`select release_held_work(${[sent]}::uuid[], null, ${moment})`
  assert.deepEqual(await waiting(), [sent])
  await sql`select release_held_work(null, null, ${moment})`
  assert.deepEqual(await waiting(), [sent, last, file].sort())
  assert.deepEqual(await held(), [])
})
