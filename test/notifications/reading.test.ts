import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { writtenNumbers } from '../support/decimals.ts'
import { undone } from '../support/undone.ts'
import { storeNotification } from './stored.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const base = 'https://api.example.org'
const list = (service: TestService, query = '', key: 'normal' | 'team' | 'test' = 'normal') =>
  crier.call(`/v2/notifications${query}`, { key: service.keys[key] })
const ids = (body: { notifications: { id: string }[] }) => body.notifications.map(({ id }) => id)

test('filters take the groups of statuses, channels, job rows and references apart', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  const letter = await crier.makeTemplate(service, { type: 'letter' })
  const store = (columns: object) => storeNotification(crier, { service, template, ...columns })
  const failed = await store({ status: 'permanent-failure', client_reference: 'a b' })
  const delivered = await store({})
  const row = await store({ job_id: randomUUID(), job_row_number: 0 })
  const posted = await store({ type: 'letter', template: letter, status: 'sending' })
  const returned = await store({ type: 'letter', template: letter, status: 'returned-letter' })
  const tried = await store({ key_type: 'test' })
  const expected: [string, string[]][] = [
    ['', [returned, posted, delivered, failed]],
    ['?include_jobs=true', [returned, posted, row, delivered, failed]],
    ['?template_type=sms', [delivered, failed]],
    ['?template_type=sms&template_type=letter&template_type=sms', [returned, posted, delivered, failed]],
    ['?status=failed', [returned, failed]],
    ['?status=accepted', [posted]],
    ['?status=received&status=delivered', [delivered]],
    ['?status=returned-letter', [returned]],
    ['?reference=a+b', [failed]],
    ['?reference=a+b&status=delivered', []],
    ['?reference=%00', []],
    [`?older_than=${posted}`, [delivered, failed]],
    [`?older_than=${randomUUID()}`, []],
  ]
  for (const [query, wanted] of expected) {
    const answer = await list(service, query)
    assert.equal(answer.status, 200, query)
    assert.deepEqual(ids(answer.body), wanted, query)
  }
  assert.deepEqual(ids((await list(service, '', 'test')).body), [tried])
  const other = await crier.makeService()
  assert.deepEqual((await list(other, `?older_than=${posted}`)).body, {
    notifications: [],
    links: { current: `${base}/v2/notifications?older_than=${posted}` },
  })
})

test('pages go on where the last one ended, also among messages of one instant', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  await crier.sql`
    insert into notifications
      (service_id, template_id, template_version, notification_type, key_type, created_at, "to", client_reference)
    select ${service.id}, ${template}, 1, 'sms', 'normal', now(), 'x', 'r' from generate_series(1, 600)`
  const seen: string[] = []
  let link = '/v2/notifications?status=created&reference=r'
  for (let page = 0; page < 4; page++) {
    const { body } = await crier.call(link, { key: service.keys.normal })
    assert.equal(body.notifications.length, [250, 250, 100, 0][page])
    seen.push(...ids(body))
    if (page === 3) assert.deepEqual(Object.keys(body.links), ['current'])
    else {
      assert.equal(
        body.links.next,
        `${base}/v2/notifications?reference=r&status=created&older_than=${seen.at(-1)}`,
      )
      link = body.links.next.slice(base.length)
    }
  }
  assert.equal(new Set(seen).size, 600)
})

test('the next link ends with older_than, unless a reference could be taken for it', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  const uuid = '6f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d'
  // As the clients find their place: Java by the name up to the end, Python by the first thing like an identifier.
  const java = (link: string) => link.slice(link.indexOf('older_than=') + 'older_than='.length)
  const python = (link: string) => /[0-F]{8}-[0-F]{4}-[0-F]{4}-[0-F]{4}-[0-F]{12}/i.exec(link)![0]
  const rows: [query: string, next: (id: string) => string][] = [
    ['', (id) => `older_than=${id}`],
    ['?status=delivered&template_type=sms', (id) => `status=delivered&template_type=sms&older_than=${id}`],
    [
      '?template_type=sms&status=sent&status=delivered',
      (id) => `status=sent&status=delivered&template_type=sms&older_than=${id}`,
    ],
    ['?reference=order-7&include_jobs=true', (id) => `reference=order-7&include_jobs=true&older_than=${id}`],
    ['?reference=a%26older_than%3D1', (id) => `reference=a%26older_than%3D1&older_than=${id}`],
    [`?reference=${uuid}&status=delivered`, (id) => `older_than=${id}&reference=${uuid}&status=delivered`],
    [`?reference=x${uuid.toUpperCase()}y`, (id) => `older_than=${id}&reference=x${uuid.toUpperCase()}y`],
    [`?reference=${uuid.slice(1)}`, (id) => `older_than=${id}&reference=${uuid.slice(1)}`],
  ]
  for (const [query, expected] of rows) {
    const client_reference = new URLSearchParams(query).get('reference')
    const id = await storeNotification(crier, { service, template, client_reference })
    const { body } = await list(service, query)
    assert.equal(body.notifications.at(0)?.id, id, query)
    const last = body.notifications.at(-1).id
    assert.equal(body.links.next, `${base}/v2/notifications?${expected(last)}`)
    assert.equal(python(body.links.next), last)
    if (!expected('').startsWith('older_than=&')) assert.equal(java(body.links.next), last)
    const next = await crier.call(body.links.next.slice(base.length), { key: service.keys.normal })
    assert.equal(next.status, 200)
    assert.deepEqual(next.body.links, {
      current: body.links.next.replace(/older_than=([^&]*)&(.*)/, '$2&older_than=$1'),
    })
  }
})

