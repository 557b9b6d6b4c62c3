/** Connections to PostgreSQL, and the adapter that runs pgtyped's queries on them. */
import type { PreparedQuery } from '@pgtyped/runtime'
import postgres from 'postgres'

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
  role?: 'crier_app' | 'crier_reader' | null
  /** Milliseconds after which the database ends a statement. */
  statementTimeout?: number
  onnotice?: (notice: postgres.Notice) => void
}

/** Opens a pool; connections are made when first needed. */
export function connect(url: string, options: ConnectOptions): Sql {
  return postgres(url, {
    max: options.max,
    connect_timeout: 5,
    max_lifetime: null,
    // A database that comes back is found within a second.
    backoff: () => 0.5,
    onnotice: options.onnotice ?? (() => {}),
    types: { text: asText } as never,
    // pgtyped would take ! and ? off the columns' names in every row, which makes each row a slow dictionary.
    transform: { column: { from: (name: string) => name.replace(/[!?]$/, '') } },
    connection: {
      application_name: options.name,
      TimeZone: 'UTC',
      statement_timeout: options.statementTimeout ?? 30_000,
      ...(options.role === null ? {} : { role: options.role ?? 'crier_app' }),
    },
  })
}

/**
 * Lets pgtyped's queries run on postgres.js: prepared once per connection, pipelined.
 * @throws postgres.PostgresError, or an error with a connection's code (see unavailable)
 */
export function pgtyped(sql: postgres.Sql | postgres.TransactionSql): Database {
  return {
    async query(text, bindings) {
      const rows = await sql.unsafe(text, bindings as never[], { prepare: true })
      return { rows, rowCount: rows.count }
    },
  }
}

const connectionCodes = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'ENOENT',
  // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections, idle session ended, read-only standby
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '57P05',
  '25006',
])

/** Whether an error says that the database cannot be reached just now, so that the same request may succeed later. */
export function unavailable(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code
  return code !== undefined && (connectionCodes.has(code) || code.startsWith('08'))
}
