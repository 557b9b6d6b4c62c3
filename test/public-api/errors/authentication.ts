/** Errors of every path below /v2/: tokens, paths, methods, faults. */
import { createHmac } from 'node:crypto'
import { mock } from 'node:test'
import { buildApp } from '../../../src/server.ts'
import { type Answer, answerOf, type TestService, tokenFor } from '../../support/crier.ts'
import type { Makers, World } from './maker.ts'

/** The same refusal on a route of each kind, as tokens are judged alike everywhere. */
async function everywhere(world: World, headers: Record<string, string>) {
  const paths = ['/v2/notifications', '/v2/notifications/x', '/v2/templates', '/v2/received-text-messages']
  const reads = paths.map((path) => world.call(path, { headers }))
  const posts = ['sms', 'email', 'letter'].map((channel) =>
    world.call(`/v2/notifications/${channel}`, { headers, body: {} }),
  )
  const answers = await Promise.all([...reads, ...posts])
  return answers.map((answer) => ({ answer }))
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const claimed = (world: World, who: TestService, claims: Record<string, unknown>) =>
  everywhere(world, bearer(tokenFor(who.keys.normal, world.crier.now(), claims)))

/** A token with a header of one's own. */
function signed(key: string, header: object, payload: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part(header)}.${part(payload)}`
  return `${text}.${createHmac('sha256', key.slice(-36)).update(text).digest('base64url')}`
}

async function several(world: World, claims: Record<string, unknown>[]) {
  const who = await world.service()
  return (await Promise.all(claims.map((one) => claimed(world, who, one)))).flat()
}

/** The app with one part replaced, as a fault would have it. */
async function broken(world: World, service: () => Promise<never>): Promise<Answer> {
  const who = await world.service()
  const app = buildApp({ ...world.crier, cache: { ...world.crier.cache, service } })
  const headers = bearer(tokenFor(who.keys.normal, world.crier.now()))
  return answerOf(await app.request('/v2/templates', { headers }))
}

export const authenticationErrors: Makers = {
  '* /v2/*': {
    'Authorization header missing or empty': async (world) => [
      ...(await everywhere(world, {})),
      ...(await everywhere(world, { authorization: '' })),
    ],
    'Authorization header does not start with Bearer and a space (any letter case)': (world) =>
      everywhere(world, { authorization: 'Basic YTpi' }),
    'token is not a parsable JWT, or its payload is not a JSON object': async (world) => [
      ...(await everywhere(world, bearer('1234'))),
      ...(await everywhere(world, bearer(signed('x', { alg: 'HS256' }, [1])))),
    ],
    'signature valid but exp is past, an aud claim is present, or sub/jti is not a string': (world) =>
      several(world, [{ exp: 1 }, { aud: 'x' }, { sub: 1 }, { jti: {} }]),
    'token has no iss claim': (world) => several(world, [{ iss: undefined }]),
    'iss is not a UUID': (world) => several(world, [{ iss: 'x' }, { iss: 5 }, { iss: ['a'] }]),
    'no service with id iss': (world) => several(world, [{ iss: world.unknownId() }]),
    'service has no active or recently revoked API key': async (world) => {
      const who = await world.service()
      await world.sql`delete from api_keys where service_id = ${who.id}`
      return claimed(world, who, {})
    },
    'service is archived (inactive)': async (world) => {
      const who = await world.service()
      await world.sql`select archive_service(${who.id}, null, now())`
      return claimed(world, who, {})
    },
    'JWT header alg is not HS256': async (world) => {
      const who = await world.service()
      const payload = { iss: who.id, iat: Math.floor(world.crier.now().getTime() / 1000) }
      const headers = [{ alg: 'HS512' }, { alg: 'none' }, { typ: 'JWT' }]
      const made = headers.map((header) =>
        everywhere(world, bearer(signed(who.keys.normal, header, payload))),
      )
      return (await Promise.all(made)).flat()
    },
    'signature valid but iat more than 30 s from server time, not numeric, or nbf ahead': (world) =>
      several(world, [
        { iat: world.crier.now().getTime() / 1000 - 100 },
        { iat: world.crier.now().getTime() / 1000 + 100 },
        { iat: 'soon' },
        { nbf: world.crier.now().getTime() / 1000 + 100 },
      ]),
    'no key of the service matches the signature, or the matching token lacks iat': async (world) => {
      const who = await world.service()
      const other = `other-${who.id}-${world.unknownId()}`
      return [
        ...(await claimed(world, { ...who, keys: { ...who.keys, normal: other } }, {})),
        ...(await claimed(world, who, { iat: undefined })),
      ]
    },
    'signature matches a revoked key': async (world) => {
      const who = await world.service()
      await world.sql`
        update api_keys set expiry_date = now() where service_id = ${who.id} and key_type = 'normal'`
      return claimed(world, who, {})
    },
    'path not routed (no auth needed); body uses the unrouted envelope': async (world) => {
      const paths = ['/v2/nothing', '/v2/templates/', '/v2/notifications/', '/nothing', '/v2/template', '/v3']
      const answers = await Promise.all(paths.map((path) => world.call(path)))
      return answers.map((answer) => ({ answer }))
    },
    'method not allowed for the path (no auth needed); body uses the unrouted envelope': async (world) => {
      const wrong = [
        ['DELETE', '/v2/notifications'],
        ['POST', '/v2/templates'],
        ['PUT', '/v2/notifications/sms'],
        ['POST', '/v2/received-text-messages'],
      ]
      const answers = await Promise.all(wrong.map(([method, path]) => world.call(path!, { method: method! })))
      return answers.map((answer) => ({ answer }))
    },
    "unexpected failure; error holds the failure's class name (documented to users as Exception)": async (
      world,
    ) => ({
      answer: await broken(world, () => Promise.reject(new RangeError('a fault of ours'))),
    }),
    'serving took longer than the 30 s budget': async (world) => {
      const who = await world.service()
      const headers = bearer(tokenFor(who.keys.normal, world.crier.now()))
      const service = () => new Promise<never>(() => {})
      const app = buildApp({ ...world.crier, cache: { ...world.crier.cache, service } })
      mock.timers.enable({ apis: ['setTimeout'] })
      try {
        const answering = app.request('/v2/templates', { headers })
        mock.timers.tick(30_000)
        return { answer: await answerOf(await answering) }
      } finally {
        mock.timers.reset()
      }
    },
    'database rejects a value (for example a number out of range)': async (world) => {
      const who = await world.service()
      const id = await world.makeTemplate(who)
      return { answer: await world.get(`/v2/template/${id}/version/99999999999`, who) }
    },
  },
}
