/** The periodic work of statistics. Times and names: specification, billing, nightly work. */

import type { Job, JobResult } from 'pg-boss'
import {
  enqueueNightlyStatus,
  enqueueStatusOf,
  refreshProcessingTime,
  refreshStatusFacts,
} from '../../queries/statistics/nightly.queries.ts'
import { type Books, createNightlyBillingForDay } from '../billing/nightly.ts'
import type { Channel } from '../channels.ts'
import { timeoutSending } from '../delivery/nightly.ts'

/**
 * Queues one job per day and channel whose status facts are to be made again.
 * @param now the instant of the run: four days back from its yesterday (letters: ten), further after missed nights
 * @param day YYYY-MM-DD: that day alone, in all channels
 */
export async function createNightlyNotificationStatus(
  { db }: Books,
  { now, day }: { now: string; day?: string },
): Promise<void> {
  if (day === undefined) {
    await timeoutSending({ db }, { now })
    await enqueueNightlyStatus.run({ now }, db)
  } else await enqueueStatusOf.run({ day, now }, db)
}

/** Makes the status facts of one day and channel. */
async function createNightlyNotificationStatusForDay(
  { db, log }: Books,
  { day, channel }: { day: string; channel: Channel },
): Promise<void> {
  const [made] = await refreshStatusFacts.run({ day, notification_type: channel }, db)
  log.info({ task: 'create-nightly-notification-status-for-day', day, channel, ...made }, 'status facts made')
}

/** Measures how fast the messages of a day were sent; without a day, those of yesterday and of the nights that were missed. */
export async function saveDailyNotificationProcessingTime(
  { db }: Books,
  { now, day }: { now: string; day?: string },
): Promise<void> {
  await refreshProcessingTime.run({ now, day: day ?? null }, db)
}

/** A job of the queue reporting-tasks. */
export type ReportingJob = {
  task: 'create-nightly-billing-for-day' | 'create-nightly-notification-status-for-day'
  day: string
  channel: Channel
}

/** Does jobs of the queue reporting-tasks; safe to repeat and to do twice at once. */
export async function runReportingJobs(
  books: Books,
  jobs: Pick<Job<unknown>, 'id' | 'data'>[],
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const { id, data } of jobs) {
    const { task, day, channel } = data as ReportingJob
    if (task === 'create-nightly-billing-for-day') await createNightlyBillingForDay(books, { day, channel })
    else await createNightlyNotificationStatusForDay(books, { day, channel })
    results.push({ id, status: 'completed' })
  }
  return results
}
