/** What no honest client sends: each ends in a refusal of the documented form, nothing stored, nothing broken. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import * as v from 'valibot'
import { operations } from '../../src/openapi/registry.ts'
import { type Answer, type Call, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { assertHeaders, assertRefused, assertShape } from './fixtures.ts'

let crier: TestCrier
let service: TestService
let templates: Record<string, string>
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService({ rate_limit: 24000 })
  templates = {
    sms: await crier.makeTemplate(service, { content: 'Hi ((name))' }),
    email: await crier.makeTemplate(service, { type: 'email', content: 'Hi ((name))' }),
    letter: await crier.makeTemplate(service, { type: 'letter', content: 'Hi ((name))' }),
  }
})
after(() => crier.close())

/** A bucket holds 999 requests: the tests send more. */
const refill = () => crier.sql`delete from rate_limit_buckets`
const send = (channel: string, body: unknown, call: Call = {}) =>
  crier.call(`/v2/notifications/${channel}`, { key: service.keys.normal, body, ...call })
const sms = (changes: object = {}) => ({
  phone_number: '07700900456',
  template_id: templates.sms,
  personalisation: { name: 'Amala' },
  ...changes,
})
const stored = async () =>
  (await crier.sql`select id from notifications where service_id = ${service.id}`).map(
    ({ id }) => id as string,
  )

