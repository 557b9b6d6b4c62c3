/** Messages as people of a service list, search, open and download them: whole exchanges. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { adminCall } from '../admin/support.ts'
import { makeJob, process } from '../jobs/support.ts'
import { type Call, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { storeNotification } from './stored.ts'

let crier: TestCrier
let person: string
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2017-06-10T12:00:00Z')
  const [made] = await crier.sql`
    insert into users (name, email_address, mobile_number, state)
    values ('Amala Bird', 'amala@example.gov.uk', '07900900123', 'active') returning id`
  person = made!.id
})
after(() => crier.close())

type Made = { service: TestService; template: string }
type Columns = Partial<Parameters<typeof storeNotification>[1]>
async function making(template: Parameters<TestCrier['makeTemplate']>[1] = {}): Promise<Made> {
  const service = await crier.makeService()
  return { service, template: await crier.makeTemplate(service, template) }
}
const at = (minute: number) => new Date(Date.UTC(2017, 5, 10, 11, minute)).toISOString()
const store = (made: Made, columns: Columns = {}) =>
  storeNotification(crier, { ...made, created_at: at(0), ...columns } as Parameters<
    typeof storeNotification
  >[1])
const get = ({ service }: Made, path = '', call: Call = {}) =>
  adminCall(crier, `/service/${service.id}/notifications${path}`, call)
const search = (made: Made, body: object) => get(made, '', { body })
const ids = (body: { notifications: { id: string }[] }) => body.notifications.map(({ id }) => id)

test('a message is shown with the version of the template that it was made with', async () => {
  const made = await making({ type: 'email', content: 'Hello ((name))' })
  const [key] =
    await crier.sql`select id from api_keys where service_id = ${made.service.id} and key_type = 'team'`
  await crier.sql`
    insert into service_email_reply_to (service_id, email_address, is_default)
    values (${made.service.id}, 'reply@example.gov.uk', true)`
  const id = await store(made, {
    type: 'email',
    normalised_to: 'amala@example.gov.uk',
    created_by_id: person,
    api_key_id: key!.id,
    key_type: 'team',
    client_reference: 'R 1',
    reply_to_text: 'reply@example.gov.uk',
    sent_at: at(1),
    sent_by: 'ses',
    updated_at: at(2),
    reference: 'from the provider',
    unsubscribe_link: 'https://example.org/u',
  })
  await crier.sql`update templates set name = 'Another name', redact_personalisation = true where id = ${made.template}`
  const [first] =
    await crier.sql`select name, version from templates_history where id = ${made.template} order by version limit 1`
  const shown = {
    api_key: key!.id,
    billable_units: 0,
    client_reference: 'R 1',
    created_at: '2017-06-10T11:00:00.000000Z',
    created_by: { id: person, name: 'Amala Bird', email_address: 'amala@example.gov.uk' },
    document_download_count: null,
    id,
    international: false,
    job: null,
    job_row_number: null,
    key_name: 'team key',
    key_type: 'team',
    normalised_to: 'amala@example.gov.uk',
    notification_type: 'email',
    personalisation: { name: 'Amala' },
    phone_prefix: null,
    postage: null,
    rate_multiplier: null,
    reference: 'from the provider',
    reply_to_text: 'reply@example.gov.uk',
    sent_at: '2017-06-10T11:01:00.000000Z',
    sent_by: 'ses',
    service: made.service.id,
    status: 'delivered',
    template: {
      id: made.template,
      version: 1,
      name: first!.name,
      template_type: 'email',
      content: 'Hello ((name))',
      subject: 'A subject',
      redact_personalisation: true,
      is_precompiled_letter: false,
      service: made.service.id,
      email_files: [],
      has_unsubscribe_link: false,
      letter_languages: null,
      letter_welsh_subject: null,
      letter_welsh_content: null,
      letter_attachment: null,
      reply_to_text: 'reply@example.gov.uk',
    },
    to: 'amala@example.gov.uk',
    unsubscribe_link: 'https://example.org/u',
    updated_at: '2017-06-10T11:02:00.000000Z',
  }
  const answer = await get(made, `/${id}`)
  assert.deepEqual([answer.status, answer.body], [200, shown])
  const list = await get(made)
  assert.deepEqual([list.status, list.body], [200, { notifications: [shown], page_size: 50, links: {} }])
  const notFound = [404, { result: 'error', message: 'No result found' }]
  const other = await making()
  for (const refused of [await get(other, `/${id}`), await get(made, `/${randomUUID()}`)])
    assert.deepEqual([refused.status, refused.body], notFound)
})

test('lists have filters, the newest first, with what people and files have sent', async () => {
  const made = await making()
  const sms = { normalised_to: '447900900456' }
  const oneOff = await store(made, { ...sms, created_by_id: person, created_at: at(1) })
  const failed = await store(made, { ...sms, status: 'permanent-failure', created_at: at(2) })
  const tested = await store(made, { ...sms, key_type: 'test', created_at: at(3) })
  const old = await store(made, { ...sms, status: 'sending', created_at: '2017-06-08T22:59:59Z' })
  const job_id = await makeJob(crier, { service: made.service, template_id: made.template }, 1)
  await process(crier, job_id)
  const [{ id: row }] =
    (await crier.sql`select id from notifications where job_id = ${job_id}`) as unknown as [{ id: string }]
  const cases: [query: string, expected: string[]][] = [
    ['', [row, failed, oneOff, old]],
    ['?include_from_test_key=True', [row, tested, failed, oneOff, old]],
    ['?include_jobs=False', [failed, oneOff, old]],
    ['?include_one_off=False&include_jobs=False', [failed, old]],
    ['?template_type=sms&template_type=email', [row, failed, oneOff, old]],
    ['?template_type=email', []],
    ['?status=failed', [failed]],
    ['?status=accepted', [row, old]],
    ['?status=received&status=sending', [oneOff, old]],
    ['?limit_days=0', [row, failed, oneOff]],
    // The London midnight of the day before is 23:00 UTC.
    ['?limit_days=1', [row, failed, oneOff]],
    ['?limit_days=2', [row, failed, oneOff, old]],
    [`?older_than=${failed}`, [oneOff, old]],
    [`?older_than=${randomUUID()}`, []],
  ]
  for (const [query, expected] of cases) assert.deepEqual(ids((await get(made, query)).body), expected, query)
  // The same names in a body, as JSON has its values.
  const body = { status: ['failed', 'received'], include_jobs: false, limit_days: 7, page: 1, to: null }
  assert.deepEqual(ids((await search(made, body)).body), [failed, oneOff])
  const refusals: [string, number, unknown][] = [
    ['?page_size=0', 400, { page_size: ['Not a positive integer'] }],
    ['?page=x', 400, { page: ['Not a positive integer'] }],
    ['?limit_days=-1', 400, { limit_days: ['Not a valid integer.'] }],
    ['?include_jobs=maybe', 400, { include_jobs: ['Not a valid boolean.'] }],
    ['?older_than=x', 400, { older_than: ['Not a valid UUID.'] }],
    ['?status=nonsense', 404, 'No result found'],
    ['?page=2', 404, 'No result found'],
  ]
  for (const [query, status, message] of refusals) {
    const answer = await get(made, query)
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }], query)
  }
})

test('pages are numbered; the links carry the filters, and none is there when nobody counts them', async () => {
  const made = await making()
  const stored: string[] = []
  for (let minute = 0; minute < 5; minute++) stored.unshift(await store(made, { created_at: at(minute) }))
  const path = `/service/${made.service.id}/notifications?template_type=sms&page_size=2&page=`
  const middle = await get(made, '?template_type=sms&page_size=2&page=2')
  assert.deepEqual(ids(middle.body), stored.slice(2, 4))
  assert.deepEqual([middle.body.page_size, middle.body.links], [2, { prev: `${path}1`, next: `${path}3` }])
  const end = await get(made, '?template_type=sms&page_size=2&page=3')
  assert.deepEqual([ids(end.body), end.body.links], [stored.slice(4), { prev: `${path}2` }])
  assert.deepEqual((await get(made, '?page_size=2&count_pages=False')).body.links, {})
  // A page of megabytes ends early, and the next one begins there.
  await crier.sql`
    update notifications set personalisation = jsonb_build_object('name', repeat('x', 9000000))
    where id = any (${stored.slice(0, 2)})`
  const cut = await get(made)
  assert.deepEqual(ids(cut.body), stored.slice(0, 2))
  assert.deepEqual(cut.body.links, {
    next: `/service/${made.service.id}/notifications?older_than=${stored[1]}`,
  })
})

test('a search finds whole recipients, parts of them and references, however they are written', async () => {
  const made = await making()
  const email = { ...made, template: await crier.makeTemplate(made.service, { type: 'email' }) }
  const letter = { ...made, template: await crier.makeTemplate(made.service, { type: 'letter' }) }
  const text = await store(made, { normalised_to: '447700900855', client_reference: 'Case 100%' })
  const mail = await store(email, { type: 'email', normalised_to: 'foo@example.gov.uk' })
  const post = await store(letter, {
    type: 'letter',
    normalised_to: 'abirdsw1a1aa',
    client_reference: 'Sw1a 1aa b',
  })
  await store(made, { normalised_to: '447700900855', key_type: 'test' })
  const failed = await store(made, {
    normalised_to: '447700900855',
    status: 'permanent-failure',
    created_at: at(1),
  })
  const cases: [body: object, expected: string[]][] = [
    [{ template_type: ['sms'], to: '+44 (0)7700-900855' }, [failed, text]],
    [{ template_type: ['sms'], to: '07700 900 855' }, [failed, text]],
    [{ template_type: ['sms'], to: '0900-855' }, [failed, text]],
    [{ template_type: ['sms'], to: 'CASE 100%' }, [text]],
    [{ template_type: ['sms'], to: 'Case_100' }, []],
    [{ template_type: ['email'], to: 'Foo@Example.GOV.UK' }, [mail]],
    [{ template_type: 'email', to: 'FOO@' }, [mail]],
    [{ template_type: ['letter'], to: 'sw1a 1aa' }, [post]],
    [{ to: 'SW1A 1AA' }, [post]],
    [{ to: '7700900855' }, [failed, text]],
    // The words of a search are statuses as they are stored.
    [{ template_type: ['sms'], to: '0900855', status: ['failed'] }, []],
    [{ template_type: ['sms'], to: '0900855', status: ['permanent-failure'] }, [failed]],
  ]
  for (const [body, expected] of cases) {
    const answer = await search(made, body)
    assert.deepEqual([answer.status, ids(answer.body)], [200, expected], JSON.stringify(body))
    assert.deepEqual(Object.keys(answer.body), ['notifications', 'links'])
    assert.deepEqual(answer.body.links, {})
  }
  await crier.sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, "to", normalised_to)
    select ${made.service.id}, ${made.template}, 1, 'sms', 'normal', '07700900111', '447700900111' from generate_series(1, 51)`
  const many = await search(made, { template_type: ['sms'], to: '0900111' })
  assert.equal(many.body.notifications.length, 50)
  assert.match(many.body.links.next, /page=2/)
  assert.doesNotMatch(many.body.links.next, /0900111/)
})

const words: Record<string, [status: string, word: string][]> = {
  sms: [
    ['created', 'Sending'],
    ['sending', 'Sending'],
    ['pending', 'pending'],
    ['delivered', 'Delivered'],
    ['sent', 'Sent internationally'],
    ['failed', 'Failed'],
    ['technical-failure', 'Technical failure'],
    ['temporary-failure', 'Phone not accepting messages right now'],
    ['permanent-failure', 'Phone number doesn’t exist'],
    ['validation-failed', 'validation-failed'],
  ],
  email: [
    ['sending', 'Sending'],
    ['delivered', 'Delivered'],
    ['temporary-failure', 'Inbox not accepting messages right now'],
    ['permanent-failure', 'Email address doesn’t exist'],
  ],
  letter: [
    ['created', 'Accepted'],
    ['sending', 'Accepted'],
    ['delivered', 'Received'],
    ['returned-letter', 'Returned'],
    ['technical-failure', 'Technical failure'],
    ['permanent-failure', 'Permanent failure'],
    ['cancelled', 'cancelled'],
  ],
}

test('filters that are no words are refused by field, and none is taken for yes', async () => {
  const made = await making()
  const word = { toString: 1, valueOf: 1 }
  for (const body of [{ to: word }, { status: [word] }, { template_type: [['sms']] }]) {
    const [name] = Object.keys(body)
    const answer = await search(made, body)
    assert.deepEqual([answer.status, answer.body.message], [400, { [name!]: ['Not a valid string.'] }])
  }
  const answer = await get(made, '?include_from_test_key=constructor')
  assert.equal(answer.status, 400, answer.text)
})

test('a file has a line for each message, in the words that people read, in local time', async () => {
  const made = await making({ name: '=1+1' })
  await store(made, {
    created_by_id: person,
    client_reference: '-2+3, "x"',
    created_at: '2017-06-10T11:59:59Z',
  })
  const json = await get(made, '/csv')
  const [row] = json.body.notifications
  assert.deepEqual([json.status, json.body.page_size], [200, 50])
  assert.deepEqual(row, {
    id: row.id,
    row_number: '',
    recipient: '07700 900 456',
    client_reference: '-2+3, "x"',
    template_name: '=1+1',
    template_type: 'sms',
    job_name: '',
    status: 'Delivered',
    created_at: '2017-06-10 12:59:59',
    created_by_name: 'Amala Bird',
    created_by_email_address: 'amala@example.gov.uk',
    api_key_name: null,
  })
  assert.deepEqual((await get(made, '?format_for_csv=True')).body.notifications, [row])
  const file = await get(made, '/csv', { headers: { accept: 'text/csv' } })
  assert.deepEqual(
    [file.status, file.headers.get('content-type'), file.headers.get('content-disposition'), file.text],
    [
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="notifications.csv"',
      'Recipient,Reference,Template,Type,Sent by,Sent by email,Job,Status,Time,API key name\r\n' +
        `07700 900 456,"'-2+3, ""x""",'=1+1,sms,Amala Bird,amala@example.gov.uk,,Delivered,2017-06-10 12:59:59,\r\n`,
    ],
  )
  for (const [type, cases] of Object.entries(words)) {
    const one = await making({ type: type as 'sms' })
    for (const [index, [status]] of cases.entries())
      await store(one, { type: type as 'sms', status, created_at: at(index) })
    const { text } = await get(one, '/csv', { headers: { accept: 'text/csv' } })
    const lines = parse(text, { columns: true }) as { Status: string }[]
    assert.deepEqual(
      lines.map((line) => line.Status).reverse(),
      cases.map(([, word]) => word),
    )
  }
})

test('a file of many pages has each message once', async () => {
  const made = await making()
  const count = 4000
  await crier.sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, "to", client_reference, notification_status, created_at)
    select ${made.service.id}, ${made.template}, 1, 'sms', 'normal', '07700900111', n, case when n % 2 = 0 then 'delivered' else 'sending' end::notification_status,
      '2017-06-10T10:00:00Z'::timestamptz + n / 10 * interval '1 second'
    from generate_series(1, ${count}) n`
  // As the server does by itself within a minute.
  await crier.sql`analyze notifications`
  const csv = { headers: { accept: 'text/csv' } }
  const { text } = await get(made, '/csv', csv)
  const lines = parse(text, { columns: true }) as { Reference: string; Time: string }[]
  assert.deepEqual(new Set(lines.map((line) => Number(line.Reference))).size, count)
  assert.equal(lines.length, count)
  assert.deepEqual(
    lines.map((line) => line.Time),
    lines
      .map((line) => line.Time)
      .sort()
      .reverse(),
  )
  const delivered = await get(made, '/csv?status=delivered', csv)
  assert.equal(delivered.text.trim().split('\r\n').length, count / 2 + 1)
  // A page of JSON is as long as it may be, and the rest follows from its end.
  const page = await get(made, '/csv?page_size=3000')
  const rest = await get(made, `/csv?page_size=3000&older_than=${page.body.notifications.at(-1).id}`)
  assert.deepEqual([page.body.notifications.length, rest.body.notifications.length], [3000, 1000])
})

test('the messages of a job are listed and downloaded in the order of its rows', async () => {
  const made = await making()
  const job_id = await makeJob(crier, { service: made.service, template_id: made.template }, 3)
  await process(crier, job_id)
  await crier.sql`update notifications set notification_status = 'sending' where job_id = ${job_id} and job_row_number = 1`
  await crier.sql`update notifications set notification_status = 'permanent-failure' where job_id = ${job_id} and job_row_number = 1`
  const path = `/service/${made.service.id}/job/${job_id}/notifications`
  const list = await adminCall(crier, `${path}?page_size=2`)
  assert.deepEqual(
    list.body.notifications.map((one: Record<string, any>) => [one.job_row_number, one.status, one.job]),
    [
      [0, 'created', { id: job_id, original_file_name: 'people.csv' }],
      [1, 'permanent-failure', { id: job_id, original_file_name: 'people.csv' }],
    ],
  )
  const next = `${path}?page_size=2&page=2`
  assert.deepEqual([list.body.page_size, list.body.total, list.body.links], [2, 3, { next, last: next }])
  const failed = await adminCall(crier, `${path}?status=failed&format_for_csv=True`)
  assert.deepEqual(
    [
      failed.body.total,
      failed.body.notifications.map((one: Record<string, unknown>) => [
        one.row_number,
        one.job_name,
        one.status,
      ]),
    ],
    [1, [[2, 'people.csv', 'Phone number doesn’t exist']]],
  )
  const [template] = await crier.sql`select name from templates where id = ${made.template}`
  const file = await adminCall(crier, path, { headers: { accept: 'text/csv' } })
  const line = (row: number, status: string) =>
    `${row},07900 10000${row - 1},,${template!.name},sms,people.csv,${status},2017-06-10 13:00:00\r\n`
  assert.equal(
    file.text,
    `Row number,Recipient,Reference,Template,Type,Job,Status,Time\r\n${line(1, 'Sending')}${line(2, 'Phone number doesn’t exist')}${line(3, 'Sending')}`,
  )
  const other = await making()
  const nothing = { notifications: [], page_size: 50, total: 0, links: {} }
  for (const id of [job_id, randomUUID()]) {
    const answer = await adminCall(crier, `/service/${other.service.id}/job/${id}/notifications`)
    assert.deepEqual([answer.status, answer.body], [200, nothing])
  }
  assert.equal((await adminCall(crier, `/service/${made.service.id}/job/x/notifications`)).status, 404)
})
