/** Who asks: requests signed in their head with Signature Version 4. Source: Amazon S3, authenticating requests, Authorization header. */
import { createHash, createHmac } from 'node:crypto'
import { isSame, isSameText } from '../secrets.ts'
import { BucketFault } from './faults.ts'
import type { BucketKeys } from './settings.ts'

export type SignedRequest = {
  method: string
  /** As it was sent. */
  path: string
  query: string
  /** By name in lower case. */
  headers: Readonly<Record<string, string>>
}

/** Source: Amazon S3, RequestTimeTooSkewed. */
const mostSkewMs = 15 * 60_000
const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]{1,128})\/(\d{8})\/([a-z0-9-]{1,50})\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;_.-]{1,4000}), ?Signature=([0-9a-f]{64})$/

/** @throws BucketFault when it is not signed with these keys, now */
export function checkSignature(request: SignedRequest, keys: BucketKeys, now: Date): void {
  const { headers } = request
  const given = headers.authorization
  if (given === undefined) throw new BucketFault('Unauthenticated', 'Requests must be signed')
  const [, accessKeyId, date, region, names, signature] = authorization.exec(given) ?? []
  if (signature === undefined)
    throw new BucketFault('AccessDenied', 'Requests must be signed with AWS4-HMAC-SHA256')
  const listed = names!.split(';')
  const isBare = (name: string) => name === 'host' || name.startsWith('x-amz-')
  if (!Object.keys(headers).every((name) => !isBare(name) || listed.includes(name)))
    throw new BucketFault('AccessDenied', 'There were headers present in the request which were not signed')
  checkTime(headers['x-amz-date'], date!, now)
  const expected = signatureOf(request, { date: date!, region: region!, names: names! }, keys)
  const isRight = isSame(Buffer.from(signature, 'hex'), expected)
  if (!isSameText(accessKeyId!, keys.accessKeyId))
    throw new BucketFault('InvalidAccessKeyId', 'The access key Id you provided does not exist')
  if (!isRight)
    throw new BucketFault(
      'SignatureDoesNotMatch',
      'The request signature does not match the signature provided',
    )
}

function checkTime(text: string | undefined, date: string, now: Date): void {
  const [, day, hour, minute, second] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '') ?? []
  const iso = `${day?.slice(0, 4)}-${day?.slice(4, 6)}-${day?.slice(6)}T${hour}:${minute}:${second}Z`
  const skewMs = Math.abs(Date.parse(iso) - now.getTime())
  if (day !== date || !(skewMs <= mostSkewMs))
    throw new BucketFault(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large',
    )
}

function signatureOf(
  { method, path, query, headers }: SignedRequest,
  { date, region, names }: { date: string; region: string; names: string },
  { secretAccessKey }: BucketKeys,
): Buffer {
  const canonical = [
    method,
    path,
    canonicalQuery(query),
    ...names.split(';').map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names,
    headers['x-amz-content-sha256'] ?? '',
  ].join('\n')
  const scope = `${date}/${region}/s3/aws4_request`
  const sum = createHash('sha256').update(canonical).digest('hex')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sum].join('\n')
  const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`)
  return hmac(key, text)
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

const canonicalQuery = (query: string) =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort()
    .join('&')
