/**
 * What PostgreSQL's own lock file tells about the server that runs on a data folder.
 *
 * PostgreSQL takes any living process with the stored number for its own server. After a crash in a container that
 * number soon belongs to somebody else, so the truth is looked up here: a server's working directory is its data.
 */
import { execFile } from 'node:child_process'
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** A server on a data folder, as its lock file describes it. */
export type Postmaster = { pid: number; port: number; ready: boolean }

/**
 * The living server of a data folder. The lock file of a dead one is removed, and so are the processes it left:
 * they keep the shared memory of the dead server, and no new one starts beside them.
 */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const file = join(data, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!pid) return undefined
  if (await belongsTo(pid, data)) {
    return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
  }
  await endOrphans(data)
  await rm(file, { force: true })
  return undefined
}

/** Whether this process lives and works on this data folder. */
async function belongsTo(pid: number, data: string): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  if (process.platform === 'linux') return worksIn(pid, await realpath(data))
  const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return stdout.includes(data)
}

/** A process that has ended but was not yet waited for has no working directory, as is right here. */
async function worksIn(pid: number, folder: string): Promise<boolean> {
  return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === folder
}

/** Kills what a dead server left behind; elsewhere than on Linux such processes end by themselves. */
async function endOrphans(data: string): Promise<void> {
  if (process.platform !== 'linux') return
  const folder = await realpath(data)
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const orphans = []
  for (const pid of pids) if (pid !== process.pid && (await worksIn(pid, folder))) orphans.push(pid)
  for (const pid of orphans) kill(pid, 'SIGKILL')
  for (const pid of orphans) while (await worksIn(pid, folder)) await pause(10)
}

/** Sends a signal; a process that is gone needs none. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Stops the server of a data folder and waits until it has gone: a fast shutdown, which breaks off open
 * transactions and writes a checkpoint; after `patience` milliseconds an immediate one, which recovers at next start.
 */
export async function stopPostmaster(data: string, patience = 8000): Promise<void> {
  const server = await findPostmaster(data)
  if (!server) return
  kill(server.pid, 'SIGINT')
  const deadline = Date.now() + patience
  while ((await findPostmaster(data))?.pid === server.pid) {
    if (Date.now() > deadline) kill(server.pid, 'SIGQUIT')
    await pause(20)
  }
}
