/** Connections to PostgreSQL, and the adapter that runs pgtyped's queries on them. */
import { Socket } from 'node:net'
import postgres from 'postgres'
import { type Role, sessionSettings } from './postgres/session.ts'
import type { Connection, Cursor } from './prepared-query.ts'

export type Sql = postgres.Sql
/** What pgtyped's generated queries run on. */
export type Database = Connection

// Dates and times stay text: the wire needs microseconds, which Date has not.
const asText = {
  to: 25,
  from: [1082, 1083, 1114, 1186, 1266],
  serialize: String,
  parse: (text: string) => text,
}

const instant = {
  to: 1184,
  from: [1184],
  serialize: (value: unknown) => (value instanceof Date ? value.toISOString() : String(value)),
  parse: instantText,
}

/** As the server writes an instant in UTC. */
const writtenInstant = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/

/**
 * An instant as API bodies show it, as wire_timestamp writes it (db/rules/platform/wire.sql). Queries whose pages have hundreds of instants leave the
 * writing to this: to_char took a tenth of the time that the database has for a page of 250 messages. What bodies do not show, infinity, stays as it is.
 */
export function instantText(written: string): string {
  // Nine of ten; the others end in zeros, which the server leaves out.
  if (written.length === longestInstant && written[10] === ' ' && written.endsWith('+00'))
    return `${written.slice(0, 10)}T${written.slice(11, -3)}Z`
  return written.replace(
    writtenInstant,
    (_, day, time, decimals = '') => `${day}T${time}.${decimals.padEnd(6, '0')}Z`,
  )
}
const longestInstant = '2018-01-31 12:00:00.000001+00'.length

// Counts and sums: none of Crier's is larger than a double holds exactly.
const count = { to: 20, from: [20], serialize: String, parse: Number }

// Arrays as the server writes them. The driver (3.4.9) would ask it for the types of all arrays at the start of each connection, and end the process
// when that question fails (porsager/postgres#1192): a slow server, or one that is just shutting down, would take everybody along.
// Of texts and of ids: no query answers with an array of anything else.
const textArray = { to: 1009, from: [1009, 2951], serialize: arrayText, parse: arrayOf }

/** An array in the server's syntax, for an array of any type; objects are JSON. */
function arrayText(items: readonly unknown[]): string {
  const item = (value: unknown) => {
    if (value === null) return 'null'
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return `"${text.replace(/["\\]/g, '\\$&')}"`
  }
  return `{${items.map(item).join(',')}}`
}

/** The items of an array of texts or ids that has one dimension. */
function arrayOf(text: string): (string | null)[] {
  const items = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs)
  return Array.from(items, ([, quoted, bare]) =>
    quoted === undefined ? (bare === 'NULL' ? null : bare!) : quoted.replace(/\\(.)/gs, '$1'),
  )
}

/** The driver knows how to write a value of JSON, which may be an array too; of what it knows nothing of it takes the text. */
const parameter = (value: unknown) =>
  Array.isArray(value) ? Object.assign([...value], { toString: () => arrayText(value) }) : value

/** What pgtyped is told of a column (! and ?) is no part of its name. */
export const unhinted = { from: (name: string) => name.replace(/[!?]$/, '') }

export type ConnectOptions = {
  /** Connections at most. */
  max: number
  /** Shown in pg_stat_activity. */
  name: string
  /** Rights are dropped to this role at connect; null keeps the login role's (migrations, tests). */
  role?: Role
  /** Milliseconds after which the database ends a statement. */
  statementTimeout?: number
  onnotify?: (channel: string, payload: string) => void
  /** A connection has ended, for whatever reason. */
  onclose?: () => void
}

/** Milliseconds. */
export const defaultStatementTimeout = 30_000

/** Connections, made when first needed. */
export function connect(url: string, options: ConnectOptions): Sql {
  const { role = 'crier_app', statementTimeout = defaultStatementTimeout } = options
  return postgres(url, {
    max: options.max,
    connect_timeout: 5,
    max_lifetime: null,
    // A database that comes back is found within a second.
    backoff: () => 0.5,
    onnotice: () => {},
    ...(options.onnotify && { onnotify: options.onnotify }),
    ...(options.onclose && { onclose: options.onclose }),
    types: { text: asText, instant, count, textArray } as never,
    fetch_types: false,
    transform: { column: unhinted },
    socket: dial,
    connection: { application_name: options.name, ...sessionSettings(role, statementTimeout) },
  } as postgres.Options<Record<string, postgres.PostgresType>>) as Sql
}

/** Milliseconds in which the driver may still make a connection that it had begun to make anew. */
const straggleMs = 2000

/**
 * A connection on which what is written leaves at once. The driver's own hold back a short packet until the server has acknowledged the one before it, which
 * takes 43 ms where there is nothing to answer yet: each `copy … from stdin` waited so, and so would a long statement on a network.
 */
