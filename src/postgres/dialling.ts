/** How the driver's connections to PostgreSQL are dialled. */
import { connect as dial, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds from a hang-up before the greeting to the next attempt of the pool. */
const hangUpPause = 100

/** What the driver has read of the URL. */
type Dialled = { path?: string; host: string[]; port: number[] }

/**
 * Makes the driver's sockets. By itself the driver (3.4.9) dials again at once, and without an end, where the peer hangs up before it has said anything, which a proxy
 * does that has no server behind it: a thousand times a second and process, just while a new primary is made.
 */
export function dialler(): (options: Dialled) => Promise<Socket> {
  let mayDialAt = 0
  return async ({ path, host: [host], port: [port] }) => {
    for (let wait = mayDialAt - performance.now(); wait > 0; wait = mayDialAt - performance.now())
      await pause(wait)
    const socket = path ? dial(path) : dial(port!, host!)
    let hasSpoken = false
    socket.once('data', () => {
      hasSpoken = true
    })
    socket.once('close', () => {
      if (!hasSpoken) mayDialAt = performance.now() + hangUpPause
    })
    // What the driver reads of a socket, for TLS and for its errors.
    return Object.assign(socket, { host, port })
  }
}
