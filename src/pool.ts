/**
 * Connections to PostgreSQL that everything in a process shares, one statement at a time on each. Whoever comes next has the one that was used last:
 * what its server process keeps, plans above all, is then still near the processor, and what a busy moment has opened rests afterwards. In turn, as the
 * driver takes its own, a request that is accepted by itself cost PostgreSQL 1.9 ms of a processor in place of 1.6.
 */
import {
  breakOff,
  type ConnectOptions,
  codeOf,
  connect,
  cursorOf,
  type Database,
  defaultStatementTimeout,
  isCutOff,
  pgtyped,
  type Sql,
  unavailable,
} from './database.ts'
import type { Cursor, StreamingConnection } from './prepared-query.ts'

/** They can be exchanged for new ones while others still work on the old ones. */
export type Pool = {
  database: Database
  /**
   * Does several statements as one: all of them or none. They follow one another at once, so that nobody waits long for what they lock.
   * @throws whatever the statements or the work throw, of which then nothing is left (but see changedNothing)
   */
  transaction: <T>(work: (db: Database) => Promise<T>) => Promise<T>
  /** Lets a typed query be read in windows; whoever reads closes it. */
  streaming: (windowRows: number) => StreamingConnection
  /**
   * The next statement opens a new connection; the old ones are closed once their statements are done, or at once. For when they may lead to a server that
   * is not the right one any more, or does not answer.
   * @param isGone whether the server does not answer, so that what is under way fails now
   */
  renew: (isGone?: boolean) => void
  end: () => Promise<void>
}

/** Milliseconds from one renewal to the next. */
const renewalPause = 500
/** Milliseconds that a connection may need beyond its statement, before it passes for dead. */
const graceMs = 10_000

/**
 * A server that only reads is a standby, or was the primary. A connection that could not be made in time may be one that the driver (3.4.9) cannot
 * make any more: bytes that were to go out when it was last lost stay in front of its greeting.
 */
const misleading = new Set(['25006', 'CONNECT_TIMEOUT', 'WRONG_COUNT'])

/** @param onError sees every error beside the caller */
export function openPool(url: string, options: ConnectOptions, onError: (error: unknown) => void): Pool {
  const { statementTimeout = defaultStatementTimeout } = options
  const retired = new Set<Generation>()
  let present = openGeneration(url, options)
  let renewedAt = Number.NEGATIVE_INFINITY

  function renew(old = present, patienceMs = statementTimeout + graceMs): void {
    if (old !== present || performance.now() - renewedAt < renewalPause) return
    renewedAt = performance.now()
    present = openGeneration(url, options)
    retired.add(old)
    const retire = () => {
      retired.delete(old)
      old.breakOff()
    }
    old.whenIdle(retire)
    // No statement takes longer: what does waits for a server that is gone.
    setTimeout(retire, patienceMs).unref()
  }

  /** @param mayReturn whether a connection that was lost meanwhile is used again: it connects anew, unless the driver still waits on it */
  async function using<T>(work: (connection: PooledConnection) => Promise<T>, mayReturn = true): Promise<T> {
    const used = present
    const connection = await used.take()
    let isLost = false
    try {
      return await work(connection)
    } catch (error) {
      isLost = unavailable(error)
      onError(error)
      if (misleading.has(codeOf(error))) renew(used)
      throw error
    } finally {
      if (isLost && !mayReturn) used.discard(connection)
      else used.giveBack(connection, isLost)
    }
  }

  function stream(text: string, bindings: unknown[], windowRows: number): Cursor<unknown> {
    const used = present
    const taken = used.take()
    let cursor: Cursor<unknown> | undefined
    return {
      async read() {
        const { sql } = await taken
        cursor ??= cursorOf(sql, text, bindings, windowRows)
        return cursor.read()
      },
      async close() {
        const connection = await taken
        try {
          await cursor?.close()
        } finally {
          used.giveBack(connection)
        }
      },
    }
  }

  return {
    database: {
      query: (text, bindings) => using(({ database }) => database.query(text, bindings)),
    },
    transaction: (work) => using(({ sql }) => transaction(sql, work), false),
    streaming: (windowRows) => ({
      query: () => Promise.reject(new Error('only streams')),
      stream: (text, bindings) => stream(text, bindings, windowRows),
    }),
    renew: (isGone = false) => renew(present, isGone ? 0 : undefined),
    async end() {
      for (const old of retired) old.breakOff()
      await present.end()
    },
  }
}

/** What somebody waits for who is not to go on. */
const never = new Promise<never>(() => {})

