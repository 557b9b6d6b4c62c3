/** Templates as the admin application makes, changes and reads them: whole exchanges. Source: specification, internal API, templates. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { newTemplate, plainFault, schemaFault, type Tenant, tenant } from './support.ts'

let crier: TestCrier
let everybody: Tenant
const now = '2026-03-01T09:00:00.000000Z'
const later = '2026-03-01T10:00:00.000000Z'
before(async () => {
  crier = await sharedCrier()
  crier.setNow(now)
  everybody = await tenant(crier, ['sms', 'email', 'letter', 'broadcast'])
})
after(() => crier.close())

const email = { template_type: 'email', subject: 'Your ((thing))', content: 'Dear ((name))' }
const letter = { template_type: 'letter', subject: 'A heading', content: 'A letter' }
/** Everything of a template that a change could touch. */
const stateOf = async (id: string) => {
  const rows = await crier.sql`
    select t.*, (select count(*) from templates_history h where h.id = t.id) as versions from templates t where id = ${id}`
  return JSON.stringify(rows)
}
const contactOf = async ({ service }: Tenant, archived = false) => {
  const [made] = await crier.sql`
    insert into service_letter_contacts (service_id, contact_block, is_default, archived_at)
    values (${service.id}, 'The Office', false, ${archived ? now : null}) returning id`
  return made!.id as string
}

test('a template is made, with all that it has, and is read back', async () => {
  const me = await tenant(crier)
  const folder = await me.folder('Letters')
  const made = await me.make({ ...email, parent_folder_id: folder })
  const expected = {
    archived: false,
    broadcast_data: null,
    content: 'Dear ((name))',
    created_at: now,
    created_by: me.person,
    email_files: [],
    folder,
    has_unsubscribe_link: false,
    hidden: false,
    id: made.id,
    is_precompiled_letter: false,
    letter_attachment: null,
    letter_languages: null,
    letter_welsh_content: null,
    letter_welsh_subject: null,
    name: 'A template',
    postage: null,
    process_type: 'normal',
    redact_personalisation: false,
    reply_to: null,
    reply_to_text: null,
    service: me.service.id,
    service_letter_contact: null,
    subject: 'Your ((thing))',
    template_redacted: made.id,
    template_type: 'email',
    updated_at: null,
    version: 1,
  }
  assert.deepEqual(made, expected)
  assert.deepEqual((await me.ask(`template/${made.id}`)).body, { data: expected })
  const { template_redacted: _, ...versioned } = expected
  const [person] = await crier.sql`select id, name, email_address from users where id = ${me.person}`
  const version = { ...versioned, created_by: { ...person } }
  assert.deepEqual((await me.ask(`template/${made.id}/version/1`)).body, { data: version })
  assert.deepEqual((await me.ask(`template/${made.id}/versions`)).body, { data: [version] })
  assert.deepEqual((await me.ask('template')).body, {
    data: [
      {
        content: null,
        folder,
        id: made.id,
        is_precompiled_letter: false,
        name: 'A template',
        template_type: 'email',
      },
    ],
  })
})

test('what a new template does not say follows from its channel', async () => {
  const me = everybody
  const contact = await contactOf(me)
  const cases: [fields: object, part: object][] = [
    [{ subject: 'ignored' }, { subject: null, postage: null, letter_languages: null }],
    [letter, { postage: 'second', letter_languages: 'english', subject: 'A heading', reply_to_text: null }],
    [{ ...letter, postage: 'economy' }, { postage: 'economy' }],
    [
      { ...letter, reply_to: contact },
      { reply_to: contact, reply_to_text: 'The Office', service_letter_contact: contact },
    ],
    [
      {
        ...letter,
        letter_languages: 'welsh_then_english',
        letter_welsh_subject: 'A',
        letter_welsh_content: 'B',
      },
      { letter_languages: 'welsh_then_english', letter_welsh_subject: 'A', letter_welsh_content: 'B' },
    ],
    [
      { ...letter, letter_welsh_subject: 'A', letter_welsh_content: 'B' },
      { letter_languages: 'welsh_then_english' },
    ],
    [
      { ...letter, letter_languages: 'english', letter_welsh_subject: null, letter_welsh_content: null },
      { letter_languages: 'english' },
    ],
    [{ ...email, has_unsubscribe_link: true }, { has_unsubscribe_link: true }],
    [{ process_type: 'priority' }, { process_type: 'priority' }],
    [
      { template_type: 'broadcast', content: 'Flood' },
      { template_type: 'broadcast', subject: null },
    ],
    // What nobody knows is left aside, and where it lies nobody says but its folder.
    [{ id: randomUUID(), colour: 'red', parent_folder_id: null, archived: true }, { archived: false }],
    [{ name: `' or 1=1; -- <b>"\\ ☃ \u202e`, content: '' }, { name: `' or 1=1; -- <b>"\\ ☃ \u202e` }],
    [{ content: `${'a'.repeat(918)}((placeholder))` }, {}],
  ]
  for (const [fields, part] of cases) {
    const made = await me.make(fields as Record<string, unknown>)
    for (const [key, value] of Object.entries(part)) assert.deepEqual(made[key], value, key)
  }
})

