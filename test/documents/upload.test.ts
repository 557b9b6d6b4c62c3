import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { simpleParser } from 'mailparser'
import type { Job } from 'pg-boss'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { sealWith } from '../../src/seal.ts'
import { statusOf, store } from '../delivery/messages.ts'
import { smtpPeer } from '../delivery/peers.ts'
import { sharedCrier, type TestCrier, type TestService, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

/** Source: specification, public API, files. */
const maxFileBytes = 2 * 1024 * 1024 + 1024
const contact = { contact_link: 'https://example.org/help' }
const base64 = (text: string) => Buffer.from(text).toString('base64')
const template = (service: TestService, content = 'Your file: ((doc))') =>
  crier.makeTemplate(service, { type: 'email', content })
const send = (service: TestService, template_id: string, personalisation: object, more: object = {}) =>
  crier.call('/v2/notifications/email', {
    key: service.keys.normal,
    body: { email_address: 'Amala@example.gov.uk', template_id, personalisation, ...more },
  })
const filesOf = (service: TestService) => crier.sql`
  select files.*, documents.confirms_address, documents.address_hash from files
  left join documents using (id) where service_id = ${service.id} order by name`
const link = /^https:\/\/api\.example\.org\/d\/[\w-]{22}\/[\w-]{22}\?key=[\w-]{43}$/

test('files become links, and are stored encrypted with all that was asked for', async () => {
  const service = await crier.makeService(contact)
  const id = await template(service, 'One: ((one)) two: ((Two))')
  const two = {
    file: base64('a,b'),
    filename: 'Größe "1".CSV',
    confirm_email_before_download: false,
    retention_period: ' 4 WEEKS ',
  }
  crier.setNow('2026-03-02T09:00:00Z')
  const { status, body } = await send(service, id, { one: { file: base64('%PDF-1.7 x') }, two })
  crier.setNow(null)
  assert.equal(status, 201)
  const [, one, second] = /^One: (\S+) two: (\S+)$/.exec(body.content.body)!
  assert.match(one!, link)
  assert.match(second!, link)
  const [row] = await crier.sql`
    select personalisation, document_download_count from notifications where id = ${body.id}`
  assert.deepEqual({ ...row }, { personalisation: { one: null, two: null }, document_download_count: 2 })
  const [csv, pdf] = await filesOf(service)
  assert.equal(csv!.name, 'Größe "1".CSV')
  assert.equal(csv!.content_type, 'text/csv')
  assert.equal(csv!.confirms_address, false)
  assert.equal(csv!.address_hash, null)
  // 4 weeks and the rest of the day, in London: the clocks have gone forward meanwhile.
  assert.equal(new Date(csv!.delete_after).toISOString(), '2026-03-30T23:00:00.000Z')
  assert.equal(pdf!.name, 'document.pdf')
  assert.equal(pdf!.content_type, 'application/pdf')
  assert.equal(pdf!.confirms_address, true)
  assert.equal(pdf!.address_hash.length, 32)
  assert.equal(new Date(pdf!.delete_after).toISOString(), '2026-08-31T23:00:00.000Z')
  assert.equal(pdf!.about_id, body.id)
  const chunks = await crier.sql`select contents from file_chunks where file_id = ${pdf!.id}`
  assert.ok(!chunks[0]!.contents.includes('PDF'))
})

test('what is wrong with a file is said, and nothing is stored', async () => {
  const service = await crier.makeService(contact)
  const id = await template(service)
  const file = base64('hello')
  const types =
    "Supported types are: '.csv', '.doc', '.docx', '.jpeg', '.jpg', '.json', '.odt', '.pdf', '.png', '.rtf', '.txt', '.xlsx'"
  const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(100)]).toString('base64')
  const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
  const refusals: [object, ...string[]][] = [
    [{ file: false }, 'ValidationError file False is not of type string'],
    [
      { file: 1, is_csv: 'bad', filename: 'file', other: 1, more: 2 },
      'ValidationError file 1 is not of type string',
      'ValidationError is_csv Unsupported value for is_csv: bad. Use a boolean true or false value.',
      'ValidationError filename `filename` must end with a file extension. For example, filename.csv',
      'ValidationError Additional properties are not allowed (more, other were unexpected)',
      'ValidationError Do not set a value for `is_csv` if `filename` is set.',
    ],
    [
      { file, is_csv: null, filename: null },
      'ValidationError Do not set a value for `is_csv` if `filename` is set.',
    ],
    [
      { file, retention_period: '79 weeks' },
      'ValidationError retention_period Unsupported value for retention_period: 79 weeks. Supported periods are from 1 to 78 weeks.',
    ],
    [{ file: 'a' }, 'BadRequestError Document is not base64 encoded'],
    [{ file: '' }, 'BadRequestError Document must not be empty'],
    [
      { file: Buffer.alloc(maxFileBytes + 1, 'a').toString('base64') },
      'BadRequestError Uploaded file exceeds file size limit',
    ],
    [
      { file, filename: `${'a'.repeat(97)}.txt` },
      'BadRequestError `filename` cannot be longer than 100 characters',
    ],
    [{ file: zip }, `BadRequestError Unsupported file type 'application/zip'. ${types}`],
    [{ file, filename: 'a.pdf.ZIP' }, `BadRequestError Unsupported file type '.zip'. ${types}`],
    [{ file: base64(`${eicar}\n`), filename: 'a.txt' }, 'BadRequestError File did not pass the virus scan'],
  ]
  for (const [doc, ...expected] of refusals) {
    const { status, body } = await send(service, id, { doc })
    assert.equal(status, 400)
    const words = body.errors.map((one: { error: string; message: string }) => `${one.error} ${one.message}`)
    assert.deepEqual(words, expected)
  }
  const long = await send(service, await template(service, '((doc)) ((text))'), {
    doc: { file },
    text: 'x'.repeat(2_000_000),
  })
  assert.match(long.body.errors[0].message, /^Your message is too long\./)
  await crier.sql`update services set email_message_limit = 0 where id = ${service.id}`
  assert.equal((await send(service, id, { doc: { file } })).status, 429)
  assert.equal((await filesOf(service)).length, 0)
  assert.equal((await crier.sql`select from notifications where service_id = ${service.id}`).length, 0)
})

