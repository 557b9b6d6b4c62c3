import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ownKey, readFile } from '../../src/files/store.ts'
import { runTask } from '../../src/schedule.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const london = {
  address_line_1: 'Amala Bird',
  address_line_2: '123 High Street, ',
  address_line_3: '  Sw14  6bf   ',
}
const withoutLetters = ['sms', 'email']
const post = (service: TestService, body: unknown, key: 'normal' | 'team' | 'test' = 'normal') =>
  crier.call('/v2/notifications/letter', { key: service.keys[key], body })
const error = async (answer: ReturnType<typeof post>) => {
  const { status, body } = await answer
  assert.equal(body.status_code, status)
  return [
    status,
    ...body.errors.map((one: { error: string; message: string }) => `${one.error} ${one.message}`),
  ]
}
const stored = async (service: TestService) =>
  (await crier.sql`select count(*)::int as rows from notifications where service_id = ${service.id}`)[0]!.rows

test('a templated letter is stored as it came, with its address tidied beside, and waits', async () => {
  const service = await crier.makeService()
  const contact = (
    await crier.sql`insert into service_letter_contacts (service_id, contact_block, is_default)
      values (${service.id}, 'Pigeon Bureau', true) returning id`
  )[0]!.id
  const template = await crier.makeTemplate(service, {
    type: 'letter',
    subject: 'A & B for ((name))',
    content: 'Dear ((name))',
    postage: 'first',
    service_letter_contact_id: contact,
  })
  const personalisation = { ...london, name: 'Amala' }
  const { status, body } = await post(service, { template_id: template, personalisation, reference: 'let-5' })
  assert.equal(status, 201)
  assert.deepEqual(body, {
    id: body.id,
    reference: 'let-5',
    content: { subject: 'A &amp; B for Amala', body: 'Dear Amala' },
    template: {
      id: template,
      version: 1,
      uri: `https://api.example.org/services/${service.id}/templates/${template}`,
    },
    scheduled_for: null,
    uri: `https://api.example.org/v2/notifications/${body.id}`,
  })
  const [row] = await crier.sql`
    select notification_status, "to", normalised_to, personalisation, reply_to_text, postage, international,
      client_reference, billable_units, reference ~ '^[A-Z0-9]{16}$' as has_reference
    from notifications where id = ${body.id}`
  assert.deepEqual(
    { ...row },
    {
      notification_status: 'created',
      to: 'Amala Bird\n123 High Street\nSW14 6BF',
      normalised_to: 'amalabird123highstreetsw146bf',
      personalisation,
      reply_to_text: 'Pigeon Bureau',
      postage: 'first',
      international: false,
      client_reference: 'let-5',
      billable_units: 0,
      has_reference: true,
    },
  )
  const jobs = await crier.sql`select name from pgboss.job where id = ${body.id}`
  assert.deepEqual(
    jobs.map(({ name }) => name),
    ['create-letters-pdf-tasks'],
  )
  const [usage] =
    await crier.sql`select letter::int from service_daily_usage where service_id = ${service.id}`
  assert.equal(usage!.letter, 1)
})

test('an address abroad decides the postage, for services that may send abroad', async () => {
  const may = await crier.makeService({ permissions: ['letter', 'international_letters'] })
  const mayNot = await crier.makeService({ permissions: ['letter'] })
  const personalisation = { address_line_1: 'Frau A', address_line_2: 'Weg 1', postcode: 'deutschland' }
  for (const [last, postage] of [
    ['deutschland', 'europe'],
    ['Japan', 'rest-of-world'],
  ]) {
    const template_id = await crier.makeTemplate(may, { type: 'letter', content: 'Hello' })
    const { body } = await post(may, { template_id, personalisation: { ...personalisation, postcode: last } })
    const [row] = await crier.sql`select postage, international from notifications where id = ${body.id}`
    assert.deepEqual({ ...row }, { postage, international: true })
  }
  const template_id = await crier.makeTemplate(mayNot, { type: 'letter', content: 'Hello' })
  assert.deepEqual(await error(post(mayNot, { template_id, personalisation })), [
    400,
    'ValidationError Must be a real UK postcode',
  ])
})

