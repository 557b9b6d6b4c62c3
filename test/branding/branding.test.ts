/** Brandings as the admin application keeps them: whole exchanges. Source: specification, internal API, branding. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { plainFault, schemaFault } from '../templates/support.ts'

let crier: TestCrier
let person: string
const now = '2026-03-01T09:00:00.000000Z'
const later = '2026-03-01T10:00:00.000000Z'
before(async () => {
  crier = await sharedCrier()
  crier.setNow(now)
  const [made] = await crier.sql`
    insert into users (name, email_address, auth_type, state)
    values ('Someone', ${`${randomUUID()}@example.gov.uk`}, 'email_auth', 'active') returning id`
  person = made!.id
})
after(() => crier.close())

const ask = (path: string, body?: object, method?: string) =>
  adminCall(crier, path, { ...(body && { body }), ...(method && { method }) })
const unique = (word: string) => `${word} ${randomUUID()}`
async function emailBranding(fields: object = {}) {
  const answer = await ask('/email-branding', { name: unique('Department'), text: 'Department', ...fields })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data
}
async function letterBranding(fields: object = {}) {
  const answer = await ask('/letter-branding', {
    name: unique('Department'),
    filename: unique('logo'),
    ...fields,
  })
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

test('an email branding is made, listed and changed, empty texts being none', async () => {
  const name = unique(`' "<b>\\ ☃`)
  const made = await emailBranding({
    name,
    text: '',
    alt_text: 'A crown',
    logo: 'crown.png',
    colour: '#fff',
    brand_type: 'both',
    created_by: person,
    other: 1,
  })
  const expected = {
    alt_text: 'A crown',
    brand_type: 'both',
    colour: '#fff',
    created_at: now,
    created_by: person,
    id: made.id,
    logo: 'crown.png',
    name,
    text: null,
    updated_at: null,
  }
  assert.deepEqual(made, expected)
  assert.deepEqual((await ask(`/email-branding/${made.id}`)).body, { email_branding: expected })
  const { email_branding: all } = (await ask('/email-branding')).body
  assert.deepEqual(
    all.find((one: { id: string }) => one.id === made.id),
    expected,
  )
  crier.setNow(later)
  const changed = await ask(`/email-branding/${made.id}`, {
    text: 'Department',
    alt_text: '',
    colour: null,
    updated_by: person,
  })
  crier.setNow(now)
  const after = { ...expected, text: 'Department', alt_text: null, colour: null, updated_at: later }
  assert.deepEqual([changed.status, changed.body], [200, { data: after }])
  const [event] = await crier.sql`
    select event_type, actor_id from events
    where data ->> 'email_branding_id' = ${made.id} order by created_at desc limit 1`
  assert.deepEqual({ ...event }, { event_type: 'change_email_branding', actor_id: person })
})

test('a letter branding is made, listed and changed', async () => {
  const made = await letterBranding({
    name: unique('Hafod'),
    filename: unique('hafod'),
    created_by_id: person,
  })
  const expected = { ...made, created_at: now, created_by: person, updated_at: null }
  assert.deepEqual(made, expected)
  assert.deepEqual((await ask(`/letter-branding/${made.id}`)).body, expected)
  const all = (await ask('/letter-branding')).body
  assert.deepEqual(
    all.find((one: { id: string }) => one.id === made.id),
    expected,
  )
  crier.setNow(later)
  const fields = { name: unique('Other'), filename: made.filename }
  const changed = await ask(`/letter-branding/${made.id}`, { ...fields, updated_by_id: person })
  crier.setNow(now)
  assert.deepEqual([changed.status, changed.body], [201, { ...expected, ...fields, updated_at: later }])
})

test('what is no branding is refused, and nothing is made or changed', async () => {
  const [email, letter] = [await emailBranding(), await letterBranding()]
  const [otherEmail, otherLetter] = [await emailBranding(), await letterBranding()]
  const state = async () =>
    JSON.stringify([
      await crier.sql`select * from email_branding order by id`,
      await crier.sql`select * from letter_branding order by id`,
    ])
  const before = await state()
  const taken = plainFault({ name: ['An email branding with that name already exists.'] })
  const oneText = plainFault('Email branding must have exactly one of alt_text and text.')
  const cases: [path: string, body: object, told: object][] = [
    ['/email-branding', { text: 'A' }, schemaFault('name is a required property')],
    ['/email-branding', { name: null, text: 'A' }, schemaFault('name None is not of type string')],
    ['/email-branding', { name: '', text: 'A' }, schemaFault('name  is too short')],
    ['/email-branding', { name: 'A', text: 1 }, schemaFault('text 1 is not of type string, null')],
    [
      '/email-branding',
      { name: 'A', brand_type: 'govuk' },
      schemaFault('brand_type govuk is not one of [org, both, org_banner]'),
    ],
    ['/email-branding', { name: 'A', created_by: 'me' }, schemaFault('created_by is not a valid UUID')],
    ['/email-branding', { name: unique('A') }, oneText],
    ['/email-branding', { name: unique('A'), text: '', alt_text: null }, oneText],
    ['/email-branding', { name: unique('A'), text: 'A', alt_text: 'B' }, oneText],
    ['/email-branding', { name: email.name.toUpperCase(), text: 'A' }, taken],
    [
      '/email-branding',
      { name: unique('A'), text: 'A', colour: 'red' },
      plainFault({ colour: ['Not a valid colour, such as #0b0c0c.'] }),
    ],
    [
      '/email-branding',
      { name: 'a'.repeat(256), text: 'A' },
      plainFault({ name: ['Longer than maximum length 255.'] }),
    ],
    [
      '/email-branding',
      { name: unique('A'), text: 'A', created_by: randomUUID() },
      plainFault({ created_by: ['No result found'] }),
    ],
    [`/email-branding/${email.id}`, { name: otherEmail.name }, taken],
    [`/email-branding/${email.id}`, { alt_text: 'Another' }, oneText],
    [`/email-branding/${email.id}`, { name: '' }, schemaFault('name  is too short')],
    ['/letter-branding', { name: 'A' }, schemaFault('filename is a required property')],
    ['/letter-branding', { name: null, filename: 'A' }, schemaFault('name None is not of type string')],
    [
      '/letter-branding',
      { name: letter.name, filename: unique('a') },
      plainFault({ name: ['Name already in use'] }),
    ],
    [
      '/letter-branding',
      { name: unique('A'), filename: letter.filename },
      plainFault({ filename: ['Filename already in use'] }),
    ],
    [
      `/letter-branding/${letter.id}`,
      { name: otherLetter.name, filename: letter.filename },
      plainFault({ name: ['Name already in use'] }),
    ],
    [`/letter-branding/${letter.id}`, { name: 'A' }, schemaFault('filename is a required property')],
    ['/email-branding/get-name-for-alt-text', {}, schemaFault('alt_text is a required property')],
    ['/letter-branding/get-unique-name', { name: 1 }, schemaFault('name 1 is not of type string')],
  ]
  for (const [path, body, told] of cases) {
    const answer = await ask(path, body)
    assert.deepEqual([answer.status, answer.body], [400, told], `${path} ${JSON.stringify(body)}`)
  }
  const nowhere = randomUUID()
  const missing: [path: string, body?: object, method?: string][] = [
    [`/email-branding/${nowhere}`],
    [`/email-branding/${nowhere}`, { name: 'A' }],
    [`/email-branding/${nowhere}/orgs_and_services`],
    [`/email-branding/${nowhere}/archive`, undefined, 'POST'],
    [`/letter-branding/${nowhere}`],
    [`/letter-branding/${nowhere}`, { name: 'A', filename: 'A' }],
    [`/letter-branding/${nowhere}/orgs_and_services`],
  ]
  for (const [path, body, method] of missing) {
    const answer = await ask(path, body, method)
    assert.deepEqual([answer.status, answer.body], [404, plainFault('No result found')], path)
  }
  assert.equal(await state(), before)
})

test('a name that is taken becomes an alternate one, whatever its case, up to 99', async () => {
  const name = unique('100% _Crown\\')
  const wanted = {
    email: (alt_text: string) => ask('/email-branding/get-name-for-alt-text', { alt_text }),
    letter: (text: string) => ask('/letter-branding/get-unique-name', { name: text }),
  }
  const make = {
    email: (text: string) => emailBranding({ name: text }),
    letter: (text: string) => letterBranding({ name: text }),
  }
  for (const channel of ['email', 'letter'] as const) {
    assert.deepEqual((await wanted[channel](name)).body, { name })
    await make[channel](name.toUpperCase())
    assert.deepEqual((await wanted[channel](name)).body, { name: `${name} (alternate 1)` })
    await make[channel](`${name} (Alternate 1)`)
    await make[channel](`${name} (alternate 3)`)
    assert.deepEqual((await wanted[channel](name)).body, { name: `${name} (alternate 2)` })
    const slash =
      channel === 'email' ? 'email-branding/get-name-for-alt-text/' : 'letter-branding/get-unique-name/'
    const key = channel === 'email' ? 'alt_text' : 'name'
    assert.deepEqual((await ask(`/${slash}`, { [key]: name })).body, { name: `${name} (alternate 2)` })
  }
  await crier.sql`
    insert into email_branding (name, text)
    select ${name} || ' (alternate ' || n || ')', 'A' from generate_series(4, 99) n`
  assert.equal((await wanted.email(name)).body.name, `${name} (alternate 2)`)
  await make.email(`${name} (alternate 2)`)
  const none = await wanted.email(name)
  assert.deepEqual(
    [none.status, none.body],
    [400, plainFault({ name: ['Too many brandings have this name'] })],
  )
})

test('a branding says who uses it, and is archived when nobody does', async () => {
  const [email, letter] = [await emailBranding(), await letterBranding()]
  const [archivedName, serviceName] = [unique('Archived'), unique('Service')]
  const service = await crier.makeService({
    name: serviceName,
    email_branding_id: email.id,
    letter_branding_id: letter.id,
  })
  await crier.makeService({ name: archivedName, email_branding_id: email.id, archived_at: now })
  const organisation = { id: randomUUID(), name: unique('Ministry') }
  await crier.sql`insert into organisation (id, name) values (${organisation.id}, ${organisation.name})`
  await crier.sql`
    insert into email_branding_to_organisation (organisation_id, email_branding_id)
    values (${organisation.id}, ${email.id})`
  await crier.sql`update organisation set email_branding_id = ${email.id} where id = ${organisation.id}`
  const users = async (path: string) => (await ask(`${path}/orgs_and_services`)).body
  const services = [{ id: service.id, name: serviceName }]
  assert.deepEqual(await users(`/email-branding/${email.id}`), {
    data: { services, organisations: [organisation] },
  })
  assert.deepEqual(await users(`/letter-branding/${letter.id}`), { data: { services, organisations: [] } })
  const archive = () => ask(`/email-branding/${email.id}/archive`, undefined, 'POST')
  const inUse = plainFault("Email branding is in use and so it can't be archived.")
  assert.deepEqual(((one) => [one.status, one.body])(await archive()), [400, inUse])
  await crier.sql`update services set email_branding_id = null where id = ${service.id}`
  assert.deepEqual((await archive()).body, inUse)
  await crier.sql`update organisation set email_branding_id = null where id = ${organisation.id}`
  const done = await archive()
  assert.deepEqual([done.status, done.text], [204, ''])
  const offered = await crier.sql`
    select from email_branding_to_organisation where email_branding_id = ${email.id}`
  assert.equal(offered.length, 0)
  assert.equal((await archive()).status, 404)
  const { email_branding: all } = (await ask('/email-branding')).body
  assert.equal(
    all.some((one: { id: string }) => one.id === email.id),
    false,
  )
  assert.equal((await ask(`/email-branding/${email.id}`)).body.email_branding.name, email.name)
  assert.equal((await ask(`/email-branding/${email.id}`, { name: unique('A') })).status, 404)
  // Its name is free again.
  await emailBranding({ name: email.name })
})
