/** Receipts are believed only from who proves to be the provider: every route, with every proof that is none. */
import assert from 'node:assert/strict'
import { createHmac, createSign, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { isPinned } from '../../src/delivery/providers/aws.ts'
import { credentialsIn, isBasic, isSignedByTwilio } from '../../src/delivery/providers/proofs.ts'
import { protocols } from '../../src/delivery/providers/protocols.ts'
import { warnOfReceipts } from '../../src/delivery/routes.ts'
import { selfSigned } from '../support/certificate.ts'
import { type Call, type TestCrier, testCrier } from '../support/crier.ts'
import { type Stored, statusOf, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer } from './peers.ts'

let crier: TestCrier
/** Amazon's place: certificates, and the confirmation of subscriptions. */
let amazon: HttpPeer
const { key, certificate } = selfSigned()
const stored: Record<string, Stored> = {}
const topic = 'arn:aws:sns:eu-west-2:123456789012:receipts'
const twilioUrl = 'https://crier.example:8443/notifications/sms/twilio'
before(async () => {
  amazon = await httpPeer(({ path }) =>
    path.endsWith('/refuses')
      ? { status: 500 }
      : { body: path.endsWith('/certificate.pem') ? certificate : 'x' },
  )
  const topic_url = new URL(amazon.url).origin
  crier = await testCrier({
    providers: {
      mmg: { receipt_credentials: 'old:one, new:two', receipt_url: 'https://user:p%40ss@crier.example/r' },
      firetext: { receipt_credentials: 'fire:text' },
      twilio: { auth_tokens: 'first, second', receipt_url: twilioUrl },
      ses: { topic_arns: `arn:other,${topic}`, topic_url },
      sns: { topic_arns: topic, topic_url },
      smtp: { receipt_tokens: 'relay-1,relay-2', return_path: 'bounces@example.org' },
    },
  })
  await crier.sql`
    select add_http_provider(${crier.sql.json({
      identifier: 'acme',
      protocol: {
        url: 'https://acme.example/',
        receipt_reference_pointer: '/id',
        receipt_status_pointer: '/state',
        receipt_code_pointer: '/why',
      },
      statuses: { DELIVERED: 'delivered', FAILED: 'temporary-failure' },
      codes: [{ status: 'FAILED', code: '9', notification_status: 'permanent-failure' }],
      settings: { receipt_tokens: 'acme-token' },
    })})`
  stored.sms = await storing(crier)
  stored.email = await storing(crier, 'email')
})
after(async () => {
  await crier.close()
  await amazon.close()
})

const basic = (credentials: string) => ({
  authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
})
const form = (fields: Record<string, string>, headers: Record<string, string> = {}): Call => ({
  body: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
})
const twilioFields = { MessageSid: 'SM1', MessageStatus: 'delivered', To: '+447700900300', AccountSid: 'AC1' }
const twilioSignature = (url: string, token: string, fields: Record<string, string> = twilioFields) =>
  createHmac('sha1', token)
    .update(
      url +
        Object.keys(fields)
          .sort()
          .map((name) => name + fields[name])
          .join(''),
    )
    .digest('base64')

type Envelope = Record<string, string>
const orders: Record<string, string[]> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
}
/** An envelope as SNS posts it; changed: after it was signed. */
function envelope(message: unknown, fields: Envelope = {}, changed: Envelope = {}): Call {
  const whole: Envelope = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: topic,
    Message: JSON.stringify(message),
    Timestamp: '2026-03-01T09:00:00.000Z',
    SignatureVersion: '2',
    SigningCertURL: `${new URL(amazon.url).origin}/certificate.pem`,
    ...fields,
  }
  const signed = orders[whole.Type!]!.filter((name) => whole[name] !== undefined)
    .map((name) => `${name}\n${whole[name]}\n`)
    .join('')
  const algorithm = whole.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  whole.Signature = createSign(algorithm).update(signed).sign(key, 'base64')
  return {
    body: { ...whole, ...changed },
    headers: { 'x-amz-sns-message-type': whole.Type!, 'content-type': 'text/plain; charset=UTF-8' },
  }
}
const delivery = (messageId: string) => ({ notificationType: 'Delivery', mail: { messageId }, delivery: {} })