test('refusals of templated letters come in the order of the specification', async () => {
  const service = await crier.makeService({ permissions: ['letter', 'email'] })
  const none = await crier.makeService({ permissions: withoutLetters })
  const trial = await crier.makeService({ permissions: ['letter'], restricted: true })
  const letter = (content: string, columns = {}) =>
    crier.makeTemplate(service, { type: 'letter', content, ...columns })
  const plain = await letter('Hello ((name))')
  const file = { file: 'YWJj' }
  const address = { address_line_1: 'x' }
  const bad = async (expected: string, answer: ReturnType<typeof post>, status = 400) =>
    assert.deepEqual(await error(answer), [status, expected])

  await bad(
    'BadRequestError Service is not allowed to send letters',
    post(none, { template_id: plain, personalisation: {} }),
  )
  await bad(
    'BadRequestError Template not found',
    post(service, { template_id: service.id, personalisation: {} }),
  )
  const email = await crier.makeTemplate(service, { type: 'email', content: 'x' })
  await bad(
    'BadRequestError email template is not suitable for letter notification',
    post(service, { template_id: email, personalisation: {} }),
  )
  const archived = await letter('x', { archived_at: '2026-01-01' })
  await bad(
    'BadRequestError Template has been deleted',
    post(service, { template_id: archived, personalisation: {} }),
  )
  const qr = await letter('QR: https://example.org/((data))\n\n((name))')
  const tooLong = await post(service, { template_id: qr, personalisation: { data: 'x'.repeat(600) } })
  assert.deepEqual(tooLong.body.errors, [
    {
      error: 'ValidationError',
      message: 'Cannot create a usable QR code - the link is too long',
      data: `https://example.org/${'x'.repeat(600)}`,
      num_bytes: 620,
      max_bytes: 504,
    },
  ])
  await bad(
    'BadRequestError Missing personalisation: name',
    post(service, { template_id: plain, personalisation: address }, 'team'),
  )
  const placeholder = await letter('((name))')
  await bad(
    'BadRequestError Your message is empty.',
    post(service, { template_id: placeholder, personalisation: { name: ' ' } }, 'team'),
  )
  await bad(
    'BadRequestError Can only send a file by email',
    post(service, { template_id: plain, personalisation: { name: file } }, 'team'),
  )
  await bad(
    'BadRequestError Cannot send letters with a team api key',
    post(service, { template_id: plain, personalisation: { name: 'A' } }, 'team'),
    403,
  )
  const inTrial = await crier.makeTemplate(trial, { type: 'letter', content: 'Hello' })
  await bad(
    'BadRequestError Cannot send letters when service is in trial mode',
    post(trial, { template_id: inTrial, personalisation: {} }),
    403,
  )
  assert.equal((await post(trial, { template_id: inTrial, personalisation: london }, 'test')).status, 201)
  await bad(
    'ValidationError Address must be at least 3 lines',
    post(service, { template_id: plain, personalisation: { ...address, name: 'A' } }),
  )
  assert.equal(await stored(service), 0)
})

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(700_000, 7)])

test('a precompiled letter is stored with its PDF, encrypted, until its scan', async () => {
  const service = await crier.makeService()
  const content = pdf.toString('base64').replace(/.{76}/g, '$&\r\n')
  const answers = await Promise.all(
    ['a', 'b', 'c', 'd'].map((reference) => post(service, { reference, content, postage: 'first' })),
  )
  const { status, body } = answers[0]!
  assert.equal(status, 201)
  assert.deepEqual(body, { id: body.id, reference: 'a', postage: 'first' })
  const [row] = await crier.sql`
    select notification_status, "to", normalised_to, personalisation, reply_to_text, postage, client_reference,
      international, reference ~ '^[A-Z0-9]{16}$' as has_reference
    from notifications where id = ${body.id}`
  assert.deepEqual(
    { ...row },
    {
      notification_status: 'pending-virus-check',
      to: 'Provided as PDF',
      normalised_to: 'providedaspdf',
      personalisation: { address_line_1: 'Provided as PDF' },
      reply_to_text: '',
      postage: 'first',
      client_reference: 'a',
      international: false,
      has_reference: true,
    },
  )
  const templates =
    await crier.sql`select name, subject, content, postage from templates where service_id = ${service.id}`
  assert.deepEqual(
    templates.map((one) => ({ ...one })),
    [{ name: 'Pre-compiled PDF', subject: 'Pre-compiled PDF', content: '', postage: 'second' }],
  )
  const [file] = await crier.sql`
    select id, size, purpose, delete_after, kept from files where about_id = ${body.id}`
  assert.deepEqual(
    { ...file },
    {
      id: body.id,
      size: pdf.length,
      purpose: 'precompiled-letter',
      delete_after: null,
      kept: false,
    },
  )
  const chunks =
    await crier.sql`select contents from file_chunks where file_id = ${body.id} order by position`
  assert.equal(chunks.length, 3)
  assert.ok(!Buffer.concat(chunks.map((chunk) => chunk.contents)).includes(Buffer.alloc(64, 7)))
  const stream = readFile(crier.crier, { id: body.id, size: pdf.length }, ownKey(crier.crier, body.id))
  assert.deepEqual(Buffer.from(await new Response(stream).arrayBuffer()), pdf)
})

