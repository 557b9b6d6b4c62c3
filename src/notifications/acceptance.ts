/** Accepting messages, many per statement. The rules are in accept_notifications (db/migrations). */
import { acceptNotifications, type IAcceptNotificationsResult } from '../../queries/notifications.queries.ts'
import type { Crier } from '../crier.ts'
import { gather } from '../gather.ts'
import type { Channel, KeyType } from '../services/kept.ts'

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

/** Past this a statement holds its services' counters too long. */
const maxBatch = 250
const maxWaiting = 20_000

/** Two requests with one Idempotency-Key never share a statement: the second must see the first's answer. */
const exclusive = ({ service_id, idempotency_key }: AcceptanceRequest) =>
  idempotency_key === undefined ? undefined : `${service_id} ${idempotency_key}`

/** @returns the function that accepts; see gather for its errors */
export function makeAccept({ db, config, metrics }: Pick<Crier, 'db' | 'config' | 'metrics'>): Accept {
  return gather({
    maxBatch,
    maxWaiting,
    maxInFlight: config.writers,
    exclusive,
    async run(requests: AcceptanceRequest[]) {
      metrics.gathered.observe(requests.length)
      const numbered = requests.map((request, ord) => ({ ...request, ord }))
      const answers = await acceptNotifications.run({ requests: numbered as never }, db)
      const ordered: Acceptance[] = []
      for (const answer of answers) ordered[answer.ord] = answer
      return ordered
    },
  })
}
