/** `make db` and `make psql`: the development database, which is DATABASE_URL's or the embedded one. */
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { connect } from '../database.ts'
import { migrate } from '../migrate.ts'
import { startEmbedded } from './embedded.ts'
import { openPrompt } from './prompt.ts'

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

try {
  const config = readConfig()
  const embedded = config.databaseUrl ? undefined : await startEmbedded(join(config.folder, 'postgres'))
  const url = config.databaseUrl ?? embedded!.url
  try {
    if (process.argv[2] === 'reset') {
      await reset(url)
    } else {
      await migrate(url)
      // Ctrl-C is for the statement that runs in psql.
      process.on('SIGINT', () => {})
      await openPrompt(url)
    }
  } finally {
    await embedded?.stop()
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
