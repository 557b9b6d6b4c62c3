/** What processes use of the machine. Processor time tells two versions apart where the time on the wall is noise. */
import { readFile } from 'node:fs/promises'
import { descendants } from '../support/processes.ts'

/** Of /proc/…/stat, which counts in hundredths. */
const perSecond = 100

/** Seconds of processor time of a process and those that it started, also of those that are gone; 0 where the system has no /proc. */
async function secondsOf(pid: number): Promise<number> {
  const pids = [pid, ...(await descendants(pid))]
  const stats = await Promise.all(pids.map((one) => readFile(`/proc/${one}/stat`, 'utf8').catch(() => '')))
  const ticks = stats.map((stat) => {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  })
  return ticks.reduce((sum, one) => sum + one, 0) / perSecond
}

/** @returns a function that answers what each has used since, in seconds */
export async function watchCpu<Name extends string>(
  pids: Record<Name, number>,
): Promise<() => Promise<Record<Name, number>>> {
  const read = async () => {
    const entries = Object.entries<number>(pids)
    return Object.fromEntries(
      await Promise.all(entries.map(async ([name, pid]) => [name, await secondsOf(pid)])),
    ) as Record<Name, number>
  }
  const before = await read()
  return async () => {
    const after = await read()
    for (const name of Object.keys(after) as Name[]) after[name] -= before[name]
    return after
  }
}

/** Megabytes that a process holds, of what several share its part alone; null where the system has no /proc. */
export async function shareOfMemory(pid: number): Promise<number | null> {
  const found = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const kilobytes = /^Pss:\s+(\d+)/m.exec(found)?.[1]
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024)
}
