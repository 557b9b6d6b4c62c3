import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const get = (service: TestService, path: string) => crier.call(path, { key: service.keys.team })
const preview = (service: TestService, id: string, body?: unknown) =>
  crier.call(`/v2/template/${id}/preview`, { method: 'POST', key: service.keys.normal, body })
const noResult = { status_code: 404, errors: [{ error: 'NoResultFound', message: 'No result found' }] }
const unrouted =
  'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.'

test('a template is shown whole, in its current and its older versions', async () => {
  const service = await crier.makeService()
  const [user] = await crier.sql`
    insert into users (name, email_address, password_hash, auth_type) values ('Sam', ${`${randomUUID()}@example.gov.uk`}, 'x', 'email_auth')
    returning id, email_address`
  const [contact] = await crier.sql`
    insert into service_letter_contacts (service_id, contact_block) values (${service.id}, 'Pigeon Bureau\n((team))')
    returning id`
  const id = await crier.makeTemplate(service, {
    type: 'letter',
    name: 'Visit letter',
    subject: 'For ((name))',
    content: 'Dear ((name)) ((late??Hurry))',
    created_by_id: user!.id,
    service_letter_contact_id: contact!.id,
  })
  const first = await get(service, `/v2/template/${id}`)
  const { created_at, ...rest } = first.body
  assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  assert.deepEqual(rest, {
    id,
    name: 'Visit letter',
    type: 'letter',
    version: 1,
    updated_at: null,
    created_by: user!.email_address,
    subject: 'For ((name))',
    body: 'Dear ((name)) ((late??Hurry))',
    personalisation: { team: { required: true }, name: { required: true }, late: { required: true } },
    postage: 'second',
    letter_contact_block: 'Pigeon Bureau\n((team))',
  })
  await crier.sql`update templates set content = 'New', archived_at = now() where id = ${id}`
  const current = await get(service, `/v2/template/${id}`)
  assert.deepEqual(
    [current.body.version, current.body.body, typeof current.body.updated_at],
    [2, 'New', 'string'],
  )
  assert.deepEqual((await get(service, `/v2/template/${id}/version/0`)).body, current.body)
  assert.deepEqual((await get(service, `/v2/template/${id}/version/1`)).body, first.body)
})

test('what is not there, hidden or of others is not found, in the words that fit', async () => {
  const service = await crier.makeService()
  const id = await crier.makeTemplate(service)
  const hidden = await crier.makeTemplate(service, { hidden: true })
  const other = await crier.makeTemplate(await crier.makeService())
  for (const path of [
    hidden,
    other,
    randomUUID(),
    `${hidden}/version/1`,
    `${other}/version/1`,
    `${id}/version/2`,
  ]) {
    const { status, body } = await get(service, `/v2/template/${path}`)
    assert.deepEqual([status, body], [404, noResult], path)
  }
  for (const template of [hidden, other, randomUUID()])
    assert.deepEqual((await preview(service, template, {})).body, noResult)
  const huge = await get(service, `/v2/template/${id}/version/99999999999`)
  assert.deepEqual([huge.status, huge.body.errors[0].error], [404, 'DataError'])
  for (const version of ['-1', 'x', '1.0']) {
    const { status, body } = await get(service, `/v2/template/${id}/version/${version}`)
    assert.deepEqual([status, body], [404, { result: 'error', message: unrouted }])
  }
  for (const path of ['x', 'x/version/1']) {
    const { status, body } = await get(service, `/v2/template/${path}`)
    assert.deepEqual([status, body.errors[0].message], [400, 'id is not a valid UUID'])
  }
  assert.equal((await preview(service, 'x', {})).body.errors[0].message, 'id is not a valid UUID')
})

test('the list has what can be sent, by name and then by type', async () => {
  const service = await crier.makeService()
  assert.deepEqual((await get(service, '/v2/templates')).body, { templates: [] })
  const letter = await crier.makeTemplate(service, { type: 'letter', name: 'B' })
  const email = await crier.makeTemplate(service, { type: 'email', name: 'B' })
  const sms = await crier.makeTemplate(service, { name: 'B' })
  const first = await crier.makeTemplate(service, { type: 'email', name: 'A' })
  await crier.makeTemplate(service, { name: 'C', hidden: true })
  await crier.makeTemplate(service, { name: 'D', archived_at: new Date().toISOString() })
  const listed = async (query: string) =>
    (await get(service, `/v2/templates${query}`)).body.templates.map(({ id }: { id: string }) => id)
  assert.deepEqual(await listed(''), [first, sms, email, letter])
  assert.deepEqual(await listed('?type=email'), [first, email])
  const { body } = await get(service, '/v2/templates?type=coconut&page=1')
  assert.deepEqual(
    body.errors.map(({ message }: { message: string }) => message),
    [
      'type coconut is not one of [sms, email, letter]',
      'Additional properties are not allowed (page was unexpected)',
    ],
  )
})

test('a preview fills the current version and checks nothing but that it can', async () => {
  const service = await crier.makeService({ permissions: [] })
  const email = await crier.makeTemplate(service, {
    type: 'email',
    content: 'Dear ((name))',
    subject: '((day))',
  })
  const sms = await crier.makeTemplate(service, { content: 'Hi', archived_at: new Date().toISOString() })
  const { status, body } = await preview(service, email, {
    personalisation: { name: 'Amala', Day: 'Monday' },
    anything: 1,
  })
  const { html, ...rest } = body
  assert.equal(status, 200)
  assert.deepEqual(rest, {
    id: email,
    type: 'email',
    version: 1,
    subject: 'Monday',
    body: 'Dear Amala',
    postage: null,
  })
  assert.match(html, /^<p [^>]*>Dear Amala<\/p>/)
  const plain = { id: sms, type: 'sms', version: 1, subject: null, body: 'Hi', html: null, postage: null }
  for (const empty of [undefined, 'null', '[]', '{}'])
    assert.deepEqual((await preview(service, sms, empty)).body, plain)
  const refusals: [unknown, string][] = [
    [{}, 'Missing personalisation: day, name'],
    [{ personalisation: { name: null, day: 1 } }, 'Missing personalisation: name'],
    [{ personalisation: [] }, 'personalisation [] is not of type object'],
    [{ personalisation: null }, 'personalisation None is not of type object'],
    ['[1]', '[1] is not of type object'],
    ['12345678901234567890', '12345678901234567890 is not of type object'],
    ['"x"', 'x is not of type object'],
    ['{', 'Invalid JSON supplied in POST data'],
  ]
  for (const [wrong, message] of refusals) {
    const answer = await preview(service, email, wrong)
    assert.deepEqual([answer.status, answer.body.errors?.[0].message], [400, message])
  }
})

test('a long text is previewed apart from what waits for an answer, as a long email is', async (t) => {
  const busy = await sharedCrier({})
  t.after(busy.close)
  const service = await busy.makeService()
  const template = await busy.makeTemplate(service, { content: '((name))' })
  const preview = (name: string) =>
    busy.call(`/v2/template/${template}/preview`, {
      key: service.keys.normal,
      body: { personalisation: { name } },
    })
  const long = 'é'.repeat(20_000)
  assert.equal((await preview(long)).body.body, long)
  await busy.crier.renderers.close()
  assert.equal((await preview(long)).status, 503, 'without the threads nobody renders it')
  assert.equal((await preview('short')).body.body, 'short')
})
