/** Where Crier does better than Notify: one test for each improvement that the specification asks for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { broadcastLength, normaliseBroadcast } from '../../src/templates/broadcast.ts'
import { apiContent, previewHtml } from '../../src/templates/content.ts'
import { emailBodyText, renderEmail } from '../../src/templates/email.ts'
import { checkQrCodes, letterContent, letterParts } from '../../src/templates/letter.ts'
import { sanitisePersonalisation } from '../../src/templates/sanitise.ts'
import { renderSms } from '../../src/templates/sms.ts'
import { compileTemplate, type TemplateType } from '../../src/templates/template.ts'
import { unlinkGovUk } from '../../src/templates/typography.ts'

const template = (type: TemplateType, content: string, subject: string | null = null) =>
  compileTemplate({ type, content, subject })

const letterOptions = {
  language: 'english',
  date: '2026-03-02',
  addressLines: ['Jo', 'A Street', 'SW1A 1AA'],
} as const

test('placeholders are matched on the raw content, so brackets written as references work everywhere', () => {
  const content = 'See ((a??&lpar;x&rpar;))'
  assert.equal(renderSms(template('sms', content), { a: 'yes' }, null).text, 'See (x)')
  assert.equal(emailBodyText(template('email', content), { a: 'yes' }), 'See (x)\n')
  assert.match(previewHtml(template('email', content), { a: 'yes' })!, />See \(x\)</)
  assert.equal(letterParts(template('letter', content), { a: 'yes' }, letterOptions).body, '<p>See (x)</p>')
})

test('UCS-2 is decided on the sanitised text', () => {
  const { text, size } = renderSms(template('sms', 'ế'), {}, null)
  assert.deepEqual({ text, size }, { text: 'ê', size: { characters: 1, extended: 0, ucs2: true } })
})

test('five-digit decompositions become a question mark', () => {
  assert.equal(renderSms(template('sms', 'a\u{1d15e}b'), {}, null).text, 'a?b')
})

test('the escape character never reaches a handset', () => {
  assert.equal(renderSms(template('sms', 'a\u001bb'), {}, null).text, 'ab')
  assert.equal(normaliseBroadcast('a\u001bb'), 'ab')
})

test('characters are counted after sanitising', () => {
  assert.equal(renderSms(template('sms', 'wait…'), {}, null).size.characters, 7)
  assert.deepEqual(broadcastLength('…').count, 3)
})

test('a value of sanitise_content_for that is not text is named, and left as it is', () => {
  const personalisation = { a: ['https://evil.example/x'], b: 'x.example', c: null }
  assert.deepEqual(sanitisePersonalisation(personalisation, ['A', 'b', 'c']), {
    personalisation: { a: ['https://evil.example/x'], b: 'x\\. example', c: null },
    sanitisedContent: { b: { unsanitised: 'x.example', sanitised: 'x\\. example' } },
    notText: ['a'],
  })
})

test('plain text keeps what looks like a reference inside a web address', () => {
  const text = emailBodyText(
    template('email', 'https://x.example/?a=1&copy=2&copy;=3 200&micro;g &copy 2020'),
    {},
  )
  assert.equal(text, 'https://x.example/?a=1&copy=2&copy;=3 200µg &copy 2020\n')
})

test('in emails a dash does not fold two lines into one', () => {
  assert.equal(emailBodyText(template('email', 'a -\nb - c'), {}), 'a -\nb – c\n')
})

test('plain text shows placeholders without a value as typed', () => {
  assert.equal(emailBodyText(template('email', 'Hi ((name)) ((a??b))'), {}), 'Hi ((name)) ((a??b))\n')
})

test('in letters only the hyphens of text become non-breaking', () => {
  const { body } = letterParts(template('letter', 'a-b ((c))\n\n***'), {}, letterOptions)
  assert.equal(
    body,
    '<p>a\u2011b <span class=\'placeholder\'>&#40;&#40;c&#41;&#41;</span></p><div class="page-break">&nbsp;</div>',
  )
})

test('complete addresses are escaped', () => {
  const options = { ...letterOptions, addressLines: ['<b>Jo</b> & Co', 'A Street', 'SW1A 1AA'] }
  assert.equal(letterParts(template('letter', 'x'), {}, options).address[0], '&lt;b&gt;Jo&lt;/b&gt; &amp; Co')
  const { address } = letterContent(template('letter', 'x'), {}, options)
  assert.deepEqual(address[0], [{ text: '<b>Jo</b> & Co' }])
})

test('the bytes of a QR code are counted on its data, not on its escaped form', () => {
  const data = `https://x.example/?${'a=1&'.repeat(120)}`
  assert.ok(Buffer.byteLength(data) <= 504 && Buffer.byteLength(data.replaceAll('&', '&amp;')) > 504)
  assert.equal(checkQrCodes(template('letter', 'QR: ((link))'), { link: data }), null)
})

test('broadcasts keep plain text', () => {
  assert.equal(normaliseBroadcast('Fire & smoke <now>\r\n\r\n\r\n\r\nLeave'), 'Fire & smoke <now>\n\nLeave')
})

test('a quote in a link title cannot end its attribute', () => {
  const html = previewHtml(template('email', '[a](http://b.example "x" onclick="y")'), {})!
  assert.match(html, / title="x&quot; onclick=&quot;y"/)
})

test('the API body is what was typed, less the prefix for a text message', () => {
  const list = { l: ['a', 'b'] }
  assert.deepEqual(apiContent(template('email', ' # ((l)) & ', 'A & ((l))'), list), {
    subject: 'A & a and b',
    body: '# \n\n* a\n* b &',
  })
  assert.deepEqual(apiContent(template('letter', 'x', 'A & B'), {}), { subject: 'A &amp; B', body: 'x' })
  assert.deepEqual(apiContent(template('sms', '  ((l))… ', 'ignored'), list), {
    subject: null,
    body: 'a and b...',
  })
})

test('a line end never reaches the subject header', () => {
  const email = renderEmail(template('email', 'x', 'Hi ((a))'), { a: 'x\r\nBcc: y@z' }, { branding: null })
  assert.equal(email.subject, 'Hi x Bcc: y@z')
})

test('GOV.UK after a mark that opens is no link either', () => {
  const email = (content: string) => emailBodyText(template('email', content), {})
  assert.equal(email('‘GOV.UK One Login’ on GOV.UK'), '‘GOV.\u200bUK One Login’ on GOV.\u200bUK\n')
  assert.equal(email('"GOV.UK"'), '“GOV.\u200bUK”\n')
  assert.match(
    previewHtml(template('email', '"GOV.UK" <gov.uk>'), {})!,
    /“GOV\.\u200bUK” &lt;gov\.\u200buk&gt;/,
  )
  const marks = ['"', "'", '“', '”', '„', '«', '(', '[', '{', '<', '&quot;', '\n("']
  for (const mark of [...marks, '>', '&gt;', '–', 'a—', '•', '（', '「', '⟨'])
    assert.equal(unlinkGovUk(`${mark}gov.uk`), `${mark}gov.\u200buk`, mark)
  const links = [
    '[GOV.UK](https://www.gov.uk)',
    '[GOV.UK pages][1]',
    '[GOV.UK]: https://www.gov.uk',
    '[a](GOV.UK)',
    '"GOV.UK/a',
    '(a@gov.uk',
    '"www.gov.uk',
    '-gov.uk',
    'xgov.uk',
  ]
  for (const text of links) assert.equal(unlinkGovUk(text), text)
})
