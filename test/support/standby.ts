/** A PostgreSQL of its own with a hot standby that streams from it. */
import { execFile } from 'node:child_process'
import { readFile, realpath, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { migrate } from '../../src/migrate.ts'
import { type EmbeddedPostgres, startEmbedded } from '../../src/postgres/embedded.ts'
import { removeCluster, testCluster } from './clusters.ts'
import type { TestDatabase } from './database.ts'
import { freePorts } from './ports.ts'

export type Pair = {
  /** Migrated. */
  primary: TestDatabase
  standbyUrl: string
  /** The superuser's connection to it. */
  standby: postgres.Sql
  stopStandby: () => Promise<void>
  startStandby: () => Promise<void>
  close: () => Promise<void>
}

const connect = (url: string) => postgres(url, { max: 2, onnotice: () => {} }) as postgres.Sql

export async function startPair(): Promise<Pair> {
  const folders = { primary: testCluster('primary'), standby: testCluster('standby') }
  const migrated = await startEmbedded(folders.primary)
  await migrate(migrated.url)
  await migrated.halt()
  const port = await copyAsStandby(folders)
  const server = await startEmbedded(folders.primary)
  const sql = connect(server.url)
  const standbyUrl = server.url.replace(/:\d+\//, `:${port}/`)
  let second: EmbeddedPostgres = await startEmbedded(folders.standby)
  const standby = connect(standbyUrl)
  const end = async () => {
    await Promise.all([standby.end({ timeout: 1 }), sql.end({ timeout: 1 })])
    await removeCluster(folders.standby)
    await removeCluster(folders.primary)
  }
  return {
    primary: { url: server.url, sql, close: () => Promise.resolve() },
    standbyUrl,
    standby,
    stopStandby: () => second.halt(),
    async startStandby() {
      second = await startEmbedded(folders.standby)
    },
    close: end,
  }
}

/**
 * The embedded package has no pg_basebackup, so the files are copied as they lie there. The primary is stopped: of one that runs, files vanish while they
 * are copied, which `cp` takes for an error.
 * @returns the port that the standby will have
 */
async function copyAsStandby(folders: { primary: string; standby: string }): Promise<number> {
  const source = await realpath(join(folders.primary, 'data'))
  const isNear = source === join(await realpath(folders.primary), 'data')
  const made = isNear ? join(folders.standby, 'data') : `${source}-standby`
  const run = promisify(execFile)
  await run('mkdir', ['-p', folders.standby])
  await run('cp', ['-a', source, made])
  if (!isNear) await symlink(made, join(folders.standby, 'data'))
  const secrets = JSON.parse(await readFile(join(made, 'crier.json'), 'utf8'))
  const [port] = (await freePorts(1)) as [number]
  const primary = `host=127.0.0.1 port=${secrets.port} user=postgres password=${secrets.password}`
  await writeFile(join(made, 'standby.signal'), '')
  await writeFile(join(made, 'postgresql.auto.conf'), `primary_conninfo = '${primary}'\n`)
  await writeFile(join(made, 'draft.json'), JSON.stringify({ ...secrets, port }), { mode: 0o600 })
  await rename(join(made, 'draft.json'), join(made, 'crier.json'))
  // What was written here belongs to whom the rest does.
  await run('chown', ['-R', `--reference=${source}`, made])
  return port
}
