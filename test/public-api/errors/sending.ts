/** Errors of the three endpoints that send: bodies, limits, permissions, templates, recipients. */
import { type Channel, channels, each, type Maker, type Makers, type World } from './maker.ts'

const any = 'POST /v2/notifications/{sms|email|letter}'
const texts = 'POST /v2/notifications/sms'
const emails = 'POST /v2/notifications/email'
const letters = 'POST /v2/notifications/letter'

/** A bucket that is empty when the request comes: a clock ahead has refilled it last, so that no time has passed since. */
const emptied =
  (keyType: 'normal' | 'team' | 'test'): Maker =>
  async (world) => {
    const who = await world.service()
    const made = []
    for (const channel of channels) {
      await world.sql`
        insert into rate_limit_buckets (service_id, key_type, tokens, refilled_at)
        values (${who.id}, ${keyType}, 0, now() + interval '1 hour')
        on conflict (service_id, key_type) do update set tokens = 0, refilled_at = excluded.refilled_at`
      made.push(await world.post(channel, who, {}, keyType))
    }
    return each(made)
  }

/** A service that has used up a day's messages. */
const usedUp =
  (channel: Channel, column: string, count: number, changes = {}): Maker =>
  async (world) => {
    const who = await world.service()
    await world.sql`
    insert into service_daily_usage ${world.sql({ service_id: who.id, day: utcToday(), [column]: count } as never)}`
    return { answer: await world.post(channel, who, { ...(await world.valid(channel, who)), ...changes }) }
  }
const utcToday = () => new Date().toISOString().slice(0, 10)

const phone =
  (...numbers: string[]): Maker =>
  async (world) =>
    each(await Promise.all(numbers.map((phone_number) => world.sent('sms', { phone_number }))))

const scheduled =
  (text: unknown): Maker =>
  async (world) =>
    each(await world.sentToEach(['sms', 'email'], { scheduled_for: text }), { VALUE: String(text) })

const withoutPermission =
  (channel: Channel): Maker =>
  async (world) => ({
    answer: await world.sent(
      channel,
      {},
      {
        service: { permissions: channels.filter((one) => one !== channel) as string[] },
      },
    ),
  })

/** A template per channel that the request names and may not. */
const template =
  (id: (world: World, channel: Channel) => Promise<string>): Maker =>
  async (world) => {
    const made = channels.map(async (channel) =>
      world.sent(channel, { template_id: await id(world, channel) }),
    )
    return each(await Promise.all(made))
  }

const tooLong = 'r'.repeat(1001)
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16)

