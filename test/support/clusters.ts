/** Clusters of their own, for tests that start and kill servers. */
import { glob, realpath, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findEmbedded } from '../../src/postgres/embedded.ts'

const clusters = fileURLToPath(new URL('../../.crier/test-clusters/', import.meta.url))

/** The folder for this process's cluster of that name, which `removeBrokenOffClusters` finds if the process can not remove it. */
export function testCluster(name?: string): string {
  return join(clusters, name === undefined ? String(process.pid) : `${process.pid}-${name}`)
}

/** Stops the server and deletes the data, which may lie elsewhere behind a link. */
export async function removeCluster(folder: string): Promise<void> {
  await (await findEmbedded(folder))?.halt()
  const data = await realpath(join(folder, 'data')).catch(() => folder)
  for (const path of [data, folder]) await rm(path, { recursive: true, force: true })
}

/** Removes the clusters of processes that are no more. */
export async function removeBrokenOffClusters(): Promise<void> {
  for await (const folder of glob(`${clusters}*`)) {
    if (!isAlive(Number.parseInt(basename(folder), 10))) await removeCluster(folder)
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
