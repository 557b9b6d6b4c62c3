/** Texts to numbers of ours, as every provider posts them: believed, decoded, stored once, and told to the service. */
import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { decodeMmg } from '../../src/delivery/providers/mmg-text.ts'
import { type SnsPeer, snsPeer } from '../delivery/sns.ts'
import {
  type Answer,
  type Call,
  sharedCrier,
  type TestCrier,
  type TestService,
  testCrier,
} from '../support/crier.ts'

let crier: TestCrier
let amazon: SnsPeer
const twilioUrl = 'https://crier.example/notifications/sms/receive/twilio'
before(async () => {
  amazon = await snsPeer()
  crier = await testCrier({
    providers: {
      mmg: { inbound_credentials: 'mmg:old one, mmg:new one' },
      firetext: { inbound_credentials: 'notify:fire' },
      twilio: { auth_tokens: 'first, second', inbound_url: twilioUrl },
      sns: amazon.settings,
    },
  })
  await crier.sql`
    select add_http_provider(${crier.sql.json({
      identifier: 'acme',
      protocol: {
        url: 'https://acme.example/',
        inbound_number_pointer: '/to/number',
        inbound_sender_pointer: '/from',
        inbound_content_pointer: '/text',
        inbound_reference_pointer: '/id',
        inbound_date_pointer: '/at',
      },
      settings: { inbound_tokens: 'acme-1,acme-2' },
    })})`
  crier.setNow('2026-03-02T09:00:00Z')
})
after(async () => {
  await crier.close()
  await amazon.close()
})

let numbers = 0
/** A service with a number of its own, in the national form. */
async function receiving(
  columns: Record<string, unknown> = {},
  permissions = ['sms', 'inbound_sms'],
): Promise<{ service: TestService; number: string; international: string }> {
  const service = await crier.makeService({ permissions })
  const number = `0770090${String(1000 + numbers++)}`
  await crier.sql`
    insert into inbound_numbers ${crier.sql({ number, provider: 'mmg', service_id: service.id, ...columns } as never)}`
  return { service, number, international: `44${number.slice(1)}` }
}

const textsOf = ({ id }: TestService) =>
  crier.sql`
    select provider, user_number, notify_number, content, provider_reference as reference,
      provider_date::text as date, created_at::text as created
    from inbound_sms where service_id = ${id} order by id`
const basic = (credentials: string) => ({
  authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
})
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const form = (fields: Record<string, string>, headers: Record<string, string>): Call => ({
  body: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
})
const signature = (url: string, token: string, fields: Record<string, string>) => {
  const parts = Object.keys(fields)
    .sort()
    .map((name) => name + fields[name])
  return createHmac('sha1', token)
    .update(url + parts.join(''))
    .digest('base64')
}

type Text = { to: string; from: string; content: string; id: string }
const twilioFields = ({ to, from, content, id }: Text) => ({
  To: `+${to}`,
  From: from,
  Body: content,
  MessageSid: id,
})
/** How each provider posts a text, with a proof that is good or one that is none. */
const providers: Record<
  string,
  {
    path: string
    post: (text: Text, proof: 'good' | 'other' | 'none') => Call
    refusals: { none: number; wrong: number }
    taken: Answer['body']
    ignored: Answer['body']
    hasReference: boolean
    date: string | null
  }
