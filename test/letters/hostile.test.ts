import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import type { ValidationCode } from '../../src/letters/precompiled/results.ts'
import { makeSanitiser } from '../../src/letters/precompiled/sanitise.ts'
import { makeLog } from '../../src/log.ts'
import { sharedChildren } from '../support/letters.ts'
import { letterTo, pdfOf, queen } from './made-pdfs.ts'
import { onePage, writtenPdf } from './written-pdfs.ts'

/** Less than in earnest, so that it is reached soon. */
const limits = { bytes: 10 * 2 ** 20, cpuSeconds: 1, megabytes: 400, operators: 50_000 }
/** It ends those that others left warm, and leaves one. */
const children = sharedChildren()
const sanitiser = makeSanitiser(makeLog('silent'), children, { limits })
/** For what takes ten times as long, and has its like that takes hours: that it is ended is seen as soon. */
const impatient = makeSanitiser(makeLog('silent'), children, { limits: { ...limits, cpuSeconds: 0.15 } })
/** Its processes have more from the first than a file may take. */
const cramped = makeSanitiser(makeLog('silent'), children, {
  limits: { ...limits, cpuSeconds: 20, megabytes: 1 },
})
const judge = (pdf: Uint8Array, by = sanitiser) => by.sanitise(pdf, { allowInternational: false })

const catalogue = '<< /Type /Catalog /Pages 2 0 R >>'
const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] >>'
const flate = '/Filter /FlateDecode'
const bomb = deflateSync(Buffer.alloc(100 * 2 ** 20), { level: 1 })
const image = (size: number) => ({
  dictionary: `/Type /XObject /Subtype /Image /Width ${size} /Height ${size} /ColorSpace /DeviceGray /BitsPerComponent 8 ${flate}`,
  data: deflateSync(Buffer.alloc(1000)),
})
const form = (data: string, resources: string) => ({
  dictionary: `/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << ${resources} >>`,
  data,
})
const drawn = (content: string, ...more: ReturnType<typeof form>[]) =>
  onePage(content, { more, resources: '/XObject << /X 6 0 R >>' })
/** Kids that all are the same: from a few objects an endless tree. */
const doubling = (depth: number) => [
  catalogue,
  ...Array.from(
    { length: depth },
    (_, at) => `<< /Type /Pages /Count 2 /Kids [${at + 3} 0 R ${at + 3} 0 R] >>`,
  ),
  page,
]

const pageWith = (content: { dictionary: string; data: Uint8Array }) =>
  writtenPdf([
    catalogue,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    page.replace('>>', '/Contents 4 0 R >>'),
    content,
  ])
const endless: Record<string, () => Uint8Array> = {
  'content that unpacks to much': () => pageWith({ dictionary: flate, data: bomb }),
  'content that is packed twice': () =>
    pageWith({ dictionary: '/Filter [/FlateDecode /FlateDecode]', data: deflateSync(bomb) }),
  'objects that unpack to much': () =>
    writtenPdf([
      catalogue,
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      page,
      { dictionary: `/Type /ObjStm /N 1 /First 10 ${flate}`, data: bomb },
    ]),
}

const hostile: Record<
  string,
  [pdf: () => Uint8Array | Promise<Uint8Array>, code?: ValidationCode, pages?: number]
> = {
  nothing: [() => new Uint8Array()],
  'zeros without end': [() => Buffer.alloc(11 * 2 ** 20)],
  'half of a letter': [async () => (await pdfOf([letterTo(queen)])).subarray(0, 3000)],
  'a tree of pages in itself': [() => writtenPdf([catalogue, '<< /Type /Pages /Kids [2 0 R] /Count 1 >>'])],
  'a tree of pages that doubles': [() => writtenPdf(doubling(40))],
  'no pages': [() => writtenPdf([catalogue, '<< /Type /Pages /Kids [] /Count 0 >>'])],
  'pages that are not there': [() => writtenPdf([catalogue, '<< /Type /Pages /Kids [9 0 R] /Count 1 >>'])],
  'ten thousand pages': [
    () =>
      writtenPdf([
        catalogue,
        `<< /Type /Pages /Count 10000 /Kids [${Array.from({ length: 10_000 }, (_, at) => `${at + 3} 0 R`).join(' ')}] >>`,
        ...Array.from({ length: 10_000 }, () => page),
      ]),
    'letter-too-long',
    10_000,
  ],
  'lists in lists': [() => writtenPdf([catalogue, `<< /Kids ${'['.repeat(200_000)}`])],
  'a huge sheet': [
    () =>
      writtenPdf([
        catalogue,
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        page.replace('595.28 841.89', '9999999 9999999'),
      ]),
    'letter-not-a4-portrait-oriented',
    1,
  ],
  'a lock': [
    () =>
      writtenPdf(
        [
          catalogue,
          '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
          page,
          '<< /Filter /Standard /V 1 /R 2 /O (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx) /U (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx) /P -44 >>',
        ],
        '/Encrypt 4 0 R /ID [(a) (a)]',
      ),
  ],
  'a huge picture': [
    () =>
      onePage('q 100 0 0 100 100 100 cm /X Do Q', {
        more: [image(60_000)],
        resources: '/XObject << /X 6 0 R >>',
      }),
  ],
  'a million operators': [() => onePage('0 0 m 1 1 l S\n'.repeat(333_334))],
  'a form that draws itself': [
    () => drawn('/X Do', form('/X Do', '/XObject << /X 6 0 R >>')),
    'address-is-empty',
    1,
  ],
  'texts and brackets that do not end': [() => onePage('[[[ (((( << /A <')],
}

test('forms that draw each other ten times are refused, and take no more memory than they may', async () => {
  const forms = Array.from({ length: 12 }, (_, at) =>
    form('/X Do '.repeat(10), `/XObject << /X ${at + 7} 0 R >>`),
  )
  const answer = await judge(drawn('/X Do', ...forms, form('0 0 m 1 1 l S', '')), cramped)
  assert.ok(!answer.ok)
  assert.deepEqual([answer.code, answer.pageCount], ['unable-to-read-the-file', null])
})

for (const [name, make] of Object.entries(endless)) {
  test(`${name} is refused, and costs no more than it may`, async () => {
    const answer = await judge(make(), impatient)
    assert.ok(!answer.ok)
    assert.deepEqual([answer.code, answer.pageCount], ['unable-to-read-the-file', null])
  })
}

for (const [name, [make, code = 'unable-to-read-the-file', pageCount = null]] of Object.entries(hostile)) {
  test(`${name} is refused, and costs no more than it may`, async () => {
    const answer = await judge(await make())
    assert.ok(!answer.ok)
    assert.deepEqual([answer.code, answer.pageCount], [code, pageCount])
  })
}

test('after all that a letter is read as before', async () => {
  const patient = makeSanitiser(makeLog('silent'), children)
  const answer = await judge(await pdfOf([letterTo(queen)]), patient)
  assert.ok(answer.ok)
  assert.equal(answer.recipientAddress, queen.join('\n'))
})
