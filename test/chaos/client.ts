/**
 * A service that sends text messages without a break and writes down every answer. Half of its messages carry an Idempotency-Key and are
 * asked for again, with the same key, until they are answered; the others are given up on any error, as nobody knows what became of them.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { tokenFor } from '../support/crier.ts'

export type Sender = { key: string; template: string }
export type Client = {
  asked: () => number
  /** Ids of the messages whose acceptance was answered, by the client's own reference. */
  accepted: ReadonlyMap<string, string>
  /** When each was answered (performance.now). */
  answeredAt: ReadonlyMap<string, number>
  /** References whose Idempotency-Key was answered with two different ids. */
  twoAnswers: string[]
  /** Keys that were never answered. */
  unanswered: () => number
  statuses: ReadonlyMap<string, number>
  /** Sends nothing new, and waits for what is under way. */
  finish: () => Promise<void>
}

/** Questions under way at most: what is over is not asked, as from a client with a pool of connections. */
const most = 100
const patienceMs = 10_000
/** How long a key is asked for again. */
const persistenceMs = 90_000

/**
 * @param base where the server listens at the moment
 * @param perSecond messages
 */
export function startClient(base: () => string, sender: Sender, perSecond: number): Client {
  const accepted = new Map<string, string>()
  const answeredAt = new Map<string, number>()
  const statuses = new Map<string, number>()
  const twoAnswers: string[] = []
  const underWay = new Set<Promise<void>>()
  let number = 0
  let unanswered = 0

  async function ask(reference: string, headers: Record<string, string>): Promise<string | null> {
    let told: string
    try {
      const response = await fetch(`${base()}/v2/notifications/sms`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokenFor(sender.key, new Date())}`, ...headers },
        body: JSON.stringify({ phone_number: '07700900321', template_id: sender.template, reference }),
        signal: AbortSignal.timeout(patienceMs),
      })
      told = String(response.status)
      const body = (await response.json()) as { id?: string }
      if (response.status === 201) return body.id!
    } catch {
      told = 'no answer'
    } finally {
      statuses.set(told!, (statuses.get(told!) ?? 0) + 1)
    }
    return null
  }

  async function send(reference: string, hasKey: boolean): Promise<void> {
    const headers: Record<string, string> = hasKey ? { 'idempotency-key': reference } : {}
    const deadline = performance.now() + (hasKey ? persistenceMs : 0)
    for (;;) {
      const id = await ask(reference, headers)
      if (id !== null) {
        accepted.set(reference, id)
        answeredAt.set(reference, performance.now())
        break
      }
      if (performance.now() > deadline) {
        if (hasKey) unanswered++
        return
      }
      await pause(250)
    }
    // Some ask once more although they were answered.
    if (!hasKey || Number(reference.slice('chaos-'.length)) % 10 !== 0) return
    const again = await ask(reference, headers)
    if (again !== null && again !== accepted.get(reference)) twoAnswers.push(reference)
  }

  const timer = setInterval(() => {
    if (underWay.size >= most) return
    const sending: Promise<void> = send(`chaos-${number}`, number % 2 === 0).finally(() =>
      underWay.delete(sending),
    )
    number++
    underWay.add(sending)
  }, 1000 / perSecond)

  return {
    asked: () => number,
    accepted,
    answeredAt,
    twoAnswers,
    unanswered: () => unanswered,
    statuses,
    async finish() {
      clearInterval(timer)
      await Promise.all(underWay)
    },
  }
}
