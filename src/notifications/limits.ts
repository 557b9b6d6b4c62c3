/**
 * Limits as they are answered, and those that are known to be reached before a request is read. accept_notifications decides and counts; what is
 * certain without it spares its work, and the request's.
 */

import type { Context } from 'hono'
import { areLimitsReached } from '../../queries/notifications/limits.queries.ts'
import { declaredLength } from '../admission.ts'
import type { Channel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { ApiError } from '../errors.ts'
import { answerHeaders } from '../http.ts'
import type { Caller } from '../services/authentication.ts'
import type { CachedService, KeyType } from '../services/cached.ts'
import type { Accept, Acceptance } from './acceptance.ts'

/** Bodies longer than this cost more to read than to ask for the limits first. */
const worthALook = 16 * 1024
/** After so many milliseconds the database is asked again, whatever is known: limits and buckets may have been changed by hand. */
const longestMs = 1000

/** An empty bucket, as long as it certainly stays empty; in milliseconds of the epoch. */
type Empty = { acceptance: Acceptance; askedAt: number; until: number }

/**
 * By what is kept of the service: it is made anew when a limit changes, and then nothing is certain any more.
 */
const empty = new WeakMap<CachedService, Partial<Record<KeyType, Empty>>>()

/** A request with nothing but the caller: what a look at the limits, or a token alone, asks accept_notifications. */
export const nothing = {
  stores: false,
  checks_international: false,
  counts_international: false,
  enqueues: false,
}

/**
 * Refuses a request that a limit refuses in any case, before its body is read.
 * @param channel null where only the body says which it is: then the limit per minute alone
 * @throws ApiError 429
 */
export async function refuseEarly(
  c: Context,
  who: Caller,
  channel: Channel | null,
  crier: Crier,
  accept: Accept,
): Promise<void> {
  const now = crier.now().getTime()
  const known = empty.get(who.service)?.[who.key.keyType]
  // A clock that was set back knows nothing.
  if (known !== undefined && now >= known.askedAt && now < known.until) {
    // A refused request takes a token too, were it only the next one.
    known.until = Math.min(now + tokenMs(known.acceptance), known.askedAt + longestMs)
    limitHeaders(c, known.acceptance)
    refuse(known.acceptance, who, channel ?? 'sms', crier)
  }
  const length = declaredLength(c)
  if (length !== undefined && length <= worthALook) return
  if (!(await areReached(crier, who, channel))) return
  const acceptance = await accept({
    service_id: who.service.id,
    api_key_id: who.key.id,
    key_type: who.key.keyType,
    notification_type: channel ?? 'sms',
    ...nothing,
  })
  noteRefusal(who, acceptance, now)
  if (channel === null && acceptance.outcome !== 'rate-limited') return
  limitHeaders(c, acceptance)
  refuse(acceptance, who, channel ?? 'sms', crier)
}

/**
 * Remembers that a bucket is empty.
 * @param askedAt the time before the question, epoch milliseconds: it was answered later, so that what is known ends sooner than it might
 */
export function noteRefusal({ service, key }: Caller, acceptance: Acceptance, askedAt: number): void {
  if (acceptance.outcome !== 'rate-limited') return
  const known = empty.get(service) ?? {}
  const until = askedAt + Math.min(tokenMs(acceptance), longestMs)
  known[key.keyType] = { acceptance, askedAt, until }
  empty.set(service, known)
}

/**
 * Milliseconds between two tokens. A refusal leaves an empty bucket, and every whole token of its time is spent: a second one, without which
 * nothing passes, comes later than this. Source: specification, public API, limits.
 */
const tokenMs = ({ rate_limit }: Acceptance) => (rate_limit === 0 ? longestMs : 60_000 / rate_limit)

/** Whether a limit looks as if it would refuse a message now. */
export async function areReached(
  { db }: Pick<Crier, 'db'>,
  { service, key }: Caller,
  channel: Channel | null,
): Promise<boolean> {
  const [row] = await areLimitsReached.run(
    { service_id: service.id, key_type: key.keyType, notification_type: channel },
    db,
  )
  return row?.are_reached ?? false
}

/**
 * The refusal of a request whose files are not worth storing, as a limit is reached. Whoever catches it asks accept_notifications, whose words come
 * first.
 */
export const limitReached = () =>
  new ApiError(429, [{ error: 'RateLimitError', message: 'Exceeded a limit, try again later' }], {
    'retry-after': '1',
  })

/** The draft standard's headers for the token bucket. */
export function limitHeaders(c: Context, acceptance: Acceptance): void {
  const headers = answerHeaders(c)
  headers['ratelimit-limit'] = String(acceptance.rate_limit)
  headers['ratelimit-remaining'] = String(acceptance.tokens_left)
  headers['ratelimit-reset'] = String(acceptance.bucket_full_seconds)
  if (acceptance.retry_after_seconds !== null) headers['retry-after'] = String(acceptance.retry_after_seconds)
}

const keyWords = { normal: 'LIVE', team: 'TEAM', test: 'TEST' }

export function refuse(acceptance: Acceptance, who: Caller, channel: Channel, crier: Crier): void {
  const { outcome } = acceptance
  if (outcome === 'accepted' || outcome === 'passed' || outcome === 'replayed') return
  crier.metrics.refused.inc({ limit: outcome })
  if (outcome === 'key-conflict') throw keyConflict()
  if (outcome === 'rate-limited') {
    const message = `Exceeded rate limit for key type ${keyWords[who.key.keyType]} of ${acceptance.rate_limit} requests per 60 seconds`
    throw new ApiError(429, [{ error: 'RateLimitError', message }])
  }
  const limited = outcome === 'international-limited' ? 'international_sms' : channel
  throw dayExceeded(`${limited}: ${acceptance.exceeded_limit}`)
}

/** @param limit its name and number, as `sms: 50` */
export const dayExceeded = (limit: string) =>
  new ApiError(429, [{ error: 'TooManyRequestsError', message: `Exceeded send limits (${limit}) for today` }])

export const keyConflict = () =>
  new ApiError(422, [
    { error: 'BadRequestError', message: 'Idempotency-Key has been used with a different request' },
  ])
