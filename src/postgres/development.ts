/** `make db` and `make psql`: the development database, which is DATABASE_URL's or the embedded one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { connect } from '../database.ts'
import { migrate } from '../migrate.ts'
import { startEmbedded } from './embedded.ts'

/** Drops the database with everything in it and migrates a new one; only on this machine. */
async function reset(url: string): Promise<void> {
  const { hostname, pathname } = new URL(url)
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    throw new Error(`${hostname} is not this machine; drop its database by hand if you mean to`)
  }
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const sql = connect(maintenance.href, { max: 1, name: 'crier-reset', role: null })
  await sql`drop database if exists ${sql(pathname.slice(1))} with (force)`.finally(() =>
    sql.end({ timeout: 5 }),
  )
  await migrate(url)
  console.log(`${pathname.slice(1)} is made anew`)
}

/** npm's PostgreSQL brings no psql; every version that speaks to a server serves. */
async function openPrompt(url: string): Promise<void> {
  // Ctrl-C is for the statement that runs in psql.
  process.on('SIGINT', () => {})
  const { bare, password } = withoutPassword(url)
  const env = password === undefined ? process.env : { ...process.env, PGPASSWORD: password }
  const psql = spawn('psql', [bare], { stdio: 'inherit', env })
  const missing = await Promise.race([
    once(psql, 'error').catch(() => true),
    once(psql, 'spawn').then(() => false),
  ])
  if (missing) throw new Error('psql is not installed: it comes in the package postgresql-client, or libpq')
  await once(psql, 'close')
}

/** The command line shows what is on it to every user of the machine. */
function withoutPassword(url: string): { bare: string; password: string | undefined } {
  const bare = new URL(url)
  const password = bare.searchParams.get('password') ?? decodeURIComponent(bare.password)
  bare.password = ''
  if (bare.searchParams.has('password')) bare.searchParams.delete('password')
  return { bare: bare.href, password: password || undefined }
}

try {
  const config = readConfig()
  const embedded = config.databaseUrl ? undefined : await startEmbedded(join(config.folder, 'postgres'))
  const url = config.databaseUrl ?? embedded!.url
  try {
    if (process.argv[2] === 'reset') {
      await reset(url)
    } else {
      await migrate(url)
      await openPrompt(url)
    }
  } finally {
    await embedded?.stop()
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
