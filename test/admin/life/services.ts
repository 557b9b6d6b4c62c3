/** A service: its settings, team, keys, senders, and the texts that it receives. */
import { randomUUID } from 'node:crypto'
import { inviteToken } from './organisations.ts'
import { confirm, type Person, register } from './people.ts'
import type { Walk } from './walk.ts'

export async function service({ make }: Walk, by: Person): Promise<string> {
  const name = `Bins ${randomUUID()}`
  const { data } = await make('POST /service', [], {
    status: 201,
    body: {
      name,
      organisation_type: 'central',
      active: true,
      restricted: true,
      user_id: by.id,
      created_by: by.id,
      email_message_limit: 50,
      sms_message_limit: 50,
      letter_message_limit: 50,
      international_sms_message_limit: 50,
    },
  })
  const id: string = data.id
  await make('GET /service/<id>', [id])
  await make('GET /service', [], { query: `only_active=True&user_id=${by.id}` })
  await make('GET /service/find-services-by-name', [], { query: `service_name=${encodeURIComponent(name)}` })
  await make('POST /service/<id>', [id], {
    body: {
      created_by: by.id,
      restricted: false,
      go_live_at: '2026-06-15T12:00:00.000000',
      go_live_user: by.id,
      has_active_go_live_request: false,
      email_message_limit: 10_000,
      sms_message_limit: 10_000,
      letter_message_limit: 10_000,
      volume_sms: 100,
      contact_link: 'https://example.gov.uk/contact',
      permissions: [
        'email',
        'sms',
        'letter',
        'inbound_sms',
        'email_auth',
        'edit_folder_permissions',
        'upload_letters',
      ],
    },
  })
  await make('GET /service/live-services-data')
  await make('GET /service/monthly-data-by-service', [], {
    query: 'start_date=2026-06-01&end_date=2026-06-30',
  })
  await make('PUT /service/<id>/guest-list', [id], {
    status: 204,
    body: { email_addresses: ['guest@example.gov.uk'], phone_numbers: ['07700900999'] },
  })
  await make('GET /service/<id>/guest-list', [id])
  await make('POST /service/<id>/data-retention', [id], {
    status: 201,
    body: { notification_type: 'email', days_of_retention: 14 },
  })
  const [retention] = await make('GET /service/<id>/data-retention', [id])
  await make('POST /service/<id>/data-retention/<id>', [id, retention.id], {
    status: 204,
    body: { days_of_retention: 21 },
  })
  return id
}

export async function keysAndCallbacks({ make }: Walk, service: string, by: Person): Promise<void> {
  await make('POST /service/<id>/api-key', [service], {
    status: 201,
    body: { name: 'Website', key_type: 'normal', created_by: by.id },
  })
  const [key] = (await make('GET /service/<id>/api-keys', [service])).apiKeys
  await make('POST /service/<id>/api-key/revoke/<id>', [service, key.id], {
    status: 202,
    body: { created_by: by.id },
  })
  const callback_type = 'delivery_status'
  const { data } = await make('POST /service/<id>/callback-api', [service], {
    status: 201,
    body: {
      url: 'https://example.gov.uk/told',
      bearer_token: 'a-token-of-theirs',
      updated_by_id: by.id,
      callback_type,
    },
  })
  const query = `callback_type=${callback_type}`
  await make('GET /service/<id>/callback-api/<id>', [service, data.id], { query })
  await make('POST /service/<id>/callback-api/<id>', [service, data.id], {
    body: { url: 'https://example.gov.uk/told-2', updated_by_id: by.id, callback_type },
  })
  await make('DELETE /service/<id>/callback-api/<id>', [service, data.id], { query, status: 204 })
}

export async function senders(
  { make }: Walk,
  service: string,
): Promise<{ replyTo: string; contact: string }> {
  await make('POST /service/<id>/email-reply-to/verify', [service], {
    status: 201,
    body: { email: 'office@example.gov.uk' },
  })
  for (const [i, email_address] of ['office@example.gov.uk', 'other@example.gov.uk'].entries())
    await make('POST /service/<id>/email-reply-to', [service], {
      status: 201,
      body: { email_address, is_default: i === 0 },
    })
  const [replyTo, other] = await make('GET /service/<id>/email-reply-to', [service])
  await make('GET /service/<id>/email-reply-to/<id>', [service, other.id])
  await make('POST /service/<id>/email-reply-to/<id>', [service, other.id], {
    body: { email_address: 'another@example.gov.uk', is_default: false },
  })
  await make('POST /service/<id>/email-reply-to/<id>/archive', [service, other.id])

  await make('GET /protected-sender-id/check', [], { query: 'sender_id=BINS' })
  await make('POST /service/<id>/sms-sender', [service], {
    status: 201,
    body: { sms_sender: 'BINS', is_default: false },
  })
  const made = (await make('GET /service/<id>/sms-sender', [service])).find(
    ({ sms_sender }: { sms_sender: string }) => sms_sender === 'BINS',
  )
  await make('GET /service/<id>/sms-sender/<id>', [service, made.id])
  await make('POST /service/<id>/sms-sender/<id>', [service, made.id], {
    body: { sms_sender: 'BINDAY', is_default: false },
  })
  await make('POST /service/<id>/sms-sender/<id>/archive', [service, made.id])

  for (const contact_block of ['1 High Street\nLondon', '2 High Street\nLondon'])
    await make('POST /service/<id>/letter-contact', [service], {
      status: 201,
      body: { contact_block, is_default: false },
    })
  const [contact, second] = await make('GET /service/<id>/letter-contact', [service])
  await make('GET /service/<id>/letter-contact/<id>', [service, second.id])
  await make('POST /service/<id>/letter-contact/<id>', [service, second.id], {
    body: { contact_block: '3 High Street\nLondon', is_default: false },
  })
  await make('POST /service/<id>/letter-contact/<id>/archive', [service, second.id])
  return { replyTo: replyTo.id, contact: contact.id }
}

