import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type CsvChannel,
  openRecipientCsv,
  personalisationOf,
  type RecipientRow,
  type RowOptions,
  recipientOf,
  rowNumberShown,
} from '../../src/recipients/csv.ts'
import { csvRecords } from '../../src/recipients/csv-records.ts'
import { checkRecipientCsv, type ReportOptions } from '../../src/recipients/csv-report.ts'
import { openQuoteText, rowLabel, whatToFix } from '../../src/recipients/csv-texts.ts'
import { allowListOf } from '../../src/recipients/guest-list.ts'
import { compileTemplate } from '../../src/templates/template.ts'
import { timed } from '../support/processor-time.ts'
import { someRates as rates } from './rates.ts'

const open = (type: CsvChannel, content: string, text: string, options: Partial<RowOptions> = {}) =>
  openRecipientCsv(text, {
    template: compileTemplate({ type, content, subject: null }),
    rates,
    permissions: { internationalSms: true, smsToUkLandlines: false, internationalLetters: false },
    validate: 'everything',
    ...options,
  })

const unlimited: ReportOptions = {
  rates,
  allowList: null,
  remainingMessages: null,
  remainingInternationalSms: null,
}

const firstRow = (csv: ReturnType<typeof open>): RecipientRow => {
  const row = csv.rows().next().value
  assert.ok(row)
  return row
}

const records = (text: string) => [...csvRecords(text)]

test('the dialect: quotes, spaces, newlines and what stands around a file', () => {
  assert.deepEqual(records('\ufeff \na,b\r\nc,"d ""e"""\n\n f , g,,,\n,, '), [
    ['a', 'b'],
    ['c', 'd "e"'],
    [],
    ['f ', 'g'],
  ])
  assert.deepEqual(records('"a"b,c"d"'), [['ab', 'c"d"']])
  assert.deepEqual(records('a,\nb,c\rd'), [['a', ''], ['b', 'c'], ['d']])
  assert.deepEqual(records('a,"b\r\nc, d'), [['a', 'b\r\nc, d']])
  assert.deepEqual(records(''), [])
})

test('any text is read without a throw, and quoted cells come back as they were', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab",\n\r \u200b'.split('')) }), (text) => {
      const report = checkRecipientCsv(open('sms', '((a))', text), unlimited)
      assert.ok(report.rowCount <= records(text).length)
    }),
    { numRuns: 500 },
  )
  const cell = fc.string({ unit: fc.constantFrom(...'ab",\n \r'.split('')), minLength: 1 })
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), (rows) => {
      const text = rows
        .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
        .join('\n')
      assert.deepEqual(records(text), rows)
    }),
  )
})

test('columns that are empty below their headers count once for each header', () => {
  const row = firstRow(open('sms', '((list))', `phone number,list${',list'.repeat(900)},\n07723456789,cat`))
  assert.deepEqual(
    [...row.cells],
    [
      ['phonenumber', '07723456789'],
      ['list', ['cat', null]],
    ],
  )
  assert.equal(open('sms', '', `a${',b'.repeat(5000)}`).columnHeaders.length, 2)
})

test('cells beyond the headers are kept apart', () => {
  const row = firstRow(open('email', 'hello', 'email address\na@b.com,x,y'))
  assert.deepEqual(row.extraCells, ['x', 'y'])
  assert.equal(row.errors.size, 0)
})

test('a row gives its recipient and the personalisation that the template asks for', () => {
  const template = compileTemplate({ type: 'letter', content: '((First Name))', subject: null })
  const csv = open('letter', '', 'address line 1,first_name,other\nA,Jo,x', { template })
  const row = firstRow(csv)
  assert.deepEqual(recipientOf('letter', row), ['A', null, null, null, null, null, null, null])
  assert.deepEqual(personalisationOf(template, 'letter', row), { addressline1: 'A', firstname: 'Jo' })
  assert.equal(rowNumberShown(row), 2)
})

test('a message may be too long or empty in one row only', () => {
  const text = `phone number,name\n07723456789,${'a'.repeat(919)}\n07723456789,"  "\n07723456789,\u200b`
  const rows = [...open('sms', '((name))', text).rows()]
  assert.deepEqual(
    rows.map((row) => row?.messageTooLong),
    [true, false, false],
  )
  assert.equal(rowLabel(rows[0]!), 'Message is too long')
  assert.equal(rows[1]!.missingData, true)
  const empty = firstRow(open('sms', '((show??text))', 'phone number,show\n07723456789,no'))
  assert.equal(rowLabel(empty), 'No content for this message')
})

test('a QR code of a letter may hold too much in one row only', () => {
  const address = 'address line 1,address line 2,postcode,link\nA,B,SW1A 1AA,'
  assert.equal(firstRow(open('letter', 'QR: ((link))', `${address}${'a'.repeat(505)}`)).qrCodeTooLong, true)
  assert.equal(firstRow(open('letter', 'QR: ((link))', `${address}${'a'.repeat(504)}`)).qrCodeTooLong, false)
})

test('checking can be left out, wholly or for phone numbers', () => {
  const text = 'phone number,name\n12345,'
  assert.equal(firstRow(open('sms', '((name))', text, { validate: 'nothing' })).errors.size, 0)
  const row = firstRow(open('sms', '((name))', text, { validate: 'everything but phone numbers' }))
  assert.deepEqual([...row.errors], [['name', 'Missing']])
})

test('rows beyond a hundred thousand are counted and not read', () => {
  const csv = open('email', 'hello', `email address${'\na@b.com'.repeat(100_002)}`, { validate: 'nothing' })
  const report = checkRecipientCsv(csv, unlimited)
  assert.equal(report.rowCount, 100_002)
  assert.ok(report.tooManyRows && report.hasErrors)
  assert.equal([...csv.rows()].filter((row) => row === null).length, 2)
})

