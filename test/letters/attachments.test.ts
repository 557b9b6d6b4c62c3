/** Pages that follow the letters of a template: whole exchanges. Source: specification, letters, attachments; internal API, templates. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { letterWork } from '../../src/commands/letter.ts'
import { letterFiles } from '../../src/letters/files.ts'
import { runTask } from '../../src/schedule.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { storeUpload } from './lives.ts'
import { pagesWith, pdfOf } from './made-pdfs.ts'

const noon = '2026-07-02T12:00:00Z'
let crier: TestCrier
let service: TestService
let person: string
let pages: Uint8Array
before(async () => {
  crier = await sharedCrier()
  crier.setNow(noon)
  service = await crier.makeService({ permissions: ['letter'] })
  const [made] = await crier.sql`
    insert into users (name, email_address, auth_type, state)
    values ('Amala Bird', ${`${randomUUID()}@example.gov.uk`}, 'email_auth', 'active') returning id`
  person = made!.id
  pages = await pagesWith(1)
})
after(() => crier.close())

const upload = (pdf = pages, of = service) => storeUpload(crier, 'letter-attachment', of.id, pdf)
const template = (columns: Record<string, unknown> = {}) =>
  crier.makeTemplate(service, { type: 'letter', content: 'Dear ((name))', ...columns })
const attach = (upload_id: string, template_id: string, more: object = {}) =>
  adminCall(crier, '/letter-attachment', {
    body: {
      upload_id,
      template_id,
      original_filename: 'map.pdf',
      page_count: 1,
      created_by_id: person,
      ...more,
    },
  })
const archive = (id: string, archived_by = person) =>
  adminCall(crier, `/letter-attachment/${id}/archive`, { body: { archived_by } })
const versionsOf = async (id: string) =>
  (
    await crier.sql`
      select version, letter_attachment_id, created_by_id from templates_history where id = ${id} order by 1`
  ).map((row) => Object.values(row))
const keptOf = async (id: string) =>
  (await crier.sql`select delete_after from files where about_id = ${id}`).map((row) => row.delete_after)

test('an attachment is taken, shown and archived, each as a version of its template, and its pages stay', async () => {
  const id = await upload()
  const template_id = await template()
  const shape = {
    id,
    original_filename: 'map.pdf',
    page_count: 1,
    created_by_id: person,
    created_at: '2026-07-02T12:00:00.000000Z',
    archived_by_id: null,
    archived_at: null,
  }
  const taken = await attach(id, template_id)
  assert.deepEqual([taken.status, taken.body], [201, shape])
  assert.deepEqual((await adminCall(crier, `/letter-attachment/${id}`)).body, shape)
  assert.deepEqual(await keptOf(id), [null], 'one file, as it is printed')
  const archived = await archive(id)
  assert.deepEqual([archived.status, archived.text], [204, ''])
  assert.deepEqual((await adminCall(crier, `/letter-attachment/${id}`)).body, {
    ...shape,
    archived_by_id: person,
    archived_at: '2026-07-02T12:00:00.000000Z',
  })
  assert.deepEqual(await versionsOf(template_id), [
    [1, null, null],
    [2, id, person],
    [3, null, person],
  ])
  for (const [named, status, message] of [
    [id, 400, 'letter-attachment-already-archived'],
    [randomUUID(), 404, 'No result found'],
  ] as const) {
    const answer = await archive(named)
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }])
  }

  const answers = await Promise.all([await upload(), await upload()].map((one) => attach(one, template_id)))
  assert.deepEqual(
    answers.map(({ status }) => status).sort(),
    [201, 400],
    'two at once: it has one attachment',
  )
  assert.equal((await versionsOf(template_id)).length, 4)

  const left = await upload()
  crier.setNow('2026-07-10T00:00:00Z')
  await runTask(crier.crier, 'delete-expired-files')
  crier.setNow(noon)
  const [row] = await crier.sql`select count(*) from files where about_id = ${left} and deleted_at is null`
  assert.equal(row!.count, '0', 'pages that no template takes are gone after a week')
  assert.deepEqual(await keptOf(id), [null])
})

test('what can not be attached is refused, and changes nothing', async () => {
  const used = await upload()
  const template_id = await template()
  assert.equal((await attach(used, template_id)).status, 201)
  const free = await template()
  const long = await template({ content: `${'Page\n\n***\n\n'.repeat(9)}Page` })
  const email = await crier.makeTemplate(service, { type: 'email' })
  const archived = await crier.makeTemplate(service, {
    type: 'letter',
    archived_at: new Date().toISOString(),
  })
  const outside = await pdfOf([({ ink }) => ink(1, 100, 5, 5)])
  const refusals: [upload: string, template: string, more: object, status: number, message: unknown][] = [
    [await upload(), randomUUID(), {}, 404, 'template-not-found'],
    [await upload(), archived, {}, 404, 'template-not-found'],
    [await upload(), template_id, {}, 400, 'template-already-has-attachment'],
    [await upload(), email, {}, 400, 'email template is not suitable for letter notification'],
    [randomUUID(), free, {}, 400, 'letter-attachment-file-not-found'],
    [await upload(pages, await crier.makeService()), free, {}, 400, 'letter-attachment-file-not-found'],
    [await upload(Buffer.from('no PDF')), free, {}, 400, 'unable-to-read-the-file'],
    [await upload(outside), free, {}, 400, 'content-outside-printable-area'],
    [
      await upload(),
      free,
      { page_count: 2 },
      400,
      { page_count: ['The file has another number of pages: 1'] },
    ],
    [await upload(), long, {}, 400, 'letter-too-long'],
    [
      await storeUpload(crier, 'letter-attachment', service.id, pages, used),
      free,
      {},
      400,
      { upload_id: ['Already in use'] },
    ],
  ]
  const before = await crier.sql`select count(*) from files where service_id = ${service.id}`
  for (const [id, named, more, status, message] of refusals) {
    const answer = await attach(id, named, more)
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }])
  }
  for (const id of [free, long, email]) assert.equal((await versionsOf(id)).length, 1)
  const after = await crier.sql`select count(*) from files where service_id = ${service.id}`
  assert.deepEqual([...after], [...before], 'what was made of a refused one is not kept')

  const { status, body } = await adminCall(crier, '/letter-attachment', { body: { page_count: '2' } })
  assert.equal(status, 400)
  assert.deepEqual(
    body.errors.map(({ message }: { message: string }) => message),
    [
      'page_count 2 is not of type integer',
      ...['upload_id', 'created_by_id', 'original_filename', 'template_id'].map(
        (name) => `${name} is a required property`,
      ),
    ],
  )
})

test('an operator has its pages read and rewritten anew: of the same number, in place of those there are, by one of two at once', async () => {
  const id = await upload()
  assert.equal((await attach(id, await template())).status, 201)
  const filesOf = () =>
    crier.sql`select id, size, delete_after from files where about_id = ${id} and deleted_at is null`
  const resanitise = async (named: string) => {
    let shown = ''
    const work = letterWork(['resanitise-attachment', named], {}, { write: (text) => (shown += text) })
    await work(crier.crier)
    return shown
  }
  const [before] = await filesOf()
  assert.equal(await resanitise(id), `${id}: made anew, 1 pages\n`)
  const made = await filesOf()
  assert.equal(made.length, 1)
  assert.notEqual(made[0]!.id, before!.id)
  assert.equal(made[0]!.delete_after, null)
  const shown = await letterFiles(crier.crier).attachment(service.id, id)
  assert.equal(shown!.byteLength, Number(made[0]!.size), 'letters get those from now on')
  const [event] = await crier.sql`
    select service_id from events
    where event_type = 'resanitise_attachment' and data ->> 'letter_attachment_id' = ${id}`
  assert.equal(event!.service_id, service.id)

  const both = await Promise.allSettled([resanitise(id), resanitise(id)])
  assert.equal((await filesOf()).length, 1, 'two at once leave one file')
  assert.ok(both.some(({ status }) => status === 'fulfilled'))

  const asked: [string, RegExp][] = [
    [randomUUID(), /there is no attachment of that id/],
    ['map.pdf', /"map.pdf" is not the id of an attachment/],
  ]
  for (const [named, message] of asked) await assert.rejects(() => resanitise(named), message)

  const [kept] = await filesOf()
  const later = await storeUpload(crier, 'letter-attachment', service.id, Buffer.from('no PDF'), id)
  await crier.sql`update letter_attachment set page_count = 2 where id = ${id}`
  await assert.rejects(() => resanitise(id), /it has 1 pages in place of 2: nothing is changed/)
  const left = await filesOf()
  assert.deepEqual(
    left.filter(({ delete_after }) => delete_after === null),
    [kept],
    'what is refused leaves everything as it is, and what was put there later is not asked',
  )
  await crier.sql`
    update files set delete_after = case when id = ${kept!.id} then now() end where about_id = ${later}`
  await assert.rejects(() => resanitise(id), /it cannot be printed: unable-to-read-the-file/)
  assert.equal((await filesOf()).length, 2)
})
