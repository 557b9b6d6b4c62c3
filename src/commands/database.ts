/** The database that a command works on, and a Crier on it for as long as the command takes. */
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Crier } from '../context.ts'
import { makeLog } from '../log.ts'
import { open } from '../open.ts'
import { requireSecret } from '../platform-key.ts'
import { findEmbedded, startEmbedded } from '../postgres/embedded.ts'

const embeddedFolder = (config: Config) => join(config.folder, 'postgres')

/** The database that DATABASE_URL names, or the embedded one: started when the command may, found running otherwise. */
export async function databaseFor(
  config: Config,
  mayStart: boolean,
): Promise<{ url: string; stop: () => Promise<void> }> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, stop: async () => {} }
  const found = mayStart ? undefined : await findEmbedded(embeddedFolder(config))
  if (found) return { url: found.url, stop: async () => {} }
  if (!mayStart) throw new Error('no database: set DATABASE_URL, or start `crier run` first')
  return startEmbedded(embeddedFolder(config), 'durable')
}

/** Runs a piece of work on the database, which is started for it if need be. */
export async function withCrier(
  config: Config,
  work: (crier: Crier, url: string) => Promise<void>,
): Promise<void> {
  requireSecret(config)
  const running = config.databaseUrl === undefined ? await findEmbedded(embeddedFolder(config)) : undefined
  const database = running ? { url: running.url, stop: async () => {} } : await databaseFor(config, true)
  try {
    // A database of the operator's own is migrated when the operator says so, in a role that may.
    if (!running && config.databaseUrl === undefined)
      await (await import('../migrate.ts')).migrate(database.url)
    const { crier, close } = await open({ ...config, writers: 1 }, database.url, { log: makeLog('warn') })
    try {
      await work(crier, database.url)
    } finally {
      await close()
    }
  } finally {
    await database.stop()
  }
}
