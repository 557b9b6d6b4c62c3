/** Jobs as the admin application reads and cancels them: whole exchanges. The "must hold" statements of the specification (sending, 21) have their numbers. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { insertJobs, type Made, makeJob, maker, process } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2017-06-10T12:00:00Z')
})
after(() => crier.close())

const get = ({ service }: Made, path = '') => adminCall(crier, `/service/${service.id}/job${path}`)
const insert = (made: Made, jobs: Record<string, unknown>[]) => insertJobs(crier, made, jobs)

test('a job is shown with its template, its service and its statistics', async () => {
  const made = await maker(crier)
  const id = await makeJob(crier, made, 2)
  const [named] = await crier.sql`
    select services.name as service_name, templates.name as template_name
    from services join templates on templates.service_id = services.id where services.id = ${made.service.id}`
  const shown = {
    archived: false,
    contact_list_id: null,
    created_at: '2017-06-10T12:00:00.000000Z',
    created_by: null,
    id,
    job_status: 'pending',
    notification_count: 2,
    original_file_name: 'people.csv',
    processing_finished: null,
    processing_started: null,
    scheduled_for: null,
    service: made.service.id,
    service_name: { name: named!.service_name },
    statistics: [],
    template: made.template_id,
    template_name: named!.template_name,
    template_type: 'sms',
    template_version: 1,
    updated_at: null,
  }
  const answer = await get(made, `/${id}`)
  assert.deepEqual([answer.status, answer.body], [200, { data: shown }])
  await process(crier, id)
  await crier.sql`update notifications set notification_status = 'sending' where job_id = ${id} and job_row_number = 1`
  const { body } = await get(made)
  assert.deepEqual(body, {
    data: [
      {
        ...shown,
        job_status: 'finished',
        processing_started: '2017-06-10T12:00:00.000000Z',
        processing_finished: '2017-06-10T12:00:00.000000Z',
        updated_at: '2017-06-10T12:00:00.000000Z',
        statistics: [
          { status: 'created', count: 1 },
          { status: 'sending', count: 1 },
        ],
      },
    ],
    page_size: 50,
    total: 1,
    links: {},
  })
  assert.deepEqual((await get(made, `/${id}/notification_count`)).body, { count: 2 })
})

test('2. Scheduled job stats endpoint: counted by the database, of this service and of scheduled jobs alone (billing, must hold, 37)', async () => {
  const made = await maker(crier)
  assert.deepEqual((await get(made, '/scheduled-job-stats')).body, { count: 0, soonest_scheduled_for: null })
  assert.deepEqual((await get(made, '/has_jobs')).body, { data: { has_jobs: false } })
  const scheduled = Array.from({ length: 51 }, (_, n) => ({
    job_status: 'scheduled',
    scheduled_for: `2017-06-11T09:00:${String(n).padStart(2, '0')}Z`,
  }))
  const others = ['finished', 'in progress', 'cancelled'].map((job_status) => ({
    job_status,
    scheduled_for: '2017-06-10T09:00:00Z',
  }))
  await insert(made, [...scheduled, ...others])
  await insert(await maker(crier), scheduled.slice(0, 1))
  assert.deepEqual((await get(made, '/scheduled-job-stats')).body, {
    count: 51,
    soonest_scheduled_for: '2017-06-11T09:00:00.000000Z',
  })
  assert.deepEqual((await get(made, '/has_jobs')).body, { data: { has_jobs: true } })
})

test('the list has an order, filters, pages, and leaves test messages and reports out', async () => {
  const made = await maker(crier)
  await insert(made, [
    { original_file_name: 'Test message' },
    { original_file_name: 'Report' },
    {
      original_file_name: 'second',
      processing_started: '2017-06-09T12:00:00Z',
      created_at: '2017-06-08T22:59:59Z',
    },
    {
      original_file_name: 'third',
      processing_started: '2017-06-09T11:00:00Z',
      created_at: '2017-06-08T23:00:00Z',
    },
    { original_file_name: 'first', job_status: 'pending' },
  ])
  const names = async (query: string) =>
    (await get(made, query)).body.data.map((job: { original_file_name: string }) => job.original_file_name)
  assert.deepEqual(await names(''), ['first', 'second', 'third'])
  assert.deepEqual(await names('?statuses=pending,nonsense'), ['first'])
  assert.deepEqual(await names('?statuses='), ['first', 'second', 'third'])
  assert.deepEqual(await names('?statuses=nonsense'), [])
  // The London midnight of the day before is 23:00 UTC.
  assert.deepEqual(await names('?limit_days=1'), ['first', 'third'])
  const refused = await get(made, '?limit_days=abc')
  assert.deepEqual(
    [refused.status, refused.body],
    [400, { result: 'error', message: { limit_days: ['abc is not an integer'] } }],
  )
  await insert(made, Array(100).fill({ processing_started: '2017-06-01T00:00:00Z' }))
  const path = `/service/${made.service.id}/job?statuses=finished&page=`
  const middle = await get(made, '?statuses=finished&page=2')
  assert.deepEqual(
    [middle.body.data.length, middle.body.total, middle.body.links],
    [50, 102, { prev: `${path}1`, next: `${path}3`, last: `${path}3` }],
  )
  const end = await get(made, '?statuses=finished&page=3')
  assert.deepEqual([end.body.data.length, end.body.links], [2, { prev: `${path}2` }])
})

test('statistics are facts from three London midnights on, and messages before', async () => {
  const made = await maker(crier)
  await insert(made, [
    { original_file_name: 'facts', processing_started: '2017-06-06T22:59:59Z' },
    { original_file_name: 'messages', processing_started: '2017-06-06T23:00:00Z' },
  ])
  await crier.sql`
    insert into ft_notification_status (bst_date, template_id, service_id, job_id, notification_type, key_type,
      notification_status, notification_count)
    select day::date, ${made.template_id}, ${made.service.id}, id, 'sms', 'normal', 'delivered', 2
    from jobs cross join unnest(array['2017-06-06', '2017-06-07']) as day where service_id = ${made.service.id}`
  const { body } = await get(made)
  assert.deepEqual(
    body.data.map((job: { statistics: unknown }) => job.statistics),
    [[], [{ status: 'delivered', count: 4 }]],
  )
})

test('9. Counts do not depend on archiving: of a job before, during and after the move to history', async () => {
  const made = await maker(crier)
  const id = await makeJob(crier, made, 4)
  await process(crier, id)
  await crier.sql`update notifications set notification_status = 'sending' where job_id = ${id} and job_row_number = 3`
  const counts = async () => {
    const { body } = await get(made, `/${id}`)
    return [body.data.statistics, (await get(made, `/${id}/notification_count`)).body.count]
  }
  const before = await counts()
  assert.deepEqual(before, [
    [
      { status: 'created', count: 3 },
      { status: 'sending', count: 1 },
    ],
    4,
  ])
  const archive = (batch: number) =>
    crier.sql`select from archive_notifications('sms', ${'2017-07-10T12:00:00Z'}, ${batch}, ${made.service.id})`
  await archive(2)
  assert.deepEqual(await counts(), before)
  await archive(100)
  const [live] = await crier.sql`select count(*)::integer as rows from notifications where job_id = ${id}`
  assert.equal(live!.rows, 0)
  assert.deepEqual(await counts(), before)
})

test('a scheduled job is cancelled; any other, an unknown one and one of another service are not found', async () => {
  const made = await maker(crier)
  const other = await maker(crier)
  const post = ({ service }: Made, id: string) =>
    adminCall(crier, `/service/${service.id}/job/${id}/cancel`, { method: 'POST' })
  const id = await makeJob(crier, made, 1, { scheduled_for: '2017-06-10T13:00:00Z' })
  assert.equal((await post(other, id)).status, 404)
  const cancelled = await post(made, id)
  assert.deepEqual([cancelled.status, cancelled.body.data.job_status], [200, 'cancelled'])
  const notFound = [404, { result: 'error', message: 'No result found' }]
  for (const answer of [
    await post(made, id),
    await post(made, randomUUID()),
    await get(other, `/${id}`),
    await get(made, '/not-an-id'),
    await get(other, `/${id}/notification_count`),
  ])
    assert.deepEqual([answer.status, answer.body], notFound)
  const nowhere = await adminCall(crier, `/service/${randomUUID()}/job`)
  assert.deepEqual([nowhere.status, nowhere.body.data, nowhere.body.total], [200, [], 0])
})

test('a job of letters is cancelled as a whole until its letters are printed', async () => {
  const made = await maker(crier)
  const { service } = made
  const template_id = await crier.makeTemplate(service, { type: 'letter' })
  const others = await maker(crier)
  const created_at = '2017-06-10T12:00:00Z'
  const letterJob = async (statuses: string[], fields: object = {}): Promise<string> => {
    const id = randomUUID()
    const of = {
      service_id: service.id,
      template_id,
      template_version: 1,
      notification_type: 'letter',
      created_at,
    }
    await insert(made, [{ id, ...of, notification_count: statuses.length, ...fields }])
    for (const [job_row_number, notification_status] of statuses.entries()) {
      const letter = { job_id: id, job_row_number, notification_status, billable_units: 2 }
      const row = { ...of, ...letter, key_type: 'normal', postage: 'second', to: 'A' }
      await crier.sql`insert into notifications ${crier.sql(row as never)}`
    }
    return id
  }
  const cancel = (id: string, of = service.id) =>
    adminCall(crier, `/service/${of}/job/${id}/cancel-letter-job`, { method: 'POST', body: {} })
  await crier.sql`
    insert into service_daily_usage (service_id, day, letter) values (${service.id}, '2017-06-10', 10)`

  const waiting = [
    'created',
    'pending-virus-check',
    'virus-scan-failed',
    'validation-failed',
    'technical-failure',
  ]
  const id = await letterJob([...waiting, 'cancelled'])
  assert.equal((await cancel(id, others.service.id)).status, 404)
  const done = await cancel(id)
  assert.deepEqual([done.status, done.body], [200, 2])
  const left = await crier.sql`
    select notification_status as status, billable_units as units from notifications
    where job_id = ${id} order by job_row_number`
  assert.deepEqual(
    left.map(({ status, units }) => [status, units]),
    [['cancelled', 0], ['cancelled', 0], ...[...waiting.slice(2), 'cancelled'].map((status) => [status, 2])],
  )
  assert.equal((await get(made, `/${id}`)).body.data.job_status, 'cancelled')
  const [used] =
    await crier.sql`select letter::integer from service_daily_usage where service_id = ${service.id}`
  assert.equal(used!.letter, 8)
  const [event] = await crier.sql`
    select data from events where service_id = ${service.id} and event_type = 'cancel_letter_job'`
  assert.deepEqual(event!.data, { job_id: id, letters: 2 })

  const late = 'It’s too late to cancel sending, these letters have already been sent.'
  const early = 'We are still processing these letters, please try again in a minute.'
  const texts = await makeJob(crier, made, 1)
  const cases: [id: string, message: string][] = [
    [texts, 'Only letter jobs can be cancelled through this endpoint. This is not a letter job.'],
    [await letterJob(['created'], { job_status: 'in progress' }), early],
    [await letterJob(['created'], { notification_count: 2 }), early],
    [id, early],
    [await letterJob(['created', 'sending']), late],
    [await letterJob(['created', 'delivered']), late],
    // 17:30 in London of the day before.
    [await letterJob(['created'], { created_at: '2017-06-09T16:30:00Z' }), late],
  ]
  for (const [one, message] of cases) {
    const answer = await cancel(one)
    assert.deepEqual([answer.status, answer.body], [400, { result: 'error', message }])
  }
  assert.equal(
    (await cancel(await letterJob(['created'], { created_at: '2017-06-09T16:30:01Z' }))).status,
    200,
  )
})
