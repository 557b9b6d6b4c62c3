/** The adapters that speak HTTP, against peers that speak the providers' protocols: what they are sent, and every bad day of theirs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simpleParser } from 'mailparser'
import { type HttpProtocol, httpProtocol } from '../../src/delivery/providers/http.ts'
import { protocols } from '../../src/delivery/providers/protocols.ts'
import type { Protocol, Sent, Settings } from '../../src/delivery/providers/provider.ts'
import { MessageFault, type OutgoingEmail, type OutgoingSms } from '../../src/delivery/providers/provider.ts'
import { account, makeAdapter } from './account.ts'
import { httpPeer, type Reply, type Seen } from './peers.ts'
import { isSignedV4 } from './signature-v4.ts'

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
const keys = { region: 'eu-west-2', access_key_id: 'AKIDEXAMPLE', secret_access_key: 'wJalrXUtnFEMI' }
const published =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>94f20ce6-13c5-43a0-9a9e-ca52d816e90b</MessageId></PublishResult></PublishResponse>'
const refused = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>Invalid parameter: +447700900123</Message></Error></ErrorResponse>`

const row: HttpProtocol = {
  adapter: 'acme',
  method: 'POST',
  url: 'http://127.0.0.1/',
  headers: { authorization: 'Bearer ((api_key))' },
  body_format: 'json',
  body: { to: '((to))', text: '((text))' },
  success_pointer: null,
  success_values: null,
  reference_pointer: '/messages/0/id',
  error_pointer: '/messages/0/error',
  receipts_pointer: null,
  receipt_reference_pointer: '/id',
  receipt_status_pointer: '/status',
  receipt_code_pointer: null,
  inbound_number_pointer: null,
  inbound_sender_pointer: null,
  inbound_content_pointer: null,
  inbound_reference_pointer: null,
  inbound_date_pointer: null,
}
const acme = (columns: Partial<HttpProtocol> = {}): Protocol =>
  httpProtocol({ ...row, ...columns }, 'sms', 'acme', true)

type Provider = 'mmg' | 'firetext' | 'twilio' | 'sns' | 'ses' | 'acme'
const settings: Record<Provider, Settings> = {
  mmg: { api_key: 'the-key' },
  firetext: { api_key: 'home', international_api_key: 'abroad' },
  twilio: { account_sid: 'AC0123', auth_tokens: 'first,second' },
  sns: keys,
  ses: keys,
  acme: { api_key: 'secret' },
}
const make = (provider: Provider, url: string, more: Settings = {}, timeoutMs?: number) =>
  provider === 'acme'
    ? acme().make({
        ...account('acme', { url, ...settings.acme, ...more }, timeoutMs),
        refusals: { '7': 'permanent-failure' },
      })
    : makeAdapter(provider, { url, ...settings[provider], ...more }, timeoutMs)

/** What each provider answers to a message that it takes. */
const success: Record<Provider, { reply: Reply; sent: Sent }> = {
  mmg: { reply: { body: '{"Reference":12345678}' }, sent: { reference: null } },
  firetext: {
    reply: { body: '{"data":[],"description":"SMS successfully queued","code":0,"responseData":1}' },
    sent: { reference: null },
  },
  twilio: {
    reply: { status: 201, body: '{"sid":"SM0123456789","status":"queued","error_code":null}' },
    sent: { reference: 'SM0123456789' },
  },
  sns: {
    reply: { body: published, headers: { 'content-type': 'text/xml' } },
    sent: { reference: '94f20ce6-13c5-43a0-9a9e-ca52d816e90b' },
  },
  ses: {
    reply: { body: '{"MessageId":"0100018-abc-000000"}' },
    sent: { reference: '0100018-abc-000000' },
  },
  acme: { reply: { status: 202, body: '{"messages":[{"id":"m-1"}]}' }, sent: { reference: 'm-1' } },
}
const providers = Object.keys(success) as Provider[]
const messageFor = (provider: Provider) => (provider === 'ses' ? email : sms)

