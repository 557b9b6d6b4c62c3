/** How slowly a large body may come: whoever has a slow line may send a large file, and whoever sends next to nothing is cut off soon. */
import type { Socket } from 'node:net'
import type { Context } from 'hono'
import { ApiError } from './errors.ts'

/** Half a megabit a second; ten seconds are for the beginning, and for a line that is interrupted for a moment. */
const slowest = { bytesPerSecond: 64 * 1024, graceSeconds: 10 }

/** Seconds that a body of so many bytes may take. */
const secondsFor = (bytes: number) => slowest.graceSeconds + bytes / slowest.bytesPerSecond

/** Seconds after which any request has come, or is cut off: the largest body in three minutes, its headers and the wait for room before it. */
export const longestArrival = 300

/** The time that a request may take: it stands still while a large body comes, and begins anew behind it. */
type RequestClock = { stop: () => void; begin: () => void }
export const setClock = (c: Context, clock: RequestClock): void => c.set('requestClock', clock)

/**
 * Waits for a large body that is being read, for as long as it comes at the least rate. What is no connection, as in a test, comes at once.
 * @throws ApiError 408
 */
export async function steadily<Body>(c: Context, reading: Promise<Body>): Promise<Body> {
  const socket: Socket | undefined = c.env?.incoming?.socket
  if (socket === undefined) return reading
  const clock: RequestClock | undefined = c.get('requestClock')
  const before = socket.bytesRead
  let seconds = 0
  let ticks: NodeJS.Timeout | undefined
  const slow = new Promise<never>((_, reject) => {
    // Seconds are counted by their ticks: those in which this process was busy are not held against the caller.
    ticks = setInterval(() => {
      if (++seconds > secondsFor(socket.bytesRead - before)) reject(tooSlow())
    }, 1000)
  })
  clock?.stop()
  try {
    return await Promise.race([reading, slow])
  } finally {
    clearInterval(ticks)
    clock?.begin()
    // Nobody waits for it any more when it came too slowly.
    reading.catch(() => {})
  }
}

const tooSlow = () =>
  new ApiError(408, [
    {
      error: 'BadRequestError',
      message: `Request body came at less than ${slowest.bytesPerSecond} bytes per second`,
    },
  ])
