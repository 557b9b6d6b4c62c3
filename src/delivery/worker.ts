/**
 * Delivery in batches: read the truth about the jobs' messages, render, call the providers, record all outcomes in one statement. A job's id is its
 * message's id. Whatever goes wrong here, the next attempt looks at the truth again.
 */
import type { Job, JobResult, JobWithMetadata } from 'pg-boss'
import {
  drawAnotherProvider,
  enqueueLarge,
  type IListDeliverableResult,
  listDeliverable,
  postponeRetries,
  recordDeliveries,
  reduceProviderPriority,
} from '../../queries/delivery.queries.ts'
import type { Crier } from '../context.ts'
import { keepTrying, type Lease } from '../keep-trying.ts'
import type { QueueName, Worker, Workers } from '../queues.ts'
import { largeValuesBytes } from '../templates/size.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { compose, isLargeRow, mostBytes } from './compose.ts'
import { limiter } from './limiter.ts'
import { adapterFor } from './providers/adapters.ts'
import { type Adapter, MessageFault, type Outgoing, type Sent } from './providers/provider.ts'
import { type Attempt, makeRecord } from './record.ts'
import { receiptRoutes } from './routes.ts'
import { postSandboxReceipts, sandboxToken } from './sandbox-receipts.ts'

/** Messages with test keys come after all others that are large: fair_priority goes down to -1000. */
const lowestPriority = 1001
/** Source: specification, sending, deliver_sms and deliver_email. */
const retrySeconds = 300
/** Failures of one provider within a minute after which its weight is reduced. Source: the same, changing weights. */
const failuresBeforeReduction = 50

export function deliveryWorkers(crier: Crier) {
  const { deliver, giveUp } = makeDelivery(crier)
  const receipts = receiptRoutes(crier)
  const token = sandboxToken(crier.seal)
  const send =
    (queue: QueueName): Worker =>
    (jobs, lease) =>
      deliver(queue, jobs, lease)
  return {
    'send-priority': send('send-priority'),
    'notify-internal': send('notify-internal'),
    'send-sms': send('send-sms'),
    'send-email': send('send-email'),
    'send-large': send('send-large'),
    'research-mode': send('research-mode'),
    'sandbox-receipts': (jobs, lease) => postSandboxReceipts(receipts, token, jobs, lease),
    async undeliverable(jobs, lease) {
      await giveUp(
        jobs.map((job) => job.sourceId ?? job.id),
        lease,
      )
      return jobs.map((job) => ({ id: job.id, status: 'completed' }))
    },
  } satisfies Workers
}

