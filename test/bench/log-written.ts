/** What a server writes into its write-ahead log: what standbys are sent and archives keep. */
import type postgres from 'postgres'

/** @returns a function that answers how many bytes were written since */
export async function watchLog(sql: postgres.Sql): Promise<() => Promise<number>> {
  const position = async () => {
    const [row] = await sql`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bytes`
    return Number(row!.bytes)
  }
  const before = await position()
  return async () => (await position()) - before
}
