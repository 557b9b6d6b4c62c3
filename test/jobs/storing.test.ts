/** The rows of a job on their way into the database: all of them or none. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { rowPacker, storeJob } from '../../src/jobs/storing.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { type Made, maker } from './support.ts'

const now = '2026-06-15T12:00:00Z'
let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const rowsWith = (count: number, last: object = {}) => {
  const packer = rowPacker()
  for (let n = 0; n < count; n++)
    packer.add({
      to: `07900 ${100_000 + n}`,
      normalised_to: `447900${100_000 + n}`,
      personalisation: { name: `Zoë "${n}"` },
      client_reference: null,
      phone_prefix: '44',
      ...(n === count - 1 ? last : {}),
    })
  return packer.end()
}
const jobOf = async ({ service, template_id }: Made) => {
  const [key] =
    await crier.sql`select id from api_keys where service_id = ${service.id} and key_type = 'normal'`
  return {
    id: randomUUID(),
    service_id: service.id,
    notification_type: 'sms' as const,
    template_id,
    template_version: 1,
    key_type: 'normal' as const,
    api_key_id: key!.id as string,
    name: 'people.csv',
    reply_to_text: null,
    reference: null,
    scheduled_for: null,
    idempotency_key: 'one',
    request_hash: 'aa',
    contact_list_id: null,
    actor: null,
    now,
  }
}

test('rows are stored in their order, batch by batch; of a job whose last row is refused nothing is left', async () => {
  const made = await maker(crier)
  const refused = storeJob(
    crier.crier,
    await jobOf(made),
    rowsWith(1001, { client_reference: 'r'.repeat(1001) }),
  )
  await assert.rejects(refused, { constraint_name: 'row_reference_is_short' })
  const [left] = await crier.sql`
    select (select count(*)::integer from jobs where service_id = ${made.service.id}) as jobs,
      (select count(*)::integer from service_daily_usage where service_id = ${made.service.id}) as counted`
  assert.deepEqual({ ...left }, { jobs: 0, counted: 0 })
  const job = await jobOf(made)
  assert.deepEqual(await storeJob(crier.crier, job, rowsWith(2500)), { id: job.id, is_new: true })
  const rows = await crier.sql`
    select row_number, "to", personalisation from job_rows where job_id = ${job.id} order by row_number`
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    Array.from({ length: 2500 }, (_, n) => ({
      row_number: n,
      to: `07900 ${100_000 + n}`,
      personalisation: { name: `Zoë "${n}"` },
    })),
  )
  // The key that was refused with its job is free; now it stands for one.
  assert.deepEqual(await storeJob(crier.crier, { ...job, id: randomUUID() }, rowsWith(2)), {
    id: job.id,
    is_new: false,
  })
})

test('what repeats the names of its columns in each row is held in less memory than its file has', () => {
  const { count, batches } = rowsWith(5000)
  const bytes = batches.reduce((sum, { packed }) => sum + packed.length, 0)
  assert.deepEqual([count, batches.length], [5000, 5])
  assert.ok(bytes < 5000 * '07900 100000,Zoë "1000"\n'.length, `${bytes} bytes`)
})