test('a query that is wrong is told everything that is wrong with it, in order', async () => {
  const service = await crier.makeService()
  const query =
    "?page=2&a'b=1&older_than=x&include_jobs=false&template_type=orange&status=elephant&status=sent&status=giraffe"
  const { status, body } = await list(service, query)
  assert.equal(status, 400)
  const words =
    'cancelled, created, sending, sent, delivered, pending, failed, technical-failure, temporary-failure, permanent-failure, pending-virus-check, validation-failed, virus-scan-failed, returned-letter, accepted, received'
  assert.deepEqual(
    body.errors.map(({ message }: { message: string }) => message),
    [
      `status elephant is not one of [${words}]`,
      `status giraffe is not one of [${words}]`,
      'template_type orange is not one of [sms, email, letter]',
      'include_jobs false is not one of [true, True]',
      'older_than is not a valid UUID',
      'Additional properties are not allowed (ab, page were unexpected)',
    ],
  )
})

test('costs are exact numbers, unknown until the parts are counted', async () => {
  const service = await crier.makeService()
  const sms = await crier.makeTemplate(service)
  const email = await crier.makeTemplate(service, { type: 'email' })
  const letter = await crier.makeTemplate(service, { type: 'letter' })
  const created_at = '2025-04-01T09:00:00Z'
  const cost = async (columns: object) => {
    const id = await storeNotification(crier, { service, template: sms, created_at, ...columns })
    const one = await crier.call(`/v2/notifications/${id}`, { key: service.keys.normal })
    const { is_cost_data_ready, cost_in_pounds, cost_details } = one.body
    const listed = await list(service, '?include_jobs=true')
    assert.deepEqual(
      listed.body.notifications.find((found: { id: string }) => found.id === id),
      one.body,
    )
    return [is_cost_data_ready, cost_in_pounds, cost_details]
  }
  const text = { billable_units: 3, rate_multiplier: '2' }
  const details = { billable_sms_fragments: 3, international_rate_multiplier: 2, sms_rate: 0.0233 }
  assert.deepEqual(await cost(text), [true, 0.1398, details])
  assert.deepEqual(await cost({ status: 'created' }), [false, null, {}])
  assert.deepEqual(await cost({ template: email, type: 'email' }), [true, 0, {}])
  const letters = { template: letter, type: 'letter' }
  assert.deepEqual(await cost({ ...letters, status: 'pending-virus-check' }), [false, null, {}])
  assert.deepEqual(await cost({ ...letters, status: 'created' }), [false, null, {}])
  const sheets = (number: number) => ({ billable_sheets_of_paper: number, postage: 'second' })
  assert.deepEqual(await cost({ ...letters, billable_units: 2 }), [true, 0.72, sheets(2)])
  assert.deepEqual(await cost({ ...letters, billable_units: 2, status: 'cancelled' }), [true, 0, sheets(0)])
  assert.deepEqual(await cost(letters), [true, 0, sheets(0)])
})

