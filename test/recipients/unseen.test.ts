/** Marks that nobody sees, and the two spellings of an accent: recipients, names and text messages are what people see. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRecipientCsv, personalisationOf } from '../../src/recipients/csv.ts'
import { checkRecipientCsv } from '../../src/recipients/csv-report.ts'
import { parseEmailAddress } from '../../src/recipients/email-addresses.ts'
import { canonicalRecipient } from '../../src/recipients/guest-list.ts'
import { parsePhoneNumber } from '../../src/recipients/phone-numbers.ts'
import { parsePostalAddress } from '../../src/recipients/postal-addresses.ts'
import { recipientSearchPattern } from '../../src/recipients/search.ts'
import { normaliseBroadcast } from '../../src/templates/broadcast.ts'
import { emailBodyText } from '../../src/templates/email.ts'
import { keyOf } from '../../src/templates/personalisation.ts'
import { previewSms } from '../../src/templates/preview.ts'
import { missingPersonalisation } from '../../src/templates/send-checks.ts'
import { charactersWithoutPrefix, renderSms } from '../../src/templates/sms.ts'
import { compileTemplate } from '../../src/templates/template.ts'
import { someRates as rates } from './rates.ts'

/** Direction marks, embeddings, isolates, joiners, selectors, a soft hyphen, fillers, invisible operators, a byte order mark. */
const unseen = [
  '\u200e\u200f\u061c',
  '\u202a\u202b\u202c\u202d\u202e',
  '\u2066\u2067\u2068\u2069',
  '\u200b\u200c\u200d\u2060\ufeff\u180e',
  '\ufe0e\ufe0f\u{e0100}',
  '\u00ad\u034f',
  '\u115f\u3164\uffa0',
  '\u2061\u2062\u2063\u2064\u206a',
  '\u{e0001}\u{e0067}',
]
const spaces = ['\u00a0', '\u1680', '\u2002', '\u2009', '\u200a', '\u202f', '\u205f', '\u3000']

const sms = (content: string, values = {}, prefix: string | null = null) =>
  renderSms(compileTemplate({ type: 'sms', content, subject: null }), values, prefix).text
const phone = (raw: string) => {
  const number = parsePhoneNumber(raw, rates)
  return typeof number === 'string' ? number : number.normalised
}

test('a phone number is read through unseen marks and spaces of every kind', () => {
  for (const mark of [...unseen, ...spaces, '\u0085', '\u2028']) {
    assert.equal(phone(`${mark}+44${mark}7700${mark}900123${mark}`), '447700900123', escape(mark))
  }
  assert.equal(phone('\u202a+447700900123\u202c'), '447700900123')
  assert.equal(phone('07700\u2009900123'), '447700900123')
  assert.equal(phone('07700a900123'), 'unknown_character')
})

test('an email address is what is seen of it; a plain space inside stays a fault', () => {
  for (const mark of [...unseen, ...spaces]) {
    assert.equal(parseEmailAddress(`${mark}a@${mark}b.com${mark}`), 'a@b.com', escape(mark))
  }
  for (const wrong of ['a b@c.com', 'a\u2009 b@c.com', 'a@b.com c'])
    assert.equal(parseEmailAddress(wrong), null)
})

test('addresses, guest lists and searches see the same', () => {
  const { postcode, normalisedLines } = parsePostalAddress(
    '\u202aA\u202c\nB \u2066St\u2069\nSW1A\u200e\u20091AA',
    {
      international: false,
    },
  )
  assert.deepEqual([postcode, normalisedLines], ['SW1A 1AA', ['A', 'B St', 'SW1A 1AA']])
  assert.equal(canonicalRecipient('\u202a07700 900123\u202c', rates), '447700900123')
  assert.equal(canonicalRecipient('\u2068A@b.com\u2069', rates), 'a@b.com')
  assert.equal(recipientSearchPattern('sms', '\u202a07700900123\u202c', rates), '%7700900123%')
  assert.equal(recipientSearchPattern(null, 'SW1A\u200e\u20091AA', rates), '%sw1a1aa%')
})

test('an address is the same whichever way its accents are spelt', () => {
  for (const form of ['NFC', 'NFD'] as const) {
    const { error, normalisedLines } = parsePostalAddress('Zoë\nRue É\nCôte d’Ivoire'.normalize(form), {
      international: true,
    })
    assert.deepEqual([error, normalisedLines], [null, ['Zoë', 'Rue É', 'Ivory Coast']], form)
    assert.equal(canonicalRecipient('A@bücher.example'.normalize(form), rates), 'a@bücher.example', form)
    assert.equal(recipientSearchPattern('letter', 'Rue É'.normalize(form), rates), '%rueé%', form)
  }
})