const form = (body: string) => Object.fromEntries(new URLSearchParams(body))
const requests: [
  what: string,
  provider: Provider,
  more: Settings,
  message: Partial<OutgoingSms>,
  expected: (seen: Seen) => unknown,
  value: unknown,
][] = [
  [
    'MMG is sent JSON with its key',
    'mmg',
    { receipt_url: 'https://u:p@crier.example/receipt' },
    {},
    ({ headers, body }) => [headers.authorization, headers['content-type'], JSON.parse(body)],
    [
      'Basic the-key',
      'application/json',
      {
        reqType: 'BULK',
        MSISDN: '447700900123',
        msg: 'Hello & “welcome”',
        sender: 'GOVUK',
        cid: sms.id,
        multi: true,
        delurl: 'https://u:p@crier.example/receipt',
      },
    ],
  ],
  [
    'MMG is told the sender',
    'mmg',
    {},
    { sender: 'Parking' },
    ({ body }) => JSON.parse(body).sender,
    'Parking',
  ],
  [
    'Firetext is sent a form',
    'firetext',
    {},
    {},
    ({ body }) => form(body),
    { apiKey: 'home', from: 'GOVUK', to: '447700900123', message: 'Hello & “welcome”', reference: sms.id },
  ],
  [
    'Firetext has a key for abroad',
    'firetext',
    {},
    { international: true, to: '+33123456789' },
    ({ body }) => [form(body).apiKey, form(body).to],
    ['abroad', '33123456789'],
  ],
  [
    'Twilio is sent a form with basic credentials, and an address with the id',
    'twilio',
    { receipt_url: 'https://crier.example/notifications/sms/twilio' },
    {},
    ({ method, path, headers, body }) => [method, path, headers.authorization, form(body)],
    [
      'POST',
      '/send/2010-04-01/Accounts/AC0123/Messages.json',
      `Basic ${Buffer.from('AC0123:first').toString('base64')}`,
      {
        To: '+447700900123',
        Body: 'Hello & “welcome”',
        From: 'GOVUK',
        StatusCallback: `https://crier.example/notifications/sms/twilio?id=${sms.id}`,
      },
    ],
  ],
  [
    'Twilio’s sending numbers have their plus',
    'twilio',
    {},
    { sender: '447700900999' },
    ({ body }) => form(body).From,
    '+447700900999',
  ],
  [
    'a messaging service of Twilio’s goes before a sender',
    'twilio',
    { messaging_service_sid: 'MG1' },
    { sender: 'Parking' },
    ({ body }) => [form(body).From, form(body).MessagingServiceSid],
    [undefined, 'MG1'],
  ],
  [
    'SNS is sent a signed form',
    'sns',
    {},
    {},
    (seen) => [isSignedV4(seen, keys.secret_access_key), form(seen.body)],
    [
      'eu-west-2/sns',
      {
        Action: 'Publish',
        Version: '2010-03-31',
        PhoneNumber: '+447700900123',
        Message: 'Hello & “welcome”',
        'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
        'MessageAttributes.entry.1.Value.DataType': 'String',
        'MessageAttributes.entry.1.Value.StringValue': 'Transactional',
        'MessageAttributes.entry.2.Name': 'AWS.SNS.SMS.SenderID',
        'MessageAttributes.entry.2.Value.DataType': 'String',
        'MessageAttributes.entry.2.Value.StringValue': 'GOVUK',
      },
    ],
  ],
  [
    'SNS sends from a number',
    'sns',
    { origination_number: '+18005550100' },
    { sender: '12025550123' },
    ({ body }) => [
      form(body)['MessageAttributes.entry.2.Name'],
      form(body)['MessageAttributes.entry.2.Value.StringValue'],
    ],
    ['AWS.MM.SMS.OriginationNumber', '12025550123'],
  ],
  [
    'a session token is signed too',
    'sns',
    { session_token: 'a token' },
    {},
    (seen) => [isSignedV4(seen, keys.secret_access_key), seen.headers['x-amz-security-token']],
    ['eu-west-2/sns', 'a token'],
  ],
  [
    'a provider of rows is sent what its templates say',
    'acme',
    {},
    { text: 'Say "hi"\n\\ {}' },
    ({ headers, body }) => [headers.authorization, headers['content-type'], JSON.parse(body)],
    ['Bearer secret', 'application/json', { to: '447700900123', text: 'Say "hi"\n\\ {}' }],
  ],
]
for (const [what, provider, more, message, expected, value] of requests) {
  test(what, async (t) => {
    const peer = await httpPeer(() => success[provider].reply)
    const adapter = make(provider, peer.url, more)
    t.after(async () => {
      adapter.close!()
      await peer.close()
    })
    assert.deepEqual(await adapter.send({ ...sms, ...message }), success[provider].sent)
    assert.equal(peer.seen.length, 1)
    assert.deepEqual(expected(peer.seen[0]!), value)
  })
}