> = {
  mmg: {
    path: '/notifications/sms/receive/mmg',
    post: ({ to, from, content, id }, proof) => ({
      body: {
        ID: id,
        MSISDN: from,
        Message: encodeURIComponent(content),
        Number: to,
        DateRecieved: '2026-03-02+08%3A56%3A11%2B01:00',
        Trigger: '',
        Channel: 'SMS',
      },
      headers: proof === 'none' ? {} : basic(proof === 'good' ? 'mmg:new one' : 'mmg:newer'),
    }),
    refusals: { none: 401, wrong: 403 },
    taken: { status: 'ok' },
    ignored: 'RECEIVED',
    hasReference: true,
    // An offset says nothing.
    date: '2026-03-02 08:56:11+00',
  },
  firetext: {
    path: '/notifications/sms/receive/firetext',
    post: ({ to, from, content }, proof) =>
      form(
        { source: from, destination: to, message: content, time: '2026-03-02 08:56:11' },
        proof === 'none' ? {} : basic(proof === 'good' ? 'notify:fire' : 'notify:text'),
      ),
    refusals: { none: 401, wrong: 403 },
    taken: { status: 'ok' },
    ignored: { status: 'ok' },
    hasReference: false,
    date: '2026-03-02 08:56:11+00',
  },
  twilio: {
    path: '/notifications/sms/receive/twilio',
    post: (text, proof) => {
      const fields = twilioFields(text)
      const signed = signature(twilioUrl, proof === 'good' ? 'second' : 'third', fields)
      return form(fields, proof === 'none' ? {} : { 'x-twilio-signature': signed })
    },
    refusals: { none: 403, wrong: 403 },
    taken: '<Response/>',
    ignored: '<Response/>',
    hasReference: true,
    date: null,
  },
  sns: {
    path: '/notifications/sms/receive/sns',
    post: ({ to, from, content, id }, proof) => {
      const message = {
        originationNumber: from,
        destinationNumber: `+${to}`,
        messageKeyword: 'KEYWORD',
        messageBody: content,
        inboundMessageId: id,
        previousPublishedMessageId: 'x',
      }
      if (proof === 'none') return { ...amazon.envelope(message, { Signature: '' }) }
      return amazon.envelope(
        message,
        proof === 'good' ? {} : { Message: JSON.stringify({ ...message, x: 1 }) },
      )
    },
    refusals: { none: 400, wrong: 400 },
    taken: { result: 'success', message: 'SNS callback succeeded' },
    ignored: { result: 'success', message: 'SNS callback succeeded' },
    hasReference: true,
    date: '2026-03-01 09:00:00+00',
  },
  acme: {
    path: '/notifications/sms/receive/http/acme',
    post: ({ to, from, content, id }, proof) => ({
      body: { to: { number: to }, from, text: content, id, at: '2026-03-02T08:56:11.5+01:00' },
      headers: proof === 'none' ? {} : bearer(proof === 'good' ? 'acme-2' : 'acme-3'),
    }),
    refusals: { none: 401, wrong: 403 },
    taken: { status: 'ok' },
    ignored: { status: 'ok' },
    hasReference: true,
    date: '2026-03-02 07:56:11.5+00',
  },
}

for (const [provider, { path, post, refusals, taken, ignored, hasReference, date }] of Object.entries(
  providers,
)) {
  const call = (text: Text, proof: 'good' | 'other' | 'none' = 'good') => crier.call(path, post(text, proof))

  test(`${provider}: a text is stored as it was written, once however often it comes`, async () => {
    const { service, number, international } = await receiving()
    const id = randomUUID()
    const text = { to: international, from: '447700900123', content: 'STOP & “café” 📩', id }
    const expected = {
      provider,
      user_number: '447700900123',
      notify_number: number,
      content: 'STOP & “café” 📩',
      reference: hasReference ? id : null,
      date,
      created: '2026-03-02 09:00:00+00',
    }
    for (const _ of [1, 2, 3]) {
      const answer = await call(text)
      assert.deepEqual([answer.status, answer.body], [200, taken])
    }
    assert.deepEqual(
      (await textsOf(service)).map((row) => ({ ...row })),
      [expected],
    )
    // Another text, and the same one that comes several times at once.
    const other = { ...text, content: 'again', id: randomUUID() }
    await Promise.all([call(other), call(other), call(text)])
    assert.deepEqual(
      (await textsOf(service)).map(({ content }) => content),
      [expected.content, 'again'],
    )
  })

  test(`${provider}: a text to nobody's number, or of a service that may not receive any, is answered and not stored`, async () => {
    const off = await receiving({ active: false })
    const unpermitted = await receiving({}, ['sms'])
    for (const to of ['447700900999', off.international, unpermitted.international]) {
      const answer = await call({ to, from: '447700900123', content: 'Hello', id: randomUUID() })
      assert.deepEqual([answer.status, answer.body], [200, ignored], to)
    }
    for (const { service } of [off, unpermitted]) assert.equal((await textsOf(service)).length, 0)
  })

  test(`${provider}: who proves nothing, or something else, is refused`, async () => {
    const { service, international } = await receiving()
    for (const [proof, status] of [
      ['none', refusals.none],
      ['other', refusals.wrong],
    ] as const) {
      const answer = await call(
        { to: international, from: '447700900123', content: 'Hello', id: randomUUID() },
        proof,
      )
      assert.equal(answer.status, status)
      if (status === 401) assert.match(answer.headers.get('www-authenticate') ?? '', /^(Basic|Bearer) /)
    }
    assert.equal((await textsOf(service)).length, 0)
  })
}

