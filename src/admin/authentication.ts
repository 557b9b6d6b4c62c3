/** Who calls the internal API: tokens signed with a secret of an internal client. Source: specification, internal API, authentication. */
import type { MiddlewareHandler } from 'hono'
import type { Config } from '../config.ts'
import type { Crier } from '../context.ts'
import { authError } from '../errors.ts'
import { type Claims, clock, general, isSignedWith, leewaySeconds, readToken } from '../tokens.ts'

/**
 * Comes before the handlers of internal routes; unknown paths and wrong methods are answered before it.
 * @param client the id of the one client that these routes are for
 */
export function internalOnly(crier: Crier, client = crier.config.admin.clientId): MiddlewareHandler {
  return (c, next) => {
    authenticate(c.req.header('authorization'), client, crier.config.admin, crier.now())
    return next()
  }
}

/** @throws ApiError 401 or 403, which the room's envelope words */
function authenticate(
  header: string | undefined,
  client: string,
  { clients }: Config['admin'],
  now: Date,
): void {
  const token = readToken(header)
  const { claims } = token
  const secrets = clients.get(client)
  if (claims.iss !== client || secrets === undefined) {
    throw authError(401, 'Unauthorized: not allowed to perform this action')
  }
  if (token.alg !== 'HS256') throw authError(403, 'Invalid token: algorithm used is not HS256')
  // All are tried, so that the time does not say which one it was.
  const isSigned = secrets.map((secret) => isSignedWith(secret, token)).includes(true)
  if (!isSigned) throw authError(403, 'Invalid token: API key not found')
  checkClaims(claims, Math.floor(now.getTime() / 1000))
}

function checkClaims(claims: Claims, now: number): void {
  const isAbsent = (name: string) => claims[name] === undefined || claims[name] === null
  const isText = (name: string) => isAbsent(name) || typeof claims[name] === 'string'
  const isTime = (name: string) => isAbsent(name) || Number.isFinite(claims[name])
  if (isAbsent('iat')) throw authError(403, 'Invalid token: API key not found')
  const issued = claims.iat
  if (!Number.isInteger(issued) || Math.abs(now - (issued as number)) > leewaySeconds) {
    throw authError(403, clock)
  }
  const isTimely =
    isTime('exp') &&
    isTime('nbf') &&
    (isAbsent('exp') || (claims.exp as number) > now - leewaySeconds) &&
    (isAbsent('nbf') || (claims.nbf as number) <= now + leewaySeconds)
  if (!isTimely || !isAbsent('aud') || !isText('sub') || !isText('jti')) throw authError(403, general)
}
