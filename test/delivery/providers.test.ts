/** The adapters against peers that speak the providers' protocols. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callProvider } from '../../src/delivery/providers/call.ts'
import { makeFiretext } from '../../src/delivery/providers/firetext.ts'
import { makeMmg } from '../../src/delivery/providers/mmg.ts'
import { MessageFault, type OutgoingEmail, type OutgoingSms } from '../../src/delivery/providers/provider.ts'
import { makeSmtp } from '../../src/delivery/providers/smtp.ts'
import { httpPeer, type Reply, smtpPeer } from './peers.ts'

const sms: OutgoingSms = {
  channel: 'sms',
  id: '01890000-0000-7000-8000-000000000001',
  to: '447700900123',
  text: 'Hello & “welcome”',
  sender: null,
  international: false,
  isTest: false,
}
const email: OutgoingEmail = {
  channel: 'email',
  id: sms.id,
  to: 'amala@example.gov.uk',
  from: { name: 'Ä "service"', address: 'a.service@notify.example.org' },
  replyTo: null,
  subject: 'Your appointment',
  text: 'Hello',
  html: '<p>Hello</p>',
  headers: { 'List-Unsubscribe': '<https://api.example.org/unsubscribe/1/abc>' },
  links: [],
  isTest: false,
}

test('MMG is sent what its interface asks for', async (t) => {
  const peer = await httpPeer()
  t.after(peer.close)
  const mmg = makeMmg({ url: peer.url, apiKey: 'the-key', receiptUrl: 'https://u:p@crier.example/receipt' })
  assert.deepEqual(await mmg.send(sms), { reference: null })
  await mmg.send({ ...sms, sender: 'Parking' })
  const [first, second] = peer.seen
  assert.equal(first!.headers.authorization, 'Basic the-key')
  assert.equal(first!.headers['content-type'], 'application/json')
  assert.deepEqual(JSON.parse(first!.body), {
    reqType: 'BULK',
    MSISDN: '447700900123',
    msg: 'Hello & “welcome”',
    sender: 'GOVUK',
    cid: sms.id,
    multi: true,
    delurl: 'https://u:p@crier.example/receipt',
  })
  assert.equal(JSON.parse(second!.body).sender, 'Parking')
})

test('Firetext is sent a form, with the international key abroad', async (t) => {
  const peer = await httpPeer()
  t.after(peer.close)
  const firetext = makeFiretext({ url: peer.url, apiKey: 'home', internationalApiKey: 'abroad' })
  await firetext.send(sms)
  await firetext.send({ ...sms, international: true, to: '+33123456789' })
  const [home, abroad] = peer.seen.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
  assert.deepEqual(home, {
    apiKey: 'home',
    from: 'GOVUK',
    to: '447700900123',
    message: 'Hello & “welcome”',
    reference: sms.id,
  })
  assert.equal(abroad!.apiKey, 'abroad')
  assert.equal(abroad!.to, '33123456789')
})

const answers: [provider: 'mmg' | 'firetext', reply: Reply, outcome: 'sent' | 'message' | 'provider'][] = [
  ['mmg', {}, 'sent'],
  ['mmg', { body: '{"Error":206,"Description":"Some error"}' }, 'provider'],
  ['mmg', { status: 400, body: '{"Error":206,"Description":"447700900123 is bad"}' }, 'message'],
  ['mmg', { status: 400, body: 'Bad Request' }, 'provider'],
  ['mmg', { status: 401, body: '{"Error":1}' }, 'provider'],
  ['mmg', { status: 429, body: '{"Error":1}' }, 'provider'],
  ['mmg', { status: 500, body: '{"Error":1}' }, 'provider'],
  ['mmg', { status: 302, body: '' }, 'provider'],
  ['mmg', { body: 'not JSON' }, 'provider'],
  ['mmg', { body: '[1]' }, 'provider'],
  ['firetext', { body: '{"data":[],"description":"SMS successfully queued","code":0}' }, 'sent'],
  ['firetext', { body: '{"code":1}' }, 'provider'],
  ['firetext', { body: '{"code":2}' }, 'message'],
  ['firetext', { body: '{"code":7}' }, 'provider'],
  ['firetext', { body: '{}' }, 'provider'],
  ['firetext', { status: 503, body: '' }, 'provider'],
]

test('answers are taken for success, the message’s fault or the provider’s', async (t) => {
  let reply: Reply = {}
  const peer = await httpPeer(() => reply)
  t.after(peer.close)
  const adapters = {
    mmg: makeMmg({ url: peer.url, apiKey: 'k' }),
    firetext: makeFiretext({ url: peer.url, apiKey: 'k' }),
  }
  for (const [provider, answer, expected] of answers) {
    reply = answer
    const outcome = await adapters[provider].send(sms).then(
      () => 'sent',
      (error: Error) => {
        assert.doesNotMatch(error.message, /4477009/, 'no recipient in an error')
        return error instanceof MessageFault ? 'message' : 'provider'
      },
    )
    assert.equal(outcome, expected, `${provider} ${JSON.stringify(answer)}`)
  }
})

test('a provider that does not answer is given up after its time', async (t) => {
  const peer = await httpPeer(() => ({ delayMs: 60_000 }))
  t.after(peer.close)
  await assert.rejects(callProvider(peer.url, {}, 'x', 50), { name: 'TimeoutError' })
})

test('providers without an account fail as the provider’s fault', async () => {
  for (const adapter of [makeMmg({}), makeFiretext({})]) {
    await assert.rejects(
      adapter.send(sms),
      (error: Error) => /is not set/.test(error.message) && !(error instanceof MessageFault),
    )
  }
  await assert.rejects(makeSmtp(undefined).send(email), /CRIER_SMTP_URL is not set/)
})

test('an email goes through SMTP with its Message-ID as reference', async (t) => {
  const peer = await smtpPeer()
  const smtp = makeSmtp(peer.url)
  t.after(async () => {
    smtp.close!()
    await peer.close()
  })
  const sent = await smtp.send({ ...email, replyTo: 'reply@example.gov.uk' })
  assert.deepEqual(sent, { reference: `${email.id}@notify.example.org`, receipts: ['delivered'] })
  const [mail] = peer.mails
  assert.equal(mail!.from, 'a.service@notify.example.org')
  assert.deepEqual(mail!.to, ['amala@example.gov.uk'])
  assert.match(mail!.raw, new RegExp(`^Message-ID: <${email.id}@notify\\.example\\.org>\r$`, 'm'))
  assert.match(mail!.raw, /^List-Unsubscribe: <https:/m)
  assert.match(mail!.raw, /^Reply-To: reply@example\.gov\.uk\r$/m)
  assert.match(mail!.raw, /multipart\/alternative/)
})

test('a relay that is not there is the provider’s fault', async () => {
  const smtp = makeSmtp('smtp://127.0.0.1:1')
  const error = (await smtp.send(email).catch((thrown: Error) => thrown)) as Error
  assert.ok(error instanceof Error && !(error instanceof MessageFault))
  smtp.close!()
})