test('a sender and a reply-to address are told with texts and emails', async () => {
  const me = await tenant(crier)
  await crier.sql`update service_sms_senders set sms_sender = '07700900123' where service_id = ${me.service.id}`
  await crier.sql`
    insert into service_email_reply_to (service_id, email_address, is_default)
    values (${me.service.id}, 'office@example.gov.uk', true)`
  await crier.until('the change is heard', async () => {
    const made = await me.make(email)
    return made.reply_to_text === 'office@example.gov.uk'
  })
  assert.equal((await me.make()).reply_to_text, '447700900123')
})

const qr = `QR: ${'a'.repeat(505)}`
const refusals: [what: string, fields: object, status: number, body: object][] = [
  ['no name', { name: undefined }, 400, schemaFault('name is a required property')],
  ['a name that is none', { name: 1 }, 400, schemaFault('name 1 is not of type string')],
  ['an empty name', { name: '' }, 400, plainFault({ name: ['Length must be between 1 and 255.'] })],
  [
    'a long name',
    { name: 'a'.repeat(256) },
    400,
    plainFault({ name: ['Length must be between 1 and 255.'] }),
  ],
  [
    'a channel that is none',
    { template_type: 'fax' },
    400,
    schemaFault('template_type fax is not one of [sms, email, letter, broadcast]'),
  ],
  ['no content', { content: null }, 400, schemaFault('content None is not of type string')],
  [
    'an email without a subject',
    { template_type: 'email' },
    400,
    schemaFault('subject is a required property'),
  ],
  [
    'nothing',
    {
      name: undefined,
      template_type: undefined,
      content: undefined,
      service: undefined,
      created_by: undefined,
    },
    400,
    schemaFault(
      'name is a required property',
      'template_type is a required property',
      'service is a required property',
      'content is a required property',
      'created_by is a required property',
    ),
  ],
  ['nobody', { created_by: randomUUID() }, 400, plainFault({ created_by: ['No result found'] })],
  ['no id', { created_by: 'me' }, 400, schemaFault('created_by is not a valid UUID')],
  [
    'a long text',
    { content: 'a'.repeat(919) },
    400,
    plainFault({ content: ['Content has a character count greater than the limit of 918'] }),
  ],
  [
    'a long broadcast',
    { template_type: 'broadcast', content: 'a'.repeat(919) },
    400,
    plainFault({ content: ['Content has a character count greater than the limit of 918'] }),
  ],
  [
    'an email of megabytes',
    { ...email, content: 'a'.repeat(2_000_001) },
    400,
    plainFault({ content: ['Content has a byte count greater than the limit of 2000000'] }),
  ],
  [
    'a QR code that is too long',
    { ...letter, content: qr },
    400,
    plainFault({ content: ['qr-code-too-long'] }),
  ],
  [
    'a Welsh one',
    { ...letter, letter_welsh_subject: 'A', letter_welsh_content: qr },
    400,
    plainFault({ content: ['qr-code-too-long'] }),
  ],
  ['an unknown folder', { parent_folder_id: randomUUID() }, 400, plainFault('parent_folder_id not found')],
  [
    'postage of a text',
    { postage: 'first' },
    400,
    plainFault({ postage: ['Only letters have postage, and each has one.'] }),
  ],
  [
    'postage abroad',
    { ...letter, postage: 'europe' },
    400,
    schemaFault('postage invalid. It must be either first, second or economy.'),
  ],
  [
    'an unsubscribe link in a letter',
    { ...letter, has_unsubscribe_link: true },
    400,
    plainFault({ has_unsubscribe_link: ['Only emails have an unsubscribe link.'] }),
  ],
  [
    'English with Welsh',
    { ...letter, letter_languages: 'english', letter_welsh_subject: 'A', letter_welsh_content: 'B' },
    400,
    schemaFault('letter_languages english has null as letter_welsh_subject and letter_welsh_content'),
  ],
  [
    'English that is silent about Welsh',
    { ...letter, letter_languages: 'english' },
    400,
    schemaFault('letter_languages english has null as letter_welsh_subject and letter_welsh_content'),
  ],
  [
    'Welsh without content',
    {
      ...letter,
      letter_languages: 'welsh_then_english',
      letter_welsh_subject: 'A',
      letter_welsh_content: null,
    },
    400,
    schemaFault(
      'letter_languages welsh_then_english has strings as letter_welsh_subject and letter_welsh_content',
    ),
  ],
  [
    'half of Welsh',
    { ...letter, letter_welsh_subject: 'A' },
    400,
    schemaFault('letter_welsh_subject and letter_welsh_content go together'),
  ],
  [
    'Welsh in an email',
    { ...email, letter_welsh_subject: 'A', letter_welsh_content: 'B' },
    400,
    plainFault({
      letter_languages: [
        'A letter has a Welsh subject and Welsh content if it is in Welsh, and neither if it is not.',
      ],
    }),
  ],
  [
    'a language that is none',
    { ...letter, letter_languages: 'cornish' },
    400,
    schemaFault('letter_languages cornish is not one of [english, welsh_then_english]'),
  ],
]
test('what is no template is refused, and nothing is made', async () => {
  const me = everybody
  const known = (await me.ask('template')).body.data.length
  for (const [what, fields, status, body] of refusals) {
    const answer = await me.ask('template', newTemplate(me, fields as Record<string, unknown>))
    assert.deepEqual([answer.status, answer.body], [status, body], what)
  }
  assert.equal((await me.ask('template')).body.data.length, known)
})

