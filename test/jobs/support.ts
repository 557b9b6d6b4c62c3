/** Jobs for tests: made through the API, gone through without a queue. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { processJobs } from '../../src/jobs/worker.ts'
import type { Answer, TestCrier, TestService } from '../support/crier.ts'

export const header = ['phone number', 'name']
/** So many rows of texts, of which no two have the same number. */
export const rowsOf = (count: number): string[][] => [
  header,
  ...Array.from({ length: count }, (_, n) => [`07900 ${100_000 + n}`, `Person ${n}`]),
]

export type Made = { service: TestService; template_id: string }
export async function maker(
  crier: TestCrier,
  options: Parameters<TestCrier['makeService']>[0] = {},
): Promise<Made> {
  const service = await crier.makeService(options)
  return { service, template_id: await crier.makeTemplate(service) }
}

export const post = (
  crier: TestCrier,
  { service, template_id }: Made,
  body: object,
  headers: Record<string, string> = {},
  key: keyof TestService['keys'] = 'normal',
): Promise<Answer> =>
  crier.call('/v2/jobs', {
    key: service.keys[key],
    body: { name: 'people.csv', template_id, ...body },
    headers,
  })

/** @returns the id of a job of so many rows */
export async function makeJob(
  crier: TestCrier,
  made: Made,
  count: number,
  body: object = {},
): Promise<string> {
  const answer = await post(crier, made, { rows: rowsOf(count), ...body })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.id
}

/** A lease that lasts until it is broken off. */
export const lease = (signal = new AbortController().signal) => ({ signal, endsAt: Number.POSITIVE_INFINITY })

/** Goes through a job to its end. */
export async function process({ crier }: TestCrier, id: string): Promise<void> {
  assert.deepEqual(await processJobs(crier, [{ id }], lease()), [{ id, status: 'completed' }])
}

export async function jobOf({ sql }: TestCrier, id: string) {
  const [job] = await sql`select * from jobs where id = ${id}`
  return job!
}

/** The rows that are messages, in order. */
export async function storedRows({ sql }: TestCrier, id: string): Promise<number[]> {
  const rows = await sql`select job_row_number from notifications where job_id = ${id} order by 1`
  return rows.map((row) => row.job_row_number)
}

/** What is counted of a service on the day of the test's clock. */
export async function usedOn({ sql }: TestCrier, day: string, { service }: Made) {
  const [used] = await sql`
    select sms::integer, international_sms::integer from service_daily_usage where service_id = ${service.id} and day = ${day}`
  return { ...used }
}

/** Jobs without rows, for what is read alone. */
export async function insertJobs(
  { sql }: TestCrier,
  { service, template_id }: Made,
  jobs: Record<string, unknown>[],
): Promise<void> {
  for (const job of jobs) {
    const row = {
      service_id: service.id,
      template_id,
      template_version: 1,
      notification_type: 'sms',
      key_type: 'normal',
      original_file_name: 'people.csv',
      notification_count: 1,
      job_status: 'finished',
      created_at: '2017-06-09T12:00:00Z',
      ...job,
    }
    await sql`insert into jobs ${sql(row as never)}`
  }
}

/** A finished job of letters, of which each has one of the statuses. @returns its id */
export async function makeLetterJob(
  crier: TestCrier,
  { service, template_id }: Made,
  statuses: readonly string[],
): Promise<string> {
  const { sql } = crier
  const id = randomUUID()
  const job = { id, notification_type: 'letter', notification_count: statuses.length }
  const started = { processing_started: crier.crier.now().toISOString() }
  await insertJobs(crier, { service, template_id }, [{ ...job, ...started }])
  await sql`
    insert into job_rows (job_id, row_number, "to", normalised_to, personalisation, postage, outcome)
    select ${id}, n, 'A', 'a', '{}', 'second', 'stored' from generate_series(0, ${statuses.length - 1}::integer) n`
  await sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, postage, job_id,
      job_row_number, "to", notification_status)
    select ${service.id}, ${template_id}, 1, 'letter', 'normal', 'second', ${id}, n - 1, 'A', status
    from unnest(${statuses as string[]}::notification_status[]) with ordinality as one (status, n)`
  return id
}

/** An archive with one part that says what it likes of itself. */
export function archive(name: string, contents: Buffer, said = contents.length, copies = 1): Buffer {
  const packed = deflateRawSync(contents)
  const head = Buffer.alloc(30 + name.length)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(said, 22)
  head.writeUInt16LE(name.length, 26)
  head.write(name, 30)
  const entry = Buffer.alloc(46 + name.length)
  entry.writeUInt32LE(0x02014b50, 0)
  head.copy(entry, 6, 4, 30)
  entry.write(name, 46)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(copies, 10)
  end.writeUInt32LE(head.length + packed.length, 16)
  return Buffer.concat([head, packed, ...Array(copies).fill(entry), end])
}
