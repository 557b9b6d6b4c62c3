/**
 * MMG as Crier sees it: an HTTP server that takes every text message, remembers when it was handed each, and posts a receipt for it a little later,
 * again and again until that is taken.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Provider = {
  url: string
  /** When each message was handed over (performance.now), by its id; a second time is a second text on somebody's phone. */
  handedOver: ReadonlyMap<string, readonly number[]>
  /** Where its receipts go at the moment. */
  tell: (base: () => string) => void
  close: () => Promise<void>
}

const receiptPatienceMs = 5_000
const receiptPauseMs = 1_000

/**
 * @param delayMs how long it thinks about each message, so that kills find calls under way
 * @param receiptMs how long after that it knows what became of it
 */
/** What it shows with its receipts. */
export const receiptCredentials = 'chaos:a password'

export async function startProvider(delayMs: () => number, receiptMs: () => number): Promise<Provider> {
  const handedOver = new Map<string, number[]>()
  let base: (() => string) | undefined
  let isClosed = false

  async function postReceipt(cid: string): Promise<void> {
    for (let wait = receiptMs(); !isClosed; wait = receiptPauseMs) {
      await pause(wait, undefined, { ref: false })
      try {
        const response = await fetch(`${base!()}/notifications/sms/mmg`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(receiptCredentials)}` },
          body: JSON.stringify({ CID: cid, status: '3', MSISDN: '447700900321' }),
          signal: AbortSignal.timeout(receiptPatienceMs),
        })
        await response.arrayBuffer()
        if (response.status === 200) return
      } catch {
        // Whoever takes them is dead for the moment.
      }
    }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { cid } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { cid: string }
      handedOver.set(cid, [...(handedOver.get(cid) ?? []), performance.now()])
      void postReceipt(cid)
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
    tell(to) {
      base = to
    },
    close: () =>
      new Promise((resolve) => {
        isClosed = true
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
