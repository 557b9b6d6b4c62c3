/**
 * Where the shared server of the tests has its data: in memory, where the machine has room for it. A database is a
 * thousand small files: to copy the template takes 0.02 s of processor time there, and 0.24 s on ext4.
 */
import { chmod, mkdir, mkdtemp, readdir, readlink, realpath, rm, statfs, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findEmbedded } from '../../src/postgres/embedded.ts'

/** The folder itself, or a link to the one in memory; the link leads nowhere after the machine has started anew. */
const link = fileURLToPath(new URL('../../.crier/test-server', import.meta.url))
const memory = '/dev/shm'
const prefix = 'crier-test-'
const tmpfs = 0x01021994

/** Three times what a run of all tests was seen to hold at most. */
const neededBytes = 1.5e9

/** The folder, made if need be: with the first call, or by the runner before several processes ask. */
export async function testServerFolder(): Promise<string> {
  const found = await findTestServerFolder()
  if (found !== undefined) return found
  if (!(await hasRoom())) {
    await mkdir(link, { recursive: true })
    return link
  }
  await removeOrphans()
  const folder = await mkdtemp(join(memory, prefix))
  // PostgreSQL may run under another account; the data itself is open to that one alone.
  await chmod(folder, 0o755)
  await mkdir(dirname(link), { recursive: true })
  await rm(link, { force: true })
  await symlink(folder, link)
  // Last, since a folder whose clone does not lead back to it is an orphan.
  await symlink(link, join(folder, 'of'))
  return folder
}

/** The folder, if there is one; makes nothing. */
export async function findTestServerFolder(): Promise<string | undefined> {
  return realpath(link).catch(() => undefined)
}

async function hasRoom(): Promise<boolean> {
  const system = await statfs(memory).catch(() => undefined)
  return (
    system?.type === tmpfs &&
    system.bavail * system.bsize >= neededBytes &&
    process.availableMemory() >= 2 * neededBytes
  )
}

/** Gives the memory back that clones held which are no more. */
async function removeOrphans(): Promise<void> {
  for (const name of await readdir(memory)) {
    const folder = join(memory, name)
    const of = name.startsWith(prefix) && (await readlink(join(folder, 'of')).catch(() => undefined))
    if (!of || (await realpath(of).catch(() => undefined)) === folder) continue
    const server = await findEmbedded(folder).catch(() => undefined)
    await server?.halt()
    // What belongs to another user can not be removed, and stays.
    await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}
