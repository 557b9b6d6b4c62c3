/**
 * Posts to the addresses of operators, which are the operator's own configuration: private networks are usual, so that the rules of `src/outgoing.ts` for
 * strangers' addresses have no place here. Every target has connections of its own.
 */
import type { ConnectionOptions } from 'node:tls'
import { undici } from '../../large-libraries.ts'

/** Milliseconds. Source: specification, broadcasts, two sites. */
const connectMs = 5_000
const totalMs = 30_000
const mostConnections = 2
/** An answer has a few hundred bytes. */
const mostAnswerBytes = 64 * 1024

/** The certificate that a centre knows its client by, and the authority that it is known by itself; all in PEM. */
export type Tls = { certificate?: string; key?: string; authority?: string }
export type Answer = { status: number; header: (name: string) => string | undefined; body: Uint8Array }
export type Poster = {
  /** @throws Error of the network, of the time, of the signal, or of an answer that is too long */
  post: (headers: Record<string, string>, body: string, signal: AbortSignal) => Promise<Answer>
  close: () => Promise<void>
}

/** @param url where everything is posted; redirects are not followed */
export function makePoster(url: string, { certificate, key, authority }: Tls = {}): Poster {
  const { origin, pathname, search } = new URL(url)
  const tls: ConnectionOptions = {
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ...(authority === undefined ? {} : { ca: authority }),
  }
  const { Pool } = undici()
  const pool = new Pool(origin, {
    connections: mostConnections,
    pipelining: 1,
    connect: { timeout: connectMs, ...tls },
    // One clock for the whole call, below.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    async post(headers, body, signal) {
      const response = await pool.request({
        method: 'POST',
        path: `${pathname}${search}`,
        headers,
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(totalMs)]),
      })
      return {
        status: response.statusCode,
        header(name) {
          const value = response.headers[name]
          return Array.isArray(value) ? value[0] : value
        },
        body: await readAll(response.body),
      }
    },
    close: () => pool.destroy(),
  }
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > mostAnswerBytes) throw Object.assign(new Error('answer too long'), { code: 'ANSWER_TOO_LONG' })
  }
  return Buffer.concat(chunks)
}

export const isOk = (status: number) => status >= 200 && status < 300
