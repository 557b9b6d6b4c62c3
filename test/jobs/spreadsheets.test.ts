/** Files of recipients that are no CSV, through `POST /v2/jobs`: what becomes of their cells, and which are refused. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as xlsx from '@e965/xlsx'
import { fileTypes } from '../../src/jobs/file-types.ts'
import { convert } from '../../src/jobs/spreadsheets/converting.ts'
import { csvOfFile } from '../../src/jobs/spreadsheets/reading.ts'
import { type Answer, sharedCrier, type TestCrier } from '../support/crier.ts'
import { archive, type Made, maker } from './support.ts'

let crier: TestCrier
let made: Made
before(async () => {
  crier = await sharedCrier()
  made = await maker(crier)
})
after(() => crier.close())

const typeOf = Object.fromEntries(Object.entries(fileTypes).map(([type, name]) => [name, type]))
const post = (name: string, body: Uint8Array | string): Promise<Answer> =>
  crier.call(`/v2/jobs?name=people&template_id=${made.template_id}`, {
    key: made.service.keys.normal,
    body,
    headers: { 'content-type': typeOf[name]! },
  })
const csvOf = async (answer: Answer): Promise<string> => {
  assert.equal(answer.status, 201, answer.text)
  return (await crier.call(`/v2/jobs/${answer.body.id}/csv`, { key: made.service.keys.normal })).text
}
const messages = (answer: Answer): string[] =>
  answer.body.errors.map(({ message }: { message: string }) => message)

type Format = 'xlsx' | 'xlsm' | 'xls' | 'ods'
function workbook(sheets: xlsx.WorkSheet[], bookType: Format, options: xlsx.WritingOptions = {}): Buffer {
  const book = xlsx.utils.book_new()
  sheets.forEach((sheet, place) => void xlsx.utils.book_append_sheet(book, sheet, `Sheet ${place}`))
  return xlsx.write(book, { type: 'buffer', bookType, compression: true, ...options })
}
const dates = { UTC: true, cellDates: true } as xlsx.AOA2SheetOpts

test('cells are what they hold: dates, whole numbers, zeros in front; of the first sheet, without its empty rows', async () => {
  for (const format of ['xlsx', 'xlsm', 'xls', 'ods'] as const) {
    const sheet = xlsx.utils.aoa_to_sheet(
      [
        ['phone number', 'name', 'day', 'at', 'number', 'fraction', 'told', 'filled'],
        [
          '07900900001',
          'Zoë, "Z"',
          new Date('2026-02-03T00:00:00Z'),
          new Date('2026-02-03T14:05:00Z'),
          12,
          0.5,
          true,
        ],
        [],
        ['  ', null],
        [7900900002, 'two\nlines', null, null, 1_500_000, -2.25, false],
      ],
      dates,
    )
    sheet.D2!.z = 'yyyy-mm-dd hh:mm'
    sheet.H2 = { t: 'n', v: 42, z: '00000' }
    sheet.H5 = { t: 'n', v: 7.5, z: '0.00' }
    sheet['!ref'] = 'A1:H5'
    const other = xlsx.utils.aoa_to_sheet([
      ['phone number', 'name'],
      ['07900900009', 'Other'],
    ])
    const answer = await post(format, workbook([sheet, other], format))
    assert.equal(
      await csvOf(answer),
      [
        '"phone number","name","day","at","number","fraction","told","filled"',
        `"07900900001","Zoë, ""Z""","2026-02-03","2026-02-03 14:05:00","12","0.5","True","00042"`,
        '"7900900002","two\nlines",,,"1500000","-2.25","False","7.5"\n',
      ].join('\n'),
      format,
    )
  }
})

test('of a format that cannot be followed the number itself is taken', async () => {
  const sheet = xlsx.utils.aoa_to_sheet([
    ['phone number', 'name'],
    ['07900900001', 42],
  ])
  sheet.B2!.z = '0+'
  assert.match(await csvOf(await post('xlsx', workbook([sheet], 'xlsx'))), /"07900900001","42"/)
})

test('a service with many workbooks takes no other’s turn', async () => {
  const sheet = xlsx.utils.aoa_to_sheet([['phone number'], ['07900900001']])
  const file = workbook([sheet], 'xlsx')
  const done: string[] = []
  const read = (owner: string) =>
    csvOfFile(file, owner).then(
      () => void done.push(owner),
      ({ status }) => void done.push(`${owner} ${status}`),
    )
  await Promise.all([...Array.from({ length: 9 }, () => read('one')), read('another')])
  const refused = Array(6).fill('one 503')
  assert.deepEqual(done, [...refused, 'one', 'one', 'another', 'one'])
})

test('tabs part the cells of a .tsv', async () => {
  const tsv = 'phone number\tname\r\n07900900001\tAmala, A\r\n07900900002\t"B ""b""\tb"\r\n\t\r\n'
  assert.equal(
    await csvOf(await post('tsv', tsv)),
    '"phone number","name"\n"07900900001","Amala, A"\n"07900900002","B ""b""\tb"',
  )
  assert.equal(
    await csvOf(await post('tsv', '\tphone number\tname\n07900900009\t07900900001\tAmala')),
    ',"phone number","name"\n"07900900009","07900900001","Amala"',
    'each cell stays below its header',
  )
  assert.deepEqual(messages(await post('tsv', 'phone number\tname\n07900900001\t"A\n07900900002\tB')), [
    'Row 1: a quotation mark is not closed',
  ])
})

test('a form’s file is what it holds, whatever its type says', async () => {
  const rows = [
    ['phone number', 'name'],
    ['07900900001', 'A'],
  ]
  const sheet = xlsx.utils.aoa_to_sheet(rows)
  const files: [name: string, type: string, contents: Buffer | string, csv: string][] = [
    [
      'a.xlsx',
      'application/octet-stream',
      workbook([sheet], 'xlsx'),
      '"phone number","name"\n"07900900001","A"\n',
    ],
    [
      'a.tsv',
      'application/octet-stream',
      'phone number\tname\n07900900001\tA',
      '"phone number","name"\n"07900900001","A"',
    ],
    [
      'a.csv',
      'application/vnd.ms-excel',
      'phone number,name\n07900900001,A',
      'phone number,name\n07900900001,A',
    ],
  ]
  for (const [name, type, contents, csv] of files) {
    const form = new FormData()
    form.set('template_id', made.template_id)
    form.set('file', new Blob([new Uint8Array(Buffer.from(contents))], { type }), name)
    const encoded = new Response(form)
    const answer = await crier.call('/v2/jobs', {
      key: made.service.keys.normal,
      body: new Uint8Array(await encoded.arrayBuffer()),
      headers: { 'content-type': encoded.headers.get('content-type')! },
    })
    assert.equal(await csvOf(answer), csv)
    assert.equal(answer.body.name, name)
  }
})

test('what is wrong with its rows is told as of any file', async () => {
  const sheet = xlsx.utils.aoa_to_sheet([
    ['phone number', 'name'],
    ['07900900001', 'A'],
    ['1', 'B'],
    ['07900900003'],
  ])
  const answer = await post('xlsx', workbook([sheet], 'xlsx'))
  assert.equal(answer.status, 400)
  assert.deepEqual(messages(answer), [
    'Row 2, phone number: Number is not valid – double check the phone number you entered',
    'Row 3, name: Missing',
  ])
})

const sheetXml = 'xl/worksheets/sheet1.xml'
const spaces = (bytes: number) => Buffer.alloc(bytes, 32)
const noSpreadsheet = 'Your file is not a spreadsheet in a format that can be read'
const tooLarge = 'Your file has more than 67108864 bytes when it is unpacked: send it as several jobs'
const locked = 'Your file is protected with a password'

/** A sheet of one text that every cell shares. */
const shared = () =>
  workbook([xlsx.utils.aoa_to_sheet(Array.from({ length: 1100 }, () => ['a'.repeat(31_000)]))], 'xlsx', {
    bookSST: true,
  })
