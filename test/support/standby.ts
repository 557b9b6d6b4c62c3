/** A PostgreSQL of its own with a hot standby that streams from it. */
import postgres from 'postgres'
import { type EmbeddedPostgres, startEmbedded } from '../../src/postgres/embedded.ts'
import { removeCluster, smallCluster } from './clusters.ts'
import type { TestDatabase } from './database.ts'
import { copyMigrated } from './migrated.ts'

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
  const folders = { primary: await smallCluster('primary'), standby: await smallCluster('standby') }
  const { port: primaryPort, database } = await copyMigrated(folders.primary)
  const { port } = await copyMigrated(folders.standby, ({ password }) => ({
    'standby.signal': '',
    'postgresql.auto.conf': `primary_conninfo = 'host=127.0.0.1 port=${primaryPort} user=postgres password=${password}'\n`,
  }))
  const server = await startEmbedded(folders.primary, 'durable', database)
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
