/**
 * Delivery in batches: read the truth about the jobs' messages, render, call the providers, record all outcomes in one statement. A job's id is its
 * message's id. Whatever goes wrong here, the next attempt looks at the truth again.
 */
import { randomUUID } from 'node:crypto'
import type { Job, JobResult } from 'pg-boss'
import {
  applyWaitingReceipts,
  drawAnotherProvider,
  type IListDeliverableResult,
  listDeliverable,
  postponeRetries,
  recordDeliveries,
  reduceProviderPriority,
} from '../../queries/delivery.queries.ts'
import type { Crier } from '../crier.ts'
import type { SmsSize } from '../templates/sms.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { compose } from './compose.ts'
import { limiter } from './limiter.ts'
import { adapterFor } from './providers/adapters.ts'
import { MessageFault, type Outgoing, type Sent } from './providers/provider.ts'
import type { SandboxReceipt } from './sandbox-receipts.ts'

/** No call is begun later than this after the batch was taken: the job might be another worker's by then. */
const leaseMs = 60_000
/** Source: specification, sending, deliver_sms and deliver_email. */
const retrySeconds = 300
/** Failures of one provider within a minute after which its weight is reduced. Source: the same, changing weights. */
const failuresBeforeReduction = 50

type Fault = 'provider-fault' | 'message-fault'
type Attempt = { row: IListDeliverableResult; size: SmsSize | null } & (
  | { outcome: 'sent'; provider: string; sent: Sent; sentAt: string }
  | { outcome: Fault }
)

