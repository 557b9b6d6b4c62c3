/** `POST /v2/jobs` and what follows: whole exchanges. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import * as v from 'valibot'
import { jobRequest } from '../../src/jobs/requests.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import {
  header,
  jobOf,
  makeJob,
  makeLetterJob,
  maker,
  post,
  process,
  rowsOf,
  storedRows,
  usedOn,
} from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const messages = (answer: { body: { errors: { message: string }[] } }) =>
  answer.body.errors.map(({ message }) => message)

test('a job is accepted, becomes messages of its template, and is followed to its end', async () => {
  const made = await maker(crier)
  const { service, template_id } = made
  const key = service.keys.normal
  const answer = await post(crier, made, {
    csv: 'Phone_Number,NAME,reference,other\n07700 900 456,Amala,r-1,x\n+44 7700 900457,"Ben, jr",,y\n',
    reference: 'autumn',
  })
  assert.equal(answer.status, 201, answer.text)
  const { id } = answer.body
  const shown = {
    id,
    name: 'people.csv',
    reference: 'autumn',
    status: 'pending',
    notification_count: 2,
    template: {
      id: template_id,
      version: 1,
      uri: `https://api.example.org/v2/template/${template_id}/version/1`,
    },
    scheduled_for: null,
    created_at: '2026-06-15T12:00:00.000000Z',
    processing_started: null,
    processing_finished: null,
    uri: `https://api.example.org/v2/jobs/${id}`,
  }
  assert.deepEqual(answer.body, shown)
  const [queued] = await crier.sql`select name, group_id from pgboss.job where id = ${id}`
  assert.deepEqual({ ...queued }, { name: 'jobs', group_id: service.id })
  const waiting = await crier.call(`/v2/jobs/${id}/rows`, { key })
  assert.deepEqual(
    waiting.body.rows.map((row: { status: string }) => row.status),
    ['waiting', 'waiting'],
  )

  await process(crier, id)
  const read = await crier.call(`/v2/jobs/${id}`, { key })
  assert.deepEqual(read.body, {
    ...shown,
    status: 'finished',
    processing_started: '2026-06-15T12:00:00.000000Z',
    processing_finished: '2026-06-15T12:00:00.000000Z',
    statistics: { created: 2 },
  })
  const stored = await crier.sql`
    select id, job_row_number, "to", normalised_to, personalisation, client_reference, key_type, notification_status,
      template_id, template_version, reply_to_text, phone_prefix, international, rate_multiplier::integer
    from notifications where job_id = ${id} order by job_row_number`
  const common = {
    key_type: 'normal',
    notification_status: 'created',
    template_id,
    template_version: 1,
    reply_to_text: 'GOVUK',
    phone_prefix: '44',
    international: false,
    rate_multiplier: 1,
  }
  assert.deepEqual(
    stored.map(({ id: _, ...row }) => row),
    [
      {
        job_row_number: 0,
        to: '07700 900 456',
        normalised_to: '447700900456',
        personalisation: { phonenumber: '07700 900 456', name: 'Amala' },
        client_reference: 'r-1',
        ...common,
      },
      {
        job_row_number: 1,
        to: '+44 7700 900457',
        normalised_to: '447700900457',
        personalisation: { phonenumber: '+44 7700 900457', name: 'Ben, jr' },
        client_reference: 'autumn',
        ...common,
      },
    ],
  )
  const rows = await crier.call(`/v2/jobs/${id}/rows?after=1`, { key })
  assert.deepEqual(rows.body, {
    rows: [
      {
        row_number: 2,
        recipient: '+44 7700 900457',
        reference: 'autumn',
        notification_id: stored[1]!.id,
        status: 'created',
        error: null,
      },
    ],
    links: { current: `https://api.example.org/v2/jobs/${id}/rows?after=1` },
  })
  const sent = await crier.sql`
    select queue as name, priority from message_jobs
    where notification_id = any (${stored.map((row) => row.id)}::uuid[]) order by notification_id`
  assert.deepEqual(
    [...sent].map((row) => ({ ...row })),
    Array(2).fill({ name: 'send-sms', priority: -1 }),
  )
  const listed = await crier.call(`/v2/notifications?include_jobs=true&reference=r-1`, { key })
  assert.equal(listed.body.notifications.length, 1)
  assert.equal(
    (await crier.call(`/v2/jobs/${id}/csv`, { key })).text.split('\n')[1],
    '07700 900 456,Amala,r-1,x',
  )
  assert.equal((await usedOn(crier, '2026-06-15', made)).sms, 2)
})

test('the file comes as JSON, as text/csv or as a form, and is the same', async () => {
  const made = await maker(crier)
  const key = made.service.keys.normal
  const csv = '"phone number","name"\n"07700900456","Amala"'
  const about = { template_id: made.template_id, name: 'people.csv' }
  const form = new FormData()
  form.set('template_id', made.template_id)
  form.set('file', new File([csv], 'people.csv'))
  const asForm = new Response(form)
  const headers = (type: string) => ({ 'content-type': type, 'idempotency-key': 'one' })
  const answers = [
    await post(crier, made, { csv }, headers('application/json')),
    await post(crier, made, { rows: [header, ['07700900456', 'Amala']] }, headers('application/json')),
    await crier.call(`/v2/jobs?${new URLSearchParams(about)}`, {
      key,
      body: csv,
      headers: headers('text/csv'),
    }),
    await crier.call('/v2/jobs', {
      key,
      body: new Uint8Array(await asForm.clone().arrayBuffer()),
      headers: headers(asForm.headers.get('content-type')!),
    }),
  ]
  for (const answer of answers) assert.deepEqual([answer.status, answer.body], [201, answers[0]!.body])
  assert.deepEqual(
    answers.map((answer) => answer.headers.get('idempotent-replayed')),
    [null, 'true', 'true', 'true'],
  )
})

test('every row that is refused is named in one answer, and nothing is stored', async () => {
  const made = await maker(crier, { permissions: ['sms'] })
  const csv = [
    'phone number,name',
    '07700900456,Amala',
    '07700x900456,Ben',
    '0770,',
    '+1 202 555 0104,Cy',
    '07700900457,Di',
  ].join('\n')
  const answer = await post(crier, made, { csv })
  assert.equal(answer.status, 400)
  assert.deepEqual(answer.body, {
    status_code: 400,
    errors: [
      {
        error: 'ValidationError',
        message: 'Row 2, phone number: Mobile numbers can only include: 0 1 2 3 4 5 6 7 8 9 ( ) + -',
      },
      { error: 'ValidationError', message: 'Row 3, phone number: Mobile number is too short' },
      { error: 'ValidationError', message: 'Row 3, name: Missing' },
      {
        error: 'ValidationError',
        message:
          'Row 4, phone number: This does not look like a UK mobile number – double check the mobile number you entered',
      },
    ],
  })
  const [left] = await crier.sql`
    select (select count(*)::integer from jobs where service_id = ${made.service.id}) as jobs,
      (select count(*)::integer from files where service_id = ${made.service.id}) as files`
  assert.deepEqual({ ...left }, { jobs: 0, files: 0 })
})

const refusals: [what: string, body: object, message: string][] = [
  ['no csv and no rows', {}, 'csv or rows is a required property, and not both'],
  ['both', { csv: 'a', rows: [] }, 'csv or rows is a required property, and not both'],
  ['no rows', { rows: [] }, 'Missing column headers: name, phone number'],
  ['headers alone', { rows: [header] }, 'Your file has no rows below its headers'],
  ['a missing column', { csv: 'phone number\n07700900456' }, 'Missing column headers: name'],
  [
    'a repeated recipient',
    { csv: 'phone number,Phone_Number,name\n07700900456,07700900456,A' },
    'Column headers that may be there only once: phone number, Phone_Number',
  ],
  [
    'an open quote',
    { csv: 'phone number,name\n07700900456,"A\n07700900457,B' },
    'Row 1: a quotation mark is not closed',
  ],
  [
    'a cell that is an object',
    { rows: [header, [{}, 'A']] },
    'rows 1 has a cell that is neither text nor a number',
  ],
  [
    'an unknown sender',
    { rows: rowsOf(1), reply_to_id: '5f0c2a9e-3b64-4d0a-8a77-6c1f2e3d4b5a' },
    'does not exist',
  ],
  [
    'a time that is none',
    { rows: rowsOf(1), scheduled_for: 'soon' },
    'scheduled_for is not a valid ISO 8601 date and time',
  ],
  [
    'the past',
    { rows: rowsOf(1), scheduled_for: '2026-06-15T11:59:59Z' },
    'scheduled_for Date cannot be in the past',
  ],
  [
    'more than seven days ahead',
    { rows: rowsOf(1), scheduled_for: '2026-06-22T12:00:01Z' },
    'scheduled_for Date cannot be more than 7 days in the future',
  ],
  ['a long message', { rows: [header, ['07700900456', 'x'.repeat(919)]] }, 'Row 1: Message is too long'],
  [
    'a long reference',
    {
      rows: [
        [...header, 'reference'],
        ['07700900456', 'A', 'r'.repeat(1001)],
      ],
    },
    'Row 1, reference: Longer than 1000 characters',
  ],
]
test('what is wrong with the file or the request is said', async (t) => {
  const made = await maker(crier)
  for (const [what, body, message] of refusals)
    await t.test(what, async () => {
      const answer = await post(crier, made, body)
      assert.equal(answer.status, 400, answer.text)
      assert.ok(messages(answer)[0]!.includes(message), answer.text)
    })
})

test('a million rows that are none are one complaint', () => {
  const parsed = v.safeParse(jobRequest, { template_id: randomUUID(), name: 'x', rows: [1, 2, 3] })
  assert.deepEqual(
    parsed.issues?.map(({ message }) => message),
    ['1 is not of type array'],
  )
})

test('however long a header is, the answer that names it in each row is not', async () => {
  const made = await maker(crier)
  const phone = `phone${'_'.repeat(10_000)}number`
  const rows = [[phone, 'name'], ...Array.from({ length: 1000 }, () => ['1', 'A'])]
  for (const [given, longest] of [
    [rows, 1_000_000],
    [
      [
        [phone, `${phone}_`],
        ['1', '2'],
      ],
      5000,
    ],
  ] as const) {
    const answer = await post(crier, made, { rows: given })
    assert.equal(answer.status, 400)
    assert.ok(answer.text.length < longest, String(answer.text.length))
  }
})

test('of a form with two files neither is sent', async () => {
  const { service, template_id } = await maker(crier)
  const send = async (...numbers: string[]) => {
    const form = new FormData()
    form.set('template_id', template_id)
    for (const number of numbers)
      form.append('file', new File([`phone number,name\n${number},A\n`], 'people.csv'))
    const asForm = new Response(form)
    return crier.call('/v2/jobs', {
      key: service.keys.normal,
      body: new Uint8Array(await asForm.arrayBuffer()),
      headers: { 'content-type': asForm.headers.get('content-type')! },
    })
  }
  const refused = await send('07700900456', '07700900457')
  assert.deepEqual([refused.status, messages(refused)], [400, ['file is there more than once']])
  assert.equal((await send('07700900456')).status, 201)
})

test('in trial mode rows to strangers are refused; a test key writes to anybody', async () => {
  const made = await maker(crier, { restricted: true })
  await crier.sql`
    insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
    values (${made.service.id}, 'mobile', '07700 900 456', '447700900456')`
  const rows = [header, ['+447700900456', 'Amala'], ['07700900457', 'Ben']]
  const answer = await post(crier, made, { rows })
  assert.equal(answer.status, 400)
  assert.deepEqual(messages(answer), [
    'Row 2: Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode',
  ])
  assert.equal((await post(crier, made, { rows: rows.slice(0, 2) })).status, 201)
  const test = await post(crier, made, { rows }, {}, 'test')
  assert.equal(test.status, 201)
  await process(crier, test.body.id)
  const sent = await crier.sql`
    select distinct job.queue as name from notifications n join message_jobs job on job.notification_id = n.id
    where n.job_id = ${test.body.id}`
  assert.deepEqual(
    [...sent].map(({ name }) => name),
    ['research-mode'],
  )
})

test('a job that the day has no room for is refused whole, before anything of it is sent', async () => {
  const made = await maker(crier, { sms_message_limit: 5 })
  await makeJob(crier, made, 3)
  const refused = await post(crier, made, { rows: rowsOf(3) })
  assert.deepEqual(
    [refused.status, refused.body.errors],
    [429, [{ error: 'TooManyRequestsError', message: 'Exceeded send limits (sms: 5) for today' }]],
  )
  await makeJob(crier, made, 2)
  const [count] =
    await crier.sql`select count(*)::integer as jobs from jobs where service_id = ${made.service.id}`
  assert.equal(count!.jobs, 2)
})

test('an Idempotency-Key is the key type’s own, holds for 24 hours, and for one request', async () => {
  const made = await maker(crier)
  const key = { 'idempotency-key': 'night' }
  const both = await Promise.all([
    post(crier, made, { rows: rowsOf(2) }, key),
    post(crier, made, { rows: rowsOf(2) }, key),
  ])
  assert.deepEqual(
    both.map(({ status }) => status),
    [201, 201],
  )
  assert.equal(both[0]!.body.id, both[1]!.body.id)
  const other = await post(crier, made, { rows: rowsOf(3) }, key)
  assert.deepEqual(
    [other.status, messages(other)[0]],
    [422, 'Idempotency-Key has been used with a different request'],
  )
  const tried = await post(crier, made, { rows: rowsOf(3) }, key, 'test')
  assert.equal(tried.status, 201)
  crier.setNow('2026-06-16T12:00:00Z')
  const later = await post(crier, made, { rows: rowsOf(2) }, key)
  crier.setNow('2026-06-15T12:00:00Z')
  assert.equal(later.status, 201)
  assert.notEqual(later.body.id, both[0]!.body.id)
})

test('the list is of the key’s type, newest first, page by page', async () => {
  const made = await maker(crier)
  const ids = []
  for (let n = 0; n < 3; n++) {
    crier.setNow(`2026-06-15T12:00:0${n}Z`)
    ids.unshift(await makeJob(crier, made, 1, { scheduled_for: '2026-06-15T13:00:00Z' }))
  }
  await crier.sql`
    insert into jobs (service_id, template_id, template_version, notification_type, key_type, original_file_name,
      notification_count, job_status, created_at)
    select ${made.service.id}, ${made.template_id}, 1, 'sms', 'normal', 'old.csv', 1, 'finished', '2026-06-01'
    from generate_series(1, 50)`
  await post(crier, made, { rows: rowsOf(1) }, {}, 'test')
  const key = made.service.keys.normal
  const first = await crier.call('/v2/jobs', { key })
  assert.deepEqual(
    first.body.jobs.slice(0, 3).map((job: { id: string }) => job.id),
    ids,
  )
  assert.equal(first.body.jobs.length, 50)
  const second = await crier.call(first.body.links.next.slice('https://api.example.org'.length), { key })
  assert.deepEqual([second.body.jobs.length, second.body.links.next], [3, undefined])
})

test('unknown jobs and those of others are not found, in each route', async () => {
  const made = await maker(crier)
  const id = await makeJob(crier, await maker(crier), 1)
  const key = made.service.keys.normal
  for (const [path, method] of [
    ['', 'GET'],
    ['/rows', 'GET'],
    ['/csv', 'GET'],
    ['/cancel', 'POST'],
  ] as const) {
    const answer = await crier.call(`/v2/jobs/${id}${path}`, { key, method })
    assert.deepEqual([answer.status, answer.body.errors[0].error], [404, 'NoResultFound'], path)
    const none = await crier.call(`/v2/jobs/x${path}`, { key, method })
    assert.deepEqual([none.status, messages(none)[0]], [400, 'job_id is not a valid UUID'], path)
  }
})

test('a job that waits for its time is cancelled, any other is not', async () => {
  const made = await maker(crier)
  const key = made.service.keys.normal
  const id = await makeJob(crier, made, 2, { scheduled_for: '2026-06-16T12:00:00+01:00' })
  const cancelled = await crier.call(`/v2/jobs/${id}/cancel`, { key, method: 'POST' })
  assert.deepEqual(
    [cancelled.status, cancelled.body.status, cancelled.body.scheduled_for],
    [200, 'cancelled', '2026-06-16T11:00:00.000000Z'],
  )
  const again = await crier.call(`/v2/jobs/${id}/cancel`, { key, method: 'POST' })
  assert.deepEqual(
    [again.status, messages(again)[0]],
    [400, 'Job cannot be cancelled: its status is cancelled'],
  )
  await process(crier, id)
  assert.deepEqual(await storedRows(crier, id), [])
  assert.equal((await jobOf(crier, id)).is_counted, false)
})

test('rows are listed by what became of them, page by page', async () => {
  const made = await maker(crier)
  const key = made.service.keys.normal
  const id = await makeJob(crier, made, 600)
  const list = async (query: string): Promise<{ numbers: number[]; next: string | undefined }> => {
    const { status, body, text } = await crier.call(`/v2/jobs/${id}/rows${query}`, { key })
    assert.equal(status, 200, text)
    return {
      numbers: body.rows.map((row: { row_number: number }) => row.row_number),
      next: body.links.next?.split('/rows')[1],
    }
  }
  assert.deepEqual(await list('?status=delivered'), { numbers: [], next: undefined })
  assert.equal((await list('?status=waiting')).numbers.length, 250)
  await process(crier, id)
  await crier.sql`
    update notifications set notification_status = 'sending' where job_id = ${id} and job_row_number % 2 = 0`
  const odd = Array.from({ length: 300 }, (_, n) => 2 * n + 1)
  const first = await list('?status=sending&status=skipped')
  assert.deepEqual(first, { numbers: odd.slice(0, 250), next: '?status=sending&status=skipped&after=499' })
  assert.deepEqual(await list(first.next!), { numbers: odd.slice(250), next: undefined })
  const refused = await crier.call(`/v2/jobs/${id}/rows?status=lost`, { key })
  assert.deepEqual(
    [refused.status, messages(refused)[0]!.slice(0, 30)],
    [400, 'status lost is not one of [cre'],
  )
})

test('rows and statistics of letters have the words of GET /v2/notifications, by which rows are asked for too', async () => {
  const { service } = await maker(crier)
  const key = service.keys.normal
  const template_id = await crier.makeTemplate(service, { type: 'letter' })
  const statuses = [
    ['created', 'accepted'],
    ['sending', 'accepted'],
    ['delivered', 'received'],
    ['returned-letter', 'received'],
    ['pending-virus-check', 'pending-virus-check'],
    ['cancelled', 'cancelled'],
  ] as const
  const id = await makeLetterJob(
    crier,
    { service, template_id },
    statuses.map(([stored]) => stored),
  )
  const rows = async (query: string) => {
    const { status, body, text } = await crier.call(`/v2/jobs/${id}/rows${query}`, { key })
    assert.equal(status, 200, text)
    return body.rows as { row_number: number; notification_id: string; status: string }[]
  }
  const all = await rows('')
  assert.deepEqual(
    all.map((row) => row.status),
    statuses.map(([, word]) => word),
  )
  for (const { notification_id, status } of all)
    assert.equal((await crier.call(`/v2/notifications/${notification_id}`, { key })).body.status, status)
  const asked: [query: string, numbers: number[]][] = [
    ['?status=accepted', [1, 2]],
    ['?status=received&status=cancelled', [3, 4, 6]],
    ['?status=sending', [2]],
    ['?status=waiting', []],
  ]
  for (const [query, numbers] of asked)
    assert.deepEqual(
      (await rows(query)).map((row) => row.row_number),
      numbers,
      query,
    )
  assert.deepEqual((await crier.call(`/v2/jobs/${id}`, { key })).body.statistics, {
    accepted: 2,
    received: 2,
    'pending-virus-check': 1,
    cancelled: 1,
  })
})
