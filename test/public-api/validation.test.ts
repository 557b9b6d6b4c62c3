/** Every published input of a schema, through a real request: the messages and their order. Source: specification, schema validation. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Answer, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { assertHeaders, assertShape, readFixture } from './fixtures.ts'

type Case = { schema: string; input: never; errors: string[] }
const cases = readFixture<{ cases: Case[] }>('validation_cases.json').cases

let crier: TestCrier
let service: TestService
let emailTemplate: string
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-03-02T09:00:00Z')
  service = await crier.makeService({ contact_link: 'https://example.gov.uk/contact', rate_limit: 24000 })
  emailTemplate = await crier.makeTemplate(service, { type: 'email', content: 'Here: ((file))' })
})
after(async () => {
  console.log(`validation_cases.json: ${ran} ran, ${cases.length - ran} skipped`)
  await crier.close()
})
let ran = 0

const post = (path: string, body: unknown) =>
  crier.call(path, { key: service.keys.normal, body: JSON.stringify(body) })
const query = (path: string, input: Record<string, string | string[]>) => {
  const parameters = Object.entries(input).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value] as [string, string]),
  )
  return crier.call(`${path}?${new URLSearchParams(parameters)}`, { key: service.keys.normal })
}

/** How each schema's input becomes a request. */
const requests: Record<string, (input: never) => Promise<Answer>> = {
  'request_sms.json': (input) => post('/v2/notifications/sms', input),
  'request_email.json': (input) => post('/v2/notifications/email', input),
  'request_letter.json': (input) => post('/v2/notifications/letter', input),
  'request_precompiled_letter.json': (input) => post('/v2/notifications/letter', input),
  'request_send_a_file.json': (file) =>
    post('/v2/notifications/email', {
      email_address: 'amala@example.gov.uk',
      template_id: emailTemplate,
      personalisation: { file },
    }),
  'query_notifications.json': (input) => query('/v2/notifications', input),
  'query_received_text_messages.json': (input) => query('/v2/received-text-messages', input),
  'query_templates.json': (input) => query('/v2/templates', input),
  'path_notification.json': ({ notification_id }) =>
    crier.call(`/v2/notifications/${notification_id}`, { key: service.keys.normal }),
  'path_template.json': ({ id, version }) =>
    crier.call(`/v2/template/${id}${version === undefined ? '' : `/version/${version}`}`, {
      key: service.keys.normal,
    }),
  'request_template_preview.json': ({ id, ...body }: { id: string }) =>
    post(`/v2/template/${id}/preview`, body),
}
const waiting: Record<string, string> = { 'request_broadcast.json': 'broadcasts are not there yet' }

cases.forEach(({ schema, input, errors }, index) => {
  const name = `${index} ${schema} ${JSON.stringify(input).slice(0, 100)}`
  test(name, { skip: waiting[schema] }, async () => {
    const request = requests[schema]
    assert.ok(request, `nothing makes a request of ${schema}`)
    const answer = await request(input)
    ran++
    assertHeaders(answer.headers)
    if (errors.length > 0) {
      assert.deepEqual(answer.body, {
        status_code: 400,
        errors: errors.map((message) => ({ error: 'ValidationError', message })),
      })
      assert.equal(answer.status, 400)
      assertShape('v2/response_error', answer.body)
    } else if (answer.status !== 200 && answer.status !== 201) {
      // What passes the schema may be refused for what it says: its template is nobody's.
      assert.doesNotMatch(JSON.stringify(answer.body), /ValidationError|Invalid JSON/)
    }
  })
})
