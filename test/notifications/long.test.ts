/** What a message may become, what is kept of its values, and how long a page of messages is. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { pageBytes } from '../../src/notifications/wire.ts'
import { renderedByteLimit } from '../../src/templates/size.ts'
import { assertRefused } from '../public-api/fixtures.ts'
import { type Answer, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
let service: TestService
let templates: Record<'sms' | 'email' | 'letter', string>
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService({ rate_limit: 24000 })
  templates = {
    sms: await crier.makeTemplate(service, { content: 'Hi ((name)) ((a??b))' }),
    email: await crier.makeTemplate(service, { type: 'email', content: 'Hi\n\n((name))' }),
    letter: await crier.makeTemplate(service, { type: 'letter', content: 'Hi ((name))' }),
  }
})
after(() => crier.close())

const post = (path: string, body: unknown) => crier.call(path, { key: service.keys.normal, body })
const email = (personalisation: object, template_id = templates.email) =>
  post('/v2/notifications/email', { email_address: 'a@example.org', template_id, personalisation })
const address = { address_line_1: 'A. Person', address_line_2: '1 The Street', postcode: 'SW1A 1AA' }
const stored = async () =>
  crier.sql`select personalisation from notifications where service_id = ${service.id} order by id desc`

const tooLong = `Your message is too long. Emails cannot be longer than ${renderedByteLimit} bytes as HTML and plain text.`
/** Content within the limit of 2,000,000 bytes that becomes more than anybody can read. */
const growing: Record<string, string> = {
  'lines of a list': '* a\n'.repeat(100_000),
  'lists within lists': '------a\n\n\n'.repeat(5_600),
  'one long target that many links share': `[a]: http://${'x'.repeat(9_000)}\n\n${'[a] '.repeat(1_200)}`,
  insets: '^a\n\nb\n\n'.repeat(29_000),
}
for (const [what, name] of Object.entries(growing)) {
  test(`an email that becomes too long is refused: ${what}`, async () => {
    const before = (await stored()).length
    assertRefused(await email({ name }), 400, 'BadRequestError', [tooLong])
    assert.equal((await stored()).length, before)
  })
}

test('an email that becomes too long is refused at every door', async () => {
  const name = growing['lists within lists']!
  const before = (await stored()).length
  const bulk = await post('/v2/notifications/bulk', {
    template_id: templates.email,
    messages: [
      { email_address: 'a@example.org', personalisation: { name } },
      { email_address: 'b@example.org', personalisation: { name: 'Amala' } },
    ],
  })
  assert.equal(bulk.status, 201)
  assert.deepEqual(bulk.body.notifications[0].errors, [{ error: 'BadRequestError', message: tooLong }])
  assert.equal(bulk.body.notifications[1].status_code, 201)
  const first = await post('/notifications/email', {
    to: 'a@example.org',
    template: templates.email,
    personalisation: { name },
  })
  assert.deepEqual([first.status, first.body], [400, { result: 'error', message: tooLong }])
  const preview = await post(`/v2/template/${templates.email}/preview`, { personalisation: { name } })
  assertRefused(preview, 400, 'BadRequestError', [tooLong])
  assert.equal((await stored()).length, before + 1)
})

test('the longest content of ordinary text is accepted, and previewed', async () => {
  const name = 'Lorem ipsum dolor sit amet. '.repeat(71_000)
  assert.equal((await email({ name })).status, 201)
  assert.equal(
    (await post(`/v2/template/${templates.email}/preview`, { personalisation: { name } })).status,
    200,
  )
})

test('a value that stands in its template ten thousand times is refused by its length, unmade', async () => {
  const content = '((a))'.repeat(10_000)
  const values = { a: 'x'.repeat(900_000) }
  const began = performance.now()
  const subject = await crier.makeTemplate(service, {
    type: 'email',
    content: 'x',
    subject: '((a))'.repeat(50),
  })
  assertRefused(await email(values, subject), 400, 'BadRequestError', [tooLong])
  const many = await crier.makeTemplate(service, { type: 'email', content })
  const bytes =
    'Your message is too long. Emails cannot be longer than 2000000 bytes. Your message is 9000000000 bytes.'
  assertRefused(await email(values, many), 400, 'BadRequestError', [bytes])
  const text = await crier.makeTemplate(service, { content })
  const sms = { phone_number: '07700900456', template_id: text, personalisation: values }
  assertRefused(await post('/v2/notifications/sms', sms), 400, 'BadRequestError', [
    'Your message is too long. Text messages cannot be longer than 918 characters. Your message is 9000000000 characters long.',
  ])
  const letter = await crier.makeTemplate(service, { type: 'letter', content })
  const posted = { template_id: letter, personalisation: { ...address, ...values } }
  assertRefused(await post('/v2/notifications/letter', posted), 400, 'BadRequestError', [
    'Your message is too long. Letters cannot be longer than 2000000 bytes. Your message is 9000000009 bytes.',
  ])
  assert.ok(performance.now() - began < 5000)
})

