/** Two that are at one job at once, in chosen orders. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type postgres from 'postgres'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { jobOf, makeJob, maker, storedRows, usedOn } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
  crier.setNow(noon)
})
after(() => crier.close())

const noon = '2026-06-15T12:00:00Z'
const due = '2026-06-15T12:01:00Z'
type Sql = postgres.Sql | postgres.TransactionSql

/** Does the second thing while the first is done and not committed, and answers what each found. */
async function interleave<A, B>(
  first: (sql: Sql) => Promise<A>,
  second: (sql: Sql) => Promise<B>,
): Promise<[A, B]> {
  let later: Promise<B> | undefined
  let isDone = false
  const found = await crier.sql.begin(async (sql) => {
    const answer = await first(sql)
    later = second(crier.sql).finally(() => {
      isDone = true
    })
    // It has either ended or waits for a lock.
    await crier.until('the second one has come to its lock, or is done', async () => {
      const [waiting] = await crier.sql`
        select count(*)::integer as number from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      return isDone || waiting!.number > 0
    })
    return answer
  })
  return [found as A, await later!]
}

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

test('a job goes through no status but those of its transitions', async () => {
  const { id } = await scheduled()
  const refused = await crier.sql`update jobs set job_status = 'finished' where id = ${id}`.catch(
    (error) => error,
  )
  assert.equal(refused.constraint_name, 'status_follows_its_transitions')
})