const mmg = (fields: Record<string, unknown>, credentials = 'mmg:old one') =>
  crier.call('/notifications/sms/receive/mmg', { body: fields, headers: basic(credentials) })
const firetext = (fields: Record<string, string>) =>
  crier.call('/notifications/sms/receive/firetext', form(fields, basic('notify:fire')))

const decoded: [what: string, raw: string, text: string][] = JSON.parse(
  await readFile(`${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/inbound/mmg-texts.json`, 'utf8'),
)
for (const [what, raw, text] of decoded)
  test(`MMG's spelling: ${what}`, () => {
    assert.equal(decodeMmg(raw), text)
  })

const senders: [what: string, given: string, kept: string][] = [
  ['a mobile with a plus', '+447700900123', '447700900123'],
  ['a mobile in the national form', '07700900123', '447700900123'],
  ['a number of another country', '+33 6 12 34 56 78', '33612345678'],
  ['a name', 'ALPHANUM3R1C', 'ALPHANUM3R1C'],
  ['a short code', '60006', '60006'],
]
for (const [what, given, kept] of senders)
  test(`the sender is ${what}`, async () => {
    const { service, number } = await receiving()
    await mmg({ ID: randomUUID(), MSISDN: given, Message: 'x', Number: number })
    assert.equal((await textsOf(service))[0]!.user_number, kept)
  })

const dates: [what: string, given: string | undefined, kept: string | null][] = [
  ['encoded', '2017-05-21+11%3A56%3A11', '2017-05-21 11:56:11+00'],
  ['ISO, to the millisecond', '2017-05-21T11:56:11.250Z', '2017-05-21 11:56:11.25+00'],
  ['with an offset, which says nothing', '2017-05-21T11:56:11%2B0100', '2017-05-21 11:56:11+00'],
  ['no date: now', 'yesterday', '2026-03-02 09:00:00+00'],
  ['a day that is none: now', '2017-13-45T11:56:11', '2026-03-02 09:00:00+00'],
  ['a year that the database has not: now', '0000-01-01T00:00:00', '2026-03-02 09:00:00+00'],
  ['the end of all years: now', '9999-12-31T24:00:00', '2026-03-02 09:00:00+00'],
  ['not told', undefined, null],
]
for (const [what, given, kept] of dates)
  test(`MMG's date: ${what}`, async () => {
    const { service, number } = await receiving()
    const at = given === undefined ? {} : { DateRecieved: given }
    await mmg({ ID: randomUUID(), MSISDN: '447700900123', Message: 'x', Number: number, ...at })
    assert.equal((await textsOf(service))[0]!.date, kept)
  })

test('a text is known again by its reference and its words, and without reference and time the same words twice are two texts', async () => {
  const { service, number } = await receiving()
  const ID = 123456789
  await mmg({ ID, MSISDN: '447700900123', Message: 'mmg', Number: number })
  await mmg({ ID: String(ID), MSISDN: '447700900123', Message: 'mmg', Number: number })
  // A provider that gives a name twice loses nobody's text.
  await mmg({ ID, MSISDN: '447700900123', Message: 'mmg, other words', Number: number })
  await mmg({ ID, MSISDN: '447700900124', Message: 'mmg', Number: number })
  await crier.call('/notifications/sms/receive/http/acme', {
    body: { to: { number }, from: '447700900123', text: 'acme', id: ID },
    headers: bearer('acme-1'),
  })
  const fields = { source: '447700900123', destination: number, message: 'fire' }
  await firetext(fields)
  await firetext(fields)
  assert.deepEqual(
    (await textsOf(service)).map(({ content }) => content),
    ['mmg', 'mmg, other words', 'mmg', 'acme', 'fire', 'fire'],
  )
})

test('halves of characters, there from the beginning or left by a cut, stop no text', async () => {
  const { service, number } = await receiving()
  const split = `${'a'.repeat(254)}📩`
  const half = '\ud83d'
  for (const [text, sender] of [
    [{ to: { number }, from: split, text: '1', id: split }, 'a'.repeat(254)],
    [{ to: { number }, from: `x${half}`, text: '2', id: half }, 'x�'],
    [{ to: { number: half }, from: 'x', text: '3', id: '3' }, null],
    [{ to: { number: split }, from: 'x', text: '4', id: '4' }, null],
  ] as const) {
    const answer = await crier.call('/notifications/sms/receive/http/acme', {
      body: text,
      headers: bearer('acme-1'),
    })
    assert.equal(answer.status, 200, answer.text)
    const last = (await textsOf(service)).at(-1)!
    if (sender !== null) assert.deepEqual([last.content, last.user_number], [text.text, sender])
  }
})

