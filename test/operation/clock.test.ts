/** The database goes on on a machine whose clock is behind the one before: nothing waits until the other clock's time is reached. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { claimDocumentTry } from '../../queries/documents.queries.ts'
import { startTaskRun } from '../../queries/platform.queries.ts'
import { makeBoss } from '../../src/start.ts'
import { told, write } from '../callbacks/peer.ts'
import { storeNotification } from '../notifications/stored.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
})
after(() => crier.close())

const ahead = '2026-03-02T10:00:00Z'
const at = (seconds: number) => new Date(Date.parse('2026-03-02T09:00:00Z') + seconds * 1000).toISOString()

test('a bucket that was emptied by a clock ahead fills from now on', async () => {
  const service = await crier.makeService({ rate_limit: 60 })
  const ask = async (number: number, instant: string) => {
    const rows = Array.from({ length: number }, (_, ord) => ({
      ord,
      service_id: service.id,
      key_type: 'normal',
      notification_type: 'sms',
      stores: false,
      checks_international: false,
      counts_international: false,
      enqueues: false,
    }))
    const answers = await crier.sql`
      select outcome, retry_after_seconds from accept_notifications(${crier.sql.json(rows)}, ${instant}) order by ord`
    return answers.map((row) => row.outcome)
  }
  const burst = await ask(30, ahead)
  assert.equal(burst.at(-1), 'rate-limited')
  assert.deepEqual(await ask(1, at(0)), ['rate-limited'])
  assert.deepEqual(await ask(2, at(3)), ['passed', 'passed'])
  // What was ahead is not given back twice when its time comes.
  assert.equal((await ask(30, at(3600))).filter((one) => one === 'passed').length, 20)
})

test('a provider loses weight, and gets it back, although it was last changed by a clock ahead', async () => {
  await crier.sql`
    update provider_details set active = identifier in ('mmg', 'firetext') where notification_type = 'sms'`
  const change = (instant: string) =>
    crier.sql.begin(async (sql) => {
      await sql`set local session_replication_role = replica`
      await sql`update provider_details set updated_at = ${instant} where notification_type = 'sms' and active`
    })
  const reduce = async (seconds: number) => {
    const reduced = await crier.sql`
      select from reduce_providers(array['mmg'], 60, ${at(seconds)})`
    return reduced.length === 1
  }
  await change(ahead)
  assert.equal(await reduce(0), true)
  // A clock that is ahead by less than the pause does not do away with it.
  await change(at(20))
  assert.equal(await reduce(0), false)
  await change(ahead)
  const [row] = await crier.sql`select tend_providers_back_to_middle(${at(0)}) as moved`
  assert.equal(row!.moved > 0, true)
})

test('whoever has tried too often by a clock ahead may try again within an hour or two', async () => {
  const service = await crier.makeService()
  const [file] = await crier.sql`
    insert into files (id, service_id, purpose, content_type, size, delete_after)
    values (${randomUUID()}, ${service.id}, 'document', 'text/plain', 1, now() + interval '1 week')
    returning id`
  await crier.sql`
    insert into documents (id, key_hash, confirms_address, address_hash)
    values (${file!.id}, sha256('a'), true, sha256('b'))`
  const claim = async (now: string) =>
    (await claimDocumentTry.run({ document_id: file!.id, now, most_tries: 2 }, crier.crier.db)).length
  assert.deepEqual([await claim(ahead), await claim(ahead), await claim(ahead)], [1, 1, 0])
  assert.equal(await claim(at(30)), 0)
  assert.deepEqual([await claim(at(-60)), await claim(at(-60)), await claim(at(-60))], [1, 1, 0])
})

test('jobs, the cron and the search for lost jobs go on when the clock goes back', async () => {
  const boss = makeBoss(crier.url, crier.crier.log)
  await boss.start()
  try {
    const [waiting, deferred, active] = [randomUUID(), randomUUID(), randomUUID()]
    await crier.sql`select enqueue('send-sms', ${[waiting, active]}::uuid[])`
    await crier.sql`
      select enqueue('send-sms', ${[deferred]}::uuid[], start_after => clock_timestamp() + interval '10 minutes')`
    await crier.sql`
      update pgboss.job
      set created_on = created_on + interval '1 hour', start_after = start_after + interval '1 hour',
        started_on = case when id = ${active} then now() + interval '1 hour' end,
        heartbeat_on = case when id = ${active} then now() + interval '1 hour' end,
        state = case when id = ${active} then 'active' else state end
      where id in ${crier.sql([waiting, deferred, active])}`
    await crier.sql`update pgboss.version set cron_on = now() + interval '1 hour'`
    await crier.sql`update pgboss.queue set maintain_on = now() + interval '1 hour', monitor_claim_on = now() + interval '1 hour'`
    // What somebody holds is not waited for, and comes with the next call.
    await crier.sql.begin(async (holder) => {
      await holder`select from pgboss.job where id = ${active} for update`
      await holder`select from pgboss.queue where name = 'send-sms' for update`
      const [turned] = await crier.sql.begin(async (sql) => {
        await sql`set local lock_timeout = '2s'`
        return sql`select turn_back_queues() as jobs`
      })
      assert.equal(turned!.jobs, 2)
    })
    assert.equal((await crier.sql`select turn_back_queues() as jobs`)[0]!.jobs, 1)
    const rows = await crier.sql`
      select id, start_after <= clock_timestamp() as is_due, start_after > clock_timestamp() + interval '9 minutes' as is_deferred,
        greatest(created_on, started_on, heartbeat_on) <= clock_timestamp() as is_past
      from pgboss.job where id in ${crier.sql([waiting, deferred, active])}`
    const found = new Map(rows.map(({ id, ...row }) => [id, { ...row }]))
    assert.deepEqual(found.get(waiting), { is_due: true, is_deferred: false, is_past: true })
    assert.deepEqual(found.get(deferred), { is_due: false, is_deferred: true, is_past: true })
    assert.deepEqual(found.get(active), { is_due: true, is_deferred: false, is_past: true })
    const [left] = await crier.sql`
      select (select count(*) from pgboss.queue where greatest(maintain_on, monitor_claim_on) > clock_timestamp())::integer as queues,
        (select count(*) from pgboss.version where cron_on > clock_timestamp())::integer as crons`
    assert.deepEqual({ ...left }, { queues: 0, crons: 0 })
    assert.equal((await crier.sql`select turn_back_queues() as jobs`)[0]!.jobs, 0)
  } finally {
    await boss.stop({ graceful: false })
  }
})

test('a task is run although it was last run by a clock ahead', async () => {
  const task = {
    task: 'tend-providers-back-to-middle',
    run_on: '2026-03-02',
    asked_at: new Date().toISOString(),
  }
  await crier.sql`
    insert into task_runs (task, run_on, started_at, finished_at)
    values (${task.task}, ${task.run_on}, now() + interval '1 hour', now() + interval '1 hour')`
  assert.equal((await startTaskRun.run(task, crier.crier.db)).length, 1)
})

test('a night is not counted because its days were counted by a clock ahead', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  await storeNotification(crier, { service, template, created_at: '2022-06-25T12:00:00Z' })
  const made = async () => (await crier.sql`select status_facts_are_made('2022-06-26') as made`)[0]!.made
  await crier.sql`select refresh_status_facts('2022-06-25', 'sms')`
  assert.equal(await made(), true)
  await crier.sql`update ft_refreshes set refreshed_at = clock_timestamp() + interval '1 day' where fact = 'status'`
  assert.equal(await made(), false)
})

test('a clock that went back marks no change as told that comes after its time', async () => {
  const marks = async () => {
    const rows =
      await crier.sql`select wire_timestamp(marked_at) as at from notification_change_marks order by 1`
    return rows.map((row) => row.at)
  }
  for (const instant of [ahead, at(0), at(3599), at(3660)])
    await crier.sql`select mark_notification_changes(${instant})`
  assert.deepEqual(await marks(), ['2026-03-02T10:00:00.000000Z', '2026-03-02T10:01:00.000000Z'])
})

test('services are told although a clock ahead gave their lease, and what they are told of was written or tried by it', async () => {
  const { service } = await told(crier, 'https://service.example/told')
  const [written, tried] = await write(crier, service.id, [randomUUID(), randomUUID()], new Date(ahead))
  const claim = async (time: string) =>
    (await crier.sql`select claim_callback_services(${randomUUID()}, 10, ${time})`).length
  const turnBack = async () => (await crier.sql`select turn_back_callbacks(${at(1)}) as n`)[0]!.n
  const outcomes = [{ id: tried, http_status: 503, error: null, retry_after_seconds: 7200 }]
  await crier.sql`select from finish_callbacks(${crier.sql.json(outcomes)}, ${at(0)})`
  // An hour is as long as any callback waits.
  assert.equal(await turnBack(), 0)
  await crier.sql`update service_callbacks set next_attempt_at = ${ahead}::timestamptz + interval '2 seconds' where id in (${written!}, ${tried!})`
  assert.equal(await claim('2026-03-02T10:00:03Z'), 1)
  assert.equal(await claim(at(1)), 0)
  assert.equal(await turnBack(), 2)
  assert.equal(await claim(at(1)), 1)
  assert.equal(await claim(at(2)), 0)
})
