/** Two services with one of everything that a path or a body of the internal API can name, so that the things of the one can be asked for as the other's. */
import { randomUUID } from 'node:crypto'
import { storeFile } from '../../src/files/store.ts'
import { invitationToken } from '../../src/invitations/tokens.ts'
import { storeNotification } from '../notifications/stored.ts'
import type { TestCrier } from '../support/crier.ts'
import { makeFolder, makeMember, makeOrganisation, makePerson } from './people.ts'

/** Ids, and what else stands in paths, by the words that the table of calls has for them. */
export type World = Record<string, string>

/** The noon that everything happens at. */
export const noon = '2026-06-15T12:00:00.000Z'

const permissions = [
  'sms',
  'email',
  'letter',
  'international_sms',
  'inbound_sms',
  'email_auth',
  'edit_folder_permissions',
  'upload_letters',
  'broadcast',
]

export async function makeWorld(crier: TestCrier): Promise<World> {
  const { sql } = crier
  const service = await crier.makeService({ permissions })
  const organisation = await makeOrganisation(crier)
  const member = (await makeMember(crier, service.id, ['manage_settings'])).id
  const { id: person, email_address: address } = await makePerson(crier)
  for (const _ of [1, 2]) await makeMember(crier, service.id, ['manage_settings'])
  await sql`insert into user_to_organisation (user_id, organisation_id) values (${member}, ${organisation})`

  /** Puts a row into a table, and answers its id. */
  const row = async (table: string, columns: object): Promise<string> =>
    (await sql`insert into ${sql(table)} ${sql(columns as never)} returning id`)[0]!.id
  const of = { service_id: service.id }

  const template = await crier.makeTemplate(service, { type: 'email' })
  const letterTemplate = await crier.makeTemplate(service, { type: 'letter' })
  const letter = { service, template: letterTemplate, type: 'letter', created_at: noon } as const
  const notification = await storeNotification(crier, { service, template, type: 'email', created_at: noon })
  const batch = await row('unsubscribe_request_report', {
    ...of,
    earliest_timestamp: noon,
    latest_timestamp: noon,
    count: 1,
  })
  const asked = {
    ...of,
    notification_id: notification,
    template_id: template,
    template_version: 1,
    email_address: 'amala@example.gov.uk',
    created_at: noon,
  }
  await row('unsubscribe_request', asked)
  await row('unsubscribe_request', { ...asked, unsubscribe_request_report_id: batch })
  const job = {
    ...of,
    template_id: letterTemplate,
    template_version: 1,
    notification_type: 'letter',
    key_type: 'normal',
    original_file_name: 'people.csv',
    notification_count: 1,
    created_at: noon,
  }
  const letterJob = await row('jobs', { ...job, job_status: 'finished', processing_finished: noon })
  await storeNotification(crier, {
    ...letter,
    status: 'created',
    job_id: letterJob,
    job_row_number: 0,
  })
  const attachment = await row('letter_attachment', { original_filename: 'map.pdf', page_count: 1 })
  await crier.makeTemplate(service, { type: 'letter', letter_attachment_id: attachment })
  const serviceInvite = await row('invites', {
    ...of,
    email_address: `${randomUUID()}@gov.uk`,
    invited_by_id: member,
    permissions: ['view_activity'],
    created_at: noon,
  })
  const organisationInvite = await row('invites', {
    organisation_id: organisation,
    email_address: `${randomUUID()}@gov.uk`,
    invited_by_id: member,
    created_at: noon,
  })
  const callback = {
    ...of,
    url: 'https://example.org/',
    bearer_token_encrypted: crier.crier.seal.seal('a'.repeat(10)),
  }
  const emailBranding = await row('email_branding', {
    name: randomUUID(),
    text: 'Pigeons',
    brand_type: 'org',
  })
  const letterBranding = await row('letter_branding', { name: randomUUID(), filename: randomUUID() })
  await sql`insert into email_branding_to_organisation values (${organisation}, ${emailBranding})`
  await sql`insert into letter_branding_to_organisation values (${organisation}, ${letterBranding})`
  const upload = randomUUID()
  await storeFile(
    crier.crier,
    { purpose: 'spreadsheet', serviceId: service.id, aboutId: upload },
    { name: 'people.csv', contentType: 'text/csv' },
    [Buffer.from('email address,name\na@example.gov.uk,Amala\n')],
  )
  const folder = await makeFolder(crier, service.id)
  const choice = { ...of, is_default: false }
  const [key] = await sql`select id from api_keys where service_id = ${service.id} and key_type = 'test'`
  const [provider] = await sql`select id from provider_details where identifier = 'mmg'`

  return {
    service: service.id,
    organisation,
    member,
    person,
    address,
    stranger: (await makePerson(crier)).id,
    template,
    plainTemplate: await crier.makeTemplate(service, { type: 'email' }),
    letterTemplate,
    notification,
    batch,
    folder,
    emptyFolder: await makeFolder(crier, service.id),
    provider: provider!.id,
    key: key!.id,
    letter: await storeNotification(crier, { ...letter, status: 'created' }),
    letterJob,
    job: await row('jobs', { ...job, job_status: 'scheduled', scheduled_for: '2026-06-16T12:00:00Z' }),
    attachment,
    file: await row('template_email_files', {
      template_id: template,
      template_version: 1,
      filename: 'a.pdf',
    }),
    freeNumber: await row('inbound_numbers', { number: randomUUID().slice(0, 11), provider: 'mmg' }),
    inbound: await row('inbound_sms', {
      ...of,
      notify_number: '07700900001',
      user_number: '447700900002',
      provider: 'mmg',
      content: 'x',
      created_at: noon,
    }),
    returnedCallback: await row('service_callback_api', { ...callback, callback_type: 'returned_letter' }),
    receiptCallback: await row('service_callback_api', { ...callback, callback_type: 'delivery_status' }),
    inboundCallback: await row('service_callback_api', { ...callback, callback_type: 'inbound_sms' }),
    emailBranding,
    spareBranding: await row('email_branding', { name: randomUUID(), text: 'Doves', brand_type: 'org' }),
    letterBranding,
    broadcast: await row('broadcast_message', {
      ...of,
      content: 'Stay inside',
      transmitted_content: 'Stay inside',
      reference: 'a flood',
      status: 'draft',
      created_at: noon,
      created_by_id: member,
      stubbed: true,
    }),
    replyTo: await row('service_email_reply_to', {
      ...of,
      is_default: true,
      email_address: 'a@example.gov.uk',
    }),
    spareReplyTo: await row('service_email_reply_to', { ...choice, email_address: 'b@example.gov.uk' }),
    contact: await row('service_letter_contacts', { ...choice, contact_block: 'A' }),
    sender: await row('service_sms_senders', { ...choice, sms_sender: 'Pigeons' }),
    credential: await row('webauthn_credentials', {
      user_id: member,
      name: 'key',
      credential_data: 'a',
      registration_response: 'b',
    }),
    serviceInvite,
    organisationInvite,
    serviceToken: invitationToken(crier.crier, 'service', serviceInvite),
    organisationToken: invitationToken(crier.crier, 'organisation', organisationInvite),
    request: await row('service_join_requests', { ...of, requester_id: person, created_at: noon }),
    upload,
    contactList: await row('service_contact_list', {
      ...of,
      id: randomUUID(),
      original_file_name: 'a.csv',
      row_count: 1,
      template_type: 'sms',
    }),
    report: await row('report_requests', {
      ...of,
      user_id: member,
      report_type: 'notifications_report',
      parameter: sql.json({ notification_type: 'sms', notification_status: 'all' }),
      retention_days: 7,
      delete_after: '2026-06-22T12:00:00Z',
    }),
    retention: await row('service_data_retention', {
      ...of,
      notification_type: 'sms',
      days_of_retention: 10,
    }),
  }
}
