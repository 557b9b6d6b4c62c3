/** The templated PDF, read by another program than the one that writes it. Source: specification, letters, page layout. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { pdfium } from '../../src/letters/pages/pdfium.ts'
import { copied } from '../../src/letters/pages.ts'
import { type LetterInput, renderLetter } from '../../src/letters/rendering/letter.ts'
import { contentStreams, type ReadPage, readPdf, type TextLine } from '../support/pdf.ts'

const template: LetterInput['template'] = {
  subject: 'About ((thing))',
  content: 'Dear ((name))\n\nBody text.',
  languages: 'english',
  welshSubject: null,
  welshContent: null,
}
const address = {
  address_line_1: 'Amala Bird',
  address_line_2: '123 High Street',
  address_line_3: 'Richmond',
  address_line_4: 'SW14 6BF',
}
const input = (
  changed: Partial<Omit<LetterInput, 'template'>> & { template?: Partial<LetterInput['template']> } = {},
): LetterInput => ({
  contactBlock: 'The Pigeon Bureau\n1 Loft Road\nTelephone 020 7946 0000',
  values: { ...address, thing: 'your pigeon', name: 'Amala' },
  logo: null,
  attachment: null,
  createdAt: new Date('2026-06-30T23:30:00Z'),
  timeZone: 'Europe/London',
  purpose: 'print',
  ...changed,
  template: { ...template, ...changed.template },
})
const pagesOf = async (changed: Parameters<typeof input>[0]): Promise<ReadPage[]> =>
  readPdf((await renderLetter(input(changed))).pdf)
const texts = (page: ReadPage | undefined) => page!.lines.map(({ text }) => text)
const lineOf = (page: ReadPage | undefined, text: string): TextLine =>
  page!.lines.find((line) => line.text === text) ??
  assert.fail(`no line "${text}" among ${JSON.stringify(texts(page))}`)

/** Of Arial and its likes, in ems. */
const ascender = 0.905
const descender = 0.212
const mm = (points: number) => (points * 25.4) / 72
/** The edges of a line as style sheets have them, letters in its middle. */
function edges({ baseline, size }: TextLine, lineHeight: number): { top: number; bottom: number } {
  const top = baseline - mm(ascender * size + (lineHeight - (ascender + descender) * size) / 2)
  return { top, bottom: top + mm(lineHeight) }
}
const near = (actual: number, expected: number, what: string, within = 0.1) =>
  assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual} is not ${expected}`)

test('everything on the first page stands where the specification says', async () => {
  const [page] = await pagesOf({})
  near(page!.width, 210, 'width')
  near(page!.height, 297, 'height')
  const first = lineOf(page, 'AMALA BIRD')
  const last = lineOf(page, 'SW14 6BF')
  near(first.x, 24.6, 'address, left')
  near(edges(last, 8.5).bottom, 66.2, 'address, bottom')
  near(last.baseline - first.baseline, mm(3 * 8.5), 'address, pitch of lines')
  const contact = lineOf(page, 'Telephone 020 7946 0000')
  near(contact.x, 128.8, 'contact block, left')
  near(edges(contact, 12).bottom, 82.2, 'contact block, bottom')
  const date = lineOf(page, '1 July 2026')
  near(date.x, 15, 'body, left')
  near(edges(date, 16).top, 104, 'body, top')
  const subject = lineOf(page, 'About your pigeon')
  near(edges(subject, 23.4).top, 104 + mm(16 + 18.16), 'subject, top')
  near(edges(lineOf(page, 'Dear Amala'), 16).top, 104 + mm(16 + 18.16 + 23.4 + 7.68), 'first paragraph')
  const label = lineOf(page, 'Page 1 of 1')
  near(label.right, 200, 'page number, right')
  near(edges(label, 11.17).top, 282, 'page number, top')
  const tag = lineOf(page, 'NOTIFY')
  near(tag.right, 15, 'tag, right')
  near((edges(tag, 6).top + edges(tag, 6).bottom) / 2, 5, 'tag, middle')
  assert.deepEqual(
    [first, contact, date, subject, label, tag].map(({ size }) => size),
    [8, 10, 12.5, 20, 10, 6],
  )
})

test('the address may have seven lines of which none leaves its window, and a long contact block grows to its height and on below', async () => {
  const seven = Object.fromEntries(
    Array.from({ length: 7 }, (_, index) => [
      `address_line_${index + 1}`,
      index === 6 ? 'SW1A 1AA' : `Line ${index} ${'wide '.repeat(40)}`,
    ]),
  )
  const contactBlock = Array.from({ length: 13 }, (_, index) => `Contact ${index}`).join('\n')
  const [page] = await pagesOf({ values: { ...seven, thing: 'x', name: 'x' }, contactBlock })
  const top = page!.lines.find(({ text }) => text.startsWith('LINE 0'))!
  near(edges(top, 8.5).top, 66.2 - mm(7 * 8.5), 'top of seven lines')
  assert.ok(contentStreams((await renderLetter(input({ values: seven }))).pdf)[0]!.includes('re W n'))
  near(edges(lineOf(page, 'Contact 0'), 12).top, 82.2 - mm(132), 'top of the contact block')
})

test('only what is printed has the tag, and only previews have what the printer will put there', async () => {
  const routing = '000_000_0000000_000000_0000_00000'
  const [printed] = await pagesOf({})
  const [shown] = await pagesOf({ purpose: 'preview' })
  assert.ok(texts(printed).includes('NOTIFY') && !texts(printed).includes(routing))
  assert.ok(!texts(shown).includes('NOTIFY'))
  const line = lineOf(shown, routing)
  assert.equal(line.size, 6)
  near(edges(line, 8.5).bottom, 66.2 - mm(4 * 8.5), 'above the address')
  const boxes = contentStreams((await renderLetter(input({ purpose: 'preview' }))).pdf)[0]!
    .split('\n')
    .filter((operator) => operator.endsWith(' re f'))
    .map((operator) => operator.split(' ').slice(0, 4).map(Number) as [number, number, number, number])
  const bars = boxes.filter(([, y, , height]) => 297 - mm(y) > 70 && 297 - mm(y + height) > 70)
  near(mm(Math.min(...bars.map(([x]) => x))), 24.6, 'bars, left')
  near(mm(Math.max(...bars.map(([x, , width]) => x + width))), 24.6 + 85, 'bars, right')
  const squares = boxes.filter(([x]) => mm(x) < 15)
  near(mm(Math.min(...squares.map(([x]) => x))), 4.4, 'square, left')
  near(297 - mm(Math.max(...squares.map(([, y, , height]) => y + height))), 36.9, 'square, top')
  near(297 - mm(Math.min(...squares.map(([, y]) => y))), 36.9 + 6.7, 'square, bottom')
})

test('every font is in the file, all ink is black alone, and the same letter has the same bytes', async () => {
  const text =
    'Ŵyth ŷd – Ελληνικά, Русский, עברית, العربية, 你好, हिन्दी, ગુજરાતી, বাংলা, ਪੰਜਾਬੀ, தமிழ், 日本, a\u0301 and \u{1f600}'
  const letter = input({ template: { content: `${text}\n\nQR: https://example.org` } })
  const one = await renderLetter(letter)
  const other = await renderLetter(letter)
  const digest = ({ pdf }: typeof one) => createHash('sha256').update(pdf).digest('hex')
  assert.equal(digest(one), digest(other))
  const [page] = await readPdf(one.pdf)
  assert.ok(page!.letters.every(({ isEmbedded }) => isEmbedded))
  const operators = contentStreams(one.pdf).join('\n')
  const inks = new Set(operators.match(/[\d. ]+ (?:k|K|rg|RG|g|G|sc|scn|SC|SCN|cs|CS)(?=\s|$)/gm))
  assert.deepEqual([...inks].sort(), ['0 0 0 0 k', '0 0 0 1 k'])
  const written = page!.letters.map(({ text }) => text).join('')
  for (const word of ['Ŵyth', 'ŷd', 'Ελληνικά', 'Русский', 'עברית', 'العربية', '你好', '日本'])
    assert.ok(written.includes(word), word)
  const [first, last] = ['ע', 'ת'].map((text) => page!.letters.find((letter) => letter.text === text)!.x)
  assert.ok(first! > last!, 'Hebrew is read from the right')
})