test('contacts and folders of others are none', async () => {
  const [me, other] = [await tenant(crier), await tenant(crier)]
  const folder = await other.folder('Theirs')
  const inFolder = await me.ask('template', newTemplate(me, { parent_folder_id: folder }))
  assert.deepEqual(inFolder.body, plainFault('parent_folder_id not found'))
  const mine = await me.make(letter)
  for (const contact of [await contactOf(other), await contactOf(me, true), randomUUID()]) {
    const told = plainFault(
      `letter_contact_id ${contact} does not exist in database for service id ${me.service.id}`,
    )
    const made = await me.ask('template', newTemplate(me, { ...letter, reply_to: contact }))
    assert.deepEqual([made.status, made.body], [400, told])
    const state = await stateOf(mine.id)
    const changed = await me.ask(`template/${mine.id}`, { reply_to: contact, created_by: me.person })
    assert.deepEqual([changed.status, changed.body], [400, told])
    assert.equal(await stateOf(mine.id), state)
  }
})

test('a service makes and changes only what it may send', async () => {
  const me = await tenant(crier, [])
  const words = { sms: 'text message', email: 'email', letter: 'letter', broadcast: 'broadcast message' }
  for (const [type, name] of Object.entries(words)) {
    const fields = type === 'letter' || type === 'email' ? { subject: 'A' } : {}
    const made = await me.ask('template', newTemplate(me, { template_type: type, ...fields }))
    assert.deepEqual(
      [made.status, made.body],
      [403, plainFault({ template_type: [`Creating ${name} templates is not allowed`] })],
    )
    if (type === 'broadcast') continue
    const id = await crier.makeTemplate(me.service, { type: type as 'sms' })
    const state = await stateOf(id)
    const changed = await me.ask(`template/${id}`, { name: 'Another', redact_personalisation: true })
    assert.deepEqual(
      [changed.status, changed.body],
      [403, plainFault({ template_type: [`Updating ${name} templates is not allowed`] })],
    )
    assert.equal(await stateOf(id), state)
  }
})

