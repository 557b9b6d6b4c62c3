/**
 * A fresh, migrated database for each test file.
 *
 * All files of a run share one server, which the runner (`test/run.ts`), or whoever comes first, starts and which stays for the next run; the runner
 * stops it. The schema is migrated once into a template, named by a hash of what made it, and every database is a copy of the template's files.
 * `CRIER_TEST_DATABASE_URL` names another server to use, as a superuser.
 */
import { randomBytes } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { unhinted } from '../../src/database.ts'
import { findEmbedded, startEmbedded } from '../../src/postgres/embedded.ts'
import { findPostmaster } from '../../src/postgres/postmaster.ts'
import { copyMigrated } from './migrated.ts'
import { processorSeconds } from './processes.ts'
import { findTestServerFolder, testServerFolder } from './server-folder.ts'
import { makeTemplate, templateName } from './template.ts'
import { isWithoutLetters } from './without-letters.ts'

/** A database of the caller's own; `sql` gives dates and times as PostgreSQL writes them. */
export type TestDatabase = { url: string; sql: postgres.Sql; close: () => Promise<void> }

/** The options of every connection made here: silent, good for typed queries, with dates and times as strings. */
const options = {
  onnotice: () => {},
  transform: { column: unhinted },
  types: {
    date: {
      to: 1082,
      from: [1082, 1083, 1114, 1184, 1266],
      serialize: String,
      parse: (text: string) => text,
    },
  },
} satisfies postgres.Options<Record<string, postgres.PostgresType>>

type Server = { url: URL; sql: postgres.Sql; template: string }

/** The server's maintenance connection, one per process; it holds the locks that say which databases are in use. */
let server: Promise<Server> | undefined
let users = 0
/** What the driver has learned of arrays from the first database: the same is true of every copy, and each connection would ask again. */
let learned: Learned | undefined
/** The driver's own types leave a part of it out. */
type Learned = postgres.ParsedOptions & { shared: { typeArrayMap: object } }

/** Gives a migrated database that nobody else uses; `close` drops it. */
export async function testDatabase(): Promise<TestDatabase> {
  users++
  try {
    return await clone(await connected())
  } catch (error) {
    await leave()
    throw error
  }
}

/** By whether letters are switched off there. */
const shared = new Map<boolean, Promise<TestDatabase>>()

/** The database that files of a process share: for tests that look at what they have made themselves, and leave what belongs to the platform, and the schema, as it is. */
export async function sharedDatabase(): Promise<TestDatabase> {
  const made = shared.get(isWithoutLetters()) ?? testDatabase()
  shared.set(isWithoutLetters(), made)
  return { ...(await made), close: async () => {} }
}

/** For the process, when none of its files is left. */
export async function closeSharedDatabases(): Promise<void> {
  for (const database of shared.values()) await (await database).close()
}

/** Starts the shared server with its template before several processes ask for it at once, each of which would begin to make a cluster. */
export async function prepareTestServer(): Promise<void> {
  users++
  await connected().finally(leave)
}

function connected(): Promise<Server> {
  server ??= connect().catch((error) => {
    server = undefined
    throw error
  })
  return server
}

/**
 * Keeps the maintenance connection, once there is one, until it is let go: to make it anew for each file would look through all that the template is made
 * of, 0.07 s of a processor.
 */
export function keepTestServer(): () => Promise<void> {
  users++
  return leave
}

/** Whoever leaves last closes the maintenance connection, which would keep the process from ending. */
async function leave(): Promise<void> {
  if (--users > 0) return
  const left = server
  server = undefined
  await (await left?.catch(() => undefined))?.sql.end()
}

/** Copies the template. The lock on its name tells other processes that the database is in use. */
async function clone({ url, sql: maintenance, template }: Server): Promise<TestDatabase> {
  const name = `crier_test_${randomBytes(8).toString('hex')}`
  await maintenance`select pg_advisory_lock(hashtextextended(${name}, 0))`
  await maintenance`create database ${maintenance(name)} template ${maintenance(template)} strategy file_copy`
  const own = at(url, name)
  const sql = await connectTo(own)
  if (isWithoutLetters()) await sql`update settings set letters_enabled = false`
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await sql.end({ timeout: 1 })
    await maintenance`drop database if exists ${maintenance(name)} with (force)`
    await maintenance`select pg_advisory_unlock(hashtextextended(${name}, 0))`
    await leave()
  }
  return { url: own, sql, close }
}

