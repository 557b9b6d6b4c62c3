/** Reports that people ask for: the internal API's exchanges, the worker that writes them, and their end. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { settleReportRequests } from '../../queries/reports.queries.ts'
import { writeReports } from '../../src/reports/worker.ts'
import { adminCall } from '../admin/support.ts'
import { asS3 } from '../buckets/support.ts'
import { storeNotification } from '../notifications/stored.ts'
import { type Call, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
let user: string
const now = '2026-06-15T12:00:00.000000Z'
before(async () => {
  crier = await sharedCrier()
  user = await makeUser()
})
after(() => crier.close())

async function makeUser(): Promise<string> {
  const [made] = await crier.sql`
    insert into users (name, email_address, auth_type, state)
    values ('Amala', ${`${randomUUID()}@example.gov.uk`}, 'email_auth', 'active') returning id`
  return made!.id
}
const call = ({ id }: { id: string }, tail: string, options: Call = {}) =>
  adminCall(crier, `/service/${id}/report-request${tail}`, options)
const wanted = { report_type: 'notifications_report', notification_type: 'sms', notification_status: 'all' }
const ask = (service: { id: string }, fields: object = {}) =>
  call(service, '?report_type=notifications_report', { body: { user_id: user, ...wanted, ...fields } })
const lease = (ms = 60_000) => ({ signal: new AbortController().signal, endsAt: performance.now() + ms })
const write = (id: string, { retryCount = 0, ms = 60_000 } = {}) =>
  writeReports(crier.crier, [{ id, retryCount, retryLimit: 3 }], lease(ms))
const statusOf = async (service: TestService, id: string) => (await call(service, `/${id}`)).body.data?.status
const filesOf = (id: string) =>
  crier.sql`select id, size, name, purpose, delete_after from files where about_id = ${id}`

/** A Crier that cannot list messages, as an error of the database says. */
function breaking(code: string): typeof crier.crier {
  const { db } = crier.crier
  const query: typeof db.query = (...asked) =>
    asked[0].includes('walked_notifications')
      ? Promise.reject(Object.assign(new Error('the list breaks off'), { code }))
      : db.query(...asked)
  return { ...crier.crier, db: { query } }
}

/** As the admin application fetches it. */
const textOf = async (id: string) =>
  (await asS3(crier, `/local-report-requests-download/notifications_report/${id}.csv`)).text

test('a report is asked for, written into a file of the service’s, and shown as it goes on', async () => {
  crier.setNow(now)
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { name: 'Reminder' })
  const sent = (columns: object) =>
    storeNotification(crier, { service, template, to: '07700900111', ...columns })
  await sent({
    created_at: '2026-06-15T09:00:00Z',
    client_reference: 'ref, 1',
    notification_status: 'delivered',
  })
  await sent({ created_at: '2026-06-14T09:00:00Z', status: 'sending' })
  await sent({ created_at: '2026-06-13T09:00:00Z', status: 'temporary-failure' })
  for (const left of [
    { created_at: '2026-06-07T22:59:59Z' },
    { key_type: 'test', created_at: '2026-06-15T08:00:00Z' },
  ])
    await sent(left)
  const made = await ask(service)
  assert.equal(made.status, 201, made.text)
  const { id } = made.body.data
  const parameter = { notification_type: 'sms', notification_status: 'all' }
  const shown = {
    id,
    user_id: user,
    service_id: service.id,
    report_type: 'notifications_report',
    status: 'pending',
    parameter,
    created_at: now,
    updated_at: null,
  }
  assert.deepEqual(made.body, { data: shown })
  const [job] =
    await crier.sql`select count(*)::int from pgboss.job where id = ${id} and name = 'report-requests'`
  assert.equal(job!.count, 1)
  assert.deepEqual(await write(id), [{ id, status: 'completed' }])
  assert.deepEqual((await call(service, `/${id}`)).body, {
    data: { ...shown, status: 'stored', updated_at: now },
  })
  const lines = (await textOf(id)).split('\r\n')
  assert.deepEqual(lines, [
    'Recipient,Reference,Template,Type,Sent by,Sent by email,Job,Status,Time,API key name',
    '07700900111,"ref, 1",Reminder,sms,,,,Delivered,2026-06-15 10:00:00,',
    '07700900111,,Reminder,sms,,,,Sending,2026-06-14 10:00:00,',
    '07700900111,,Reminder,sms,,,,Phone not accepting messages right now,2026-06-13 10:00:00,',
    '',
  ])
  const [file] = await filesOf(id)
  assert.deepEqual([file!.purpose, file!.name], ['report', `${id}.csv`])
  // A job that comes again finds nothing to do.
  assert.deepEqual(await write(id), [{ id, status: 'completed' }])
  assert.equal((await filesOf(id)).length, 1)
  for (const [notification_status, count] of [
    ['delivered', 1],
    ['sending', 1],
    ['failed', 1],
  ] as const) {
    const one = (await ask(service, { notification_status })).body.data.id
    await write(one)
    assert.equal((await textOf(one)).split('\r\n').length, 2 + count, notification_status)
  }
})

