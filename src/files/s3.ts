/**
 * Objects in an S3-compatible store. Requests are signed with Signature Version 4, the sum of a body among what is signed, so that the store itself
 * refuses one that was changed or cut on its way. What is written under a key is never anything else, so each request may be repeated.
 */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import type { Dispatcher } from 'undici'
import { undici } from '../large-libraries.ts'
import { type Listed, readListing } from './s3-listing.ts'
import type { S3Settings } from './s3-settings.ts'

/** By name in lower case, without x-amz-meta-. */
export type Metadata = Record<string, string>
export type S3Head = { size: number; etag: string; metadata: Metadata }
export type S3 = {
  /** @param sum the body's SHA-256 in hexadecimals, where it is known. @throws S3Fault */
  put: (bucket: string, key: string, body: Buffer, metadata?: Metadata, sum?: string) => Promise<void>
  /**
   * @param object what is known of it: it is read only if it is still that one
   * @returns null when there is none, or another by now
   * @throws S3Fault, also when it has more bytes than that
   */
  get: (bucket: string, key: string, object: { mostBytes: number; etag?: string }) => Promise<Buffer | null>
  /** @returns null when there is none. @throws S3Fault */
  head: (bucket: string, key: string) => Promise<S3Head | null>
  /**
   * All objects whose keys begin so, in the order of their keys.
   * @throws S3Fault, also when there are more than a hundred thousand
   */
  list: (bucket: string, prefix: string) => Promise<Listed[]>
  /** What is not there is removed already. @throws S3Fault */
  remove: (bucket: string, key: string) => Promise<void>
  close: () => void
}

/** Why the store did not do it, in words without content or secret. */
export class S3Fault extends Error {
  /** Whether the same request may go through later. */
  readonly isPassing: boolean
  constructor(words: string, isPassing: boolean, cause?: unknown) {
    super(words, { cause })
    this.isPassing = isPassing
  }
}

/** Milliseconds that one try may take, four megabytes over a line of 3 Mbit/s, and all of them together: less than a request has. */
const tryMs = 12_000
const longestMs = 24_000
const connectMs = 3_000
const tries = 4
/** Milliseconds before the second try, twice as many before each further one; a part of it at random. */
const firstPauseMs = 100
const connections = 32
/** Of an error's XML no more is read. */
const maxErrorBytes = 16 * 1024
/** Of a thousand objects each, with what is said of them. */
const mostPages = 100
const mostPageBytes = 4 * 1024 * 1024
/** S3 says so of a body that came too slowly, and of a clock that it did not like for a moment. */
const passingCodes = new Set(['RequestTimeout', 'SlowDown', 'InternalError', 'OperationAborted'])
/** A body that was changed on its way is sent again. */
const damagedCodes = new Set(['BadDigest', 'XAmzContentSHA256Mismatch', 'IncompleteBody'])
const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex')
const emptySha256 = sha256(Buffer.alloc(0))

type Asked = {
  method: 'PUT' | 'GET' | 'HEAD' | 'DELETE'
  bucket: string
  key: string
  body?: Buffer
  /** Of the body. */
  sum?: string
  headers?: Record<string, string>
  query?: Record<string, string>
}
type Answer = Dispatcher.ResponseData