const refused: [what: string, file: () => Buffer, message: string][] = [
  ['text that says it is a workbook', () => Buffer.from('phone number,name'), noSpreadsheet],
  ['an archive of something else', () => archive('word/document.xml', Buffer.from('<a/>')), noSpreadsheet],
  [
    'an archive that ends early',
    () => archive('content.xml', spaces(9)).subarray(0, -30),
    'Your file is damaged',
  ],
  [
    'a part that is larger than it says',
    () => archive(sheetXml, spaces(1_000_000), 100),
    'Your file is damaged',
  ],
  ['a part that is smaller than it says', () => archive(sheetXml, spaces(10), 1000), 'Your file is damaged'],
  // It says so, and is refused before any of it is unpacked.
  ['a part of a hundred megabytes', () => archive(sheetXml, spaces(1000), 100_000_000), tooLarge],
  [
    'a part that is there two thousand times',
    () => archive(sheetXml, spaces(1_000_000), undefined, 2000),
    tooLarge,
  ],
  ['one with more parts than any has', () => archive(sheetXml, spaces(1), undefined, 2001), tooLarge],
  [
    'a text that all cells share',
    shared,
    'Your file has more than 33554432 bytes as a CSV: send it as several jobs',
  ],
  [
    'a compound file of something else',
    () => Buffer.from(`d0cf11e0a1b11ae1${'00'.repeat(2000)}`, 'hex'),
    noSpreadsheet,
  ],
  [
    'a workbook with a password',
    () => {
      const container = xlsx.CFB.utils.cfb_new()
      for (const name of ['EncryptionInfo', 'EncryptedPackage'])
        xlsx.CFB.utils.cfb_add(container, `/${name}`, Buffer.alloc(64))
      return Buffer.from(xlsx.CFB.write(container, { type: 'buffer' }) as Uint8Array)
    },
    locked,
  ],
]
for (const [what, file, message] of refused) {
  test(`${what} is refused in words`, async () =>
    assert.deepEqual(await convert(file()), { refusal: message }))
}

test('a refusal in words is an answer like any other', async () => {
  // What is refused by its first bytes, and what the reader of workbooks has looked into.
  for (const [what, file, message] of [refused[0]!, refused.at(-1)!]) {
    const answer = await post('xlsx', file())
    assert.equal(answer.status, 400, `${what}: ${answer.text}`)
    assert.deepEqual(messages(answer), [message])
  }
})

test('sheets without anything in them have no rows', async () => {
  const answer = await post('xlsx', workbook([xlsx.utils.aoa_to_sheet([])], 'xlsx'))
  assert.equal(answer.status, 400)
  assert.match(messages(answer)[0]!, /^Missing column headers: /)
})
