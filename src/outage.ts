/**
 * The database going away and coming back, as the log tells it: one line each per process. Meanwhile every worker and every queue has errors of its
 * own, which say nothing more.
 */
import type { Log } from './log.ts'

export type Outage = {
  lost: (error: unknown) => void
  back: () => void
  /** Some part could not reach the database. That is worth a line only if there is no outage that explains it. */
  suffered: (error: unknown, message: string) => void
}

/** The loss may be noticed elsewhere first, and connections that were idle notice it late. */
const explainsMs = 5000
const quietMs = 60_000

export function makeOutage(log: Log): Outage {
  let lostAt: number | null = null
  let backAt = Number.NEGATIVE_INFINITY
  let quietUntil = Number.NEGATIVE_INFINITY
  const isExplained = () => lostAt !== null || performance.now() - backAt < 3 * explainsMs
  return {
    lost(error) {
      if (lostAt !== null) return
      lostAt = performance.now()
      log.error({ error }, 'database lost')
    },
    back() {
      if (lostAt === null) return
      backAt = performance.now()
      log.info({ seconds: Math.round((backAt - lostAt) / 100) / 10 }, 'database back')
      lostAt = null
    },
    suffered(error, message) {
      log.debug({ error }, message)
      if (isExplained() || performance.now() < quietUntil) return
      quietUntil = performance.now() + quietMs
      const tell = () => {
        if (isExplained()) quietUntil = Number.NEGATIVE_INFINITY
        else log.error({ error }, message)
      }
      setTimeout(tell, explainsMs).unref()
    },
  }
}
