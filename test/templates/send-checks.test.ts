import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkQrCodes } from '../../src/templates/letter.ts'
import {
  checkContent,
  checkLength,
  checkTemplateLength,
  missingPersonalisation,
} from '../../src/templates/send-checks.ts'
import { compileTemplate, type TemplateType } from '../../src/templates/template.ts'
import { templateChange } from '../../src/templates/template-change.ts'

const template = (type: TemplateType, content: string, subject: string | null = null) =>
  compileTemplate({ type, content, subject })

test('placeholders are listed in the order of the parts of each channel, once per key', () => {
  const letter = compileTemplate({
    type: 'letter',
    content: '((body)) ((Block))',
    subject: '((subject))',
    contactBlock: ' ((block)) ',
    welshSubject: '((pwnc))',
    welshContent: '((corff))',
  })
  assert.deepEqual(letter.placeholders, ['block', 'pwnc', 'corff', 'subject', 'body'])
  assert.deepEqual(template('email', '((b)) ((A))', '((a))').placeholders, ['a', 'b'])
  assert.deepEqual(template('sms', '((b??x)) ((a))', '((subject))').placeholders, ['b', 'a'])
})

test('missing personalisation comes first, in the spelling of the template', () => {
  const sms = template('sms', '((First name)) ((date)) ((code??x))')
  assert.deepEqual(missingPersonalisation(sms, { first_name: null, DATE: '' }), ['First name', 'code'])
  assert.equal(checkContent(sms, { a: { file: '' } }), 'Missing personalisation: First name, date, code')
})

test('then an empty message', () => {
  assert.equal(checkContent(template('sms', '((a))'), { a: ' ' }), 'Your message is empty.')
  assert.equal(checkContent(template('email', '((a))((b))'), { a: '', b: [] }), 'Your message is empty.')
  assert.equal(checkContent(template('letter', ''), {}), 'Your message is empty.')
  assert.equal(checkContent(template('email', 'x ((a))'), { a: '' }), null)
})

test('then a file outside an email', () => {
  assert.equal(
    checkContent(template('sms', 'x ((a))'), { a: { file: 'eA==' } }),
    'Can only send a file by email',
  )
  assert.equal(
    checkContent(template('letter', 'x ((a))'), { a: { file: 'eA==' } }),
    'Can only send a file by email',
  )
  assert.equal(checkContent(template('email', 'x ((a))'), { a: { file: 'eA==' } }), null)
  assert.equal(checkContent(template('sms', 'x ((a))'), { a: { b: 1 } }), null)
})

test('a text message may have 918 characters as it is sent', () => {
  assert.equal(checkLength(template('sms', '((a))'), { a: 'x'.repeat(918) }), null)
  assert.equal(
    checkLength(template('sms', '((a))…'), { a: 'x'.repeat(916) }),
    'Your message is too long. Text messages cannot be longer than 918 characters. Your message is 919 characters long.',
  )
})

test('a text message of many times its limit is refused for its length before anything of it is tidied', () => {
  const sms = template('sms', '((a))')
  const a = ' '.repeat(50_001)
  assert.equal(checkContent(sms, { a }), null)
  assert.match(checkLength(sms, { a })!, /is 50001 characters long/)
})

test('an email may have 2,000,000 bytes before it is rendered', () => {
  assert.equal(checkLength(template('email', '((a))'), { a: 'é'.repeat(1_000_000) }), null)
  assert.equal(
    checkLength(template('email', '((a))!'), { a: 'é'.repeat(1_000_000) }),
    'Your message is too long. Emails cannot be longer than 2000000 bytes. Your message is 2000001 bytes.',
  )
  assert.equal(checkLength(template('letter', '((a))'), { a: 'x'.repeat(2_000_001) }), null)
})

test('a template that is too long before anything is filled in is refused', () => {
  const message = 'Content has a character count greater than the limit of 918'
  assert.equal(checkTemplateLength(template('sms', `${'x'.repeat(919)}((a))`)), message)
  assert.equal(checkTemplateLength(template('broadcast', 'x'.repeat(919))), message)
  assert.equal(checkTemplateLength(template('sms', `${'x'.repeat(918)}((a)) `)), null)
  assert.equal(checkTemplateLength(template('email', 'x'.repeat(919))), null)
})

test('a QR code that holds too much is told with its bytes', () => {
  assert.deepEqual(checkQrCodes(template('letter', 'x\n\n qr : ((link))'), { link: 'x'.repeat(505) }), {
    message: 'Cannot create a usable QR code - the link is too long',
    data: 'x'.repeat(505),
    num_bytes: 505,
    max_bytes: 504,
  })
  assert.equal(checkQrCodes(template('letter', `* qr: ${'x'.repeat(505)}`), {}), null)
  assert.equal(checkQrCodes(template('letter', 'qr: ((link))'), {}), null)
})

test('a template change breaks when the sets of keys differ', () => {
  const before = template('sms', '((Name)) ((b)) ((a))')
  assert.deepEqual(templateChange(before, template('sms', '((a)) ((na-me)) ((b??x))')), {
    added: [],
    removed: [],
    isBreaking: false,
  })
  assert.deepEqual(templateChange(before, template('sms', '((d)) ((a)) ((c))')), {
    added: ['d', 'c'],
    removed: ['Name', 'b'],
    isBreaking: true,
  })
})
