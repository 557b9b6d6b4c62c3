/** The Idempotency-Key, which is beyond Notify. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { assertRefused } from '../public-api/fixtures.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
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

async function made() {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service, { content: 'Hi ((name))' })
  const body = { phone_number: '07700900456', template_id, personalisation: { name: 'Amala' } }
  const send = (
    key: string,
    changes = {},
    by: Pick<Peer, 'call'> = crier,
    keyType: keyof TestService['keys'] = 'normal',
  ) =>
    by.call('/v2/notifications/sms', {
      key: service.keys[keyType],
      body: { ...body, ...changes },
      headers: { 'idempotency-key': key },
    })
  return { service, body, send }
}
const stored = async (service: TestService) =>
  (await crier.sql`select from notifications where service_id = ${service.id}`).length

test('the same request is answered as the first time and sends nothing', async () => {
  const { service, send } = await made()
  const key = randomUUID()
  const first = await send(key)
  const second = await send(key, {}, peer)
  assert.equal(first.status, 201)
  assert.equal(second.status, 201)
  assert.deepEqual(second.body, first.body)
  assert.equal(first.headers.get('idempotent-replayed'), null)
  assert.equal(second.headers.get('idempotent-replayed'), 'true')
  assert.equal(await stored(service), 1)
  // It does not count either.
  const [usage] = await crier.sql`select sms from service_daily_usage where service_id = ${service.id}`
  assert.equal(usage!.sms, '1')
})

test('another request with the same key is refused, also on another endpoint', async () => {
  const { service, send, body } = await made()
  const key = randomUUID()
  await send(key)
  const message = 'Idempotency-Key has been used with a different request'
  assertRefused(await send(key, { reference: 'other' }), 422, 'BadRequestError', [message])
  const email = await crier.makeTemplate(service, { type: 'email', content: 'Hi' })
  const answer = await crier.call('/v2/notifications/email', {
    key: service.keys.normal,
    body: {
      email_address: 'amala@example.gov.uk',
      template_id: email,
      personalisation: body.personalisation,
    },
    headers: { 'idempotency-key': key },
  })
  assertRefused(answer, 422, 'BadRequestError', [message])
  assert.equal(await stored(service), 1)
})

test('of many at once in two processes one is stored and all are answered alike', async () => {
  const { service, send } = await made()
  const key = randomUUID()
  const asked = Array.from({ length: 30 }, (_, index) => send(key, {}, index % 2 ? crier : peer))
  const answers = await Promise.all(asked)
  assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([201]))
  assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1)
  assert.equal(await stored(service), 1)
})

test('of many different ones at once one is stored and the others are refused', async () => {
  const { service, send } = await made()
  const key = randomUUID()
  const asked = Array.from({ length: 20 }, (_, index) =>
    send(key, { reference: `r-${index}` }, index % 2 ? crier : peer),
  )
  const statuses = (await Promise.all(asked)).map((answer) => answer.status).sort()
  assert.deepEqual(statuses, [201, ...Array.from({ length: 19 }, () => 422)])
  assert.equal(await stored(service), 1)
})

test('a refusal is not kept: the corrected request with the same key is sent', async () => {
  const { service, send } = await made()
  const key = randomUUID()
  assert.equal((await send(key, { personalisation: {} })).status, 400)
  assert.equal((await send(key)).status, 201)
  assert.equal(await stored(service), 1)
})

test('a key is forgotten after 24 hours, and is the service’s own', async () => {
  const { service, send } = await made()
  const key = randomUUID()
  const first = await send(key)
  await crier.sql`
    update idempotency_keys set created_at = created_at - interval '24 hours 1 second' where idempotency_key = ${key}`
  const second = await send(key)
  assert.equal(second.status, 201)
  assert.notEqual(second.body.id, first.body.id)
  assert.equal(await stored(service), 2)
  const third = await (await made()).send(key)
  assert.equal(third.headers.get('idempotent-replayed'), null)
})

test('a key is the key type’s own: what a test key sent is no answer to a live key', async () => {
  const { service, send } = await made()
  await crier.sql`
    insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
    values (${service.id}, 'mobile', '07700 900456', '447700900456')`
  const key = randomUUID()
  const types = ['test', 'normal', 'team'] as const
  const first = []
  for (const type of types) {
    await crier.until(
      'the guest list is known',
      async () => type !== 'team' || (await send(randomUUID(), {}, crier, type)).status === 201,
    )
    first.push(await send(key, {}, crier, type))
  }
  for (const [index, type] of types.entries()) {
    assert.equal(first[index]!.status, 201)
    assert.equal(first[index]!.headers.get('idempotent-replayed'), null)
    const again = await send(key, {}, peer, type)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.deepEqual(again.body, first[index]!.body)
    const [row] = await crier.sql`select key_type from notifications where id = ${again.body.id}`
    assert.equal(row!.key_type, type)
  }
  // Another request with the same key is refused within a type, and is none of the others' business.
  assert.equal((await send(key, { reference: 'other' }, crier, 'test')).status, 422)
  assert.equal(new Set(first.map(({ body }) => body.id)).size, 3)
})

test('a key that is empty, too long or not printable ASCII is refused', async () => {
  const { send } = await made()
  for (const key of ['', 'x'.repeat(256), 'caf\u00e9']) {
    const answer = await send(key)
    const message = 'Idempotency-Key must have 1 to 255 printable ASCII characters'
    assertRefused(answer, 400, 'BadRequestError', [message])
  }
  assert.equal((await send('x'.repeat(255))).status, 201)
})
