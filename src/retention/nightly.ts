/** The periodic work of retention. Times and names: specification, billing, nightly work. */
import {
  analyzeHistory,
  archiveInboundSms,
  archiveNotifications,
  deleteOldEvents,
  deleteTestNotifications,
} from '../../queries/retention.queries.ts'
import { statusFactsAreMade } from '../../queries/statistics/nightly.queries.ts'
import { type Books, channels } from '../billing/nightly.ts'

/**
 * Rows per statement, which is one transaction. Beside 500 acceptances a second on two cores, batches of 500 move as many rows a
 * second as batches of 5,000 (9,000), and the slowest hundredth of acceptances takes 36 ms in place of 53: it never waits for a
 * large commit. Batches of 200 move a third.
 */
const batch_size = 500

/** Repeats a batch until one is not full. */
async function drain(batch: () => Promise<number | undefined>): Promise<number> {
  let all = 0
  for (;;) {
    const rows = (await batch()) ?? 0
    all += rows
    if (rows < batch_size) return all
  }
}

/**
 * Moves messages past their retention into history and deletes those of test keys.
 * @param now the instant of the run
 * @throws Error while the night's status facts are not made: they count what is deleted here, so deletion waits
 */
export async function deleteNotificationsOlderThanRetention(
  { db, log }: Books,
  { now }: { now: string },
): Promise<void> {
  const [facts] = await statusFactsAreMade.run({ now }, db)
  if (!facts!.made) throw new Error('the status facts of this night are not made yet: nothing is deleted')
  for (const notification_type of channels) {
    const moved = await drain(
      async () => (await archiveNotifications.run({ notification_type, now, batch_size }, db))[0]?.moved,
    )
    const deleted = await drain(
      async () => (await deleteTestNotifications.run({ notification_type, now, batch_size }, db))[0]?.deleted,
    )
    log.info({ channel: notification_type, moved, deleted }, 'retention kept')
  }
  await analyzeHistory.run(undefined, db)
}

/** Moves received texts past their retention into history, without sender and content. */
export async function deleteInboundSms({ db, log }: Books, { now }: { now: string }): Promise<void> {
  const moved = await drain(async () => (await archiveInboundSms.run({ now, batch_size }, db))[0]?.moved)
  log.info({ moved }, 'retention of received texts kept')
}

/** Deletes events older than 52 weeks. */
export async function deleteEventsOlderThanAYear({ db }: Books, { now }: { now: string }): Promise<void> {
  await drain(async () => (await deleteOldEvents.run({ now, batch_size }, db))[0]?.deleted)
}
