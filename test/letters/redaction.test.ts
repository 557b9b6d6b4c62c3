import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sharedChildren } from '../support/letters.ts'
import { letterTo, pdfOf, queen, type Size } from './made-pdfs.ts'
import { bytesOf, millimetres, type Text, textsOf } from './reading.ts'
import { type Objects, onePage } from './written-pdfs.ts'

const order = { allowInternational: false, isAttachment: false, maxOperators: 10_000 }
const allowance = { cpuSeconds: 20, megabytes: 1024 }

function assertPlace(found: Text | undefined, text: string, left: number, top: number): void {
  assert.equal(found?.text, text)
  assert.ok(Math.abs(found!.left - left) < 0.1 && Math.abs(found!.top - top) < 0.1, JSON.stringify(found))
}

/** The lines stand where the envelope shows them, the tag in its corner; all other texts are those expected. */
function assertAddressed(texts: Text[], lines: string[], others: string[]): void {
  const tag = texts.findIndex(({ text }) => text === 'NOTIFY')
  assertPlace(texts[tag], 'NOTIFY', 1.8, 1.8 + millimetres(6))
  const first = texts.findIndex(({ text }) => text === lines[0])
  for (const [at, line] of lines.entries()) {
    const below = lines.length - 1 - at
    assertPlace(texts[first + at], line, 24.6, 66.3 - millimetres(2 + 8.5 * below))
    assert.equal(texts[first + at]!.size, 8)
  }
  const rest = texts.filter((_, at) => at !== tag && (at < first || at >= first + lines.length))
  assert.deepEqual(
    rest.map(({ text }) => text),
    others,
  )
}

const made = async (pdf: Uint8Array) => {
  const letter = await sharedChildren().ask({ what: 'make', pdf, order, allowance })
  assert.ok('ok' in letter && letter.ok, JSON.stringify(letter))
  return letter
}

const sizes: Record<string, Size> = {
  upright: {},
  'turned left': { width: 297, height: 210, rotation: 90 },
  'on its head': { rotation: 180 },
  'turned right': { width: 297, height: 210, rotation: 270 },
  'with a corner elsewhere': { left: 30, bottom: -50 },
  'turned, with a corner elsewhere': { width: 297, height: 210, rotation: 270, left: -12, bottom: 7 },
  'a little too large': { width: 211.5, height: 298.5 },
}

for (const [name, size] of Object.entries(sizes)) {
  test(`the address is rewritten at its place on a sheet that is ${name}`, async () => {
    const letter = await made(await pdfOf([letterTo(queen)], size))
    assert.equal(letter.recipientAddress, queen.join('\n'))
    assert.deepEqual(letter.lacking, { inks: false, fonts: false })
    assertAddressed(await textsOf(letter.pdf), queen, ['Dear Your Majesty,'])
  })
}

/** Points of the window's upper left, and of text in it. */
const [left, top] = [74, 720]
const lines = ['Mr Pigeon', '1 Coo Street', 'London', 'SW1 1AA']
const form = (data: string, resources = '/Font << /F 4 0 R >>', more = '') => ({
  dictionary: `/Type /XObject /Subtype /Form /BBox [-842 -842 842 842] /Resources << ${resources} >> ${more}`,
  data,
})

