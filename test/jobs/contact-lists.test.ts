/** Contact lists and uploads as the admin application uses them: whole exchanges. The "must hold" statements of the specification (sending, 21) have their numbers. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { storeFile } from '../../src/files/store.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { insertJobs, type Made, maker } from './support.ts'

let crier: TestCrier
let person: string
const now = '2017-02-10T12:00:00.000000Z'
before(async () => {
  crier = await sharedCrier()
  crier.setNow(now)
  const [made] = await crier.sql`
    insert into users (name, email_address, auth_type, state)
    values ('Someone', 'someone@example.gov.uk', 'email_auth', 'active') returning id`
  person = made!.id
})
after(() => crier.close())

const ask = ({ service }: Made, path: string, method = 'GET', body?: object) =>
  adminCall(crier, `/service/${service.id}/${path}`, { method, ...(body && { body }) })
const newList = (fields: object = {}) => ({
  id: randomUUID(),
  original_file_name: 'everybody.csv',
  row_count: 100,
  template_type: 'sms',
  created_by: person,
  ...fields,
})
async function keep(made: Made, fields: object = {}): Promise<string> {
  const answer = await ask(made, 'contact-list', 'POST', newList(fields))
  assert.equal(answer.status, 201, answer.text)
  return answer.body.id
}
const insert = (made: Made, jobs: Record<string, unknown>[]) =>
  insertJobs(
    crier,
    made,
    jobs.map((job) => ({ created_at: now, ...job })),
  )
const daysAgo = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString()

test('a list is kept, shown, listed with the newest first, and removed with its file', async () => {
  const made = await maker(crier)
  const id = randomUUID()
  const file = await storeFile(
    crier.crier,
    { purpose: 'contact-list', serviceId: made.service.id, aboutId: id },
    { name: 'everybody.csv', contentType: 'text/csv' },
    [Buffer.from('phone number\n07900900123\n')],
  )
  const shown = {
    id,
    original_file_name: 'everybody.csv',
    row_count: 100,
    recent_job_count: 0,
    has_jobs: false,
    template_type: 'sms',
    service_id: made.service.id,
    created_by: 'Someone',
    created_at: now,
  }
  const answer = await ask(made, 'contact-list', 'POST', newList({ id }))
  assert.deepEqual([answer.status, answer.body], [201, shown])
  crier.setNow('2017-02-10T12:00:01Z')
  const second = await keep(made, { template_type: 'email' })
  crier.setNow(now)
  const { body } = await ask(made, 'contact-list')
  assert.deepEqual(
    body.map((list: { id: string }) => list.id),
    [second, id],
  )
  assert.deepEqual((await ask(made, `contact-list/${id}`)).body, shown)
  assert.equal((await ask(await maker(crier), `contact-list/${id}`, 'DELETE')).status, 404)
  const removed = await ask(made, `contact-list/${id}`, 'DELETE')
  assert.deepEqual([removed.status, removed.text], [204, ''])
  assert.equal((await crier.sql`select from files where id = ${file.id}`).length, 0)
  for (const method of ['GET', 'DELETE'])
    assert.equal((await ask(made, `contact-list/${id}`, method)).status, 404)
  assert.equal((await ask(made, 'contact-list')).body.length, 1)
  const events = await crier.sql`
    select event_type, actor_id from events where service_id = ${made.service.id} and event_type like '%contact_list'
    order by created_at, event_type desc`
  assert.deepEqual(
    events.map(({ event_type, actor_id }) => [event_type, actor_id]),
    [
      ['archive_contact_list', null],
      ['add_contact_list', person],
      ['add_contact_list', person],
    ],
  )
})

test('what is no list is refused, and changes nothing', async () => {
  const made = await maker(crier)
  const known = await keep(made)
  const schema = (message: string) => ({
    status_code: 400,
    errors: [{ error: 'ValidationError', message }],
  })
  const plain = (message: unknown) => ({ result: 'error', message })
  const cases: [fields: object, status: number, body: object][] = [
    [{ template_type: 'letter' }, 400, schema('template_type letter is not one of [email, sms]')],
    [{ row_count: 'many' }, 400, schema('row_count many is not of type integer')],
    [{ created_by: 'me' }, 400, schema('created_by is not a valid UUID')],
    [{ original_file_name: undefined }, 400, schema('original_file_name is a required property')],
    [{ row_count: 0 }, 400, plain({ row_count: ['Not a positive integer'] })],
    [{ original_file_name: '' }, 400, plain({ original_file_name: ['Length must be between 1 and 255.'] })],
    [{ created_by: randomUUID() }, 400, plain({ created_by: ['No result found'] })],
    [{ id: known }, 400, plain({ id: ['Already in use'] })],
  ]
  for (const [fields, status, body] of cases) {
    const answer = await ask(made, 'contact-list', 'POST', newList(fields))
    assert.deepEqual([answer.status, answer.body], [status, body])
  }
  const nowhere = await adminCall(crier, `/service/${randomUUID()}/contact-list`, {
    method: 'POST',
    body: newList(),
  })
  assert.equal(nowhere.status, 404)
  assert.equal((await ask(made, 'contact-list')).body.length, 1)
})

test('jobs of a list are counted within the retention of its channel', async () => {
  const made = await maker(crier)
  const sms = await keep(made)
  const email = await keep(made, { template_type: 'email' })
  for (const contact_list_id of [sms, email])
    await insert(
      made,
      Array.from({ length: 10 }, (_, days) => ({ contact_list_id, created_at: daysAgo(days) })),
    )
  const counts = async () => {
    const { body } = await ask(made, 'contact-list')
    return Object.fromEntries(
      body.map((list: { template_type: string; recent_job_count: number; has_jobs: boolean }) => [
        list.template_type,
        [list.recent_job_count, list.has_jobs],
      ]),
    )
  }
  assert.deepEqual(await counts(), { sms: [8, true], email: [8, true] })
  for (const [days, expected] of [
    [7, 8],
    [3, 4],
  ]) {
    await crier.sql`
      insert into service_data_retention (service_id, notification_type, days_of_retention)
      values (${made.service.id}, 'sms', ${days!})
      on conflict (service_id, notification_type) do update set days_of_retention = excluded.days_of_retention`
    assert.deepEqual(await counts(), { sms: [expected, true], email: [8, true] })
  }
  const [edge] = await crier.sql`select wire_timestamp(listed_since(7, '2017-06-10T23:30:00Z')) as since`
  assert.equal(edge!.since, '2017-06-03T00:00:00.000000Z')
})

test('3. Contact-list jobs are grouped under their list (billing, must hold, 36)', async () => {
  const made = await maker(crier)
  const list = await keep(made)
  await insert(made, [
    { original_file_name: 'plain' },
    { original_file_name: 'of the list', contact_list_id: list },
  ])
  const look = async () => {
    const uploads = await ask(made, 'upload')
    const jobs = await ask(made, `job?contact_list_id=${list}`)
    const names = (rows: { original_file_name: string }[]) => rows.map((row) => row.original_file_name)
    return {
      uploads: [uploads.body.total, names(uploads.body.data)],
      jobs: [jobs.body.total, names(jobs.body.data), jobs.body.data[0].contact_list_id],
    }
  }
  const grouped = { uploads: [1, ['plain']], jobs: [1, ['of the list'], list] }
  assert.deepEqual(await look(), grouped)
  assert.equal((await ask(made, 'job')).body.total, 2)
  await ask(made, `contact-list/${list}`, 'DELETE')
  assert.deepEqual(await look(), grouped)
  assert.equal((await ask(made, 'job?contact_list_id=none')).status, 404)
  // A list of another service is none.
  await assert.rejects(
    insert(await maker(crier), [{ contact_list_id: list }]),
    ({ constraint_name }: { constraint_name: string }) =>
      constraint_name === 'jobs_contact_list_id_service_id_fkey',
  )
})

test('uploads are what people wait for or have had, within their retention, the newest first', async () => {
  const made = await maker(crier)
  await insert(made, [
    { original_file_name: 'Test message' },
    { original_file_name: 'Report' },
    { original_file_name: 'cancelled', job_status: 'cancelled' },
    { original_file_name: 'scheduled', job_status: 'scheduled', scheduled_for: '2017-02-11T12:00:00Z' },
    { original_file_name: 'gone', created_at: '2017-02-02T23:59:59Z' },
    {
      original_file_name: 'kept',
      created_at: '2017-02-03T00:00:00Z',
      processing_started: '2017-02-03T00:00:00Z',
    },
    // What was made long ago and began within the retention is there.
    {
      original_file_name: 'begun',
      created_at: '2017-02-02T12:00:00Z',
      scheduled_for: '2017-02-08T12:00:00Z',
      processing_started: '2017-02-08T12:00:01Z',
    },
    { original_file_name: 'waiting', job_status: 'pending' },
  ])
  const { body } = await ask(made, 'upload')
  const item = {
    notification_count: 1,
    upload_type: 'job',
    template_type: 'sms',
    recipient: null,
    statistics: [],
  }
  const ids = body.data.map((upload: { id: string }) => upload.id)
  assert.deepEqual(body, {
    data: [
      { id: ids[0], original_file_name: 'waiting', created_at: '2017-02-10 12:00:00', ...item },
      { id: ids[1], original_file_name: 'begun', created_at: '2017-02-08 12:00:00', ...item },
      { id: ids[2], original_file_name: 'kept', created_at: '2017-02-03 00:00:00', ...item },
    ],
    page_size: 50,
    total: 3,
    links: {},
  })
  assert.equal((await ask(made, 'upload?limit_days=0')).body.total, 1)
  const refused = await ask(made, 'upload?limit_days=abc')
  assert.deepEqual(refused.body.message, { limit_days: ['abc is not an integer'] })
  await insert(made, Array(50).fill({}))
  const path = `/service/${made.service.id}/upload?page=`
  const first = await ask(made, 'upload')
  assert.deepEqual(
    [first.body.data.length, first.body.total, first.body.links],
    [50, 53, { next: `${path}2`, last: `${path}2` }],
  )
  const second = await ask(made, 'upload?page=2')
  assert.deepEqual([second.body.data.length, second.body.links], [3, { prev: `${path}1` }])
  assert.equal((await ask(made, 'upload?page=3')).status, 404)
})

test('letters uploaded as PDF are one upload for each day on which they are printed', async () => {
  const made = await maker(crier)
  const [template] = await crier.sql`select * from precompiled_letter_template(${made.service.id})`
  const add = (created_at: string, fields: Record<string, unknown> = {}) => crier.sql`
    insert into notifications ${crier.sql({
      service_id: made.service.id,
      template_id: template!.template_id,
      template_version: template!.template_version,
      notification_type: 'letter',
      key_type: 'normal',
      postage: 'second',
      to: 'A',
      created_at,
      ...fields,
    } as never)}`
  for (const time of ['01T17:29:59', '01T17:30:00', '02T00:00:00', '02T17:29:59', '02T17:30:00'])
    await add(`2017-02-${time}Z`)
  const [key] = await crier.sql`select id from api_keys where service_id = ${made.service.id} limit 1`
  await add('2017-02-02T12:00:00Z', { notification_status: 'cancelled' })
  await add('2017-02-02T12:00:00Z', { api_key_id: key!.id })
  crier.setNow('2017-02-05T12:00:00Z')
  const { body } = await ask(made, 'upload')
  const days = (rows: { created_at: string; notification_count: number }[]) =>
    rows.map((row) => [row.created_at, row.notification_count])
  assert.deepEqual(days(body.data), [
    ['2017-02-03 17:30:00', 1],
    ['2017-02-02 17:30:00', 3],
    ['2017-02-01 17:30:00', 1],
  ])
  const { notification_count: _, created_at: __, ...rest } = body.data[0]
  assert.deepEqual(rest, {
    id: null,
    original_file_name: 'Uploaded letters',
    upload_type: 'letter_day',
    template_type: 'letter',
    recipient: null,
    statistics: [],
  })
  // Seven days later the letters of the first day are past their retention.
  crier.setNow('2017-02-09T12:00:00Z')
  assert.deepEqual(days((await ask(made, 'upload')).body.data), [
    ['2017-02-03 17:30:00', 1],
    ['2017-02-02 17:30:00', 2],
  ])
  // The letters of a day are listed with the newest first, past their retention too while they are there.
  const ofDay = (day: string, query = '') => ask(made, `upload/uploaded-letters/${day}${query}`)
  const listed = await ofDay('2017-02-02')
  assert.deepEqual(
    listed.body.notifications.map((one: { created_at: string }) => one.created_at),
    ['2017-02-02T17:29:59.000000Z', '2017-02-02T00:00:00.000000Z', '2017-02-01T17:30:00.000000Z'],
  )
  const [shown] = listed.body.notifications
  assert.deepEqual(
    [shown.notification_type, shown.to, shown.template.is_precompiled_letter, shown.postage],
    ['letter', 'A', true, 'second'],
  )
  const { notifications: ___, ...envelope } = listed.body
  assert.deepEqual(envelope, { page_size: 50, total: 3, links: {} })
  assert.deepEqual((await ofDay('2017-02-04')).body, {
    notifications: [],
    page_size: 50,
    total: 0,
    links: {},
  })
  assert.equal((await ofDay('2017-02-02', '?page=2')).status, 404)
  for (const day of ['2017-2-2', '2017-02-30', 'today']) assert.equal((await ofDay(day)).status, 400)
  // In summer the hour is an hour earlier.
  await add('2017-07-03T16:29:59Z')
  await add('2017-07-03T16:30:00Z')
  crier.setNow('2017-07-04T12:00:00Z')
  assert.deepEqual(days((await ask(made, 'upload')).body.data), [
    ['2017-07-04 16:30:00', 1],
    ['2017-07-03 16:30:00', 1],
  ])
  crier.setNow(now)
})
