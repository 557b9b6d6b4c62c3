/** Site 1, and site 2 where that fails. Source: specification, broadcasts, two sites. */
import type { Deliver, Message, Outcome, Provider, Site } from './transport.ts'

/** One try at one site, as `broadcast_provider_attempt` keeps it. */
export type Attempt = { site: Site; startedAt: Date; finishedAt: Date; outcome: Outcome }
/** `error` is of a delivery that is to be tried again. */
export type Delivered =
  | { isOk: true; attempts: Attempt[] }
  | { isOk: false; error: string; attempts: Attempt[] }

/** Site 2 is called only when site 1 has failed, and is told the very same. */
export function withFailover(deliver: Deliver, now: () => Date) {
  return async (provider: Provider, message: Message, signal: AbortSignal): Promise<Delivered> => {
    const attempts: Attempt[] = []
    for (const site of [1, 2] as const) {
      const attempt = await attemptAt(deliver, provider, site, message, signal, now)
      attempts.push(attempt)
      if (attempt.outcome.isOk) return { isOk: true, attempts }
    }
    return {
      isOk: false,
      error: `Lambda failed for both ${provider}-1-proxy and ${provider}-2-proxy`,
      attempts,
    }
  }
}

/** One try at one site, with its times: link tests are this alone, since they have no failover. */
export async function attemptAt(
  deliver: Deliver,
  provider: Provider,
  site: Site,
  message: Message,
  signal: AbortSignal,
  now: () => Date,
): Promise<Attempt> {
  const startedAt = now()
  const outcome = await deliver(provider, site, message, signal)
  return { site, startedAt, finishedAt: now(), outcome }
}
