/** What a DBA asks of providers: shares, speeds, and why messages failed, of any hour. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { runTask } from '../../src/schedule.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { applyReceipts, type Stored, store, storing } from './messages.ts'

let crier: TestCrier
let stored: Stored
before(async () => {
  crier = await sharedCrier()
  stored = await storing(crier)
})
after(() => crier.close())

/** An hour of its own for each test, in a year that no other file has. */
const hour = (of: number) => [`2011-03-02T${of}:00:00Z`, `2011-03-02T${of + 1}:00:00Z`] as const
/** @param seconds from hand-over to delivery; null: not delivered */
const sent = (sent_by: string, at: string, seconds: number | null, columns: Record<string, unknown> = {}) =>
  store(crier, stored, {
    sent_by,
    created_at: at,
    sent_at: at,
    ...(seconds === null
      ? {}
      : {
          notification_status: 'delivered',
          updated_at: new Date(Date.parse(at) + seconds * 1000).toISOString(),
        }),
    ...columns,
  })
const rowsOf = (rows: Iterable<Record<string, unknown>>) =>
  Array.from(rows, (row) => Object.values(row).map(String))

test('the shares of an hour’s messages, archived ones too, without those of test keys', async () => {
  const [from, to] = hour(12)
  for (const provider of ['mmg', 'mmg', 'firetext']) await sent(provider, from, 1)
  await sent('mmg', '2011-03-02T12:59:59.999Z', null)
  for (const at of ['2011-03-02T11:59:59.999Z', to]) await sent('mmg', at, 1)
  await sent('mmg', from, 1, { key_type: 'test' })
  await sent('mmg', from, null, { sent_by: null })
  await sent('ses', from, 1, { notification_type: 'email' })
  await crier.sql`
    insert into notification_history (id, service_id, template_id, template_version, notification_type, key_type,
      notification_status, created_at, sent_by, billable_units, international)
    values (uuidv7(), ${stored.service.id}, ${stored.template}, 1, 'sms', 'normal', 'delivered', ${from}, 'firetext', 1, false)`
  const rows = await crier.sql`select * from provider_shares(${from}, ${to})`
  assert.deepEqual(rowsOf(rows), [
    ['email', 'ses', '1', '1.000'],
    ['sms', 'mmg', '3', '0.600'],
    ['sms', 'firetext', '2', '0.400'],
  ])
})

test('how fast providers deliver', async () => {
  const [from, to] = hour(14)
  for (const seconds of [10, 59.9, 60, 299, 300, 600, null, null]) await sent('mmg', from, seconds)
  await sent('firetext', from, null)
  const rows = await crier.sql`select * from provider_speeds(${from}, ${to})`
  assert.deepEqual(rowsOf(rows), [
    ['sms', 'firetext', '1', '0', '0.000', '0.000', '0.000', 'null', 'null'],
    ['sms', 'mmg', '8', '6', '0.250', '0.500', '0.625', '179.5', '525.0'],
  ])
})

test('why messages failed, in their providers’ words, as long as anybody asks', async () => {
  // Whose clock stood ahead may have some of this hour.
  await crier.sql`delete from delivery_failures`
  const began = new Date().toISOString()
  const failing = async (status: string, code: string | null, provider = 'mmg') => {
    const reference = await sent(provider, began, null)
    const receipt = { provider, reference, status, code }
    // What comes twice is one failure.
    await applyReceipts(crier, [receipt, receipt])
    await applyReceipts(crier, [receipt])
  }
  await failing('2', '1')
  await failing('2', '1')
  await failing('4', '6')
  await failing('2', '9999')
  await failing('3', '5')
  await failing('1', null, 'firetext')
  await failing('never heard', '1')
  const codes = () =>
    crier.sql`select * from failure_codes(${began}, ${began}::timestamptz + interval '1 hour')`
  assert.deepEqual(rowsOf(await codes()), [
    ['sms', 'firetext', 'permanent-failure', '1', 'null', 'null', '1'],
    ['sms', 'mmg', 'permanent-failure', '2', '1', 'Number does not exist', '2'],
    ['sms', 'mmg', 'permanent-failure', '2', '9999', 'null', '1'],
    ['sms', 'mmg', 'temporary-failure', '4', '6', 'Absent Subscriber', '1'],
  ])
  const days = (count: number) => new Date(Date.parse(began) + count * 86_400_000).toISOString()
  for (const [now, left] of [
    [days(90), 4],
    [days(91), 0],
  ] as const) {
    crier.setNow(now)
    await runTask(crier.crier, 'forget-delivery-failures')
    assert.equal((await codes()).length, left)
  }
  crier.setNow(null)
})