test('SES is sent, signed, the octets of the email', async (t) => {
  const peer = await httpPeer(() => success.ses.reply)
  const ses = make('ses', peer.url, { configuration_set: 'crier' })
  t.after(async () => {
    ses.close!()
    await peer.close()
  })
  assert.deepEqual(await ses.send({ ...email, replyTo: 'reply@example.gov.uk' }), success.ses.sent)
  const [seen] = peer.seen
  assert.equal(seen!.path, '/send/v2/email/outbound-emails')
  assert.equal(isSignedV4(seen!, keys.secret_access_key), 'eu-west-2/ses')
  const { FromEmailAddress, Destination, Content, ConfigurationSetName } = JSON.parse(seen!.body)
  assert.deepEqual(
    [FromEmailAddress, Destination, ConfigurationSetName],
    ['a.service@notify.example.org', { ToAddresses: ['amala@example.gov.uk'] }, 'crier'],
  )
  const mail = await simpleParser(Buffer.from(Content.Raw.Data, 'base64'))
  assert.deepEqual(
    [mail.subject, mail.from?.value, mail.text?.trim(), mail.html, mail.replyTo?.text],
    [
      'Your appointment',
      [{ address: 'a.service@notify.example.org', name: 'Ä "service"' }],
      'Hello',
      '<p>Hello</p>',
      'reply@example.gov.uk',
    ],
  )
})

