/** Jobs on their way: schedules, resumption, repairs, fairness, removal. The "must hold" statements of the specification (sending, 21) have their numbers. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listJobRows } from '../../queries/jobs.queries.ts'
import { jobRowWire } from '../../src/jobs/wire.ts'
import { processJobs } from '../../src/jobs/worker.ts'
import { longestCsv } from '../../src/recipients/csv.ts'
import { runTask } from '../../src/schedule.ts'
import { configure } from '../callbacks/peer.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { jobOf, lease, makeJob, maker, process, storedRows, usedOn } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
})
after(() => crier.close())

const day = '2026-06-15'
const noon = `${day}T12:00:00Z`
const at = (minutes: number) => new Date(Date.parse(noon) + minutes * 60_000).toISOString()
/** Runs a task so many minutes after noon. */
async function run(task: string, minutes: number): Promise<void> {
  crier.setNow(at(minutes))
  await runTask(crier.crier, task)
}
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

test('a scheduled job starts on its time: not before, and once', async () => {
  crier.setNow(noon)
  const made = await maker(crier)
  const id = await makeJob(crier, made, 3, { scheduled_for: at(60) })
  const queued = async () =>
    (await crier.sql`select state from pgboss.job where id = ${id} and name = 'jobs'`).length
  await run('run-scheduled-jobs', 59)
  assert.deepEqual([(await jobOf(crier, id)).job_status, await queued()], ['scheduled', 0])
  await processJobs(crier.crier, [{ id }], lease())
  assert.deepEqual(await storedRows(crier, id), [])
  await run('run-scheduled-jobs', 60)
  assert.deepEqual([(await jobOf(crier, id)).job_status, await queued()], ['pending', 1])
  await process(crier, id)
  await run('run-scheduled-jobs', 61)
  assert.equal((await jobOf(crier, id)).job_status, 'finished')
  assert.deepEqual(await storedRows(crier, id), [0, 1, 2])
})

test('a scheduled job is counted when it starts, all or nothing', async () => {
  crier.setNow(noon)
  const made = await maker(crier, { sms_message_limit: 5 })
  const ids = [
    await makeJob(crier, made, 3, { scheduled_for: at(1) }),
    await makeJob(crier, made, 3, { scheduled_for: at(1) }),
  ]
  await run('run-scheduled-jobs', 1)
  for (const id of ids) await process(crier, id)
  const jobs = await Promise.all(ids.map((id) => jobOf(crier, id)))
  assert.deepEqual(
    jobs.map((job) => [job.job_status, job.processing_finished !== null]),
    [
      ['finished', true],
      ['sending limits exceeded', true],
    ],
  )
  assert.deepEqual(await storedRows(crier, ids[1]!), [])
  assert.equal((await usedOn(crier, day, made)).sms, 3)
})

test('a job of a service that is not active any more is cancelled at its start', async () => {
  crier.setNow(noon)
  const made = await maker(crier)
  const id = await makeJob(crier, made, 1)
  await crier.sql`update services set archived_at = ${noon} where id = ${made.service.id}`
  await process(crier, id)
  assert.equal((await jobOf(crier, id)).job_status, 'cancelled')
})

test('a job whose service is archived in its middle stops there, and says so', async () => {
  crier.setNow(noon)
  const made = await maker(crier)
  const id = await makeJob(crier, made, 3)
  await crier.sql`select start_job(${id}, null, ${noon}), store_next_rows(${id}, 1, ${noon})`
  await crier.sql`select archive_service(${made.service.id}, null, ${noon})`
  await process(crier, id)
  const job = await jobOf(crier, id)
  assert.deepEqual(
    [job.job_status, job.processing_finished !== null, await storedRows(crier, id)],
    ['cancelled', true, [0]],
  )
  // What was a message already is sent as any other.
  const queued = await crier.sql`
    select from message_jobs job join notifications n on n.id = job.notification_id where n.job_id = ${id}`
  assert.equal(queued.length, 1)
  const [event] = await crier.sql`
    select actor_id = notify_user_id() as is_platforms, data from events
    where event_type = 'stop_job' and service_id = ${made.service.id}`
  assert.deepEqual(
    { ...event },
    { is_platforms: true, data: { job_id: id, reason: 'service is not active' } },
  )
  const rows = await listJobRows.run(
    { id, service_id: made.service.id, after: 0, statuses: null, limit: 10 },
    crier.crier.db,
  )
  assert.deepEqual(
    rows.map((row) => jobRowWire(row)).map(({ status, error }) => [status, error]),
    [['created', null], ...Array(2).fill(['skipped', 'The job was cancelled before it came to this row'])],
  )
})

