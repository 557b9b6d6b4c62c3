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

/** Milliseconds that the system may need to clear killed processes away: it frees their memory, and ends what they wait for. */
const clearingMs = 30_000

/**
 * Kills what a dead server left behind; elsewhere than on Linux such processes end by themselves.
 * @throws when one of them will not end
 */
async function endOrphans(data: string): Promise<void> {
  if (process.platform !== 'linux') return
  const folder = await realpath(data)
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const orphans = []
  for (const pid of pids) if (pid !== process.pid && (await worksIn(pid, folder))) orphans.push(pid)
  for (const pid of orphans) kill(pid, 'SIGKILL')
  const deadline = Date.now() + clearingMs
  for (const pid of orphans)
    while (await worksIn(pid, folder)) {
      if (Date.now() > deadline)
        throw new Error(`process ${pid} of a dead PostgreSQL on ${data} was killed and does not end`)
      await pause(10)
    }
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
 * transactions and writes a checkpoint; after `patience` milliseconds an immediate one, which recovers at next start;
 * after as long again, since a server that the system has paused hears of neither, it is killed.
 * @throws when that does not end it either
 */
export async function stopPostmaster(data: string, patience = 8000): Promise<void> {
  const server = await findPostmaster(data)
  if (!server) return
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    kill(server.pid, signal)
    if (await isGone(data, server.pid, patience)) return
  }
  throw new Error(`the PostgreSQL on ${data} was killed and does not end`)
}

/** Waits so many milliseconds for it at most. */
async function isGone(data: string, pid: number, patience: number): Promise<boolean> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await pause(20))
    if ((await findPostmaster(data))?.pid !== pid) return true
  return false
}
