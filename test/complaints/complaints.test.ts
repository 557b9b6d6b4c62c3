/** Recipients who call an email unwanted: kept once, told to the service, listed and counted. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { statusOf, store, storing } from '../delivery/messages.ts'
import { type SnsPeer, snsPeer } from '../delivery/sns.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
let amazon: SnsPeer
before(async () => {
  amazon = await snsPeer()
  crier = await sharedCrier({ providers: { ses: amazon.settings } })
  crier.setNow('2026-03-01T12:00:00Z')
})
after(async () => {
  await crier.close()
  await amazon.close()
})

const path = '/notifications/email/ses'
/** A complaint as SES publishes it. Source: Amazon SES, notification contents, complaint object. */
const complaint = (
  reference: string,
  feedbackId: string,
  more: object = {},
  mailedAt = '2026-02-27T09:00:00.000Z',
) => ({
  notificationType: 'Complaint',
  complaint: {
    complainedRecipients: [{ emailAddress: 'recipient1@example.com' }],
    feedbackId,
    complaintFeedbackType: 'abuse',
    timestamp: '2026-03-01T11:59:00.123Z',
    ...more,
  },
  mail: { messageId: reference, timestamp: mailedAt, destination: ['recipient1@example.com'] },
})
const tell = (message: unknown, changed?: Record<string, string>) =>
  crier.call(path, amazon.envelope(message, changed))
const succeeded = { result: 'success', message: 'SES-SNS callback succeeded' }
const complaintsOf = (id: string) =>
  crier.sql`
    select ses_feedback_id as feedback, complaint_type as type, complaint_date::text as date
    from complaints where notification_id = ${id} order by id`

async function email(columns: Record<string, unknown> = {}) {
  const stored = await storing(crier, 'email')
  const reference = `0102-${randomUUID()}`
  const id = await store(crier, stored, {
    notification_type: 'email',
    notification_status: 'delivered',
    reference,
    sent_by: 'ses',
    client_reference: 'order 7',
    ...columns,
  })
  await crier.sql`
    insert into service_callback_api (service_id, callback_type, url, bearer_token_encrypted)
    values (${stored.service.id}, 'complaint', 'https://service.example/', 'sealed'::bytea)`
  return { id, reference, service: stored.service }
}

test('a complaint is kept once and told to the service; the email stays as it was', async () => {
  const { id, reference, service } = await email()
  for (const _ of [1, 2]) {
    const answer = await tell(complaint(reference, `feedback of ${id}`))
    assert.deepEqual([answer.status, answer.body], [200, succeeded])
  }
  assert.equal(await statusOf(crier, id), 'delivered')
  assert.deepEqual(
    (await complaintsOf(id)).map((row) => ({ ...row })),
    [{ feedback: `feedback of ${id}`, type: 'abuse', date: '2026-03-01 11:59:00.123+00' }],
  )
  await tell(
    complaint(reference, `another of ${id}`, { complaintFeedbackType: undefined, timestamp: 'soon' }),
  )
  const kept = await crier.sql`select id from complaints where notification_id = ${id} order by id`
  const told = await crier.sql`
    select about_id, payload from service_callbacks
    where service_id = ${service.id} and callback_type = 'complaint' order by position`
  assert.deepEqual(
    told.map(({ payload }) => payload),
    ['2026-03-01T11:59:00.123000Z', '2026-03-01T12:00:00.000000Z'].map((complaint_date, index) => ({
      notification_id: id,
      complaint_id: kept[index]!.id,
      reference: 'order 7',
      to: 'recipient1@example.com',
      complaint_date,
    })),
  )
  assert.deepEqual([...new Set(told.map(({ about_id }) => about_id))], [id])
})

test('a time that the database has not is none', async () => {
  const { id, reference } = await email()
  const times = { timestamp: '0000-01-01T00:00:00Z' }
  const answer = await tell(complaint(reference, `feedback of ${id}`, times, '-100000-01-01T00:00:00Z'))
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(
    (await complaintsOf(id)).map(({ date }) => date),
    ['2026-03-01 12:00:00+00'],
  )
})

