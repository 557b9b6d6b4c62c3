/**
 * The database going away and coming back, or having no room, as the log tells it: one line each per process. Meanwhile every worker and every queue has errors of its
 * own, which say nothing more.
 */
import { unavailable } from './database.ts'
import type { Log } from './log.ts'

export type Outage = {
  lost: (error: unknown) => void
  back: () => void
  /** Some part could not reach the database. That is worth a line only if there is no outage that explains it. */
  suffered: (error: unknown, message: string) => void
  /** Sees the error of every statement. */
  noticed: (error: unknown) => void
  /** Whether something could not be written within the last minute because the disk is full; what reads works all the same. */
  isFull: () => boolean
}

const diskFull = '53100'
const fullMs = 60_000

/** The loss may be noticed elsewhere first, and connections that were idle notice it late. */
const explainsMs = 5000
const quietMs = 60_000

export function makeOutage(log: Log): Outage {
  let lostAt: number | null = null
  let backAt = Number.NEGATIVE_INFINITY
  let quietUntil = Number.NEGATIVE_INFINITY
  let fullUntil = Number.NEGATIVE_INFINITY
  const isFull = () => performance.now() < fullUntil
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
    noticed(error) {
      if ((error as { code?: string } | null)?.code !== diskFull) return
      if (!isFull()) log.error({ error }, 'database has no room: its disk is full')
      fullUntil = performance.now() + fullMs
    },
    isFull,
  }
}

/**
 * Tells of what failed: with the outage, where the database could not be reached, or else as an error of its own.
 * @param about what else its line names
 */
export function tellFailure(
  { log, outage }: { log: Log; outage: Outage },
  error: unknown,
  message: string,
  about: object = {},
): void {
  if (unavailable(error)) outage.suffered(error, message)
  else log.error({ error, ...about }, message)
}