test('who asks for the same while it is written, within half an hour, is answered the same; another is not', async () => {
  crier.setNow(now)
  const [service, other] = [await crier.makeService(), await crier.makeService()]
  const answers = await Promise.all([ask(service), ask(service), ask(service)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 201])
  const ids = new Set(answers.map(({ body }) => body.data.id))
  assert.equal(ids.size, 1)
  const [id] = [...ids] as [string]
  for (const [whose, fields] of [
    [service, { user_id: await makeUser() }],
    [service, { notification_type: 'email' }],
    [service, { notification_type: null }],
    [service, { notification_status: 'failed' }],
    [other, {}],
  ] as const)
    assert.equal((await ask(whose, fields)).status, 201)
  crier.setNow('2026-06-15T12:29:59Z')
  assert.deepEqual((await ask(service)).body.data.id, id)
  crier.setNow('2026-06-15T12:30:00Z')
  const later = await ask(service)
  assert.equal(later.status, 201)
  await write(later.body.data.id)
  assert.equal((await ask(service)).status, 201, 'one that is written is no longer waited for')
})

test('what cannot be written is tried again, and said to whoever waits when it was the last attempt', async () => {
  crier.setNow(now)
  const service = await crier.makeService()
  const { id } = (await ask(service)).body.data
  const attempt = (retryCount: number) =>
    writeReports(breaking('ECONNRESET'), [{ id, retryCount, retryLimit: 3 }], lease())
  assert.deepEqual(await attempt(2), [{ id, status: 'failed' }])
  assert.deepEqual([await statusOf(service, id), (await filesOf(id)).length], ['in progress', 0])
  assert.deepEqual(await write(id, { ms: -1 }), [{ id, status: 'failed' }])
  assert.deepEqual(await attempt(3), [{ id, status: 'completed' }])
  assert.equal(await statusOf(service, id), 'failed')
})

test('what would come again is said at once', async () => {
  crier.setNow(now)
  const service = await crier.makeService()
  const { id } = (await ask(service)).body.data
  const job = { id, retryCount: 0, retryLimit: 3 }
  assert.deepEqual(await writeReports(breaking('22012'), [job], lease()), [{ id, status: 'completed' }])
  assert.deepEqual([await statusOf(service, id), (await filesOf(id)).length], ['failed', 0])
})

test('a report ends with the retention of what it lists; one that nobody writes is given up', async () => {
  crier.setNow(now)
  const service = await crier.makeService()
  await crier.sql`
    insert into service_data_retention (service_id, notification_type, days_of_retention)
    values (${service.id}, 'sms', 3)`
  const [{ id }, { id: waiting }] = [
    (await ask(service)).body.data,
    (await ask(service, { notification_type: 'email' })).body.data,
  ]
  await write(id)
  const settle = (at: string) => settleReportRequests.run({ now: at, batch_size: 1000 }, crier.crier.db)
  await settle('2026-06-15T17:59:59Z')
  assert.equal(await statusOf(service, waiting), 'pending')
  await settle('2026-06-15T18:00:01Z')
  assert.equal(await statusOf(service, waiting), 'failed')
  await settle('2026-06-18T22:59:59Z')
  assert.equal(await statusOf(service, id), 'stored')
  await settle('2026-06-18T23:00:00Z')
  const gone = await call(service, `/${id}`)
  assert.deepEqual([gone.status, gone.body], [404, { result: 'error', message: 'No result found' }])
  assert.equal((await filesOf(id)).length, 0)
  // What was begun before comes too late, and leaves nothing.
  assert.deepEqual(await write(id), [{ id, status: 'completed' }])
  assert.equal((await filesOf(id)).length, 0)
})

test('another service’s report is not found; what is wrong with a request is a list', async () => {
  crier.setNow(now)
  const [service, other] = [await crier.makeService(), await crier.makeService()]
  const { id } = (await ask(service)).body.data
  for (const answer of [
    await call(other, `/${id}`),
    await call(service, `/${randomUUID()}`),
    await ask({ id: randomUUID() }),
  ])
    assert.deepEqual([answer.status, answer.body], [404, { result: 'error', message: 'No result found' }])
  const wrong = await ask(service, {
    user_id: 'x',
    report_type: 'all',
    notification_type: 'fax',
    notification_status: 'lost',
    more: 1,
  })
  assert.deepEqual(
    [wrong.status, wrong.body.errors.map(({ message }: { message: string }) => message)],
    [
      400,
      [
        'user_id is not a valid UUID',
        'report_type all is not one of [notifications_report]',
        'notification_type fax is not one of [email, sms, letter]',
        'notification_status lost is not one of [all, sending, delivered, failed]',
        'Additional properties are not allowed (more was unexpected)',
      ],
    ],
  )
  const nobody = await ask(service, { user_id: randomUUID() })
  assert.deepEqual([nobody.status, nobody.body.message], [400, { user_id: ['No result found'] }])
})

test('a status changes as the table says, whoever writes it', async () => {
  const service = await crier.makeService()
  const change = (from: string, to: string) =>
    crier.sql.begin(async (sql) => {
      const [row] = await sql`
        insert into report_requests (service_id, user_id, report_type, status, parameter, retention_days, delete_after)
        values (${service.id}, ${user}, 'notifications_report', ${from}, '{}', 7, now()) returning id`
      await sql`set local role crier_app`
      await sql`update report_requests set status = ${to} where id = ${row!.id}`
    })
  const states = ['pending', 'in progress', 'stored', 'failed', 'deleted']
  const allowed: string[] = []
  for (const from of states)
    for (const to of states.filter((state) => state !== from))
      await change(from, to).then(
        () => allowed.push(`${from} to ${to}`),
        (error) => assert.equal(error.constraint_name, 'status_follows_its_transitions'),
      )
  assert.deepEqual(allowed, [
    'pending to in progress',
    'pending to failed',
    'pending to deleted',
    'in progress to stored',
    'in progress to failed',
    'in progress to deleted',
    'stored to deleted',
    'failed to deleted',
  ])
})