export function makeDelivery(crier: Crier) {
  const limit = limiter(crier.config.sendConcurrency)
  const failures = new Map<string, number[]>()

  async function deliver(queue: string, jobs: Job<unknown>[]): Promise<JobResult[]> {
    const taken = performance.now()
    const ids = jobs.map((job) => job.id)
    const rows = await listDeliverable.run({ ids }, crier.db)
    const versions = await crier.memory.versions(rows)
    const attempts = await Promise.all(
      rows.map((row) =>
        limit(() => attempt(row, versions.get(`${row.template_id} ${row.template_version}`)!, taken)),
      ),
    )
    await record(attempts)
    for (const one of attempts) {
      if (one.outcome === 'sent') {
        const waited = (crier.now().getTime() - Date.parse(one.row.created_at)) / 1000
        crier.metrics.acceptanceToHandover.observe({ queue }, waited)
      }
    }
    return settle(queue, jobs, attempts)
  }

  async function attempt(
    row: IListDeliverableResult,
    template: CompiledTemplate,
    taken: number,
  ): Promise<Attempt> {
    const service = await crier.memory.service(row.service_id)
    if (!row.service_is_active || service === null) return { row, size: null, outcome: 'message-fault' }
    const composed = await compose(crier, row, template, service).catch((error: unknown) => {
      crier.log.error({ error, notificationId: row.id }, 'message cannot be composed')
    })
    // Ours to mend, and no reason to hold up the rest of the batch.
    if (composed === undefined) return { row, size: null, outcome: 'provider-fault' }
    const { message, size } = composed
    let provider = row.key_type === 'test' ? `sandbox-${row.notification_type}` : row.provider
    // The first retry is at once and by another provider, if there is one.
    for (let tries = 0; tries < 2 && provider !== null; tries++) {
      if (performance.now() - taken > leaseMs) break
      const sentAt = crier.now().toISOString()
      try {
        const sent = await call(provider, message)
        crier.metrics.sent.inc({ type: row.notification_type, provider })
        return { row, size, outcome: 'sent', provider, sent, sentAt }
      } catch (error) {
        const isMessageFault = error instanceof MessageFault
        crier.metrics.sendFaults.inc({ provider, fault: isMessageFault ? 'message' : 'provider' })
        crier.log.warn({ error, notificationId: row.id, provider }, 'attempt failed')
        if (isMessageFault) return { row, size, outcome: 'message-fault' }
        await reportFailure(provider, row.notification_type)
        if (row.notification_type !== 'sms') break
        provider = (await another(row, provider)) ?? provider
      }
    }
    return { row, size, outcome: 'provider-fault' }
  }

  async function call(provider: string, message: Outgoing): Promise<Sent> {
    const started = performance.now()
    try {
      return await (await adapterFor(crier, provider)).send(message)
    } finally {
      crier.metrics.providerSeconds.observe({ provider }, (performance.now() - started) / 1000)
    }
  }

  async function another(row: IListDeliverableResult, failed: string): Promise<string | null> {
    const parameters = { channel: row.notification_type, international: row.international, failed }
    return (await drawAnotherProvider.run(parameters, crier.db))[0]?.provider ?? null
  }

  /** Many failures within a minute move weight to the other providers. */
  async function reportFailure(provider: string, channel: string): Promise<void> {
    const now = crier.now().getTime()
    const recent = (failures.get(provider) ?? []).filter((at) => at > now - 60_000)
    recent.push(now)
    failures.set(provider, recent.length > failuresBeforeReduction ? [] : recent)
    if (channel !== 'sms' || recent.length <= failuresBeforeReduction) return
    const [answer] = await reduceProviderPriority.run(
      { identifier: provider, now: crier.now().toISOString() },
      crier.db,
    )
    if (answer?.reduced) crier.log.warn({ provider }, 'provider weight reduced')
  }

  async function record(attempts: Attempt[]): Promise<void> {
    if (attempts.length === 0) return
    const receipts: SandboxReceipt[] = []
    const deliveries = attempts.map((one) => {
      const { row, outcome } = one
      const measured = row.notification_type === 'sms' ? (one.size ?? {}) : {}
      if (one.outcome !== 'sent') return { id: row.id, outcome, ...measured }
      if (one.sent.receipts !== undefined) {
        const reference = row.notification_type === 'sms' ? row.id : one.sent.reference
        receipts.push({
          channel: row.notification_type as 'sms' | 'email',
          reference: reference!,
          statuses: one.sent.receipts,
        })
      }
      return {
        id: row.id,
        outcome,
        provider: one.provider,
        reference: one.sent.reference,
        sent_at: one.sentAt,
        ...measured,
      }
    })
    const recorded = await recordDeliveries.run(
      {
        deliveries: deliveries as never,
        // One job for the batch: its receipts are applied together, as they were sent.
        receipt_ids: receipts.length > 0 ? [randomUUID()] : [],
        receipts: receipts.length > 0 ? ([{ receipts }] as never) : [],
      },
      crier.db,
    )
    const awaited = new Set(recorded.filter((one) => one.is_awaited).map((one) => one.notification_id))
    for (const one of recorded) {
      if (one.new_status === 'technical-failure') {
        const type = attempts.find((each) => each.row.id === one.notification_id)!.row.notification_type
        crier.metrics.outcomes.inc({ type, status: one.new_status })
      }
    }
    if (awaited.size === 0) return
    const references = attempts.flatMap((one) =>
      one.outcome === 'sent' && awaited.has(one.row.id) && one.sent.reference !== null
        ? [one.sent.reference]
        : [],
    )
    await applyWaitingReceipts.run({ references }, crier.db)
  }

  async function settle(queue: string, jobs: Job<unknown>[], attempts: Attempt[]): Promise<JobResult[]> {
    const failed = new Map(
      attempts.filter((one) => one.outcome === 'provider-fault').map((one) => [one.row.id, one]),
    )
    if (failed.size > 0)
      await postponeRetries.run({ queue, ids: [...failed.keys()], seconds: retrySeconds }, crier.db)
    return jobs.map((job) => ({ id: job.id, status: failed.has(job.id) ? 'failed' : 'completed' }))
  }

  /** Attempts are used up: the message becomes technical-failure. */
  async function giveUp(notificationIds: string[]): Promise<void> {
    const deliveries = notificationIds.map((id) => ({ id, outcome: 'message-fault' }))
    await recordDeliveries.run({ deliveries: deliveries as never, receipt_ids: [], receipts: [] }, crier.db)
  }

  return { deliver, giveUp }
}
