/** Does work, and tells what it took of a processor: other processes have no part in it, as they have in what the clock shows. */
export function timed<T>(work: () => T): { result: T; seconds: number } {
  const began = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(began)
  return { result, seconds: (user + system) / 1e6 }
}
