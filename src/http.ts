/** Small things that every route uses: the base of URLs, bodies within bounds, JSON answers. */
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { steadily } from './body-rate.ts'
import type { Crier } from './context.ts'
import { tooLarge } from './errors.ts'

/**
 * Bytes that bodies may have, by what the longest honest request of a route holds. Source: specification, public API, transport.
 */
export const bodyLimits = {
  /** Files: a 5 MiB PDF in base64. Emails and bulk calls: their content, every character of it escaped. */
  files: 10 * 1024 * 1024,
  /** No files, so values alone: of a preview as many as fill an email of 2,000,000 bytes, of a text a thousand of two kilobytes. */
  values: 2 * 1024 * 1024,
}

/** What absolute URLs in answers begin with: the configured public base, else the request's own. */
export function baseUrl(c: Context, crier: Crier): string {
  if (crier.config.baseUrl !== null) return crier.config.baseUrl
  const host = c.req.header('host') ?? 'localhost'
  // A Host header is the caller's own word: only the characters of a host and port get into a body.
  return `http://${/^[\w.:[\]-]{1,255}$/.test(host) ? host : 'localhost'}`
}

/**
 * Reads a request's body, never more than the limit of it. What may be larger than values has its own time to come.
 * @throws ApiError 408, 413
 */
export async function readBody(c: Context, limit: number): Promise<Uint8Array> {
  const declared = Number(c.req.header('content-length') ?? Number.NaN)
  // What no route takes is said first.
  if (declared > bodyLimits.files) throw tooLarge(bodyLimits.files)
  if (declared > limit) throw tooLarge(limit)
  const reading = bytesOf(c, declared, limit)
  return Math.min(Number.isNaN(declared) ? limit : declared, limit) > bodyLimits.values
    ? steadily(c, reading)
    : reading
}

async function bytesOf(c: Context, declared: number, limit: number): Promise<Uint8Array> {
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

/** Keeps what a request's body says, for the words of a refusal that the database gives later. */
export const noteBody = (c: Context, body: unknown): void => c.set('body', body)
export const givenBody = (c: Context): Record<string, unknown> => c.get('body') ?? {}

const fixedHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Content-Type,Authorization',
  'access-control-allow-methods': 'GET,PUT,POST,DELETE',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'cache-control': 'no-store, no-cache, private, must-revalidate',
}
/** 32 hex digits; identifiers come from a pool of randomness, single bytes do not. */
const randomHex = () => randomUUID().replaceAll('-', '')
const traceId = /^[0-9a-fA-F]{16,32}$/

/**
 * What the answer to this request carries in its head, whoever gives it: the fixed headers, the trace, and what a route adds. A plain record,
 * not Hono's Headers, which cost a tenth of a request's time.
 */
export function answerHeaders(c: Context): Record<string, string> {
  const known: Record<string, string> | undefined = c.get('answerHeaders')
  if (known !== undefined) return known
  const trace = c.req.header('x-b3-traceid')
  const span = c.req.header('x-b3-spanid')
  const headers = {
    ...fixedHeaders,
    'x-b3-traceid': trace && traceId.test(trace) ? trace : randomHex(),
    'x-b3-spanid': span && traceId.test(span) ? span : randomHex().slice(16),
  }
  c.set('answerHeaders', headers)
  return headers
}

/** Gives an answer that a route made in another way what answerHeaders holds; the route's own headers win. */
export function completeHeaders(c: Context): void {
  if (c.get('isComplete')) return
  const { headers } = c.res
  for (const [name, value] of Object.entries(answerHeaders(c))) {
    if (!headers.has(name)) headers.set(name, value)
  }
}

/** Answers JSON with the content type alone, without a charset. */
export function json(c: Context, body: unknown, status: ContentfulStatusCode = 200): Response {
  return jsonText(c, JSON.stringify(body), status)
}

/** Answers text that is JSON already, or the bytes of it. */
export function jsonText(
  c: Context,
  body: string | Uint8Array<ArrayBuffer>,
  status: ContentfulStatusCode = 200,
): Response {
  c.set('isComplete', true)
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json', ...answerHeaders(c) },
  })
}

/**
 * Answers JSON that holds a list of many items, each of which is JSON already. To join them first would need a place for all of it, twice as large where a
 * single character is no Latin letter, and another for three times its bytes when it is sent: a page of 250 messages takes 0.2 ms in place of 0.9.
 */
export function jsonOfItems(c: Context, before: string, items: readonly string[], after: string): Response {
  const lengths = items.map((item) => Buffer.byteLength(item))
  const commas = Math.max(0, items.length - 1)
  const around = Buffer.byteLength(before) + Buffer.byteLength(after)
  const length = lengths.reduce((sum, length) => sum + length, around + commas)
  const place = placeFor(c, length)
  let at = place.write(before)
  items.forEach((item, index) => {
    if (index > 0) place[at++] = comma
    // As many bytes as characters: all are ASCII, which takes a sixth of the time.
    at += place.write(item, at, lengths[index] === item.length ? 'latin1' : 'utf8')
  })
  place.write(after, at)
  return jsonText(c, place.subarray(0, length))
}
const comma = 0x2c

type Place = Buffer<ArrayBuffer>
const placeBytes = 2 ** 20
const maxPlaces = 8
const places: Place[] = []
let placesMade = 0

/**
 * A place for an answer's bytes, used again once they are sent. New ones are collected only with what is old, since a request that waits for its turn is,
 * and holds them: a page of 250 messages took Node 2.9 ms of a processor in place of 2.0, and a collection of all memory stopped it every half second.
 * While clients that read slowly have all places, an answer has as much memory as it is long, and no more.
 */
function placeFor({ env }: Context, length: number): Place {
  // Absent where no server is asked.
  const { outgoing } = (env ?? {}) as { outgoing?: ServerResponse }
  if (outgoing === undefined || outgoing.destroyed || length > placeBytes)
    return Buffer.allocUnsafeSlow(length)
  const place = places.pop() ?? (placesMade < maxPlaces ? makePlace() : undefined)
  if (place === undefined) return Buffer.allocUnsafeSlow(length)
  outgoing.once('close', () => void places.push(place))
  return place
}

function makePlace(): Place {
  placesMade++
  return Buffer.allocUnsafeSlow(placeBytes)
}
