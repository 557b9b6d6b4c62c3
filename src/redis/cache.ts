/** The admin application's Redis, as a process has it: what it deletes there, and a connection for what it writes. */
import type { Log } from '../log.ts'
import { connectRedis, type RedisClient } from './client.ts'
import { makeForgetting } from './forgetting.ts'

export type AppRedis = {
  client: RedisClient
  /** How many connections there have been: a new one may lead to a Redis that has lost everything. */
  connections: () => number
  /** A key, or * for all that the application has read from the API. */
  forget: (key: string) => void
  close: () => void
}

/** It connects in its own time: nobody waits for it. */
export function openAppRedis(url: string, log: Log): AppRedis {
  let connections = 0
  const { client, close } = connectRedis(url, log, () => {
    connections++
    forgetting.goOn()
  })
  const forgetting = makeForgetting(client, log)
  return { client, connections: () => connections, forget: forgetting.forget, close }
}
