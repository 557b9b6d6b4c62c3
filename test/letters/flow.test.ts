/** How a letter's text flows over lines and pages. Source: specification, letters, page layout and content rules. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PDFDocument } from '@cantoo/pdf-lib'
import qrcode from 'qrcode-generator'
import { type LetterInput, renderLetter } from '../../src/letters/rendering/letter.ts'
import { contentStreams, type ReadPage, readPdf, type TextLine } from '../support/pdf.ts'

const render = (content: string, changed: Partial<LetterInput> = {}) =>
  renderLetter({
    contactBlock: null,
    template: { subject: 'Subject', content, languages: 'english', welshSubject: null, welshContent: null },
    values: { address_line_1: 'A', address_line_2: 'B', address_line_3: 'SW1A 1AA' },
    logo: null,
    attachment: null,
    createdAt: new Date('2026-01-02T12:00:00Z'),
    timeZone: 'Europe/London',
    purpose: 'print',
    ...changed,
  })
const read = async (content: string, changed?: Partial<LetterInput>): Promise<ReadPage[]> =>
  readPdf((await render(content, changed)).pdf)

const mm = (points: number) => (points * 25.4) / 72
const near = (actual: number, expected: number, what: string, within = 0.1) =>
  assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual} is not ${expected}`)
/** What stands in the letter's own column below its subject. */
const bodyOf = (page: ReadPage | undefined): TextLine[] =>
  page!.lines.filter(
    ({ text, x, size }) => x < 120 && size > 10 && size < 20 && !/^\d+ January 2026$/.test(text),
  )
const texts = (page: ReadPage | undefined) => bodyOf(page).map(({ text }) => text)
/** A paragraph of lines that are certain to be lines of their own. */
const paragraph = (name: string, lines: number) =>
  Array.from({ length: lines }, (_, index) => `${name}${index + 1}`).join('\n')

test('blocks have the distances that the specification gives them', async () => {
  const [page] = await read(
    'One\n\n# Heading\n\nTwo\nthree\n\n* bullet\n* bullet too\n  * inner\n\n\nbetween\n\n1. first\n2. second\n\nEnd',
  )
  const lines = bodyOf(page).map((line) => ({ ...line, text: line.text.replaceAll('\u00a0', ' ') }))
  const at = (text: string) => lines.find((line) => line.text === text) ?? assert.fail(text)
  const pitch = (one: string, other: string) => at(other).baseline - at(one).baseline
  near(pitch('Two', 'three'), mm(16), 'line')
  near(pitch('three', '• bullet'), mm(32), 'list below paragraph')
  near(pitch('• bullet', '• bullet too'), mm(16), 'item')
  near(pitch('• bullet too', '• inner'), mm(32), 'inner list')
  near(pitch('• inner', 'between'), mm(32), 'after an inner list')
  near(pitch('1. first', '2. second'), mm(16), 'number')
  near(pitch('2. second', 'End'), mm(32), 'after a list')
  const letterAt = (text: string) =>
    page!.letters.find((letter) => letter.text === text && letter.size === 12.5)!
  near(letterAt('b').x, 15 + mm(0.8 * 12.5), 'text of bullets')
  near(letterAt('f').x, 15 + mm(1.4 * 12.5), 'text of numbers')
  assert.equal(at('Heading').size, 14)
  const [under] = await read('# Heading\n\nText')
  const heading = bodyOf(under)[0]!
  const subject = under!.lines.find(({ size }) => size === 20)!
  const toMiddle = (lineHeight: number, size: number) => mm(lineHeight / 2 + (0.905 - 0.5585) * size)
  near(
    heading.baseline - toMiddle(17.4, 14) - (subject.baseline - toMiddle(23.4, 20) + mm(23.4)),
    mm(8.35),
    'heading right below the subject',
  )
})

test('lines are as long as the column, and a word that is longer is cut where it ends', async () => {
  const long = 'example/of/a/path/'.repeat(12)
  const pages = await read(`${'lorem ipsum dolor sit amet '.repeat(20)}\n\n${'W'.repeat(200)}\n\n${long}`)
  const body = bodyOf(pages[0])
  assert.ok(body.length > 12)
  for (const { right, text } of body) assert.ok(right < 15 + 137.5 + 0.2, `${right} mm: ${text}`)
  const letters = body.map(({ text }) => text).join('')
  assert.equal(letters.replace(/[^W]/g, '').length, 200)
  assert.ok(letters.includes(long))
})

test('addresses on the web are bold and without their scheme, links as they are written, hyphens never part a word', async () => {
  const [page] = await read(
    'See https://www.gov.uk/x and [this](https://a.example/b-c). It is all Well-known',
  )
  assert.deepEqual(texts(page), [
    'See www.gov.uk/x and [this](https://a.example/b\u2011c). It is all',
    'Well\u2011known',
  ])
})

/** Lines that fit below the subject of the first page, and on any other. */
const firstPage = Math.floor(((282 - 104) * (72 / 25.4) - 16 - 18.16 - 23.4 - 7.68) / 16)
const otherPage = Math.floor(((282 - 15) * (72 / 25.4)) / 16)