/**
 * Does several statements as one. Whatever breaks them, the driver (3.4.9) rolls back with a statement more, which ends the process when the connection is
 * what was lost (its socket is null): so it is not told of that, and neither is work that would go on.
 */
function transaction<T>(sql: Sql, work: (db: Database) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isOver = false
    const end = (error: unknown) => {
      isOver = true
      reject(error)
    }
    const begun = sql.begin((tx) => {
      const db = pgtyped(tx)
      const query: Database['query'] = (text, bindings) =>
        isOver
          ? never
          : db.query(text, bindings).catch((error) => {
              if (!isCutOff(error)) throw error
              end(error)
              return never
            })
      return work({ query }).catch((error) => (isOver ? never : Promise.reject(error)))
    })
    begun.then((done) => resolve(done as T), end)
  })
}

/**
 * Milliseconds that statements have to wait together before one more connection is opened for them. Load reaches that within a moment; a burst that is over
 * sooner is done by those that are there, without what a new one costs the server: to be made, and to plan anew what the others have planned.
 */
const priceMs = 150
/** Milliseconds after which a statement that waits has one opened for it, since the others may be held for long. */
const patienceMs = 50

type PooledConnection = { sql: Sql; database: Database }
type Generation = {
  /** In the order in which they came, whoever wants one waits until there is one. */
  take: () => Promise<PooledConnection>
  /** @param isLost its next statement has to connect anew, and pause before that: it comes after all others, new ones too */
  giveBack: (connection: PooledConnection, isLost?: boolean) => void
  /** In its place there may be a new one. */
  discard: (connection: PooledConnection) => void
  /** Calls when none is in use, now or for the first time. */
  whenIdle: (call: () => void) => void
  breakOff: () => void
  end: () => Promise<void>
}

function openGeneration(url: string, options: ConnectOptions): Generation {
  const connections: PooledConnection[] = []
  /** The one that was used last comes last. */
  const idle: PooledConnection[] = []
  /** The one that was lost last comes last. */
  const lost: PooledConnection[] = []
  const waiting: { give: (connection: PooledConnection) => void; since: number }[] = []
  /** Milliseconds that statements have waited since the last connection was opened. */
  let waited = 0
  let looking: NodeJS.Timeout | undefined
  let onIdle: (() => void) | undefined

  const hasRoom = () => connections.length < options.max
  const isPaid = () => waited >= priceMs && hasRoom()

  function open(): PooledConnection {
    const sql = connect(url, { ...options, max: 1 })
    const made = { sql, database: pgtyped(sql) }
    connections.push(made)
    return made
  }

  function openPaid(): PooledConnection {
    waited = 0
    return open()
  }

  /** @returns whether somebody had waited for it */
  function giveNext(connection: () => PooledConnection): boolean {
    const next = waiting.shift()
    if (next === undefined) return false
    waited += performance.now() - next.since
    next.give(connection())
    if (isPaid() && waiting.length > 0) giveNext(openPaid)
    return true
  }

  /** Opens one for whoever has waited longest, if that is long; looks again as long as somebody waits. */
  function look(): void {
    looking = undefined
    const [first] = waiting
    if (first === undefined || !hasRoom()) return
    const left = first.since + patienceMs - performance.now()
    if (left <= 0) giveNext(open)
    lookIn(left > 0 ? left : patienceMs)
  }
  function lookIn(milliseconds: number): void {
    if (hasRoom()) looking ??= setTimeout(look, milliseconds)
  }

  function tellIdle(): void {
    if (idle.length + lost.length === connections.length) onIdle?.()
  }

  return {
    async take() {
      const free = idle.pop()
      if (free !== undefined) return free
      if (!hasRoom() && lost.length > 0) return lost.shift()!
      // None is in use, so none would be given back.
      if (hasRoom() && lost.length === connections.length) return open()
      // Two who take turns never both wait.
      if (isPaid()) return openPaid()
      return new Promise((give) => {
        waiting.push({ give, since: performance.now() })
        lookIn(patienceMs)
      })
    },
    giveBack(connection, isLost = false) {
      if (giveNext(() => connection)) return
      if (isLost) lost.push(connection)
      else idle.push(connection)
      tellIdle()
    },
    discard(connection) {
      connections.splice(connections.indexOf(connection), 1)
      breakOff(connection.sql)
      if (!giveNext(open)) tellIdle()
    },
    whenIdle(call) {
      onIdle = call
      tellIdle()
    },
    breakOff() {
      for (const { sql } of connections) breakOff(sql)
    },
    async end() {
      clearTimeout(looking)
      await Promise.all(connections.map(({ sql }) => sql.end({ timeout: 2 })))
      for (const { sql } of connections) breakOff(sql)
    },
  }
}
