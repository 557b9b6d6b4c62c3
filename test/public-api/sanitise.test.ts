/** Every published value of sanitise_content_for, through a real email. Source: specification, `POST /v2/notifications/email`. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestCrier, type TestService, testCrier } from '../support/crier.ts'
import { assertShape, readFixture } from './fixtures.ts'

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
  crier = await testCrier()
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
