/** What a relay is given, read back by a parser of messages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simpleParser } from 'mailparser'
import { mailMessage } from '../../src/delivery/providers/mail-message.ts'
import type { OutgoingEmail } from '../../src/delivery/providers/provider.ts'
import { unsubscribeHeaders } from '../../src/templates/unsubscribe.ts'
import { makeAdapter } from './account.ts'
import { smtpPeer } from './peers.ts'

const email: OutgoingEmail = {
  channel: 'email',
  id: '01890000-0000-7000-8000-000000000001',
  to: 'amala@example.gov.uk',
  from: { name: 'Pigeons', address: 'pigeons@notify.example.org' },
  replyTo: null,
  subject: 'Your appointment',
  text: 'Hello\n',
  html: '<p>Hello</p>\n',
  headers: {},
  links: [],
  isTest: false,
}

async function read(change: Partial<OutgoingEmail>) {
  const raw = await mailMessage({ ...email, ...change }, `${email.id}@notify.example.org`)
  const longest = Math.max(
    ...raw
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.length),
  )
  const [head] = raw.toString('latin1').split('\r\n\r\n')
  assert.match(head!, /^[\x20-\x7e\r\n]*$/, 'headers are ASCII')
  return { parsed: await simpleParser(raw), head: head!, longest }
}

const texts = [
  'Your appointment on 3 May',
  '=?utf-8?q?literal?=',
  'Re: =?ISO-8859-1?B?aGVsbG8=?= and more',
  '=?utf-8?q?a?= =?utf-8?q?b?=',
  '=? ?=',
  'a'.repeat(1200),
  `${'a'.repeat(70)} ${'b'.repeat(300)}`,
  'word '.repeat(200).trim(),
  'ŵyl '.repeat(300).trim(),
  '𠮷'.repeat(700),
  'née 👩‍👩‍👧‍👦 Ünïcödé',
  'two  spaces',
  'He said "yes", (really); <a@b.example>, c@d.example: x\\y',
  'a?b_c=20',
  'tab\there',
]

test('a subject decodes to exactly its text, on lines that every relay takes', async () => {
  for (const subject of texts) {
    const { parsed, longest } = await read({ subject })
    assert.equal(parsed.subject, subject)
    assert.ok(longest <= 78, `${longest} octets: ${subject.slice(0, 40)}`)
  }
})

test('a sender’s name decodes to exactly its text, and none of it is an address', async () => {
  for (const name of [...texts, 'x'.repeat(255)]) {
    const { parsed, longest } = await read({ from: { ...email.from, name } })
    assert.deepEqual(
      parsed.from!.value.map((one) => [one.name, one.address]),
      [[name, email.from.address]],
    )
    assert.ok(longest <= 300, `${longest} octets: ${name.slice(0, 40)}`)
  }
})

test('line ends in a name or a subject start no header', async () => {
  const evil = 'x\r\nBcc: everybody@example.org\r\n\r\nHello'
  const { parsed, head } = await read({ subject: evil, from: { ...email.from, name: evil } })
  assert.equal(parsed.bcc, undefined)
  assert.doesNotMatch(head, /^Bcc/im)
  assert.equal(parsed.subject, evil)
})

test('lines of the bodies are within what SMTP carries', async () => {
  for (const text of ['a'.repeat(5000), 'a\r'.repeat(5000), 'ä'.repeat(5000), `${'word '.repeat(400)}\n`]) {
    const { parsed, longest } = await read({ text, html: `<p>${text}</p>` })
    assert.ok(longest <= 78, `${longest} octets`)
    const expected = text.replaceAll('\r', '\n').trimEnd()
    assert.equal(parsed.text!.trimEnd(), expected)
    assert.equal((parsed.html as string).trimEnd(), `<p>${text.replaceAll('\r', '\n')}</p>`)
  }
})

test('recipients of other scripts have their ASCII domain, and a reply-to stays one address', async () => {
  const { parsed, head } = await read({
    to: 'japanese-info@例え.テスト',
    replyTo: 'reply,other@example.gov.uk',
  })
  assert.match(head, /^To: japanese-info@xn--r8jz45g\.xn--zckzah\r$/m)
  assert.deepEqual(
    parsed.replyTo!.value.map(({ address }) => address),
    ['"reply,other"@example.gov.uk'],
  )
})

const uris: [url: string, header: string | undefined][] = [
  ['https://example.com/dad-danysgrifio/ŵyl?e=x', '<https://example.com/dad-danysgrifio/%C5%B5yl?e=x>'],
  ['https://bücher.example/u', '<https://xn--bcher-kva.example/u>'],
  ['https://example.com/a>,<mailto:x@example.com', '<https://example.com/a%3E,%3Cmailto:x@example.com>'],
  ['https://example.com/u?a=<b>&c="d"|{e}^`f`#g>h', undefined],
  ['https://example.com/u?id=77&x=%20y', '<https://example.com/u?id=77&x=%20y>'],
  [`https://example.com/${'a'.repeat(958)}`, `<https://example.com/${'a'.repeat(958)}>`],
]

test('an address to unsubscribe at is one URI in ASCII on one line', async () => {
  for (const [url, expected] of uris) {
    const { head, longest } = await read({ headers: unsubscribeHeaders(url) })
    const value = /^List-Unsubscribe: (.*)\r$/m.exec(head)![1]!
    if (expected !== undefined) assert.equal(value, expected)
    assert.match(value, /^<https:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+>$/)
    assert.match(head, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    assert.ok(longest <= 998, `${longest} octets`)
  }
})

test('an address that no header can name is in none', () => {
  for (const url of [
    'https://example.com/a\r\nBcc: x@example.com',
    'https://example.com/a b',
    'javascript:alert(1)',
    'https://',
    `https://example.com/${'a'.repeat(959)}`,
    `https://example.com/${'ŵ'.repeat(200)}`,
  ]) {
    assert.deepEqual(unsubscribeHeaders(url), {}, url.slice(0, 60))
  }
})

test('what goes over the wire is that message', async (t) => {
  const peer = await smtpPeer()
  const smtp = makeAdapter('smtp', { url: peer.url })
  t.after(async () => {
    smtp.close!()
    await peer.close()
  })
  const subject = texts[1]!
  const sent = await smtp.send({
    ...email,
    to: 'amala@bücher.example',
    subject,
    from: { ...email.from, name: texts[2]! },
    text: `${'.leading dots '.repeat(100)}\n.\n.\n`,
  })
  assert.equal(sent.reference, `${email.id}@notify.example.org`)
  const [mail] = peer.mails
  const parsed = await simpleParser(mail!.raw)
  assert.equal(parsed.subject, subject)
  assert.equal(parsed.messageId, `<${sent.reference}>`)
  assert.match(mail!.raw, /^To: amala@xn--bcher-kva\.example\r$/m)
  assert.equal(parsed.from!.value[0]!.name, texts[2])
  assert.equal(parsed.text!.trim(), `${'.leading dots '.repeat(100)}\n.\n.`)
  assert.ok(parsed.date instanceof Date)
})