test('daily allowances and allow-lists refuse a file whose rows are right', () => {
  const csv = open('sms', 'hello', 'phone number\n+1 202 555 0104\n07723456789')
  const check = (options: Partial<ReportOptions>) => checkRecipientCsv(csv, { ...unlimited, ...options })
  assert.equal(check({}).hasErrors, false)
  assert.ok(check({ remainingMessages: 1 }).moreRowsThanCanSend)
  assert.ok(check({ remainingInternationalSms: -5 }).moreInternationalSmsThanCanSend)
  assert.ok(!check({ remainingInternationalSms: 1 }).hasErrors)
  assert.ok(!check({ allowList: allowListOf(['07723 456 789'], rates) }).allowedToSendTo)
  assert.ok(check({ allowList: new Set() }).allowedToSendTo)
})

test('the rows shown are twenty with errors, or ten when there are none or a column is missing', () => {
  const shown = (content: string, rows: number, number: string) =>
    checkRecipientCsv(open('sms', content, `phone number\n${`${number}\n`.repeat(rows)}`), unlimited)
      .displayedRows
  assert.equal(shown('hello', 30, '07723456789').length, 10)
  assert.equal(shown('hello', 30, '123').length, 20)
  assert.equal(shown('((name))', 30, '123').length, 10)
})

test('people are told what to fix, in numbers', () => {
  const counts = { badRecipient: 1, missingData: 2, messageTooLong: 1, messageEmpty: 2, qrCodeTooLong: 1 }
  assert.deepEqual(whatToFix('email', counts), [
    'fix 1 email address',
    'enter missing data in 2 rows',
    'shorten the message in 1 row',
    'check you have content for the empty messages in 2 rows',
    'enter fewer characters for the QR code links in 1 row',
  ])
  assert.deepEqual(whatToFix('letter', { ...counts, badRecipient: 3 })[0], 'fix 3 addresses')
})

test('hostile files are read in linear time', () => {
  const hostile = [
    '"'.repeat(500_001),
    '"a,'.repeat(150_000),
    `${' '.repeat(500_000)}"`,
    'a,'.repeat(250_000),
  ]
  const wide = Array.from({ length: 50_000 }, (_, index) => `h${index}`).join(',')
  const { seconds } = timed(() => {
    for (const text of [...hostile, `${wide}\n${'1\n'.repeat(1000)}`])
      checkRecipientCsv(open('sms', '((a))', text), unlimited)
  })
  assert.ok(seconds < 5, `${seconds} s`)
})

const openQuotes: [what: string, text: string, row: number][] = [
  [
    'closed by another cell',
    'phone number,name\n07700900123,"Amala\n07700900124,Ben\n07700900125,"Cai"\n',
    2,
  ],
  [
    'closed by another open one',
    'phone number,name\n07700900123,Ada\n07700900123,"Amala\r\n07700900124,"Ben',
    3,
  ],
  ['never closed', 'phone number,name\n07700900123,"Amala\n07700900124,Ben', 2],
  ['in the last cell', 'phone number,name\n07700900123,a\n07700900123,"Amala', 3],
  ['in a header', 'phone number,"name\n07700900123,Amala\n', 1],
  ['after a row of several lines', 'phone number,name\n07700900123,"a\nb"\n07700900124,"Ben', 3],
  ['before an empty quoted cell', 'phone number,name\n07700900123,"Amala\n07700900124,""', 2],
  ['in a file with repeated headers', 'phone number,name,name\n07700900123,a,"Amala\n07700900124,b,c', 2],
]

for (const [what, text, row] of openQuotes) {
  test(`a quote ${what} refuses the file and names its row`, () => {
    const csv = open('sms', 'Hi ((name))', text)
    assert.equal(csv.openQuoteRow, row)
    const report = checkRecipientCsv(csv, unlimited)
    assert.equal(report.hasErrors, true)
    // No row has in it what other rows say.
    assert.equal(report.rowCount, Math.max(0, row - 2))
    assert.equal(openQuoteText(row), `close the quotation mark in row ${row}`)
  })
}

test('quotes that are closed, and those inside a cell, open nothing', () => {
  for (const cell of [
    '"a"',
    '"a\nb"',
    '"a ""b"" c"',
    '"a"b',
    '"a" b',
    'a"b',
    '5\'10"',
    '""',
    '"a\nb" ',
    '"Ann "Bob" C"',
  ]) {
    const csv = open('sms', 'Hi ((name))', `phone number,name,x\n07700900123,${cell},y\n07700900124,b,z`)
    assert.equal(csv.openQuoteRow, null, cell)
    assert.equal([...csv.rows()].length, 2, cell)
  }
})

test('rows of nothing at the end vanish, quoted or not; those inside the file stay', () => {
  const ends = [
    '"",""',
    '"",""\n"",""\n',
    '" ","\u00a0"',
    ',""\n\n"",\n',
    '""',
    '"","","",""',
    '\u200e,\u2069',
    '"\u202a",""',
  ]
  for (const end of ends) {
    const csv = open('sms', 'Hi ((name))', `phone number,name\n07700900123,a\n${end}`)
    assert.equal([...csv.rows()].length, 1, JSON.stringify(end))
    assert.equal(checkRecipientCsv(csv, unlimited).hasErrors, false)
  }
  const csv = open('sms', 'Hi ((name))', 'phone number,name\n"",""\n07700900123,a\n"",""')
  assert.deepEqual(
    [...csv.rows()].map((row) => row!.missingData),
    [true, false],
  )
  assert.equal([...open('sms', 'Hi', 'phone number\n""\n""').rows()].length, 0)
})
