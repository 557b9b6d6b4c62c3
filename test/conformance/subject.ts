/** A live service with all that the conformance tests ask for. */
import type { TestCrier } from '../support/crier.ts'
import type { Subject } from './node-client.ts'

export async function makeSubject(crier: TestCrier, urls: string[], delivers: boolean): Promise<Subject> {
  const service = await crier.makeService({ contact_link: 'https://example.gov.uk/contact' })
  const { sql } = crier
  await sql`update service_sms_senders set sms_sender = 'PIGEON' where service_id = ${service.id}`
  await sql`
    insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
    values (${service.id}, 'mobile', '07700 900457', '447700900457')`
  const [sender] = await sql`select id from service_sms_senders where service_id = ${service.id}`
  const [replyTo] = await sql`
    insert into service_email_reply_to (service_id, email_address, is_default)
    values (${service.id}, 'answers@example.gov.uk', true) returning id`
  const [text] = await sql`
    insert into inbound_sms (service_id, notify_number, user_number, provider, provider_reference, content)
    values (${service.id}, '07700900987', '447700900111', 'sandbox-sms', 'r-1', 'STOP') returning id`
  return {
    urls,
    keys: service.keys,
    serviceId: service.id,
    templates: {
      sms: await crier.makeTemplate(service, { content: 'Hello ((name))' }),
      email: await crier.makeTemplate(service, { type: 'email', content: 'Dear ((name))' }),
      letter: await crier.makeTemplate(service, { type: 'letter', content: 'Dear ((name))' }),
      file: await crier.makeTemplate(service, { type: 'email', content: 'Here: ((doc))' }),
    },
    receivedText: text!.id,
    smsSender: sender!.id,
    replyTo: replyTo!.id,
    delivers,
  }
}
