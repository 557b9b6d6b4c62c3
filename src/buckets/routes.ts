/**
 * The store as Notify's admin application asks for it, which knows S3 alone: objects put, copied, read and looked at, at `/<bucket>/<key>`. On the API's
 * own port, because no bucket is called like one of its paths. Source: admin application, what it asks of S3; Amazon S3, API reference.
 */
import { type Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import { steadily } from '../body-rate.ts'
import type { Crier } from '../context.ts'
import { ApiError } from '../errors.ts'
import { bodyOf } from './bodies.ts'
import { answerFault, BucketFault } from './faults.ts'
import { type BucketKind, bucketOf, type Place, placeOf } from './names.ts'
import {
  findObject,
  type Metadata,
  putObject,
  readObject,
  type StoredObject,
  writeMetadata,
} from './objects.ts'
import { checkSignature } from './signature.ts'

type Asked = { kind: BucketKind; key: string; path: string; query: string; headers: Record<string, string> }

export function bucketRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.onError((error, c) => answerFault(c, faultOf(crier, c, error)))
  for (const [bucket, kind] of crier.config.bucketNames) {
    const { isPublic, isWritable } = bucketOf(kind)
    const askedOf = (c: Context) => asked(c, bucket, kind)

    app.get(`/${bucket}/*`, async (c) => {
      const it = askedOf(c)
      if (isPublic && it.headers.authorization === undefined) return showPicture(c, await find(it))
      checkSignature({ ...it, method: c.req.method }, crier.bucketKeys, crier.now())
      return show(c, await find(it))
    })

    app.put(`/${bucket}/*`, async (c) => {
      const it = askedOf(c)
      checkSignature({ ...it, method: 'PUT' }, crier.bucketKeys, crier.now())
      if (!isWritable) throw new BucketFault('AccessDenied', 'Objects of this bucket are written by the API')
      const place = placeOf(kind, it.key)
      if (place === null) throw new BucketFault('InvalidArgument', 'Objects of this bucket have other keys')
      return it.headers['x-amz-copy-source'] === undefined ? put(c, it, place) : copy(c, it, place)
    })
  }

  async function find({ kind, key }: Pick<Asked, 'kind' | 'key'>): Promise<StoredObject> {
    const place = placeOf(kind, key)
    const found = place && (await findObject(crier, place))
    if (!found) throw new BucketFault('NoSuchKey', 'The specified key does not exist.')
    return found
  }

  function show(c: Context, object: StoredObject): Response {
    const told = Object.entries(object.metadata).map(([name, text]) => [`x-amz-meta-${name}`, text])
    return c.body(contents(c, object), 200, {
      ...Object.fromEntries(told),
      'content-type': object.content_type,
      'content-length': String(object.size),
      etag: tag(object.id),
      'last-modified': new Date(object.stored_at).toUTCString(),
    })
  }

  /** For browsers, which show it and do nothing else with it, whatever somebody has put there. */
  function showPicture(c: Context, object: StoredObject): Response {
    const type = object.content_type.toLowerCase()
    return c.body(contents(c, object), 200, {
      'content-type': /^image\/(?:png|jpeg|gif|svg\+xml)$/.test(type) ? type : 'application/octet-stream',
      'content-length': String(object.size),
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      // What is put under its key anew is another picture, which has to be seen within the hour.
      'cache-control': 'public, max-age=3600',
      etag: tag(object.id),
    })
  }

  const contents = (c: Context, object: StoredObject) =>
    c.req.method === 'HEAD' ? '' : readObject(crier, object)

  async function put(c: Context, { headers }: Asked, place: Place): Promise<Response> {
    const { size, parts } = bodyOf(headers, c.req.raw.body as AsyncIterable<Uint8Array> | null)
    const object = {
      contentType: contentType(headers),
      size,
      metadata: metadataOf(headers),
      isPassing: isPassing(headers),
    }
    const id = await steadily(c, putObject(crier, place, object, parts))
    return c.body(null, 200, { etag: tag(id) })
  }

  /** Within a bucket, where the application copies: onto itself, with other words beside it; or a logo under its final name. */
  async function copy(c: Context, { kind, headers }: Asked, place: Place): Promise<Response> {
    const [, bucket, key] = /^\/?([^/]+)\/(.+)$/.exec(decoded(headers['x-amz-copy-source']!)) ?? []
    if (crier.config.bucketNames.get(bucket ?? '') !== kind)
      throw new BucketFault('NotImplemented', 'Objects are copied within their bucket')
    const source = await find({ kind, key: key! })
    const isReplaced = headers['x-amz-metadata-directive'] === 'REPLACE'
    const metadata = isReplaced ? metadataOf(headers) : source.metadata
    const there = await findObject(crier, place)
    let id = source.id
    if (there?.id === source.id) await writeMetadata(crier, id, metadata)
    else
      id = await putObject(
        crier,
        place,
        {
          contentType: isReplaced ? contentType(headers) : source.content_type,
          size: source.size,
          metadata,
          isPassing: isPassing(headers),
        },
        readObject(crier, source) as unknown as AsyncIterable<Uint8Array>,
      )
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<CopyObjectResult><ETag>&quot;${id}&quot;</ETag><LastModified>${crier.now().toISOString()}</LastModified></CopyObjectResult>`
    return c.body(xml, 200, { 'content-type': 'application/xml' })
  }

  return app
}

/** The request as it was signed: its path as it was sent. */
function asked(c: Context, bucket: string, kind: BucketKind): Asked {
  const { pathname, search } = new URL(c.req.url)
  const sent: string = c.env?.incoming?.url ?? pathname + search
  const [, path, query = ''] = /^([^?]*)\??(.*)$/s.exec(sent)!
  const key = decoded(path!.replace(/^\/+/, '').slice(bucket.length + 1))
  return { kind, key, path: path!, query, headers: c.req.header() }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new BucketFault('InvalidArgument', 'The key cannot be read')
  }
}

/** The id of a file stands for its contents: another one is stored under another. */
const tag = (id: string) => `"${id}"`

const contentType = (headers: Asked['headers']) =>
  (headers['content-type'] || 'binary/octet-stream').slice(0, 100)

/** Of all names and texts together. Source: Amazon S3, user-defined object metadata. */
const mostMetadataBytes = 2048

function metadataOf(headers: Asked['headers']): Metadata {
  const prefix = 'x-amz-meta-'
  const metadata = Object.fromEntries(
    Object.entries(headers).flatMap(([name, text]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), text]] : [],
    ),
  )
  const bytes = Object.entries(metadata).flat().join('').length
  if (bytes > mostMetadataBytes)
    throw new BucketFault(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
    )
  return metadata
}

/** A logo that somebody only tries on. */
const isPassing = (headers: Asked['headers']) =>
  new URLSearchParams(headers['x-amz-tagging'] ?? '').has('delete-after-7-days')

function faultOf(crier: Crier, c: Context, error: Error): BucketFault {
  if (error instanceof BucketFault) return error
  if (error instanceof ApiError) {
    const [said] = error.errors
    if (error.status === 413) return new BucketFault('EntityTooLarge', said!.message)
    if (error.status === 408) return new BucketFault('IncompleteBody', said!.message)
    if (error.status === 503) return new BucketFault('SlowDown', 'Please reduce your request rate.')
  }
  if ((error as { constraint_name?: string }).constraint_name === 'files_service_id_fkey')
    return new BucketFault('AccessDenied', 'There is no such service')
  crier.log.error({ error, method: c.req.method, route: routePath(c, -1) }, 'request failed')
  return new BucketFault('InternalError', 'We encountered an internal error. Please try again.')
}
