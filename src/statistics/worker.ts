/** The worker of the night's facts. */
import type { Job, JobResult } from 'pg-boss'
import { type Books, createNightlyBillingForDay } from '../billing/nightly.ts'
import type { Channel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { isOver, type Lease } from '../keep-trying.ts'
import type { Workers } from '../queues.ts'
import { createNightlyNotificationStatusForDay } from './nightly.ts'

/** A job of the queue reporting-tasks. */
export type ReportingJob = {
  task: 'create-nightly-billing-for-day' | 'create-nightly-notification-status-for-day'
  day: string
  channel: Channel
}

export const statisticsWorkers = (crier: Crier) =>
  ({
    'reporting-tasks': (jobs, lease) =>
      runReportingJobs({ ...crier, db: crier.periodic.nights }, jobs, lease),
  }) satisfies Workers

/** Does jobs of the queue reporting-tasks; safe to repeat and to do twice at once. */
export async function runReportingJobs(
  books: Books,
  jobs: Pick<Job<unknown>, 'id' | 'data'>[],
  lease: Lease,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const { id, data } of jobs) {
    if (isOver(lease)) {
      results.push({ id, status: 'failed' })
      continue
    }
    const { task, day, channel } = data as ReportingJob
    if (task === 'create-nightly-billing-for-day') await createNightlyBillingForDay(books, { day, channel })
    else await createNightlyNotificationStatusForDay(books, { day, channel })
    results.push({ id, status: 'completed' })
  }
  return results
}
