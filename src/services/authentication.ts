/**
 * Who calls: JSON Web Tokens signed with a service's API key (HS256). The order of the checks and their words are the specification's
 * (public API, authentication, rows 1 to 15).
 */
import type { Context } from 'hono'
import type { Crier } from '../context.ts'
import { authError } from '../errors.ts'
import { type Claims, clock, general, isSignedWith, leewaySeconds, readToken, type Token } from '../tokens.ts'
import { canonicalUuid } from '../uuid.ts'
import type { CachedKey, CachedService } from './cached.ts'

export type Caller = { service: CachedService; key: CachedKey }

/**
 * Whose request it is.
 * @throws ApiError 401 or 403
 */
export const caller = (c: Context, { now, cache }: Pick<Crier, 'now' | 'cache'>): Promise<Caller> =>
  authenticate(c.req.header('authorization'), now().getTime(), cache.service)

/**
 * @param header the Authorization header
 * @param nowMs the time of the check
 * @param findService gives null for an unknown service
 * @throws ApiError 401 or 403
 */
export async function authenticate(
  header: string | undefined,
  nowMs: number,
  findService: (id: string) => Promise<CachedService | null>,
): Promise<Caller> {
  const token: KnownToken = (header && recent.get(header)) || readToken(header)
  const { claims } = token
  const serviceId = canonicalUuid(claims.iss)
  if (serviceId === null) throw authError(403, 'Invalid token: service id is not the right data type')
  const service = await findService(serviceId)
  if (service === null) throw authError(403, 'Invalid token: service not found')
  // What is kept of a service may be older than the end of a revoked key's week.
  const candidates = service.apiKeys.filter((key) => key.candidateUntil > nowMs)
  if (candidates.length === 0) throw authError(403, 'Invalid token: service has no API keys')
  if (!service.active) throw authError(403, 'Invalid token: service is archived')
  if (token.alg !== 'HS256') throw authError(403, 'Invalid token: algorithm used is not HS256')
  const key = candidates.find(
    (candidate) => candidate === token.key || isSignedWith(candidate.hmacKey, token),
  )
  if (key === undefined) throw authError(403, 'Invalid token: API key not found')
  if (token.key !== key) remember(header!, { ...token, key })
  checkTimes(claims, Math.floor(nowMs / 1000))
  if (key.revoked) throw authError(403, 'Invalid token: API key revoked')
  return { service, key }
}

/** key: with which it was found to be signed. What is kept of a service is made anew when a key changes, so this one is then no candidate. */
type KnownToken = Token & { key?: CachedKey }

/**
 * Tokens that were rightly signed, by their header: clients send the same one for all requests of a second. Only reading them and their
 * signature is spared; all else is checked each time.
 */
const recent = new Map<string, KnownToken>()
const maxRecent = 2000

function remember(header: string, token: KnownToken): void {
  recent.set(header, token)
  if (recent.size > maxRecent) recent.delete(recent.keys().next().value!)
}

/** A time claim as whole seconds: integer, float or numeric string, truncated; null when it is none of these. */
function seconds(claim: unknown): number | null {
  if (typeof claim === 'boolean') return claim ? 1 : 0
  const value = typeof claim === 'string' && /^\s*[+-]?\d+\s*$/.test(claim) ? Number(claim) : claim
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : null
}

function checkTimes(claims: Claims, now: number): void {
  const issued = claims.iat === undefined || claims.iat === null ? undefined : seconds(claims.iat)
  if (issued === null || (issued !== undefined && issued > now + leewaySeconds)) throw authError(403, clock)
  if (claims.nbf !== undefined && claims.nbf !== null) {
    const notBefore = seconds(claims.nbf)
    if (notBefore === null || notBefore > now + leewaySeconds) throw authError(403, clock)
  }
  if (claims.exp !== undefined && claims.exp !== null) {
    const expires = seconds(claims.exp)
    if (expires === null || expires <= now - leewaySeconds) throw authError(403, general)
  }
  const isText = (claim: unknown) => claim === undefined || claim === null || typeof claim === 'string'
  if ((claims.aud !== undefined && claims.aud !== null) || !isText(claims.sub) || !isText(claims.jti)) {
    throw authError(403, general)
  }
  if (issued === undefined) throw authError(403, 'Invalid token: API key not found')
  if (issued < now - leewaySeconds) throw authError(403, clock)
}
