/** Ends the process when its work takes more than it may, and says what of: the work itself may be in a loop that hears nothing. */
import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { layout, places } from './watch.ts'

const lookEveryMs = 50

const isBusy = new Int32Array(workerData as SharedArrayBuffer, layout.isBusy, 1)
const limits = new Float64Array(workerData as SharedArrayBuffer, layout.numbers)
const pause = new Int32Array(new SharedArrayBuffer(4))

for (;;) {
  Atomics.wait(isBusy, 0, 0)
  const { user, system } = process.cpuUsage()
  if (process.memoryUsage.rss() > limits[places.memory]!) die('memory')
  if (user + system > limits[places.cpu]!) die('time')
  Atomics.wait(pause, 0, 0, lookEveryMs)
}

function die(reason: string): void {
  writeSync(1, reason)
  process.kill(process.pid, 'SIGKILL')
}
