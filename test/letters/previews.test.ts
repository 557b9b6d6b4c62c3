/** The renderer's contract, exchange by exchange. Source: specification, letters, renderer. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { degrees, PDFDocument } from '@cantoo/pdf-lib'
import { readConfig } from '../../src/config.ts'
import { sharedCrier, type TestCrier, testConfig } from '../support/crier.ts'
import { readPdf } from '../support/pdf.ts'
import { readPng } from '../support/png.ts'
import { storeLogo, storeUpload } from './lives.ts'

let crier: TestCrier
const [key, formerKey] = testConfig.previewKeys as [string, string]
let service: string
let attachment: string
let attached: Uint8Array

before(async () => {
  crier = await sharedCrier()
  attached = await pdfOf(['first attached', 'second attached'])
  service = (await crier.makeService()).id
  await storeLogo(crier, 'pigeons', '#00f')
  await storeLogo(crier, 'pigeons', '#f00')
  attachment = await storeUpload(crier, 'letter-attachment', service, attached)
})
after(() => crier.close())

async function pdfOf(texts: string[], angle = 0): Promise<Uint8Array> {
  const made = await PDFDocument.create()
  for (const text of texts) {
    const page = made.addPage(angle % 180 === 0 ? [595.28, 841.89] : [841.89, 595.28])
    page.setRotation(degrees(angle))
    page.drawText(text, { x: 100, y: 300 })
  }
  return made.save()
}

const post = (path: string, body: unknown, authorization = `Token ${key}`) =>
  crier.app.request(path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: (body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body)) as string,
  })
const told = async (answer: Promise<Response> | Response) => {
  const response = await answer
  return [response.status, await response.json()]
}
const bytesOf = async (answer: Promise<Response> | Response, type: string): Promise<Uint8Array> => {
  const response = await answer
  assert.deepEqual([response.status, response.headers.get('content-type')], [200, type])
  return new Uint8Array(await response.arrayBuffer())
}
const preview = (changed: Record<string, unknown> = {}, template: Record<string, unknown> = {}) => ({
  letter_contact_block: 'The Pigeon Bureau',
  template: { subject: 'About ((thing))', content: 'Dear ((name))\n\n---\n\nEnd', ...template },
  values: { name: 'Amala', thing: 'pigeons' },
  filename: null,
  ...changed,
})

test('nobody is let in without one of the keys, and with each of them', async () => {
  for (const authorization of ['', 'Token', `Bearer ${key}`, 'Token wrong', `Token ${key}x`]) {
    const response = await post('/preview.pdf', preview(), authorization)
    assert.equal(response.headers.get('www-authenticate'), 'Token realm="letters"')
    assert.deepEqual(await told(response), [401, { result: 'error', message: 'Unauthorized' }])
  }
  for (const known of [key, formerKey])
    assert.equal((await post('/get-page-count', preview(), `Token ${known}`)).status, 200)
})

test('the keys are read, or refused in one line', () => {
  const read = (keys: string) =>
    readConfig({
      CRIER_SECRET: 'x'.repeat(16),
      CRIER_ADMIN_SECRET: 'y'.repeat(16),
      CRIER_PREVIEW_KEYS: keys,
    }).previewKeys
  assert.deepEqual(read(''), [])
  assert.deepEqual(read(`${key}, ${formerKey}`), [key, formerKey])
  for (const wrong of ['short', `${key},`, 'with a blank in its middle', Array(11).fill(key).join()])
    assert.throws(() => read(wrong), /^Error: CRIER_PREVIEW_KEYS [^\n]+$/)
})

test('a letter is shown as a PDF, page by page, and counted', async () => {
  crier.setNow('2026-06-30T23:10:00Z')
  const pdf = await bytesOf(post('/preview.pdf', preview()), 'application/pdf')
  const pages = await readPdf(pdf)
  const texts = pages.map(({ lines }) => lines.map(({ text }) => text))
  for (const text of [
    '000_000_0000000_000000_0000_00000',
    '1 July 2026',
    'About pigeons',
    'Dear Amala',
    'address line 1',
  ])
    assert.ok(texts[0]!.includes(text), text)
  assert.deepEqual(texts[1], ['End', 'Page 2 of 2'])
  const dated = await bytesOf(
    post('/preview.pdf', preview({ date: '2012-12-12T23:59:59' })),
    'application/pdf',
  )
  assert.ok((await readPdf(dated))[0]!.lines.some(({ text }) => text === '12 December 2012'))

  const first = await bytesOf(post('/preview.png', preview()), 'image/png')
  const { width, height, at } = readPng(first)
  assert.deepEqual([width, height], [1240, 1754])
  assert.deepEqual(at(100, 200), [255, 255, 255])
  const [red, green, blue] = at(24.3, 64.7)
  assert.ok(red! > 200 && green! > 180 && blue! < 100, 'a missing line of the address is yellow')
  assert.deepEqual(await bytesOf(post('/preview.png?page=1', preview()), 'image/png'), first)
  assert.notDeepEqual(await bytesOf(post('/preview.png?page=2', preview()), 'image/png'), first)
  assert.deepEqual(await told(post('/get-page-count', preview())), [
    200,
    { count: 2, welsh_page_count: 0, attachment_page_count: 0 },
  ])
  crier.setNow(null)
})

test('logos and attachments belong to a letter, and both languages are counted', async () => {
  const template = {
    service,
    letter_attachment: { id: attachment, page_count: 2 },
    letter_languages: 'welsh_then_english',
    letter_welsh_subject: 'Pwnc',
    letter_welsh_content: 'Annwyl',
  }
  const body = preview({ filename: 'pigeons' }, template)
  assert.deepEqual(await told(post('/get-page-count', body)), [
    200,
    { count: 5, welsh_page_count: 1, attachment_page_count: 2 },
  ])
  const first = readPng(await bytesOf(post('/preview.png', body), 'image/png'))
  const [red, green] = first.at(16, 11)
  assert.ok(red! > 200 && green! < 80, 'the logo is red, as it was stored last')
  const last = await bytesOf(post('/preview.png?page=5', body), 'image/png')
  const ids = { letter_attachment_id: attachment, service_id: service }
  const itself = post('/letter_attachment_preview.png?page=2', ids)
  assert.deepEqual(await bytesOf(itself, 'image/png'), last)
  const others = { ...ids, service_id: randomUUID() }
  const refusals: [body: unknown, query: string, status: number, message: string][] = [
    [others, '?page=1', 404, 'No result found'],
    [ids, '', 400, "page must be a page's number"],
    [ids, '?page=3', 400, 'Letter does not have a page 3'],
  ]
  for (const [given, query, status, message] of refusals)
    assert.deepEqual(await told(post(`/letter_attachment_preview.png${query}`, given)), [
      status,
      { result: 'error', message },
    ])
})

test('what is asked wrongly is refused with one message', async () => {
  const cases: [path: string, body: unknown, message: RegExp][] = [
    ['/preview.pdf?page=1', preview(), /leave out page/],
    ['/preview.png?page=3', preview(), /^Letter does not have a page 3$/],
    ['/preview.png?page=0', preview(), /page's number/],
    ['/preview.pdf', { ...preview(), more: 1 }, /more/],
    ['/preview.pdf', preview({ values: [] }), /values/],
    ['/preview.pdf', preview({ date: 'soon' }), /date/],
    ['/preview.pdf', preview({}, { content: null }), /template.content/],
    ['/preview.pdf', { ...preview(), filename: undefined }, /filename/],
    ['/preview.pdf', '{', /^Invalid JSON supplied in POST data$/],
    ['/precompiled-preview.png', '', /^no-encoded-string$/],
    ['/precompiled-preview.png', 'a', /invalid base64/],
    ['/precompiled-preview.png', Buffer.from('no PDF').toString('base64'), /^unable-to-read-the-file$/],
    ['/precompiled/overlay.png', attached, /page_number/],
    ['/precompiled/overlay.png?page_number=1', attached, /one page/],
    ['/precompiled/overlay.png?page_number=1', Buffer.from('no PDF'), /^unable-to-read-the-file$/],
    ['/precompiled/overlay.pdf?x=1', attached, /leave out the query/],
    ['/precompiled/overlay.pdf', Buffer.from('no PDF'), /^unable-to-read-the-file$/],
  ]
  for (const [path, body, message] of cases) {
    const [status, answer] = (await told(post(path, body))) as [number, any]
    assert.equal(status, 400, path)
    assert.deepEqual(Object.keys(answer), ['result', 'message'], path)
    assert.match(answer.message, message, path)
  }
})

test("a page of one's own PDF is shown, with or without the printer's tag", async () => {
  const made = await PDFDocument.create()
  made.addPage([595.28, 841.89]).drawRectangle({ x: 0, y: 0, width: 600, height: 900 })
  const body = Buffer.from(await made.save()).toString('base64')
  const shown = readPng(await bytesOf(post('/precompiled-preview.png', body), 'image/png'))
  assert.deepEqual(
    [shown.at(1, 1), shown.at(100, 100)],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  )
  const hidden = readPng(
    await bytesOf(post('/precompiled-preview.png?page=1&hide_notify=true', body), 'image/png'),
  )
  const millimetres = (points: number) => (points * 25.4) / 150
  const corner = [hidden.at(millimetres(128), millimetres(48)), hidden.at(millimetres(132), millimetres(52))]
  assert.deepEqual(corner, [
    [255, 255, 255],
    [0, 0, 0],
  ])
})

test('what is not printed is red, in pictures and in PDFs, however a page is turned', async () => {
  const isRed = ([red, green]: number[]) => red === 255 && green! < 210
  /** Within and beyond the edges of the zones of a first page, and of any other. */
  const places: [x: number, y: number, first: boolean, other: boolean][] = [
    [10, 50, true, true],
    [14.5, 150, true, true],
    [16, 150, false, false],
    [196, 150, true, true],
    [100, 293, true, true],
    [100, 3, true, true],
    [50, 20, false, false],
    [50, 33, true, false],
    [50, 50, false, false],
    [122, 50, true, false],
    [130, 50, false, false],
  ]
  const check = async (answer: Response | Promise<Response>, isFirst: boolean, what: string) => {
    const { at } = readPng(await bytesOf(answer, 'image/png'))
    for (const [x, y, first, other] of places)
      assert.equal(isRed(at(x, y)), isFirst ? first : other, `${what}: ${x}, ${y}`)
  }
  const turned = await pdfOf(['x'], 90)
  for (const query of ['is_first_page=true', 'page_number=2', 'page_number=1&is_an_attachment=True'])
    await check(post(`/precompiled/overlay.png?${query}`, turned), query === 'is_first_page=true', query)
  for (const [angle, page] of [
    [0, 1],
    [90, 2],
    [180, 1],
    [270, 1],
  ] as const) {
    const pdf = await pdfOf(['x', 'y'], angle)
    const overlaid = await bytesOf(post('/precompiled/overlay.pdf', pdf), 'application/pdf')
    const base64 = Buffer.from(overlaid).toString('base64')
    const shown = post(`/precompiled-preview.png?page=${page}`, base64)
    await check(shown, page === 1, `${angle}°, page ${page}`)
  }
})

test('a damaged PDF ends with its request, and the next one is drawn', async () => {
  const broken = Buffer.from(attached)
  broken.fill('A', 100, 700)
  const answer = await post('/precompiled-preview.png', broken.toString('base64'))
  assert.ok([200, 400, 500].includes(answer.status))
  const whole = Buffer.from(attached).toString('base64')
  assert.equal((await post('/precompiled-preview.png', whole)).status, 200)
})
