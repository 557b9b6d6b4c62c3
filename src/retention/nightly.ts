/** The periodic work of retention. Times and names: specification, billing, nightly work. */
import { setTimeout as pause } from 'node:timers/promises'
import {
  analyzeHistory,
  archiveInboundSms,
  archiveNotifications,
  deleteOldEvents,
  deleteOldInvites,
  deleteTestNotifications,
} from '../../queries/retention.queries.ts'
import { statusFactsAreMade } from '../../queries/statistics/nightly.queries.ts'
import type { Books } from '../billing/nightly.ts'
import { type Channel, channels } from '../channels.ts'

/**
 * Rows per statement, which is one transaction, and how many times as long as it took nothing is done after it, so that those who accept
 * messages meanwhile wait for no large batch and have the machine to themselves for two thirds of the time. Beside 500 acceptances a
 * second on two cores, the slowest hundredth of them takes one to two times as long as without the archive; with batches of 500 and no
 * rests it took up to five times as long. At least 1,500 messages a second move so: a million in eleven minutes.
 */
const batch_size = 200
const restFactor = 2

/** Repeats a batch until one is not full. */
async function drain(batch: () => Promise<number | undefined>): Promise<number> {
  let all = 0
  for (;;) {
    const began = performance.now()
    const rows = (await batch()) ?? 0
    all += rows
    if (rows < batch_size) return all
    await pause((performance.now() - began) * restFactor)
  }
}

/**
 * Moves a channel's messages past their retention into history.
 * @returns how many
 */
export function archiveChannel(
  db: Books['db'],
  { notification_type, now }: { notification_type: Channel; now: string },
): Promise<number> {
  let from_service: string | null = null
  return drain(async () => {
    const [batch] = await archiveNotifications.run({ notification_type, now, batch_size, from_service }, db)
    from_service = batch!.last_service
    return batch!.moved
  })
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
    const moved = await archiveChannel(db, { notification_type, now })
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

/** Deletes invitations that are two days old. */
export async function deleteInvitations({ db }: Books, { now }: { now: string }): Promise<void> {
  await drain(async () => (await deleteOldInvites.run({ now, batch_size }, db))[0]?.deleted)
}
