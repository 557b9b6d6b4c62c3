/** Connections to PostgreSQL, and the adapter that runs pgtyped's queries on them. */
import { createConnection, type Socket } from 'node:net'
import type { PreparedQuery } from '@pgtyped/runtime'
import postgres from 'postgres'
import { type Role, sessionSettings } from './postgres/session.ts'

export type Sql = postgres.Sql
/** What pgtyped's generated queries run on. */
export type Database = Pick<Parameters<PreparedQuery<void, unknown>['run']>[1], 'query'>

// Dates and times stay text: the wire needs microseconds, which Date has not.
const asText = {
  to: 25,
  from: [1082, 1083, 1114, 1184, 1186, 1266],
  serialize: String,
  parse: (text: string) => text,
}

export type ConnectOptions = {
  /** Connections at most. */
  max: number
  /** Shown in pg_stat_activity. */
  name: string
  /** Rights are dropped to this role at connect; null keeps the login role's (migrations, tests). */
  role?: Role
  /** Milliseconds after which the database ends a statement. */
  statementTimeout?: number
  onnotice?: (notice: postgres.Notice) => void
  onnotify?: (channel: string, payload: string) => void
  /** A connection has ended, for whatever reason. */
  onclose?: () => void
}

/** Milliseconds. */
export const defaultStatementTimeout = 30_000
/** What a connection may need beyond its statement, before it passes for dead. */
const graceMs = 10_000

type Pool = { renew: () => void; destroy: () => void }
const pools = new WeakMap<object, Pool>()

/** Opens a pool; connections are made when first needed. */
export function connect(url: string, options: ConnectOptions): Sql {
  const { role = 'crier_app', statementTimeout = defaultStatementTimeout } = options
  const sockets = new Set<Socket>()
  const sql = postgres(url, {
    max: options.max,
    connect_timeout: 5,
    max_lifetime: null,
    // A database that comes back is found within a second.
    backoff: () => 0.5,
    onnotice: options.onnotice ?? (() => {}),
    ...(options.onnotify && { onnotify: options.onnotify }),
    ...(options.onclose && { onclose: options.onclose }),
    types: { text: asText } as never,
    // pgtyped would take ! and ? off the columns' names in every row, which makes each row a slow dictionary.
    transform: { column: { from: (name: string) => name.replace(/[!?]$/, '') } },
    connection: { application_name: options.name, ...sessionSettings(role, statementTimeout) },
    // The driver keeps its sockets to itself; a peer that has gone silent is only got rid of by its socket.
    socket: (({ host: [host], port: [port], path }: Address) => {
      const socket = path ? createConnection(path) : createConnection({ host, port })
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      // The driver takes the name for its certificate's from here.
      return Object.assign(socket, { host, port })
    }) as never,
  } as postgres.Options<Record<string, postgres.PostgresType>>) as Sql
  pools.set(sql, {
    renew() {
      // The server finishes and answers what was asked, then hangs up. The driver's own close() would lose the connections that are not open.
      const old = [...sockets]
      for (const socket of old) socket.end()
      // No statement takes longer, so what is open then waits for a server that is gone.
      const leftovers = () => old.forEach((socket) => void socket.destroy())
      if (statementTimeout > 0) setTimeout(leftovers, statementTimeout + graceMs).unref()
    },
    destroy() {
      // The driver says goodbye, and would wait for an answer.
      void sql.end({ timeout: 0 }).then(() => sockets.forEach((socket) => void socket.destroy()))
    },
  })
  return sql
}

type Address = { host: [string]; port: [number]; path: string | false }

/**
 * Closes every connection of the pool as soon as its statements are done; the next statement opens a new one. For connections that may lead to
 * a server which is not the right one any more.
 */
export const renew = (sql: object): void => pools.get(sql)?.renew()

/** Breaks off every connection of the pool at once, also those whose peer has gone silent, and ends it. */
export const destroy = (sql: object): void => pools.get(sql)?.destroy()

