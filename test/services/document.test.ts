/** What is wrong with a service's document is said in one line that begins with its place, and nothing is done. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readDocument } from '../../src/commands/apply.ts'
import { applyDocument } from '../../src/services/apply.ts'
import { demoDocument } from '../../src/services/demo.ts'
import { documentJsonSchema } from '../../src/services/document.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { whole } from './whole-service.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

test('what is wrong is one line that begins with its place, and nothing is done', async () => {
  const made = await applyDocument(crier.crier, whole('Strict service'))
  await applyDocument(crier.crier, { service: { name: 'Taken name' } })
  const service = { id: made[0]!.id! }
  const other = await crier.makeService()
  const foreign = await crier.makeTemplate(other)
  const sms = { name: 'x', template_type: 'sms', content: 'x' }
  const letter = { name: 'x', template_type: 'letter', subject: 'x', content: 'x' }
  const one = (template: object) => ({ service, templates: [template] })
  const rows: [document: unknown, line: string][] = [
    [[], 'the document must be an object'],
    [{}, 'service is missing'],
    [{ service: {} }, 'service.name is missing'],
    [{ service: { name: 5 } }, 'service.name must be text'],
    [{ service: { name: '!' } }, 'service.name must include letters or digits'],
    [
      { service: { name: '日本', custom_email_sender_name: '東京' } },
      'service.custom_email_sender_name cannot include characters from a non-Latin alphabet: its emails are sent from an address made of it',
    ],
    [{ service: { name: 'x'.repeat(256) } }, 'service.name is longer than 255 characters'],
    [{ service, colour: 1 }, 'colour is not known'],
    [{ service: { ...service, limit: 1 } }, 'service.limit is not known'],
    [{ service: { ...service, rate_limit: 1.5 } }, 'service.rate_limit must be a whole number'],
    [{ service: { ...service, rate_limit: -1 } }, 'service.rate_limit must be 0 or more'],
    [{ service: { id: foreign.replace(/-7/, '-1') } }, 'service.id must be a version 4 UUID in lower case'],
    [{ service: { ...service, name: 'Taken Name' } }, 'service.name: another service is named "Taken Name"'],
    [
      { service: { ...service, contact_link: 'javascript:x' } },
      'service.contact_link must be a web address, an email address or a phone number',
    ],
    [{ service: { name: 'GOV.UK Notify' } }, "service: GOV.UK Notify is the platform's own service"],
    [
      { service, sms_senders: [{ sms_sender: 'AB' }] },
      "sms_senders[0].sms_sender must be 3 to 11 letters, digits, spaces or . ' _ & -",
    ],
    [
      { service, sms_senders: [{ sms_sender: 'PARKING', archived: true }] },
      'sms_senders[0]: a default stays one until another is made the default',
    ],
    [
      { service, sms_senders: [{ sms_sender: 'PARKING', is_default: false }] },
      'sms_senders[0]: a default stays one until another is made the default',
    ],
    [
      { service, sms_senders: [{ sms_sender: 'FINES' }, { sms_sender: 'FINES' }] },
      'sms_senders[1] stands in the document before',
    ],
    [
      { service, reply_to_addresses: [{ email_address: 'x@y' }] },
      'reply_to_addresses[0].email_address is not a valid email address',
    ],
    [
      { service, letter_contacts: [{ contact_block: 'a\n'.repeat(11) }] },
      'letter_contacts[0].contact_block has more than 10 lines',
    ],
    [
      { service, guest_list: { phone_numbers: ['1'] } },
      'guest_list.phone_numbers[0] is not a valid phone number',
    ],
    [{ service, data_retention: { sms: 2 } }, 'data_retention.sms must be 3 to 90 days'],
    [{ service, templates: {} }, 'templates must be a list'],
    [
      one({ ...sms, template_type: 'broadcast' }),
      'templates[0].template_type must be "sms" or "email" or "letter"',
    ],
    [one({ ...sms, subject: 'x' }), 'templates[0].subject is not known'],
    [one({ name: 'x', template_type: 'sms' }), 'templates[0].content is missing'],
    [one({ ...sms, content: ' \n' }), 'templates[0].content is empty'],
    [one({ ...sms, content: 'x'.repeat(919) }), 'templates[0].content is longer than 918 characters'],
    [one({ ...sms, content: 'x (( )) y' }), 'templates[0] has a placeholder without a name'],
    [one({ name: 'x', template_type: 'email', content: 'x' }), 'templates[0].subject is missing'],
    [
      one({ ...letter, content: `QR: ${'x'.repeat(505)}` }),
      'templates[0].content has a QR code that holds more than 504 bytes',
    ],
    [
      one({ ...letter, letter_welsh_subject: 'x' }),
      'templates[0] needs letter_welsh_subject and letter_welsh_content together',
    ],
    [
      one({ ...letter, letter_contact: 'Nobody' }),
      'templates[0]: letter_contact "Nobody" is no contact block of the service',
    ],
    [one({ ...sms, id: foreign }), "templates[0]: id is another service's"],
    [{ service, templates: [sms, sms] }, 'templates[1] stands in the document before'],
    [
      { service: { ...service, permissions: ['email'] }, templates: [sms] },
      'templates[0]: the service has not the permission sms',
    ],
    [one({ ...sms, content: 'a\u0000b' }), 'the document has characters that cannot be stored'],
    [
      {
        service,
        templates: [
          { ...sms, content: '' },
          { ...sms, name: '' },
        ],
      },
      'templates[1].name is empty',
    ],
    [
      {
        service,
        templates: [
          { ...sms, content: '' },
          { ...sms, name: 'y', content: '' },
        ],
      },
      'templates[0].content is empty (and 1 more)',
    ],
  ]
  const state = () => crier.sql`
    select
      (select count(*) from services) as services, (select count(*) from templates) as templates,
      (select count(*) from service_permissions) as permissions`
  const before = await state()
  const said: string[] = []
  for (const [document] of rows)
    said.push(
      await applyDocument(crier.crier, document).then(
        () => 'applied',
        (error: Error) => error.message,
      ),
    )
  assert.deepEqual(
    said,
    rows.map(([, line]) => line),
  )
  await crier.sql`
    insert into templates (service_id, name, template_type, content)
    select service_id, name, template_type, content from templates where service_id = ${service.id} and name = 'Code'`
  await assert.rejects(applyDocument(crier.crier, one({ ...sms, name: 'Code' })), {
    message: 'templates[0]: name is that of several templates: give its id',
  })
  await crier.sql`update services set archived_at = now() where id = ${other.id}`
  await assert.rejects(applyDocument(crier.crier, { service: { id: other.id } }), {
    message: 'service.id: the service is archived',
  })
  const [left] = await state()
  assert.deepEqual({ ...left }, { ...before[0], templates: String(Number(before[0]!.templates) + 1) })
})

test('a file that cannot be read is one line that begins with its name', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'crier-apply-'))
  t.after(() => rm(folder, { recursive: true }))
  const file = join(folder, 'service.json')
  await assert.rejects(readDocument(file), { message: `${file}: there is no such file` })
  await assert.rejects(readDocument(folder), { message: `${folder}: is no file` })
  await writeFile(file, '{"service": \n x}')
  await assert.rejects(readDocument(file), ({ message }: Error) => {
    assert.match(message, /^\S+service\.json: is not JSON: .+$/)
    return true
  })
  await truncate(file, 10_000_001)
  await assert.rejects(readDocument(file), { message: `${file}: is larger than 10 MB` })
})

test('its JSON Schema takes what is applied and refuses what is not', () => {
  const check = new Ajv2020({ strict: false }).compile(documentJsonSchema())
  for (const document of [whole('x'), demoDocument]) assert.ok(check(document), JSON.stringify(check.errors))
  for (const document of [
    {},
    { service: { name: 5 } },
    { service: {}, x: 1 },
    { ...whole('x'), templates: [{}] },
  ])
    assert.ok(!check(document), JSON.stringify(document))
})
