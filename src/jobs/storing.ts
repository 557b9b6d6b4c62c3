/** Rows of a file that is fine, on their way into the database: all of them or none, in one transaction, and never many of them in memory. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { acceptJob, addJobRows, beginJob, type IBeginJobParams } from '../../queries/jobs.queries.ts'
import type { Crier } from '../context.ts'
import type { JobRow } from './rows.ts'

/** Rows that are added by one statement, or fewer that are as long as so many characters. */
const rowsAtOnce = 1000
const charactersAtOnce = 1_000_000

type Batch = { rows: number; packed: Buffer }

/**
 * Rows that wait until the last one is checked. As objects they have ten times the memory of their file, as JSON five times, because each repeats the
 * names of its columns: packed they have less than the file.
 */
export type PackedRows = { count: number; batches: readonly Batch[] }

/** @returns what takes a row, and what ends the last batch */
export function rowPacker(): { add: (row: JobRow) => void; end: () => PackedRows } {
  const batches: Batch[] = []
  let rows: string[] = []
  let characters = 0
  let count = 0
  function pack(): void {
    batches.push({ rows: rows.length, packed: deflateRawSync(`[${rows.join(',')}]`, { level: 1 }) })
    count += rows.length
    rows = []
    characters = 0
  }
  return {
    add(row) {
      const text = JSON.stringify(row)
      rows.push(text)
      characters += text.length
      if (rows.length === rowsAtOnce || characters >= charactersAtOnce) pack()
    },
    end() {
      if (rows.length > 0) pack()
      return { count, batches }
    },
  }
}

/**
 * Makes a job of its rows: what is answered is there, and nothing is left of what is refused.
 * @returns the job, and whether it is new: the same Idempotency-Key with the same request is answered with the job that it made
 */
export const storeJob = (
  crier: Pick<Crier, 'pool'>,
  job: Omit<IBeginJobParams, 'row_count'>,
  { count, batches }: PackedRows,
): Promise<{ id: string; is_new: boolean }> =>
  crier.pool.transaction(async (db) => {
    const [begun] = await beginJob.run({ ...job, row_count: count }, db)
    if (!begun!.is_new) return begun!
    let first_row = 0
    for (const { rows, packed } of batches) {
      await addJobRows.run({ id: begun!.id, first_row, rows: inflateRawSync(packed).toString() }, db)
      first_row += rows
    }
    await acceptJob.run({ id: begun!.id, now: job.now }, db)
    return begun!
  })