test('a change is a version, what changes nothing is none', async () => {
  const me = await tenant(crier)
  const { id } = await me.make(email)
  crier.setNow(later)
  const second = await crier.sql`
    insert into users (name, email_address, auth_type, state)
    values ('Ben', 'ben@example.gov.uk', 'email_auth', 'active') returning id`
  const change = (fields: object) => me.ask(`template/${id}`, { created_by: second[0]!.id, ...fields })
  const same = await change({
    name: 'A template',
    content: email.content,
    has_unsubscribe_link: null,
    archived: false,
  })
  assert.deepEqual([same.status, same.body.data.version, same.body.data.updated_at], [200, 1, null])
  const { body } = await change({ name: 'Another', has_unsubscribe_link: true, colour: 'red' })
  assert.deepEqual(
    [
      body.data.version,
      body.data.name,
      body.data.updated_at,
      body.data.created_by,
      body.data.has_unsubscribe_link,
    ],
    [2, 'Another', later, second[0]!.id, true],
  )
  const { data } = (await me.ask(`template/${id}/versions`)).body
  assert.deepEqual(
    data.map((row: { version: number; name: string; created_by: { name: string } }) => [
      row.version,
      row.name,
      row.created_by.name,
    ]),
    [
      [2, 'Another', 'Ben'],
      [1, 'A template', 'Amala'],
    ],
  )
  assert.deepEqual((await me.ask(`template/${id}/version/1`)).body.data, data[1])
  for (const version of ['0', '3', '2147483648'])
    assert.equal((await me.ask(`template/${id}/version/${version}`)).status, 404)
  crier.setNow(now)
})

test('a version that somebody made by hand has a name too', async () => {
  const me = await tenant(crier)
  const id = await crier.makeTemplate(me.service)
  const { data } = (await me.ask(`template/${id}/versions`)).body
  assert.deepEqual(data[0].created_by, { id: null, name: 'An operator', email_address: null })
})

test('of the paths of a change the first that a body asks for is taken', async () => {
  const me = await tenant(crier)
  const contact = await contactOf(me)
  const { id } = await me.make(letter)
  const everything = { reply_to: contact, name: 'Another', archived: true }
  const state = await stateOf(id)
  const nobody = await me.ask(`template/${id}`, { redact_personalisation: true, ...everything })
  assert.deepEqual([nobody.status, nobody.body], [400, plainFault({ created_by: ['Field is required'] })])
  assert.equal(await stateOf(id), state)
  const redact = { redact_personalisation: true, created_by: me.person }
  for (const _ of ['for ever', 'and again']) {
    const redacted = await me.ask(`template/${id}`, { ...redact, ...everything })
    assert.deepEqual([redacted.status, redacted.text], [200, 'null'])
  }
  const { data } = (await me.ask(`template/${id}`)).body
  assert.deepEqual(
    [data.redact_personalisation, data.version, data.name, data.reply_to],
    [true, 1, 'A template', null],
  )
  // There is no way back.
  assert.equal((await me.ask(`template/${id}`, { ...redact, redact_personalisation: false })).status, 200)
  assert.equal((await me.ask(`template/${id}`)).body.data.redact_personalisation, true)
  const send = async (body: object) =>
    (await me.ask(`template/${id}`, { created_by: me.person, ...body })).body.data
  const sender = await send(everything)
  assert.deepEqual(
    [sender.reply_to, sender.version, sender.name, sender.archived],
    [contact, 2, 'A template', false],
  )
  assert.equal((await send({ reply_to: contact })).version, 3)
  const none = await send({ reply_to: null })
  assert.deepEqual([none.reply_to, none.reply_to_text, none.version], [null, null, 4])
  // An earlier version keeps its contact.
  assert.equal((await me.ask(`template/${id}/version/3`)).body.data.reply_to_text, 'The Office')
})

