/**
 * What every installation begins with: `db/data/<table>.csv` (prices, holidays, providers and their words) and Notify's own service. Rows that
 * are missing are added when a file has changed; rows that are there stay as people have made them.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { type DatabaseFile, databaseFiles, hashOf, runInAnyOrder } from './files.ts'

/** @returns whether any file had changed */
export async function loadData(sql: postgres.Sql): Promise<boolean> {
  const tables = await databaseFiles('data/*.csv')
  const scripts = await databaseFiles('data/*.sql')
  const hash = hashOf([...tables, ...scripts])
  const [loaded] = await sql`select from applied_files where path = 'data' and sha256 = ${hash}`
  if (loaded) return false
  await sql.begin(async (transaction) => {
    await transaction`select set_config('search_path', 'public', true), set_config('datestyle', 'ISO', true)`
    await runInAnyOrder(transaction, tables, load)
    await runInAnyOrder(transaction, scripts, (inner, { text }) => inner.unsafe(text).simple())
    await transaction`
      insert into applied_files (path, sha256) values ('data', ${hash})
      on conflict (path) do update set sha256 = excluded.sha256, applied_at = now()`
  })
  return true
}

async function load(sql: postgres.TransactionSql, { path, text }: DatabaseFile): Promise<void> {
  const table = path.slice('data/'.length, -'.csv'.length)
  const columns = text.slice(0, text.indexOf('\n'))
  await sql.unsafe(
    `create temporary table incoming on commit drop as select ${columns} from ${table} with no data`,
  )
  const copying = await sql
    .unsafe(`copy incoming (${columns}) from stdin (format csv, header match)`)
    .writable()
  await pipeline(Readable.from([text]), copying)
  await sql.unsafe(`insert into ${table} (${columns}) select ${columns} from incoming on conflict do nothing`)
  await sql.unsafe('drop table incoming')
  await sql.unsafe(`analyze ${table}`)
}
