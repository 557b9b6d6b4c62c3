/**
 * Tells operators of broadcasts, and others of what they were told. All that decides is SQL (db/rules/broadcasts): this writes documents, calls sites,
 * and says how it went. Source: specification, broadcasts, from event to provider messages.
 */
import type { JobResult, JobWithMetadata } from 'pg-boss'
import {
  beginBroadcastDelivery,
  getBroadcastDocument,
  openBroadcastTicket,
  recordBroadcastDelivery,
} from '../../queries/broadcasts.queries.ts'
import type { Crier } from '../context.ts'
import { isOver, keepTrying, type Lease } from '../keep-trying.ts'
import type { Workers } from '../queues.ts'
import { testLinksOf } from './link-tests.ts'
import { operatorOf, signingKeyOf } from './operators.ts'
import { publish } from './publishing.ts'
import { type Attempt, withFailover } from './transports/failover.ts'
import { documentOf } from './wire/document.ts'
import { type EarlierMessage, type Format, payloadOf } from './wire/payload.ts'

/** Both sites of an operator may take half a minute each; the queue's own lease is longer. */
const leaseSeconds = 75

type DeliveryJob = { delivery_id: string; turn: number }
type Told = DeliveryJob | { link_test: string }

export const broadcastWorkers = (crier: Crier) =>
  ({
    'broadcast-tasks': (jobs, lease) => tellOperators(crier, jobs, lease),
    'govuk-alerts': (jobs, lease) => tellOthers(crier, jobs, lease),
  }) satisfies Workers

export async function tellOperators(
  crier: Crier,
  jobs: Pick<JobWithMetadata<unknown>, 'id' | 'data' | 'retryCount'>[],
  lease: Lease,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const { id, data, retryCount } of jobs) {
    const told = data as Told
    if (!isOver(lease)) {
      if ('link_test' in told) await testLinksOf(crier, told.link_test, lease)
      else await tellOperator(crier, told, retryCount > 0, lease)
      results.push({ id, status: 'completed' })
    } else results.push({ id, status: 'failed' })
  }
  return results
}

/** @param takesOver whether whoever had the job before is known to be gone */
async function tellOperator(
  crier: Crier,
  { delivery_id, turn }: DeliveryJob,
  takesOver: boolean,
  lease: Lease,
): Promise<void> {
  const { db, log } = crier
  const now = () => crier.now().toISOString()
  const asked = { delivery_id, turn, lease_seconds: leaseSeconds, takes_over: takesOver, now: now() }
  const [begun] = await beginBroadcastDelivery.run(asked, db)
  const { decision, reason, is_new_reason, provider_message_id, claim } = begun!
  if (is_new_reason) log.error({ delivery: delivery_id, decision }, reason!)
  if (decision !== 'send') return
  const attempts = await attemptsAt(crier, provider_message_id!, lease)
  const record = () =>
    recordBroadcastDelivery.run(
      { delivery_id, claim: claim!, attempts: attempts.map(attemptRow), now: now() },
      db,
    )
  const [recorded] = await keepTrying(record, lease)
  if (recorded!.outcome === 'failed')
    log.warn({ delivery: delivery_id, attempts: attempts.map(attemptRow) }, 'broadcast not taken')
}

/** What can't be written is a failed attempt as well: it is tried again once a person has mended the profile. */
async function attemptsAt(crier: Crier, id: string, lease: Lease): Promise<Attempt[]> {
  const startedAt = crier.now()
  const [row] = await getBroadcastDocument.run({ provider_message_id: id }, crier.db)
  const { provider, profile, signs, message_format, message_number, earlier, ...event } = row!
  try {
    const format = message_format as Format
    const payload = payloadOf(
      {
        ...event,
        sent_at: new Date(event.sent_at),
        transmitted_finishes_at: new Date(event.transmitted_finishes_at),
      } as never,
      { id, message_format: format, message_number },
      (earlier as EarlierRow[]).map((one) => ({
        ...one,
        message_format: format,
        sent_at: new Date(one.sent_at),
      })),
      profile as Record<string, string>,
    )
    const key = signs ? signingKeyOf(crier, provider) : undefined
    const document = documentOf(payload, profile as Record<string, string>, startedAt, key)
    const operator = operatorOf(crier, row!)
    const { attempts } = await withFailover(operator.deliver, crier.now)(
      provider,
      { payload, document },
      lease.signal,
    )
    return attempts
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [{ site: 1, startedAt, finishedAt: crier.now(), outcome: { isOk: false, reason } }]
  }
}

type EarlierRow = Omit<EarlierMessage, 'sent_at' | 'message_format'> & { sent_at: string }

const attemptRow = ({ site, startedAt, finishedAt, outcome }: Attempt) => ({
  site,
  started_at: startedAt.toISOString(),
  finished_at: finishedAt.toISOString(),
  outcome: outcome.isOk ? 'acknowledged' : 'failed',
  detail: outcome.isOk ? null : outcome.reason,
})

/** The publication and the ticket follow what operators are told, and never hold it up. What fails is tried again by the queue. */
export async function tellOthers(
  crier: Crier,
  jobs: Pick<JobWithMetadata<unknown>, 'id' | 'data'>[],
  lease: Lease,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const { id, data } of jobs) {
    const { notice } = data as { notice: 'publish' | 'ticket' }
    try {
      if (isOver(lease)) throw new Error('its turn came too late')
      if (notice === 'publish') await publish(crier, lease)
      else await openTicket(crier, id)
      results.push({ id, status: 'completed' })
    } catch (error) {
      crier.log.error({ error, notice }, 'notice of a broadcast failed')
      results.push({ id, status: 'failed' })
    }
  }
  return results
}

const openTicket = ({ config, db, now }: Crier, id: string) =>
  openBroadcastTicket.run({ id, admin_base_url: config.adminBaseUrl, now: now().toISOString() }, db)
