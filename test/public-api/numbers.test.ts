/** Numbers in requests: what was answered, stored and sent is the text of the number that came. Source: specification, personalisation, values. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Personalisation } from '../../src/templates/personalisation.ts'
import { renderSms } from '../../src/templates/sms.ts'
import { compileTemplate } from '../../src/templates/template.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { assertRefused } from './fixtures.ts'

const content = 'Ref ((ref)) end'
const compiled = compileTemplate({ type: 'sms', content, subject: null })

let crier: TestCrier
let service: TestService
let templates: { sms: string; email: string; letter: string }
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService()
  templates = {
    sms: await crier.makeTemplate(service, { content }),
    email: await crier.makeTemplate(service, { type: 'email', content, subject: 'About ((ref))' }),
    letter: await crier.makeTemplate(service, { type: 'letter', content }),
  }
})
after(() => crier.close())

const post = (path: string, body: string) => crier.call(path, { key: service.keys.normal, body })
const sms = (ref: string) =>
  `{"phone_number":"07700900456","template_id":"${templates.sms}","personalisation":{"ref":${ref}}}`
const stored = async () =>
  (await crier.sql`select from notifications where service_id = ${service.id}`).length

/** Literal as it came, and its text in the message. */
const texts: [literal: string, text: string][] = [
  ['12345678901234567890', '12345678901234567890'],
  ['-12345678901234567890', '-12345678901234567890'],
  ['9007199254740993', '9007199254740993'],
  ['100000000000000000000000', '100000000000000000000000'],
  ['1e23', '100000000000000000000000'],
  ['1E2', '100'],
  ['1e-7', '0.0000001'],
  ['0e99999999999', '0'],
  ['1234567890.123456789123', '1234567890.123456789123'],
  ['0.30000000000000004', '0.30000000000000004'],
  ['1.50', '1.5'],
  ['0.0', '0.0'],
  ['-0', '0'],
  ['42', '42'],
  ['["a", 12345678901234567890, 1.0]', 'a, 12345678901234567890 and 1.0'],
  ['{"a": 12345678901234567890, "b": [2.0, 1]}', "{'a': 12345678901234567890, 'b': [2.0, 1]}"],
  ['[{"a": 9007199254740993}]', "{'a': 9007199254740993}"],
  ['[1E2, [-0, 1.0, "1.0"]]', "100 and [0, 1.0, '1.0']"],
]

for (const [literal, text] of texts) {
  test(`${literal} is ${text} when it is answered, read back and sent`, async () => {
    const { status, body } = await post('/v2/notifications/sms', sms(literal))
    assert.equal(status, 201)
    assert.equal(body.content.body, `Ref ${text} end`)
    const read = await crier.call(`/v2/notifications/${body.id}`, { key: service.keys.normal })
    assert.equal(read.body.body, `Ref ${text} end`)
    const [row] = await crier.sql`select personalisation from notifications where id = ${body.id}`
    assert.equal(renderSms(compiled, row!.personalisation as Personalisation, null).text, `Ref ${text} end`)
  })
}

for (const literal of [
  '1e400',
  '-1e400',
  '1E+9999999',
  '1e100000',
  '1e-400',
  `1${'0'.repeat(400)}`,
  '[1, {"a": 1e400}]',
]) {
  test(`${literal.slice(0, 20)} is refused, for no message could show it`, async () => {
    const before = await stored()
    const answer = await post('/v2/notifications/sms', sms(literal))
    assertRefused(answer, 400, 'BadRequestError', ['Request contains numbers that are out of range'])
    assert.equal(await stored(), before)
  })
}

for (const literal of ['NaN', 'Infinity', '-Infinity', '01', '1.', '.5', '+1', '0x10', '1e', '1_000']) {
  test(`${literal} is no JSON`, async () => {
    assertRefused(await post('/v2/notifications/sms', sms(literal)), 400, 'BadRequestError', [
      'Invalid JSON supplied in POST data',
    ])
  })
}

test('every way to send keeps the digits', async () => {
  const number = '12345678901234567890'
  const text = `Ref ${number} end`
  const address = `"address_line_1":"Amala","address_line_2":${number},"address_line_3":"SW14 6BF"`
  const email = await post(
    '/v2/notifications/email',
    `{"email_address":"a@example.com","template_id":"${templates.email}","personalisation":{"ref":${number}}}`,
  )
  assert.equal(email.body.content.subject, `About ${number}`)
  assert.equal(email.body.content.body, text)
  const letter = await post(
    '/v2/notifications/letter',
    `{"template_id":"${templates.letter}","personalisation":{${address},"ref":${number}}}`,
  )
  assert.equal(letter.status, 201)
  assert.equal(letter.body.content.body, text)
  const { body: read } = await crier.call(`/v2/notifications/${letter.body.id}`, { key: service.keys.normal })
  assert.equal(read.body, text)
  assert.equal(read.line_2, number)
  const preview = await post(`/v2/template/${templates.sms}/preview`, `{"personalisation":{"ref":${number}}}`)
  assert.equal(preview.body.body, text)
  const one = await post(
    '/notifications/sms',
    `{"to":"07700900456","template":"${templates.sms}","personalisation":{"ref":${number}}}`,
  )
  assert.equal(one.body.data.body, text)
  const bulk = await post(
    '/v2/notifications/bulk',
    `{"template_id":"${templates.sms}","messages":[{"phone_number":"07700900456","personalisation":{"ref":${number}}}]}`,
  )
  assert.equal(bulk.status, 201)
  const listed = await crier.call('/v2/notifications?template_type=sms', { key: service.keys.normal })
  assert.equal(listed.body.notifications[0].body, text)
})

test('a refusal shows the number that came', async () => {
  const body = sms('1').replace('"07700900456"', '12345678901234567890')
  assertRefused(await post('/v2/notifications/sms', body), 400, 'ValidationError', [
    'phone_number 12345678901234567890 is not of type string',
  ])
  assertRefused(
    await post('/v2/notifications/sms', sms('1').replace('{"ref":1}', '1.0')),
    400,
    'ValidationError',
    ['personalisation 1.0 is not of type object'],
  )
})

test('a number is no message of a call in bulk, however many digits it has', async () => {
  const body = `{"template_id":"${templates.sms}","messages":[12345678901234567890]}`
  const { status, body: answer } = await post('/v2/notifications/bulk', body)
  assert.equal(status, 200)
  assert.deepEqual(answer.notifications[0].errors, [
    { error: 'ValidationError', message: '12345678901234567890 is not of type object' },
  ])
})

test('a condition sees the text of a number', async () => {
  const template = await crier.makeTemplate(service, { content: 'Hi ((on??yes))((off??no))' })
  const { body } = await post(
    '/v2/notifications/sms',
    `{"phone_number":"07700900456","template_id":"${template}","personalisation":{"on":1e0,"off":1.0}}`,
  )
  assert.equal(body.content.body, 'Hi yes')
})

test('values past counting are refused before each is looked at', async () => {
  const many = `[${'1e5,'.repeat(300_000)}1]`
  assertRefused(await post('/v2/notifications/sms', sms(many)), 400, 'BadRequestError', [
    'Request contains too many values',
  ])
})
