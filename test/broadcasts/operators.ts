/** Operators on loopback: two sites each, which answer as a test tells them, and keep what they receive. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestCrier } from '../support/crier.ts'
import { type Provider, providers } from './model.ts'

export type Post = { provider: Provider; site: 1 | 2; body: string; at: number }
/** A status, after a while where one is given; or none at all, until the connection ends. */
export type Answer = number | 'hang' | { status: number; afterMs: number }

export async function operators({ sql }: TestCrier, answer: (post: Post) => Answer = () => 200) {
  const received: Post[] = []
  const servers: Server[] = []
  for (const provider of providers) {
    for (const site of [1, 2] as const) {
      const server = createServer((request, response) => {
        const chunks: Buffer[] = []
        request.on('data', (chunk) => chunks.push(chunk))
        request.on('end', () => {
          const post = { provider, site, body: Buffer.concat(chunks).toString(), at: performance.now() }
          const answered = answer(post)
          // What is refused was received as well.
          received.push(post)
          if (answered === 'hang') return
          const { status, afterMs } =
            typeof answered === 'number' ? { status: answered, afterMs: 0 } : answered
          if (afterMs === 0) response.writeHead(status).end()
          else setTimeout(() => response.writeHead(status).end(), afterMs)
        })
      })
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
      servers.push(server)
      const { port } = server.address() as AddressInfo
      await sql`
        insert into broadcast_sites (provider, site, address)
        values (${provider}, ${site}, ${`http://127.0.0.1:${port}/`})
        on conflict (provider, site) do update set address = excluded.address`
    }
  }
  await sql`update broadcast_providers set transport = 'http-xml'`
  return {
    received,
    async close() {
      await sql`update broadcast_providers set transport = 'sandbox'`
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((closed) => server.close(closed))
      }
    },
  }
}
