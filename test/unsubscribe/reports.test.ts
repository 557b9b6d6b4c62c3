/** The reports in which a service takes its unsubscribe requests away, whole exchanges with the internal API. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { storeNotification } from '../notifications/stored.ts'
import { type Call, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
const now = '2026-06-15T12:00:00.000000Z'
before(async () => {
  crier = await sharedCrier()
  crier.setNow(now)
})
after(() => crier.close())

const call = ({ id }: { id: string }, path: string, options: Call = {}) =>
  adminCall(crier, `/service/${id}/${path}`, options)
const summaryOf = async (service: TestService) =>
  (await call(service, 'unsubscribe-request-reports-summary')).body
const statisticsOf = async (service: TestService) =>
  (await call(service, 'unsubscribe-request-statistics')).body

type Asker = { service: TestService; template: string; job?: string }
/** Somebody who asks for no more of an email. */
async function ask({ service, template, job }: Asker, created_at: string, email_address = 'a@example.com') {
  const sent = { sent_at: '2026-06-01T11:00:00Z', created_at: '2026-06-01T10:59:00Z' }
  const of = job === undefined ? {} : { job_id: job, job_row_number: 0 }
  const notification_id = await storeNotification(crier, { service, template, type: 'email', ...sent, ...of })
  const row = {
    notification_id,
    service_id: service.id,
    template_id: template,
    template_version: 1,
    email_address,
    created_at,
  }
  await crier.sql`insert into unsubscribe_request ${crier.sql(row)}`
}
async function makeAsker(): Promise<Asker> {
  const service = await crier.makeService()
  return { service, template: await crier.makeTemplate(service, { type: 'email', name: 'Newsletter' }) }
}
const first = '2026-06-10T09:00:00.000001Z'
const last = '2026-06-12T22:30:00.123456Z'
const interval = { count: 2, earliest_timestamp: first, latest_timestamp: last }

test('requests are counted, taken away in a report with their emails, and marked as dealt with', async () => {
  const asker = await makeAsker()
  const { service, template } = asker
  const stranger = await makeAsker()
  await ask(stranger, first)
  assert.deepEqual([await statisticsOf(service), await summaryOf(service)], [{}, []])
  const [job] = await crier.sql`
    insert into jobs ${crier.sql({
      original_file_name: 'people.csv',
      service_id: service.id,
      template_id: template,
      template_version: 1,
      notification_type: 'email',
      key_type: 'normal',
      created_at: '2026-06-01T10:00:00Z',
      notification_count: 1,
      job_status: 'finished',
    } as never)} returning id`
  await ask(asker, first, 'one@example.com')
  await ask({ ...asker, job: job!.id }, last, 'two@example.com')
  assert.deepEqual(await statisticsOf(service), {
    unsubscribe_requests_count: 2,
    datetime_of_latest_unsubscribe_request: last,
  })
  const group = {
    batch_id: null,
    count: 2,
    created_at: null,
    earliest_timestamp: first,
    latest_timestamp: last,
    processed_by_service_at: null,
    is_a_batched_report: false,
    // 90 local days later, at midnight.
    will_be_archived_at: '2026-09-07T23:00:00.000000Z',
    service_id: service.id,
  }
  assert.deepEqual(await summaryOf(service), [group])

  const make = () => call(service, 'create-unsubscribe-request-report', { body: interval })
  const [made, again] = await Promise.all([make(), make()])
  assert.deepEqual([made.status, again.status, made.body], [201, 201, again.body])
  const batch = made.body.report_id
  const report = {
    ...group,
    batch_id: batch,
    created_at: now,
    is_a_batched_report: true,
    will_be_archived_at: '2026-06-21T23:00:00.000000Z',
  }
  assert.deepEqual(await summaryOf(service), [report])
  const shown = await call(service, `unsubscribe-request-report/${batch}`)
  assert.deepEqual(shown.body, {
    batch_id: batch,
    earliest_timestamp: first,
    latest_timestamp: last,
    unsubscribe_requests: [
      {
        email_address: 'two@example.com',
        template_name: 'Newsletter',
        original_file_name: 'people.csv',
        template_sent_at: '2026-06-01 12:00:00',
        unsubscribe_request_received_at: '2026-06-12 23:30:00',
      },
      {
        email_address: 'one@example.com',
        template_name: 'Newsletter',
        original_file_name: 'N/A',
        template_sent_at: '2026-06-01 12:00:00',
        unsubscribe_request_received_at: '2026-06-10 10:00:00',
      },
    ],
  })

  // What comes later is a group of its own, shown first.
  await ask(asker, '2026-06-14T10:00:00Z')
  const next = await summaryOf(service)
  assert.deepEqual(
    next.map((one: { batch_id: string | null; count: number }) => [one.batch_id, one.count]),
    [
      [null, 1],
      [batch, 2],
    ],
  )
  const mark = (report_has_been_processed: boolean) =>
    call(service, `process-unsubscribe-request-report/${batch}`, { body: { report_has_been_processed } })
  assert.deepEqual(
    [(await mark(true)).status, (await summaryOf(service))[1].processed_by_service_at],
    [204, now],
  )
  assert.equal((await statisticsOf(service)).unsubscribe_requests_count, 1)
  assert.deepEqual(
    [(await mark(false)).status, (await summaryOf(service))[1].processed_by_service_at],
    [204, null],
  )
  assert.equal((await statisticsOf(service)).unsubscribe_requests_count, 3)
  const strangers = await summaryOf(stranger.service)
  assert.deepEqual([strangers.length, strangers[0].count], [1, 1])
})

test('another service’s report is none; what a request lacks is said', async () => {
  const [owner, stranger] = [await makeAsker(), await makeAsker()]
  await ask(owner, first)
  const { report_id: id } = (
    await call(owner.service, 'create-unsubscribe-request-report', { body: interval })
  ).body
  const before = await summaryOf(owner.service)
  const none = { result: 'error', message: 'No result found' }
  const processing = `process-unsubscribe-request-report/${id}`
  const missing = ['Missing data for required field.']
  for (const [{ service }, path, body, status, message] of [
    [stranger, `unsubscribe-request-report/${id}`, undefined, 400, `No report available for ${id}`],
    [
      stranger,
      processing,
      { report_has_been_processed: true },
      400,
      { batch_id: `No UnsubscribeRequestReport found for id:${id}` },
    ],
    [owner, processing, {}, 400, { marked_as_completed: 'missing data for required field' }],
    [
      owner,
      processing,
      { report_has_been_processed: 'yes' },
      400,
      { report_has_been_processed: ['Not a valid boolean.'] },
    ],
    [stranger, 'create-unsubscribe-request-report', interval, 404, 'No result found'],
    [
      owner,
      'create-unsubscribe-request-report',
      { count: 'x', latest_timestamp: 'today' },
      400,
      {
        count: ['Not a valid integer.'],
        earliest_timestamp: missing,
        latest_timestamp: ['Not a valid datetime.'],
      },
    ],
  ] as const) {
    const answer = await call(service, path, body === undefined ? {} : { body })
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }], path)
  }
  for (const path of ['unsubscribe-request-statistics', 'unsubscribe-request-reports-summary']) {
    const nowhere = await call({ id: randomUUID() }, path)
    assert.deepEqual([nowhere.status, nowhere.body], [404, none])
  }
  assert.deepEqual(await summaryOf(owner.service), before)
  assert.deepEqual(await summaryOf(stranger.service), [])
})
