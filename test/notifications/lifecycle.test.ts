import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestCrier, testCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
  await crier.work()
})
after(() => crier.close())

test('a text message and an email go from acceptance to delivered through every layer', async () => {
  const service = await crier.makeService()
  const sms = await crier.makeTemplate(service)
  const email = await crier.makeTemplate(service, {
    type: 'email',
    content: 'Dear ((name))',
    subject: 'For ((name))',
  })
  const personalisation = { name: 'Amala' }
  const text = await crier.call('/v2/notifications/sms', {
    key: service.keys.normal,
    body: { phone_number: '07700 900 456', template_id: sms, personalisation, reference: 'r-1' },
  })
  const mail = await crier.call('/v2/notifications/email', {
    key: service.keys.normal,
    body: { email_address: 'amala@example.gov.uk', template_id: email, personalisation },
  })
  assert.equal(text.status, 201)
  assert.equal(mail.status, 201)
  for (const id of [text.body.id, mail.body.id]) {
    await crier.until('the message is delivered', async () => {
      const { body } = await crier.call(`/v2/notifications/${id}`, { key: service.keys.normal })
      return body.status === 'delivered'
    })
  }
  const { body } = await crier.call(`/v2/notifications/${text.body.id}`, { key: service.keys.test })
  assert.equal(body.body, 'Hello Amala')
  assert.equal(body.phone_number, '07700 900 456')
  assert.ok(body.sent_at > body.created_at && body.completed_at >= body.sent_at)
  const [row] = await crier.sql`
    select billable_units, sent_by, normalised_to from notifications where id = ${text.body.id}`
  assert.deepEqual({ ...row }, { billable_units: 1, sent_by: 'sandbox-sms', normalised_to: '447700900456' })
})

test('magic recipients of a test key end as their documentation says', async () => {
  const service = await crier.makeService()
  const sms = await crier.makeTemplate(service, { content: 'Hello' })
  const email = await crier.makeTemplate(service, { type: 'email', content: 'Hello' })
  const expected: [string, Record<string, string>, string][] = [
    ['sms', { phone_number: '07700 900003', template_id: sms }, 'temporary-failure'],
    ['sms', { phone_number: '07700900002', template_id: sms }, 'permanent-failure'],
    ['sms', { phone_number: '07700900001', template_id: sms }, 'delivered'],
    ['email', { email_address: 'TEMP-fail@simulator.notify', template_id: email }, 'temporary-failure'],
    ['email', { email_address: 'perm-fail@simulator.notify', template_id: email }, 'permanent-failure'],
    ['email', { email_address: 'anyone@example.com', template_id: email }, 'delivered'],
  ]
  for (const [channel, body, status] of expected) {
    const sent = await crier.call(`/v2/notifications/${channel}`, { key: service.keys.test, body })
    await crier.until(`${JSON.stringify(body)} is ${status}`, async () => {
      const read = await crier.call(`/v2/notifications/${sent.body.id}`, { key: service.keys.test })
      return read.body.status === status
    })
  }
})
