/** What the queues of letters do. A job's id is its letter's; every attempt reads the letter anew. */
import type { JobResult, JobWithMetadata } from 'pg-boss'
import { giveUpLetters } from '../../queries/letters/making.queries.ts'
import type { Crier } from '../context.ts'
import { keepTrying, type Lease } from '../keep-trying.ts'
import type { Workers } from '../queues.ts'
import { sanitiseLetters, scanLetters } from './checking.ts'
import { letterFiles } from './files.ts'
import { makeLetters } from './making.ts'

export function lettersWorkers(crier: Crier) {
  const files = letterFiles(crier)
  return {
    'create-letters-pdf-tasks': (jobs, lease) => makeLetters(crier, jobs, lease, files),
    'antivirus-tasks': (jobs, lease) => scanLetters(crier, jobs, lease),
    'letter-tasks': (jobs, lease) => sanitiseLetters(crier, jobs, lease),
    'undeliverable-letters': (jobs, lease) => giveUp(crier, jobs, lease),
  } satisfies Workers
}

async function giveUp(crier: Crier, jobs: JobWithMetadata<unknown>[], lease: Lease): Promise<JobResult[]> {
  const parameters = { ids: jobs.map((job) => job.sourceId ?? job.id), now: crier.now().toISOString() }
  const [given] = await keepTrying(() => giveUpLetters.run(parameters, crier.db), lease)
  if (given!.ids.length > 0) crier.log.error({ notificationIds: given!.ids }, 'letters are given up')
  return jobs.map(({ id }) => ({ id, status: 'completed' }))
}
