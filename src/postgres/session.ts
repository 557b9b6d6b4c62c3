/**
 * What every connection of ours says about its session when it opens. A database or a role may have settings of its own
 * (ALTER DATABASE … SET), and answers must not change with them. They are start-up parameters: no statement runs before them,
 * and they outrank such settings. A pooler that drops or refuses them is found out at the start.
 */

import type { Database } from '../database.ts'

export type Role = 'crier_app' | 'crier_reader' | null

/**
 * Only what changes answers or ends statements; what makes them faster or slower is the operator's choice. So is
 * default_transaction_read_only, which hosts set when a disk is full.
 */
const reliedOn = {
  // How values are written and read.
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  quote_all_identifiers: 'off',
  // What statements mean.
  search_path: 'public, pg_temp',
  transform_null_equals: 'off',
  row_security: 'on',
  'plpgsql.extra_errors': 'none',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  // When they are given up, and when the connection is.
  lock_timeout: '0',
  transaction_timeout: '0',
  idle_in_transaction_session_timeout: '60000',
  idle_session_timeout: '0',
  exit_on_error: 'off',
}

/** @param statementTimeout milliseconds after which the database ends a statement; 0 never does */
export function sessionSettings(role: Role, statementTimeout: number): Record<string, string> {
  return {
    ...reliedOn,
    statement_timeout: String(statementTimeout),
    ...(role === null ? {} : { role }),
  }
}

/** The same as command-line options, for drivers and programs that take no others. */
export function sessionOptions(role: Role, statementTimeout: number): string {
  return Object.entries(sessionSettings(role, statementTimeout))
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`)
    .join(' ')
}

/** Only superusers set it; where it is not this, triggers and foreign keys do not work. */
const alsoReliedOn = { session_replication_role: 'origin' }

/**
 * Not among the typed queries, which are made on a database that this has looked at. A language's settings are not listed before it is loaded,
 * which its first function does.
 */
const listSettings = `
  select name, coalesce(setting, current_setting(name, true)) as setting
  from unnest($1::text[]) as name
  left join pg_settings using (name)
  union all
  select 'role', current_user::text`

/**
 * Looks whether a session is what it was asked to be.
 * @throws Error of one line
 */
export async function checkSession(db: Database, role: Role, statementTimeout: number): Promise<void> {
  const wanted = { ...sessionSettings(role, statementTimeout), ...alsoReliedOn }
  const { rows } = await db.query(listSettings, [Object.keys(wanted)]).catch((error: unknown) => {
    throw explained(error)
  })
  const settings = new Map(
    (rows as { name: string; setting: string }[]).map((row) => [row.name, row.setting]),
  )
  for (const [name, value] of Object.entries(wanted)) {
    const setting = settings.get(name)
    if (setting === value) continue
    throw new Error(
      `the database's sessions have ${name} = "${setting}" where Crier asks for "${value}". ${remedy}`,
    )
  }
}

const remedy =
  'A pooler (PgBouncer) that drops settings can not stand between: give Crier connections of its own to PostgreSQL'

/** An error of connecting in words that say what to do about it. */
export function explained(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string }
  const isRefused = code === '08P01' && /startup parameter/.test(message ?? '')
  return isRefused ? new Error(`${message}. ${remedy}`, { cause: error }) : error
}
