/** Small things that every route uses: the base of URLs, bodies within bounds, JSON answers. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Crier } from './crier.ts'
import { tooLarge } from './errors.ts'

/** Enough for a 5 MiB PDF in base64. Source: specification, public API, transport. */
export const maxBodyBytes = 10 * 1024 * 1024

/** What absolute URLs in answers begin with: the configured public base, else the request's own. */
export function baseUrl(c: Context, crier: Crier): string {
  if (crier.config.baseUrl !== null) return crier.config.baseUrl
  const host = c.req.header('host') ?? 'localhost'
  // A Host header is the caller's own word: only the characters of a host and port get into a body.
  return `http://${/^[\w.:[\]-]{1,255}$/.test(host) ? host : 'localhost'}`
}

/**
 * Reads a request's body, never more than the limit of it.
 * @throws ApiError 413
 */
export async function readBody(c: Context, limit = maxBodyBytes): Promise<Uint8Array> {
  const declared = Number(c.req.header('content-length') ?? Number.NaN)
  if (declared > limit) throw tooLarge(limit)
  if (declared <= limit) return new Uint8Array(await c.req.arrayBuffer())
  const stream = c.req.raw.body
  if (stream === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Answers JSON with the content type alone, without a charset. */
export function json(c: Context, body: unknown, status: ContentfulStatusCode = 200): Response {
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/json' })
}

/** Answers text that the database has made JSON already. */
export function jsonText(c: Context, body: string, status: ContentfulStatusCode = 200): Response {
  return c.body(body, status, { 'content-type': 'application/json' })
}
