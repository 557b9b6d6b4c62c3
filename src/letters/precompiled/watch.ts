/** What a thread beside the work sees of it: what it may take, while there is any. */

export type Allowance = { cpuSeconds: number; megabytes: number }

/** Places of the shared numbers: microseconds of processor time at which the work has taken too much, and bytes of memory. */
export const places = { cpu: 0, memory: 1 }
/** What is shared: whether there is work, then the numbers. */
export const layout = { isBusy: 0, numbers: 8, bytes: 24 }

export function gauge() {
  const shared = new SharedArrayBuffer(layout.bytes)
  const isBusy = new Int32Array(shared, layout.isBusy, 1)
  const limits = new Float64Array(shared, layout.numbers)
  return {
    shared,
    begin({ cpuSeconds, megabytes }: Allowance): void {
      const { user, system } = process.cpuUsage()
      limits[places.cpu] = user + system + cpuSeconds * 1e6
      limits[places.memory] = megabytes * 2 ** 20
      Atomics.store(isBusy, 0, 1)
      Atomics.notify(isBusy, 0)
    },
    end: () => void Atomics.store(isBusy, 0, 0),
  }
}