test('an archived template leaves its folder and all lists, and stays readable', async () => {
  const me = await tenant(crier)
  const parent_folder_id = await me.folder('A folder')
  const { id } = await me.make({ parent_folder_id })
  const { body } = await me.ask(`template/${id}`, { archived: true, created_by: me.person })
  assert.deepEqual([body.data.archived, body.data.folder, body.data.version], [true, null, 2])
  assert.deepEqual((await me.ask('template')).body.data, [])
  assert.equal((await me.ask(`template/${id}`)).body.data.archived, true)
  assert.equal((await me.ask(`template/${id}`, { archived: true })).body.data.version, 2)
  const back = await me.ask(`template/${id}`, { archived: false, created_by: me.person })
  assert.deepEqual([back.body.data.archived, back.body.data.folder, back.body.data.version], [false, null, 3])
})

const changes: [what: string, type: object, fields: object, body: object][] = [
  [
    'a long text',
    {},
    { content: 'a'.repeat(919) },
    plainFault({ content: ['Content has a character count greater than the limit of 918'] }),
  ],
  ['a QR code', letter, { content: qr }, plainFault({ content: ['qr-code-too-long'] })],
  [
    'a Welsh QR code',
    letter,
    { letter_languages: 'welsh_then_english', letter_welsh_subject: 'A', letter_welsh_content: qr },
    plainFault({ content: ['qr-code-too-long'] }),
  ],
  [
    'Welsh text of an English letter',
    letter,
    { letter_welsh_subject: 'A', letter_welsh_content: 'B' },
    plainFault({
      letter_languages: [
        'A letter has a Welsh subject and Welsh content if it is in Welsh, and neither if it is not.',
      ],
    }),
  ],
  [
    'half of Welsh',
    letter,
    { letter_welsh_content: null },
    schemaFault('letter_welsh_subject and letter_welsh_content go together'),
  ],
  ['a name that is none', {}, { name: null }, schemaFault('name None is not of type string')],
  ['archived as a word', {}, { archived: 'yes' }, schemaFault('archived yes is not of type boolean')],
  [
    'files that are none',
    email,
    { archive_email_file_ids: ['one'] },
    schemaFault('archive_email_file_ids is not a valid UUID'),
  ],
  ['a contact that is none', letter, { reply_to: 'them' }, schemaFault('reply_to is not a valid UUID')],
]
test('what a template cannot become is refused, and it stays as it is', async () => {
  const me = everybody
  for (const [what, type, fields, body] of changes) {
    const { id } = await me.make(type as Record<string, unknown>)
    const state = await stateOf(id)
    const answer = await me.ask(`template/${id}`, { created_by: me.person, ...fields })
    assert.deepEqual([answer.status, answer.body], [400, body], what)
    assert.equal(await stateOf(id), state)
  }
})

test('a letter gets Welsh, and loses it again', async () => {
  const me = everybody
  const { id } = await me.make(letter)
  const send = async (body: object) =>
    (await me.ask(`template/${id}`, { created_by: me.person, ...body })).body.data
  const welsh = {
    letter_languages: 'welsh_then_english',
    letter_welsh_subject: 'Pennawd',
    letter_welsh_content: 'Llythyr',
  }
  assert.deepEqual(
    ((one) => [one.letter_languages, one.letter_welsh_subject, one.version])(await send(welsh)),
    ['welsh_then_english', 'Pennawd', 2],
  )
  const edited = await send({ letter_welsh_subject: 'Arall', letter_welsh_content: 'Llythyr' })
  assert.deepEqual([edited.letter_welsh_subject, edited.version], ['Arall', 3])
  const english = await send({
    letter_languages: 'english',
    letter_welsh_subject: null,
    letter_welsh_content: null,
  })
  assert.deepEqual(
    [english.letter_languages, english.letter_welsh_content, english.version],
    ['english', null, 4],
  )
})

