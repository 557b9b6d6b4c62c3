/** Providers that rows describe: added by SQL alone, drawn, sent to, and answered for; and templates that no value gets out of. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Job } from 'pg-boss'
import { accountsNow } from '../../src/delivery/providers/accounts.ts'
import { MessageFault } from '../../src/delivery/providers/provider.ts'
import {
  fill,
  fillForm,
  fillJson,
  fillUrl,
  headerSafe,
  valueAt,
} from '../../src/delivery/providers/templates.ts'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { type Stored, statusOf, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer, type Reply } from './peers.ts'

let crier: TestCrier
let peer: HttpPeer
let reply: Reply = {}
const stored: Record<string, Stored> = {}
before(async () => {
  peer = await httpPeer(() => reply)
  crier = await testCrier()
  stored.sms = await storing(crier)
  await crier.sql`update services set prefix_sms = false where id = ${stored.sms.service.id}`
  stored.email = await storing(crier, 'email')
})
after(async () => {
  await crier.close()
  await peer.close()
})

const add = async (definition: object) => {
  const [row] =
    await crier.sql`select add_http_provider(${crier.sql.json(definition as never)}) as identifier`
  return row!.identifier as string
}
const onlyActive = (identifier: string) =>
  crier.sql`update provider_details set active = (identifier = ${identifier}) where notification_type <> 'letter'`
const deliver = async (type: string, columns: object = {}) => {
  const id = await store(crier, stored[type]!, {
    notification_type: type,
    notification_status: 'created',
    reference: null,
    ...columns,
  })
  const queue = `send-${type}`
  await makeDelivery(crier.crier).deliver(
    queue,
    [{ id, name: queue, data: null }] as unknown as Job<unknown>[],
    unhurried(),
  )
  return id
}

test('rows alone make a provider: JSON, its own reference, receipts in a list', async () => {
  await crier.sql`insert into provider_adapters (adapter, names_messages) values ('pigeon', true)`
  await crier.sql`
    insert into http_protocols (adapter, url, headers, body, reference_pointer, success_pointer, success_values,
      receipts_pointer, receipt_reference_pointer, receipt_status_pointer)
    values ('pigeon', ${peer.url}, '{"x-key": "((api_key))"}',
      '{"to": "((to_plus))", "text": "((text))", "abroad": "((international))", "tags": ["crier", "((id))"]}',
      '/result/id', '/result/state', '{queued,sent}', '/events', '/message', '/event')`
  await crier.sql`
    insert into provider_details (display_name, identifier, adapter, notification_type, priority)
    values ('Pigeons', 'pigeons', 'pigeon', 'sms', 100)`
  await crier.sql`
    insert into provider_settings (provider, name, value) values ('pigeons', 'api_key', 'k'), ('pigeons', 'receipt_tokens', 't')`
  await crier.sql`
    insert into provider_receipt_statuses (adapter, status, notification_status) values ('pigeon', 'arrived', 'delivered')`
  await onlyActive('pigeons')
  reply = { body: '{"result":{"state":"queued","id":42}}' }
  const id = await deliver('sms')
  assert.equal(await statusOf(crier, id), 'sending')
  const { headers, body } = peer.seen.at(-1)!
  assert.equal(headers['x-key'], 'k')
  assert.deepEqual(JSON.parse(body), {
    to: '+447700900300',
    text: 'Hello',
    abroad: false,
    tags: ['crier', id],
  })
  const receipts = await crier.call('/notifications/sms/http/pigeons', {
    body: {
      events: [
        { message: 42, event: 'arrived' },
        { message: 'early', event: 'arrived' },
      ],
    },
    headers: { authorization: 'Bearer t' },
  })
  assert.equal(receipts.status, 200)
  assert.equal(await statusOf(crier, id), 'delivered')
  // One that comes before its reference is recorded waits for it.
  reply = { body: '{"result":{"state":"sent","id":"early"}}' }
  assert.equal(await statusOf(crier, await deliver('sms')), 'delivered')
  reply = { body: '{"result":{"state":"refused","id":"x"}}' }
  assert.equal(await statusOf(crier, await deliver('sms')), 'created')
})

test('a form, and an address with the message in it', async () => {
  const { origin } = new URL(peer.url)
  const forms = await add({
    identifier: 'forms',
    protocol: {
      url: `${origin}/send/((account))?to=((to))`,
      method: 'PUT',
      body_format: 'form',
      body: { msg: '((text))', from: '((sender))', callback: '((receipt_url))' },
      error_pointer: '/code',
    },
    refusals: { '21': 'permanent-failure' },
    settings: { account: 'a/b ?&c', sender: 'Pigeon & Co' },
  })
  await onlyActive(forms)
  reply = { body: 'accepted' }
  assert.equal(await statusOf(crier, await deliver('sms')), 'sending')
  const { method, path, body } = peer.seen.at(-1)!
  assert.deepEqual(
    [method, path, body],
    ['PUT', '/send/a%2Fb%20%3F%26c?to=447700900300', 'msg=Hello&from=Pigeon+%26+Co'],
  )
  reply = { status: 400, body: '{"code":21}' }
  assert.equal(await statusOf(crier, await deliver('sms')), 'permanent-failure')
  const simple = await add({
    identifier: 'get',
    protocol: { url: `${origin}/get?text=((text))&key=((key))`, method: 'GET', body_format: 'none' },
    settings: { key: { variable: 'CRIER_TEST_PROVIDER_KEY' } },
  })
  await onlyActive(simple)
  reply = {}
  const id = await deliver('sms')
  assert.equal(await statusOf(crier, id), 'created', 'without its key')
  process.env.CRIER_TEST_PROVIDER_KEY = 'ü+'
  await crier.sql`update provider_details set max_calls = 3 where identifier = 'get'`

  await accountsNow(crier.crier)
  assert.equal(await statusOf(crier, await deliver('sms')), 'sending')
  assert.deepEqual(
    [peer.seen.at(-1)!.method, peer.seen.at(-1)!.path],
    ['GET', '/get?text=Hello&key=%C3%BC%2B'],
  )
})

test('emails too, with their parts or whole', async () => {
  const mail = await add({
    identifier: 'mail-api',
    channel: 'email',
    names_messages: true,
    protocol: {
      url: peer.url,
      body: {
        from: { email: '((from_address))', name: '((from_name))' },
        to: [{ email: '((to))' }],
        reply: '((reply_to))',
        subject: '((subject))',
        parts: ['((text))', '((html))'],
        raw: '((mime_base64))',
      },
      reference_pointer: '/id',
    },
  })
  await onlyActive(mail)
  reply = { body: '{"id":"mail-1"}' }
  const id = await deliver('email')
  const [row] =
    await crier.sql`select notification_status as status, reference from notifications where id = ${id}`
  assert.deepEqual({ ...row }, { status: 'sending', reference: 'mail-1' })
  const { from, to, reply: replyTo, subject, parts, raw } = JSON.parse(peer.seen.at(-1)!.body)
  assert.deepEqual([to, replyTo, subject], [[{ email: 'a@example.com' }], undefined, 'A subject'])
  assert.match(from.email, /@/)
  assert.match(parts[0], /Hello/)
  assert.match(parts[1], /<html/)
  assert.match(Buffer.from(raw, 'base64').toString(), new RegExp(`^Message-ID: <${id}@`, 'm'))
})

test('what a provider cannot be is refused by name', async () => {
  const protocol = { url: 'https://acme.example/' }
  const wrong: [definition: object, refusal: RegExp][] = [
    [{ identifier: 'Acme', protocol }, /identifier must be/],
    [{ identifier: 'acme', protocol, colour: 'red' }, /a provider has no colour/],
    [{ identifier: 'acme', protocol: { url: 'ftp://acme.example' } }, /http_url_has_a_host/],
    [{ identifier: 'acme', protocol: { url: 'https://((host))/' } }, /http_url_has_a_host/],
    [
      { identifier: 'acme', protocol: { ...protocol, reference_pointer: 'id' } },
      /http_places_are_json_pointers/,
    ],
    [{ identifier: 'acme', protocol: { ...protocol, method: 'DELETE' } }, /http_method_is_known/],
    [{ identifier: 'acme', protocol: { ...protocol, method: 'GET' } }, /http_get_has_no_body/],
    [
      { identifier: 'acme', protocol: { ...protocol, success_pointer: '/a' } },
      /http_success_is_a_place_and_values/,
    ],
    [
      { identifier: 'acme', protocol: { ...protocol, receipt_status_pointer: '/a' } },
      /http_receipts_have_reference/,
    ],
    [{ identifier: 'acme', protocol: { ...protocol, body: 'x' } }, /http_body_is_an_object/],
    [{ identifier: 'acme', protocol, statuses: { OK: 'lost' } }, /notification_status/],
    [{ identifier: 'acme', protocol, refusals: { '1': 'sent' } }, /refusal_is_an_outcome/],
    [{ identifier: 'acme', protocol, settings: { 'a b': 'x' } }, /provider_setting_is_a_word/],
    [{ identifier: 'acme', protocol, settings: { key: {} } }, /provider_setting_has_one_source/],
    [{ identifier: 'mmg', protocol }, /provider_adapters_pkey/],
  ]
  for (const [definition, refusal] of wrong)
    await assert.rejects(add(definition), refusal, JSON.stringify(definition))
  const rows = await crier.sql`select from provider_details where identifier = 'acme'`
  assert.equal(rows.length, 0)
})

const evil = '","admin":true,"x":"\r\nSet-Cookie: a=b\r\n\r\n&to=1#?/../../((key))\u0000ü'
const values = { text: evil, on: true, none: null, key: 'secret' }
const templates: [what: string, filled: () => unknown, value: unknown][] = [
  [
    'JSON',
    () => JSON.parse(JSON.stringify(fillJson({ a: '((text))', b: 'x ((text))' }, values))),
    { a: evil, b: `x ${evil}` },
  ],
  [
    'values keep their kind, and what there is none of is left out',
    () =>
      fillJson({ a: '((on))', b: '((none))', c: [1, '((none))', null], d: 'x((none))((on))', e: 7 }, values),
    { a: true, c: [1, null], d: 'xtrue', e: 7 },
  ],
  ['names are no templates', () => fillJson({ '((text))': '((on))' }, values), { '((text))': true }],
  [
    'a form',
    () => [...fillForm({ a: '((text))', b: '((none))', c: { d: '((text))' } }, values)],
    [
      ['a', evil],
      ['c', JSON.stringify({ d: evil })],
    ],
  ],
  [
    'an address',
    () => new URL(fillUrl('https://acme.example/a/((text))?b=((text))', values)).searchParams.get('b'),
    evil,
  ],
  [
    'an address’s path',
    () => new URL(fillUrl('https://acme.example/a/((text))/z', values)).pathname.split('/').length,
    4,
  ],
  ['a header', () => /[^ -~]/.test(fill('x ((text))', values, headerSafe)), false],
  ['a header of plain words', () => fill('Bearer ((key))', values, headerSafe), 'Bearer secret'],
]
for (const [what, filled, value] of templates) {
  test(`templates are safe: ${what}`, () => assert.deepEqual(filled(), value))
}

test('a text of dots leads to no other path of the provider, and is the message’s own fault', () => {
  const path = (text: string) => new URL(fillUrl('https://acme.example/a/((text))?b=((text))', { text })).href
  assert.equal(path('...'), 'https://acme.example/a/...?b=...')
  for (const text of ['.', '..']) assert.throws(() => path(text), MessageFault)
  assert.equal(fillUrl('https://acme.example/a?b=/((text))', { text: '..' }), 'https://acme.example/a?b=/..')
})

test('a placeholder without a value is a fault that names it', () => {
  assert.throws(() => fillJson('((constructor))', values), /\(\(constructor\)\) is neither/)
  assert.throws(() => fillJson({ a: '((unknown))' }, values), /\(\(unknown\)\) is neither/)
})

test('pointers', () => {
  // Source: RFC 6901, section 5.
  const json = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'm~n': 8, ' ': 7 }
  const places: [string, unknown][] = [
    ['', json],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/m~0n', 8],
    ['/ ', 7],
    ['/foo/2', undefined],
    ['/foo/0/x', undefined],
    ['/constructor', undefined],
  ]
  for (const [pointer, value] of places) assert.deepEqual(valueAt(json, pointer), value, pointer)
})
