/** What an id belongs to. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { makePerson } from '../users/people.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const ask = async (body: unknown) => {
  const answer = await adminCall(crier, '/platform-admin/find-by-uuid', { body })
  return [answer.status, answer.body]
}

/** By type, the statement that makes one for a service, and whether a service owns it. */
type Making = (service: string) => PromiseLike<readonly Record<string, any>[]>
const things: Record<string, [making: Making, isOwned: boolean]> = {
  organisation: [
    () => crier.sql`insert into organisation (name) values (${randomUUID()}) returning id`,
    false,
  ],
  service: [(service) => crier.sql`select id from services where id = ${service}`, false],
  template: [
    (service) => crier.sql`
      insert into templates (service_id, name, template_type, content)
      values (${service}, 'Code', 'sms', 'Hello') returning id`,
    true,
  ],
  email_branding: [
    () => crier.sql`insert into email_branding (name, text) values (${randomUUID()}, 'Text') returning id`,
    false,
  ],
  letter_branding: [
    () => crier.sql`
      insert into letter_branding (name, filename) values (${randomUUID()}, ${randomUUID()}) returning id`,
    false,
  ],
  user: [async () => [await makePerson(crier)], false],
  provider: [() => crier.sql`select id from provider_details limit 1`, false],
  reply_to_email: [
    (service) => crier.sql`
      insert into service_email_reply_to (service_id, email_address)
      values (${service}, 'a@example.gov.uk') returning id`,
    true,
  ],
  service_contact_list: [
    (service) => crier.sql`
      insert into service_contact_list (id, original_file_name, row_count, template_type, service_id)
      values (${randomUUID()}, 'a.csv', 1, 'sms', ${service}) returning id`,
    true,
  ],
  service_data_retention: [
    (service) => crier.sql`
      insert into service_data_retention (service_id, notification_type, days_of_retention)
      values (${service}, 'sms', 7) returning id`,
    true,
  ],
  service_sms_sender: [
    (service) => crier.sql`select id from service_sms_senders where service_id = ${service}`,
    true,
  ],
  inbound_number: [
    () => crier.sql`
      insert into inbound_numbers (number, provider, active)
      values (${randomUUID().slice(0, 11)}, 'mmg', false) returning id`,
    false,
  ],
  api_key: [(service) => crier.sql`select id from api_keys where service_id = ${service} limit 1`, true],
  template_folder: [
    (service) => crier.sql`
      insert into template_folder (service_id, name) values (${service}, 'Folder') returning id`,
    true,
  ],
  service_callback_api: [
    (service) => crier.sql`
      insert into service_callback_api (service_id, callback_type, url, bearer_token_encrypted)
      values (${service}, 'complaint', 'https://example.gov.uk', 'x') returning id`,
    true,
  ],
  complaint: [
    (service) => crier.sql`
      insert into complaints (notification_id, service_id, ses_feedback_id, complaint_date)
      values (${randomUUID()}, ${service}, ${randomUUID()}, now()) returning id`,
    true,
  ],
  inbound_sms: [
    (service) => crier.sql`
      insert into inbound_sms (service_id, notify_number, user_number, provider, content)
      values (${service}, '07700900001', '447700900002', 'mmg', 'x') returning id`,
    true,
  ],
}
for (const [type, [make, isOwned]] of Object.entries(things)) {
  test(`an id of the type ${type} is found`, async () => {
    const { id: service_id } = await crier.makeService()
    const [thing] = await make(service_id)
    const context = isOwned ? { service_id } : {}
    assert.deepEqual(await ask({ uuid: thing!.id.toUpperCase() }), [200, { type, context }])
  })
}

test('messages and jobs are found, nothing else is', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service, { content: 'Hello' })
  const body = { template_id, phone_number: '07700900123' }
  const sent = await crier.call('/v2/notifications/sms', { key: service.keys.normal, body })
  assert.deepEqual(await ask({ uuid: sent.body.id }), [
    200,
    { type: 'notification', context: { service_id: service.id } },
  ])
  assert.deepEqual(await ask({ uuid: randomUUID() }), [404, { result: 'error', message: 'No result found' }])
  assert.deepEqual(await ask({ uuid: 'x' }), [
    400,
    { result: 'error', message: { uuid: ['Not a valid UUID.'] } },
  ])
})
