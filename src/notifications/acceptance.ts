/** Accepting messages, many per statement. The rules are in accept_notifications (db/rules/notifications). */

import { acceptNotifications, type IAcceptNotificationsResult } from '../../queries/notifications.queries.ts'
import type { Channel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { gatherInLines } from '../lines.ts'
import type { KeyType } from '../services/cached.ts'

/** A row of accept_notifications' input, without its number. */
export type AcceptanceRequest = {
  service_id: string
  api_key_id: string | null
  key_type: KeyType
  notification_type: Channel
  /** false: only the limits are looked at. */
  stores: boolean
  checks_international: boolean
  counts_international: boolean
  enqueues: boolean
  process_type?: 'normal' | 'priority'
  idempotency_key?: string
  request_hash?: string
  response?: unknown
  template_id?: string
  template_version?: number
  to?: string
  normalised_to?: string
  personalisation?: unknown
  reply_to_text?: string | null
  unsubscribe_link?: string | null
  reference?: string | null
  client_reference?: string | null
  billable_units?: number
  rate_multiplier?: number | null
  international?: boolean
  phone_prefix?: string | null
  postage?: string | null
  notification_status?: string
  document_download_count?: number | null
  document_links?: string
  created_by_id?: string | null
  /** The id that its files are stored for. */
  chosen_id?: string
  /** The same for the messages of one call in bulk, which take one token together. */
  call_ord?: number
}
export type Acceptance = IAcceptNotificationsResult

export type Accept = (request: AcceptanceRequest) => Promise<Acceptance>
/**
 * Accepts the messages of one call in bulk, all or none, which take one token together; answers in their order.
 * @param idempotencyKey of the call: calls with the same one do not share a statement
 */
export type AcceptCall = (requests: AcceptanceRequest[], idempotencyKey?: string) => Promise<Acceptance[]>

type Call = { requests: AcceptanceRequest[]; idempotencyKey: string | undefined }

/** Past this a statement holds its services' counters too long. */
const maxBatch = 250
/** Each holds an advisory lock, of which PostgreSQL has some 64 per connection that it allows. */
const maxServices = 100
/** A service of which more than this waits would keep the others of a statement waiting. */
const maxTogether = 25
const maxWaiting = 20_000
/** A statement takes five; one that takes longer waits for somebody's lock. */
const besideMs = 20

/** @returns the functions that accept; see gatherInLines and Pace for their errors */
export function makeAccept({
  db,
  config,
  metrics,
  pace,
  waker,
}: Pick<Crier, 'db' | 'config' | 'metrics' | 'pace' | 'waker'>): {
  accept: Accept
  acceptCall: AcceptCall
} {
  async function run(calls: Call[], waits_for_turn: boolean): Promise<Acceptance[][]> {
    const numbered: object[] = []
    for (const { requests } of calls) {
      const call_ord = numbered.length
      for (const request of requests) numbered.push({ ...request, ord: numbered.length, call_ord })
    }
    metrics.gathered.observe(numbered.length)
    const rows = await acceptNotifications.run({ requests: numbered as never, waits_for_turn }, db)
    const answers: Acceptance[] = []
    for (const row of rows) answers[row.ord] = row
    for (const [first] of calls.map(({ requests }) => requests)) if (first!.enqueues) waker.wakeFor(first!)
    let next = 0
    return calls.map(({ requests }) => {
      next += requests.length
      return answers.slice(next - requests.length, next)
    })
  }
  const inLine = gatherInLines<Call, Acceptance[]>({
    lineOf: ({ requests }) => requests[0]!.service_id,
    sizeOf: ({ requests }) => requests.length,
    // The second of two requests with one Idempotency-Key must see the first's answer.
    exclusive: ({ idempotencyKey }) => idempotencyKey,
    isHeld: ([answer]) => answer?.outcome === 'held',
    runTogether: (calls) => run(calls, false),
    runAlone: (calls) => run(calls, true),
    maxBatch,
    maxLines: maxServices,
    maxTogether,
    maxInFlight: config.writers,
    besideMs,
    maxWaiting,
  })
  const acceptCall: AcceptCall = async (requests, idempotencyKey) => {
    const sending = requests.filter((request) => request.enqueues)
    if (sending.length > 0) pace.admit(sending[0]!.service_id, sending[0]!, sending.length)
    const answers = await inLine({ requests, idempotencyKey })
    if (requests.some((_, index) => answers[index] === undefined))
      throw new Error('the statement gave no answer')
    return answers
  }
  return {
    acceptCall,
    accept: async (request) => (await acceptCall([request], request.idempotency_key))[0]!,
  }
}