async function connectTo(url: string): Promise<postgres.Sql> {
  const sql = postgres(url, { ...options, max: 5, fetch_types: learned === undefined }) as postgres.Sql
  if (learned === undefined) {
    await sql`select`
    learned = sql.options as Learned
  }
  Object.assign(sql.options.parsers, learned.parsers)
  Object.assign(sql.options.serializers, learned.serializers)
  Object.assign((sql.options as Learned).shared.typeArrayMap, learned.shared.typeArrayMap)
  return sql
}

/** Stops the shared server, unless it was given from outside or another run uses it. */
export async function stopTestServer(): Promise<void> {
  if (process.env.CRIER_TEST_DATABASE_URL) return
  const folder = await findTestServerFolder()
  if (folder !== undefined) await (await findEmbedded(folder))?.stop()
}

/** Seconds of processor time of the shared server, whose connections are closed; null where the system does not tell. */
export async function testServerSeconds(): Promise<number | null> {
  const folder = await findTestServerFolder()
  const server = folder && (await findPostmaster(join(folder, 'data')))
  return server ? processorSeconds(server.pid) : null
}

/**
 * Starts or finds the server, clears away the databases whose users have died, and sees that there is a template: once
 * for all who ask in this process, since the locks, which are the connection's, do not part them.
 */
async function connect(): Promise<Server> {
  const given = process.env.CRIER_TEST_DATABASE_URL
  const url = new URL(given ?? (await startServer()))
  const sql = postgres(at(url, 'postgres'), { ...options, max: 1, max_lifetime: null }) as postgres.Sql
  try {
    await dropUnused(sql, 'crier\\_test\\_%')
    return { url, sql, template: await migratedTemplate(url, sql) }
  } catch (error) {
    await sql.end()
    throw error
  }
}

/** Its first data is a copy of the cluster that has a template already. */
async function startServer(): Promise<string> {
  const folder = await testServerFolder()
  await access(join(folder, 'data')).catch(() => copyMigrated(folder))
  return (await startEmbedded(folder, 'fleeting')).url
}

/** Drops the databases that match, are not `kept`, and are locked by nobody. */
async function dropUnused(maintenance: postgres.Sql, pattern: string, kept = ''): Promise<void> {
  const rows = await maintenance<{ datname: string }[]>`
    select datname from pg_database where datname like ${pattern} and datname <> ${kept}`
  for (const { datname } of rows) {
    const [locked] = await maintenance`select pg_try_advisory_lock(hashtextextended(${datname}, 0)) as free`
    if (!locked?.free) continue
    await maintenance`drop database if exists ${maintenance(datname)} with (force)`
    await maintenance`select pg_advisory_unlock(hashtextextended(${datname}, 0))`
  }
}

/**
 * The name of the migrated template. It is built under another name by whoever gets the lock first, so that one
 * which has its name is complete. A shared lock, held until the connection ends, keeps it from being cleared away.
 */
async function migratedTemplate(url: URL, maintenance: postgres.Sql): Promise<string> {
  const template = await templateName()
  await maintenance`select pg_advisory_lock_shared(hashtextextended(${template}, 0))`
  const exists = async () =>
    (await maintenance`select from pg_database where datname = ${template}`).length > 0
  if (await exists()) return template
  await maintenance`select pg_advisory_lock(hashtextextended('crier template', 0))`
  try {
    if (await exists()) return template
    await maintenance`drop database if exists crier_template_draft with (force)`
    await makeTemplate(at(url, 'crier_template_draft'))
    await maintenance`alter database crier_template_draft rename to ${maintenance(template)}`
    await dropUnused(maintenance, 'crier\\_template\\_%', template)
    return template
  } finally {
    await maintenance`select pg_advisory_unlock(hashtextextended('crier template', 0))`
  }
}

function at(url: URL, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}