test('a generic provider posts several at once, and one without a number refuses all', async () => {
  const { service, number } = await receiving()
  const path = '/notifications/sms/receive/http/acme'
  const text = (content: string) => ({
    to: { number },
    from: '447700900123',
    text: content,
    id: randomUUID(),
  })
  const headers = bearer('acme-1')
  assert.equal((await crier.call(path, { body: [text('one'), text('two')], headers })).status, 200)
  const refused = await crier.call(path, { body: [text('three'), { from: '447700900123' }], headers })
  assert.deepEqual([refused.status, refused.body.message], [400, ['acme callback failed: number missing']])
  assert.equal((await textsOf(service)).length, 2)
  assert.equal(
    (await crier.call('/notifications/sms/receive/http/nobody', { body: {}, headers })).status,
    404,
  )
})

test('what a text must have is named; a text can be empty, and no character stops one', async () => {
  const { service, number } = await receiving()
  const refused = await mmg({ ID: randomUUID(), Message: 'x' })
  assert.deepEqual(
    [refused.status, refused.body],
    [
      400,
      {
        result: 'error',
        message: ['MMG callback failed: Number missing', 'MMG callback failed: MSISDN missing'],
      },
    ],
  )
  await mmg({ ID: randomUUID(), MSISDN: '447700900123', Number: number, Message: '' })
  await mmg({ ID: randomUUID(), MSISDN: '447700900123', Number: number, Message: 'a\u0000b\ud800c' })
  assert.deepEqual(
    (await textsOf(service)).map(({ content }) => content),
    ['', 'ab\ufffdc'],
  )
  const large = await mmg({
    ID: randomUUID(),
    MSISDN: '447700900123',
    Number: number,
    Message: 'x'.repeat(70_000),
  })
  assert.equal(large.status, 413)
})

test('the service is told in the same statement, with the time of storing where the provider tells none', async () => {
  const told = await receiving()
  const untold = await receiving()
  await crier.sql`
    insert into service_callback_api (service_id, callback_type, url, bearer_token_encrypted)
    values (${told.service.id}, 'inbound_sms', 'https://service.example/', 'sealed'::bytea)`
  for (const { number } of [told, untold]) {
    const fields = { MSISDN: '447700900123', Number: number, Message: 'yes' }
    await mmg({ ...fields, ID: randomUUID(), DateRecieved: '2026-03-02T08:56:11' })
    await mmg({ ...fields, ID: randomUUID() })
    await mmg({ ...fields, ID: `${number}-repeat` })
    await mmg({ ...fields, ID: `${number}-repeat` })
  }
  const callbacks = await crier.sql`
    select callback.payload, text.id, callback.about_id
    from service_callbacks callback
    join inbound_sms text on text.id = callback.about_id and text.service_id = callback.service_id
    where callback.service_id in (${told.service.id}, ${untold.service.id}) and callback.callback_type = 'inbound_sms'
    order by callback.position`
  assert.deepEqual(
    callbacks.map(({ payload }) => payload),
    ['2026-03-02T08:56:11.000000Z', '2026-03-02T09:00:00.000000Z', '2026-03-02T09:00:00.000000Z'].map(
      (date_received, index) => ({
        id: callbacks[index]!.id,
        source_number: '447700900123',
        destination_number: told.number,
        message: 'yes',
        date_received,
      }),
    ),
  )
})

test('while received texts are switched off for the platform, none is stored', async (t) => {
  const { service, number } = await receiving()
  await crier.sql`update settings set inbound_sms_enabled = false`
  t.after(() => crier.sql`update settings set inbound_sms_enabled = true`)
  const answer = await mmg({ ID: randomUUID(), MSISDN: '447700900123', Number: number, Message: 'x' })
  assert.deepEqual([answer.status, answer.body], [200, 'RECEIVED'])
  assert.equal((await textsOf(service)).length, 0)
})

test('a provider without credentials is believed by nobody', async () => {
  const unguarded = await sharedCrier()
  try {
    for (const credentials of ['', ':', 'notify:', 'mmg:old one']) {
      const { status } = await unguarded.call('/notifications/sms/receive/mmg', {
        body: { ID: '1', MSISDN: '447700900123', Number: '07700900999', Message: 'x' },
        headers: basic(credentials),
      })
      assert.equal(status, 403)
    }
  } finally {
    await unguarded.close()
  }
})