test('what no font has is a box that people see', async () => {
  const { pdf } = await renderLetter(input({ template: { content: 'A \u{1f600}\u{1f600} B' } }))
  const [page] = await readPdf(pdf)
  const [before, after] = ['A', 'B'].map((text) => page!.letters.filter((one) => one.text === text).at(-1)!)
  assert.ok(after!.x - before!.right > mm(12.5), 'no room for two boxes')
  const picture = await pdfium.lookAtPage(pdf, 1, 100, copied)
  if (typeof picture === 'string') assert.fail(picture)
  const { width, height, pixels } = picture
  const y = Math.round(((before!.baseline - 1.5) / 297) * height)
  const point = (millimetres: number) => (y * width + Math.round((millimetres / 210) * width)) * 3
  const between = pixels.subarray(point(before!.right + 0.5), point(after!.x - 0.5))
  assert.ok(
    between.some((part) => part < 128),
    'no box',
  )
})

test('Welsh comes first, with its own words, numbers and first page; the printer looks at that page alone', async () => {
  const bilingual = {
    languages: 'welsh_then_english',
    welshSubject: 'Ynglŷn â ((thing))',
    welshContent: `Annwyl ((name))\n\n---\n\nDiwedd`,
  } as const
  const { pdf, ...counts } = await renderLetter(input({ template: bilingual }))
  assert.deepEqual(counts, { pages: 3, welshPages: 2, attachmentPages: 0 })
  const pages = await readPdf(pdf)
  for (const text of ['1 Gorffennaf 2026', 'Ynglŷn â your pigeon', 'Annwyl Amala', 'Tudalen 1 o 2', 'NOTIFY'])
    lineOf(pages[0], text)
  for (const text of ['Diwedd', 'Tudalen 2 o 2']) lineOf(pages[1], text)
  for (const text of ['1 July 2026', 'AMALA BIRD', 'About your pigeon', 'Page 1 of 1']) lineOf(pages[2], text)
  assert.ok(!texts(pages[2]).includes('NOTIFY'))
  const shown = await pagesOf({ template: bilingual, purpose: 'preview' })
  assert.deepEqual(
    shown.map((page) => texts(page).filter((text) => text.startsWith('000_')).length),
    [1, 0, 0],
  )
})