test('refusals of precompiled letters leave neither row nor file', async () => {
  const service = await crier.makeService({ permissions: ['letter'] })
  const content = 'aGk='
  const bad = async (expected: string, body: unknown, status = 400, key?: 'team') =>
    assert.deepEqual(await error(post(service, body, key)), [status, expected])
  await bad('ValidationError reference is a required property', { content })
  await bad('ValidationError content None is not of type string', { content: null, reference: 'r' })
  const postage = 'ValidationError postage invalid. It must be either first, second or economy.'
  await bad(postage, { content, reference: 'r', postage: 'europe' })
  const undecodable = 'BadRequestError Cannot decode letter content (invalid base64 encoding)'
  for (const wrong of ['aGk', 'a', '=aG=']) await bad(undecodable, { content: wrong, reference: 'r' })
  await bad(
    'BadRequestError Cannot send letters with a team api key',
    { content, reference: 'r' },
    403,
    'team',
  )
  assert.equal((await post(service, { content: 'nota PDFs!!!', reference: 'r'.repeat(1500) })).status, 201)
  assert.equal(await stored(service), 1)
  await crier.sql`update services set letter_message_limit = 1 where id = ${service.id}`
  assert.equal((await post(service, { content, reference: 'r' })).status, 429)
  const files = await crier.sql`select from files where service_id = ${service.id}`
  assert.equal(files.length, 1)
})

test('an idempotent repetition answers the same and keeps one file', async () => {
  const service = await crier.makeService()
  const call = () =>
    crier.call('/v2/notifications/letter', {
      key: service.keys.normal,
      body: { content: 'aGk=', reference: 'once' },
      headers: { 'idempotency-key': 'letter-1' },
    })
  const first = await call()
  const second = await call()
  assert.deepEqual(second.body, first.body)
  assert.equal(second.status, 201)
  assert.equal((await crier.sql`select from files where service_id = ${service.id}`).length, 1)
})

test('a letter that is larger than its purpose allows is refused, and leaves nothing', async () => {
  const service = await crier.makeService()
  const [before] = await crier.sql`select * from file_purposes where purpose = 'precompiled-letter'`
  await crier.sql`update file_purposes set most_bytes = 2 where purpose = 'precompiled-letter'`
  const large = await error(post(service, { content: 'aGkh', reference: 'large' }))
  const fitting = await post(service, { content: 'aGk=', reference: 'fitting' })
  await crier.sql`update file_purposes set ${crier.sql(before!)} where purpose = 'precompiled-letter'`
  assert.deepEqual(large, [413, 'BadRequestError File is larger than 2 bytes'])
  assert.equal(fitting.status, 201)
  const files = await crier.sql`select size from files where service_id = ${service.id}`
  assert.deepEqual(
    files.map(({ size }) => size),
    [2],
  )
  assert.equal(await stored(service), 1)
})

test('files of archived letters are deleted, those of others stay', async () => {
  const service = await crier.makeService()
  const [gone, stays] = await Promise.all(
    ['x', 'y'].map(async (reference) => (await post(service, { content: 'aGk=', reference })).body.id),
  )
  await crier.sql`
    insert into archived_letter_files (notification_id, created_at, key_type, notification_status)
    values (${gone}, now(), 'normal', 'delivered')`
  for (const id of [gone, stays])
    await crier.sql`
      insert into letter_validation_failures (notification_id, code, failed_at) values (${id}, 'letter-too-long', now())`
  await runTask(crier.crier, 'delete-archived-letter-files')
  const left = await crier.sql`select id from files where service_id = ${service.id}`
  assert.deepEqual(
    left.map((file) => file.id),
    [stays],
  )
  const failures = await crier.sql`
    select notification_id as id from letter_validation_failures where notification_id = any (${[gone, stays]})`
  assert.deepEqual(
    failures.map((row) => row.id),
    [stays],
  )
  assert.equal((await crier.sql`select from archived_letter_files where notification_id = ${gone}`).length, 0)
})