test('of a paragraph four lines at least stay before the end of a page, or none, and two go over', async () => {
  const cases: [before: number, lines: number, on: string[]][] = [
    // A line is empty between the two.
    [firstPage - 5, 8, ['b1', 'b2', 'b3', 'b4']],
    [firstPage - 4, 8, []],
    [firstPage - 9, 8, ['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8']],
    [firstPage - 8, 8, ['b1', 'b2', 'b3', 'b4', 'b5', 'b6']],
    [firstPage - 4, 3, ['b1', 'b2', 'b3']],
    [firstPage - 3, 3, []],
  ]
  for (const [before, lines, on] of cases) {
    const [first, second] = await read(`${paragraph('a', before)}\n\n${paragraph('b', lines)}`)
    const shown = texts(first).filter((text) => text.startsWith('b'))
    assert.deepEqual(shown, on, `${lines} lines after ${before}`)
    if (on.length < lines) assert.equal(texts(second)[0], `b${on.length + 1}`)
  }
})

test('a heading stays with what follows it', async () => {
  const [first, second] = await read(`${paragraph('a', firstPage - 4)}\n\n# Heading\n\n${paragraph('b', 9)}`)
  assert.equal(texts(first).at(-1), `a${firstPage - 4}`)
  assert.deepEqual(texts(second).slice(0, 2), ['Heading', 'b1'])
  near(bodyOf(second)[0]!.baseline, 15 + mm(17.4 / 2 + (0.905 - 0.5585) * 14), 'top of the page')
})

test('pages are counted however many there are, and a rule begins one', async () => {
  const { pages, pdf } = await render(paragraph('a', firstPage + 10 * otherPage + 1))
  assert.equal(pages, 12)
  const read12 = await readPdf(pdf)
  assert.deepEqual(
    read12.map(({ lines }) => lines.find(({ size }) => size === 10)?.text),
    Array.from({ length: 12 }, (_, index) => `Page ${index + 1} of 12`),
  )
  assert.deepEqual(
    texts(read12[11]),
    [0, 1].map((more) => `a${firstPage + 10 * otherPage + more}`),
  )
  const broken = await read('One\n\n---\n\nTwo\n\n***\n')
  assert.deepEqual(broken.map(texts), [['One'], ['Two']])
})

test('what is far too long for a letter is laid out no further than anybody needs', async () => {
  for (const content of ['a\n'.repeat(7000), '* a\n'.repeat(6000)])
    assert.equal((await render(content)).pages, 100)
})

test('a QR code is the squares of its data, in the middle of the column', async () => {
  const data = 'https://example.org/?a=ŵ&b=2'
  const { pdf } = await render(`QR: ${data}`)
  const boxes = contentStreams(pdf)[0]!
    .split('\n')
    .filter((line) => line.endsWith(' re f'))
    .map((line) => line.split(' ').slice(0, 4).map(Number) as [number, number, number, number])
  const left = Math.min(...boxes.map(([x]) => x))
  const right = Math.max(...boxes.map(([x, , width]) => x + width))
  const top = Math.max(...boxes.map(([, y, , height]) => y + height))
  near(mm(right - left), mm(84), 'width')
  near(mm(left + right) / 2, 15 + 137.5 / 2, 'middle')
  const expected = qrcode(0, 'M')
  qrcode.stringToBytes = (text: string) => [...Buffer.from(text)]
  expected.addData(data, 'Byte')
  expected.make()
  const count = expected.getModuleCount()
  const side = 84 / count
  const isDark = (row: number, column: number) => {
    const [x, y] = [left + (column + 0.5) * side, top - (row + 0.5) * side]
    return boxes.some((box) => x > box[0] && x < box[0] + box[2] && y > box[1] && y < box[1] + box[3])
  }
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1)
      assert.equal(isDark(row, column), expected.isDark(row, column), `${row}, ${column}`)
})

test('what is missing is highlighted, and a code that lacks something is a dashed box', async () => {
  const { pdf } = await render('Dear ((name))\n\nQR: ((link))', { values: null, purpose: 'preview' })
  const [page] = await readPdf(pdf)
  assert.ok(texts(page).includes('Dear ((name))'))
  const [content] = contentStreams(pdf)
  const yellow = '0 0.133 1 0 k'
  // Seven lines of the address, the name and the code.
  assert.equal(content!.split(yellow).length - 1, 9)
  assert.ok(/\[8\] 0 d/.test(content!))
  assert.ok(page!.lines.some(({ text }) => text === 'address line 7'))
})

test("an attachment's pages come after the letter's own, as they are", async () => {
  const attached = await PDFDocument.create()
  for (const text of ['first attached', 'second attached']) {
    const added = attached.addPage([595.28, 841.89])
    added.drawText(text, { x: 100, y: 500 })
  }
  const attachment = await attached.save()
  const { pdf, ...counts } = await render('Body', { attachment })
  assert.deepEqual((await render('Body', { attachment })).pdf, pdf)
  assert.deepEqual(counts, { pages: 3, welshPages: 0, attachmentPages: 2 })
  const pages = await readPdf(pdf)
  assert.deepEqual(
    pages.slice(1).map(({ lines }) => lines.map(({ text }) => text)),
    [['first attached'], ['second attached']],
  )
  assert.ok(pages[0]!.lines.some(({ text }) => text === 'Page 1 of 1'))
})