export function makeDelivery(crier: Crier) {
  const limit = limiter(crier.config.sendConcurrency)
  const turns = new WeakMap<Adapter, ReturnType<typeof limiter>>()
  const failures = new Map<string, number[]>()
  const { record, leftUnrecorded } = makeRecord(crier)

  async function deliver(queue: string, jobs: Job<unknown>[], lease: Lease): Promise<JobResult[]> {
    // No call begins in the second half of the lease, which is for the ends of calls and for the record.
    const callsEndAt = (performance.now() + lease.endsAt) / 2
    const ids = jobs.map((job) => job.id)
    const refused = await record(leftUnrecorded(ids), lease)
    const most_bytes = queue === 'send-large' ? mostBytes : largeValuesBytes
    const found = await listDeliverable.run({ ids, most_bytes }, crier.db)
    const rows = found.filter(({ id }) => !refused.includes(id))
    const versions = await crier.cache.versions(rows)
    const templateOf = (row: IListDeliverableResult) =>
      versions.get(`${row.template_id} ${row.template_version}`)!
    const large = queue === 'send-large' ? [] : rows.filter((row) => isLargeRow(row, templateOf(row)))
    await handOnLarge(queue, jobs, large)
    const signals = new Map(jobs.map((job) => [job.id, job.signal]))
    const mayBegin = (id: string) =>
      performance.now() <= callsEndAt && !lease.signal.aborted && !signals.get(id)?.aborted
    const attempts = await Promise.all(
      rows
        .filter((row) => !large.includes(row))
        .map((row) =>
          limit(() => attempt(row, templateOf(row), mayBegin).catch((error: unknown) => faultOf(row, error))),
        ),
    )
    refused.push(...(await record(attempts, lease)))
    for (const one of attempts) {
      if (one.outcome === 'sent') {
        const waited = (crier.now().getTime() - Date.parse(one.row.created_at)) / 1000
        crier.metrics.acceptanceToHandover.observe({ queue }, waited)
      }
    }
    const faults = attempts.filter((one) => one.outcome === 'provider-fault').map((one) => one.row.id)
    return settle(queue, jobs, new Set([...faults, ...refused]), lease)
  }

  /**
   * What is large goes to a queue of its own, and is none of this queue's any more: its job here is done without an attempt. A job that is
   * there already stays as it is.
   */
  async function handOnLarge(
    queue: string,
    jobs: Job<unknown>[],
    large: IListDeliverableResult[],
  ): Promise<void> {
    if (large.length === 0) return
    const priorities = new Map(jobs.map((job) => [job.id, (job as JobWithMetadata<unknown>).priority ?? 0]))
    const ahead = queue === 'send-priority' ? 1 : queue === 'research-mode' ? -lowestPriority : 0
    await enqueueLarge.run(
      {
        ids: large.map((row) => row.id),
        owners: large.map((row) => row.service_id),
        priorities: large.map((row) => priorities.get(row.id)! + ahead),
      },
      crier.db,
    )
  }

  /** What went wrong with one message, outside of any call, keeps no other of the batch from being recorded. */
  function faultOf(row: IListDeliverableResult, error: unknown): Attempt {
    crier.log.error({ error, notificationId: row.id }, 'attempt failed')
    return { row, size: null, outcome: 'provider-fault' }
  }

  /** @param mayBegin whether a message may still be given to a provider: its job may be another worker's by now */
  async function attempt(
    row: IListDeliverableResult,
    template: CompiledTemplate,
    mayBegin: (id: string) => boolean,
  ): Promise<Attempt> {
    const service = await crier.cache.service(row.service_id)
    if (!row.service_is_active || service === null) return { row, size: null, outcome: 'message-fault' }
    const { message, size } = await compose(crier, row, template, service)
    let { provider } = row
    // The first retry is at once and by another provider, if there is one.
    for (let tries = 0; tries < 2 && provider !== null; tries++) {
      if (!mayBegin(row.id)) break
      const sentAt = crier.now().toISOString()
      try {
        const sent = await call(provider, message, () => mayBegin(row.id))
        crier.metrics.sent.inc({ type: row.notification_type, provider })
        return { row, size, outcome: 'sent', provider, sent, sentAt }
      } catch (error) {
        const isMessageFault = error instanceof MessageFault
        crier.metrics.sendFaults.inc({ provider, fault: isMessageFault ? 'message' : 'provider' })
        crier.log.warn({ error, notificationId: row.id, provider }, 'attempt failed')
        if (isMessageFault) return { row, size, outcome: error.refusal, provider, sentAt }
        await reportFailure(provider, row.notification_type)
        if (row.notification_type !== 'sms') break
        provider = (await another(row, provider)) ?? provider
      }
    }
    return { row, size, outcome: 'provider-fault' }
  }

  async function call(provider: string, message: Outgoing, mayBegin: () => boolean): Promise<Sent> {
    const adapter = await adapterFor(crier, provider)
    return inTurn(adapter)(async () => {
      if (!mayBegin()) throw new Error('its turn came too late')
      const started = performance.now()
      try {
        return await adapter.send(message)
      } finally {
        crier.metrics.providerSeconds.observe({ provider }, (performance.now() - started) / 1000)
      }
    })
  }

  function inTurn(adapter: Adapter): ReturnType<typeof limiter> {
    const known = turns.get(adapter)
    if (known !== undefined) return known
    const made = limiter(adapter.maxCalls ?? crier.config.sendConcurrency)
    turns.set(adapter, made)
    return made
  }

  async function another(row: IListDeliverableResult, failed: string): Promise<string | null> {
    const { notification_type: channel, key_type, international } = row
    const parameters = { channel, key_type, international, failed }
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

  /** Jobs that failed are tried again after a pause. */
  async function settle(
    queue: string,
    jobs: Job<unknown>[],
    failed: Set<string>,
    lease: Lease,
  ): Promise<JobResult[]> {
    if (failed.size > 0) {
      const ids = [...failed]
      await keepTrying(() => postponeRetries.run({ queue, ids, seconds: retrySeconds }, crier.db), lease)
    }
    return jobs.map((job) => ({ id: job.id, status: failed.has(job.id) ? 'failed' : 'completed' }))
  }

  /** Attempts are used up: the message becomes technical-failure. */
  async function giveUp(notificationIds: string[], lease: Lease): Promise<void> {
    const deliveries = notificationIds.map((id) => ({ id, outcome: 'message-fault' }))
    const parameters = { deliveries: deliveries as never, receipt_ids: [], receipts: [] }
    await keepTrying(() => recordDeliveries.run(parameters, crier.db), lease)
  }

  return { deliver, giveUp }
}