type Message = { id: string; reference: string }
type Row = [
  what: string,
  path: string | ((message: Message) => string),
  call: (message: Message) => Call,
  status: number,
  left: string,
]
const dsn = (id: string) =>
  `To: bounces+${id}@example.org\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay\r\n\r\nFinal-Recipient: rfc822; a@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n`
const mail = (id: string, headers: Record<string, string>): Call => ({
  body: dsn(id),
  headers: { 'content-type': 'message/rfc822', ...headers },
})
const mmg = '/notifications/sms/mmg'
const firetext = '/notifications/sms/firetext'
const twilio = ({ id }: Message) => `/notifications/sms/twilio?id=${id}`
const ses = '/notifications/email/ses'
const acme = '/notifications/sms/http/acme'
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const rows: Record<string, Row[]> = {
  mmg: [
    ['no credentials', mmg, ({ id }) => ({ body: { CID: id, status: '3' } }), 401, 'sending'],
    [
      'others',
      mmg,
      ({ id }) => ({ body: { CID: id, status: '3' }, headers: basic('old:two') }),
      403,
      'sending',
    ],
    [
      'a bearer',
      mmg,
      ({ id }) => ({ body: { CID: id, status: '3' }, headers: bearer('one') }),
      403,
      'sending',
    ],
    [
      'no base64',
      mmg,
      ({ id }) => ({ body: { CID: id, status: '3' }, headers: { authorization: 'Basic old:one' } }),
      403,
      'sending',
    ],
    [
      'the old password',
      mmg,
      ({ id }) => ({ body: { CID: id, status: '3' }, headers: basic('old:one') }),
      200,
      'delivered',
    ],
    [
      'the new password',
      mmg,
      ({ id }) => ({ body: { CID: id, status: 4 }, headers: basic('new:two') }),
      200,
      'temporary-failure',
    ],
    [
      'that of the address that it was given',
      mmg,
      ({ id }) => ({ body: { CID: id, status: '3' }, headers: basic('user:p@ss') }),
      200,
      'delivered',
    ],
  ],
  firetext: [
    ['no credentials', firetext, ({ id }) => form({ reference: id, status: '0' }), 401, 'sending'],
    ['MMG’s', firetext, ({ id }) => form({ reference: id, status: '0' }, basic('old:one')), 403, 'sending'],
    [
      'its own',
      firetext,
      ({ id }) => form({ reference: id, status: '0' }, basic('fire:text')),
      200,
      'delivered',
    ],
  ],
  twilio: [
    ['no signature', twilio, () => form(twilioFields), 403, 'sending'],
    [
      'another token',
      twilio,
      (m) =>
        form(twilioFields, { 'x-twilio-signature': twilioSignature(`${twilioUrl}?id=${m.id}`, 'third') }),
      403,
      'sending',
    ],
    [
      'another field',
      twilio,
      (m) =>
        form(
          { ...twilioFields, ErrorCode: '1' },
          { 'x-twilio-signature': twilioSignature(`${twilioUrl}?id=${m.id}`, 'first') },
        ),
      403,
      'sending',
    ],
    [
      'another message',
      twilio,
      () =>
        form(twilioFields, {
          'x-twilio-signature': twilioSignature(`${twilioUrl}?id=${randomUUID()}`, 'first'),
        }),
      403,
      'sending',
    ],
    [
      'the second token',
      twilio,
      (m) =>
        form(twilioFields, { 'x-twilio-signature': twilioSignature(`${twilioUrl}?id=${m.id}`, 'second') }),
      200,
      'delivered',
    ],
    [
      'an address without its port',
      twilio,
      (m) =>
        form(twilioFields, {
          'x-twilio-signature': twilioSignature(`${twilioUrl.replace(':8443', '')}?id=${m.id}`, 'first'),
        }),
      200,
      'delivered',
    ],
    ...(['queued', 'sending'] as const).map((MessageStatus): Row => {
      const fields = { ...twilioFields, MessageStatus }
      return [
        MessageStatus,
        twilio,
        (m) =>
          form(fields, { 'x-twilio-signature': twilioSignature(`${twilioUrl}?id=${m.id}`, 'first', fields) }),
        200,
        'sending',
      ]
    }),
    ...(
      [
        ['sent', '', 'pending'],
        ['undelivered', '30005', 'permanent-failure'],
        ['undelivered', '30003', 'temporary-failure'],
        ['undelivered', '99999', 'temporary-failure'],
        ['failed', '30002', 'technical-failure'],
      ] as const
    ).map(([MessageStatus, ErrorCode, left]): Row => {
      const fields = { ...twilioFields, MessageStatus, ErrorCode }
      return [
        `${MessageStatus} ${ErrorCode}`,
        twilio,
        (m) =>
          form(fields, { 'x-twilio-signature': twilioSignature(`${twilioUrl}?id=${m.id}`, 'first', fields) }),
        200,
        left,
      ]
    }),
  ],
  ses: [
    ['no type', ses, ({ reference }) => ({ body: envelope(delivery(reference)).body }), 400, 'sending'],
    [
      'no JSON',
      ses,
      () => ({ body: 'x', headers: { 'x-amz-sns-message-type': 'Notification' } }),
      400,
      'sending',
    ],
    [
      'another topic',
      ses,
      ({ reference }) => envelope(delivery(reference), { TopicArn: 'arn:aws:sns:x' }),
      400,
      'sending',
    ],
    [
      'a changed message',
      ses,
      ({ reference }) => envelope(delivery(reference), {}, { Message: JSON.stringify(delivery('other')) }),
      400,
      'sending',
    ],
    [
      'a changed subject',
      ses,
      ({ reference }) => envelope(delivery(reference), {}, { Subject: 'x' }),
      400,
      'sending',
    ],
    [
      'a type that only looks like one',
      ses,
      ({ reference }) => envelope(delivery(reference), {}, { Type: 'constructor' }),
      400,
      'sending',
    ],
    [
      'another version',
      ses,
      ({ reference }) => envelope(delivery(reference), {}, { SignatureVersion: '3' }),
      400,
      'sending',
    ],
    [
      'a version that was not signed',
      ses,
      ({ reference }) => envelope(delivery(reference), {}, { SignatureVersion: '1' }),
      400,
      'sending',
    ],
    ...[
      'http://sns.eu-west-2.amazonaws.com/c.pem',
      'https://sns.eu-west-2.amazonaws.com.evil.example/c.pem',
      'https://evil.example/sns.eu-west-2.amazonaws.com/c.pem',
      'https://x.sns.eu-west-2.amazonaws.com:444/c.pem',
      'https://user@sns.eu-west-2.amazonaws.com/c.pem',
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      'no address',
    ].map(
      (SigningCertURL): Row => [
        `a certificate at ${SigningCertURL}`,
        ses,
        ({ reference }) => envelope(delivery(reference), { SigningCertURL }),
        400,
        'sending',
      ],
    ),
    [
      'version 1',
      ses,
      ({ reference }) => envelope(delivery(reference), { SignatureVersion: '1' }),
      200,
      'delivered',
    ],
    ['version 2', ses, ({ reference }) => envelope(delivery(reference)), 200, 'delivered'],
    [
      'a subject',
      ses,
      ({ reference }) => envelope(delivery(reference), { Subject: 'Amazon SES Email Event Notification' }),
      200,
      'delivered',
    ],
    [
      'event publishing',
      ses,
      ({ reference }) => envelope({ eventType: 'Delivery', mail: { messageId: reference } }),
      200,
      'delivered',
    ],
    [
      'a hard bounce',
      ses,
      ({ reference }) =>
        envelope({
          notificationType: 'Bounce',
          mail: { messageId: reference },
          bounce: { bounceType: 'Permanent', bounceSubType: 'NoEmail' },
        }),
      200,
      'permanent-failure',
    ],
    [
      'a soft bounce',
      ses,
      ({ reference }) =>
        envelope({
          notificationType: 'Bounce',
          mail: { messageId: reference },
          bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull' },
        }),
      200,
      'temporary-failure',
    ],
    [
      'a refusal',
      ses,
      ({ reference }) => envelope({ eventType: 'Reject', mail: { messageId: reference } }),
      200,
      'permanent-failure',
    ],
    [
      'an opening',
      ses,
      ({ reference }) => envelope({ eventType: 'Open', mail: { messageId: reference } }),
      200,
      'sending',
    ],
    ['a message that is none', ses, () => envelope('x'), 200, 'sending'],
    [
      'a confirmation of another’s',
      ses,
      () =>
        envelope('x', {
          Type: 'SubscriptionConfirmation',
          Token: 't',
          SubscribeURL: 'http://127.0.0.1:1/confirm',
        }),
      400,
      'sending',
    ],
    [
      'a confirmation that is refused',
      ses,
      () =>
        envelope('x', {
          Type: 'SubscriptionConfirmation',
          Token: 't',
          SubscribeURL: `${amazon.url}/refuses`,
        }),
      400,
      'sending',
    ],
  ],
  sns: [
    [
      'a changed message',
      '/notifications/sms/sns',
      ({ reference }) =>
        envelope(
          {},
          {},
          { Message: JSON.stringify({ status: 'SUCCESS', notification: { messageId: reference } }) },
        ),
      400,
      'sending',
    ],
    [
      'a success',
      '/notifications/sms/sns',
      ({ reference }) =>
        envelope({
          status: 'SUCCESS',
          notification: { messageId: reference },
          delivery: { providerResponse: 'Message has been accepted by phone carrier' },
        }),
      200,
      'delivered',
    ],
    [
      'a failure',
      '/notifications/sms/sns',
      ({ reference }) =>
        envelope({
          status: 'FAILURE',
          notification: { messageId: reference },
          delivery: { providerResponse: 'Invalid phone number' },
        }),
      200,
      'permanent-failure',
    ],
    [
      'an unknown failure',
      '/notifications/sms/sns',
      ({ reference }) =>
        envelope({
          status: 'FAILURE',
          notification: { messageId: reference },
          delivery: { providerResponse: 'A reason that is new' },
        }),
      200,
      'temporary-failure',
    ],
  ],
  smtp: [
    ['no token', '/notifications/email/dsn', ({ id }) => mail(id, {}), 401, 'sending'],
    ['another token', '/notifications/email/dsn', ({ id }) => mail(id, bearer('relay')), 403, 'sending'],
    [
      'its token',
      '/notifications/email/dsn',
      ({ id }) => mail(id, bearer('relay-2')),
      200,
      'permanent-failure',
    ],
  ],
  acme: [
    ['no token', acme, ({ id }) => ({ body: { id, state: 'DELIVERED' } }), 401, 'sending'],
    [
      'another token',
      acme,
      ({ id }) => ({ body: { id, state: 'DELIVERED' }, headers: bearer('x') }),
      403,
      'sending',
    ],
    [
      'its token',
      acme,
      ({ id }) => ({ body: { id, state: 'DELIVERED' }, headers: bearer('acme-token') }),
      200,
      'delivered',
    ],
    [
      'a form',
      acme,
      ({ id }) => form({ id, state: 'FAILED', why: '9' }, bearer('acme-token')),
      200,
      'permanent-failure',
    ],
    [
      'a list',
      acme,
      ({ id }) => ({
        body: [
          { id: randomUUID(), state: 'x' },
          { id, state: 'FAILED', why: 1 },
        ],
        headers: bearer('acme-token'),
      }),
      200,
      'temporary-failure',
    ],
    [
      'halves of characters, beside others’',
      acme,
      ({ id }) => ({
        body: [
          { id: '\ud83d', state: 'DELIVERED' },
          { id: `${'a'.repeat(254)}📩`, state: `${'b'.repeat(49)}📩` },
          { id, state: 'DELIVERED', why: '\ude00' },
        ],
        headers: bearer('acme-token'),
      }),
      200,
      'delivered',
    ],
    [
      'a field missing',
      acme,
      ({ id }) => ({ body: [{ id, state: 'DELIVERED' }, { id }], headers: bearer('acme-token') }),
      400,
      'sending',
    ],
    [
      'too many',
      acme,
      ({ id }) => ({
        body: Array.from({ length: 1001 }, () => ({ id, state: 'DELIVERED' })),
        headers: bearer('acme-token'),
      }),
      400,
      'sending',
    ],
  ],
}
for (const [provider, cases] of Object.entries(rows)) {
  for (const [what, path, call, status, left] of cases) {
    test(`${provider}, ${what}: ${status}, ${left}`, async () => {
      const type = provider === 'ses' || provider === 'smtp' ? 'email' : 'sms'
      const reference = randomUUID()
      const columns = { notification_type: type, sent_by: provider, reference }
      const id = await store(crier, stored[type]!, columns)
      const to = typeof path === 'string' ? path : path({ id, reference })
      const answer = await crier.call(to, { method: 'POST', ...call({ id, reference }) })
      assert.equal(answer.status, status, answer.text)
      assert.equal(await statusOf(crier, id), left)
      if (status === 401) assert.match(answer.headers.get('www-authenticate')!, /^(Basic|Bearer) /)
      if (status >= 400) assert.equal(answer.body.result, 'error')
    })
  }
}

