/** What a process keeps in memory is forgotten in every process within a second of its change. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeApiKey } from '../../src/services/create.ts'
import { type Answer, type Call, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { openPeer, type Peer } from './peer.ts'

let crier: TestCrier
let peer: Peer
before(async () => {
  crier = await sharedCrier()
  peer = await openPeer(crier)
})
after(async () => {
  await peer.close()
  await crier.close()
})

type Made = { service: TestService; template: string }
type Change = {
  /** Asked of both processes before and after. */
  ask: (made: Made) => [path: string, call: Call]
  change: (made: Made) => Promise<unknown>
  holds: (answer: Answer) => boolean
}

const send = ({ service, template }: Made, changes = {}): [string, Call] => [
  '/v2/notifications/sms',
  { key: service.keys.normal, body: { phone_number: '07700900456', template_id: template, ...changes } },
]
const says = (text: string) => (answer: Answer) => JSON.stringify(answer.body).includes(text)

const changes: Record<string, Change> = {
  'a key is revoked': {
    ask: send,
    change: ({ service }) =>
      crier.sql`update api_keys set expiry_date = now() where service_id = ${service.id} and key_type = 'normal'`,
    holds: says('API key revoked'),
  },
  'a service is archived': {
    ask: send,
    change: ({ service }) => crier.sql`select archive_service(${service.id}, null, now())`,
    holds: says('service is archived'),
  },
  'a permission is taken': {
    ask: send,
    change: ({ service }) =>
      crier.sql`delete from service_permissions where service_id = ${service.id} and permission = 'sms'`,
    holds: says('Service is not allowed to send text messages'),
  },
  'a template has new content': {
    ask: send,
    change: ({ template }) => crier.sql`update templates set content = 'Good morning' where id = ${template}`,
    holds: (answer) => answer.body.content?.body === 'Good morning' && answer.body.template.version === 2,
  },
  'a template is archived': {
    ask: send,
    change: ({ template }) => crier.sql`update templates set archived_at = now() where id = ${template}`,
    holds: says('Template has been deleted'),
  },
  'the default sender changes': {
    ask: send,
    change: ({ service }) =>
      crier.sql`update service_sms_senders set sms_sender = 'PIGEONS' where service_id = ${service.id}`,
    holds: (answer) => answer.body.content?.from_number === 'PIGEONS',
  },
  'a service goes into trial mode': {
    ask: send,
    change: ({ service }) => crier.sql`update services set restricted = true where id = ${service.id}`,
    holds: says('trial mode'),
  },
  'a guest is added': {
    ask: (made) => {
      const [path, call] = send(made)
      return [path, { ...call, key: made.service.keys.team }]
    },
    change: ({ service }) => crier.sql`
      insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
      values (${service.id}, 'mobile', '07700900456', '447700900456')`,
    holds: (answer) => answer.status === 201,
  },
  'the rate limit changes': {
    ask: send,
    change: ({ service }) => crier.sql`update services set rate_limit = 0 where id = ${service.id}`,
    holds: says('of 0 requests per 60 seconds'),
  },
}

for (const [name, { ask, change, holds }] of Object.entries(changes)) {
  test(`${name}: both processes know within a second`, async () => {
    const service = await crier.makeService()
    const made = { service, template: await crier.makeTemplate(service, { content: 'Hello' }) }
    const [path, call] = ask(made)
    for (const process of [crier, peer]) {
      assert.equal(holds(await process.call(path, call)), false)
      assert.equal(holds(await process.call(path, call)), false)
    }
    await change(made)
    const changedAt = Date.now()
    for (const process of [crier, peer]) {
      await crier.until('the change is known', async () => holds(await process.call(path, call)))
    }
    assert.ok(Date.now() - changedAt < 1000, `${Date.now() - changedAt} ms`)
  })
}

test('a key that was made just now works in both processes, also after it was asked for too early', async () => {
  const service = await crier.makeService()
  const early = await peer.call('/v2/notifications', { key: service.keys.normal })
  assert.equal(early.status, 200)
  const key = await makeApiKey(crier.crier, service.id, 'another key', 'normal')
  const madeAt = Date.now()
  for (const process of [crier, peer]) {
    await crier.until(
      'the key works',
      async () => (await process.call('/v2/notifications', { key })).status === 200,
    )
  }
  assert.ok(Date.now() - madeAt < 1000)
})

test('a service that was unknown a moment ago is known within a second', async () => {
  const id = crypto.randomUUID()
  const key = `new-${id}-${crypto.randomUUID()}`
  const ask = () => peer.call('/v2/notifications', { key })
  assert.equal((await ask()).body.errors[0].message, 'Invalid token: service not found')
  await crier.sql`select create_service(${crier.sql.json({ id, name: `Service ${id}`, restricted: false })}, null, now())`
  const madeAt = Date.now()
  await crier.until('it is known', async () => !says('service not found')(await ask()))
  assert.ok(Date.now() - madeAt < 1000)
})

test('a version of a letter template shows the sender’s present block', async () => {
  const service = await crier.makeService()
  const [contact] = await crier.sql`
    insert into service_letter_contacts (service_id, contact_block, is_default)
    values (${service.id}, 'The old house', true) returning id`
  const id = await crier.makeTemplate(service, { type: 'letter', service_letter_contact_id: contact!.id })
  const block = async (process: Pick<TestCrier, 'crier'> | Peer) => {
    const found = await process.crier.cache.versions([{ template_id: id, template_version: 1 }])
    return JSON.stringify(found.get(`${id} 1`)!.contactBlock)
  }
  for (const process of [crier, peer]) assert.match(await block(process), /The old house/)
  await crier.sql`update service_letter_contacts set contact_block = 'The new house' where id = ${contact!.id}`
  for (const process of [crier, peer]) {
    await crier.until('the new block is known', async () => /The new house/.test(await block(process)))
  }
})

test('a change concerns the services that it is about, and no others', async () => {
  const one = await crier.makeService()
  const [user] = await crier.sql`
    insert into users (name, email_address, mobile_number)
    values ('One', ${`${one.id}@example.gov.uk`}, '07700900001') returning id`
  await crier.sql`insert into user_to_service (user_id, service_id) values (${user!.id}, ${one.id})`
  const [branding] = await crier.sql`
    insert into email_branding (name, brand_type, text) values (${one.id}, 'org', 'Brand') returning id`
  await crier.sql`update services set email_branding_id = ${branding!.id} where id = ${one.id}`
  const heard: string[] = []
  const { unlisten } = await crier.sql.listen('crier_changes', (payload) => heard.push(payload))
  const announcedBy = async (change: () => Promise<unknown>) => {
    heard.length = 0
    await change()
    await crier.sql`select pg_notify('crier_changes', 'end')`
    await crier.until('all is heard', async () => heard.includes('end'))
    // What the admin application keeps is announced in the same place.
    return heard.filter((payload) => payload !== 'end' && !/^(beat|key) /.test(payload))
  }
  const address = `other-${one.id}@example.gov.uk`
  const changes = [
    () => crier.sql`update users set email_address = ${address} where id = ${user!.id}`,
    () => crier.sql`update email_branding set text = 'New' where id = ${branding!.id}`,
    () => crier.sql`delete from user_to_service where service_id = ${one.id}`,
    () => crier.sql`delete from service_sms_senders where service_id = ${one.id}`,
  ]
  for (const change of changes) assert.deepEqual(await announcedBy(change), [one.id])
  assert.deepEqual(
    await announcedBy(() => crier.sql`update users set name = 'Another' where id = ${user!.id}`),
    [],
    'a name is nobody’s recipient',
  )
  await unlisten()
})
