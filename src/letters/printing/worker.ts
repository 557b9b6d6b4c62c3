/** Hands batches of letters to the printer. What is in a batch is decided by SQL (db/rules/letters/print_collation.sql). */
import type { JobResult, JobWithMetadata } from 'pg-boss'
import {
  claimPrintBatch,
  failPrintBatch,
  listPrintBatchContents,
  recordHandOver,
  withdrawLetters,
} from '../../../queries/letters/printing.queries.ts'
import type { Crier } from '../../context.ts'
import { unavailable } from '../../database.ts'
import { isOver, keepTrying, type Lease } from '../../keep-trying.ts'
import { type QueueName, queues, type Workers } from '../../queues.ts'
import { activePrinter } from './choosing.ts'
import { pdfReads } from './pdfs.ts'
import { type Letter, LetterUnreadable, type Outcome } from './printer.ts'

const queueName = 'letter-batches' satisfies QueueName

export const printingWorkers = (crier: Crier) =>
  ({ [queueName]: (jobs, lease) => printBatches(crier, jobs, lease) }) satisfies Workers

export async function printBatches(
  crier: Crier,
  jobs: readonly Pick<JobWithMetadata<unknown>, 'id' | 'retryCount'>[],
  lease: Lease,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const { id, retryCount } of jobs) {
    const isDone = !isOver(lease) && (await printBatch(crier, id, retryCount, lease))
    results.push({ id, status: isDone ? 'completed' : 'failed' })
  }
  return results
}

/** @returns whether nothing is left to do */
async function printBatch(crier: Crier, id: string, retries: number, lease: Lease): Promise<boolean> {
  const { db, log } = crier
  const now = () => crier.now().toISOString()
  try {
    const chosen = await activePrinter(crier)
    if (chosen === null) throw new Error('no printer is active')
    const { identifier, printer } = chosen
    const [batch] = await claimPrintBatch.run({ batch: id, printer: identifier, now: now() }, db)
    if (batch === undefined) return true
    const letters = await lettersOf(crier, id)
    const tell = async (told: Outcome[]) => {
      const record = () => recordHandOver.run({ batch: id, told: told as never, now: now() }, db)
      for (const letter of await keepTrying(record, lease))
        if (letter.outcome === 'refused')
          log.error({ letter: letter.id, detail: letter.detail, batch: id }, 'the printer refuses a letter')
    }
    if (letters.length > 0) await printer.print(batch, letters, tell, lease)
    else await tell([])
    log.info({ batch: id, printer: identifier, letters: letters.length }, 'letters are at the printer')
    return true
  } catch (error) {
    // Whoever comes next finds the batch as it is.
    if (unavailable(error)) throw error
    if (error instanceof LetterUnreadable) await withdraw(crier, id, [error.letter])
    const { retryLimit, retryDelay } = queues.find(({ name }) => name === queueName)!.options
    const retryAt =
      retries < retryLimit ? new Date(crier.now().getTime() + retryDelay! * 1000).toISOString() : null
    const reason = error instanceof Error ? error.message : 'unknown'
    await keepTrying(
      () => failPrintBatch.run({ batch: id, reason, retry_at: retryAt, now: now() }, db),
      lease,
    )
    log.error({ error, batch: id, retryAt }, 'letters could not be handed to the printer')
    return false
  }
}

/**
 * A letter without a PDF does not hold up the others.
 * @throws Error where there is one: who hands the batch over without it is the next try
 */
async function lettersOf(crier: Crier, batch: string): Promise<Letter[]> {
  const rows = await listPrintBatchContents.run({ batch }, crier.db)
  const missing = rows.filter(({ file_id }) => file_id === null).map(({ id }) => id)
  if (missing.length > 0) {
    await withdraw(crier, batch, missing)
    throw new Error('letters have no PDF')
  }
  const pdfs = rows.map(({ id, file_id, bytes }) => ({ letter: id, fileId: file_id!, bytes: bytes! }))
  const reads = pdfReads(crier, pdfs)
  return rows.map(({ id, bytes, file_name, reference, address }, index) => ({
    id,
    reference,
    address,
    fileName: file_name!,
    bytes: bytes!,
    read: reads[index]!,
  }))
}

async function withdraw(crier: Crier, batch: string, letters: string[]): Promise<void> {
  const reason = 'its PDF cannot be read'
  await withdrawLetters.run({ batch, letters, reason, now: crier.now().toISOString() }, crier.db)
  crier.log.error({ batch, letters }, 'letters without a readable PDF are left out of a batch')
}
