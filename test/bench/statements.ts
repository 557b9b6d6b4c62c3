/** Where the database's time goes: what pg_stat_statements has seen of a scenario, in the folder that CRIER_BENCH_PROFILE names. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { type EmbeddedPostgres, startEmbedded } from '../../src/postgres/embedded.ts'

const profileFolder = process.env.CRIER_BENCH_PROFILE

/** Starts a server anew that counts its statements, those inside functions too; only where there is a folder for the profile. */
export async function withStatements(
  server: EmbeddedPostgres,
  folder: string,
  database: string,
): Promise<EmbeddedPostgres> {
  if (!profileFolder) return server
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  await sql`create extension pg_stat_statements`
  await sql`alter system set shared_preload_libraries = 'pg_stat_statements'`
  await sql`alter system set pg_stat_statements.track = 'all'`
  await sql`alter system set track_wal_io_timing = on`
  await sql.end()
  await server.halt()
  return startEmbedded(folder, 'durable', database)
}

/** Writes down what a scenario's database has done since it was made. */
export async function writeStatements(sql: postgres.Sql, scenario: string): Promise<void> {
  if (!profileFolder) return
  const statements = await sql`
    select
      toplevel, calls, rows, round(total_exec_time::numeric) as total_ms,
      round(mean_exec_time::numeric, 3) as mean_ms, shared_blks_dirtied, wal_bytes, wal_fpi,
      left(regexp_replace(query, '\\s+', ' ', 'g'), 160) as query
    from pg_stat_statements
    join pg_database on pg_database.oid = dbid and datname = current_database()
    order by toplevel desc, total_exec_time desc
    limit 120`
  const tables = await sql`
    select relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del, seq_scan, idx_scan, autovacuum_count
    from pg_stat_user_tables
    order by n_tup_ins + n_tup_upd + n_tup_del desc
    limit 15`
  const lines = [...statements, ...tables].map((row) => Object.values(row).join('\t'))
  await mkdir(profileFolder, { recursive: true })
  await writeFile(join(profileFolder, `${scenario}-statements.tsv`), `${lines.join('\n')}\n`)
}