/**
 * Lets pgtyped's queries run on postgres.js: prepared once per connection, pipelined.
 *
 * The driver (3.4.9) numbers the rows that it collects by a counter of the connection, which it leaves standing when a statement fails in the
 * middle of its rows, so that the next statement's rows begin with holes. Rows that are taken one by one never meet that counter.
 * @param onError sees every error beside the caller
 * @throws postgres.PostgresError, or an error with a connection's code (see unavailable)
 */
export function pgtyped(
  sql: postgres.Sql | postgres.TransactionSql,
  onError: (error: unknown) => void = () => {},
): Database {
  return {
    async query(text, bindings) {
      const rows: never[] = []
      const { count } = await renewing(
        sql,
        onError,
        sql
          .unsafe(text, bindings as never[], { prepare: true })
          .forEach((row) => void rows.push(row as never)),
      )
      if (!isWhole(rows, count)) {
        renew(sql)
        throw new Error(`the driver gave ${rows.length} rows of ${count}`)
      }
      return { rows, rowCount: count }
    },
  }
}

/** Whether rows are as many as the server says it has sent; statements without rows count what they changed. */
export const isWhole = (rows: readonly unknown[], count: number | null): boolean =>
  rows.length === 0 || count === null || rows.length === count

/** Lets pgtyped's queries be read in windows, through a cursor of postgres.js, which has one connection until it is closed. */
export const streaming = (sql: Sql, windowRows: number) => ({
  query: () => Promise.reject(new Error('only streams')),
  stream(text: string, values: unknown[]) {
    const query = sql.unsafe(text, values as never[], { prepare: true })
    const windows = query.cursor(windowRows)[Symbol.asyncIterator]()
    let rows: never[] = []
    let isTaking = false
    return {
      async read() {
        rows = []
        const window = windows.next()
        // See pgtyped. It must come after the iterator has begun, and before the statement is sent, which is later in this turn.
        if (!isTaking) void query.forEach((row) => void rows.push(row as never))
        isTaking = true
        await renewing(sql, () => {}, window)
        return rows
      },
      close: async () => {
        await windows.return?.()
      },
    }
  },
})

/** A server that only reads is a standby, or was the primary: the next statement looks for the right one. */
async function renewing<T>(sql: object, onError: (error: unknown) => void, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    onError(error)
    if ((error as { code?: string }).code === readOnly) renew(sql)
    throw error
  }
}
const readOnly = '25006'

/** The connection could not be made, so nothing was asked. */
const notConnected = new Set([
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'CONNECTION_ENDED',
])
/** It was lost; what was asked may have been done. */
const cutOff = new Set(['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
/** admin_shutdown, crash_shutdown, cannot_connect_now, idle session ended, read-only standby; beside the classes of connections and of resources */
const unavailableStates = new Set(['57P01', '57P02', '57P03', '57P05', readOnly])
const isUnavailableState = (code: string) => unavailableStates.has(code) || /^(?:08|53)/.test(code)

const codeOf = (error: unknown) => (error as { code?: string } | null)?.code ?? ''

/** Whether an error says that the database cannot be reached, or has no room, just now, so that the same request may succeed later. */
export function unavailable(error: unknown): boolean {
  const code = codeOf(error)
  return notConnected.has(code) || cutOff.has(code) || isUnavailableState(code)
}

/**
 * Whether it is sure that a statement, which was all of its transaction, has changed nothing: it was never sent, or the server itself has
 * refused it. The server says an error of a commit too before it is done; after that it only warns.
 */
export function changedNothing(error: unknown): boolean {
  return (
    notConnected.has(codeOf(error)) || (error instanceof postgres.PostgresError && error.severity === 'ERROR')
  )
}

/**
 * Whether such an error may be of one item among those of a statement: of its values (class 21, 22, 23, 44), of a rule that refuses it (P0), of its size (54),
 * or of those that it met (40).
 */
export const mayBeOfOneItem = (error: unknown): boolean =>
  changedNothing(error) && /^(?:2[123]|40|44|54|P0)...$/.test(codeOf(error))
