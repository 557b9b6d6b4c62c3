/** The connection to the admin application's Redis. That it is away is a line in the log, and disturbs nothing else. */
import { createClient } from '@redis/client'
import type { Log } from '../log.ts'

const connectMs = 5000
const retryMs = 500
/** A connection on which nothing comes back for the second time is given up; the first is how often it is asked. */
const pingMs = 3000
const silentMs = 8000

export type RedisClient = ReturnType<typeof clientFor>

/** No command waits for a connection: what is not known to be done is done anew by whoever asked. */
const clientFor = (url: string) =>
  createClient({
    url,
    name: 'crier',
    RESP: 2,
    disableOfflineQueue: true,
    pingInterval: pingMs,
    socket: { connectTimeout: connectMs, socketTimeout: silentMs, reconnectStrategy: () => retryMs },
  })

/**
 * Begins to connect, and goes on with it until close.
 * @param onReady at the first connection, and at each one after it was lost
 */
export function connectRedis(
  url: string,
  log: Log,
  onReady: () => void,
): { client: RedisClient; close: () => void } {
  const client = clientFor(url)
  let isAway = false
  client.on('error', (error: unknown) => {
    if (!isAway) log.warn({ error }, "the admin application's Redis is away")
    isAway = true
  })
  client.on('ready', () => {
    if (isAway) log.info("the admin application's Redis is back")
    isAway = false
    onReady()
  })
  // It fails when it is closed before it was ever connected.
  client.connect().catch(() => {})
  return {
    client,
    close() {
      if (client.isOpen) client.destroy()
    },
  }
}
