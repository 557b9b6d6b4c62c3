/** `POST /v2/jobs/check`: the report, and that it says what making the job would. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Answer, sharedCrier, type TestCrier } from '../support/crier.ts'
import { header, type Made, makeJob, maker, post, rowsOf } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const check = (
  { service, template_id }: Made,
  body: object,
  key: keyof Made['service']['keys'] = 'normal',
): Promise<Answer> =>
  crier.call('/v2/jobs/check', {
    key: service.keys[key],
    body: { name: 'people.csv', template_id, ...body },
  })

test('a file that is fine is said to be, and no job is made of it', async () => {
  const made = await maker(crier, { sms_message_limit: 100, international_sms_message_limit: 10 })
  await makeJob(crier, made, 3)
  const rows = [header, ['07900 900001', 'A'], ['07900900002', 'B'], ['+44 7900 900001', 'C']]
  const answer = await check(made, { rows })
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.headers.get('content-type'), 'application/json')
  assert.deepEqual(answer.body, {
    can_be_sent: true,
    template: {
      id: made.template_id,
      version: 1,
      uri: `https://api.example.org/v2/template/${made.template_id}/version/1`,
    },
    columns: header,
    row_count: 3,
    errors: [],
    error_count: 0,
    rows_with_errors: 0,
    row_errors: {
      bad_recipient: 0,
      missing_data: 0,
      message_too_long: 0,
      message_empty: 0,
      recipient_not_allowed: 0,
    },
    to_fix: [],
    repeated_recipients: { count: 1, rows: [3] },
    remaining_today: { messages: 97, international: 10 },
  })
  const [jobs] = await crier.sql`
    select count(*)::int as jobs, (select count(*)::int from files where service_id = ${made.service.id}) as files
    from jobs where service_id = ${made.service.id}`
  assert.deepEqual({ ...jobs }, { jobs: 1, files: 1 })
})

const head = header.join()
const phone = '07900900001'
type Case = { csv: string; service?: object }
const cases: Record<string, Case> = {
  'a missing column': { csv: `phone number\n${phone}` },
  'a repeated recipient column and a missing one': { csv: `phone number,Phone_Number\n${phone},${phone}` },
  'an open quote': { csv: `${head}\n"${phone},A\n${phone},B` },
  'no rows': { csv: head },
  'rows of every kind': {
    csv: `${head},reference\n1,A\n${phone},\n,B\n${phone},${'x'.repeat(919)}\n${phone},A,${'r'.repeat(1001)}\n${phone},fine`,
  },
  'more errors than are shown': { csv: `${head}\n${'1,A\n'.repeat(1500)}` },
  'too many rows': { csv: `${head}\n${phone},A\n${',A\n'.repeat(100_000)}` },
  'strangers in trial mode': { csv: `${head}\n${phone},A`, service: { restricted: true } },
  'more rows than the day has left': { csv: rowsOf(3).join('\n'), service: { sms_message_limit: 2 } },
  'more texts abroad than the day has left': {
    csv: `${head}\n+33 6 12 34 56 78,A\n+33 6 12 34 56 79,B`,
    service: { international_sms_message_limit: 1, permissions: ['sms', 'international_sms'] },
  },
}
for (const [what, { csv, service }] of Object.entries(cases)) {
  test(`${what}: the report has the errors that refuse the job`, async () => {
    const made = await maker(crier, service as never)
    const answer = await check(made, { csv })
    assert.equal(answer.status, 200, answer.text)
    const refused = await post(crier, made, { csv })
    assert.ok(refused.status === 400 || refused.status === 429, refused.text)
    assert.deepEqual(answer.body.errors, refused.body.errors)
    assert.equal(answer.body.can_be_sent, false)
  })
}

test('rows are counted by what is wrong with them, and listed up to a thousand', async () => {
  const made = await maker(crier, { restricted: true, sms_message_limit: 10_000 })
  await crier.sql`
    insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
    values (${made.service.id}, 'mobile', ${phone}, '447900900001')`
  const kinds = await check(made, { csv: `${cases['rows of every kind']!.csv}\n07900900002,B` })
  assert.deepEqual(
    [kinds.body.row_count, kinds.body.rows_with_errors, kinds.body.error_count, kinds.body.row_errors],
    [
      7,
      6,
      6,
      { bad_recipient: 1, missing_data: 2, message_too_long: 1, message_empty: 0, recipient_not_allowed: 1 },
    ],
  )
  assert.deepEqual(kinds.body.to_fix, [
    'fix 1 phone number',
    'enter missing data in 2 rows',
    'shorten the message in 1 row',
  ])
  const many = await check(made, { csv: cases['more errors than are shown']!.csv })
  assert.deepEqual([many.body.error_count, many.body.errors.length], [1500, 1001])
  const all = await check(made, { csv: `${head}\n${`${phone},A\n`.repeat(150)}` })
  assert.deepEqual([all.body.repeated_recipients.count, all.body.repeated_recipients.rows.length], [149, 100])
})

test('a job that waits for its time is not measured by today; a test key uses nothing up', async () => {
  const made = await maker(crier, { sms_message_limit: 2 })
  const rows = rowsOf(3)
  const scheduled = await check(made, { rows, scheduled_for: '2026-06-16T09:00:00Z' })
  assert.equal(scheduled.body.can_be_sent, true)
  await makeJob(crier, made, 2)
  const remaining = async (key: 'normal' | 'test') =>
    (await check(made, { rows }, key)).body.remaining_today.messages
  assert.deepEqual([await remaining('normal'), await remaining('test')], [0, 2])
})

test('what is wrong with the request is answered as ever', async () => {
  const made = await maker(crier)
  const unknown = await check(made, { rows: rowsOf(1), template_id: made.service.id })
  assert.deepEqual([unknown.status, unknown.body.errors[0].message], [400, 'Template not found'])
  const sender = await check(made, { rows: rowsOf(1), reply_to_id: made.template_id })
  assert.equal(sender.status, 400)
  const nobody = await crier.call('/v2/jobs/check', { body: {} })
  assert.equal(nobody.status, 401)
})

test('a text file is checked as it comes, of an email’s template too', async () => {
  const made = await maker(crier)
  const template_id = await crier.makeTemplate(made.service, { type: 'email' })
  const answer = await crier.call(`/v2/jobs/check?name=a&template_id=${template_id}`, {
    key: made.service.keys.normal,
    body: 'email address\tname\na@example.org\tA\nb@\tB',
    headers: { 'content-type': 'text/tab-separated-values' },
  })
  assert.deepEqual(
    [answer.body.can_be_sent, answer.body.row_errors.bad_recipient, Object.keys(answer.body.remaining_today)],
    [false, 1, ['messages']],
  )
})
