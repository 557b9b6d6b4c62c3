/** Records what became of a batch's attempts, so that none is made again for want of its record. */

import { randomUUID } from 'node:crypto'
import {
  applyWaitingReceipts,
  type IClaimDeliverableResult,
  type IRecordDeliveriesResult,
  recordDeliveries,
} from '../../queries/delivery.queries.ts'
import type { SentChannel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { keepTrying, type Lease, mayPass } from '../keep-trying.ts'
import type { SmsSize } from '../templates/sms.ts'
import type { Refusal, Sent } from './providers/provider.ts'
import type { SandboxReceipt } from './sandbox-receipts.ts'

export type Deliverable = IClaimDeliverableResult
/** claim: the batch that it was made for. size: of a text that was rendered. sentAt: when the call began. hadNoTurn: nobody was asked last, since the provider's pace or the batch's time left no turn for it. */
export type Attempt = { row: Deliverable; claim: string; size: SmsSize | null; hadNoTurn?: boolean } & (
  | { outcome: 'sent'; provider: string; sent: Sent; sentAt: string }
  | { outcome: Exclude<Refusal, 'message-fault'>; provider: string; sentAt: string }
  | { outcome: 'message-fault' | 'provider-fault' }
)

/** Milliseconds after which no job comes again (retentionSeconds of its queue), however long the database was away. */
const keptMs = 7 * 86_400_000

/**
 * What happened outside and is not recorded stays here, so that this process records it when the job comes again, in place of sending twice. It
 * holds no more than the batches that were in hand when the database went away: without it none is fetched. A job that another process has had
 * meanwhile does not come again: so nothing stays longer than jobs do.
 * @param clock milliseconds of a clock that only runs forward
 */
export function makeRecord(crier: Crier, clock: () => number = () => performance.now()) {
  /** In the order of their times. */
  const unrecorded = new Map<string, { one: Attempt; at: number }>()

  function keep(attempts: Attempt[]): void {
    const now = clock()
    for (const [id, { at }] of unrecorded) {
      if (at > now - keptMs) break
      unrecorded.delete(id)
    }
    for (const one of attempts) {
      unrecorded.delete(one.row.id)
      unrecorded.set(one.row.id, { one, at: now })
    }
  }

  /**
   * @returns the ids of messages whose record the database refuses, whatever is tried
   * @throws the last error when the lease is over
   */
  async function record(attempts: Attempt[], lease: Lease): Promise<string[]> {
    if (attempts.length === 0) return []
    keep(attempts)
    try {
      // Its claims end with it: these are all that their batches have left.
      await recordTogether(attempts, [...new Set(attempts.map((one) => one.claim))], lease)
      return []
    } catch (error) {
      if (mayPass(error)) throw error
      // The others are not sent again for the sake of the one that is refused. The claims stay for that one, until they are abandoned.
      const refused: string[] = []
      for (const one of attempts) if (await isRefused(one, lease)) refused.push(one.row.id)
      return refused
    }
  }

  async function isRefused(one: Attempt, lease: Lease): Promise<boolean> {
    try {
      await recordTogether([one], [], lease)
      return false
    } catch (error) {
      if (mayPass(error)) throw error
      crier.log.error({ error, notificationId: one.row.id }, 'attempt can not be recorded')
      return true
    }
  }

  async function recordTogether(attempts: Attempt[], claims: string[], lease: Lease): Promise<void> {
    const receipts = sandboxReceipts(attempts)
    const parameters = {
      deliveries: attempts.map(delivery) as never,
      claims,
      // One job for the batch: its receipts are applied together, as they were sent. Its id stays, so that a second record makes no second job.
      receipt_ids: receipts.length > 0 ? [randomUUID()] : [],
      receipts: receipts.length > 0 ? ([{ receipts }] as never) : [],
    }
    const recorded = await keepTrying(async () => {
      const rows = await recordDeliveries.run(parameters, crier.db)
      const references = awaitedReferences(attempts, rows)
      if (references.length > 0) await applyWaitingReceipts.run({ references }, crier.db)
      return rows
    }, lease)
    if (receipts.length > 0) crier.waker.wake('sandbox-receipts')
    const types = new Map(attempts.map(({ row }) => [row.id, row.notification_type]))
    for (const { notification_id, old_status, new_status } of recorded) {
      if (new_status !== old_status && new_status.endsWith('-failure'))
        crier.metrics.outcomes.inc({ type: types.get(notification_id)!, status: new_status })
    }
    for (const { row } of attempts) unrecorded.delete(row.id)
  }

  /** What earlier attempts at these messages left unrecorded. */
  const leftUnrecorded = (ids: string[]): Attempt[] =>
    unrecorded.size === 0 ? [] : ids.flatMap((id) => unrecorded.get(id)?.one ?? [])

  return { record, leftUnrecorded }
}

function delivery(one: Attempt) {
  const { row, outcome } = one
  const measured = row.notification_type === 'sms' ? (one.size ?? {}) : {}
  if (!('provider' in one)) return { id: row.id, outcome, ...measured }
  const { provider, sentAt } = one
  const reference = one.outcome === 'sent' ? one.sent.reference : null
  return { id: row.id, outcome, provider, reference, sent_at: sentAt, ...measured }
}

function sandboxReceipts(attempts: Attempt[]): SandboxReceipt[] {
  return attempts.flatMap((one) => {
    if (one.outcome !== 'sent' || one.sent.receipts === undefined) return []
    const { row, sent, provider } = one
    const reference = row.notification_type === 'sms' ? row.id : sent.reference!
    return [{ provider, channel: row.notification_type as SentChannel, reference, statuses: sent.receipts! }]
  })
}

/** The references of which a receipt has come before they were recorded. */
function awaitedReferences(attempts: Attempt[], recorded: IRecordDeliveriesResult[]): string[] {
  const awaited = new Set(recorded.filter((one) => one.is_awaited).map((one) => one.notification_id))
  return attempts.flatMap((one) =>
    one.outcome === 'sent' && awaited.has(one.row.id) && one.sent.reference !== null
      ? [one.sent.reference]
      : [],
  )
}
