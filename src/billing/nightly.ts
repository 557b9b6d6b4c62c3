/** The periodic work of billing. Times and names: specification, billing, nightly work. */

import {
  enqueueBillingFrom,
  enqueueBillingOfToday,
  enqueueNightlyBilling,
  listUncountedTextsOfLastYear,
  refreshBillingFacts,
  refreshLetterDespatchFacts,
} from '../../queries/billing/nightly.queries.ts'
import { populateAnnualBilling } from '../../queries/billing/rates.queries.ts'
import type { Channel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { timeoutSending } from '../delivery/nightly.ts'

/** What the books need of a running Crier. */
export type Books = Pick<Crier, 'db' | 'log'>

/**
 * Queues one job per day and channel whose billing facts are to be made again.
 * @param now the instant of the run: ten days back from its yesterday, further after missed nights
 * @param day YYYY-MM-DD: that day and the nine before it in place of these, whether or not there is something to do
 */
export async function createNightlyBilling(
  { db }: Books,
  { now, day }: { now: string; day?: string },
): Promise<void> {
  if (day === undefined) {
    await timeoutSending({ db }, { now })
    await enqueueNightlyBilling.run({ now }, db)
  } else await enqueueBillingFrom.run({ day, now }, db)
}

/** Makes the billing facts of one day and channel. */
export async function createNightlyBillingForDay(
  { db, log }: Books,
  { day, channel }: { day: string; channel: Channel },
): Promise<void> {
  const [made] = await refreshBillingFacts.run({ day, notification_type: channel }, db)
  if (channel === 'letter') await refreshLetterDespatchFacts.run({ day }, db)
  log.info({ task: 'create-nightly-billing-for-day', day, channel, ...made }, 'billing facts made')
  // What has no price is in no fact. The other rows are right, so the day is not given up for it.
  if (Number(made!.unpriced) > 0)
    log.error({ day, channel, unpriced: made!.unpriced }, 'messages without a price: see unpriced_billing')
}

/** Queues today's billing facts, for the reports on many services, which read facts alone. */
export async function updateFtBillingForToday({ db }: Books, { now }: { now: string }): Promise<void> {
  await enqueueBillingOfToday.run({ now }, db)
}

/**
 * Settles every service's free allowance of the financial year that begins. Whoever sent very much in the year before has none, and missed tasks
 * are caught up in no order: the last days of that year are counted first where the night has not done it yet.
 */
export async function runPopulateAnnualBilling({ db }: Books, { now }: { now: string }): Promise<void> {
  for (const { bst_date: day } of await listUncountedTextsOfLastYear.run({ now }, db))
    await refreshBillingFacts.run({ day, notification_type: 'sms' }, db)
  await populateAnnualBilling.run({ now }, db)
}
