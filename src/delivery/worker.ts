/**
 * Delivery in batches: read the truth about the jobs' messages and claim them, render, call the providers, record all outcomes in one statement. A
 * job's id is its message's id. Whatever goes wrong here, the next attempt looks at the truth again.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { JobResult } from 'pg-boss'
import {
  claimDeliverable,
  claimUndeliverable,
  enqueueLarge,
  noteProviderFailures,
  recordDeliveries,
  releaseClaim,
} from '../../queries/delivery.queries.ts'
import type { Crier } from '../context.ts'
import { keepTrying, type Lease } from '../keep-trying.ts'
import type { QueueName, Worker, Workers } from '../queues.ts'
import { largeValuesBytes } from '../templates/size.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { type Batch, makeAttempt } from './attempt.ts'
import { isLargeRow, mostBytes } from './compose.ts'
import { limiter } from './limiter.ts'
import { type Attempt, type Deliverable, makeRecord } from './record.ts'
import { receiptRoutes } from './routes.ts'
import { sandboxReceiptsWorker, sandboxToken } from './sandbox-receipts.ts'
import { type Again, type MessageJob, messagesOf, settleJobs } from './shared-jobs.ts'

/** Messages with test keys come after all others that are large: fair_priority goes down to -1000. */
const lowestPriority = 1001
/** Source: specification, sending, deliver_sms and deliver_email. */
const retrySeconds = 300
/** Until a message is tried again for which its provider had no turn. */
const turnSeconds = 10
/** How long a worker rests whose whole batch had no turn: it would otherwise go through all that waits, again and again, and send none of it. */
const restMs = 1000

export function deliveryWorkers(crier: Crier) {
  const { deliver, giveUp } = makeDelivery(crier)
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
    'sandbox-receipts': sandboxReceiptsWorker(receiptRoutes(crier), sandboxToken(crier.seal), crier.log),
    async undeliverable(jobs, lease) {
      const given = jobs.map((job) => ({ id: job.id, ids: messagesOf(job) }))
      const held = await giveUp(
        given.flatMap(({ ids }) => ids),
        lease,
      )
      return given.map(({ id, ids }) => ({
        id,
        status: ids.some((one) => held.has(one)) ? 'failed' : 'completed',
      }))
    },
  } satisfies Workers
}

