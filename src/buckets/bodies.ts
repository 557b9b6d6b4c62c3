/**
 * The contents of an object as a request brings them: as they are, or in chunks with their sum behind them; held against every sum that was given, so
 * that what was changed or cut on its way is never stored. Source: Amazon S3, checking object integrity; signature calculations, chunked upload.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { BucketFault } from './faults.ts'

type Headers = Readonly<Record<string, string>>
type Sums = { sha256: string | null; crc32: string | null }
type Bytes = AsyncIterable<Uint8Array>

const unsigned = 'UNSIGNED-PAYLOAD'
const chunked = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
/** Sums that are not looked at would be promises that are not kept. */
const knownSums = new Set(['x-amz-checksum-crc32'])

export type Body = {
  /** Bytes of the contents, by the request's own word. */
  size: number
  /** Fails behind the last of them when they are not what was announced. */
  parts: Bytes
}

/** @throws BucketFault for what is not understood */
export function bodyOf(headers: Headers, stream: Bytes | null): Body {
  const unknown = Object.keys(headers).find(
    (name) => /^x-amz-checksum-(?!mode$|algorithm$|type$)/.test(name) && !knownSums.has(name),
  )
  if (unknown !== undefined) throw new BucketFault('NotImplemented', `${unknown} is not supported`)
  const how = headers['x-amz-content-sha256'] ?? ''
  const isChunked = how === chunked
  if (!isChunked && how !== unsigned && !/^[0-9a-f]{64}$/.test(how))
    throw new BucketFault('NotImplemented', 'x-amz-content-sha256 is none that is supported')
  const size = headers[isChunked ? 'x-amz-decoded-content-length' : 'content-length'] ?? ''
  if (!/^\d{1,12}$/.test(size))
    throw new BucketFault('MissingContentLength', 'You must provide the Content-Length HTTP header')
  const sums: Sums = {
    sha256: isChunked || how === unsigned ? null : how,
    crc32: headers['x-amz-checksum-crc32'] ?? null,
  }
  const bytes = stream ?? none()
  return {
    size: Number(size),
    parts: checked(isChunked ? unwrapped(bytes, sums) : bytes, Number(size), sums),
  }
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** @param sums complete when the last byte has come */
async function* checked(bytes: Bytes, size: number, sums: Sums): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let sum = 0
  let length = 0
  for await (const part of bytes) {
    length += part.byteLength
    if (length > size) break
    hash.update(part)
    sum = crc32(part, sum)
    yield part
  }
  if (length !== size)
    throw new BucketFault('IncompleteBody', 'The body has not the number of bytes that its headers say')
  if (sums.sha256 !== null && hash.digest('hex') !== sums.sha256)
    throw new BucketFault('XAmzContentSHA256Mismatch', 'The body is not the one that was signed')
  const written = Buffer.alloc(4)
  written.writeUInt32BE(sum)
  if (sums.crc32 !== null && written.toString('base64') !== sums.crc32)
    throw new BucketFault('BadDigest', 'The CRC32 you specified did not match the calculated checksum')
}

/** Of the line before a chunk, or of all lines behind the last one. */
const mostLineBytes = 1024
const malformed = () => new BucketFault('InvalidArgument', 'The chunks of the body cannot be read')

/** What is in the chunks; the sum behind the last of them goes to the others. */
async function* unwrapped(bytes: Bytes, sums: Sums): AsyncGenerator<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  async function more(): Promise<void> {
    const { value, done } = await source.next()
    if (done) throw new BucketFault('IncompleteBody', 'The body ends within a chunk')
    held = Buffer.concat([held, value])
  }
  async function line(): Promise<string> {
    for (;;) {
      const end = held.indexOf('\r\n')
      if (end !== -1 && end <= mostLineBytes) {
        const text = held.subarray(0, end).toString('latin1')
        held = held.subarray(end + 2)
        return text
      }
      if (held.length > mostLineBytes) throw malformed()
      await more()
    }
  }
  try {
    for (;;) {
      const [, digits] = /^([0-9a-f]{1,8})(?:;[\w=-]*)?$/i.exec(await line()) ?? []
      if (digits === undefined) throw malformed()
      let left = Number.parseInt(digits, 16)
      if (left === 0) break
      while (left > 0) {
        if (held.length === 0) await more()
        const part = held.subarray(0, left)
        held = held.subarray(part.length)
        left -= part.length
        yield part
      }
      if ((await line()) !== '') throw malformed()
    }
    for (let lines = 0; lines < 10; lines++) {
      const text = await line()
      if (text === '') return
      const [, name, value] = /^([\w-]+): ?(.*)$/.exec(text) ?? []
      if (name?.toLowerCase() === 'x-amz-checksum-crc32') sums.crc32 = value!.trim()
    }
    throw malformed()
  } finally {
    await source.return?.()
  }
}