/** Somebody is invited, joins, may more, and is removed; somebody else asks to join. */
export async function team(walk: Walk, service: string, by: Person, domain: string): Promise<void> {
  const { make } = walk
  const invite = async () =>
    (
      await make('POST /service/<id>/invite', [service], {
        status: 201,
        body: {
          service,
          email_address: `${randomUUID()}@${domain}`,
          from_user: by.id,
          created_by: by.id,
          permissions: 'manage_templates,view_activity',
          auth_type: 'sms_auth',
          invite_link_host: 'https://admin.example',
          folder_permissions: [],
        },
      })
    ).data.id
  const [first, second] = [await invite(), await invite()]
  await make('GET /service/<id>/invite', [service])
  await make('GET /service/<id>/invite/<id>', [service, first])
  await make('GET /invite/service/<id>', [first])
  await make('GET /invite/service/check/<token>', [await inviteToken(walk, 'invitation')])
  const person = await register(walk, 'Cem', domain)
  await confirm(walk, person)
  await make('POST /service/<id>/users/<id>', [service, person.id], {
    status: 201,
    body: { permissions: [{ permission: 'view_activity' }], folder_permissions: [] },
  })
  await make('POST /service/<id>/invite/<id>', [service, first], { body: { status: 'accepted' } })
  await make('POST /service/<id>/invite/<id>', [service, second], {
    body: { status: 'cancelled', created_by: by.id },
  })
  await make('GET /service/<id>/users', [service])
  await make('POST /user/<id>/service/<id>/permission', [person.id, service], {
    status: 204,
    body: { permissions: [{ permission: 'manage_templates' }], folder_permissions: [] },
  })
  await make('DELETE /service/<id>/users/<id>', [service, person.id], {
    status: 204,
    body: { created_by: by.id },
  })
  const { service_join_request_id: request } = await make(
    'POST /service/<id>/service-join-request',
    [service],
    {
      status: 201,
      body: {
        requester_id: person.id,
        contacted_user_ids: [by.id],
        invite_link_host: 'https://admin.example',
        reason: 'I work there',
      },
    },
  )
  await make('GET /service/<id>/service-join-request/<id>', [service, request])
  await make('POST /service/<id>/service-join-request/<id>', [service, request], {
    body: {
      status: 'approved',
      status_changed_by_id: by.id,
      permissions: ['view_activity'],
      folder_permissions: [],
      auth_type: 'sms_auth',
    },
  })
  await make('DELETE /service/<id>/users/<id>', [service, person.id], {
    status: 204,
    body: { created_by: by.id },
  })
  await make('POST /user/<id>/archive', [person.id], { status: 204 })
}

export async function receivedTexts({ make, crier }: Walk, service: string): Promise<void> {
  const number = `0770${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`
  await crier.sql`insert into inbound_numbers (number, provider) values (${number}, 'mmg')`
  await make('GET /inbound-number')
  const free = (await make('GET /inbound-number/available')).data.find(
    (one: { number: string }) => one.number === number,
  )
  await make('POST /inbound-number/service/<id>', [service], {
    status: 201,
    body: { inbound_number_id: free.id },
  })
  await make('GET /inbound-number/service/<id>', [service])
  await crier.sql`
    insert into inbound_sms (service_id, notify_number, user_number, content, provider, provider_reference, created_at)
    values (${service}, ${number}, '447700900555', 'Hello', 'mmg', ${randomUUID()}, now())`
  await make('POST /service/<id>/inbound-sms', [service], { body: { phone_number: '' } })
  const [text] = (await make('GET /service/<id>/inbound-sms/most-recent', [service], { query: 'page=1' }))
    .data
  await make('GET /service/<id>/inbound-sms/<id>', [service, text.id])
  await make('GET /service/<id>/inbound-sms/summary', [service])
  await make('GET /service/<id>/inbound-sms/most-recent-usage', [service])
  await make('POST /service/<id>/inbound-sms/remove', [service], { body: { archive: false } })
}
