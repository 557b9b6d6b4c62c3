/** Ends the processes that a run of tests started, and those they started in turn. */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** The ids of all processes that descend from this one, parents first. */
export async function descendants(ancestor = process.pid): Promise<number[]> {
  const children = new Map<number, number[]>()
  for (const [pid, parent] of await processTable())
    children.set(parent, [...(children.get(parent) ?? []), pid])
  const found = [...(children.get(ancestor) ?? [])]
  for (const pid of found) found.push(...(children.get(pid) ?? []))
  return found
}

/** Pairs of process id and parent's id; small images of Linux have no `ps`. */
async function processTable(): Promise<[number, number][]> {
  if (process.platform !== 'linux') {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
  }
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')))
  return stats
    .filter(Boolean)
    .map((stat) => [Number.parseInt(stat, 10), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])])
}

/** Hundredths of a second in which the kernel counts: USER_HZ, which is 100 on every machine that Node runs on. */
const tick = 100

/**
 * Seconds of processor time of a process and of those of its children that have ended and were waited for; null where the system has no /proc.
 * Source: proc_pid_stat(5), utime to cstime.
 */
export async function processorSeconds(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat === null) return null
  const [user, system, ofChildren, systemOfChildren] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11)
    .map(Number)
  return (user! + system! + ofChildren! + systemOfChildren!) / tick
}

/** Kills what descends from this process. */
export async function killDescendants(): Promise<void> {
  for (const pid of await descendants()) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended before the signal reached it, which is what the signal was for.
    }
  }
}