function dial({
  host: [host],
  port: [port],
  path,
}: {
  host: string[]
  port: number[]
  path?: string
}): Socket {
  const socket = new Socket()
  socket.setNoDelay(true)
  if (path) return socket.connect(path)
  // By the name the driver asks for the server's certificate.
  return Object.assign(socket.connect(port!, host!), { host })
}

/**
 * Ends connections at once, without waiting for answers, which a peer that has gone silent does not give. One that the driver was just making
 * anew is made all the same, and ended then.
 */
export function breakOff(sql: Sql): void {
  void sql.end({ timeout: 0 })
  // Its types leave this function out.
  const { close } = sql as Sql & { close: () => Promise<void> }
  setTimeout(() => void close(), straggleMs).unref()
}

/**
 * Lets pgtyped's queries run on postgres.js: prepared once per connection, pipelined.
 *
 * The driver (3.4.9) numbers the rows that it collects by a counter of the connection, which it leaves standing when a statement fails in the
 * middle of its rows, so that the next statement's rows begin with holes. Rows that are taken one by one never meet that counter.
 * @throws postgres.PostgresError, or an error with a connection's code (see unavailable)
 */
export function pgtyped(sql: postgres.Sql | postgres.TransactionSql): Database {
  return {
    async query(text, bindings) {
      let collected: never[] = []
      const { count } = await sql
        .unsafe(text, bindings.map(parameter) as never[], { prepare: true })
        .forEach((row) => void collected.push(row as never))
      // The driver holds on to what it was given to call for long enough that rows become old: of what did while pages were read they were five sixths.
      const rows = collected
      collected = []
      if (!isWhole(rows, count)) {
        const message = `the driver gave ${rows.length} rows of ${count}`
        throw Object.assign(new Error(message), { code: 'WRONG_COUNT' })
      }
      return { rows, rowCount: count }
    },
  }
}

/** Whether rows are as many as the server says it has sent; statements without rows count what they changed. */
export const isWhole = (rows: readonly unknown[], count: number | null): boolean =>
  rows.length === 0 || count === null || rows.length === count

/** One of pgtyped's queries, read in windows through a cursor of postgres.js, which has one connection until it is closed. */
export function cursorOf<Row>(sql: Sql, text: string, bindings: unknown[], windowRows: number): Cursor<Row> {
  const query = sql.unsafe(text, bindings.map(parameter) as never[], { prepare: true })
  const windows = query.cursor(windowRows)[Symbol.asyncIterator]()
  let rows: Row[] = []
  let isTaking = false
  return {
    async read() {
      rows = []
      const window = windows.next()
      // See pgtyped. It must come after the iterator has begun, and before the statement is sent, which is later in this turn.
      if (!isTaking) void query.forEach((row) => void rows.push(row as Row))
      isTaking = true
      await window
      return rows
    },
    close: async () => void (await windows.return?.()),
  }
}

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
export const isCutOff = (error: unknown) =>
  cutOff.has(codeOf(error)) ||
  (error instanceof postgres.PostgresError && /^(?:FATAL|PANIC)$/.test(error.severity))
/** admin_shutdown, crash_shutdown, cannot_connect_now, idle session ended, read-only standby; beside the classes of connections and of resources */
const unavailableStates = new Set(['57P01', '57P02', '57P03', '57P05', '25006'])
const isUnavailableState = (code: string) => unavailableStates.has(code) || /^(?:08|53)/.test(code)

export const codeOf = (error: unknown) => (error as { code?: string } | null)?.code ?? ''

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
 * Whether a statement was broken off for what may be over a moment later: it took too long, it did not get a lock, or it met another's
 * changes (class 40).
 */
export const brokenOff = (error: unknown): boolean =>
  changedNothing(error) && /^(?:57014|55P03|40...)$/.test(codeOf(error))

/** The rule that a statement would have broken: a constraint, a unique index, or what a function calls its refusal. */
export const constraintOf = (error: unknown): string | null =>
  changedNothing(error) ? ((error as postgres.PostgresError).constraint_name ?? null) : null

/** Whether a value is none of its type's: no uuid, no word of an enumeration, no date, a number out of range. */
export const isUnreadable = (error: unknown): boolean =>
  changedNothing(error) && /^(?:22P02|22003|22007|22008)$/.test(codeOf(error))

/** Whether a text holds what no text of the database can (NUL), as query strings may. */
export const isUnstorable = (error: unknown): boolean => changedNothing(error) && codeOf(error) === '22021'

/**
 * Whether such an error may be of one item among those of a statement: of its values (class 21, 22, 23, 44), of a rule that refuses it (P0), of its size (54),
 * or of those that it met (40).
 */
export const mayBeOfOneItem = (error: unknown): boolean =>
  changedNothing(error) && /^(?:2[123]|40|44|54|P0)...$/.test(codeOf(error))