test('amounts, rates and multipliers are written with a point, digit for digit as they are stored', async () => {
  const service = await crier.makeService()
  const sms = await crier.makeTemplate(service)
  const email = await crier.makeTemplate(service, { type: 'email' })
  const letter = await crier.makeTemplate(service, { type: 'letter' })
  const letters = { template: letter, type: 'letter' as const }
  const rows: [stored: object, cost: string[], multiplier: string[], rate: string[]][] = [
    [{ billable_units: 1 }, ['0.0233'], ['1.0'], ['0.0233']],
    [{ billable_units: 3, rate_multiplier: '2' }, ['0.1398'], ['2.0'], ['0.0233']],
    [{ billable_units: 3, rate_multiplier: '1.50' }, ['0.10485'], ['1.5'], ['0.0233']],
    [{ billable_units: 0 }, ['0.0'], ['1.0'], ['0.0233']],
    [{ billable_units: 10_000 }, ['233.0'], ['1.0'], ['0.0233']],
    [{ status: 'created' }, [], [], []],
    [{ template: email, type: 'email' }, ['0.0'], [], []],
    [{ ...letters, billable_units: 2 }, ['0.72'], [], []],
    [{ ...letters, status: 'cancelled' }, ['0.0'], [], []],
    [{ ...letters, status: 'pending-virus-check' }, [], [], []],
  ]
  const numbers = (text: string) =>
    ['cost_in_pounds', 'international_rate_multiplier', 'sms_rate'].map((name) => writtenNumbers(text, name))
  for (const [columns, ...expected] of rows) {
    const created_at = '2025-04-01T09:00:00Z'
    const id = await storeNotification(crier, { service, template: sms, created_at, ...columns })
    const one = await crier.call(`/v2/notifications/${id}`, { key: service.keys.normal })
    assert.deepEqual(numbers(one.text), expected, one.text)
  }
  const wanted = [0, 1, 2].map((place) => rows.toReversed().flatMap((row) => row[(place + 1) as 1 | 2 | 3]))
  assert.deepEqual(numbers((await list(service)).text), wanted)
  // Changes are told once all transactions of the server that began before them have ended: other tests' too.
  await crier.until('all are in the list of changes', async () => {
    const { text, body } = await list(service, '?updated_after=2025-01-01T00:00:00Z')
    if (body.notifications.length < rows.length) return false
    const changed = numbers(text).map((column) => column.toReversed())
    assert.deepEqual(changed, wanted)
    return true
  })
  const described = await crier.call('/openapi.json')
  assert.deepEqual(new Set(writtenNumbers(described.text, 'international_rate_multiplier')), new Set(['1.0']))
})

test('a text has the price of its day, and none on days before the first price or between two', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  // The last minute of a day of London and the first of the next, where a price ends and another begins, and elsewhere.
  for (const created_at of [
    '2016-05-17T22:59Z',
    '2016-05-19T12:00Z',
    '2022-03-31T22:59Z',
    '2022-03-31T23:00Z',
    '2022-04-30T22:59Z',
    '2022-04-30T23:00Z',
    '2024-12-24T12:00Z',
  ])
    await storeNotification(crier, { service, template, created_at, billable_units: 1 })
  const rows = await undone(crier.sql, async (sql) => {
    await sql`delete from rates where valid_during @> '2022-04-15'::timestamptz`
    return sql`
      select message.sms_rate as shown, rates.rate as valid
      from readable_notifications message
      left join rates on valid_during @> date_trunc('day', created_at, 'Europe/London')
      where service_id = ${service.id}
      order by created_at`
  })
  assert.deepEqual(
    rows.map(({ valid }) => valid !== null),
    [false, true, true, false, false, true, true],
  )
  for (const { shown, valid } of rows) assert.equal(shown, valid)
})

test('line breaks, quotes and every alphabet read as they were written, by id, in pages and among changes', async () => {
  const odd = 'a\n"b"\\\t\u0001 é ’ 😀'
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { type: 'email', content: '((x))' })
  const [author] = await crier.sql`
    insert into users (name, email_address, auth_type) values (${odd}, ${`${randomUUID()}@example.gov.uk`}, 'email_auth')
    returning id`
  const id = await storeNotification(crier, {
    service,
    template,
    type: 'email',
    to: odd,
    client_reference: odd,
    unsubscribe_link: odd,
    created_by_id: author!.id,
    personalisation: crier.sql.json({ x: odd }),
  })
  await storeNotification(crier, {
    service,
    template,
    type: 'email',
    personalisation: crier.sql.json({ x: 'y' }),
  })
  const read = await crier.call(`/v2/notifications/${id}`, { key: service.keys.normal })
  const { email_address, reference, created_by_name, one_click_unsubscribe_url, body } = read.body
  assert.deepEqual(
    [email_address, reference, created_by_name, one_click_unsubscribe_url, body],
    [odd, odd, odd, odd, odd],
  )
  const page = await list(service)
  assert.deepEqual(page.body.notifications[1], read.body)
  assert.equal(page.text.replaceAll(':0.0,', ':0,'), JSON.stringify(page.body))
  await crier.until('both are in the list of changes', async () => {
    const changes = await list(service, '?updated_after=2025-01-01T00:00:00Z')
    if (changes.body.notifications.length < 2) return false
    assert.deepEqual(changes.body.notifications[0], read.body)
    return true
  })
})

