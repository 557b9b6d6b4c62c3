/**
 * Where reports are read: on a standby (CRIER_REPORTS_URL), while it answers and is not too far behind, and on the primary otherwise. Which routes those are is said
 * in src/routes.ts. They only read, so a question that the standby leaves unanswered is asked of the primary.
 */
import type { MiddlewareHandler } from 'hono'
import { getReplayedPosition, getWrittenPosition } from '../queries/platform.queries.ts'
import type { Config } from './config.ts'
import type { Crier } from './context.ts'
import { defaultStatementTimeout, unavailable } from './database.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { openPool, type Pool } from './pool.ts'
import { makeFollowing } from './postgres/following.ts'
import { checkSession, type Role } from './postgres/session.ts'

export type Standby = {
  /** For whatever reads reports. */
  pool: Pool
  /** As it was when last looked at. */
  state: () => { isRead: boolean; lagSeconds: number | null }
  /** Looks at the standby. @param at milliseconds of a clock that only runs forward */
  look: (at?: number) => Promise<void>
  /** Looks now, and every second from then on. */
  start: () => Promise<void>
  end: () => Promise<void>
}

const everyMs = 1_000
/** What does not answer for so long is away. */
const patienceMs = 2_000

const reasons = {
  unreachable: 'the standby does not answer',
  primary: 'the standby is none',
  stranger: 'it is a standby of another database',
  session: 'its sessions are not as they have to be',
  unknown: 'how far the standby is behind is not known yet',
  behind: 'the standby is too far behind',
} as const
type Reason = keyof typeof reasons

type Primary = { pool: Pool; role: Role }