export const sendingErrors: Makers = {
  [any]: {
    'body empty or not JSON': async (world) => {
      const who = await world.service()
      const bodies = ['', '{', '{"a":}', "{'a': 1}", 'NaN', '\u0000']
      const made = channels.flatMap((channel) => bodies.map((body) => world.post(channel, who, body)))
      return each(await Promise.all(made))
    },
    'token bucket of the live key type is empty (example with the default rate 3000)': emptied('normal'),
    'token bucket of the team key type is empty (example with the default rate 3000)': emptied('team'),
    'token bucket of the test key type is empty (example with the default rate 3000)': emptied('test'),
    'body is JSON but not an object, for example [1]': async (world) => {
      const who = await world.service()
      return each(await Promise.all(channels.map((channel) => world.post(channel, who, '[1]'))))
    },
    'template_id missing': async (world) =>
      each(await world.sentToEach(channels, { template_id: undefined })),
    'template_id not a UUID string': async (world) =>
      (await Promise.all(['x', 5, null, {}].map((id) => world.sentToEach(channels, { template_id: id }))))
        .flat()
        .map((answer) => ({ answer })),
    'one unexpected key': async (world) =>
      each(await world.sentToEach(channels, { zeta: 1 }), { NAME: 'zeta' }),
    'several unexpected keys (sorted)': async (world) =>
      each(await world.sentToEach(channels, { zeta: 1, alpha: 2 }), { A: 'alpha', B: 'zeta' }),
    'personalisation is not an object': async (world) =>
      each(await world.sentToEach(channels, { personalisation: ['a', 5] }), { VALUE: '[a, 5]' }),
    'reference is not a string': async (world) =>
      each(await world.sentToEach(channels, { reference: null }), { VALUE: 'None' }),
    'reference longer than 1000 characters (not precompiled)': async (world) =>
      each(await world.sentToEach(channels, { reference: tooLong }), { VALUE: tooLong }),
    'template unknown, hidden or of another service': async (world) => [
      ...((await template(async () => world.unknownId())(world)) as []),
      ...((await template(async (_, channel) => world.makeTemplate(await world.service(), { type: channel }))(
        world,
      )) as []),
      ...each(await world.sentToEach(channels, {}, { template: { hidden: true } })),
    ],
    "template type differs from the endpoint (names are the template's and the endpoint's type)": async (
      world,
    ) => {
      const who = await world.service()
      const template_id = await world.makeTemplate(who, { type: 'email' })
      return { answer: await world.post('sms', who, { phone_number: '07700900456', template_id }) }
    },
    'template archived': async (world) =>
      each(await world.sentToEach(channels, {}, { template: { archived_at: new Date().toISOString() } })),
    'placeholder missing or null (names as in the template, joined with comma and space)': async (world) => {
      const content = { content: '((Full name)) ((date)) ((DATE)) ((fullname))' }
      const personalisation = { date: null }
      const answers = [
        await world.sent('sms', { personalisation }, { template: content }),
        await world.sent('email', { personalisation }, { template: content }),
        await world.sent('letter', { personalisation: { ...addressed, date: null } }, { template: content }),
      ]
      return answers.map((answer) => ({ answer, stands: { 'NAME, NAME': 'Full name, date' } }))
    },
    'content empty after substitution': async (world) => {
      const content = { content: '((body))' }
      const personalisation = { body: ' ' }
      return each([
        await world.sent('sms', { personalisation }, { template: content }),
        await world.sent('email', { personalisation }, { template: content }),
        await world.sent(
          'letter',
          { personalisation: { ...addressed, ...personalisation } },
          { template: content },
        ),
      ])
    },
  },
  'POST /v2/notifications/{other}': {
    'unknown type; body uses the unrouted envelope': async (world) => {
      const who = await world.service()
      return each(await Promise.all(['foo', 'SMS', 'pigeon'].map((type) => world.post(type, who, {}))))
    },
  },
  [texts]: {
    "daily sms limit reached (number is the service's limit)": usedUp('sms', 'sms', 250_000),
    'recipient is international and the daily international limit is reached': usedUp(
      'sms',
      'international_sms',
      100,
      {
        phone_number: '+33612345678',
      },
    ),
    'phone_number missing': async (world) => each([await world.sent('sms', { phone_number: undefined })]),
    'sms_sender_id not a UUID string': async (world) =>
      each(await Promise.all([null, 'x', 3].map((id) => world.sent('sms', { sms_sender_id: id })))),
    'phone_number is not a string': async (world) =>
      each([await world.sent('sms', { phone_number: 7700900123 })], { VALUE: '7700900123' }),
    'phone_number: empty or too few digits': phone('', '077009'),
    'phone_number: too many digits': phone('0772345678910'),
    'phone_number: letters or symbols': phone('07700x900123', 'notaphone'),
    'phone_number: unknown or unsupported country prefix': phone('24741111', '+247 41111'),
    'phone_number: not an assigned number': phone('08515111111'),
    'UK landline and the service lacks sms_to_uk_landlines': phone('0117 496 0860'),
    'number outside +44 and the service lacks international_sms': async (world) =>
      each([
        await world.sent('sms', { phone_number: '+33612345678' }, { service: { permissions: ['sms'] } }),
      ]),
    'service lacks the sms permission': withoutPermission('sms'),
    'content longer than 918 characters': async (world) =>
      each([
        await world.sent(
          'sms',
          { personalisation: { long: 'a'.repeat(919) } },
          { template: { content: '((long))' } },
        ),
      ]),
    'sms_sender_id unknown, archived or of another service': async (world) => {
      const who = await world.service()
      const other = await world.service()
      const body = await world.valid('sms', who)
      const [theirs] = await world.sql`select id from service_sms_senders where service_id = ${other.id}`
      const [archived] = await world.sql`
        insert into service_sms_senders (service_id, sms_sender, is_default, archived_at)
        values (${who.id}, 'Old', false, now()) returning id`
      const made = [world.unknownId(), theirs!.id, archived!.id].map(async (id) => ({
        answer: await world.post('sms', who, { ...body, sms_sender_id: id }),
        stands: { SERVICE_ID: who.id, ID: id },
      }))
      return Promise.all(made)
    },
  },
  [emails]: {
    "daily email limit reached (number is the service's limit)": usedUp('email', 'email', 250_000),
    'email_address missing': async (world) => each([await world.sent('email', { email_address: undefined })]),
    'email_reply_to_id not a UUID string': async (world) =>
      each(await Promise.all([null, 'x', 3].map((id) => world.sent('email', { email_reply_to_id: id })))),
    'email_address is not a string': async (world) =>
      each([await world.sent('email', { email_address: ['a'] })], { VALUE: '[a]' }),
    'email_address malformed': async (world) =>
      each(
        await Promise.all(
          ['x', 'a(b)@example.com', ''].map((text) => world.sent('email', { email_address: text })),
        ),
      ),
    'one_click_unsubscribe_url not an https URL': async (world) =>
      each(
        await Promise.all(
          ['http://example.org', 'www.example.org', 5, null].map((url) =>
            world.sent('email', { one_click_unsubscribe_url: url }),
          ),
        ),
      ),
    'sanitise_content_for neither list nor null': async (world) =>
      each([await world.sent('email', { sanitise_content_for: 'name' })], { VALUE: 'name' }),
    'service lacks the email permission': withoutPermission('email'),
    'body larger than 2,000,000 bytes': async (world) =>
      each([
        await world.sent(
          'email',
          { personalisation: { long: 'a'.repeat(2_000_001) } },
          { template: { content: '((long))' } },
        ),
      ]),
    'email_reply_to_id unknown, archived or of another service': async (world) => {
      const who = await world.service()
      const other = await world.service()
      const body = await world.valid('email', who)
      const insert = async (service_id: string, archived: boolean) => {
        const [row] = await world.sql`
          insert into service_email_reply_to (service_id, email_address, is_default, archived_at)
          values (${service_id}, 'a@example.org', ${!archived}, ${archived ? new Date().toISOString() : null})
          returning id`
        return row!.id as string
      }
      const ids = [world.unknownId(), await insert(other.id, false), await insert(who.id, true)]
      const made = ids.map(async (id) => ({
        answer: await world.post('email', who, { ...body, email_reply_to_id: id }),
        stands: { SERVICE_ID: who.id, ID: id },
      }))
      return Promise.all(made)
    },
  },
  [letters]: {
    "daily letter limit reached (number is the service's limit)": usedUp('letter', 'letter', 20_000),
    'service lacks the letter permission': withoutPermission('letter'),
    'team key': async (world) =>
      each([await world.sent('letter', {}, { key: 'team' }), await precompiled(world, 'team')]),
    'trial-mode service and key is not a test key': async (world) =>
      each([
        await world.sent('letter', {}, { service: { restricted: true } }),
        await precompiled(world, 'normal', { restricted: true }),
      ]),
  },
  'POST /v2/notifications/{sms|email}': {
    'scheduled_for neither string nor null': scheduled(5),
    'scheduled_for unparsable': scheduled('13:00:00 2026-03-02'),
    'scheduled_for before now': scheduled(inHours(-1)),
    'scheduled_for more than 24 hours ahead': scheduled(inHours(25)),
    'team key and recipient not in team or guest list': async (world) =>
      each(await world.sentToEach(['sms', 'email'], {}, { key: 'team' })),
    'live key, trial-mode service and recipient not in team or guest list': async (world) =>
      each(await world.sentToEach(['sms', 'email'], {}, { service: { restricted: true } })),
  },
  'POST /v2/notifications/{sms|letter}': {
    'personalisation value holds a file': async (world) => {
      const content = { content: '((doc))' }
      const doc = { file: 'YWJj', filename: 'a.csv' }
      return each([
        await world.sent('sms', { personalisation: { doc } }, { template: content }),
        await world.sent('letter', { personalisation: { ...addressed, doc } }, { template: content }),
      ])
    },
  },
}

const addressed = {
  address_line_1: 'Amala Bird',
  address_line_2: '123 High Street',
  address_line_3: 'SW14 6BF',
}

async function precompiled(world: World, key: 'normal' | 'team' | 'test', service = {}) {
  const who = await world.service(service)
  return world.post('letter', who, { reference: 'r', content: 'JVBERi0xLjQK' }, key)
}