test('changes that come at once are one version after another', async () => {
  const me = await tenant(crier)
  const { id } = await me.make()
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      me.ask(`template/${id}`, { name: `Name ${n}`, created_by: me.person }),
    ),
  )
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array(8).fill(200),
  )
  const { data } = (await me.ask(`template/${id}/versions`)).body
  assert.deepEqual(
    data.map((row: { version: number }) => row.version),
    [9, 8, 7, 6, 5, 4, 3, 2, 1],
  )
})

test('the template of precompiled letters is made once, and nobody changes it', async () => {
  const me = await tenant(crier)
  const answers = await Promise.all(Array.from({ length: 4 }, () => me.ask('template/precompiled')))
  const [{ body }] = answers as [(typeof answers)[number]]
  for (const answer of answers) assert.deepEqual([answer.status, answer.body], [200, body])
  assert.deepEqual(
    [body.name, body.subject, body.content, body.hidden, body.is_precompiled_letter, body.postage],
    ['Pre-compiled PDF', 'Pre-compiled PDF', '', true, true, 'second'],
  )
  assert.equal(body.created_by, '6af522d0-2915-4e52-83a3-3690455a5fe6')
  assert.deepEqual((await me.ask('template')).body.data, [])
  const state = await stateOf(body.id)
  for (const change of [{ name: 'Mine' }, { archived: true }, { redact_personalisation: true }]) {
    assert.equal((await me.ask(`template/${body.id}`, { ...change, created_by: me.person })).status, 404)
  }
  assert.equal(await stateOf(body.id), state)
})

test('a preview has its values, or says which are missing', async () => {
  const me = everybody
  const { id, ...shown } = await me.make(email)
  const missing = await me.ask(`template/${id}/preview?name=Amala`)
  assert.deepEqual(
    [missing.status, missing.body],
    [400, plainFault({ template: ['Missing personalisation: thing'] })],
  )
  const filled = await me.ask(`template/${id}/preview?name=Amala&thing=%3Cb%3Epermit&other=1`)
  assert.deepEqual(
    [filled.status, filled.body],
    [200, { ...shown, id, subject: 'Your <b>permit', content: 'Dear Amala' }],
  )
  const text = await me.make({ content: 'Hello ((Name))…' })
  assert.equal((await me.ask(`template/${text.id}/preview?name=Ben`)).body.content, 'Hello Ben...')
  const many = await me.make({ ...email, subject: 'A', content: '((name))'.repeat(3000) })
  const long = await me.ask(`template/${many.id}/preview?name=${'a'.repeat(1000)}`)
  assert.match(long.body.message, /^Your message is too long\. Emails cannot be longer than 2000000 bytes/)
})

test('a template of another service is none, and stays as it is', async () => {
  const [me, other] = [await tenant(crier), await tenant(crier)]
  const { id } = await other.make(email)
  const state = await stateOf(id)
  const calls: [path: string, body?: object][] = [
    [`template/${id}`],
    [`template/${id}/version/1`],
    [`template/${id}/versions`],
    [`template/${id}/preview?name=A&thing=B`],
    [`template/${id}`, { name: 'Mine', created_by: me.person }],
    [`template/${id}`, { archived: true, created_by: me.person }],
    [`template/${id}`, { redact_personalisation: true, created_by: me.person }],
    [`template/${id}`, { reply_to: null, created_by: me.person }],
  ]
  for (const [path, body] of calls) {
    const answer = await me.ask(path, body)
    assert.deepEqual([answer.status, answer.body], [404, plainFault('No result found')], path)
  }
  assert.equal(await stateOf(id), state)
  assert.equal((await me.ask('template/none')).status, 404)
})

test('broadcasts show their content in the list, in the order of names', async () => {
  const me = await tenant(crier, ['sms', 'broadcast'])
  await me.make({ name: 'B', template_type: 'broadcast', content: 'Flood' })
  await me.make({ name: 'A', template_type: 'broadcast', content: 'Fire' })
  await me.make({ name: 'B' })
  assert.deepEqual(
    (await me.ask('template')).body.data.map((row: Record<string, unknown>) => [
      row.name,
      row.template_type,
      row.content,
    ]),
    [
      ['A', 'broadcast', 'Fire'],
      ['B', 'sms', null],
      ['B', 'broadcast', 'Flood'],
    ],
  )
})
