/** The SMTP adapter against relays on loopback: the message as it arrives, encryption and signature, and every bad day of a relay. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simpleParser } from 'mailparser'
import { MessageFault, type OutgoingEmail } from '../../src/delivery/providers/provider.ts'
import { selfSigned } from '../support/certificate.ts'
import { makeAdapter } from './account.ts'
import { brokenRelay, stages } from './broken-relay.ts'
import { smtpPeer } from './peers.ts'

const email: OutgoingEmail = {
  channel: 'email',
  id: '01890000-0000-7000-8000-000000000001',
  to: 'amala@example.gov.uk',
  from: { name: 'Ä "service"', address: 'a.service@notify.example.org' },
  replyTo: 'reply@example.gov.uk',
  subject: 'Your appointment – Dienstag',
  text: 'Hello\n.\n..\nlast',
  html: '<p>Hello</p>',
  headers: { 'List-Unsubscribe': '<https://api.example.org/unsubscribe/1/abc>' },
  links: [],
  isTest: false,
}
const reference = `${email.id}@notify.example.org`

test('an email arrives as it was sent, its Message-ID the reference', async (t) => {
  const peer = await smtpPeer()
  const smtp = makeAdapter('smtp', { url: peer.url })
  t.after(async () => {
    smtp.close!()
    await peer.close()
  })
  assert.deepEqual(await smtp.send(email), { reference, receipts: ['delivered'] })
  const [{ from, to, raw, isSecure } = assert.fail()] = peer.mails
  assert.deepEqual([from, to, isSecure], ['a.service@notify.example.org', ['amala@example.gov.uk'], false])
  const mail = await simpleParser(raw)
  assert.deepEqual(
    {
      id: mail.messageId,
      from: mail.from?.value,
      to: mail.to && 'text' in mail.to ? mail.to.text : null,
      replyTo: mail.replyTo?.text,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      unsubscribe: (mail.headers.get('list') as { unsubscribe: { url: string } }).unsubscribe.url,
    },
    {
      id: `<${reference}>`,
      from: [{ address: 'a.service@notify.example.org', name: 'Ä "service"' }],
      to: 'amala@example.gov.uk',
      replyTo: 'reply@example.gov.uk',
      subject: 'Your appointment – Dienstag',
      text: 'Hello\n.\n..\nlast',
      html: '<p>Hello</p>',
      unsubscribe: 'https://api.example.org/unsubscribe/1/abc',
    },
  )
})

test('one connection carries one message after another', async (t) => {
  let connections = 0
  const peer = await smtpPeer({}, Promise.resolve(), {
    disabledCommands: ['AUTH', 'STARTTLS'],
    onConnect(_session, done) {
      connections++
      done()
    },
  })
  const smtp = makeAdapter('smtp', { url: peer.url })
  t.after(async () => {
    smtp.close!()
    await peer.close()
  })
  for (let count = 0; count < 5; count++) await smtp.send(email)
  assert.deepEqual([peer.mails.length, connections], [5, 1])
})

test('with a return path what comes back names the message, and relays that can are asked to tell of arrival', async (t) => {
  const settings = { return_path: 'bounces@notify.example.org' }
  const peer = await smtpPeer({}, Promise.resolve(), {
    disabledCommands: ['AUTH', 'STARTTLS'],
    hideDSN: false,
  } as never)
  const without = await smtpPeer()
  const [able, unable] = [
    makeAdapter('smtp', { ...settings, url: peer.url }),
    makeAdapter('smtp', { ...settings, url: without.url }),
  ]
  t.after(async () => {
    for (const one of [able, unable]) one.close!()
    await peer.close()
    await without.close()
  })
  // That the relay took it is no receipt any more: it tells itself.
  assert.deepEqual(await able.send(email), { reference })
  assert.deepEqual(await unable.send(email), { reference })
  const [asked, plain] = [peer.mails[0]!, without.mails[0]!]
  for (const { from } of [asked, plain]) assert.equal(from, `bounces+${email.id}@notify.example.org`)
  assert.deepEqual(asked.parameters, [{ RET: 'HDRS', ENVID: email.id }, { NOTIFY: 'SUCCESS,FAILURE' }])
})

const { key, certificate } = selfSigned()
const secured = { key, cert: certificate, disabledCommands: ['AUTH' as const] }
const encrypted: [
  what: string,
  tls: string | undefined,
  hasTls: boolean,
  outcome: 'sent' | 'secure' | RegExp,
][] = [
  ['no encryption where none is offered', undefined, false, 'sent'],
  ['a self-signed certificate is refused', undefined, true, /self-signed certificate/],
  ['unless any certificate will do', 'unverified', true, 'secure'],
  ['encryption that is required is required', 'required', false, /STARTTLS/],
  ['and to a good certificate', 'required', true, /self-signed certificate/],
  ['a mode that there is not', 'sometimes', true, /must be required or unverified/],
]
for (const [what, tls, hasTls, outcome] of encrypted) {
  test(`STARTTLS: ${what}`, async (t) => {
    const peer = await smtpPeer({}, Promise.resolve(), hasTls ? secured : undefined)
    const smtp = makeAdapter('smtp', { url: peer.url, ...(tls === undefined ? {} : { tls }) })
    t.after(async () => {
      smtp.close?.()
      await peer.close()
    })
    const error = await smtp.send(email).then(
      () => null,
      (thrown: Error) => thrown,
    )
    if (outcome instanceof RegExp) {
      assert.match(`${error?.message} ${(error?.cause as Error | undefined)?.message}`, outcome)
      assert.ok(!(error instanceof MessageFault))
      assert.equal(peer.mails.length, 0)
    } else {
      assert.equal(error, null)
      assert.equal(peer.mails[0]!.isSecure, outcome === 'secure')
    }
  })
}

test('an address with letters of another script goes to relays that take it, and is refused for itself by others', async (t) => {
  const to = 'åmala@example.gov.uk'
  const peer = await smtpPeer({}, Promise.resolve(), {
    disabledCommands: ['AUTH', 'STARTTLS'],
    hideSMTPUTF8: false,
  })
  const smtp = makeAdapter('smtp', { url: peer.url })
  t.after(async () => {
    smtp.close!()
    await peer.close()
  })
  await smtp.send({ ...email, to })
  assert.deepEqual(peer.mails[0]!.to, [to])
  assert.equal((peer.mails[0]!.parameters[0] as { SMTPUTF8?: boolean }).SMTPUTF8, true)
})

test('an email is signed with DKIM when there is a key, and not with half of one', async (t) => {
  const peer = await smtpPeer()
  const signing = { dkim_domain: 'notify.example.org', dkim_selector: 'crier' }
  const smtp = makeAdapter('smtp', {
    url: peer.url,
    ...signing,
    dkim_private_key: key.replaceAll('\n', '\\n'),
  })
  t.after(async () => {
    smtp.close!()
    await peer.close()
  })
  await smtp.send(email)
  const signature = /^DKIM-Signature: ((?:.*\r\n)(?:[ \t].*\r\n)*)/m.exec(peer.mails[0]!.raw)?.[1] ?? ''
  for (const part of [/a=rsa-sha256/, /d=notify\.example\.org/, /s=crier/, /h=[^;]*From[^;]*Subject/i])
    assert.match(signature.replace(/\s+/g, ''), part)
  await assert.rejects(makeAdapter('smtp', { url: peer.url, ...signing }).send(email), /must be set together/)
})

for (const stage of stages) {
  for (const how of ['cut', 'hang'] as const) {
    test(`a relay that goes (${how}) at ${stage} is the provider’s fault, and holds nobody for long`, async (t) => {
      const relay = await brokenRelay(stage, how)
      const smtp = makeAdapter('smtp', { url: relay.url }, 150)
      t.after(async () => {
        smtp.close!()
        await relay.close()
      })
      const error = (await smtp.send(email).catch((thrown: Error) => thrown)) as Error
      assert.ok(error instanceof Error && !(error instanceof MessageFault), String(error))
      assert.doesNotMatch(error.message, /amala/)
      assert.equal(relay.mails(), stage === 'dot' ? 1 : 0)
    })
  }
}

test('greylisting: the recipient is refused for now, and taken later over the same connections', async (t) => {
  const peer = await smtpPeer()
  const grey = await smtpPeer({
    'amala@example.gov.uk': '451 4.7.1 Greylisting in action, please come back later',
  })
  const [first, second] = [makeAdapter('smtp', { url: grey.url }), makeAdapter('smtp', { url: peer.url })]
  t.after(async () => {
    for (const one of [first, second]) one.close!()
    await grey.close()
    await peer.close()
  })
  const error = (await first.send(email).catch((thrown: Error) => thrown)) as Error
  assert.ok(!(error instanceof MessageFault))
  assert.equal(error.message, 'SMTP RCPT TO (451 4.7.1)')
  // Another recipient of the same batch is taken meanwhile.
  await first.send({ ...email, to: 'bela@example.gov.uk' })
  assert.deepEqual(grey.mails[0]!.to, ['bela@example.gov.uk'])
  assert.ok(await second.send(email))
})

test('a relay that is not there is the provider’s fault', async () => {
  const smtp = makeAdapter('smtp', { url: 'smtp://127.0.0.1:1' })
  const error = (await smtp.send(email).catch((thrown: Error) => thrown)) as Error
  assert.ok(error instanceof Error && !(error instanceof MessageFault))
  smtp.close!()
})