test('a complaint about an archived email finds it', async () => {
  const { id, reference } = await email()
  await crier.sql`
    with gone as (delete from notifications where id = ${id} returning *)
    insert into notification_history (id, service_id, template_id, template_version, notification_type, key_type,
      notification_status, created_at, sent_by, reference, billable_units, international)
    select id, service_id, template_id, template_version, notification_type, key_type, notification_status, created_at,
      sent_by, reference, billable_units, international
    from gone`
  assert.equal((await tell(complaint(reference, `feedback of ${id}`))).status, 200)
  assert.equal((await complaintsOf(id)).length, 1)
})

test('what another provider sent is no business of SES; unknown emails are left, unless they may be just being recorded', async () => {
  const { id, reference } = await email({ sent_by: 'smtp' })
  assert.equal((await tell(complaint(reference, `feedback of ${id}`))).status, 200)
  assert.equal((await complaintsOf(id)).length, 0)
  const unknown = (mailedAt: string) => tell(complaint(randomUUID(), randomUUID(), {}, mailedAt))
  assert.equal((await unknown('2026-03-01T11:55:00.000Z')).status, 200)
  const early = await unknown('2026-03-01T11:55:00.001Z')
  assert.deepEqual([early.status, early.headers.get('retry-after')], [503, '1'])
})

test('a complaint that SNS has not signed is refused, and one without a name is none', async () => {
  const { id, reference } = await email()
  const forged = await tell(complaint(reference, 'x'), {
    Message: JSON.stringify(complaint(reference, 'another')),
  })
  assert.equal(forged.status, 400)
  for (const message of [complaint(reference, ''), complaint('', 'x'), { notificationType: 'Complaint' }])
    assert.equal((await tell(message)).status, 200)
  assert.equal((await complaintsOf(id)).length, 0)
})

test('all complaints, newest first and page by page, and how many came on local days', async () => {
  // Years that no other test of this file has.
  const { id, service } = await email()
  const [{ name }] = (await crier.sql`select name from services where id = ${service.id}`) as unknown as [
    { name: string },
  ]
  await crier.sql`
    insert into complaints (notification_id, service_id, ses_feedback_id, complaint_type, complaint_date, created_at)
    select ${id}, ${service.id}, 'listed ' || number, 'abuse', timestamptz '2090-06-30 22:00Z' + number * interval '1 minute',
      timestamptz '2090-06-30 22:00Z' + number * interval '1 minute'
    from generate_series(1, 120) number`
  const call = (query: string) => adminCall(crier, `/complaint${query}`)
  const first = await call('')
  assert.equal(first.body.complaints.length, 50)
  assert.deepEqual(first.body.complaints[0], {
    id: first.body.complaints[0].id,
    notification_id: id,
    service_id: service.id,
    service_name: name,
    ses_feedback_id: 'listed 120',
    complaint_type: 'abuse',
    complaint_date: '2090-07-01T00:00:00.000000Z',
    created_at: '2090-07-01T00:00:00.000000Z',
  })
  assert.deepEqual(first.body.links, { next: '/complaint?page=2' })
  const second = await call('?page=2')
  assert.equal(second.body.complaints[0].ses_feedback_id, 'listed 70')
  assert.deepEqual(second.body.links, { prev: '/complaint?page=1', next: '/complaint?page=3' })
  assert.equal((await call('?page=99')).status, 404)
  const count = (query: string) => call(`/count-by-date-range${query}`)
  assert.equal((await count('?start_date=2090-06-30&end_date=2090-06-30')).body, 59)
  assert.equal((await count('?start_date=2090-07-01&end_date=2090-07-01')).body, 61)
  assert.equal((await count('?start_date=2090-06-30&end_date=2090-07-01')).body, 120)
  crier.setNow('2090-06-30T23:30:00Z')
  assert.equal((await count('')).body, 61)
  crier.setNow('2026-03-01T12:00:00Z')
  const refused = await count('?start_date=2090-06-31&other=1')
  assert.deepEqual(
    [refused.status, refused.body.errors],
    [400, [{ error: 'ValidationError', message: 'start_date day is out of range for month' }]],
  )
})
