/** Two that are at one job at once, in chosen orders. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type postgres from 'postgres'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { interleaveOn, type Connection as Sql } from '../support/interleave.ts'
import { jobOf, makeJob, maker, storedRows, usedOn } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow(noon)
  // Those of other files, which are due as well.
  await start(crier.sql)
})
after(() => crier.close())

const noon = '2026-06-15T12:00:00Z'
const due = '2026-06-15T12:01:00Z'

const interleave = <A, B>(first: (sql: Sql) => Promise<A>, second: (sql: Sql) => Promise<B>) =>
  interleaveOn(crier)(first, second)

const value = async (rows: Promise<readonly postgres.Row[]> | postgres.PendingQuery<postgres.Row[]>) =>
  Object.values((await rows)[0]!)[0]
const cancel = (owner: string, id: string) => (sql: Sql) =>
  value(sql`select cancel_job(${owner}, ${id}, null, ${due})`)
const start = (sql: Sql) => value(sql`select start_due_jobs(${due})`)
const begin = (id: string) => (sql: Sql) => value(sql`select start_job(${id}, null, ${due})`)
const store = (id: string, size: number) => (sql: Sql) =>
  value(sql`select store_next_rows(${id}, ${size}, ${due})`)

async function scheduled() {
  const made = await maker(crier)
  const id = await makeJob(crier, made, 4, { scheduled_for: due })
  return { id, owner: made.service.id, made }
}

test('start and cancel: whoever comes first has it', async () => {
  const one = await scheduled()
  assert.deepEqual(await interleave(start, cancel(one.owner, one.id)), [1, false])
  assert.equal((await jobOf(crier, one.id)).job_status, 'pending')
  const two = await scheduled()
  const [cancelled] = await interleave(cancel(two.owner, two.id), start)
  assert.equal(cancelled, true)
  assert.equal(await start(crier.sql), 0)
  assert.equal((await jobOf(crier, two.id)).job_status, 'cancelled')
})

test('start and start: a job that is due is put on its queue once', async () => {
  const { id } = await scheduled()
  assert.deepEqual(await interleave(start, start), [1, 0])
  assert.equal((await crier.sql`select from pgboss.job where id = ${id}`).length, 1)
})

test('two that begin the same job count it once, and both go on with it', async () => {
  const { id, made } = await scheduled()
  await start(crier.sql)
  assert.deepEqual(await interleave(begin(id), begin(id)), [true, true])
  assert.equal((await usedOn(crier, '2026-06-15', made)).sms, 4)
  assert.deepEqual(await interleave(store(id, 3), store(id, 3)), [true, false])
  assert.deepEqual(await storedRows(crier, id), [0, 1, 2, 3])
})

test('repair and process: a job that somebody works on is not stuck', async () => {
  const { id } = await scheduled()
  await start(crier.sql)
  await begin(id)(crier.sql)
  const rescue = (sql: Sql) => value(sql`select rescue_stuck_jobs(${'2026-06-15T13:00:00Z'})`)
  await interleave(store(id, 3), rescue)
  assert.equal((await jobOf(crier, id)).job_status, 'in progress')
  // Somebody who still had it finds it marked, and leaves it to whoever takes it up.
  assert.deepEqual((await interleave(rescue, store(id, 3)))[1], false)
  assert.deepEqual(await storedRows(crier, id), [0, 1, 2])
  assert.equal(await begin(id)(crier.sql), true)
  await store(id, 3)(crier.sql)
  assert.deepEqual(await storedRows(crier, id), [0, 1, 2, 3])
})

test('repair and repair: a missing row is made a message once', async () => {
  const { id } = await scheduled()
  await start(crier.sql)
  await begin(id)(crier.sql)
  await store(id, 4)(crier.sql)
  await crier.sql`delete from notifications where job_id = ${id} and job_row_number = 2`
  const repair = (sql: Sql) => value(sql`select store_missing_rows(${'2026-06-15T13:00:00Z'}, 100)`)
  assert.deepEqual(await interleave(repair, repair), [1, 0])
  assert.deepEqual(await storedRows(crier, id), [0, 1, 2, 3])
})

test('cancel and process: what has begun is not cancelled, and what is cancelled does not begin', async () => {
  const one = await scheduled()
  assert.deepEqual(await interleave(start, begin(one.id)), [1, true], 'it waits until it may begin')
  assert.deepEqual(await interleave(store(one.id, 2), cancel(one.owner, one.id)), [true, false])
  const two = await scheduled()
  assert.deepEqual(await interleave(cancel(two.owner, two.id), begin(two.id)), [true, false])
  assert.deepEqual(await storedRows(crier, two.id), [])
  assert.equal((await usedOn(crier, '2026-06-15', two.made)).sms ?? 0, 0)
})

test('cancel and cancel: it is cancelled, and noted, once', async () => {
  const { id, owner } = await scheduled()
  assert.deepEqual(await interleave(cancel(owner, id), cancel(owner, id)), [true, false])
  const events = await crier.sql`
    select from events where service_id = ${owner} and event_type = 'cancel_job'`
  assert.equal(events.length, 1)
})

test('archive and process: the rows of a batch that has begun are sent, and none after it', async () => {
  const archive = (owner: string) => (sql: Sql) => sql`select archive_service(${owner}, null, ${due})`
  const one = await scheduled()
  await start(crier.sql)
  await begin(one.id)(crier.sql)
  await interleave(store(one.id, 2), archive(one.owner))
  assert.equal(await store(one.id, 2)(crier.sql), false)
  assert.deepEqual(await storedRows(crier, one.id), [0, 1])
  assert.equal((await jobOf(crier, one.id)).job_status, 'cancelled')
  const two = await scheduled()
  await start(crier.sql)
  await begin(two.id)(crier.sql)
  // What has not happened yet for others has not happened.
  assert.equal((await interleave(archive(two.owner), store(two.id, 2)))[1], true)
  assert.equal(await store(two.id, 2)(crier.sql), false)
  assert.deepEqual(await storedRows(crier, two.id), [0, 1])
})

test('removal and process: whoever begins late keeps its rows, and rows that are gone begin nothing', async () => {
  const night = '2026-07-15T03:00:00Z'
  const remove = (sql: Sql) =>
    value(sql`select archive_jobs(array(select id from jobs_past_retention(${night})), ${night})`)
  const rows = async (id: string) => (await crier.sql`select from job_rows where job_id = ${id}`).length
  const one = await scheduled()
  await start(crier.sql)
  await interleave(begin(one.id), remove)
  await remove(crier.sql)
  assert.equal(await rows(one.id), 4)
  await interleave(store(one.id, 2), remove)
  assert.equal(await store(one.id, 2)(crier.sql), false)
  assert.deepEqual(await storedRows(crier, one.id), [0, 1, 2, 3])
  const two = await scheduled()
  await start(crier.sql)
  assert.equal((await interleave(remove, begin(two.id)))[1], false)
  assert.deepEqual([await rows(two.id), (await jobOf(crier, two.id)).job_status], [0, 'cancelled'])
})

test('repair and completion: a job whose missing row is just made a message is complete the next time', async () => {
  const { id } = await scheduled()
  await start(crier.sql)
  await begin(id)(crier.sql)
  await store(id, 4)(crier.sql)
  await crier.sql`delete from notifications where job_id = ${id} and job_row_number = 2`
  const later = '2026-06-15T13:00:00Z'
  const repair = (sql: Sql) => value(sql`select store_missing_rows(${later}, 100)`)
  const complete = (sql: Sql) => value(sql`select complete_jobs(${later})`)
  assert.equal((await interleave(repair, complete))[0], 1)
  assert.equal((await jobOf(crier, id)).job_status, 'finished')
  await complete(crier.sql)
  assert.equal((await jobOf(crier, id)).job_status, 'finished all notifications created')
  assert.equal((await interleave(complete, repair))[1], 0)
  assert.deepEqual(await storedRows(crier, id), [0, 1, 2, 3])
})

test('two that make a job of one upload: the second is refused, and its rows are none', async () => {
  const made = await maker(crier)
  const id = randomUUID()
  const make = async (sql: Sql) => {
    const isNew = await value(sql`
      select is_new from begin_job(
        ${id}, ${made.service.id}, 'sms', ${made.template_id}, 1, 'normal', null, 'people.csv', 1, null, null, null,
        null, null, null, null, ${noon}
      )`)
    await sql`
      insert into job_rows (job_id, row_number, "to", normalised_to, personalisation)
      values (${id}, 0, '07900 100 000', '447900100000', '{}')`
    await sql`select accept_job(${id}, ${noon})`
    return isNew
  }
  const [first, second] = await interleave(make, (sql) => make(sql).catch((error) => error.constraint_name))
  assert.deepEqual([first, second], [true, 'jobs_pkey'])
  assert.equal((await crier.sql`select from job_rows where job_id = ${id}`).length, 1)
  assert.equal((await crier.sql`select from pgboss.job where id = ${id}`).length, 1)
})

test('cancelling letters and printing them: whoever comes first has the whole job', async () => {
  const { service } = await maker(crier)
  const template = await crier.makeTemplate(service, { type: 'letter' })
  const letters = async () => {
    const id = randomUUID()
    await crier.sql`
      insert into jobs (id, service_id, template_id, template_version, notification_type, key_type, original_file_name,
        notification_count, job_status, created_at)
      values (${id}, ${service.id}, ${template}, 1, 'letter', 'normal', 'people.csv', 2, 'finished', ${noon})`
    await crier.sql`
      insert into notifications (service_id, template_id, template_version, notification_type, key_type, postage, job_id,
        job_row_number, "to", created_at)
      select ${service.id}, ${template}, 1, 'letter', 'normal', 'second', ${id}, n, 'A', ${noon} from generate_series(0, 1) n`
    return id
  }
  const cancelLetters = (id: string) => (sql: Sql) =>
    value(sql`select cancel_letter_job(${service.id}, ${id}, null, ${due})`)
  const print = (id: string) => async (sql: Sql) =>
    (
      await sql`
        update notifications set notification_status = 'sending'
        where id = (select id from notifications where job_id = ${id} order by id limit 1) and notification_status = 'created'
        returning id`
    ).length
  const refused = (ask: (sql: Sql) => Promise<unknown>) => (sql: Sql) =>
    ask(sql).catch((error) => error.constraint_name)
  const one = await letters()
  assert.deepEqual(await interleave(cancelLetters(one), print(one)), [2, 0])
  const two = await letters()
  assert.deepEqual(await interleave(print(two), refused(cancelLetters(two))), [1, 'job_is_not_printed'])
  const three = await letters()
  assert.deepEqual(await interleave(cancelLetters(three), refused(cancelLetters(three))), [
    2,
    'job_is_processed',
  ])
})

test('a job goes through no status but those of its transitions', async () => {
  const { id } = await scheduled()
  const refused = await crier.sql`update jobs set job_status = 'finished' where id = ${id}`.catch(
    (error) => error,
  )
  assert.equal(refused.constraint_name, 'status_follows_its_transitions')
})