test('how large files are and how long they stay is what their purpose says', async () => {
  const service = await crier.makeService(contact)
  const id = await template(service)
  const [before] = await crier.sql`select * from file_purposes where purpose = 'document'`
  await crier.sql`
    update file_purposes set most_bytes = 5, retention_days = 3 where purpose = 'document'`
  crier.setNow('2026-11-20T10:00:00Z')
  const large = await send(service, id, { doc: { file: base64('hello!') } })
  const fitting = await send(service, id, { doc: { file: base64('hello') } })
  crier.setNow(null)
  await crier.sql`update file_purposes set ${crier.sql(before!)} where purpose = 'document'`
  assert.equal(large.status, 400)
  assert.equal(large.body.errors[0].message, 'Uploaded file exceeds file size limit')
  assert.equal(fitting.status, 201)
  const files = await filesOf(service)
  assert.deepEqual(
    files.map(({ size, delete_after }) => [size, delete_after]),
    [[5, '2026-11-24 00:00:00+00']],
  )
})

test('a service without a contact link is told where to set one', async () => {
  const service = await crier.makeService()
  const { status, body } = await send(service, await template(service), { doc: { file: 'a' } })
  assert.equal(status, 400)
  assert.deepEqual(body.errors, [
    {
      error: 'BadRequestError',
      message: `Send files by email has not been set up - add contact details for your service at https://admin.example.org/services/${service.id}/service-settings/send-files-by-email`,
    },
  ])
})

