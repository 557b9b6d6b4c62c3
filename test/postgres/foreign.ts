import type { TestDatabase } from '../support/database.ts'

/** What databases and roles may have set for themselves, each as far from what Crier relies on as it can be. */
const foreign = {
  DateStyle: 'German',
  IntervalStyle: 'sql_standard',
  TimeZone: 'Pacific/Kiritimati',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  standard_conforming_strings: 'off',
  array_nulls: 'off',
  quote_all_identifiers: 'on',
  search_path: 'app',
  transform_null_equals: 'on',
  row_security: 'off',
  'plpgsql.extra_errors': 'all',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  statement_timeout: '1ms',
  lock_timeout: '1ms',
  transaction_timeout: '1ms',
  idle_session_timeout: '1ms',
  idle_in_transaction_session_timeout: '1ms',
  exit_on_error: 'on',
}

/** @param whose `database …` or `role …` */
export async function setForeign(sql: TestDatabase['sql'], whose: string): Promise<void> {
  for (const [setting, value] of Object.entries(foreign))
    await sql.unsafe(`alter ${whose} set ${setting} = '${value}'`)
}
