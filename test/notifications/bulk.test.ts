import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const send = (service: TestService, body: unknown, headers: Record<string, string> = {}) =>
  crier.call('/v2/notifications/bulk', { key: service.keys.normal, body, headers })
const stored = async (service: TestService) => {
  const [row] = await crier.sql`
    select count(*)::integer as number from notifications where service_id = ${service.id}`
  return row!.number as number
}
const text = (name: string) => ({ phone_number: '07700 900 456', personalisation: { name } })

test('each message is accepted or refused by itself, in the words of a single call', async () => {
  const service = await crier.makeService({ rate_limit: 6 })
  const template_id = await crier.makeTemplate(service)
  const messages = [
    { ...text('Amala'), reference: 'one' },
    { phone_number: '07700x900123', personalisation: { name: 'x' } },
    { phone_number: '07700 900 456' },
    { ...text('Bo'), template_id },
    7,
    { ...text('Cy'), phone_number: '07700900000' },
    text('Di'),
  ]
  const { status, body, headers } = await send(service, { template_id, messages })
  assert.equal(status, 201)
  assert.deepEqual([body.accepted, body.refused], [3, 4])
  const said = body.notifications.map(
    (one: { errors?: { message: string }[]; content: { body: string } }) =>
      one.errors?.[0]?.message ?? one.content.body,
  )
  assert.deepEqual(said, [
    'Hello Amala',
    'phone_number Must not contain letters or symbols',
    'Missing personalisation: name',
    'Additional properties are not allowed (template_id was unexpected)',
    '7 is not of type object',
    'Hello Cy',
    'Hello Di',
  ])
  const [first] = body.notifications
  assert.equal(first.uri, `https://api.example.org/v2/notifications/${first.id}`)
  const read = await crier.call(`/v2/notifications/${first.id}`, { key: service.keys.normal })
  assert.equal(read.body.reference, 'one')
  assert.equal(await stored(service), 2)
  const [queued] = await crier.sql`
    select count(*)::integer as number from pgboss.job where data::text like ${`%${first.id}%`} or id = ${first.id}`
  assert.equal(queued!.number, 1)
  // A bucket of 3, of which the call took one token; two more calls leave it empty.
  assert.equal(headers.get('ratelimit-remaining'), '2')
  assert.equal((await send(service, { template_id, messages: [7] })).status, 200)
  const limited = await send(service, { template_id, messages })
  assert.deepEqual([limited.status, limited.body.errors[0].error], [429, 'RateLimitError'])
  assert.equal(await stored(service), 2)
})

test('a thousand emails are one statement; the day counts each of them', async () => {
  const service = await crier.makeService({ email_message_limit: 999 })
  const template_id = await crier.makeTemplate(service, { type: 'email' })
  const messages = Array.from({ length: 1000 }, (_, n) => ({
    email_address: `person-${n}@example.gov.uk`,
    personalisation: { name: `${n}` },
  }))
  const { status, body } = await send(service, { template_id, messages })
  assert.equal(status, 201)
  assert.deepEqual([body.accepted, body.refused], [999, 1])
  assert.deepEqual(body.notifications[999], {
    status_code: 429,
    errors: [{ error: 'TooManyRequestsError', message: 'Exceeded send limits (email: 999) for today' }],
  })
  assert.equal(await stored(service), 999)
  const [used] =
    await crier.sql`select email::integer from service_daily_usage where service_id = ${service.id}`
  assert.equal(used!.email, 999)
})

test('an Idempotency-Key holds for the whole call', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service)
  const body = { template_id, messages: [text('A'), { phone_number: '1' }, text('B')] }
  const key = { 'idempotency-key': 'the night’s run'.replace('’', "'") }
  const both = await Promise.all([send(service, body, key), send(service, body, key)])
  const again = await send(service, body, key)
  for (const answer of both) assert.deepEqual(answer.body, again.body)
  assert.equal(await stored(service), 2)
  const other = await send(service, { ...body, messages: [...body.messages, text('C')] }, key)
  assert.deepEqual(
    [other.status, other.body.errors[0].message],
    [422, 'Idempotency-Key has been used with a different request'],
  )
  assert.equal(await stored(service), 2)
})

test('an Idempotency-Key is the key type’s own: a live call is sent after the same one, or another, with a test key', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service)
  const headers = { 'idempotency-key': 'night' }
  const call = (key: keyof TestService['keys'], names: string[]) =>
    crier.call('/v2/notifications/bulk', {
      key: service.keys[key],
      body: { template_id, messages: names.map(text) },
      headers,
    })
  const tried = await call('test', ['A', 'B'])
  const sent = await call('normal', ['A', 'B'])
  assert.deepEqual([tried.status, sent.status, sent.body.accepted], [201, 201, 2])
  assert.notEqual(sent.body.notifications[0].id, tried.body.notifications[0].id)
  assert.equal(await stored(service), 4)
  assert.equal((await call('normal', ['C'])).status, 422)
  assert.deepEqual((await call('test', ['A', 'B'])).body, tried.body)
})

test('what is wrong with the call as a whole refuses it', async () => {
  const service = await crier.makeService({ permissions: ['sms'] })
  const template_id = await crier.makeTemplate(service)
  const email = await crier.makeTemplate(service, { type: 'email' })
  const letter = await crier.makeTemplate(service, { type: 'letter' })
  const other = await crier.makeTemplate(await crier.makeService())
  const messages = [text('A')]
  const refusals: [unknown, string][] = [
    ['{', 'Invalid JSON supplied in POST data'],
    [{}, 'template_id is a required property'],
    [{ template_id, messages: {} }, 'messages {} is not of type array'],
    [{ template_id, messages: [] }, 'messages must have at least 1 item'],
    [{ template_id, messages: Array(1001).fill(0) }, 'messages must have at most 1000 items'],
    [{ template_id, messages, name: 1 }, 'Additional properties are not allowed (name was unexpected)'],
    [{ template_id: other, messages }, 'Template not found'],
    [{ template_id: letter, messages }, 'letter template is not suitable for bulk notification'],
    [{ template_id: email, messages }, 'Service is not allowed to send emails'],
  ]
  for (const [body, message] of refusals) {
    const answer = await send(service, body)
    assert.deepEqual([answer.status, answer.body.errors?.[0].message], [400, message])
  }
  const malformed = await send(service, { template_id, messages }, { 'idempotency-key': 'é' })
  assert.equal(malformed.status, 400)
  assert.equal(await stored(service), 0)
})
