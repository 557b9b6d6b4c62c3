/** Every published value of sanitise_content_for, through a real email. Source: specification, `POST /v2/notifications/email`. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { assertRefused, assertShape, readFixture } from './fixtures.ts'

const { cases } = readFixture<{
  cases: {
    unsanitised: string
    sanitised: string
    reported: boolean
  }[]
}>('sanitise_cases.json')

let crier: TestCrier
let service: TestService
let template: string
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService()
  template = await crier.makeTemplate(service, { type: 'email', content: 'Start ((First name)) end' })
})
after(async () => {
  console.log(`sanitise_cases.json: ${cases.length} ran, 0 skipped`)
  await crier.close()
})

for (const { unsanitised, sanitised, reported } of cases) {
  test(`sanitise ${JSON.stringify(unsanitised)}`, async () => {
    const { status, body } = await crier.call('/v2/notifications/email', {
      key: service.keys.normal,
      body: {
        email_address: 'amala@example.gov.uk',
        template_id: template,
        personalisation: { first_name: unsanitised, other: unsanitised },
        sanitise_content_for: ['FirstName'],
      },
    })
    assert.equal(status, 201)
    assertShape('v2/response_email', body)
    assert.deepEqual(body.sanitised_content, reported ? { first_name: { unsanitised, sanitised } } : {})
    assert.equal(body.content.body, `Start ${sanitised} end`)
  })
}

const stored = async () =>
  (await crier.sql`select from notifications where service_id = ${service.id}`).length

const notText: [value: unknown, what: string][] = [
  [['[click](https://evil.example/x)'], 'a list with a link'],
  [{ a: 'https://evil.example/x' }, 'an object with a link'],
  [{ file: 'aGVsbG8=' }, 'a file'],
  [[], 'an empty list'],
  [5, 'a number'],
  [false, 'a boolean'],
]

for (const [value, what] of notText) {
  test(`${what} cannot be sanitised and is refused rather than sent as it is`, async () => {
    const before = await stored()
    const answer = await crier.call('/v2/notifications/email', {
      key: service.keys.normal,
      body: {
        email_address: 'amala@example.gov.uk',
        template_id: template,
        personalisation: { first_name: value, other: value },
        sanitise_content_for: ['FirstName'],
      },
    })
    assertRefused(answer, 400, 'BadRequestError', ['Can only sanitise content that is text: first_name'])
    assert.equal(await stored(), before)
  })
}

test('numbers that keep their digits are no text either, and what has no value is missing', async () => {
  const send = (value: string) =>
    crier.call('/v2/notifications/email', {
      key: service.keys.normal,
      body: `{"email_address":"amala@example.gov.uk","template_id":"${template}","personalisation":{"First name":${value}},"sanitise_content_for":["First name"]}`,
    })
  for (const number of ['5.0', '12345678901234567890'])
    assertRefused(await send(number), 400, 'BadRequestError', [
      'Can only sanitise content that is text: First name',
    ])
  assertRefused(await send('null'), 400, 'BadRequestError', ['Missing personalisation: First name'])
})
