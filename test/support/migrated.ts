/**
 * Clusters with a migrated database, for tests that have servers of their own: copies of one that is made once for each schema. To make one takes 2.5 s of a
 * processor, a copy 0.1 s.
 */
import { execFile } from 'node:child_process'
import { access, glob, mkdir, readFile, realpath, rename, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { migrate } from '../../src/migrate.ts'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { removeCluster, testCluster } from './clusters.ts'
import { schemaHash } from './database.ts'
import { freePorts } from './ports.ts'

const kept = fileURLToPath(new URL('../../.crier/migrated-clusters/', import.meta.url))
const run = promisify(execFile)

/**
 * Copies the cluster into a folder of `testCluster`; its server is not started. All copies are of one cluster, as a standby is of its primary.
 * @param more files of its data, beside what was copied; given its port and the password of all
 * @returns its port
 */
export async function copyMigrated(
  folder: string,
  more: (made: { port: number; password: string }) => Record<string, string> = () => ({}),
): Promise<number> {
  const origin = await migrated()
  const source = await realpath(join(origin, 'data'))
  // The account of the programs may not be able to enter our folders: the data lies elsewhere then, and the folder has a link.
  const isNear = source === join(await realpath(origin), 'data')
  const data = isNear ? join(folder, 'data') : `${source}-${folder.split('/').at(-1)}`
  await mkdir(folder, { recursive: true })
  await run('cp', ['-a', source, data])
  if (!isNear) await symlink(data, join(folder, 'data'))
  const secrets = JSON.parse(await readFile(join(data, 'crier.json'), 'utf8'))
  const [port] = (await freePorts(1)) as [number]
  const made = { ...secrets, port }
  const files = { 'crier.json': JSON.stringify(made), ...more(made) }
  for (const [name, content] of Object.entries(files))
    await writeFile(join(data, name), content, { mode: 0o600 })
  // What was written here belongs to whom the rest does.
  await run('chown', ['-R', `--reference=${source}`, data])
  return port
}

/** The cluster that is copied. Of processes that make it at once the first one's is kept. */
async function migrated(): Promise<string> {
  const folder = join(kept, await schemaHash())
  const isThere = () =>
    access(join(folder, 'data')).then(
      () => true,
      () => false,
    )
  if (await isThere()) return folder
  const draft = testCluster('migrated')
  const server = await startEmbedded(draft)
  await migrate(server.url)
  await server.halt()
  await mkdir(dirname(folder), { recursive: true })
  for await (const other of glob(`${kept}*`)) if (other !== folder) await removeCluster(other)
  await rename(draft, folder).catch(async (error) => {
    await removeCluster(draft)
    if (!(await isThere())) throw error
  })
  return folder
}