test('a thousand receipts come in one request', async () => {
  const ids = await Promise.all(
    Array.from({ length: 4 }, () => store(crier, stored.sms!, { sent_by: 'acme' })),
  )
  const body = Array.from({ length: 1000 }, (_, number) => ({
    id: ids[number] ?? randomUUID(),
    state: 'DELIVERED',
  }))
  const answer = await crier.call(acme, { body, headers: bearer('acme-token') })
  assert.deepEqual([answer.status, answer.body], [200, { result: 'success' }])
  for (const id of ids) assert.equal(await statusOf(crier, id), 'delivered')
})

test('a subscription is confirmed, once its envelope is proven', async () => {
  const confirm = { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: `${amazon.url}/confirm-1` }
  const answer = await crier.call(ses, envelope('You have chosen to subscribe', confirm))
  assert.deepEqual(
    [answer.status, answer.body],
    [200, { result: 'success', message: 'SES-SNS callback succeeded' }],
  )
  assert.deepEqual(
    amazon.seen.filter(({ path }) => path.includes('confirm-1')).map(({ method }) => method),
    ['GET'],
  )
  const certificates = amazon.seen.filter(({ path }) => path === '/certificate.pem').length
  assert.equal(certificates, 1, 'a certificate is asked for once')
})

test('without a secret every route refuses, and the start says which of active providers', async () => {
  const silent: { says: object; line: string }[] = []
  const { url, sql } = crier
  const other = await testCrier(
    {
      providers: {
        mmg: { receipt_credentials: ':, mmg:,mmg' },
        firetext: { receipt_credentials: '', receipt_url: 'https://firetext@crier.example/r' },
        smtp: { return_path: 'bounces@example.org' },
      },
    },
    { url, sql, close: async () => {} },
  )
  try {
    const sms = await storing(other)
    for (const [adapter, { receipts }] of Object.entries(protocols)) {
      if (receipts === undefined) continue
      await other.sql`update provider_details set active = true where identifier = ${adapter}`
      const id = await store(other, sms, { sent_by: adapter })
      for (const headers of [
        {},
        basic(':'),
        basic('mmg:'),
        basic('mmg'),
        basic('firetext:'),
        basic(''),
        bearer('x'),
        { 'x-twilio-signature': 'x' },
      ]) {
        const answer = await other.call(`${receipts.path}?id=${id}`, {
          body: { CID: id, reference: id, status: '3' },
          headers: headers as Record<string, string>,
        })
        assert.ok([400, 401, 403].includes(answer.status), `${adapter} ${answer.status}`)
      }
      assert.equal(await statusOf(other, id), 'sending')
    }
    const log = { ...other.crier.log, warn: (says: object, line: string) => silent.push({ says, line }) }
    await warnOfReceipts({ ...other.crier, log: log as never })
    assert.deepEqual(silent.map(({ says }) => (says as { provider: string }).provider).sort(), [
      'firetext',
      'mmg',
      'ses',
      'smtp',
      'sns',
      'twilio',
    ])
  } finally {
    await other.close()
  }
})

