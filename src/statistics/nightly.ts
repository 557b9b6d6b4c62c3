/** The periodic work of statistics. Times and names: specification, billing, nightly work. */
import {
  enqueueNightlyStatus,
  enqueueStatusOf,
  refreshProcessingTime,
  refreshStatusFacts,
} from '../../queries/statistics/nightly.queries.ts'
import type { Books } from '../billing/nightly.ts'
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
export async function createNightlyNotificationStatusForDay(
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