export function makeS3(settings: S3Settings): S3 {
  const { Agent, request } = undici()
  const agent = new Agent({
    connections,
    pipelining: 1,
    connect: { timeout: connectMs },
    // One clock for each try, below.
    headersTimeout: 0,
    bodyTimeout: 0,
  })

  async function once<T>(
    asked: Asked,
    sum: string,
    timeoutMs: number,
    read: (answer: Answer) => Promise<T>,
  ): Promise<T> {
    const { method, bucket, key, body, headers, query } = asked
    const words = query === undefined ? '' : `?${new URLSearchParams(query)}`
    const { url, headers: signed } = await new AwsV4Signer({
      url: objectUrl(settings, bucket, key) + words,
      method,
      headers: { ...headers, 'x-amz-content-sha256': sum },
      service: 's3',
      region: settings.region,
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey,
    }).sign()
    const answer = await request(url, {
      dispatcher: agent,
      method,
      headers: Object.fromEntries(signed),
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    try {
      return await read(answer)
    } finally {
      // What is left of an answer is read off, so that its connection serves the next one.
      answer.body.on('error', () => {})
      if (!answer.body.readableEnded) await answer.body.dump({ limit: maxErrorBytes }).catch(() => {})
    }
  }

  /** Asks until there is an answer that settles it. */
  async function ask<T>(asked: Asked, read: (answer: Answer) => Promise<T>): Promise<T> {
    const { sum = emptySha256 } = asked
    const endsAt = performance.now() + longestMs
    for (let number = 1; ; number++) {
      try {
        const left = Math.ceil(endsAt - performance.now())
        return await once(asked, sum, Math.min(tryMs, left), read)
      } catch (error) {
        const fault = faultOf(asked.method, error)
        const pauseMs = firstPauseMs * 2 ** (number - 1) * (0.5 + Math.random())
        const isOver = number === tries || performance.now() + pauseMs >= endsAt
        if (!fault.isPassing || isOver) throw fault
        await pause(pauseMs)
      }
    }
  }

  return {
    put: (bucket, key, body, metadata = {}, sum = sha256(body)) =>
      ask({ method: 'PUT', bucket, key, body, sum, headers: metadataHeaders(metadata) }, async (answer) => {
        await refuse('PUT', answer)
        const etag = headerOf(answer, 'etag')
        if (isSumOfBody(answer) && etag !== createHash('md5').update(body).digest('hex'))
          throw new S3Fault('the bucket has stored other bytes than were sent', true)
      }),
    get: (bucket, key, { mostBytes, etag }) =>
      ask(
        {
          method: 'GET',
          bucket,
          key,
          ...(etag === undefined ? {} : { headers: { 'if-match': `"${etag}"` } }),
        },
        async (answer) => {
          if (answer.statusCode === 404 || answer.statusCode === 412) return null
          await refuse('GET', answer)
          return readAll(answer, mostBytes)
        },
      ),
    head: (bucket, key) =>
      ask({ method: 'HEAD', bucket, key }, async (answer) => {
        if (answer.statusCode === 404) return null
        await refuse('HEAD', answer)
        return {
          size: Number(headerOf(answer, 'content-length')),
          etag: headerOf(answer, 'etag'),
          metadata: metadataOf(answer),
        }
      }),
    async list(bucket, prefix) {
      const found: Listed[] = []
      let query: Record<string, string> = { 'list-type': '2', 'encoding-type': 'url', prefix }
      for (let pages = 0; pages < mostPages; pages++) {
        const page = await ask({ method: 'GET', bucket, key: '', query }, async (answer) => {
          await refuse('GET', answer)
          return readListing((await readAll(answer, mostPageBytes)).toString('utf8'))
        })
        found.push(...page.objects)
        if (page.next === null) return found
        query = { ...query, 'continuation-token': page.next }
      }
      throw new S3Fault('the bucket has too many objects of the kind', false)
    },
    remove: (bucket, key) =>
      ask({ method: 'DELETE', bucket, key }, async (answer) => {
        if (answer.statusCode !== 404) await refuse('DELETE', answer)
      }),
    close: () => void agent.close(),
  }
}

/** @param key made of what a path may hold as it is, and slashes */
export function objectUrl(
  { endpoint, isPathStyle }: Pick<S3Settings, 'endpoint' | 'isPathStyle'>,
  bucket: string,
  key: string,
): string {
  const { protocol, host, origin } = new URL(endpoint)
  return isPathStyle ? `${origin}/${bucket}/${key}` : `${protocol}//${bucket}.${host}/${key}`
}

const metadataHeaders = (metadata: Metadata) =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]))

const metadataOf = ({ headers }: Answer): Metadata =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') && value !== undefined
        ? [[name.slice('x-amz-meta-'.length), String(value)]]
        : [],
    ),
  )

/** Without the quotes of an entity tag. */
const headerOf = ({ headers }: Answer, name: string): string =>
  String(headers[name] ?? '').replace(/^"|"$/g, '')

/** Whether the entity tag is the MD5 of the body: under a key of the store's own service, or of a customer, it is something else. Source: Amazon S3, Object. */
const isSumOfBody = (answer: Answer) =>
  /^[0-9a-f]{32}$/.test(headerOf(answer, 'etag')) &&
  !headerOf(answer, 'x-amz-server-side-encryption').includes('kms') &&
  headerOf(answer, 'x-amz-server-side-encryption-customer-algorithm') === ''

/** @throws S3Fault for whatever is not done */
async function refuse(method: string, answer: Answer): Promise<void> {
  const { statusCode: status } = answer
  if (status >= 200 && status < 300) return
  const text = method === 'HEAD' ? '' : (await readStart(answer)).toString('utf8')
  const code = /<Code>([A-Za-z0-9.]{1,100})<\/Code>/.exec(text)?.[1] ?? ''
  const isPassing = status >= 500 || status === 429 || passingCodes.has(code) || damagedCodes.has(code)
  throw new S3Fault(`the bucket answered ${method} with ${status}${code && ` ${code}`}`, isPassing)
}

async function readStart({ body }: Answer): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxErrorBytes) break
  }
  return Buffer.concat(chunks)
}

async function readAll(answer: Answer, mostBytes: number): Promise<Buffer> {
  const declared = Number(headerOf(answer, 'content-length') || Number.NaN)
  const tooLarge = () => new S3Fault(`an object has more than ${mostBytes} bytes`, false)
  if (declared > mostBytes) {
    answer.body.destroy()
    throw tooLarge()
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer.body) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostBytes) throw tooLarge()
  }
  if (size < declared) throw new S3Fault('the bucket broke off in the middle of an object', true)
  return Buffer.concat(chunks)
}

/** Errors of the network pass; they name an address at most. */
function faultOf(method: string, error: unknown): S3Fault {
  if (error instanceof S3Fault) return error
  const { code, name } = error as { code?: string; name?: string }
  const isLate = name === 'TimeoutError' || name === 'AbortError'
  return new S3Fault(
    `the bucket gave no answer to ${method} (${isLate ? 'timeout' : (code ?? name)})`,
    true,
    error,
  )
}
