/** PDFs that people have uploaded, sent as letters: whole exchanges, and what is stored and counted. Source: specification, letters, PDFs uploaded in the admin application; internal API, one-off sends. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { placeOf } from '../../src/buckets/names.ts'
import { putObject } from '../../src/buckets/objects.ts'
import { runTask } from '../../src/schedule.ts'
import { adminCall } from '../admin/support.ts'
import { type ServiceOptions, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { filesOf, letterOf, queuesOf } from './lives.ts'
import { pagesWith } from './made-pdfs.ts'

const noon = '2026-07-02T11:00:00Z'
let crier: TestCrier
let pages: Uint8Array
before(async () => {
  crier = await sharedCrier()
  crier.setNow(noon)
  pages = await pagesWith(3)
})
after(() => crier.close())

type Made = { service: TestService; name: string; person: string; file: string }

async function making(options: ServiceOptions = {}): Promise<Made> {
  const name = `Service ${randomUUID()}`
  const service = await crier.makeService({ name, permissions: ['letter'], ...options })
  const [person] = await crier.sql`
    insert into users (name, email_address, auth_type, state)
    values ('Amala Bird', ${`${randomUUID()}@example.gov.uk`}, 'email_auth', 'active') returning id`
  await crier.sql`insert into user_to_service (user_id, service_id) values (${person!.id}, ${service.id})`
  const file = await upload(service, pages)
  return { service, name, person: person!.id, file }
}
/** As the admin application puts it into its bucket. */
async function upload(service: TestService, pdf: Uint8Array): Promise<string> {
  const id = randomUUID()
  const metadata = { status: 'valid', page_count: '3', filename: 'bins.pdf' }
  const object = { contentType: 'application/pdf', size: pdf.byteLength, metadata, isPassing: false }
  await putObject(crier.crier, placeOf('uploaded-letters', `service-${service.id}/${id}.pdf`)!, object, [pdf])
  return id
}
const send = ({ service, person, file }: Made, more: object = {}) =>
  adminCall(crier, `/service/${service.id}/send-pdf-letter`, {
    body: {
      postage: 'first',
      filename: 'bins.pdf',
      created_by: person,
      file_id: file,
      recipient_address: 'Amala Bird\n1 High Street\nSW14 6BF',
      ...more,
    },
  })
const used = async ({ service }: Made) =>
  (await crier.sql`select letter::integer from service_daily_usage where service_id = ${service.id}`)[0]
    ?.letter ?? 0
const rowsOf = ({ service }: Made) =>
  crier.sql`select * from notifications where service_id = ${service.id} order by created_at, id`

test('an upload becomes a letter of its own id, printed from the very file, and is told of again to whoever asks again', async () => {
  const made = await making({ letter_message_limit: 1 })
  const { file: id } = made
  const both = await Promise.all([send(made), send(made)])
  // What its day had room for is used up by the letter itself.
  for (const { status, body } of [...both, await send(made)]) assert.deepEqual([status, body], [201, { id }])
  const [row, ...more] = await rowsOf(made)
  assert.equal(more.length, 0)
  assert.deepEqual(
    [
      row!.id,
      row!.created_by_id,
      row!.api_key_id,
      row!.key_type,
      row!.client_reference,
      row!.personalisation,
    ],
    [id, made.person, null, 'normal', 'bins.pdf', { address_line_1: 'bins.pdf' }],
  )
  assert.deepEqual(
    [row!.to, row!.normalised_to, row!.created_at],
    ['Amala Bird\n1 High Street\nSW14 6BF', 'amalabird1highstreetsw146bf', '2026-07-02 11:00:00+00'],
  )
  const { status, sheets, postage, international, pages: count, file_name } = await letterOf(crier, id)
  assert.deepEqual([status, sheets, postage, international, count], ['created', 2, 'first', false, 3])
  assert.match(file_name, /^2026-07-02\/NOTIFY\.[A-Z0-9]{16}\.D\.1\.C\.20260702110000\.PDF$/)
  assert.deepEqual(await filesOf(crier, id), ['letter-pdf'])
  assert.deepEqual(await queuesOf(crier, id), [], 'nothing is left to be made of it')
  assert.equal(await used(made), 1)
  const [beside] = await crier.sql`
    select count(*)::integer as rows from object_metadata join files on files.id = file_id where about_id = ${id}`
  assert.equal(beside!.rows, 0)
  const shown = await adminCall(crier, `/service/${made.service.id}/template/preview/${id}/pdf`)
  assert.deepEqual(Buffer.from(shown.body.content, 'base64'), Buffer.from(pages))
  const { body } = await adminCall(crier, `/service/${made.service.id}/upload/uploaded-letters/2026-07-02`)
  assert.deepEqual(
    body.notifications.map((one: any) => [one.id, one.client_reference, one.template.is_precompiled_letter]),
    [[id, 'bins.pdf', true]],
  )
  crier.setNow('2026-07-20T00:00:00Z')
  await runTask(crier.crier, 'delete-expired-files')
  crier.setNow(noon)
  assert.deepEqual(await filesOf(crier, id), ['letter-pdf'], 'it has the time of a letter, not of an upload')
})

test('postage abroad makes a letter international, and an address may be spelt with percent signs', async () => {
  const made = await making()
  const recipient_address = 'Amala%20Bird%0A100%%20Street%0AGermany'
  assert.equal((await send(made, { postage: 'europe', recipient_address })).status, 201)
  const [row] = await rowsOf(made)
  assert.deepEqual(
    [row!.to, row!.postage, row!.international],
    ['Amala Bird\n100% Street\nGermany', 'europe', true],
  )
})

const trial =
  'Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode'
const missing = 'The uploaded letter is not in the file store'

test('what is refused makes no letter, is not counted, and leaves the upload', async () => {
  const stranger = (await making()).person
  const long = await pagesWith(11)
  const cases: [options: ServiceOptions, body: object, status: number, message: unknown, pdf?: Uint8Array][] =
    [
      [{ permissions: ['sms'] }, {}, 400, 'Service is not allowed to send letters'],
      [{ restricted: true }, {}, 400, trial],
      [{ letter_message_limit: 0, restricted: true }, {}, 429, 'Exceeded send limits (letter: 0) for today'],
      [{}, { created_by: randomUUID() }, 404, 'No result found'],
      [
        {},
        { created_by: stranger },
        400,
        'Can’t create notification - Amala Bird is not part of the "{name}" service',
      ],
      [{}, { file_id: randomUUID() }, 500, missing],
      [{}, {}, 400, 'unable-to-read-the-file', Buffer.from('no PDF')],
      [{}, {}, 400, 'letter-too-long', long],
    ]
  for (const [options, body, status, told, pdf] of cases) {
    const made = await making(options)
    if (pdf !== undefined) made.file = await upload(made.service, pdf)
    const answer = await send(made, body)
    const message = typeof told === 'string' ? told.replace('{name}', made.name) : told
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }])
    assert.deepEqual([(await rowsOf(made)).length, await used(made)], [0, 0])
    assert.deepEqual(await filesOf(crier, made.file), ['letter-upload'])
  }
  const other = await making()
  const theirs = await send({ ...(await making()), file: other.file })
  assert.deepEqual([theirs.status, theirs.body.message], [500, missing])

  const { status, body } = await send(other, { postage: 'third', file_id: undefined })
  assert.equal(status, 400)
  assert.deepEqual(
    body.errors.map(({ message }: { message: string }) => message),
    [
      'postage invalid. It must be first, second, economy, europe or rest-of-world.',
      'file_id is a required property',
    ],
  )
})