test('a simulated recipient has every check and a link that leads nowhere', async () => {
  const service = await crier.makeService(contact)
  const id = await template(service)
  const to = { email_address: 'simulate-delivered@notifications.service.gov.uk' }
  const sent = await send(service, id, { doc: { file: base64('hello') } }, to)
  assert.equal(sent.status, 201)
  assert.equal(
    sent.body.content.body,
    `Your file: https://api.example.org/services/${service.id}/documents/test-document`,
  )
  assert.equal((await send(service, id, { doc: { file: 'a' } }, to)).status, 400)
  assert.equal((await filesOf(service)).length, 0)
})

test('files go by email alone; an object without a file is a value', async () => {
  const service = await crier.makeService(contact)
  const sms = await crier.makeTemplate(service, { content: '((doc))' })
  const text = await crier.call('/v2/notifications/sms', {
    key: service.keys.normal,
    body: { phone_number: '07700900456', template_id: sms, personalisation: { doc: { file: 'YWJj' } } },
  })
  assert.deepEqual(text.body.errors, [{ error: 'BadRequestError', message: 'Can only send a file by email' }])
  const email = await send(service, await template(service), { doc: { fil: 'YWJj' } })
  assert.equal(email.body.content.body, "Your file: {'fil': 'YWJj'}")
})

test('the files of a repeated request are stored once', async () => {
  const service = await crier.makeService(contact)
  const body = {
    email_address: 'amala@example.gov.uk',
    template_id: await template(service),
    personalisation: { doc: { file: base64('hello') } },
  }
  const headers = { 'idempotency-key': 'once' }
  const first = await crier.call('/v2/notifications/email', { key: service.keys.normal, body, headers })
  const second = await crier.call('/v2/notifications/email', { key: service.keys.normal, body, headers })
  assert.deepEqual(second.body, first.body)
  assert.equal((await filesOf(service)).length, 1)
})

