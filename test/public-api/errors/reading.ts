/** Errors of the endpoints that read. */
import { unsubscribeToken } from '../../../src/unsubscribe/links.ts'
import { each, type Maker, type Makers } from './maker.ts'

const ask =
  (path: string, stands?: Record<string, string>): Maker =>
  async (world) =>
    each([await world.get(path)], stands)
const list = 'GET /v2/notifications'
const received = 'GET /v2/received-text-messages'
const preview = 'POST /v2/template/{id}/preview'
const paths: Record<string, (id: string) => string> = {
  'GET /v2/template/{id}': (id) => `/v2/template/${id}`,
  'GET /v2/template/{id}/version/{n}': (id) => `/v2/template/${id}/version/1`,
  [preview]: (id) => `/v2/template/${id}/preview`,
}

const template = (endpoint: string): Record<string, Maker> => ({
  'id not a UUID': async (world) => {
    const who = await world.service()
    const body = endpoint === preview ? { body: {} } : {}
    return each([await world.call(paths[endpoint]!('x'), { key: who.keys.normal, ...body })])
  },
  'template (or version) unknown, hidden or of another service': async (world) => {
    const who = await world.service()
    const ids = [
      world.unknownId(),
      await world.makeTemplate(who, { hidden: true }),
      await world.makeTemplate(await world.service()),
    ]
    const body = endpoint === preview ? { body: {} } : {}
    const asked = ids.map((id) => world.call(paths[endpoint]!(id), { key: who.keys.normal, ...body }))
    return each(await Promise.all(asked))
  },
})

export const readingErrors: Makers = {
  'GET /v2/notifications/{id}': {
    'id not a UUID': async (world) =>
      each([await world.get('/v2/notifications/sms'), await world.get('/v2/notifications/1234')]),
    "unknown, another service's, or past retention": async (world) => {
      const theirs = await world.stored('sms')
      const ids = [world.unknownId(), theirs.id]
      return each(await Promise.all(ids.map((id) => world.get(`/v2/notifications/${id}`))))
    },
  },
  [list]: {
    'unknown status (one error per bad value)': ask('/v2/notifications?status=elephant&status=created', {
      VALUE: 'elephant',
    }),
    'unknown template_type (one error per bad value)': ask('/v2/notifications?template_type=orange', {
      VALUE: 'orange',
    }),
    'include_jobs neither true nor True': ask('/v2/notifications?include_jobs=false', { VALUE: 'false' }),
    'older_than not a UUID': ask('/v2/notifications?older_than=1234'),
    'unknown query parameter': ask('/v2/notifications?page=2', { NAME: 'page' }),
  },
  'GET /v2/template/{id}': template('GET /v2/template/{id}'),
  'GET /v2/template/{id}/version/{n}': {
    ...template('GET /v2/template/{id}/version/{n}'),
    'n is not a non-negative integer; body uses the unrouted envelope': async (world) => {
      const who = await world.service()
      const id = await world.makeTemplate(who)
      const asked = ['-1', 'x', '1.5', ''].map((n) => world.get(`/v2/template/${id}/version/${n}`, who))
      return each(await Promise.all(asked))
    },
  },
  [preview]: {
    ...template(preview),
    'body not JSON': async (world) => {
      const who = await world.service()
      const id = await world.makeTemplate(who)
      const path = `/v2/template/${id}/preview`
      return each([await world.call(path, { key: who.keys.normal, body: '{' })])
    },
    'personalisation not an object': async (world) => {
      const who = await world.service()
      const path = `/v2/template/${await world.makeTemplate(who)}/preview`
      const body = { personalisation: ['a', 'b'] }
      return each([await world.call(path, { key: who.keys.normal, body })], { VALUE: '[a, b]' })
    },
    'placeholder missing or null': async (world) => {
      const who = await world.service()
      const path = `/v2/template/${await world.makeTemplate(who, { content: '((name)) ((date))' })}/preview`
      const body = { personalisation: { name: null } }
      const stands = { 'NAME, NAME': 'name, date' }
      const asked = [body, '', 'null'].map((one) =>
        world.call(path, { method: 'POST', key: who.keys.normal, body: one }),
      )
      return each(await Promise.all(asked), stands)
    },
  },
  'GET /v2/templates': {
    'unknown type': ask('/v2/templates?type=coconut', { VALUE: 'coconut' }),
    'unknown query parameter': ask('/v2/templates?page=2', { NAME: 'page' }),
  },
  [received]: {
    'older_than not a UUID': ask('/v2/received-text-messages?older_than=x'),
    'unknown query parameter': ask('/v2/received-text-messages?page=2', { NAME: 'page' }),
  },
  'POST /unsubscribe/{notification_id}/{token}': {
    'token invalid or older than one year; unrouted envelope': async (world) => {
      const { id } = await world.stored('email')
      const now = new Date()
      const old = unsubscribeToken(
        { ...world.crier, now: () => new Date(now.getTime() - 367 * 86_400_000) },
        id,
        'a@b.org',
      )
      const tokens = ['x', 'a.b.c', old, `${old}x`]
      const asked = tokens.map((token) => world.call(`/unsubscribe/${id}/${token}`, { method: 'POST' }))
      return each(await Promise.all(asked))
    },
    'notification unknown; unrouted envelope': async (world) => {
      const id = world.unknownId()
      const token = unsubscribeToken(world.crier, id, 'amala@example.gov.uk')
      return each([await world.call(`/unsubscribe/${id}/${token}`, { method: 'POST' })])
    },
  },
}