test('rows that the service may not send to any more are left out, say why, and are not counted', async () => {
  crier.setNow(noon)
  const made = await maker(crier, { permissions: ['sms', 'international_sms'] })
  const rows = [
    ['phone number', 'name'],
    ['07900100000', 'A'],
    ['+1 650 253 2222', 'B'],
    ['07900100001', 'C'],
  ]
  const id = await makeJob(crier, made, 0, { rows, scheduled_for: at(1) })
  await crier.sql`delete from service_permissions where service_id = ${made.service.id} and permission = 'international_sms'`
  await crier.sql`
    insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
    values (${made.service.id}, 'mobile', '07900 100 000', '447900100000')`
  await crier.sql`update services set restricted = true where id = ${made.service.id}`
  await crier.until('the service is known to be restricted', async () => {
    const service = await crier.crier.cache.service(made.service.id)
    return service!.restricted
  })
  await run('run-scheduled-jobs', 1)
  await process(crier, id)
  const { body } = await crier.call(`/v2/jobs/${id}/rows`, { key: made.service.keys.normal })
  assert.deepEqual(
    body.rows.map(({ status, error }: { status: string; error: string }) => [status, error]),
    [
      ['created', null],
      ['skipped', 'The service may not send to this recipient any more'],
      ['skipped', 'The service may not send to this recipient any more'],
    ],
  )
  assert.deepEqual(await usedOn(crier, day, made), { sms: 1, international_sms: 0 })
  await run('update-status-of-fully-processed-jobs', 2)
  assert.equal((await jobOf(crier, id)).job_status, 'finished all notifications created')
})

test('a job that is broken off goes on where it was, and twice at once is once', async () => {
  crier.setNow(noon)
  const made = await maker(crier)
  const id = await makeJob(crier, made, 2500)
  const broken = new AbortController()
  const db = {
    query: async (...asked: Parameters<typeof crier.crier.db.query>) => {
      const answer = await crier.crier.db.query(...asked)
      if (asked[0].includes('store_next_rows')) broken.abort()
      return answer
    },
  }
  const left = await processJobs({ ...crier.crier, db }, [{ id }], lease(broken.signal))
  assert.deepEqual(left, [{ id, status: 'failed' }])
  const half = await jobOf(crier, id)
  assert.deepEqual(
    [half.job_status, half.next_row_number, (await storedRows(crier, id)).length],
    ['in progress', 1000, 1000],
  )
  assert.equal((await usedOn(crier, day, made)).sms, 2500)
  await Promise.all([1, 2, 3].map(() => process(crier, id)))
  assert.deepEqual(await storedRows(crier, id), upTo(2500))
  const [queued] = await crier.sql`
    select count(*)::integer as jobs, count(distinct n.id)::integer as messages
    from notifications n join message_jobs job on job.notification_id = n.id where n.job_id = ${id}`
  assert.deepEqual({ ...queued }, { jobs: 2500, messages: 2500 })
  // The planner knows of them without waiting for autovacuum.
  const known = await crier.sql`
    select from pg_class
    where oid = 'notifications'::regclass and reltuples >= 2500
      -- Ten messages share a job.
      or oid = (select format('pgboss.%I', table_name)::regclass from pgboss.queue where name = 'send-sms')
        and reltuples >= 250`
  assert.equal(known.length, 2)
  assert.equal((await usedOn(crier, day, made)).sms, 2500)
})

test('rows are queued when all are stored, some at a time, and each once whoever goes on', async () => {
  crier.setNow(noon)
  const made = await maker(crier)
  const id = await makeJob(crier, made, 45)
  const next = async (size: number) => {
    await crier.sql`select store_next_rows(${id}, ${size}, ${noon})`
    const [queued] = await crier.sql`
      select count(*)::integer as jobs
      from notifications n join message_jobs job on job.notification_id = n.id where n.job_id = ${id}`
    const { job_status, next_row_number, next_queued_row_number } = await jobOf(crier, id)
    assert.equal(queued!.jobs, next_queued_row_number)
    return [job_status, next_row_number, queued!.jobs]
  }
  await crier.sql`select start_job(${id}, null, ${noon})`
  assert.deepEqual(await next(44), ['in progress', 44, 0])
  assert.deepEqual(await next(1), ['in progress', 45, 20])
  assert.deepEqual(await next(1), ['in progress', 45, 40])
  assert.deepEqual(await Promise.all([next(1), next(1)]), Array(2).fill(['finished', 45, 45]))
  const [known] = await crier.sql`
    select array_agg(priority order by job_row_number) = array_agg(priority order by priority desc) as is_in_order,
      max(priority) as first
    from notifications n join message_jobs job on job.notification_id = n.id where n.job_id = ${id}`
  assert.deepEqual([known!.is_in_order, known!.first < 0], [true, true])
})

