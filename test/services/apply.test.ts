/** A service is set up from one document: twice is once, and what it does not name stays. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { applyDocument } from '../../src/services/apply.ts'
import { makeApiKey } from '../../src/services/create.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { whole } from './whole-service.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const changesOf = async (document: unknown, options = {}) =>
  (await applyDocument(crier.crier, document, options))
    .filter(({ change }) => change !== null)
    .map(({ kind, name, change }) => [kind, name, change].filter((word) => word !== null).join(' '))

test('a document makes a service with all that it names; applied again it changes nothing', async () => {
  const document = whole('Parking permits')
  const made = await applyDocument(crier.crier, document)
  assert.deepEqual(await changesOf(document), [])
  const again = await applyDocument(crier.crier, document)
  const withId = (things: typeof made) =>
    things.filter(({ id }) => id !== null).map(({ kind, name, id }) => ({ kind, name, id }))
  assert.deepEqual(withId(again), withId(made))
  assert.deepEqual(
    made.map(({ kind, name, change }) => [kind, name, change]),
    [
      ['service', 'Parking permits', 'made'],
      ['permissions', null, '+upload_document -international_letters -international_sms -upload_letters'],
      ['sms_senders', 'PARKING', 'made, the default'],
      ['sms_senders', 'FINES', 'made'],
      ['reply_to_addresses', 'parking@example.gov.uk', 'made, the default'],
      ['reply_to_addresses', 'fines@example.gov.uk', 'made'],
      ['letter_contacts', 'Parking', 'made, the default'],
      ['guest_list', null, '+2 -0'],
      ['data_retention', 'sms', '30 days'],
      ['templates', 'Code', 'made'],
      ['templates', 'Reminder', 'made'],
      ['templates', 'Permit', 'made'],
    ],
  )
  const service = made[0]!.id!
  const { sql } = crier
  const [row] = await sql`
    select restricted, rate_limit, sms_message_limit::integer, email_message_limit::integer, prefix_sms,
      custom_email_sender_name, organisation_type, contact_link, version
    from services where id = ${service}`
  assert.deepEqual(
    { ...row },
    {
      restricted: false,
      rate_limit: 600,
      sms_message_limit: 1000,
      email_message_limit: 250_000,
      prefix_sms: false,
      custom_email_sender_name: 'Parking',
      organisation_type: 'local',
      contact_link: 'https://www.example.gov.uk/parking',
      version: 2,
    },
  )
  const templates = await sql`
    select templates.name, version, process_type, postage, letter_languages, contact_block, folder.name as folder, above.name as above
    from templates
    left join template_folder folder on folder.id = folder_id
    left join template_folder above on above.id = folder.parent_id
    left join service_letter_contacts contact on contact.id = service_letter_contact_id
    where templates.service_id = ${service} order by templates.name`
  const plain = {
    version: 1,
    process_type: 'normal',
    postage: null,
    letter_languages: null,
    contact_block: null,
  }
  const top = { folder: null, above: null }
  assert.deepEqual(
    templates.map((one) => ({ ...one })),
    [
      { name: 'Code', ...plain, ...top, process_type: 'priority' },
      {
        name: 'Permit',
        ...plain,
        ...top,
        postage: 'first',
        letter_languages: 'welsh_then_english',
        contact_block: 'Parking\n1 High Street\nLondon',
      },
      { name: 'Reminder', ...plain, folder: 'Renewals', above: 'Permits' },
    ],
  )
  const guests = await sql`
    select recipient_type, recipient, normalised_recipient from service_guest_list
    where service_id = ${service} order by recipient_type`
  assert.deepEqual(
    guests.map((one) => Object.values(one)),
    [
      ['mobile', '07700 900 456', '447700900456'],
      ['email', 'Guest@example.gov.uk', 'guest@example.gov.uk'],
    ],
  )
  const senders =
    await sql`select sms_sender, is_default from service_sms_senders where service_id = ${service} order by sms_sender desc`
  assert.deepEqual(
    senders.map((one) => Object.values(one)),
    [
      ['PARKING', true],
      ['GOVUK', false],
      ['FINES', false],
    ],
  )
})

test('each change is made and named, and what the document does not name stays', async () => {
  const document = whole('Changing service')
  const made = await applyDocument(crier.crier, document)
  const service = { id: made[0]!.id! }
  const code = made.find(({ name }) => name === 'Code')!.id!
  const rows: [part: object, changes: string[]][] = [
    [{ rate_limit: 700, contact_link: null }, ['service Changing service contact_link, rate_limit']],
    [{ name: 'Renamed service' }, ['service Renamed service name']],
    [{ restricted: true }, ['service Renamed service restricted']],
    [{ permissions: ['sms', 'email', 'letter'] }, ['permissions -upload_document']],
  ]
  for (const [part, changes] of rows)
    assert.deepEqual(await changesOf({ service: { ...service, ...part } }), changes)
  const lists: [part: object, changes: string[]][] = [
    [{ sms_senders: [{ sms_sender: 'FINES', is_default: true }] }, ['sms_senders FINES made the default']],
    [{ sms_senders: [{ sms_sender: 'PARKING', archived: true }] }, ['sms_senders PARKING archived']],
    [{ sms_senders: [{ sms_sender: 'PARKING', archived: true }] }, []],
    [
      {
        sms_senders: [
          { sms_sender: 'FINES', archived: true },
          { sms_sender: 'GOVUK', is_default: true },
        ],
      },
      ['sms_senders FINES archived', 'sms_senders GOVUK made the default'],
    ],
    [
      { reply_to_addresses: [{ email_address: 'Parking@example.gov.uk' }] },
      ['reply_to_addresses parking@example.gov.uk changed'],
    ],
    [
      { letter_contacts: [{ contact_block: 'Parking\n2 High Street\nLondon' }] },
      ['letter_contacts Parking changed'],
    ],
    [
      { letter_contacts: [{ contact_block: 'Parking\n2 High Street\nLondon', is_default: false }] },
      ['letter_contacts Parking changed'],
    ],
    [{ guest_list: { phone_numbers: ['07700900456', '07700900457'] } }, ['guest_list +1 -1']],
    [
      { data_retention: { sms: null, email: 3 } },
      ['data_retention sms 7 days', 'data_retention email 3 days'],
    ],
    [
      { templates: [{ ...document.templates[0]!, content: '((code)) is your code' }] },
      ['templates Code content'],
    ],
    [{ templates: [{ ...document.templates[1]!, folder: [] }] }, ['templates Reminder folder']],
    [
      {
        templates: [
          { id: code, name: 'Security code', template_type: 'sms', content: '((code)) is your code' },
        ],
      },
      ['templates Security code name'],
    ],
    [
      { templates: [{ ...document.templates[2]!, letter_contact: null, postage: 'second' }] },
      ['templates Permit letter_contact, postage'],
    ],
    [
      { templates: [{ name: 'Reminder', template_type: 'email', archived: true }] },
      ['templates Reminder archived'],
    ],
    [{ templates: [{ name: 'Unknown', template_type: 'email', archived: true }] }, []],
    [{ templates: [document.templates[1]] }, ['templates Reminder archived, folder']],
  ]
  for (const [part, changes] of lists) {
    assert.deepEqual(await changesOf({ service, ...part }), changes, JSON.stringify(part))
    assert.deepEqual(await changesOf({ service, ...part }), [], `again: ${JSON.stringify(part)}`)
  }
  const [row] = await crier.sql`select version from templates where id = ${code}`
  assert.equal(row!.version, 3, 'a new name and a new content are versions')
})

test('of two that are alike the default one is meant, or else the older', async () => {
  const made = await applyDocument(crier.crier, whole('Doubled service'))
  const id = made[0]!.id!
  await crier.sql`
    insert into service_sms_senders (service_id, sms_sender, is_default)
    select ${id}, word, false from unnest(array['PARKING', 'FINES', 'FINES']) as word`
  await crier.sql`
    insert into service_letter_contacts (service_id, contact_block, is_default) values (${id}, ${'Parking\nElsewhere'}, false)`
  const part = {
    service: { id },
    sms_senders: [{ sms_sender: 'FINES', is_default: true }],
    templates: [{ ...whole('').templates[2]!, letter_contact: 'Parking' }],
  }
  assert.deepEqual(await changesOf(part), ['sms_senders FINES made the default'])
  assert.deepEqual(await changesOf(part), [])
  const defaults = await crier.sql`
    select sms_sender from service_sms_senders where service_id = ${id} and is_default`
  assert.deepEqual(
    defaults.map((one) => ({ ...one })),
    [{ sms_sender: 'FINES' }],
  )
})

test('a name of another alphabet needs a sender name, which may come in the same document', async () => {
  const named = { service: { name: '日本の窓口', custom_email_sender_name: 'Japan desk' } }
  assert.deepEqual(await changesOf(named), ['service 日本の窓口 made'])
  assert.deepEqual(await changesOf(named), [])
})

test('a dry run says the same and changes nothing; ids of the document are kept', async () => {
  const ids = {
    service: '6f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
    code: '7f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  }
  const document = whole('Rehearsed service')
  Object.assign(document.service, { id: ids.service })
  Object.assign(document.templates[0]!, { id: ids.code })
  const told = await changesOf(document, { dryRun: true })
  const before = await crier.sql`select from services where id = ${ids.service}`
  assert.equal(before.length, 0)
  assert.deepEqual(await changesOf(document), told)
  const [found] = await crier.sql`select service_id from templates where id = ${ids.code}`
  assert.equal(found!.service_id, ids.service)
})

test('what is only added leaves alone all that is there', async () => {
  const made = await applyDocument(crier.crier, whole('Older service'))
  const service = { id: made[0]!.id! }
  await crier.sql`update services set contact_link = null where id = ${service.id}`
  const more = {
    service: { ...service, rate_limit: 5, contact_link: 'help@example.gov.uk', permissions: ['inbound_sms'] },
    sms_senders: [{ sms_sender: 'GOVUK', is_default: true }, { sms_sender: 'NEW' }],
    templates: [
      { name: 'Code', template_type: 'sms', content: 'Other words' },
      { name: 'New', template_type: 'sms', content: 'New words' },
    ],
  }
  assert.deepEqual(await changesOf(more, { addsOnly: true }), [
    'service Older service contact_link',
    'permissions +inbound_sms',
    'sms_senders NEW made',
    'templates New made',
  ])
})

test('processes that run use what was applied at once', async () => {
  const made = await applyDocument(crier.crier, whole('Heard service'))
  const [service, code] = [made[0]!.id!, made.find(({ name }) => name === 'Code')!.id!]
  const key = await makeApiKey(crier.crier, service, 'key', 'normal')
  const send = () =>
    crier.call('/v2/notifications/sms', {
      key,
      body: { phone_number: '07700900456', template_id: code, personalisation: { code: '1' } },
    })
  const { status, body } = await send()
  assert.equal(status, 201)
  assert.deepEqual(body.content, { body: 'Your code is 1', from_number: 'PARKING' })
  const [template] = whole('').templates
  await applyDocument(crier.crier, {
    service: { id: service },
    sms_senders: [{ sms_sender: 'FINES', is_default: true }],
    templates: [{ ...template, content: 'Use ((code))' }],
  })
  await crier.until('it is heard', async () => (await send()).body.content.from_number === 'FINES')
  assert.equal((await send()).body.content.body, 'Use 1')
})

test('recipients are kept as people see them, whatever unseen marks they were pasted with', async () => {
  const pasted = (text: string) => `\u202a${text}\u2009\u202c`
  const addresses = ['Answers@example.gov.uk', 'Guest@example.gov.uk']
  const document = {
    service: { name: 'Pasted recipients' },
    reply_to_addresses: [{ email_address: pasted(addresses[0]!) }],
    guest_list: { email_addresses: [pasted(addresses[1]!)] },
  }
  const [made] = await applyDocument(crier.crier, document)
  assert.deepEqual(await changesOf(document), [])
  const kept = await crier.sql`
    select email_address as kept from service_email_reply_to where service_id = ${made!.id!}
    union select recipient from service_guest_list where service_id = ${made!.id!} order by kept`
  assert.deepEqual(
    kept.map((row) => row.kept),
    addresses,
  )
})