test('a secret that was set a moment ago is good at once, and one that was taken away is not', async () => {
  const id = await store(crier, stored.sms!, { sent_by: 'acme' })
  const post = (token: string) => crier.call(acme, { body: { id, state: 'FAILED' }, headers: bearer(token) })
  assert.equal((await post('later')).status, 403)
  await crier.sql`update provider_settings set value = 'acme-token,later' where provider = 'acme' and name = 'receipt_tokens'`
  assert.equal((await post('later')).status, 200)
})

test('Twilio’s own examples of signatures', () => {
  // Source: Twilio's api-snippets, security/signature_validation.
  const fields = { CallSid: 'CA1234567890ABCDE', Digits: '1234', To: '+18005551212' }
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
  for (const [number, signature] of [['+14158675309', 'RSOYDt4T1cUTdK1PDd93/VVr8B8=']] as const) {
    const form = new URLSearchParams({ ...fields, Caller: number, From: number })
    assert.ok(isSignedByTwilio(signature, url, form, ['12345']))
    assert.ok(!isSignedByTwilio(signature, url, form, ['12346']))
    assert.ok(!isSignedByTwilio(undefined, url, form, ['12345']))
  }
})

test('credentials without a colon, or none at all, are nobody’s', () => {
  assert.ok(!isBasic('Basic ', ['']))
  assert.ok(!isBasic(undefined, ['a:b']))
  assert.ok(!isBasic(`Basic ${Buffer.from('a:b').toString('base64')}`, []))
  assert.ok(isBasic(`basic ${Buffer.from('a:b:c').toString('base64')}`, ['x', 'a:b:c']))
})

