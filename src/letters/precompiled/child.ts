/**
 * The process in which strangers' PDFs are opened, one after another: it has no secrets, may read Crier's own files alone and write none. A thread of
 * its own ends it when a file takes more than it may (watch.ts).
 */
import { Worker } from 'node:worker_threads'
import { programFile } from '../../programs.ts'
import '../one-file.ts'
import type { Refused } from './results.ts'
import type { Letter, Made, Order } from './steps.ts'
import { type Allowance, gauge } from './watch.ts'

const { makeLetter, NotLoaded, readingSteps } = await import('./steps.ts')

export type Job = { pdf: Uint8Array; allowance: Allowance } & (
  | { what: 'make'; order: Order }
  | { what: 'check'; letter: Letter }
)
export type Answer = Made | Refused | { isStillLetter: boolean }
/** Nothing is known against the file. */
export type Unable = { unable: string }

const { shared, begin, end } = gauge()
new Worker(programFile('./watch-thread.ts', import.meta.url), { workerData: shared }).unref()

async function answerTo(job: Job): Promise<Answer> {
  if (job.what === 'make') return makeLetter(job.pdf, job.order)
  const { isStillLetter } = await readingSteps()
  return { isStillLetter: await isStillLetter(job.pdf, job.letter) }
}

process.on('message', async (job: Job) => {
  begin(job.allowance)
  const answer = await answerTo(job).catch((error: unknown): Unable => {
    if (error instanceof NotLoaded) return { unable: error.message }
    throw error
  })
  end()
  process.send!(answer)
})
process.on('disconnect', () => process.exit())
process.send!('ready')
