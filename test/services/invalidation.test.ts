/** What a process keeps in memory is forgotten in every process within a second of its change. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeApiKey } from '../../src/services/create.ts'
import { type Answer, type Call, type TestCrier, type TestService, testCrier } from '../support/crier.ts'
import { openPeer, type Peer } from './peer.ts'

let crier: TestCrier
let peer: Peer
before(async () => {
  crier = await testCrier()
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
    change: ({ service }) => crier.sql`select archive_service(${service.id})`,
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
  await crier.sql`select create_service(${`Service ${id}`}, null, false, ${id})`
  const madeAt = Date.now()
  await crier.until('it is known', async () => !says('service not found')(await ask()))
  assert.ok(Date.now() - madeAt < 1000)
})