type Written = {
  content: string
  more?: Objects
  fonts?: string
  resources?: string
  others?: string[]
  lines?: string[]
}
const writings: Record<string, Written> = {
  'line by line': {
    content: `BT /F 10 Tf 12 TL ${left} ${top} Td (Mr Pigeon) Tj T* (1 Coo Street) Tj 0 -12 Td (London) Tj 0 -12 TD (sw11aa) Tj 1 0 0 1 60 500 Tm (Dear) Tj ET`,
    others: ['Dear'],
  },
  'by the quotation marks, with spaces of all kinds': {
    content: `BT /F 10 Tf 12 TL ${left} ${top + 12} Td (Mr Pigeon) ' 2 1 (1 Coo Street) " 0 0 (London) " (SW1 1AA) ' -14 -280 Td (Dear) Tj ET`,
    others: ['Dear'],
  },
  'letter by letter, with what stands beside it kept where it was': {
    content: `BT /F 10 Tf 12 TL ${left} ${top} Td [(M) 10 (r) -278 (Pi) 20 (geon) -24000 (Ref) -300 (12)] TJ T* (1 Coo Street) Tj T* (London) Tj T* (SW1 1AA) Tj ET`,
    others: ['Ref 12'],
  },
  'upside down twice, as browsers write': {
    content: `q 1 0 0 -1 0 842 cm BT /F 10 Tf ${lines.map((line, at) => `1 0 0 -1 ${left} ${122 + 12 * at} Tm (${line}) Tj`).join(' ')} ET Q`,
    others: [],
  },
  'in a form that is drawn elsewhere too': {
    content: `BT /F 10 Tf 12 TL ${left} ${top} Td (Mr Pigeon) Tj T* (1 Coo Street) Tj ET q 1 0 0 1 ${left} ${top - 24} cm /X Do Q q 1 0 0 1 60 400 cm /X Do Q BT /F 10 Tf ${left} ${top - 36} Td (SW1 1AA) Tj ET`,
    more: [form('BT /F 10 Tf (London) Tj ET')],
    resources: '/XObject << /X 6 0 R >>',
    others: ['London'],
  },
  'in forms in forms, turned back and forth': {
    content: 'q 0 1 -1 0 0 0 cm /X Do Q',
    more: [
      form('q 1 0 0 1 10 0 cm /Y Do Q', '/XObject << /Y 7 0 R >>', '/Matrix [0 -1 1 0 0 0]'),
      form(`BT /F 10 Tf 12 TL ${left} ${top} Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`),
    ],
    resources: '/XObject << /X 6 0 R >>',
    others: [],
  },
  'without being seen, behind a picture': {
    content: `BT 3 Tr /F 10 Tf 12 TL ${left} ${top} Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`,
    others: [],
  },
  'with something else for who listens': {
    content: `/Span << /ActualText (Mr Pigeon of 1 Coo Street) >> BDC BT /F 10 Tf 12 TL ${left} ${top} Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET EMC`,
    others: [],
  },
  'and leaves things open': {
    content: `Q q 2 0 0 2 0 0 cm q BT /F 5 Tf 6 TL ${left / 2} ${top / 2} Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')}`,
    others: [],
  },
  'out of order': {
    content: `BT /F 10 Tf ${[2, 0, 3, 1].map((at) => `1 0 0 1 ${left} ${top - 12 * at} Tm (${lines[at]}) Tj`).join(' ')} ET`,
    others: [],
  },
  'word by word, each at its place': {
    content: `BT /F 10 Tf 1 0 0 1 ${left} ${top} Tm (Mr) Tj 1 0 0 1 ${left + 15} ${top} Tm (Pigeon) Tj ${lines
      .slice(1)
      .map((line, at) => `1 0 0 1 ${left} ${top - 12 * (at + 1)} Tm (${line}) Tj`)
      .join(' ')} ET`,
    others: [],
  },
  'with letters that are one': {
    content: `BT /F 10 Tf 12 TL ${left} ${top} Td (Mr Pigeon) Tj T* (1 Coo Street, ) Tj /L 10 Tf (\\001rst \\002oor) Tj T* /F 10 Tf (London) Tj T* (SW1 1AA) Tj ET`,
    more: ['<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [1 /fi /fl] >> >>'],
    fonts: '/L 6 0 R',
    lines: [lines[0]!, '1 Coo Street, first floor', ...lines.slice(2)],
    others: [],
  },
}

for (const [name, { content, more, fonts, resources, others = [], lines: said = lines }] of Object.entries(
  writings,
)) {
  test(`an address that is written ${name} is read, taken out and rewritten`, async () => {
    const letter = await made(onePage(content, { more, resources, fonts }))
    assert.equal(letter.recipientAddress, said.join('\n'))
    assertAddressed(await textsOf(letter.pdf), said, others)
    const bytes = await bytesOf(letter.pdf)
    const gone = ['Pigeon', 'Coo Street', 'SW1 1AA', ...(others.includes('London') ? [] : ['London'])]
    for (const word of gone) assert.ok(!bytes.includes(word), `${word} is still in the file`)
  })
}

test('what is filled into forms is read and printed, and what does not print goes', async () => {
  const field = (place: number, flags: number, state = '') =>
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /Rect [${left} 640 ${left + 150} 740] /F ${flags} /AP << /N ${place} 0 R >> ${state} >>`
  const shown = (text: string) => ({
    dictionary: '/BBox [0 0 300 200] /Resources << /Font << /F 4 0 R >> >>',
    data: `BT /F 20 Tf 24 TL 0 150 Td ${text} ET`,
  })
  const pdf = onePage('BT /F 10 Tf 60 400 Td (Dear) Tj ET', {
    page: '/Annots [6 0 R 8 0 R 10 0 R] /AA << /O 11 0 R >>',
    more: [
      field(7, 4),
      shown(lines.map((line) => `(${line}) Tj T*`).join(' ')),
      field(9, 0),
      shown('(On the screen alone) Tj'),
      '<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /F 4 /A 11 0 R >>',
      '<< /S /JavaScript /JS (app.alert\\(1\\)) >>',
    ],
  })
  const letter = await made(pdf)
  assert.equal(letter.recipientAddress, lines.join('\n'))
  assertAddressed(await textsOf(letter.pdf), lines, ['Dear'])
  const bytes = await bytesOf(letter.pdf)
  for (const word of ['Pigeon', 'screen', 'JavaScript', 'Annot', 'Widget'])
    assert.ok(!bytes.includes(word), `${word} is still in the file`)
})

test('of text that its operators do not tell, a picture is left that has none', async () => {
  const mask = {
    dictionary:
      '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency /CS /DeviceGray >> /Resources << /Font << /F 4 0 R >> >>',
    data: `1 g BT /F 10 Tf 12 TL ${left} ${top} Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`,
  }
  const pdf = onePage('q /S gs 0 g 0 600 400 200 re f Q 0 0 0 rg BT /F 10 Tf 60 400 Td (Dear) Tj ET', {
    more: [mask, '<< /SMask << /S /Luminosity /G 6 0 R >> >>'],
    resources: '/ExtGState << /S 7 0 R >>',
  })
  const letter = await made(pdf)
  assert.equal(letter.recipientAddress, lines.join('\n'))
  assertAddressed(await textsOf(letter.pdf), lines, [])
  assert.ok(!(await bytesOf(letter.pdf)).includes('Pigeon'))
})
