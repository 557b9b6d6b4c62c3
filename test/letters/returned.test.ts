/** Letters that came back. Source: specification, letters, returned letters. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { storeNotification } from '../notifications/stored.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

const file = `${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/letters/returned-letters.json`
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  cases: { status: number; references: string[] }[]
}

let crier: TestCrier
let service: TestService
let template: string
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService()
  template = await crier.makeTemplate(service, { type: 'letter' })
})
after(() => crier.close())

const report = (references: unknown) => adminCall(crier, '/letters/returned', { body: { references } })
const get = (path: string) => adminCall(crier, `/service/${service.id}/${path}`)
const letter = (reference: string, columns = {}) =>
  storeNotification(crier, { service, template, type: 'letter', reference, ...columns })
const statusOf = async (id: string) =>
  (await crier.sql`select notification_status as status from notifications_all_time where id = ${id}`)[0]!
    .status

test('references are 16 digits and capital letters, one at least', async () => {
  for (const { status, references } of cases) {
    const answer = await report(references)
    assert.equal(answer.status, status)
    if (status === 200) assert.deepEqual(answer.body, { references })
    else assert.match(answer.body.errors[0].message, new RegExp(`${references[0]} does not match`))
  }
  assert.equal((await report([])).status, 400)
})

test('a letter that came back is so once, live or archived, and its service is told once (must hold, 20)', async () => {
  crier.setNow('2026-06-15T12:00:00Z')
  await crier.sql`
    insert into service_callback_api (service_id, callback_type, url, bearer_token_encrypted)
    values (${service.id}, 'returned_letter', 'https://example.org/', 'sealed')`
  const created_at = '2026-06-01T12:00:00Z'
  const live = await letter('AAAAAAAAAAAAAAA1', { created_at, client_reference: 'hidden' })
  const archived = await letter('AAAAAAAAAAAAAAA2', { created_at })
  await crier.sql`
    with gone as (delete from notifications where id = ${archived} returning *)
    insert into notification_history (id, service_id, template_id, template_version, notification_type, key_type,
      notification_status, created_at, reference, billable_units, international, postage)
    select id, service_id, template_id, template_version, notification_type, key_type, notification_status, created_at,
      reference, billable_units, international, postage from gone`
  const cancelled = await letter('AAAAAAAAAAAAAAA3', { created_at, status: 'cancelled' })
  const all = [
    'AAAAAAAAAAAAAAA2',
    'AAAAAAAAAAAAAAA1',
    'AAAAAAAAAAAAAAA3',
    'ZZZZZZZZZZZZZZZZ',
    'AAAAAAAAAAAAAAA1',
  ]
  assert.equal((await report(all)).status, 200)
  crier.setNow('2026-06-17T12:00:00Z')
  assert.equal((await report(all)).status, 200)
  assert.deepEqual(
    [await statusOf(live), await statusOf(archived), await statusOf(cancelled)],
    ['returned-letter', 'returned-letter', 'cancelled'],
  )
  const told = await crier.sql`
    select payload from service_callbacks where service_id = ${service.id} and about_id = ${live}`
  assert.deepEqual(
    told.map(({ payload }) => payload),
    [
      {
        notification_id: live,
        reference: null,
        date_sent: '2026-06-01T12:00:00.000000Z',
        sent_by: 'API',
        template_name: told[0]!.payload.template_name,
        template_id: template,
        template_version: 1,
        spreadsheet_file_name: null,
        spreadsheet_row_number: null,
        upload_letter_file_name: null,
      },
    ],
  )
  const most_recent_report = '2026-06-15 00:00:00.000000'
  assert.deepEqual((await get('returned-letter-statistics')).body, {
    returned_letter_count: 3,
    most_recent_report,
  })
  assert.deepEqual((await get('returned-letter-summary')).body, [
    { returned_letter_count: 3, reported_at: most_recent_report },
  ])
  await crier.sql`delete from notifications where id = ${cancelled}`
  const { body } = await get('returned-letters?reported_at=2026-06-15')
  assert.equal(body.orphaned_count, 1)
  assert.deepEqual(
    body.returned_letters.map((one: { notification_id: string }) => one.notification_id).sort(),
    [live, archived].sort(),
  )
  assert.equal((await get('returned-letters?reported_at=today')).status, 400)
  crier.setNow('2026-07-17T12:00:00Z')
  assert.deepEqual((await get('returned-letter-statistics')).body, {
    returned_letter_count: 0,
    most_recent_report,
  })
  crier.setNow(null)
})
