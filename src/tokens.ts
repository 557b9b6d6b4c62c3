/** JSON Web Tokens as callers send them (HS256): reading them, and telling with what they are signed. Source: specification, public API and internal API, authentication. */
import { createHmac } from 'node:crypto'
import { authError } from './errors.ts'
import { isSame } from './secrets.ts'

export type Claims = Record<string, unknown>
export type Token = { alg: unknown; claims: Claims; signed: string; signature: Buffer }

export const general =
  'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header'
export const clock = 'Error: Your system clock must be accurate to within 30 seconds'
export const leewaySeconds = 30
/** A header of 8 kB holds any token that clients make, many times over. */
const maxHeader = 8192

/**
 * The token of an Authorization header, whoever signed it; its issuer is named.
 * @throws ApiError 401 or 403
 */
export function readToken(header: string | undefined): Token {
  if (!header) throw authError(401, 'Unauthorized: authentication token must be provided')
  if (header.slice(0, 7).toLowerCase() !== 'bearer ') {
    throw authError(401, 'Unauthorized: authentication bearer scheme must be used')
  }
  const token = parseToken(header)
  if (token === null) throw authError(403, general)
  const { iss } = token.claims
  if (iss === undefined || iss === null || iss === '') {
    throw authError(403, 'Invalid token: iss field not provided')
  }
  return token
}

/** Whether a token is signed with a secret, in a time that says nothing of how much of it is right. */
export function isSignedWith(secret: string | Buffer, { signed, signature }: Token): boolean {
  return isSame(signature, createHmac('sha256', secret).update(signed).digest())
}

function parseToken(header: string): Token | null {
  if (header.length > maxHeader) return null
  const parts = header.slice(7).trim().split('.')
  if (parts.length !== 3) return null
  const [head, payload, signature] = parts as [string, string, string]
  const jose = jsonObject(head)
  const claims = jsonObject(payload)
  if (jose === null || claims === null || !/^[\w-]*$/.test(signature)) return null
  return {
    alg: jose.alg,
    claims,
    signed: `${head}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  }
}

function jsonObject(part: string): Claims | null {
  if (!/^[\w-]+$/.test(part)) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : null
  } catch {
    return null
  }
}
