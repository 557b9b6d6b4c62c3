/** Errors of the first version of the API. */
import { each, type Makers, type World } from './maker.ts'

const endpoint = 'v1 /notifications'
const post = (world: World, type: string, key: string | undefined, body: unknown) =>
  world.call(`/notifications/${type}`, { body, ...(key === undefined ? {} : { key }) })

async function sent(world: World, changes: object, service = {}, keyType: 'normal' | 'team' = 'normal') {
  const who = await world.service(service)
  const template = await world.makeTemplate(who, { content: 'Hello' })
  return post(world, 'sms', who.keys[keyType], { to: '07700900456', template, ...changes })
}

export const versionOneErrors: Makers = {
  [endpoint]: {
    'any auth failure; unrouted envelope, same codes as v2': async (world) =>
      each([
        await post(world, 'sms', undefined, {}),
        await world.call('/notifications'),
        await world.call(`/notifications/${world.unknownId()}`),
      ]),
    'POST letter': async (world) =>
      each([await post(world, 'letter', (await world.service()).keys.normal, {})]),
    'POST other type': async (world) =>
      each([await post(world, 'pigeon', (await world.service()).keys.normal, {})], { NAME: 'pigeon' }),
    'required fields missing': async (world) =>
      each([await sent(world, { to: undefined, template: undefined })]),
    'bad phone number': async (world) => each([await sent(world, { to: '07700x900123' })]),
    'channel permission missing': async (world) => each([await sent(world, {}, { permissions: ['email'] })]),
    'team key recipient restriction': async (world) => each([await sent(world, {}, {}, 'team')]),
    'trial-mode recipient restriction': async (world) => each([await sent(world, {}, { restricted: true })]),
    'notification unknown': async (world) => each([await world.get(`/notifications/${world.unknownId()}`)]),
    'GET /notifications/{not a UUID}': async (world) => each([await world.get('/notifications/x')]),
  },
}
