/** How an operator's two sites are told of alerts. Source: specification, broadcasts, delivery. */
import type { Payload } from '../wire/payload.ts'

/** The name of an operator, as settings have it. */
export type Provider = string
export type Site = 1 | 2

/** The same for both sites: what is told, and the document that says it, of which every byte may be signed. */
export type Message = { payload: Payload; document: string }
/** `reason` holds nothing of the message, and is short. */
export type Outcome = { isOk: true } | { isOk: false; reason: string }

/** Hands one message to one site. Every fault is an outcome: nothing is thrown. @param signal breaks it off */
export type Deliver = (
  provider: Provider,
  site: Site,
  message: Message,
  signal: AbortSignal,
) => Promise<Outcome>

export type Transport = { deliver: Deliver; close: () => Promise<void> }

export const ok: Outcome = { isOk: true }
export const failed = (reason: string): Outcome => ({ isOk: false, reason: reason.slice(0, 200) })

/** What went wrong with a call, in words that quote nothing. */
export function faultOf(error: unknown): string {
  const { name, code } = (error ?? {}) as { name?: string; code?: string }
  if (name === 'TimeoutError') return 'no answer in time'
  if (name === 'AbortError') return 'broken off'
  return String(code ?? name ?? 'unknown fault')
}
