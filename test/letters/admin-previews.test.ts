/** What people see of letters that were sent. Source: specification, letters, reading; internal API, templates. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sanitiseLetters } from '../../src/letters/checking.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { readPdf } from '../support/pdf.ts'
import { readPng } from '../support/png.ts'
import { jobsOf, london, sendLetter, sendPdf, setCreated, storeLogo, storeUpload } from './lives.ts'
import { letterTo, pagesWith, pdfOf, queen } from './made-pdfs.ts'

let crier: TestCrier
let service: TestService
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService({ permissions: ['letter'] })
})
after(() => crier.close())

const ask = (id: string, type: string, of = service) =>
  adminCall(crier, `/service/${of.id}/template/preview/${id}/${type}`)
async function shown(id: string, type: string): Promise<{ bytes: Buffer; metadata: unknown }> {
  const { status, body, text } = await ask(id, type)
  assert.equal(status, 200, text)
  assert.deepEqual(Object.keys(body), ['content', 'metadata'])
  return { bytes: Buffer.from(body.content, 'base64'), metadata: body.metadata }
}
const isRed = ([red, green]: number[]) => red === 255 && green! < 210

test('a letter of a template is shown as its service sees it: its version, date, logo and attachment, in zeros where the printer has codes', async () => {
  await storeLogo(crier, 'hm-pigeons', '#f00')
  const branding = randomUUID()
  await crier.sql`insert into letter_branding (id, name, filename) values (${branding}, 'P', 'hm-pigeons')`
  await crier.sql`
    update services set letter_branding_id = ${branding}, version = version + 1 where id = ${service.id}`
  const attachment = await storeUpload(crier, 'letter-attachment', service.id, await pagesWith(1))
  await crier.sql`
    insert into letter_attachment (id, original_filename, page_count) values (${attachment}, 'map.pdf', 1)`
  const template_id = await crier.makeTemplate(service, {
    type: 'letter',
    content: 'Dear ((name))',
    letter_attachment_id: attachment,
  })
  const id = await sendLetter(crier, service, { template_id, personalisation: { ...london, name: 'Amala' } })
  await crier.sql`update templates set content = 'Changed since' where id = ${template_id}`
  await setCreated(crier, '2026-07-02T23:31:00Z', id)
  const { bytes, metadata } = await shown(id, 'pdf')
  assert.deepEqual(metadata, {})
  const [first, second] = (await readPdf(bytes)).map(({ lines }) => lines.map(({ text }) => text))
  for (const text of ['3 July 2026', 'Dear Amala', 'AMALA BIRD', '000_000_0000000_000000_0000_00000'])
    assert.ok(first!.includes(text), text)
  assert.deepEqual(second, ['page 1'])
  const picture = await shown(id, 'png')
  const [red, green] = readPng(picture.bytes).at(16, 11)
  assert.ok(red! > 200 && green! < 80, 'the logo')
  assert.notDeepEqual((await shown(id, 'png?page=2')).bytes, picture.bytes)
  assert.deepEqual(
    [(await ask(id, 'png?page=3')).status, (await ask(id, 'png?page=3')).body],
    [500, { result: 'error', message: `Error generating preview letter for ${id}` }],
  )
})

test('a letter that came as PDF is shown as it is printed, its tag hidden; what can not be printed is red', async () => {
  const good = await sendPdf(
    crier,
    service,
    await pdfOf([letterTo(queen), ({ write }) => write('end', 30, 50)]),
  )
  const bad = await sendPdf(crier, service, await pdfOf([letterTo(queen), ({ ink }) => ink(1, 100, 5, 5)]))
  const short = await sendPdf(crier, service, await pdfOf([letterTo(['Queen Elizabeth', 'SW1 1AA'])]))
  const waiting = await sendPdf(crier, service, await pdfOf([letterTo(queen)]))
  await sanitiseLetters(crier.crier, jobsOf(good, bad, short), unhurried())

  const printed = await shown(good, 'pdf')
  assert.deepEqual(printed.metadata, { page_count: '2' })
  const [{ lines } = { lines: [] }] = await readPdf(printed.bytes)
  assert.ok(lines.some(({ text }) => text === 'NOTIFY'))
  assert.deepEqual(await shown(good, 'png'), await shown(good, 'png?page=1'))
  assert.ok(!isRed(readPng((await shown(good, 'png')).bytes).at(2, 150)))

  const metadata = { page_count: '2', message: 'content-outside-printable-area', invalid_pages: '[2]' }
  const rejected = await shown(bad, 'pdf')
  assert.deepEqual(rejected.metadata, metadata)
  assert.ok(rejected.bytes.byteLength > 0)
  const pictures = await Promise.all(['png', 'png?page=2'].map((type) => shown(bad, type)))
  assert.deepEqual(pictures[0]!.metadata, metadata)
  assert.deepEqual(
    pictures.map(({ bytes }) => isRed(readPng(bytes).at(10, 150))),
    [false, true],
    'page 1 is fine',
  )

  const refused = await shown(short, 'pdf')
  assert.deepEqual(refused.metadata, {
    page_count: '1',
    message: 'not-enough-address-lines',
    invalid_pages: '[1]',
  })
  assert.ok(!isRed(readPng((await shown(short, 'png')).bytes).at(10, 150)))

  const message = (id: string) => `Error extracting requested page from PDF file for notification_id ${id}`
  for (const [id, type] of [
    [waiting, 'pdf'],
    [good, 'png?page=3'],
  ] as const) {
    const { status, body } = await ask(id, type)
    assert.deepEqual([status, body], [500, { result: 'error', message: message(id) }])
  }
})

test('what is asked wrongly, of another service or of no letter is refused', async () => {
  const template_id = await crier.makeTemplate(service, { type: 'letter', content: 'Body' })
  const id = await sendLetter(crier, service, { template_id, personalisation: london })
  const other = await crier.makeService()
  const text = await crier.call('/v2/notifications/sms', {
    key: other.keys.normal,
    body: {
      template_id: await crier.makeTemplate(other),
      phone_number: '07900900123',
      personalisation: { name: 'Bo' },
    },
  })
  const cases: [of: TestService, id: string, type: string, status: number, message: unknown][] = [
    [service, id, 'gif', 400, { content: ['file_type must be pdf or png'] }],
    [service, id, 'png?page=0', 400, "page must be a page's number"],
    [other, id, 'pdf', 404, 'No result found'],
    [other, text.body.id, 'pdf', 404, 'No result found'],
    [service, randomUUID(), 'pdf', 404, 'No result found'],
  ]
  for (const [of, named, type, status, message] of cases) {
    const answer = await ask(named, type, of)
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }], type)
  }
})
