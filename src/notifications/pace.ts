/**
 * Keeps acceptance from running away from sending. The database measures how far behind each queue is, and which share of what is asked it may take
 * (db/rules/queues/lag.sql); here that share is given out so that the services that ask for most are refused first. Whoever asks for less than what
 * is an even share for all is never refused for the others' sake.
 */
import { listQueuesBehind, measureQueues } from '../../queries/notifications/pace.queries.ts'
import type { Crier } from '../context.ts'
import type { Database } from '../database.ts'
import { brokenOff, unavailable } from '../database.ts'
import { busy } from '../gather.ts'
import type { Metrics } from '../metrics.ts'
import { kindOf, type Sending } from '../wake.ts'

export type Pace = {
  /**
   * Counts messages that a service asks to send.
   * @throws ApiError 503 with retry-after when their queue is behind and the service has had its share
   */
  admit: (serviceId: string, sending: Sending, messages: number) => void
  /** Learns how far behind the queues are. @param seconds since the last look */
  look: (seconds: number) => Promise<void>
  /** Lets everything in until the next look. */
  forget: () => void
}

/** A queue that is behind. level: messages per second above which a service is refused some. */
type Behind = {
  level: number
  retryAfterSeconds: number
  rates: Map<string, number>
  credits: Map<string, number>
}

/** Messages per second below which a service is forgotten. */
const silence = 0.05

export function makePace(db: Database, metrics: Pick<Metrics, 'refused'>): Pace {
  /** By kind and service: messages since the last look, and per second before it. */
  const asked = new Map<string, Map<string, number>>()
  const rates = new Map<string, Map<string, number>>()
  let behind = new Map<string, Behind>()

  function reckonRates(seconds: number): void {
    for (const kind of new Set([...asked.keys(), ...rates.keys()])) {
      const before = rates.get(kind) ?? new Map<string, number>()
      const now = asked.get(kind) ?? new Map<string, number>()
      const next = new Map<string, number>()
      for (const service of new Set([...before.keys(), ...now.keys()])) {
        const rate = ((before.get(service) ?? 0) + (now.get(service) ?? 0) / seconds) / 2
        if (rate >= silence) next.set(service, rate)
      }
      rates.set(kind, next)
    }
    asked.clear()
  }

  return {
    admit(serviceId, sending, messages) {
      const kind = kindOf(sending)
      const counts = asked.get(kind) ?? new Map<string, number>()
      const sofar = (counts.get(serviceId) ?? 0) + messages
      asked.set(kind, counts.set(serviceId, sofar))
      const queue = behind.get(kind)
      if (queue === undefined) return
      const rate = Math.max(queue.rates.get(serviceId) ?? 0, sofar)
      if (rate <= queue.level) return
      const credit = (queue.credits.get(serviceId) ?? 0) + (messages * queue.level) / rate
      const isAdmitted = credit >= messages / 2 && queue.level > 0
      queue.credits.set(serviceId, isAdmitted ? credit - messages : credit)
      if (isAdmitted) return
      metrics.refused.inc({ limit: 'delivery-lag' })
      throw busy(queue.retryAfterSeconds)
    },

    async look(seconds) {
      await measureQueues.run(undefined, db)
      const found = await listQueuesBehind.run(undefined, db)
      reckonRates(seconds)
      const kept = behind
      behind = new Map()
      const queues = Map.groupBy(found, (row) => row.queue)
      for (const rows of queues.values()) {
        const kinds = rows.map(kindOf)
        const summed = new Map<string, number>()
        for (const kind of kinds) {
          for (const [service, rate] of rates.get(kind) ?? [])
            summed.set(service, (summed.get(service) ?? 0) + rate)
        }
        const [{ admitted_share, retry_after_seconds } = rows[0]!] = rows
        const queue = {
          level: evenShare([...summed.values()], admitted_share),
          retryAfterSeconds: retry_after_seconds,
          rates: summed,
          credits: kept.get(kinds[0]!)?.credits ?? new Map<string, number>(),
        }
        for (const kind of kinds) behind.set(kind, queue)
      }
    },

    forget() {
      behind = new Map()
    },
  }
}

/** What each may have so that all together have a share of what they want, and none has more while another wants some. */
export function evenShare(wanted: number[], share: number): number {
  const ascending = wanted.toSorted((a, b) => a - b)
  let left = share * ascending.reduce((sum, one) => sum + one, 0)
  for (const [index, one] of ascending.entries()) {
    const even = left / (ascending.length - index)
    if (one > even) return even
    left -= one
  }
  return share <= 0 ? 0 : Number.POSITIVE_INFINITY
}

const everyMs = 1000
/** What was seen longer ago says nothing. */
const staleMs = 10_000

/** Looks every second. @returns a function that stops it */
export function keepPace({ pace, log }: Pick<Crier, 'pace' | 'log'>): () => void {
  let isLooking = false
  let lookedAt = performance.now()
  const look = async () => {
    const now = performance.now()
    if (now - lookedAt > staleMs) pace.forget()
    if (isLooking) return
    isLooking = true
    try {
      await pace.look((now - lookedAt) / 1000)
      lookedAt = now
    } catch (error) {
      // While the database is away nothing is accepted anyway.
      if (!unavailable(error) && !brokenOff(error)) log.error({ error }, 'queues not measured')
    } finally {
      isLooking = false
    }
  }
  const timer = setInterval(() => void look(), everyMs).unref()
  return () => clearInterval(timer)
}
