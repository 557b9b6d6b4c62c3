/**
 * Measures, and prints a table to paste into a page: `npm run -s bench [-- name …]`; all of it takes some twenty minutes. Every scenario runs by itself on a database of its own, in a
 * PostgreSQL that keeps what it was given (fsync on). CRIER_BENCH_SECONDS (15, of which no scenario has more use than for 60) is how long each
 * measures at most, CRIER_BENCH_SCALE (0.2, up to 1) how large the books are of ten million messages and the day of 150,000 letters, and CRIER_BENCH_MESSAGES (300,000, up to
 * 1,000,000) the library of live messages that is read. CRIER_BENCH_PROFILE names a folder for profiles of the processes and the statements.
 */
import { readFile } from 'node:fs/promises'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { migrate } from '../../src/migrate.ts'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { findPostmaster } from '../../src/postgres/postmaster.ts'
import { removeCluster } from '../support/clusters.ts'
import { killDescendants } from '../support/processes.ts'
import { accept } from './accept.ts'
import { alert } from './alert.ts'
import { type Bench, type Row, type Scenario, whole } from './bench.ts'
import { books } from './books/books.ts'
import { callbacks } from './callbacks.ts'
import { capIn } from './cap-in.ts'
import { csv } from './csv.ts'
import { endToEnd, throughProvider } from './end-to-end.ts'
import { fairness } from './fairness.ts'
import { handOver } from './hand-over.ts'
import { heavy } from './heavy.ts'
import { job } from './job.ts'
import { letters } from './letters.ts'
import { lists } from './lists.ts'
import { neighbours } from './neighbours.ts'
import { printRun } from './print-run.ts'
import { reading } from './reading.ts'
import { receipts } from './receipts.ts'
import { render } from './render.ts'
import { report } from './report.ts'
import { responses } from './responses.ts'
import { sanitise } from './sanitise.ts'
import { send } from './send.ts'
import { siege } from './siege.ts'
import { signIn } from './sign-in.ts'
import { start } from './start.ts'
import { withStatements, writeStatements } from './statements.ts'
import { templates } from './templates.ts'
import { volume } from './volume/volume.ts'

const scenarios: Record<string, Scenario> = {
  accept,
  'end-to-end': endToEnd,
  provider: throughProvider,
  send,
  receipts,
  callbacks,
  fairness,
  heavy,
  siege,
  neighbours,
  'sign-in': signIn,
  start,
  reading,
  render,
  letters,
  sanitise,
  'print-run': printRun,
  'hand-over': handOver,
  responses,
  csv,
  'cap-in': capIn,
  alert,
  job,
  report,
  lists,
  templates,
  books,
  volume,
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = join(root, '.crier', 'bench', String(process.pid))
const log = (line: string) => void process.stderr.write(`${line}\n`)

function seconds(longest: number): number {
  const wanted = Number(process.env.CRIER_BENCH_SECONDS || 15)
  if (!(wanted >= 1)) throw new Error('CRIER_BENCH_SECONDS must be a number from 1')
  return Math.min(longest, wanted)
}

const settings = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'shared_buffers',
  'max_wal_size',
  'wal_compression',
]

async function machine(sql: postgres.Sql): Promise<string[]> {
  const shown: string[] = []
  for (const name of settings) {
    const [row] = await sql`select current_setting(${name}) as value`
    shown.push(`${name} ${row!.value}`)
  }
  const [version] = await sql`select current_setting('server_version') as value`
  const { version: crier } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const [core] = cpus()
  return [
    `Machine: ${cpus().length} × ${core?.model.trim() || 'CPU'}, ${whole(totalmem() / 2 ** 30)} GB, ${type()} ${release()}; the load generator runs on the same cores.`,
    `Versions: Crier ${crier}, Node ${process.versions.node}, PostgreSQL ${version!.value} (${shown.join(', ')}).`,
  ]
}

async function rowsPresent(sql: postgres.Sql): Promise<string> {
  const [count] = await sql`
    select (select count(*) from notifications) as live, (select count(*) from notification_history) as archived`
  const { live, archived } = count as unknown as { live: string; archived: string }
  return `${whole(Number(live))} live, ${whole(Number(archived))} archived`
}

const cell = (text: string) => text.replaceAll('|', '\\|')

async function main(): Promise<void> {
  const names = process.argv.slice(2)
  const unknown = names.find((name) => !(name in scenarios))
  if (unknown !== undefined)
    throw new Error(`there is no scenario "${unknown}": ${Object.keys(scenarios).join(', ')}`)
  const made = await startEmbedded(folder, 'durable', 'crier_bench')
  await migrate(made.url)
  const server = await withStatements(made, folder, 'crier_bench')
  const own = (database: string) => server.url.replace(/crier_bench$/, database)
  const maintenance = postgres(own('postgres'), { max: 1, onnotice: () => {} })
  const lines = await machine(maintenance)
  const postmaster = (await findPostmaster(join(folder, 'data')))!.pid
  const table: (Row & { present: string })[] = []
  const allBegan = performance.now()
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (names.length > 0 && !names.includes(name)) continue
    const database = `bench_${name.replaceAll('-', '_')}`
    await maintenance`create database ${maintenance(database)} template crier_bench`
    const sql = postgres(own(database), { max: 4, onnotice: () => {} }) as postgres.Sql
    // Acceptance by itself, without workers, is not refused for what waits.
    await sql`update settings set longest_lag_seconds = 86400`
    const bench: Bench = { url: own(database), sql, log: (line) => log(`  ${line}`), seconds, postmaster }
    log(`${name} …`)
    const began = performance.now()
    try {
      const rows = await scenario(bench)
      await writeStatements(sql, name)
      const present = await rowsPresent(sql)
      table.push(...rows.map((row) => ({ ...row, present })))
    } finally {
      await sql.end({ timeout: 5 })
    }
    await maintenance`drop database ${maintenance(database)} with (force)`
    log(`${name} took ${((performance.now() - began) / 1000).toFixed(0)} s`)
  }
  log(`all took ${((performance.now() - allBegan) / 60_000).toFixed(1)} minutes`)
  await maintenance.end()
  process.stdout.write(`\n${lines.join('\n')}\n\n`)
  process.stdout.write(
    '| scenario | figure | baseline in the same run | ratio | conditions | messages present |\n',
  )
  process.stdout.write('|---|---|---|---|---|---|\n')
  for (const { scenario, figure, baseline = '', ratio, conditions, present } of table) {
    const cells = [scenario, figure, baseline, ratio?.toFixed(2) ?? '', conditions, present]
    process.stdout.write(`| ${cells.map(cell).join(' | ')} |\n`)
  }
}

async function leave(): Promise<void> {
  await killDescendants()
  await removeCluster(folder)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void leave().finally(() => process.exit(1)))
}
try {
  await main()
} catch (error) {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
} finally {
  await leave()
}
