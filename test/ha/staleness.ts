/** How long a process goes on with what has been changed: a key is revoked by SQL, and every `serve` is asked with it until it refuses. */
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { makeApiKey } from '../../src/services/create.ts'
import { commandSecret } from '../operation/command.ts'
import { testConfig, tokenFor } from '../support/crier.ts'
import { endSeconds, within } from './limits.ts'

const patienceMs = 30_000
/** One try, with its connections. */
const trySeconds = 75

export type Staleness = { /** Seconds until the last process refused. */ measure: () => Promise<number> }

/** @param bases of the `serve` processes */
export async function startStaleness(url: string, bases: string[]): Promise<Staleness> {
  let number = 0
  return {
    async measure() {
      // HAProxy needs a moment to see who the leader is.
      for (let left = 10; ; left--) {
        try {
          return await within(trySeconds, 'to see how long a revoked key is good for', measureOnce())
        } catch (error) {
          if (left === 0) throw error
          await pause(1_000)
        }
      }
    },
  }

  async function measureOnce(): Promise<number> {
    const config = { ...testConfig, secret: commandSecret, writers: 1 }
    const { crier, close } = await open(config, url, { log: makeLog('silent') })
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    try {
      const [service] = await sql`select id from services where name = 'Chaos'`
      const name = `stale ${++number}`
      const key = await makeApiKey(crier, service!.id, name, 'normal')
      const isAccepted = async (base: string) => {
        const headers = { authorization: `Bearer ${tokenFor(key, new Date())}` }
        const response = await fetch(`${base}/v2/templates`, {
          headers,
          signal: AbortSignal.timeout(5_000),
        })
        await response.arrayBuffer()
        return response.status === 200
      }
      const become = async (wanted: boolean) => {
        const began = performance.now()
        for (const base of bases) {
          while ((await isAccepted(base).catch(() => !wanted)) !== wanted) {
            if (performance.now() - began > patienceMs)
              throw new Error(`${base} is stale after ${patienceMs / 1000} s`)
            await pause(20)
          }
        }
        return (performance.now() - began) / 1000
      }
      await become(true)
      await sql`select revoke_api_key(${service!.id}, ${name}, null, now())`
      return await become(false)
    } finally {
      await close()
      await sql.end({ timeout: endSeconds })
    }
  }
}