function assertIsRefusal(answer: Answer, what: string): void {
  assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status}`)
  assertShape('v2/response_error', answer.body)
  assertHeaders(answer.headers)
}

const notJson = 'Invalid JSON supplied in POST data'
const badBodies: Record<string, string | Uint8Array> = {
  'nothing at all': '',
  'half an object': '{"a": 1',
  'two values': '{} {}',
  'single quotes': "{'a': 1}",
  'a trailing comma': '{"a": 1,}',
  'a comment': '{"a": 1 /* b */}',
  'not a number': '{"a": NaN}',
  'a bare word': 'hello',
  'form data': 'a=1&b=2',
  XML: '<a>1</a>',
  'bytes that are no UTF-8': new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
  'a raw NUL': '{"a": "\u0000"}',
  'a raw line break in a string': '{"a": "b\nc"}',
  'deep nesting of lists': '['.repeat(100_000) + ']'.repeat(100_000),
  'deep nesting of objects': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
}

test('what is not JSON is refused as such, on every endpoint that takes a body', async () => {
  await refill()
  const paths = ['sms', 'email', 'letter'].map((channel) => `/v2/notifications/${channel}`)
  paths.push(`/v2/template/${templates.sms}/preview`)
  for (const path of paths) {
    for (const [what, body] of Object.entries(badBodies)) {
      if (what === 'nothing at all' && path.endsWith('preview')) continue
      const answer = await crier.call(path, { method: 'POST', key: service.keys.normal, body })
      assert.equal(answer.body.errors?.[0].message, notJson, `${path}: ${what}`)
      assertRefused(answer, 400, 'BadRequestError', [notJson])
    }
  }
})

test('characters that no text in the database can hold are refused, wherever they stand', async () => {
  const bodies = [
    '{"phone_number": "07700900456", "reference": "a\\u0000b"}',
    '{"personalisation": {"name": "\\ud800"}}',
    '{"personalisation": {"a\\u0000": 1}}',
    '{"personalisation": {"name": ["\\udc00\\ud800"]}}',
  ]
  for (const body of bodies) {
    const answer = await send('sms', body)
    assertIsRefusal(answer, body)
    assert.match(answer.body.errors[0].message, /cannot be stored/)
  }
  // A pair of surrogates is one character.
  const paired = JSON.stringify(sms({ reference: '😀' })).replace('😀', '\\ud83d\\ude00')
  const answer = await send('sms', paired)
  assert.equal(answer.body.reference, '😀')
})

test('of duplicate keys the last one counts, as in Python', async () => {
  const twice = JSON.stringify(sms()).replace('{', '{"phone_number": 5, "reference": "first", ')
  const answer = await send('sms', twice.replace(/}$/, ', "reference": "last"}'))
  assert.equal(answer.status, 201)
  assert.equal(answer.body.reference, 'last')
})

test('the content type does not matter', async () => {
  for (const type of ['application/text', 'text/plain; charset=latin1', 'multipart/form-data', 'x', '']) {
    const answer = await send('sms', JSON.stringify(sms()), { headers: { 'content-type': type } })
    assert.equal(answer.status, 201, type)
  }
})

test('names of JavaScript’s own are names like any', async () => {
  const body = JSON.stringify(sms()).replace(
    /}$/,
    ', "__proto__": {"a": 1}, "constructor": 1, "toString": 2}',
  )
  const unexpected =
    'Additional properties are not allowed (__proto__, constructor, toString were unexpected)'
  assertRefused(await send('sms', body), 400, 'ValidationError', [unexpected])
  const template_id = await crier.makeTemplate(service, {
    content: '((constructor)) ((__proto__)) ((toString))',
  })
  const missing = await send('sms', { ...sms(), template_id })
  assertRefused(missing, 400, 'BadRequestError', [
    'Missing personalisation: constructor, __proto__, toString',
  ])
  const values = JSON.parse('{"constructor": "a", "__proto__": "b", "toString": "c"}')
  const filled = await send('sms', { ...sms(), template_id, personalisation: values })
  assert.equal(filled.body.content?.body, 'a b c')
})

test('10,000 values, and values of every size and kind, are refused or sent, never a fault', async () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`key ${n}`, 'x']))
  assertIsRefusal(await send('sms', sms({ personalisation: many })), '10,000 values')
  const values = [
    0,
    -0,
    1e308,
    1e-7,
    true,
    [],
    {},
    [[['a']]],
    { a: { b: [null] } },
    'x'.repeat(100_000),
    '((name))',
  ]
  for (const name of values) {
    const answer = await send('sms', sms({ personalisation: { name } }))
    assert.ok(
      answer.status === 201 || answer.status === 400,
      `${JSON.stringify(name)?.slice(0, 50)}: ${answer.status}`,
    )
  }
})

const wrong: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  '',
  ' ',
  'x',
  '\u202e',
  'x'.repeat(5000),
  [],
  {},
  [null],
  [[]],
  { a: { b: [] } },
  ['x', 5],
]

for (const { path, bodies, tag } of operations) {
  if (!bodies || tag !== 'Send' || path.endsWith('/bulk')) continue
  test(`every wrong value for every key of ${path} is refused when its schema says so, and nothing is stored`, async () => {
    await refill()
    const channel = path.slice(path.lastIndexOf('/') + 1)
    const accepted = new Set(await stored())
    for (const { schema, examples } of bodies) {
      const example = Object.values(examples)[0]!.value as Record<string, unknown>
      const base = 'template_id' in example ? { ...example, template_id: templates[channel] } : example
      const keys = Object.keys((schema as unknown as { entries: object }).entries)
      for (const key of [...keys, 'unknown']) {
        for (const value of wrong) {
          const body = { ...base, [key]: value }
          const answer = await send(channel, body)
          const what = `${key}: ${JSON.stringify(value).slice(0, 50)}`
          if (answer.status === 201) accepted.add(answer.body.id)
          else assertIsRefusal(answer, what)
          if (!v.safeParse(schema, body).success) assert.equal(answer.status, 400, what)
        }
        const others = (await stored()).filter((id) => !accepted.has(id))
        assert.deepEqual(others, [], `${key}: what was refused is not stored`)
      }
    }
  })
}

test('whatever JSON comes, the answer is a refusal or an acceptance', async () => {
  await refill()
  const keys = fc.constantFrom(
    'phone_number',
    'template_id',
    'personalisation',
    'reference',
    'scheduled_for',
    'x',
  )
  const bodies = fc.oneof(
    fc.json(),
    fc.dictionary(keys, fc.jsonValue()).map((body) => JSON.stringify(body)),
  )
  await fc.assert(
    fc.asyncProperty(bodies, fc.constantFrom('sms', 'email', 'letter'), async (body, channel) => {
      const answer = await send(channel, body)
      if (answer.status !== 201) assertIsRefusal(answer, body)
    }),
    { numRuns: 150 },
  )
})

test('a body of 20 MB is refused by its length alone', async () => {
  const answer = await send('sms', '{}', { headers: { 'content-length': String(20_000_000) } })
  assertRefused(answer, 413, 'BadRequestError', ['Request body is larger than 10485760 bytes'])
})
