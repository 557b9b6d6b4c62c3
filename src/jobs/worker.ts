/** Makes messages of jobs. All that decides is SQL (db/rules/jobs): this goes from batch to batch, and whoever goes on goes on where it was. */
import type { JobResult } from 'pg-boss'
import { analyzeAfterJob, getJobOwner, startJob, storeNextRows } from '../../queries/jobs.queries.ts'
import type { Crier } from '../context.ts'
import { isOver, type Lease } from '../keep-trying.ts'
import { reachable } from '../notifications/sending.ts'
import type { Workers } from '../queues.ts'

/** Rows that one statement makes messages of: it is over in a tenth of a second, so that whoever looks at the job waits no longer. */
const batchSize = 1000

export const jobsWorkers = (crier: Crier) =>
  ({ jobs: (jobs, lease) => processJobs(crier, jobs, lease) }) satisfies Workers

/** A job that is broken off is tried again by whoever comes next. */
export async function processJobs(
  crier: Crier,
  jobs: readonly { id: string }[],
  lease: Lease,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const { id } of jobs) {
    const isDone = !isOver(lease) && (await processJob(crier, id, lease))
    results.push({ id, status: isDone ? 'completed' : 'failed' })
  }
  return results
}

/** @returns whether nothing is left to do */
async function processJob(crier: Crier, id: string, { signal, endsAt }: Lease): Promise<boolean> {
  const { db } = crier
  const now = () => crier.now().toISOString()
  const [owner] = await getJobOwner.run({ id }, db)
  const service = owner === undefined ? null : await crier.cache.service(owner.service_id)
  if (service === null) return true
  const allowed = await reachable(crier, service, owner!.key_type)
  const [started] = await startJob.run({ id, allowed: allowed && [...allowed], now: now() }, db)
  if (!started!.is_started) return true
  while (!signal.aborted && performance.now() < endsAt) {
    const [stored] = await storeNextRows.run({ id, batch_size: batchSize, now: now() }, db)
    if (stored!.has_more) continue
    await analyzeAfterJob.run({ id }, db)
    return true
  }
  return false
}
