/**
 * What services have sent today, for the admin application's "remaining today": service_daily_usage, which the API itself holds the limits against, is
 * written to Redis where it has changed since it was last written. Source: admin application, what it shares with the API (daily counts).
 */
import { type IListDailyUsageResult, listDailyUsage } from '../../queries/redis.queries.ts'
import type { Crier } from '../context.ts'
import { unavailable } from '../database.ts'

/** How old a count may be. */
const everyMs = 2000
/** After this everything is written anew, whatever became of it. */
const anewMs = 60_000
const keptSeconds = 86_400
/** Services of one pipeline. */
const batch = 1000

const channels = ['email', 'sms', 'letter', 'international_sms'] as const
const textOf = (usage: IListDailyUsageResult) => channels.map((channel) => usage[channel]).join(' ')

/** @returns one round: it writes what is not yet written, in one read and one pipeline; harmless while Redis is away */
export function makeCounts({ db, redis, now }: Pick<Crier, 'db' | 'redis' | 'now'>): () => Promise<void> {
  /** Counts as they were last written, by key of the service and the day. */
  let written = new Map<string, string>()
  let connection = -1
  let anewAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (redis === null || !redis.client.isReady) return
    if (connection !== redis.connections() || performance.now() >= anewAt) {
      connection = redis.connections()
      anewAt = performance.now() + anewMs
      written = new Map()
    }
    const today = await listDailyUsage.run({ now: now().toISOString() }, db)
    const changed = today.filter((usage) => written.get(`${usage.service_id} ${usage.day}`) !== textOf(usage))
    for (let at = 0; at < changed.length; at += batch) {
      const some = changed.slice(at, at + batch)
      const pipeline = redis.client.multi()
      for (const usage of some)
        for (const channel of channels)
          pipeline.set(`${usage.service_id}-${channel}-${usage.day}-count`, String(usage[channel]), {
            expiration: { type: 'EX', value: keptSeconds },
          })
      await pipeline.execAsPipeline()
      for (const usage of some) written.set(`${usage.service_id} ${usage.day}`, textOf(usage))
    }
  }
}

/**
 * Begins to write them, where there is a Redis.
 * @returns how to stop, when the round in hand has ended
 */
export function startCounts(crier: Crier): () => Promise<void> {
  if (crier.redis === null) return async () => {}
  const write = makeCounts(crier)
  let round = Promise.resolve()
  let isRunning = false
  const timer = setInterval(() => {
    if (isRunning) return
    isRunning = true
    round = write()
      .catch((error: unknown) => {
        if (unavailable(error) || !crier.redis!.client.isReady)
          crier.log.debug({ error }, 'counts not written')
        else crier.log.error({ error }, "the day's counts are not written to Redis")
      })
      .finally(() => {
        isRunning = false
      })
  }, everyMs).unref()
  return () => {
    clearInterval(timer)
    return round
  }
}
