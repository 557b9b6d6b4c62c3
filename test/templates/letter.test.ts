import assert from 'node:assert/strict'
import { test } from 'node:test'
import { letterContent, letterDate, letterParts, pageLabel } from '../../src/templates/letter.ts'
import { previewRecipient, previewSms } from '../../src/templates/preview.ts'
import { compileTemplate } from '../../src/templates/template.ts'

const letter = compileTemplate({
  type: 'letter',
  content:
    'Dear ((name)) - "hello"\nsecond\n\n# Next\n\n* one https://a.example/x\n  1. inner\n* two\n\n---\n\nQR: ((link))\n\nend',
  subject: 'About ((thing))',
  contactBlock: '  Bureau \n((phone)) .',
  welshSubject: 'Am ((thing))',
  welshContent: 'Annwyl ((name))',
})
const values = { name: 'Jo', thing: 'you & me', phone: '020', link: 'https://x.example/?a=1&b=2' }
const options = { language: 'english', date: '2012-12-03' } as const

test('a letter as blocks to lay out', () => {
  const content = letterContent(letter, values, { ...options, addressLines: ['Jo', 'A Street', 'SW1A 1AA'] })
  assert.deepEqual(content, {
    language: 'english',
    address: [[{ text: 'Jo' }], [{ text: 'A Street' }], [{ text: 'SW1A 1AA' }]],
    contactBlock: [[{ text: 'Bureau' }], [{ text: '020.' }]],
    date: '3 December 2012',
    subject: [{ text: 'About you & me' }],
    body: [
      { type: 'paragraph', runs: [{ text: 'Dear Jo – “hello”' }, { break: true }, { text: 'second' }] },
      { type: 'heading', runs: [{ text: 'Next' }] },
      {
        type: 'list',
        ordered: false,
        items: [
          [
            { type: 'paragraph', runs: [{ text: 'one ' }, { text: 'a.example/x', bold: true }] },
            { type: 'list', ordered: true, items: [[{ type: 'paragraph', runs: [{ text: 'inner' }] }]] },
          ],
          [{ type: 'paragraph', runs: [{ text: 'two' }] }],
        ],
      },
      { type: 'page-break' },
      { type: 'qr-code', data: 'https://x.example/?a=1&b=2', filled: true },
      { type: 'paragraph', runs: [{ text: 'end' }] },
    ],
  })
})

test('the Welsh letter has its own subject, body and month', () => {
  const welsh = letterContent(letter, values, { ...options, language: 'welsh', addressLines: [] })
  assert.deepEqual(welsh.subject, [{ text: 'Am you & me' }])
  assert.deepEqual(welsh.body, [{ type: 'paragraph', runs: [{ text: 'Annwyl Jo' }] }])
  assert.equal(welsh.date, '3 Rhagfyr 2012')
  assert.equal(letterDate('2026-05-11', 'welsh'), '11 Mai 2026')
  assert.equal(pageLabel(1, 2, 'welsh'), 'Tudalen 1 o 2')
  assert.equal(pageLabel(1, 2, 'english'), 'Page 1 of 2')
})

test('an incomplete address shows seven lines; the postcode stands in for the last', () => {
  const { address } = letterParts(letter, { address_line_1: 'Jo', postcode: 'SW1A 1AA' }, options)
  assert.deepEqual(address, [
    'Jo',
    ...[2, 3, 4, 5, 6].map((n) => `<span class='placeholder-no-brackets'>address line ${n}</span>`),
    'SW1A 1AA',
  ])
})

test('what is missing is marked in every part', () => {
  const content = letterContent(letter, {}, options)
  assert.deepEqual(content.address[0], [{ text: 'address line 1', missing: 'placeholder' }])
  assert.deepEqual(content.subject, [{ text: 'About ' }, { text: '((thing))', missing: 'placeholder' }])
  assert.deepEqual(content.body.at(-2), { type: 'qr-code', data: '((link))', filled: false })
  const redacted = letterContent(letter, {}, { ...options, redact: true })
  assert.deepEqual(redacted.subject.at(-1), { text: 'hidden', missing: 'redacted' })
})

test('a preview of a text message', () => {
  const sms = compileTemplate({
    type: 'sms',
    subject: null,
    content: 'Hi ((name)) <b>\nsee gov.uk/x. ((a??b))',
  })
  assert.equal(
    previewSms(sms, { name: '<Jo>' }, { prefix: 'A & B' }),
    '<div class="sms-message-wrapper" dir="auto">A &amp; B: Hi &lt;Jo&gt; &lt;b&gt;<br>see <a href="http://gov.uk/x">gov.uk/x</a>. ' +
      "<span class='placeholder-conditional'>&#40;&#40;a??</span>b&#41;&#41;</div>",
  )
  assert.equal(
    previewRecipient('phone number', {}),
    "<span class='placeholder-no-brackets'>phone number</span>",
  )
  assert.equal(previewRecipient('phone number', { phone_number: '07700 900123' }), '07700 900123')
})
