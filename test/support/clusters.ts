/** Clusters of their own, for tests that start and kill servers. */
import { glob, realpath, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findEmbedded } from '../../src/postgres/embedded.ts'
import { findTestServerFolder, testServerFolder } from './server-folder.ts'

const onDisk = fileURLToPath(new URL('../../.crier/test-clusters', import.meta.url))
/** Beside the shared server's data, in memory where there is room. */
const besideServer = (folder: string) => join(folder, 'clusters')

const nameOf = (name?: string) => (name === undefined ? String(process.pid) : `${process.pid}-${name}`)

/** The folder for this process's cluster of that name, which `removeBrokenOffClusters` finds if the process can not remove it. */
export const testCluster = (name?: string): string => join(onDisk, nameOf(name))

/** The same for one that stays small. */
export const smallCluster = async (name?: string): Promise<string> =>
  join(besideServer(await testServerFolder()), nameOf(name))

/** Stops the server and deletes the data, which may lie elsewhere behind a link. */
export async function removeCluster(folder: string): Promise<void> {
  await (await findEmbedded(folder))?.halt()
  const data = await realpath(join(folder, 'data')).catch(() => folder)
  for (const path of [data, folder]) await rm(path, { recursive: true, force: true })
}

/** Removes the clusters of processes that are no more, and this process's own. */
export async function removeBrokenOffClusters(): Promise<void> {
  const server = await findTestServerFolder()
  const places = server === undefined ? [onDisk] : [onDisk, besideServer(server)]
  for await (const folder of glob(places.map((place) => `${place}/*`))) {
    const pid = Number.parseInt(basename(folder), 10)
    if (pid === process.pid || !isAlive(pid)) await removeCluster(folder)
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
