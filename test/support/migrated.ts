/**
 * Clusters with a migrated database, for tests that have servers of their own, and for the server that all others share: copies of one that is made once for
 * each schema. To make one takes 2.5 s of a processor, a copy 0.1 s.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, glob, mkdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { removeCluster, smallCluster } from './clusters.ts'
import { freePorts } from './ports.ts'
import { testServerFolder } from './server-folder.ts'
import { makeTemplate, templateName } from './template.ts'

const run = promisify(execFile)

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/**
 * Copies the cluster into a folder; its server is not started. All copies are of one cluster, as a standby is of its primary. Of processes that copy into one
 * folder at once the first one's stays.
 * @param more files of its data, beside what was copied; given its port and the password of all
 * @returns its port, and the name of the migrated database
 */
export async function copyMigrated(
  folder: string,
  more: (made: { port: number; password: string }) => Record<string, string> = () => ({}),
): Promise<{ port: number; database: string }> {
  const database = await templateName()
  const origin = await migrated(database)
  const source = await realpath(join(origin, 'data'))
  const link = join(folder, 'data')
  // The account of the programs may not be able to enter our folders: the data lies elsewhere then, and the folder has a link.
  const isNear = source === join(await realpath(origin), 'data')
  const data = `${isNear ? link : source}-${randomBytes(6).toString('hex')}`
  await mkdir(folder, { recursive: true })
  await run('cp', ['-a', source, data])
  const secrets = JSON.parse(await readFile(join(data, 'crier.json'), 'utf8'))
  const [port] = (await freePorts(1)) as [number]
  const made = { ...secrets, port }
  const files = { 'crier.json': JSON.stringify(made), ...more(made) }
  for (const [name, content] of Object.entries(files))
    await writeFile(join(data, name), content, { mode: 0o600 })
  // What was written here belongs to whom the rest does.
  await run('chown', [`--reference=${source}`, ...Object.keys(files).map((name) => join(data, name))])
  await (isNear ? rename(data, link) : symlink(data, link)).catch(async (error) => {
    await rm(data, { recursive: true })
    if (!(await isThere(link))) throw error
  })
  return { port, database }
}

/** The cluster that is copied. Of processes that make it at once the first one's is kept. */
async function migrated(database: string): Promise<string> {
  const kept = join(await testServerFolder(), 'migrated')
  const folder = join(kept, database)
  if (await isThere(join(folder, 'data'))) return folder
  const draft = await smallCluster('migrated')
  const server = await startEmbedded(draft, 'fleeting', database)
  await makeTemplate(server.url)
  await server.halt()
  // No standby follows from what was written as tersely as that.
  await (await startEmbedded(draft)).halt()
  for await (const other of glob(`${kept}/*`)) if (other !== folder) await removeCluster(other)
  await mkdir(kept, { recursive: true })
  await rename(draft, folder).catch(async (error) => {
    await removeCluster(draft)
    if (!(await isThere(folder))) throw error
  })
  return folder
}
