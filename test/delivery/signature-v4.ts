/** Checks a signature as Amazon does. Source: AWS Signature Version 4, creating a canonical request. */
import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

type Signed = {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string | Buffer
  /** The body's, where it is known. */
  sum?: string
}
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** @returns region and service for which the request is signed; null if it is not */
export function isSignedV4(signed: Signed, secret: string): string | null {
  const { method, path, headers, body, sum = sha256(body) } = signed
  const [, credential, names, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  if (credential === undefined) return null
  const [, date, region, service] = credential.split('/') as [string, string, string, string]
  const listed = names!.split(';')
  const [place, query = ''] = path.split('?') as [string, string?]
  const canonical = [
    method,
    place,
    [...new URLSearchParams(query)]
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .sort()
      .join('&'),
    ...listed.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    sum,
  ].join('\n')
  const scope = `${date}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request')
  return hmac(key, toSign).toString('hex') === signature ? `${region}/${service}` : null
}
