/**
 * What every connection of ours says about its session when it opens. A database or a role may have settings of its own
 * (ALTER DATABASE … SET), and answers must not change with them. They are start-up parameters: no statement runs before them,
 * and they outrank such settings. A pooler that drops or refuses them is found out at the start.
 */

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
  // What statements mean.
  search_path: 'public, pg_temp',
  transform_null_equals: 'off',
  row_security: 'on',
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

/** Where a value of the session is not what was asked for; the words an operator reads, or null. */
export function sessionFault(
  found: readonly { name: string; setting: string }[],
  wanted: Record<string, string>,
): string | null {
  const settings = new Map(found.map(({ name, setting }) => [name.toLowerCase(), setting]))
  for (const [name, value] of Object.entries({ ...wanted, session_replication_role: 'origin' })) {
    const setting = settings.get(name.toLowerCase())
    if (setting !== value) return `${name} is "${setting}" and not "${value}"`
  }
  return null
}