test('letters have their own words, lines, and a day of arrival', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { type: 'letter', content: 'Dear ((name))' })
  const personalisation = crier.sql.json({
    'Address Line 1': 'A',
    address_line_2: 2,
    postcode: 'SW1A 1AA',
    name: 'B',
  })
  const columns = { type: 'letter' as const, personalisation, created_at: '2000-12-01T00:00:00Z' }
  const id = await storeNotification(crier, { service, template, status: 'created', ...columns })
  const { body } = await crier.call(`/v2/notifications/${id}`, { key: service.keys.team })
  assert.equal(body.estimated_delivery, '2000-12-11T16:00:00.000000Z')
  assert.deepEqual(
    [body.line_1, body.line_2, body.line_3, body.postcode, body.status, body.postage, body.body],
    ['A', '2', null, 'SW1A 1AA', 'accepted', 'second', 'Dear B'],
  )
  const [listed] = (await list(service)).body.notifications
  assert.deepEqual(listed, body)
})

test('a letter’s arrival follows its print day and postage; a change of the calendar shows within a minute', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { type: 'letter' })
  const store = (created_at: string, postage: string) =>
    storeNotification(crier, { service, template, type: 'letter', status: 'created', created_at, postage })
  await store('2001-03-05T17:29:59Z', 'second')
  await store('2001-03-05T17:30:00Z', 'second')
  await store('2001-03-05T17:31:00Z', 'first')
  const arrivals = async (now: string) => {
    crier.setNow(now)
    const { body } = await list(service)
    return body.notifications.map((one: { estimated_delivery: string }) =>
      one.estimated_delivery.slice(0, 10),
    )
  }
  try {
    // Newest first: printed on Wednesday, and on Tuesday the oldest.
    const usual = ['2001-03-08', '2001-03-14', '2001-03-13']
    assert.deepEqual(await arrivals('2040-01-01T12:00:00Z'), usual)
    await crier.sql`insert into bank_holidays (division, day, title) values ('england-and-wales', '2001-03-09', 'A day off')`
    assert.deepEqual(await arrivals('2040-01-01T12:01:00Z'), usual)
    assert.deepEqual(await arrivals('2040-01-01T12:01:01Z'), ['2001-03-08', '2001-03-15', '2001-03-14'])
  } finally {
    crier.setNow(null)
  }
})

test('an email whose template has a link of its own shows it, unless its service gave one', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { type: 'email', has_unsubscribe_link: true })
  const own = await storeNotification(crier, { service, template, type: 'email' })
  const unsubscribe_link = 'https://example.org/u'
  const given = await storeNotification(crier, { service, template, type: 'email', unsubscribe_link })
  const read = async (id: string) =>
    (await crier.call(`/v2/notifications/${id}`, { key: service.keys.normal })).body.one_click_unsubscribe_url
  assert.match(await read(own), new RegExp(`^${base}/unsubscribe/${own}/[\\w.-]+$`))
  assert.equal(await read(given), unsubscribe_link)
})

test('a PDF is refused for its reasons in order, and nothing of others is told', async () => {
  const service = await crier.makeService()
  const other = await crier.makeService()
  const sms = await crier.makeTemplate(service)
  const letter = await crier.makeTemplate(service, { type: 'letter' })
  const pdf = async (id: string, of = service) => {
    const { status, body } = await crier.call(`/v2/notifications/${id}/pdf`, { key: of.keys.normal })
    return [status, body.errors[0].error, body.errors[0].message]
  }
  const stored = (status: string) =>
    storeNotification(crier, { service, template: letter, type: 'letter', status })
  const notReady = [400, 'PDFNotReadyError', 'PDF not available yet, try again later']
  assert.deepEqual(await pdf(await storeNotification(crier, { service, template: sms })), [
    400,
    'BadRequestError',
    'Notification is not a letter',
  ])
  assert.deepEqual(await pdf(await stored('virus-scan-failed')), [
    400,
    'BadRequestError',
    'File did not pass the virus scan',
  ])
  assert.deepEqual(await pdf(await stored('technical-failure')), [
    400,
    'BadRequestError',
    'PDF not available for letters in status technical-failure',
  ])
  assert.deepEqual(await pdf(await stored('pending-virus-check')), notReady)
  const created = await stored('created')
  assert.deepEqual(await pdf(created), notReady)
  assert.deepEqual(await pdf('sms'), [400, 'ValidationError', 'notification_id is not a valid UUID'])
  for (const id of [created, randomUUID()])
    assert.deepEqual(await pdf(id, other), [404, 'NoResultFound', 'No result found'])
  const read = await crier.call(`/v2/notifications/${created}`, { key: other.keys.normal })
  assert.equal(read.status, 404)
})