test('a text message has no question marks for what nobody sees', () => {
  assert.equal(sms('\u200eRef\u200f x'), 'Ref x')
  for (const mark of unseen) assert.equal(sms(`a${mark}b((v))`, { v: mark }), 'ab', escape(mark))
  for (const space of spaces) assert.equal(sms(`a${space}b`), 'a b', escape(space))
  assert.equal(normaliseBroadcast('\u2068Flood\u2069'), 'Flood')
  assert.match(previewSms(compileTemplate({ type: 'sms', content: '\u200eRef', subject: null }), {}), />Ref</)
})

test('a text message is the same whichever way its accents are spelt', () => {
  assert.equal(sms('Cafe\u0301 n\u0303 u\u0308 o\u030b'), 'Café ñ ü o')
  for (const text of ['Café ñ ü ő', 'Ŵŷ Ẅ ỳ', 'ế', 'Å Ω ç É', '각', 'İ']) {
    for (const form of ['NFC', 'NFD'] as const)
      assert.equal(sms(text.normalize(form)), sms(text), `${text} ${form}`)
  }
  const prefix = 'Cyngor Gwŷr'
  assert.equal(sms('a', {}, prefix.normalize('NFD')), `${prefix}: a`)
  assert.equal(charactersWithoutPrefix(`${prefix}: a`.length, prefix.normalize('NFD')), 1)
  assert.match(
    previewSms(compileTemplate({ type: 'sms', content: 'Cafe\u0301', subject: null }), {}),
    />Café</,
  )
})

test('names match as people read them', () => {
  const names = [
    'first name',
    'First\u00a0Name',
    'first\tname',
    'first\nname',
    'first\r\nname',
    '\ufefffirst_name',
    'fi\u200erst-na\u00adme',
  ]
  for (const name of names) assert.equal(keyOf(name), keyOf('first name'), JSON.stringify(name))
  assert.equal(keyOf('pre\u0301nom'), keyOf('PRÉNOM'))
  assert.notEqual(keyOf('a.b'), keyOf('ab'))
  const template = compileTemplate({ type: 'sms', content: 'Bonjour ((pre\u0301nom))', subject: null })
  assert.deepEqual(missingPersonalisation(template, { prénom: 'Amala' }), [])
  assert.equal(sms('Bonjour ((pre\u0301nom))', { prénom: 'Amala' }), 'Bonjour Amala')
  assert.deepEqual(
    compileTemplate({ type: 'sms', content: '((a b)) ((a\u00a0b)) ((A\u200bB))', subject: null })
      .placeholders,
    ['a b'],
  )
})

for (const header of [
  'phone\tnumber',
  'phone\u00a0number',
  '"phone\nnumber"',
  '"phone\r\n number"',
  'phone \ufeffnumber',
  '\u200ephone number',
  'phone\u2009number',
  '\ufeff"phone number"',
  '\u200e"phone number"',
]) {
  test(`the header ${JSON.stringify(header)} is the phone number's`, () => {
    const template = compileTemplate({ type: 'sms', content: 'Hi ((first name))', subject: null })
    const csv = openRecipientCsv(`${header},"first\u00a0\nname"\n07700900123,Amala`, {
      template,
      rates,
      permissions: { internationalSms: false, smsToUkLandlines: false, internationalLetters: false },
      validate: 'everything',
    })
    const report = checkRecipientCsv(csv, {
      rates,
      allowList: null,
      remainingMessages: null,
      remainingInternationalSms: null,
    })
    assert.deepEqual([csv.missingColumns, csv.hasRecipientColumns, report.hasErrors], [[], true, false])
    const [row] = csv.rows()
    assert.deepEqual(personalisationOf(template, 'sms', row!), {
      phonenumber: '07700900123',
      firstname: 'Amala',
    })
  })
}

test('emails keep the joiners and selectors that their text is written with', () => {
  const content = 'می\u200cخواهم ❤\ufe0f 👩\u200d🚀 ((v))'
  const template = compileTemplate({ type: 'email', content, subject: 's' })
  assert.equal(
    emailBodyText(template, { v: 'می\u200cخواهم \u200ex' }),
    `${content.replace('((v))', 'می\u200cخواهم \u200ex')}\n`,
  )
})

test('a letter with a hundred thousand accents takes no longer than its length explains', () => {
  const marks = `a${'\u0301\u0316'.repeat(100_000)}`
  const start = performance.now()
  sms(marks)
  keyOf(marks)
  assert.ok(performance.now() - start < 1000)
})