test('the credentials in an address are as people write them, whatever their percent signs escape', () => {
  const inside = (written: string) => credentialsIn(`https://${written}@crier.example/r`)
  assert.deepEqual(inside('user:p%40ss'), ['user:p@ss'])
  assert.deepEqual(inside('user:caf%C3%A9'), ['user:café'])
  assert.deepEqual(inside('user:100%'), ['user:100%'])
  assert.deepEqual(inside('user:%zz%40'), ['user:%zz@'])
  assert.deepEqual(['user', 'user:', ':'].flatMap(inside), [])
})

test('certificates and confirmations are Amazon’s: of SNS in a region, not what others keep there', () => {
  const hosts = {
    yes: ['eu-west-2', 'ap-southeast-4', 'us-gov-west-1'].map((region) => `sns.${region}.amazonaws.com`),
    no: ['s3-us-west-2', 's3-accelerate', 's3-external-1', 's3', 'eu-west-2.s3', 'x'].map(
      (other) => `sns.${other}.amazonaws.com`,
    ),
  }
  const isAmazons = (url: string) => isPinned(url, { settings: {} })
  for (const host of [...hosts.yes, 'sns.cn-north-1.amazonaws.com.cn'])
    assert.ok(isAmazons(`https://${host}/SimpleNotificationService-1.pem`), host)
  for (const host of [
    ...hosts.no,
    ':x@sns.eu-west-2.amazonaws.com',
    'sns.eu-west-2.amazonaws.com:8443',
    'sns.eu-west-2.amazonaws.com.evil.example',
    'sns.eu-west-2.amazonaws.com.cn.example',
  ])
    assert.ok(!isAmazons(`https://${host}/SimpleNotificationService-1.pem`), host)
})
