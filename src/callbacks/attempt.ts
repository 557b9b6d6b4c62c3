/** One attempt to tell a service something. Source: specification, service callbacks, payloads. */
import type { IListDueCallbacksResult } from '../../queries/callbacks.queries.ts'
import type { Crier } from '../context.ts'
import { NoAnswer, type Outgoing } from '../outgoing.ts'

/** What finish_callbacks takes. */
export type Outcome = {
  id: string
  http_status: number | null
  error: string | null
  retry_after_seconds: number | null
}

export async function attempt(
  { seal, log, now }: Pick<Crier, 'seal' | 'log' | 'now'>,
  outgoing: Pick<Outgoing, 'post'>,
  due: IListDueCallbacksResult,
  timeoutMs: number,
): Promise<Outcome> {
  const without = (error: string): Outcome => ({
    id: due.id,
    http_status: null,
    error,
    retry_after_seconds: null,
  })
  if (due.url === null) return without('removed')
  const about = { callbackId: due.id, serviceId: due.service_id, type: due.callback_type }
  try {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${seal.open(due.bearer_token_encrypted!)}`,
      'user-agent': 'Crier',
    }
    const { status, retryAfter } = await outgoing.post(due.url, headers, due.payload, timeoutMs)
    if (status < 200 || status > 299) log.warn({ ...about, status }, 'callback refused')
    return { id: due.id, http_status: status, error: null, retry_after_seconds: secondsOf(retryAfter, now()) }
  } catch (error) {
    const fault = error instanceof NoAnswer ? error.fault : 'connection'
    log.warn({ ...about, fault, ...(error instanceof NoAnswer ? {} : { error }) }, 'callback not answered')
    return without(fault)
  }
}

/** Retry-After: seconds, or a date (RFC 9110, 10.2.3); bounded where it is used (callback_pause). */
function secondsOf(retryAfter: string | undefined, now: Date): number | null {
  if (retryAfter === undefined) return null
  const seconds = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - now.getTime()) / 1000)
  return Number.isSafeInteger(seconds) ? Math.max(0, Math.min(seconds, 1_000_000)) : null
}