test('1. Missing rows: wait 20 minutes, as the most rows of a job demand', async (t) => {
  const [rule] = await crier.sql`
    select most_job_rows() as most_rows, missing_rows_wait(most_job_rows())::text as wait,
      missing_rows_wait(50000)::text as wait_for_half`
  assert.deepEqual({ ...rule }, { most_rows: longestCsv, wait: '00:20:00', wait_for_half: '00:10:00' })
  const cases: [what: string, minutes: number, stored: number[], after: number[]][] = [
    ['19 minutes', 19, [0, 1, 2, 3], [0, 1, 2, 3]],
    ['20 minutes', 20, [0, 1, 2, 3], [0, 1, 2, 3, 4]],
    ['20 minutes, a hole', 20, [0, 1, 4], [0, 1, 2, 3, 4]],
    ['20 minutes, not one row', 20, [], [0, 1, 2, 3, 4]],
    ['23 h 59 min', 23 * 60 + 59, [0, 1, 2, 3], [0, 1, 2, 3, 4]],
    ['24 hours', 24 * 60, [0, 1, 2, 3], [0, 1, 2, 3]],
  ]
  const made = await maker(crier)
  for (const [what, minutes, stored, expected] of cases)
    await t.test(what, async () => {
      crier.setNow(noon)
      const id = await makeJob(crier, made, 5)
      await process(crier, id)
      const before = await crier.sql`
        delete from notifications where job_id = ${id} and job_row_number <> all (${stored}::integer[]) returning id`
      const [kept] = await crier.sql`select array_agg(id) as ids from notifications where job_id = ${id}`
      await run('update-status-of-fully-processed-jobs', 1)
      assert.equal((await jobOf(crier, id)).job_status, 'finished')
      await run('check-for-missing-rows-in-completed-jobs', minutes)
      await run('check-for-missing-rows-in-completed-jobs', minutes)
      assert.deepEqual(await storedRows(crier, id), expected)
      const repaired = await crier.sql`
        select n.id, job.state from notifications n join message_jobs job on job.notification_id = n.id
        where n.job_id = ${id} and n.id <> all (${(kept!.ids ?? []) as string[]}::uuid[])`
      assert.equal(repaired.length, expected.length - stored.length)
      assert.ok(before.every((gone) => repaired.every((row) => row.id !== gone.id)))
      await run('update-status-of-fully-processed-jobs', Math.min(minutes + 1, 24 * 60))
      const status = (await jobOf(crier, id)).job_status
      assert.equal(
        status,
        expected.length === 5 && minutes < 24 * 60 - 1 ? 'finished all notifications created' : 'finished',
      )
    })
})

test('11. Fan-out: every task of jobs, run twice or twice at once, makes each message and each callback once', async () => {
  crier.setNow(noon)
  const made = await maker(crier)
  await configure(crier, made.service.id, 'https://service.example/told', 'job_status')
  const ids = [await makeJob(crier, made, 3, { scheduled_for: at(1) }), await makeJob(crier, made, 3)]
  const [, stuck] = ids
  await crier.sql`select start_job(${stuck!}, null, ${noon}), store_next_rows(${stuck!}, 1, ${noon})`
  const twice = async (task: string, minutes: number) => {
    crier.setNow(at(minutes))
    await Promise.all([runTask(crier.crier, task), runTask(crier.crier, task)])
    await runTask(crier.crier, task)
  }
  await twice('run-scheduled-jobs', 1)
  await twice('check-job-status', 40)
  for (const id of [...ids, ...ids]) await process(crier, id)
  await crier.sql`delete from notifications where job_id = any (${ids}::uuid[]) and job_row_number = 1`
  await twice('check-for-missing-rows-in-completed-jobs', 60)
  await twice('update-status-of-fully-processed-jobs', 61)
  for (const id of ids) {
    assert.deepEqual(await storedRows(crier, id), [0, 1, 2])
    assert.equal((await jobOf(crier, id)).job_status, 'finished all notifications created')
    const told = await crier.sql`
      select payload ->> 'status' as status from service_callbacks where about_id = ${id} order by position`
    assert.deepEqual(
      told.map((row) => row.status),
      ['in progress', 'finished'],
    )
  }
  const [queued] = await crier.sql`
    select count(*)::integer as jobs from message_jobs job join notifications n on n.id = job.notification_id
    where n.job_id = any (${ids}::uuid[])`
  assert.equal(queued!.jobs, 6)
})

