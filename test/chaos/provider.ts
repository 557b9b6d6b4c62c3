/** MMG as Crier sees it: an HTTP server that takes every text message and remembers when it was handed each. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Provider = {
  url: string
  /** When each message was handed over (performance.now), by its id; a second time is a second text on somebody's phone. */
  handedOver: ReadonlyMap<string, readonly number[]>
  close: () => Promise<void>
}

/** @param delayMs how long it thinks about each message, so that kills find calls under way */
export async function startProvider(delayMs: () => number): Promise<Provider> {
  const handedOver = new Map<string, number[]>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { cid } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { cid: string }
      handedOver.set(cid, [...(handedOver.get(cid) ?? []), performance.now()])
    } catch {
      // Whoever was killed in the middle of its request has handed over nothing.
      request.destroy()
      return
    }
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"Reference":"1"}')
    }, delayMs())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    handedOver,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
