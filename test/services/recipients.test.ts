/** Whom trial services and team keys reach. Source: specification, public API, test keys, simulated recipients, trial mode. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

async function member(service: TestService, email: string, mobile: string): Promise<void> {
  const [user] = await crier.sql`
    insert into users (name, email_address, mobile_number, state)
    values ('Member', ${email}, ${mobile}, 'active') returning id`
  await crier.sql`insert into user_to_service (user_id, service_id) values (${user!.id}, ${service.id})`
}
const guest = (
  service: TestService,
  type: 'email' | 'mobile',
  recipient: string,
  normalised: string,
) => crier.sql`
  insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
  values (${service.id}, ${type}, ${recipient}, ${normalised})`

for (const [name, key, restricted] of [
  ['a team key', 'team', false],
  ['a live key of a trial service', 'normal', true],
] as const) {
  test(`${name} reaches the team and the guest list in any spelling, and nobody else`, async () => {
    const service = await crier.makeService({ restricted })
    const address = `member-${randomUUID()}@example.gov.uk`
    await member(service, address, '07513 332413')
    await guest(service, 'mobile', '+44 7700 900 456', '447700900456')
    await guest(service, 'email', 'Guest@Example.com', 'guest@example.com')
    const template_id = { sms: await crier.makeTemplate(service, { content: 'Hi' }), email: '' }
    template_id.email = await crier.makeTemplate(service, { type: 'email', content: 'Hi' })
    const send = async (to: string) => {
      const channel = to.includes('@') ? 'email' : 'sms'
      const recipient = channel === 'email' ? { email_address: to } : { phone_number: to }
      const body = { ...recipient, template_id: template_id[channel] }
      return (await crier.call(`/v2/notifications/${channel}`, { key: service.keys[key], body })).status
    }
    await crier.until('the team is known', async () => (await send('(07513) 332413')) === 201)
    const allowed = [address.toUpperCase(), '07700900456', 'guest@EXAMPLE.com', '+447513332413']
    for (const to of allowed) assert.equal(await send(to), 201, to)
    for (const to of ['07700900457', 'other@example.com']) assert.equal(await send(to), 400, to)
    // Simulated recipients prove an integration, whoever asks.
    for (const to of ['07700 900 111', 'simulate-delivered-2@notifications.service.gov.uk']) {
      assert.equal(await send(to), 201, to)
    }
  })
}

test('a test key reaches anyone, in trial mode too', async () => {
  const service = await crier.makeService({ restricted: true })
  const template_id = await crier.makeTemplate(service, { content: 'Hi' })
  const body = { phone_number: '07700900789', template_id }
  assert.equal((await crier.call('/v2/notifications/sms', { key: service.keys.test, body })).status, 201)
})

test('a simulated recipient is checked like any, and nothing is stored', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service, { content: 'Hi ((name))' })
  const send = (personalisation: object) =>
    crier.call('/v2/notifications/sms', {
      key: service.keys.normal,
      body: { phone_number: '+44 7700 900222', template_id, personalisation },
    })
  assert.equal((await send({})).status, 400)
  const accepted = await send({ name: 'Amala' })
  assert.equal(accepted.status, 201)
  const read = await crier.call(`/v2/notifications/${accepted.body.id}`, { key: service.keys.normal })
  assert.equal(read.status, 404)
  const stored = await crier.sql`select from notifications where service_id = ${service.id}`
  assert.equal(stored.length, 0)
})
