/** A Redis of the test's own on loopback, where the machine has the program; and the admin application's hands in it. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@redis/client'

const program = 'redis-server'
export const password = 'a-password-of-redis'

/** Why tests with it are skipped, or false. */
export const withoutRedis: string | false = spawnSync(program, ['--version']).error
  ? 'SKIPPED: this machine has no redis-server'
  : false

export type TestRedis = Awaited<ReturnType<typeof startRedis>>

export async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), 'crier-redis-'))
  const port = await freePort()
  const child = spawn(
    program,
    // What is kept nowhere needs no more: no snapshots, no log of commands.
    ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--requirepass', password],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (words) => {
      said += words
      if (said.includes('Ready to accept connections')) resolve()
    })
    child.once('exit', () => reject(new Error(`${program} did not start: ${said}`)))
  })
  const url = `redis://:${password}@127.0.0.1:${port}/0`
  const client = createClient({ url, RESP: 2 })
  await client.connect()
  return {
    url,
    client,
    /** The application keeps something under each of the keys. */
    keeps: (keys: string[]) => client.mSet(Object.fromEntries(keys.map((key) => [key, 'stale']))),
    /** Those of the keys that are there. */
    async left(keys: string[]): Promise<string[]> {
      const values = await client.mGet(keys)
      return keys.filter((_, index) => values[index] !== null)
    },
    async close() {
      client.destroy()
      const gone = once(child, 'exit')
      child.kill()
      await gone
      await rm(folder, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