test('of the values those are kept that the template has a place for, at every door', async () => {
  const rest = { other: 'x'.repeat(500_000), 'phone number': '07700900456' }
  const sent = { N_ame: 'twice', name: 'Amala', A: 'yes', ...rest }
  const sms = { phone_number: '07700900456', template_id: templates.sms, personalisation: sent }
  const answer = await post('/v2/notifications/sms', sms)
  assert.equal(answer.body.content.body, 'Hi Amala b')
  assert.deepEqual((await stored())[0]!.personalisation, { name: 'Amala', A: 'yes' })
  const read = await crier.call(`/v2/notifications/${answer.body.id}`, { key: service.keys.normal })
  assert.equal(read.body.body, 'Hi Amala b')

  assert.equal((await email({ name: 'Amala', ...rest })).status, 201)
  assert.deepEqual((await stored())[0]!.personalisation, { name: 'Amala' })

  const letter = { template_id: templates.letter, personalisation: { ...address, name: 'Amala', ...rest } }
  const posted = await post('/v2/notifications/letter', letter)
  assert.equal(posted.status, 201)
  assert.deepEqual((await stored())[0]!.personalisation, { ...address, name: 'Amala' })

  const v1 = { to: '07700900456', template: templates.sms, personalisation: sent }
  assert.equal((await post('/notifications/sms', v1)).status, 201)
  assert.deepEqual((await stored())[0]!.personalisation, { name: 'Amala', A: 'yes' })

  const messages = [{ phone_number: '07700900456', personalisation: sent }]
  await post('/v2/notifications/bulk', { template_id: templates.sms, messages })
  assert.deepEqual((await stored())[0]!.personalisation, { name: 'Amala', A: 'yes' })
})

test('a condition of megabytes is refused: it shows nothing, but would be kept', async () => {
  const template_id = await crier.makeTemplate(service, { type: 'email', content: 'x ((a??b))' })
  const message = 'Your message is too long. Personalisation cannot be longer than 4000000 bytes.'
  assertRefused(await email({ a: 'x'.repeat(4_000_000) }, template_id), 400, 'BadRequestError', [message])
})

test('a phone number is not kept with a hundred thousand blanks in it', async () => {
  const phone_number = `07700${' '.repeat(100_000)}900456`
  const body = { phone_number, template_id: templates.sms, personalisation: { name: 'a', a: 'b' } }
  assertRefused(await post('/v2/notifications/sms', body), 400, 'ValidationError', [
    'phone_number Too many digits',
  ])
})

/** Messages of 1.5 MB, and small ones between them. */
async function makeLong(): Promise<{ owner: TestService; ids: string[] }> {
  const owner = await crier.makeService()
  const template_id = await crier.makeTemplate(owner, { type: 'email', content: '((a))' })
  const ids: string[] = []
  for (let n = 0; n < 9; n++) {
    const [row] = await crier.sql`
      insert into notifications (service_id, template_id, template_version, notification_type, key_type, "to",
        personalisation)
      values (${owner.id}, ${template_id}, 1, 'email', 'normal', 'a@example.org',
        jsonb_build_object('a', repeat('x', ${n % 3 === 2 ? 10 : 1_500_000}::integer))) returning id`
    ids.push(row!.id)
  }
  return { owner, ids }
}

/** Follows the links until a page is empty or has none. */
async function pages(owner: TestService, path: string): Promise<Answer[]> {
  const found: Answer[] = []
  let next: string | undefined = path
  while (next !== undefined && found.length < 20) {
    const answer: Answer = await crier.call(next, { key: owner.keys.normal })
    assert.equal(answer.status, 200, JSON.stringify(answer.body).slice(0, 200))
    const { notifications, links } = answer.body
    if (notifications.length === 0) break
    const bytes = notifications.reduce((sum: number, { body }: { body: string }) => sum + body.length, 0)
    assert.ok(bytes < pageBytes + 2_000_000, `${bytes} bytes`)
    found.push(answer)
    next = links.next?.replace('https://api.example.org', '')
  }
  return found
}
const idsOf = (answers: Answer[]) =>
  answers.flatMap(({ body }) => body.notifications.map(({ id }: { id: string }) => id))

test('pages end by bytes: following the links shows every message once', async () => {
  const { owner, ids } = await makeLong()
  const newestFirst = ids.toReversed()
  const listed = await pages(owner, '/v2/notifications')
  assert.ok(listed.length >= 2, `${listed.length} pages`)
  assert.deepEqual(idsOf(listed), newestFirst)
  let changed: Answer[] = []
  // What is later than a transaction that still runs, anywhere on the server, is told when that is over.
  await crier.until('all changes are told', async () => {
    changed = await pages(owner, '/v2/notifications?updated_after=2026-01-01T00:00:00Z')
    return idsOf(changed).length >= ids.length
  })
  assert.ok(changed.length >= 2)
  assert.deepEqual(idsOf(changed), ids)
  for (const size of [1, 2, 250]) {
    const first = await pages(owner, `/notifications?page_size=${size}`)
    assert.deepEqual(idsOf(first), newestFirst, `page_size ${size}`)
    for (const { body } of first) assert.equal(body.total, 9)
  }
})

test('a long template makes pages short too', async () => {
  const owner = await crier.makeService()
  const template_id = await crier.makeTemplate(owner, { type: 'email', content: 'x'.repeat(1_500_000) })
  await crier.sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, "to")
    select ${owner.id}, ${template_id}, 1, 'email', 'normal', 'a@example.org' from generate_series(1, 7)`
  const listed = await pages(owner, '/v2/notifications')
  assert.equal(new Set(idsOf(listed)).size, 7)
  assert.ok(listed.length >= 2)
})
