/** Who calls the internal API: tokens signed with the internal client's secret. Source: specification, internal API, authentication. */
import type { MiddlewareHandler } from 'hono'
import { decode, verify } from 'hono/jwt'
import type { Crier } from '../context.ts'
import { authError, PlainError } from '../errors.ts'

/** Two routes for prices answer in the envelope of the public API. */
export type Envelope = 'plain' | 'v2'

const undecodable =
  'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header'
const clock = 'Error: Your system clock must be accurate to within 30 seconds'
const leewaySeconds = 30
/** A header of 8 kB holds any token that a client makes, many times over. */
const maxHeader = 8192

type Claims = Record<string, unknown>
type Refusal = { status: 401 | 403; message: string }
const refusal = (status: 401 | 403, message: string): Refusal => ({ status, message })

/** Comes before the handlers of internal routes; unknown paths and wrong methods are answered before it. */
export function adminOnly(crier: Crier, envelope: Envelope = 'plain'): MiddlewareHandler {
  return async (c, next) => {
    const refused = await refuse(c.req.header('authorization'), crier)
    if (refused === null) return next()
    const { status, message } = refused
    throw envelope === 'v2' ? authError(status, message) : new PlainError(status, { token: [message] })
  }
}

async function refuse(header: string | undefined, crier: Crier): Promise<Refusal | null> {
  const { clientId, secret } = crier.config.admin
  if (!header) return refusal(401, 'Unauthorized: authentication token must be provided')
  if (header.slice(0, 7).toLowerCase() !== 'bearer ') {
    return refusal(401, 'Unauthorized: authentication bearer scheme must be used')
  }
  const text = header.slice(7).trim()
  const token = header.length > maxHeader ? null : decoded(text)
  if (token === null) return refusal(403, undecodable)
  const { alg, claims } = token
  if (claims.iss === undefined || claims.iss === null || claims.iss === '') {
    return refusal(403, 'Invalid token: iss field not provided')
  }
  if (claims.iss !== clientId) return refusal(401, 'Unauthorized: not allowed to perform this action')
  if (alg !== 'HS256') return refusal(403, 'Invalid token: algorithm used is not HS256')
  if (!(await isSigned(text, secret))) return refusal(403, 'Invalid token: API key not found')
  return refuseClaims(claims, Math.floor(crier.now().getTime() / 1000))
}

function decoded(token: string): { alg: unknown; claims: Claims } | null {
  if (token.split('.').length !== 3) return null
  try {
    const { header, payload } = decode(token) as { header: { alg: unknown } | null; payload: unknown }
    const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload)
    return isObject && header !== null ? { alg: header.alg, claims: payload as Claims } : null
  } catch {
    return null
  }
}

/** Only the signature: the claims are checked afterwards, against a clock that tests set and in the words of the specification. */
async function isSigned(token: string, secret: string): Promise<boolean> {
  try {
    await verify(token, secret, { alg: 'HS256', iat: false, nbf: false, exp: false })
    return true
  } catch {
    return false
  }
}

function refuseClaims(claims: Claims, now: number): Refusal | null {
  const isAbsent = (name: string) => claims[name] === undefined || claims[name] === null
  const isText = (name: string) => isAbsent(name) || typeof claims[name] === 'string'
  const isTime = (name: string) => isAbsent(name) || Number.isFinite(claims[name])
  if (isAbsent('iat')) return refusal(403, 'Invalid token: API key not found')
  const issued = claims.iat
  if (!Number.isInteger(issued) || Math.abs(now - (issued as number)) > leewaySeconds) {
    return refusal(403, clock)
  }
  const isTimely =
    isTime('exp') &&
    isTime('nbf') &&
    (isAbsent('exp') || (claims.exp as number) > now - leewaySeconds) &&
    (isAbsent('nbf') || (claims.nbf as number) <= now + leewaySeconds)
  if (!isTimely || !isAbsent('aud') || !isText('sub') || !isText('jti')) return refusal(403, undecodable)
  return null
}
