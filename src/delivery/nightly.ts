/** The periodic work of delivery that takes more than one statement. Times and names: specification, sending, timetable. */

import { forgetDeliveryFailures as forget } from '../../queries/delivery/operation.queries.ts'
import { timeoutSendingNotifications } from '../../queries/delivery.queries.ts'
import type { Crier } from '../context.ts'

/**
 * Gives up on messages that nothing was heard of for 72 hours. A task of its own; the books call it too before they count, since a
 * message's day is counted for the last time in the night that gives it up, and tasks that were missed are caught up in no order.
 */
export async function timeoutSending({ db }: Pick<Crier, 'db'>, { now }: { now: string }): Promise<void> {
  // Batches, until one comes back empty.
  while ((await timeoutSendingNotifications.run({ now }, db)).length > 0);
}

/** Rows per statement: some ten milliseconds. */
const batch_size = 5000

export async function forgetDeliveryFailures(
  { db }: Pick<Crier, 'db'>,
  { now }: { now: string },
): Promise<void> {
  while (((await forget.run({ now, batch_size }, db))[0]?.forgotten ?? 0) > 0);
}
