/** Cancelling one letter. Source: specification, letters, cancelling; internal API. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { adminCall } from '../admin/support.ts'
import { storeNotification } from '../notifications/stored.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { type Connection, interleaveOn } from '../support/interleave.ts'

const folder = `${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/letters`
const table = (name: string): Record<string, string>[] =>
  parse(readFileSync(`${folder}/${name}`), { columns: true, relax_quotes: true })

let crier: TestCrier
let service: TestService
let template: string
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService()
  template = await crier.makeTemplate(service, { type: 'letter' })
})
after(() => crier.close())

const letter = (columns: Record<string, unknown>) =>
  storeNotification(crier, { service, template, type: 'letter', ...columns })
const cancel = (id: string, of = service) =>
  adminCall(crier, `/service/${of.id}/notifications/${id}/cancel`, { method: 'POST' })
const statusOf = async (id: string) =>
  (await crier.sql`select notification_status as status from notifications where id = ${id}`)[0]!.status

for (const { now_utc, created_at_utc, status, can_cancel, why } of table('cancel-window.csv')) {
  test(`a letter ${can_cancel === 'true' ? 'can' : 'can not'} be cancelled: ${why} (${status}, now ${now_utc})`, async () => {
    const id = await letter({ status, created_at: created_at_utc })
    crier.setNow(now_utc!)
    const answer = await cancel(id)
    assert.equal(answer.status, can_cancel === 'true' ? 200 : 400)
    assert.equal(await statusOf(id), can_cancel === 'true' ? 'cancelled' : status)
    if (can_cancel === 'true') assert.deepEqual([answer.body.id, answer.body.status], [id, 'cancelled'])
    crier.setNow(null)
  })
}

test('who is too late is told when printing started', async () => {
  for (const { now_utc, created_at_utc, words } of table('print-day-words.csv')) {
    const [said] = await crier.sql`
      select print_day_words(${created_at_utc!}::timestamptz, ${now_utc!}::timestamptz) as words`
    assert.equal(said!.words, words)
  }
  const id = await letter({ status: 'sending', created_at: '2017-07-05T16:30:00Z' })
  crier.setNow('2017-07-07T16:30:00Z')
  assert.deepEqual((await cancel(id)).body, {
    result: 'error',
    message: 'It’s too late to cancel this letter. Printing started on 6 July at 5.30pm',
  })
  crier.setNow(null)
})

test('refusals come in their order, and change nothing', async () => {
  crier.setNow('2018-07-07T10:00:00Z')
  const created_at = '2018-07-07T03:30:00.250Z'
  const other = await crier.makeService()
  const text = await storeNotification(crier, { service, template: await crier.makeTemplate(service) })
  const cases: [id: string, of: TestService, status: number, message: string][] = [
    [await letter({ created_at }), other, 404, 'Notification not found'],
    [text, service, 400, 'Notification cannot be cancelled - only letters can be cancelled'],
    [
      await letter({ created_at, status: 'cancelled' }),
      service,
      400,
      'This letter has already been cancelled.',
    ],
    [
      await letter({ created_at, status: 'delivered' }),
      service,
      400,
      'We could not cancel this letter. Letter status: delivered, created_at: 2018-07-07 03:30:00.250000',
    ],
  ]
  for (const [id, of, status, message] of cases) {
    const before = await statusOf(id)
    const answer = await cancel(id, of)
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }])
    assert.equal(await statusOf(id), before)
  }
  crier.setNow(null)
})

test('a cancelled letter costs nothing and gives its place in the day back, which is never below none', async () => {
  const created_at = '2018-07-07T03:30:00Z'
  crier.setNow('2018-07-07T10:00:00Z')
  const of = await crier.makeService()
  const own = await crier.makeTemplate(of, { type: 'letter' })
  await crier.sql`insert into service_daily_usage (service_id, day, letter) values (${of.id}, '2018-07-07', 1)`
  for (const key_type of ['test', 'normal', 'normal'] as const) {
    const id = await storeNotification(crier, {
      service: of,
      template: own,
      type: 'letter',
      created_at,
      key_type,
      status: 'created',
      billable_units: 2,
    })
    assert.equal((await cancel(id, of)).status, 200)
    const [row] = await crier.sql`select billable_units as sheets from notifications where id = ${id}`
    assert.equal(row!.sheets, 0)
  }
  const [used] = await crier.sql`select letter::int from service_daily_usage where service_id = ${of.id}`
  assert.equal(used!.letter, 0)
  const told = await crier.sql`
    select from events where service_id = ${of.id} and event_type = 'cancel_letter'`
  assert.equal(told.length, 3)
  crier.setNow(null)
})

test('cancelled while it is scanned, or scanned while it is cancelled: whoever comes first has it', async () => {
  const interleave = interleaveOn(crier)
  const now = '2018-07-07T10:00:00Z'
  const pending = () => letter({ status: 'pending-virus-check', created_at: '2018-07-07T03:30:00Z' })
  const cancels = (id: string) => async (sql: Connection) =>
    (await sql`select refusal from cancel_letter(${service.id}, ${id}, null, ${now})`)[0]!.refusal
  const scans = (id: string) => async (sql: Connection) =>
    (await sql`select fail_virus_scan(${id}, ${now}) as failed`)[0]!.failed
  const [one, two, three] = [await pending(), await pending(), await pending()]
  assert.deepEqual(await interleave(cancels(one), scans(one)), [null, false])
  assert.deepEqual(await interleave(scans(two), cancels(two)), [
    true,
    'We could not cancel this letter. Letter status: virus-scan-failed, created_at: 2018-07-07 03:30:00',
  ])
  assert.deepEqual(await interleave(scans(three), scans(three)), [true, false])
})