/** @param rest waits, until a signal at most */
export function makeDelivery(
  crier: Crier,
  rest: (ms: number, signal: AbortSignal) => Promise<void> = (ms, signal) =>
    pause(ms, undefined, { signal }).catch(() => {}),
) {
  const limit = limiter(crier.config.sendConcurrency)
  const attempt = makeAttempt(crier)
  const { record, leftUnrecorded } = makeRecord(crier)

  async function deliver(queue: string, jobs: MessageJob[], lease: Lease): Promise<JobResult[]> {
    // No call begins in the second half of the lease, which is for the ends of calls and for the record.
    const callsEndAt = (performance.now() + lease.endsAt) / 2
    const jobOf = new Map(jobs.flatMap((job) => messagesOf(job).map((id) => [id, job] as const)))
    const ids = [...jobOf.keys()]
    const refused = await record(leftUnrecorded(ids), lease)
    const claim = randomUUID()
    const most_bytes = queue === 'send-large' ? mostBytes : largeValuesBytes
    const found = await claimDeliverable.run({ claim, ids, most_bytes }, crier.db)
    const { rows, templateOf } = await prepare(queue, jobOf, claim, found, refused)
    const batch: Batch = {
      queue,
      claim,
      mayBegin: (id) =>
        performance.now() <= callsEndAt && !lease.signal.aborted && !jobOf.get(id)!.signal?.aborted,
      failures: new Map(),
    }
    const attempts = await Promise.all(
      rows.map((row) => limit(queue, () => attempt(row, templateOf(row), batch))),
    )
    refused.push(...(await record(attempts, lease)))
    observe(queue, attempts)
    await noteFailures(batch, lease)
    const { again, turnless } = triedAgain(attempts, refused, found)
    const results = await settleJobs(crier, queue, jobs, again, lease)
    if (turnless > 0 && turnless === attempts.length) await rest(restMs, lease.signal)
    return results
  }

  /** What of the claimed messages this batch sends, with their templates. Until here nothing was sent, so what goes wrong ends the claim. */
  async function prepare(
    queue: string,
    jobOf: Map<string, MessageJob>,
    claim: string,
    found: Deliverable[],
    refused: string[],
  ) {
    try {
      const claimed = found.filter((row) => row.held_seconds === null && !refused.includes(row.id))
      const versions = await crier.cache.versions(claimed)
      const templateOf = (row: Deliverable): CompiledTemplate =>
        versions.get(`${row.template_id} ${row.template_version}`)!
      const large = queue === 'send-large' ? [] : claimed.filter((row) => isLargeRow(row, templateOf(row)))
      await handOnLarge(queue, jobOf, claim, large)
      const rows = claimed.filter((row) => !large.includes(row))
      // There will be no record to end it.
      if (rows.length === 0 && found.length > 0) await releaseClaim.run({ claim }, crier.db)
      return { rows, templateOf }
    } catch (error) {
      await releaseClaim.run({ claim }, crier.db).catch(() => {})
      throw error
    }
  }

  /**
   * What is large goes to a queue of its own, and is none of this queue's any more: its job here is done without an attempt. A job that is
   * there already stays as it is.
   */
  async function handOnLarge(
    queue: string,
    jobOf: Map<string, MessageJob>,
    claim: string,
    large: Deliverable[],
  ): Promise<void> {
    if (large.length === 0) return
    const ahead = queue === 'send-priority' ? 1 : queue === 'research-mode' ? -lowestPriority : 0
    await enqueueLarge.run(
      {
        claim,
        ids: large.map((row) => row.id),
        owners: large.map((row) => row.service_id),
        priorities: large.map((row) => (jobOf.get(row.id)!.priority ?? 0) + ahead),
      },
      crier.db,
    )
  }

  function observe(queue: string, attempts: Attempt[]): void {
    for (const one of attempts) {
      if (one.outcome === 'sent') {
        const waited = (crier.now().getTime() - Date.parse(one.row.created_at)) / 1000
        crier.metrics.acceptanceToHandover.observe({ queue }, waited)
      }
    }
  }

  /** Too many within a minute, in all processes together, move weight to the other providers. */
  async function noteFailures({ claim, failures }: Batch, lease: Lease): Promise<void> {
    if (failures.size === 0) return
    const parameters = { batch: claim, failures: Object.fromEntries(failures) as never }
    for (const { reduced } of await keepTrying(() => noteProviderFailures.run(parameters, crier.db), lease))
      crier.log.warn({ provider: reduced }, 'provider weight reduced')
  }

  /** What is left of a batch: what its providers or the database did not take, what had no turn, and what another batch may have handed over. */
  function triedAgain(attempts: Attempt[], refused: string[], found: Deliverable[]) {
    const owners = new Map(found.map((row) => [row.id, row.service_id]))
    const wait = (id: string, seconds: number, isAttempt = false): Again => {
      return { id, serviceId: owners.get(id) ?? null, seconds, isAttempt }
    }
    const turnless = attempts.filter((one) => one.hadNoTurn)
    const faults = attempts.filter((one) => one.outcome === 'provider-fault' && !one.hadNoTurn)
    const held = found.filter((row) => row.held_seconds !== null)
    // All as long as the last of them, so that they are one statement.
    const seconds = Math.max(1, ...held.map((row) => row.held_seconds!))
    if (held.length > 0)
      crier.log.warn(
        { messages: held.length, seconds },
        'may have been handed over already: receipts awaited',
      )
    const again = [
      ...[...faults.map((one) => one.row.id), ...refused].map((id) => wait(id, retrySeconds, true)),
      ...turnless.map((one) => wait(one.row.id, turnSeconds)),
      ...held.map((row) => wait(row.id, seconds)),
    ]
    return { again, turnless: turnless.length }
  }

  /**
   * Attempts are used up: the message becomes technical-failure. One that another batch may have handed over waits for news of it: what is given up
   * takes no receipt.
   * @returns the messages that wait, which are to be given up later
   */
  async function giveUp(ids: string[], lease: Lease): Promise<Set<string>> {
    const claim = randomUUID()
    const found = await claimUndeliverable.run({ claim, ids }, crier.db)
    const isHeld = (one: { held_seconds: number | null }) => one.held_seconds !== null
    const deliveries = found
      .filter((one) => !isHeld(one))
      .map(({ notification_id: id }) => ({ id, outcome: 'message-fault' }))
    const parameters = { deliveries: deliveries as never, claims: [claim], receipt_ids: [], receipts: [] }
    await keepTrying(() => recordDeliveries.run(parameters, crier.db), lease)
    return new Set(found.filter(isHeld).map((one) => one.notification_id))
  }

  return { deliver, giveUp }
}
