/** A worker that is killed while it makes messages of a job: whoever comes next goes on, and each row is a message once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobOf, makeJob, maker, process, storedRows } from '../jobs/support.ts'
import { commandSecret, startCommand } from '../operation/command.ts'
import { testCrier } from '../support/crier.ts'
import { scaled } from '../support/scale.ts'

/** A thousand are made at a time. */
const rows = scaled(10_000)

test('a job whose worker is killed in its middle loses no row and doubles none', async (t) => {
  const crier = await testCrier({ secret: commandSecret })
  const worker = startCommand(['work'], { DATABASE_URL: crier.url })
  t.after(async () => {
    worker.kill('SIGKILL')
    await worker.ended
    await crier.close()
  })
  await worker.started
  const made = await maker(crier)
  const id = await makeJob(crier, made, rows)
  await crier.until('the worker is in the middle', async () => (await jobOf(crier, id)).next_row_number > 0)
  worker.kill('SIGKILL')
  assert.equal(await worker.ended, 'SIGKILL')
  const { next_row_number: left, job_status } = await jobOf(crier, id)
  t.diagnostic(`killed behind row ${left}`)
  assert.ok(left < rows, 'the kill came before the end')
  assert.equal(job_status, 'in progress')

  await process(crier, id)
  assert.deepEqual(
    await storedRows(crier, id),
    Array.from({ length: rows }, (_, row) => row),
  )
  const [found] = await crier.sql`
    select
      (select count(*)::integer from job_rows where job_id = ${id} and outcome = 'stored') as stored,
      (select count(*)::integer from pgboss.job join notifications n on n.id = job.id where n.job_id = ${id}) as queued,
      (select sms::integer from service_daily_usage where service_id = ${made.service.id}
        order by day desc limit 1) as counted`
  assert.deepEqual({ ...found }, { stored: rows, queued: rows, counted: rows })
  const { body } = await crier.call(`/v2/jobs/${id}`, { key: made.service.keys.normal })
  assert.equal(body.status, 'finished')
  const counts: number[] = Object.values(body.statistics)
  assert.equal(
    counts.reduce((sum, number) => sum + number, 0),
    rows,
  )
})
