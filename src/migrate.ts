/**
 * Brings a database to the present schema: makes it if it is missing, installs or updates pg-boss's own schema, applies the migrations of
 * `db/migrations`, which may refer to `pgboss.job`, replaces the rules of `db/rules` if they have changed, adds what is missing of `db/data`,
 * and makes the queues.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { resolveBinary } from 'dbmate'
import type { PgBoss } from 'pg-boss'
import { connect, pgtyped, type Sql } from './database.ts'
import { loadData } from './migrate/data.ts'
import { databaseFiles } from './migrate/files.ts'
import { applyRules, ruleFiles } from './migrate/rules.ts'
import { checkSession, explained, sessionOptions } from './postgres/session.ts'
import { ensureQueues } from './queues.ts'

const migrationsFolder = fileURLToPath(new URL('../db/migrations', import.meta.url))

/**
 * Migrates one database. Processes that start together take turns, and the later ones find nothing to do.
 * @param url of a role that may create databases, schemas and roles
 * @throws an error of one line when the database can not be reached or a migration fails
 */
export async function migrate(url: string): Promise<void> {
  await createDatabase(url)
  const sql = connect(url, session)
  try {
    await checkSession(pgtyped(sql), session.role, session.statementTimeout)
    await sql`select pg_advisory_lock(hashtextextended('crier migrate', 0))`
    await refuseOtherFiles(sql, url)
    await withBoss(url, async () => {})
    await applyMigrations(url)
    await rememberFiles(sql)
    await applyRules(sql, await ruleFiles())
    await sql`call close_doors()`
    await loadData(sql)
    await withBoss(url, ensureQueues)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Its owner's own rights, and time for whatever a large table needs. */
const session = { max: 1, name: 'crier-migrate', role: null, statementTimeout: 0 } as const
const options = sessionOptions(session.role, session.statementTimeout)

/**
 * Until 1.0 migrations are edited in place, and from then on they only grow. A database made from others has another structure than the
 * programs expect.
 * @throws an error of one line that says what to do
 */
async function refuseOtherFiles(sql: Sql, url: string): Promise<void> {
  const [made] = await sql`
    select to_regclass('public.schema_migrations') is not null as is_made, to_regclass('public.applied_files') is not null as knows_files`
  if (!made?.is_made) return
  const present = new Map((await databaseFiles('migrations/*.sql')).map(({ path, sha256 }) => [path, sha256]))
  const applied = made.knows_files
    ? await sql<
        { path: string; sha256: string }[]
      >`select path, sha256 from applied_files where path like 'migrations/%' order by path`
    : [{ path: 'migrations of an earlier version', sha256: '' }]
  const other = applied.find(({ path, sha256 }) => present.get(path) !== sha256)
  if (other === undefined) return
  throw new Error(
    `the database ${new URL(url).pathname.slice(1)} was made from another ${other.path}: run the version that made it, or make it anew (make db)`,
  )
}

async function rememberFiles(sql: Sql): Promise<void> {
  const files = await databaseFiles('migrations/*.sql')
  await sql`
    insert into applied_files ${sql(files, 'path', 'sha256')} on conflict (path) do nothing`
}

/** Makes the database that the URL names, unless there is one. */
async function createDatabase(url: string): Promise<void> {
  const database = new URL(url).pathname.slice(1)
  const sql = connect(url, session)
  try {
    await sql`select 1`
    return
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw unreachable(url, error)
  } finally {
    await sql.end({ timeout: 5 })
  }
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const server = connect(maintenance.href, session)
  try {
    await server`create database ${server(database)}`
  } catch (error) {
    const made = ['42P04', '23505'].includes((error as { code?: string }).code ?? '')
    if (!made) throw unreachable(url, error)
  } finally {
    await server.end({ timeout: 5 })
  }
}

/** The one line an operator reads; it names the server, never the password. */
function unreachable(url: string, error: unknown): Error {
  const { host, pathname } = new URL(url)
  const { code, message } = explained(error) as { code?: string; message?: string }
  return new Error(`cannot use the database ${host}${pathname}: ${message || code || 'no answer'}`, {
    cause: error,
  })
}

/** Starts pg-boss without its timers; starting makes and updates its schema. */
async function withBoss(url: string, work: (boss: PgBoss) => Promise<void>): Promise<void> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    connectionString: url,
    application_name: session.name,
    options,
    schema: 'pgboss',
    supervise: false,
    schedule: false,
    max: 2,
  })
  let failure: unknown
  boss.on('error', (error) => (failure = error))
  await boss.start()
  try {
    await work(boss)
  } finally {
    await boss.stop({ graceful: false })
  }
  if (failure) throw failure
}

/**
 * dbmate asks for TLS when the URL says nothing of it, and the other drivers here do not, so the URL that says nothing
 * means none for dbmate too.
 */
async function applyMigrations(url: string): Promise<void> {
  const target = new URL(url)
  if (!target.searchParams.has('sslmode')) target.searchParams.set('sslmode', 'disable')
  const child = spawn(
    resolveBinary(),
    ['--no-dump-schema', '--migrations-dir', migrationsFolder, 'migrate'],
    {
      env: { DATABASE_URL: target.href, PGOPTIONS: options },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4000)))
  }
  const code = await new Promise<number | null>((done, failed) =>
    child.once('error', failed).once('close', done),
  )
  if (code !== 0) throw new Error(`migration failed: ${lastWords(words)}`)
}

/** The name of the migration that was tried last, and the error. */
function lastWords(words: string): string {
  const lines = words.trim().split('\n')
  const migration = lines.findLast((line) => line.startsWith('Applying: '))?.slice('Applying: '.length)
  const error = lines.slice(lines.findLastIndex((line) => line.startsWith('Error: '))).join(' ')
  return [migration, error].filter(Boolean).join(': ')
}