export function openStandby(
  { url, connections, lagSeconds: mostLag }: NonNullable<Config['reports']>,
  primary: Primary,
  { log, metrics }: { log: Log; metrics: Metrics },
): Standby {
  const { role } = primary
  const own = openPool(url, { max: connections, name: 'crier-reports', role }, () => {})
  // Long reports do not keep it from being looked at.
  const watching = openPool(
    url,
    { max: 1, name: 'crier-standby', role, statementTimeout: patienceMs },
    () => {},
  )
  const following = makeFollowing()
  /** Those who wait for an answer of the standby. */
  const asking = new Set<(error: Error) => void>()
  let system: string | undefined
  let away: Reason | null = 'unknown'
  let lagSeconds: number | null = null
  let isTold = false
  let isEnded = false
  let timer: NodeJS.Timeout | undefined

  function become(reason: Reason | null, error?: unknown): void {
    const isChange = (away === null) !== (reason === null)
    away = reason
    metrics.reportsOnStandby.set(reason === null ? 1 : 0)
    if (reason === 'unreachable') {
      for (const give of asking) give(new Error(reasons.unreachable))
      own.renew(true)
      watching.renew(true)
    }
    // What was never looked at is told of, too.
    if (!isChange && isTold) return
    isTold = true
    if (reason === null) log.info({ lagSeconds }, 'reports are read on the standby')
    else log.warn({ reason: reasons[reason], lagSeconds, error }, 'reports are read on the primary')
  }

  async function notePrimary(at: number): Promise<void> {
    try {
      const [written] = await patiently(getWrittenPosition.run(undefined, primary.pool.database))
      system = written!.system
      following.note(written!.position, at)
    } catch {
      // While there is no primary the standby falls behind what is known of it.
    }
  }

  async function judge(at: number): Promise<Reason | null> {
    const [seen] = await patiently(getReplayedPosition.run(undefined, watching.database))
    if (!seen!.is_standby) return 'primary'
    if (system !== undefined && seen!.system !== system) return 'stranger'
    lagSeconds = following.lagOf(seen!.position ?? 0, at)
    if (lagSeconds === null) return 'unknown'
    metrics.reportsLag.set({ server: 'standby' }, lagSeconds)
    // Whoever was too far behind catches up well before it is read again.
    if (lagSeconds > (away === 'behind' ? mostLag / 2 : mostLag)) return 'behind'
    if (away === null) return null
    const isRight = checkSession(own.database, role, defaultStatementTimeout)
    return patiently(isRight).then(
      () => null,
      (error: unknown) => {
        if (unavailable(error)) throw error
        return 'session'
      },
    )
  }

  async function look(at = performance.now()): Promise<void> {
    await notePrimary(at)
    try {
      become(await judge(at))
    } catch (error) {
      if (!isEnded) become('unreachable', error)
    }
  }

  const lookAgain = () => {
    if (isEnded) return
    timer = setTimeout(() => void look().finally(lookAgain), everyMs).unref()
  }

  /** An answer of the standby; fails when it turns out to be away. */
  function untilAway<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      asking.add(reject)
      work.then(resolve, reject).finally(() => asking.delete(reject))
    })
  }

  /** Whether the primary may have an answer where the standby had none. */
  function mayBeAsked(error: unknown): boolean {
    if (unavailable(error)) become('unreachable', error)
    return away !== null || isOfStandby(error)
  }

  async function query(...[text, bindings]: Parameters<Pool['database']['query']>) {
    if (away === null) {
      try {
        const answer = await untilAway(own.database.query(text, bindings))
        metrics.reportStatements.inc({ server: 'standby' })
        return answer
      } catch (error) {
        if (!mayBeAsked(error)) throw error
      }
    }
    metrics.reportStatements.inc({ server: 'primary' })
    return primary.pool.database.query(text, bindings)
  }

  /** Reads in windows. What breaks off after the first one is a torn file, as it is on the primary. */
  function stream(windowRows: number, text: string, values: unknown[]) {
    const onPrimary = () => {
      metrics.reportStatements.inc({ server: 'primary' })
      return primary.pool.streaming(windowRows).stream(text, values)
    }
    let isOnStandby = away === null
    let hasBegun = false
    let cursor = isOnStandby ? own.streaming(windowRows).stream(text, values) : onPrimary()
    return {
      async read(): Promise<unknown[]> {
        if (!isOnStandby) return cursor.read()
        try {
          const rows = await untilAway(cursor.read())
          if (!hasBegun) metrics.reportStatements.inc({ server: 'standby' })
          hasBegun = true
          return rows
        } catch (error) {
          if (hasBegun || !mayBeAsked(error)) throw error
          void cursor.close().catch(() => {})
          isOnStandby = false
          cursor = onPrimary()
          return cursor.read()
        }
      },
      close: () => cursor.close(),
    }
  }

  return {
    pool: {
      database: { query },
      streaming: (windowRows) => ({
        query: () => Promise.reject(new Error('only streams')),
        stream: (text, values) => stream(windowRows, text, values),
      }),
      // Whoever wants one may write.
      transaction: (work) => primary.pool.transaction(work),
      renew: own.renew,
      end: () => Promise.resolve(),
    },
    state: () => ({ isRead: away === null, lagSeconds }),
    look,
    async start() {
      await look()
      lookAgain()
    },
    async end() {
      isEnded = true
      clearTimeout(timer)
      await Promise.all([own.end(), watching.end()])
    },
  }
}

/** A Crier whose statements are asked of the standby, where there is one; what it is otherwise it stays. */
export const readingOn = (standby: Standby | null, crier: Crier): Crier =>
  standby === null
    ? crier
    : Object.assign(Object.create(crier), { db: standby.pool.database, pool: standby.pool })

/** Tells with each answer how far behind what it was read on is, in seconds; an answer of the primary says nothing. */
export const tellLag =
  (standby: Standby): MiddlewareHandler =>
  async (c, next) => {
    await next()
    const { isRead, lagSeconds } = standby.state()
    if (isRead && lagSeconds !== null && c.res.ok) c.res.headers.set('x-crier-lag', lagSeconds.toFixed(1))
  }

/**
 * Errors that a standby alone has: what a report reads was vacuumed away on the primary (class 40), or an upgrade of it has not come here yet (class 42).
 */
const isOfStandby = (error: unknown) =>
  /^(?:25006|4[02]...)$/.test(String((error as { code?: unknown } | null)?.code ?? ''))

async function patiently<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(reasons.unreachable)), patienceMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
