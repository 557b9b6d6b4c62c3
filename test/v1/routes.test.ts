import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { storeNotification } from '../notifications/stored.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const folder = `${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/public-api/schemas/v0/`
const ajv = new Ajv({ strict: false })
addFormats.default(ajv)
for (const name of readdirSync(folder)) ajv.addSchema(JSON.parse(readFileSync(folder + name, 'utf8')), name)
function assertValid(schema: string, body: unknown) {
  assert.ok(ajv.validate(schema, body), `${schema}: ${ajv.errorsText()}`)
}

const send = (
  service: TestService,
  type: string,
  body: unknown,
  key: 'normal' | 'team' | 'test' = 'normal',
) => crier.call(`/notifications/${type}`, { key: service.keys[key], body })

test('a text and an email are sent and read as the published schemas say', async () => {
  const service = await crier.makeService()
  const sms = await crier.makeTemplate(service)
  const email = await crier.makeTemplate(service, { type: 'email', subject: 'For ((name))' })
  const personalisation = { name: 'Amala' }
  const text = await send(service, 'sms', { to: '07700 900 456', template: sms, personalisation })
  const mail = await send(service, 'email', { to: 'amala@example.gov.uk', template: email, personalisation })
  assert.deepEqual([text.status, mail.status], [201, 201])
  assertValid('POST_notification_return_sms.json', text.body)
  assertValid('POST_notification_return_email.json', mail.body)
  assert.equal(mail.body.data.subject, 'For Amala')
  const readText = await crier.call(`/notifications/${text.body.data.notification.id}`, {
    key: service.keys.test,
  })
  const readMail = await crier.call(`/notifications/${mail.body.data.notification.id}`, {
    key: service.keys.test,
  })
  assertValid('GET_notification_return_sms.json', readText.body)
  assertValid('GET_notification_return_email.json', readMail.body)
  const listed = await crier.call('/notifications', { key: service.keys.normal })
  assertValid('GET_notifications_return.json', listed.body)
  assert.deepEqual(listed.body.notifications, [
    readMail.body.data.notification,
    readText.body.data.notification,
  ])
})

test('pages are numbered, filtered and linked', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  for (const status of ['delivered', 'permanent-failure', 'technical-failure', 'created'])
    await storeNotification(crier, { service, template, status })
  await storeNotification(crier, { service, template, created_at: '2020-01-01T00:00:00Z' })
  const list = async (query: string) =>
    (await crier.call(`/notifications${query}`, { key: service.keys.normal })).body
  const second = await list('?page=2&page_size=2')
  assert.deepEqual([second.total, second.page_size, second.notifications.length], [5, 2, 2])
  assert.deepEqual(second.links, {
    prev: '/notifications?page=1&page_size=2',
    next: '/notifications?page=3&page_size=2',
    last: '/notifications?page=3&page_size=2',
  })
  assert.equal((await list('?status=failed&template_type=sms')).total, 2)
  assert.equal((await list('?limit_days=7')).total, 4)
  assert.deepEqual(await list('?page=9'), {
    notifications: [],
    page_size: 250,
    total: 5,
    links: { prev: '/notifications?page=8' },
  })
  assert.deepEqual((await list('?page=x')).message, { page: ['Not a valid integer.'] })
})

test('refusals have the first version’s words and envelope', async () => {
  const service = await crier.makeService({ permissions: ['email'] })
  const trial = await crier.makeService({ restricted: true })
  const [sms, trialSms] = [await crier.makeTemplate(service), await crier.makeTemplate(trial)]
  const personalisation = { name: 'A' }
  const to = '07700 900 456'
  const missing = ['Missing data for required field.']
  const unsupported = 'notification type is not supported'
  const trialMode =
    'Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode'
  const teamOnly = 'Can’t send to this recipient using a team-only API key'
  const rows: [Promise<{ status: number; body: { message: unknown } }>, number, unknown][] = [
    [crier.call('/notifications'), 401, { token: ['Unauthorized: authentication token must be provided'] }],
    [send(service, 'letter', {}), 400, `letter ${unsupported}, please use the latest version of the client`],
    [send(service, 'foo', {}), 400, `foo ${unsupported}`],
    [send(service, 'sms', {}), 400, { to: missing, template: missing }],
    [
      send(service, 'sms', { to: '07700x900123', template: sms }),
      400,
      { to: ['Invalid phone number: Must not contain letters or symbols'] },
    ],
    [
      send(service, 'sms', { to, template: sms, personalisation }),
      400,
      { service: ['Cannot send text messages'] },
    ],
    [send(trial, 'sms', { to, template: trialSms, personalisation }), 400, { to: [trialMode] }],
    [send(trial, 'sms', { to, template: trialSms, personalisation }, 'team'), 400, { to: [teamOnly] }],
    [send(trial, 'sms', { to, template: sms, personalisation }), 400, 'Template not found'],
    [send(trial, 'sms', { to, template: trialSms }), 400, 'Missing personalisation: name'],
    [crier.call(`/notifications/${randomUUID()}`, { key: service.keys.normal }), 404, 'No result found'],
    [crier.call('/notifications/foo'), 405, 'The method is not allowed for the requested URL.'],
  ]
  for (const [answer, status, message] of rows) {
    const { status: got, body } = await answer
    assert.deepEqual([got, body], [status, { result: 'error', message }])
  }
})
