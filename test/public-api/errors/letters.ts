/** Errors of letters that only letters have: addresses, QR codes, precompiled files, PDFs. */
import { each, type Maker, type Makers, type World } from './maker.ts'

const templated = 'POST /v2/notifications/letter (templated)'
const precompiled = 'POST /v2/notifications/letter (precompiled)'
const pdf = 'GET /v2/notifications/{id}/pdf'

const lines =
  (...addresses: string[][]): Maker =>
  (world) =>
    sentTo(world, addresses)

async function sentTo(world: World, addresses: string[][], permissions?: string[]) {
  const made = addresses.map((address) =>
    world.sent(
      'letter',
      {
        personalisation: Object.fromEntries(
          address.map((line, index) => [`address_line_${index + 1}`, line]),
        ),
      },
      permissions ? { service: { permissions } } : {},
    ),
  )
  return each(await Promise.all(made))
}

async function sentFile(world: World, changes: Record<string, unknown>) {
  const who = await world.service()
  return world.post('letter', who, { reference: 'r', content: 'JVBERi0xLjQK', ...changes })
}

const inStatus =
  (...columns: Record<string, unknown>[]): Maker =>
  async (world) => {
    const made = columns.map(async (one) => {
      const { id, service } = await world.stored('letter', one)
      return world.get(`/v2/notifications/${id}/pdf`, service)
    })
    return each(await Promise.all(made))
  }

export const letterErrors: Makers = {
  [templated]: {
    'personalisation missing': async (world) =>
      each([await world.sent('letter', { personalisation: undefined })]),
    'fewer than 3 address lines': lines(['Amala Bird', 'SW14 6BF'], [], ['Amala', ' , ', 'SW14 6BF']),
    'more than 7 address lines': async (world) =>
      each([
        await world.sent('letter', {
          personalisation: {
            ...Object.fromEntries(
              [1, 2, 3, 4, 5, 6].map((n) => [`address_line_${n}`, `line ${n}\nand more`]),
            ),
            address_line_7: 'SW14 6BF',
          },
        }),
      ]),
    'line 1 or 2 without letter or digit': lines(
      ['Amala', '---', 'SW14 6BF'],
      ['...', '1 Street', 'SW14 6BF'],
    ),
    'BFPO address with a country': lines(['Sgt Bird', 'BFPO 1', 'Germany']),
    'last line invalid, service has international_letters': (world) =>
      sentTo(world, [['Amala', '1 Street', 'Nowhere']], ['letter', 'international_letters']),
    'last line invalid, service lacks international_letters': (world) =>
      sentTo(
        world,
        [
          ['Amala', '1 Street', 'Nowhere'],
          ['Amala', '1 Rue', 'France'],
        ],
        ['letter'],
      ),
    'a line starts with a forbidden character': lines(
      ...['@', '(', ')', '=', '[', ']', '"', '\\', '/', ',', '<', '>', '~'].map((first) => [
        'Amala',
        `${first}1 Street`,
        'SW14 6BF',
      ]),
    ),
    'no-fixed-abode address': lines(['Amala', 'NFA', 'SW14 6BF'], ['Amala', 'No fixed abode', 'SW14 6BF']),
    'QR code over 504 bytes; the error object also has data, num_bytes, max_bytes': async (world) => {
      const data = `https://example.org/${'a'.repeat(630)}`
      const answer = await world.sent('letter', {}, { template: { content: `QR: ${data}` } })
      return { answer, extra: { data, num_bytes: 650, max_bytes: 504 } }
    },
  },
  [precompiled]: {
    'reference missing': async (world) => each([await sentFile(world, { reference: undefined })]),
    'content not decodable as base64': async (world) =>
      each(await Promise.all(['x', 'abcde', 'aGk'].map((content) => sentFile(world, { content })))),
    'postage not first, second or economy': async (world) =>
      each(await Promise.all(['europe', 'third', ''].map((postage) => sentFile(world, { postage })))),
  },
  [pdf]: {
    'id not a UUID': async (world) => each([await world.get('/v2/notifications/x/pdf')]),
    "unknown, another service's, or past retention": async (world) => {
      const theirs = await world.stored('letter')
      const ids = [world.unknownId(), theirs.id]
      return each(await Promise.all(ids.map((id) => world.get(`/v2/notifications/${id}/pdf`))))
    },
    'notification is sms or email': async (world) => {
      const made = (['sms', 'email'] as const).map(async (channel) => {
        const { id, service } = await world.stored(channel)
        return world.get(`/v2/notifications/${id}/pdf`, service)
      })
      return each(await Promise.all(made))
    },
    'status virus-scan-failed': inStatus({ notification_status: 'virus-scan-failed' }),
    'status technical-failure': inStatus({ notification_status: 'technical-failure' }),
    'status pending-virus-check, or the PDF is not stored yet': inStatus(
      { notification_status: 'pending-virus-check' },
      { notification_status: 'created' },
    ),
  },
}
