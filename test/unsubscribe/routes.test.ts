import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { unsubscribeToken } from '../../src/unsubscribe/links.ts'
import { storeNotification } from '../notifications/stored.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { makePerson } from '../users/people.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const post = (id: string, token: string) =>
  crier.call(`/unsubscribe/${id}/${token}`, { method: 'POST', body: 'List-Unsubscribe=One-Click' })
const success = { result: 'success', message: 'Unsubscribe successful' }
const refusal = (message: string) => ({ result: 'error', message: { 'unsubscribe request': message } })

async function sentEmail() {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { type: 'email', has_unsubscribe_link: true })
  const id = await storeNotification(crier, { service, template, type: 'email' })
  return { service, id, token: unsubscribeToken(crier.crier, id, 'amala@example.gov.uk') }
}
const requests = (id: string) =>
  crier.sql`select email_address, unsubscribe_request_report_id from unsubscribe_request where notification_id = ${id}`

test('one click notes one request, however often it is clicked, until the service has dealt with it', async () => {
  const { service, id, token } = await sentEmail()
  const answers = await Promise.all([post(id, token), post(id, token), post(id, token)])
  for (const { status, body } of answers) assert.deepEqual([status, body], [200, success])
  const [made, ...more] = await requests(id)
  assert.deepEqual([made!.email_address, more.length], ['amala@example.gov.uk', 0])
  const [report] = await crier.sql`
    insert into unsubscribe_request_report (service_id, earliest_timestamp, latest_timestamp, count)
    values (${service.id}, now(), now(), 1) returning id`
  await crier.sql`update unsubscribe_request set unsubscribe_request_report_id = ${report!.id} where notification_id = ${id}`
  await post(id, token)
  assert.equal((await requests(id)).length, 1)
  await crier.sql`update unsubscribe_request_report set processed_by_service_at = now() where id = ${report!.id}`
  await post(id, token)
  assert.equal((await requests(id)).length, 2)
})

test('what a mail program takes along after a link does not break it', async () => {
  for (const after of ['.', ')', '%2E', '%3E%22', '\u201d.', '...', '.Then', '_', '%', '%E2%80']) {
    const { id, token } = await sentEmail()
    const { status, body } = await post(id, `${token}${after}`)
    assert.deepEqual([status, body], [200, success], after)
    assert.equal((await requests(id)).length, 1)
  }
})

test('links that are forged, for another message, too old or for nothing are refused', async () => {
  const { id, token } = await sentEmail()
  const invalid = refusal('This is not a valid unsubscribe link.')
  const another = await sentEmail()
  for (const [message, of] of [
    [id, `${token}x`],
    [id, another.token],
    [id, 'a.b.c'],
    [id, 'x'.repeat(5000)],
    ['sms', token],
  ] as const) {
    const { status, body } = await post(message, of)
    assert.deepEqual([status, body], [404, invalid])
  }
  const nothing = randomUUID()
  const unknown = await post(nothing, unsubscribeToken(crier.crier, nothing, 'amala@example.gov.uk'))
  assert.deepEqual(
    [unknown.status, unknown.body],
    [404, refusal('This unsubscribe link is invalid or expired.')],
  )
  crier.setNow(new Date(Date.now() + 367 * 86_400_000).toISOString())
  assert.deepEqual((await post(id, token)).body, invalid)
  crier.setNow(null)
  const read = await crier.call(`/unsubscribe/${id}/${token}`)
  assert.equal(read.status, 405)
  assert.equal((await requests(id)).length, 0)
})

test('a request for an archived message counts; old requests lose their address', async () => {
  const { id, token } = await sentEmail()
  await crier.sql`update notifications set created_at = now() - interval '20 days' where id = ${id}`
  await crier.sql`select archive_notifications('email', now(), 10)`
  assert.deepEqual((await post(id, token)).body, success)
  const archive = async (days: number) => {
    const [row] = await crier.sql`
      select archive_unsubscribe_requests(now() + make_interval(days => ${days}), 100)::integer as archived`
    return row!.archived as number
  }
  await archive(80)
  assert.equal((await requests(id)).length, 1)
  await archive(92)
  assert.equal((await requests(id)).length, 0)
  const [kept] =
    await crier.sql`select template_version from unsubscribe_request_history where notification_id = ${id}`
  assert.equal(kept!.template_version, 1)
})

test('an address that a header cannot name is refused; others are answered as they were given', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service, { type: 'email' })
  const send = (one_click_unsubscribe_url: string) =>
    crier.call('/v2/notifications/email', {
      key: service.keys.normal,
      body: {
        email_address: 'amala@example.gov.uk',
        template_id,
        personalisation: { name: 'x' },
        one_click_unsubscribe_url,
      },
    })
  for (const url of [
    'https-evil://example.com/u',
    'https-evil:x',
    'https:example.com/u',
    'http://example.com/u',
    'https://',
    'https://example.com/a\r\nBcc: x@example.com',
    'https://example.com/a\tb',
    'https://example.com/a b',
    'https://example.com/a\u2028b',
    'https://example.com/\u0085',
    `https://example.com/u/${'a'.repeat(1950)}`,
    `https://example.com/u/${'ŵ'.repeat(170)}`,
  ]) {
    const { status, body } = await send(url)
    assert.equal(status, 400, url)
    assert.deepEqual(body.errors, [
      { error: 'ValidationError', message: 'one_click_unsubscribe_url is not a valid https url' },
    ])
  }
  for (const url of [
    'https://example.com/dad-danysgrifio/ŵyl?e=x',
    'https://bücher.example/u',
    'https://example.com/a>,<mailto:x@example.com',
    `https://example.com/u/${'a'.repeat(950)}`,
  ]) {
    const { status, body } = await send(url)
    assert.deepEqual([status, body.content?.one_click_unsubscribe_url], [201, url])
  }
})

const lists: [service: string, choice: string][] = [
  ['6c335bf6-ea00-45f1-a40c-6612c7639386', 'take_part_in_research'],
  ['2242f811-1027-44c0-b7d1-1459823d6740', 'receives_new_features_email'],
]
for (const [id, choice] of lists) {
  test(`who unsubscribes from the list of ${choice} is asked no more`, async () => {
    const person = await makePerson(crier)
    await crier.sql`select create_service(${crier.sql.json({ id, name: `List ${randomUUID()}`, restricted: false })}, null, now())`
    const service = { id } as TestService
    const template = await crier.makeTemplate(service, { type: 'email', has_unsubscribe_link: true })
    const message = await storeNotification(crier, { service, template, type: 'email' })
    const address = person.email_address.toUpperCase()
    const { status } = await post(message, unsubscribeToken(crier.crier, message, address))
    assert.equal(status, 200)
    const [choices] = await crier.sql`
      select take_part_in_research, receives_new_features_email from users where id = ${person.id}`
    const asked = { take_part_in_research: true, receives_new_features_email: true }
    assert.deepEqual({ ...choices }, { ...asked, [choice]: false })
  })
}