/** sent, or whose fault it is: provider (tried again), or what becomes of the message. */
type Verdict = 'sent' | 'provider' | 'message-fault' | 'permanent-failure' | 'temporary-failure'
const html = {
  body: '<html><body>Bad gateway 447700900123</body></html>',
  headers: { 'content-type': 'text/html' },
}
const everywhere: [what: string, reply: Reply, verdict: Verdict][] = [
  ['HTML in place of an answer', html, 'provider'],
  ['HTML and 502', { ...html, status: 502 }, 'provider'],
  ['an empty body', { body: '' }, 'provider'],
  ['half of an answer', { fault: 'cut' }, 'provider'],
  ['a list', { body: '[1]' }, 'provider'],
  ['400 without a code', { status: 400, body: 'Bad Request' }, 'provider'],
  ['401', { status: 401, body: '{"Error":1,"code":20003}' }, 'provider'],
  ['404', { status: 404, body: '{}' }, 'provider'],
  ['429', { status: 429, body: '{"Error":1,"code":20429}' }, 'provider'],
  ['500', { status: 500, body: '{"Error":1}' }, 'provider'],
  ['503 and nothing', { status: 503, body: '' }, 'provider'],
  ['a redirect', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }, 'provider'],
  ['a cut connection', { fault: 'reset' }, 'provider'],
  ['a body that never ends', { fault: 'endless' }, 'provider'],
]
const own: [provider: Provider, reply: Reply, verdict: Verdict][] = [
  ['mmg', { body: '{"Error":206,"Description":"Some error"}' }, 'provider'],
  ['mmg', { status: 400, body: '{"Error":206,"Description":"447700900123 is bad"}' }, 'message-fault'],
  ['mmg', { body: '{}' }, 'sent'],
  ['firetext', { body: '{}' }, 'provider'],
  ['twilio', { status: 201, body: '{}' }, 'provider'],
  ['ses', { body: '{}' }, 'provider'],
  ['acme', { body: '{}' }, 'provider'],
  ['firetext', { body: '{"code":1}' }, 'provider'],
  ['firetext', { body: '{"code":2}' }, 'message-fault'],
  ['firetext', { body: '{"code":7}' }, 'provider'],
  ['twilio', { status: 400, body: '{"code":21211,"message":"+447700900123"}' }, 'permanent-failure'],
  ['twilio', { status: 400, body: '{"code":21610}' }, 'permanent-failure'],
  ['twilio', { status: 400, body: '{"code":21408}' }, 'provider'],
  ['twilio', { status: 201, body: '{"sid":"SM1","status":"failed","error_code":30002}' }, 'provider'],
  ['sns', { status: 400, body: refused('InvalidParameter') }, 'message-fault'],
  ['sns', { status: 400, body: refused('OptedOut') }, 'permanent-failure'],
  ['sns', { status: 400, body: refused('Throttled') }, 'provider'],
  ['sns', { status: 403, body: refused('SignatureDoesNotMatch') }, 'provider'],
  ['sns', { status: 200, body: refused('InternalError') }, 'provider'],
  [
    'ses',
    {
      status: 400,
      body: '{"message":"x"}',
      headers: { 'x-amzn-errortype': 'BadRequestException:http://x/' },
    },
    'message-fault',
  ],
  ['ses', { status: 400, headers: { 'x-amzn-errortype': 'MessageRejected' }, body: '{}' }, 'provider'],
  [
    'ses',
    { status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' }, body: '{}' },
    'provider',
  ],
  ['ses', { status: 400, body: '{"__type":"com.amazonaws.sesv2#BadRequestException"}' }, 'message-fault'],
  ['acme', { body: '{"messages":[{"id":"m-1","error":7}]}' }, 'permanent-failure'],
  ['acme', { body: '{"messages":[{"id":"m-1","error":8}]}' }, 'provider'],
  ['acme', { body: '{"messages":[{"id":"m-1","error":0}]}' }, 'sent'],
  ['acme', { body: '{"messages":[{}]}' }, 'provider'],
]
const answers: [provider: Provider, what: string, reply: Reply, verdict: Verdict][] = [
  ...providers.flatMap((provider) =>
    everywhere.map(
      ([what, reply, verdict]) => [provider, what, reply, verdict] as [Provider, string, Reply, Verdict],
    ),
  ),
  ...own.map(([provider, reply, verdict]): [Provider, string, Reply, Verdict] => [
    provider,
    JSON.stringify(reply),
    reply,
    verdict,
  ]),
]

test('answers are taken for success, the message’s fault or the provider’s', async (t) => {
  let reply: Reply = {}
  const peer = await httpPeer(() => reply)
  const adapters = Object.fromEntries(providers.map((provider) => [provider, make(provider, peer.url)]))
  t.after(async () => {
    for (const adapter of Object.values(adapters)) adapter.close!()
    await peer.close()
  })
  for (const [provider, what, answer, expected] of answers) {
    reply = answer
    const verdict = await adapters[provider]!.send(messageFor(provider)).then(
      () => 'sent',
      (error: Error) => {
        assert.doesNotMatch(error.message, /4477009|amala/, `${provider}, ${what}: no recipient in an error`)
        return error instanceof MessageFault ? error.refusal : 'provider'
      },
    )
    assert.equal(verdict, expected, `${provider}: ${what}`)
    // The next one is well again: no connection was left in a bad state.
    reply = success[provider].reply
    assert.deepEqual(
      await adapters[provider]!.send(messageFor(provider)),
      success[provider].sent,
      `${provider} after ${what}`,
    )
  }
})

test('a provider that does not answer, or not to the end, is given up after its time', async (t) => {
  for (const fault of ['hangs', 'stalls'] as const) {
    const peer = await httpPeer(() => ({ fault }))
    await Promise.all(
      providers.map(async (provider) => {
        const adapter = make(provider, peer.url, {}, 60)
        t.after(() => adapter.close!())
        await assert.rejects(
          adapter.send(messageFor(provider)),
          { name: 'TimeoutError' },
          `${provider} ${fault}`,
        )
      }),
    )
    await peer.close()
  }
})

test('connections are kept, and are no more than the provider may have', async (t) => {
  const peer = await httpPeer(() => ({ ...success.mmg.reply, delayMs: 20 }))
  // One more may be opened while an answered one is about to be free, where nothing bounds them.
  const mmg = protocols.mmg!.make({ ...account('mmg', { url: peer.url, api_key: 'k' }), maxCalls: 5 })
  t.after(async () => {
    mmg.close!()
    await peer.close()
  })
  await Promise.all(Array.from({ length: 20 }, () => mmg.send(sms)))
  for (let more = 0; more < 5; more++) await mmg.send(sms)
  assert.equal(peer.seen.length, 25)
  assert.ok(peer.connections() <= 5, `${peer.connections()} connections`)
})

test('providers without an account fail as the provider’s fault, with the name of what is missing', async () => {
  for (const [provider, missing] of [
    ['mmg', 'MMG_API_KEY'],
    ['firetext', 'FIRETEXT_API_KEY'],
    ['twilio', 'TWILIO_ACCOUNT_SID'],
    ['sns', 'AWS_REGION'],
    ['ses', 'AWS_REGION'],
    ['smtp', 'CRIER_SMTP_URL'],
  ] as const) {
    const message = provider === 'ses' || provider === 'smtp' ? email : sms
    const error = (await makeAdapter(provider, {})
      .send(message)
      .catch((thrown: Error) => thrown)) as Error
    assert.match(error.message, new RegExp(`${missing} is not set`), provider)
    assert.ok(!(error instanceof MessageFault))
  }
})