/** Every row of every table as text, bytes as they are. */
async function wholeDatabase(): Promise<string> {
  const tables = await crier.sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'pgboss')`
  const rows = await Promise.all(
    tables.map(({ name }) => crier.sql.unsafe(`select row_to_json(it)::text as text from ${name} it`)),
  )
  return rows
    .flat()
    .map(({ text }) => text)
    .join('\n')
}
const keyIn = (text: string) => /key=([\w-]{43})/.exec(text)![1]!

test('a key lies nowhere in clear, and every answer shows it', async () => {
  const service = await crier.makeService(contact)
  const template_id = await template(service)
  const body = {
    email_address: 'amala@example.gov.uk',
    template_id,
    personalisation: { doc: { file: base64('hello'), filename: 'a.txt' }, other: 'x' },
  }
  const key = service.keys.normal
  const headers = { 'idempotency-key': 'one' }
  const sent = await crier.call('/v2/notifications/email', { key, headers, body })
  const message = { email_address: body.email_address, personalisation: body.personalisation }
  const bulkCall = { key, headers, body: { template_id, messages: [message, message] } }
  const bulk = await crier.call('/v2/notifications/bulk', bulkCall)
  const v1 = await crier.call('/notifications/email', {
    key,
    body: { to: body.email_address, template: template_id, personalisation: body.personalisation },
  })
  const shown: string[] = [
    sent.body.content.body,
    ...bulk.body.notifications.map((one: { content: { body: string } }) => one.content.body),
    v1.body.data.body,
  ]
  const keys = shown.map(keyIn)
  assert.equal(new Set(keys).size, 4)
  const stored = await wholeDatabase()
  assert.ok(stored.includes(sent.body.id))
  for (const one of keys) {
    const bytes = Buffer.from(one, 'base64url')
    for (const form of [one, bytes.toString('hex'), bytes.toString('base64')])
      assert.ok(!stored.includes(form), 'a key can be read')
    // As the text of it would show in a column of bytes.
    assert.ok(!stored.includes(Buffer.from(one).toString('hex')))
    assert.ok(!stored.includes(Buffer.from(one).toString('base64').slice(3, 50)))
  }

  const list = await crier.call('/v2/notifications', { key })
  // Changes are told once nothing older in the cluster is still running.
  const changed = () => crier.call('/v2/notifications?updated_after=2020-01-01T00:00:00Z', { key })
  await crier.until('all are told', async () => (await changed()).body.notifications.length === 4)
  const changes = await changed()
  for (const { body: answer } of [list, changes]) {
    const bodies = answer.notifications.map((one: { body: string }) => one.body)
    assert.deepEqual([...bodies].sort(), [...shown].sort())
  }
  const one = await crier.call(`/v2/notifications/${sent.body.id}`, { key })
  assert.equal(one.body.body, shown[0])
  const old = await crier.call(`/notifications/${sent.body.id}`, { key })
  assert.equal(old.body.data.notification.body, shown[0])
  const oldList = await crier.call('/notifications', { key })
  assert.equal(oldList.body.notifications.length, 4)
  assert.ok(oldList.body.notifications.every((each: { body: string }) => shown.includes(each.body)))

  // What is replayed is what was answered.
  const again = await crier.call('/v2/notifications/email', { key, headers, body })
  assert.deepEqual([again.headers.get('idempotent-replayed'), again.body], ['true', sent.body])
  assert.deepEqual((await crier.call('/v2/notifications/bulk', bulkCall)).body, bulk.body)

  for (const status of ['sending', 'delivered'])
    await crier.sql`
      update notifications set notification_status = ${status}, created_at = now() - interval '20 days'
      where id = ${sent.body.id}`
  await crier.sql`select archive_notifications('email', now(), 10_000)`
  const [archived] = await crier.sql`
    select to_jsonb(it) as columns from notification_history it where id = ${sent.body.id}`
  assert.ok(!('document_links' in archived!.columns))
})

test('an email is sent with the link that was answered', async (t) => {
  const peer = await smtpPeer()
  const sender = await testCrier({ providers: { smtp: { url: peer.url } } })
  t.after(async () => {
    await sender.close()
    await peer.close()
  })
  await sender.sql`update provider_details set active = (identifier = 'smtp') where notification_type = 'email'`
  const service = await sender.makeService(contact)
  const template_id = await sender.makeTemplate(service, { type: 'email', content: 'Your file: ((doc))' })
  const { body } = await sender.call('/v2/notifications/email', {
    key: service.keys.normal,
    body: {
      email_address: 'amala@example.gov.uk',
      template_id,
      personalisation: { doc: { file: base64('hello'), filename: 'a.txt' } },
    },
  })
  await makeDelivery(sender.crier).deliver('send-email', [{ id: body.id } as Job<unknown>], unhurried())
  const { text } = await simpleParser(peer.mails[0]!.raw)
  assert.equal(text!.trim(), body.content.body)

  // A link that another secret sealed: nobody is sent a message without it, and nothing else waits for it.
  const broken = await store(
    sender,
    { service, template: template_id },
    {
      notification_type: 'email',
      notification_status: 'created',
      reference: null,
      document_download_count: 1,
      document_links: sealWith('another secret of theirs').seal('{"doc":"/d/x"}'),
    },
  )
  const plain = await sender.makeTemplate(service, { type: 'email', content: 'Hello' })
  const columns = { notification_type: 'email', notification_status: 'created', reference: null }
  const whole = await store(sender, { service, template: plain }, columns)
  const jobs = [broken, whole].map((id) => ({ id }) as Job<unknown>)
  const results = await makeDelivery(sender.crier).deliver('send-email', jobs, unhurried())
  assert.deepEqual(
    results.map(({ status }) => status),
    ['failed', 'completed'],
  )
  assert.deepEqual(
    [await statusOf(sender, broken), await statusOf(sender, whole), peer.mails.length],
    ['created', 'sending', 2],
  )
})