test('a stuck job is noticed after half an hour, however long ago that was, and goes on', async () => {
  crier.setNow(noon)
  const made = await maker(crier)
  const id = await makeJob(crier, made, 120)
  const lost = await makeJob(crier, made, 1)
  await crier.sql`select start_job(${id}, null, ${noon}), store_next_rows(${id}, 100, ${noon})`
  await crier.sql`delete from pgboss.job where id in (${id}, ${lost})`
  const queued = async () => (await crier.sql`select from pgboss.job where id in (${id}, ${lost})`).length
  await run('check-job-status', 29)
  assert.deepEqual([(await jobOf(crier, id)).job_status, await queued()], ['in progress', 0])
  await run('check-job-status', 300)
  assert.deepEqual(
    [(await jobOf(crier, id)).job_status, (await jobOf(crier, lost)).job_status],
    ['error', 'pending'],
  )
  assert.equal(await queued(), 2)
  await process(crier, id)
  assert.deepEqual(
    [(await jobOf(crier, id)).job_status, await storedRows(crier, id)],
    ['finished', upTo(120)],
  )
})

test('rows of jobs stand behind single messages of their service, and share with other services', async () => {
  crier.setNow(noon)
  const made = await maker(crier)
  const other = await maker(crier)
  const first = await makeJob(crier, made, 200)
  const second = await makeJob(crier, made, 100)
  const others = await makeJob(crier, other, 100)
  for (const id of [first, second, others]) await process(crier, id)
  const single = await crier.call('/v2/notifications/sms', {
    key: made.service.keys.normal,
    body: { phone_number: '07900100000', template_id: made.template_id, personalisation: { name: 'A' } },
  })
  const priorities = async (id: string) => {
    const [row] = await crier.sql`
      select max(job.priority) as first, min(job.priority) as last
      from notifications n join message_jobs job on job.notification_id = n.id where n.job_id = ${id} or n.id = ${id}`
    return [row!.first, row!.last]
  }
  assert.deepEqual(await priorities(single.body.id), [0, 0])
  assert.deepEqual(await priorities(first), [-1, -3])
  // The service's second file stands behind its first, the other service's beside it.
  assert.deepEqual(await priorities(second), [-3, -4])
  assert.deepEqual(await priorities(others), [-1, -2])
})

test('jobs past their retention lose their rows and their file, and stay', async () => {
  const made = await maker(crier)
  const makeAt = async (time: string, body: object = {}) => {
    crier.setNow(time)
    return makeJob(crier, made, 1, body)
  }
  const kept = await makeAt('2026-06-08T10:00:00Z')
  // London midnight is 23:00 UTC.
  const edge = await makeAt('2026-06-07T23:00:00Z')
  const over = await makeAt('2026-06-07T22:59:59Z')
  const done = await makeAt('2026-06-07T22:00:00Z')
  await process(crier, done)
  const scheduled = await makeAt('2026-06-07T10:00:00Z', { scheduled_for: '2026-06-09T10:00:00Z' })
  // What has begun keeps its rows until nothing can come of them.
  const begun = await makeAt('2026-06-01T10:00:00Z')
  const ended = await makeAt('2026-06-01T10:00:00Z')
  await crier.sql`
    select start_job(id, null, ${'2026-06-14T04:00:00Z'}) from unnest(array[${begun}, ${ended}]::uuid[]) as id`
  crier.setNow('2026-06-14T04:00:00Z')
  await process(crier, ended)
  crier.setNow('2026-06-15T03:00:00Z')
  await runTask(crier.crier, 'remove-sms-email-jobs')
  const left = async (id: string) => {
    const [row] = await crier.sql`
      select archived, (select count(*)::integer from job_rows where job_id = jobs.id) as rows,
        (select count(*)::integer from readable_files where about_id = jobs.id) as files
      from jobs where id = ${id}`
    return { ...row }
  }
  for (const id of [kept, edge, scheduled, begun, ended])
    assert.deepEqual(await left(id), { archived: false, rows: 1, files: 1 })
  for (const id of [over, done]) assert.deepEqual(await left(id), { archived: true, rows: 0, files: 0 })
  // Without its rows nothing can come of what has not begun.
  await process(crier, over)
  assert.equal((await jobOf(crier, over)).job_status, 'cancelled')
  assert.notEqual((await jobOf(crier, done)).job_status, 'cancelled')
  await process(crier, begun)
  assert.deepEqual(await storedRows(crier, begun), [0])
  crier.setNow('2026-06-16T04:00:00Z')
  await runTask(crier.crier, 'remove-sms-email-jobs')
  for (const id of [begun, ended]) assert.deepEqual(await left(id), { archived: true, rows: 0, files: 0 })
})
