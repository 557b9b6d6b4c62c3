/**
 * A store of objects as S3 is one, on loopback: it looks at every signature and sum itself, keeps objects with their metadata, and has bad moments when it
 * is told to. Source: Amazon S3, API reference (PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2) and error responses.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { S3Settings } from '../../src/files/s3-settings.ts'
import { isSignedV4 } from '../delivery/signature-v4.ts'

/**
 * cut: the connection ends in the middle of the body, or of the answer. lost: it does what it is asked, and its answer never comes. wrong-etag: it
 * answers with the sum of something else. A number or a code: it answers so, and does nothing.
 */
export type BadMoment =
  | 'cut'
  | 'lost'
  | 'wrong-etag'
  | '500 InternalError'
  | '503 SlowDown'
  | '403 AccessDenied'
type StoredObject = { body: Buffer; metadata: Record<string, string>; etag: string; changedAt?: Date }
export type TestS3 = {
  /** By bucket/key. */
  objects: Map<string, StoredObject>
  /** Puts an object as somebody else does. */
  put: (name: string, body: string, changedAt: Date) => void
  /** Method and path of every request that was understood, in turn. */
  requests: string[]
  /** What the next requests meet, one each, of a method; other methods go on. */
  badMoments: { method: string; moment: BadMoment }[]
  settings: (more?: Partial<S3Settings>) => S3Settings
  close: () => Promise<void>
}

/** Ends an answer, or lets it be lost. */
type Say = (done: () => void) => void

const accessKeyId = 'AKIDTEST'
const secretAccessKey = 'a secret of the test store'
const region = 'eu-west-2'
const md5 = (body: Buffer) => createHash('md5').update(body).digest('hex')

export async function testS3(buckets: string[]): Promise<TestS3> {
  const objects: TestS3['objects'] = new Map()
  const requests: string[] = []
  const badMoments: TestS3['badMoments'] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method!
    const path = request.url!
    const place = badMoments.findIndex((one) => one.method === method)
    const moment = place === -1 ? undefined : badMoments.splice(place, 1)[0]!.moment
    if (moment === 'cut' && method === 'PUT') {
      await once(request, 'data')
      return void request.destroy()
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const refusal = refusalOf(request, body)
    if (refusal !== null) return fail(response, refusal)
    requests.push(`${method} ${path}`)
    if (moment !== undefined && /^\d/.test(moment)) return fail(response, moment)
    // Its answer is lost when everything is done.
    const say: Say = moment === 'lost' ? () => void response.destroy() : (done) => done()
    const [name, query] = path.slice(1).split('?') as [string, string?]
    if (query !== undefined) return list(name.replace(/\/$/, ''), new URLSearchParams(query), response)
    act(method, name, body, request, response, moment, say)
  }

  /** Two objects a page. */
  function list(bucket: string, asked: URLSearchParams, response: ServerResponse): void {
    const keys = [...objects.keys()]
      .filter((name) => name.startsWith(`${bucket}/${asked.get('prefix')}`))
      .sort()
    const from = Number(asked.get('continuation-token') ?? 0)
    const contents = keys.slice(from, from + 2).map((name) => {
      const key = encodeURIComponent(name.slice(bucket.length + 1)).replaceAll('%20', '+')
      return `<Contents><Key>${key}</Key><LastModified>${objects.get(name)!.changedAt?.toISOString()}</LastModified></Contents>`
    })
    const isMore = keys.length > from + 2
    const next = isMore ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${isMore}</IsTruncated>${contents.join('')}${next}</ListBucketResult>`
    response.writeHead(200, { 'content-type': 'application/xml', 'content-length': xml.length }).end(xml)
  }

  function act(
    method: string,
    name: string,
    body: Buffer,
    { headers }: IncomingMessage,
    response: ServerResponse,
    moment: BadMoment | undefined,
    say: Say,
  ): void {
    if (method === 'PUT') {
      const metadata = Object.fromEntries(
        Object.entries(headers).flatMap(([header, value]) =>
          header.startsWith('x-amz-meta-') ? [[header, String(value)]] : [],
        ),
      )
      const etag = md5(body)
      objects.set(name, { body, metadata, etag, changedAt: new Date() })
      const said = moment === 'wrong-etag' ? md5(Buffer.from('another')) : etag
      say(() => void response.writeHead(200, { etag: `"${said}"` }).end())
    } else if (method === 'DELETE') {
      objects.delete(name)
      say(() => void response.writeHead(204).end())
    } else show(method, objects.get(name), headers['if-match'], response, moment, say)
  }

  function show(
    method: string,
    object: StoredObject | undefined,
    ifMatch: string | undefined,
    response: ServerResponse,
    moment: BadMoment | undefined,
    say: Say,
  ): void {
    if (object === undefined) fail(response, '404 NoSuchKey', method)
    else if (ifMatch !== undefined && ifMatch !== `"${object.etag}"`)
      fail(response, '412 PreconditionFailed', method)
    else {
      const { body, metadata, etag } = object
      response.writeHead(200, { ...metadata, etag: `"${etag}"`, 'content-length': body.length })
      if (moment === 'cut') response.write(body.subarray(0, body.length / 2), () => response.destroy())
      else say(() => void response.end(method === 'HEAD' ? undefined : body))
    }
  }

  function refusalOf(request: IncomingMessage, body: Buffer): string | null {
    const { headers } = request
    const [, bucket] = /^\/([^/?]+)\/./.exec(request.url!) ?? []
    const sum = createHash('sha256').update(body).digest('hex')
    if (headers['x-amz-content-sha256'] !== sum) return '400 XAmzContentSHA256Mismatch'
    const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date']))
    const [, year, month, day, hour, minute, second] = (at ?? []).map(Number)
    const time = Date.UTC(year!, month! - 1, day, hour, minute, second)
    if (!(Math.abs(Date.now() - time) < 15 * 60_000)) return '403 RequestTimeTooSkewed'
    const signed = { method: request.method!, path: request.url!, headers, body, sum }
    if (isSignedV4(signed, secretAccessKey) !== `${region}/s3`) return '403 SignatureDoesNotMatch'
    const names = /SignedHeaders=([^,]+)/.exec(headers.authorization!)![1]!.split(';')
    const unsigned = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !names.includes(name))
    if (unsigned.length > 0) return '403 AccessDenied'
    return buckets.includes(bucket ?? '') ? null : '404 NoSuchBucket'
  }

  const server = createServer((request, response) => {
    request.on('error', () => {})
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    objects,
    put: (name, body, changedAt) =>
      objects.set(name, { body: Buffer.from(body), metadata: {}, etag: md5(Buffer.from(body)), changedAt }),
    requests,
    badMoments,
    settings: (more = {}) => ({
      endpoint: `http://127.0.0.1:${port}`,
      region,
      isPathStyle: true,
      accessKeyId,
      secretAccessKey,
      files: null,
      csvBucket: null,
      contactListBucket: null,
      responsesBucket: null,
      ...more,
    }),
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function fail(response: ServerResponse, words: string, method = 'GET'): void {
  const [status, code] = words.split(' ') as [string, string]
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`
  response.writeHead(Number(status), { 'content-type': 'application/xml', 'content-length': xml.length })
  response.end(method === 'HEAD' ? undefined : xml)
}
