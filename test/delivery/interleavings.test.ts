/**
 * The record of a hand-over or of an attempt that is to be made again, a receipt and the time-out meet on one row from two connections, in every
 * order: the outcome is one of those of a single line.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { type Stored, store, storing } from './messages.ts'

let crier: TestCrier
let sms: Stored
let other: postgres.Sql
before(async () => {
  crier = await sharedCrier()
  sms = await storing(crier)
  other = postgres(crier.url, { max: 1, onnotice: () => {} })
})
after(async () => {
  await other.end()
  await crier.close()
})

type Sql = postgres.Sql | postgres.TransactionSql
const old = new Date(Date.now() - 73 * 3_600_000).toISOString()
const steps = {
  async handover(sql: Sql, id: string) {
    const delivery = { id, outcome: 'sent', provider: 'mmg', sent_at: new Date().toISOString() }
    await sql`select from record_deliveries(${sql.json([delivery])})`
  },
  async receipt(sql: Sql, id: string) {
    const receipt = {
      ord: 0,
      provider: 'mmg',
      reference: id,
      status: '3',
      code: null,
      received_at: new Date(),
    }
    await sql`select from apply_receipts(${sql.json([receipt as never])})`
  },
  async timeout(sql: Sql) {
    await sql`select from timeout_sending_notifications(${new Date().toISOString()}::timestamptz)`
  },
  /** The call failed, or its answer was lost: the message is tried again, unless a receipt has proven that it was taken. */
  async retry(sql: Sql, id: string) {
    const delivery = { id, outcome: 'provider-fault', characters: 5, extended: 0, ucs2: false }
    await sql`select from record_deliveries(${sql.json([delivery])})`
  },
  async giveUp(sql: Sql, id: string) {
    await sql`select from record_deliveries(${sql.json([{ id, outcome: 'message-fault' }])})`
  },
}
type Step = keyof typeof steps

/** first holds the row while second comes; the status that must be left, whatever waited. */
const cases: [from: string, first: Step, second: Step, left: string][] = [
  ['created', 'handover', 'receipt', 'delivered'],
  ['created', 'receipt', 'handover', 'delivered'],
  ['created', 'receipt', 'receipt', 'delivered'],
  ['created', 'handover', 'handover', 'sending'],
  ['created', 'giveUp', 'handover', 'technical-failure'],
  ['created', 'handover', 'giveUp', 'sending'],
  ['created', 'giveUp', 'receipt', 'technical-failure'],
  ['created', 'receipt', 'giveUp', 'delivered'],
  ['created', 'retry', 'receipt', 'delivered'],
  ['created', 'receipt', 'retry', 'delivered'],
  // Another worker may have it by now.
  ['created', 'retry', 'handover', 'sending'],
  ['created', 'handover', 'retry', 'sending'],
  ['created', 'retry', 'retry', 'created'],
  // The time-out skips a row that somebody holds: it comes again.
  ['sending', 'receipt', 'timeout', 'delivered'],
  // A late word that it arrived corrects the time-out.
  ['sending', 'timeout', 'receipt', 'delivered'],
  ['sending', 'timeout', 'timeout', 'temporary-failure'],
  ['sending', 'timeout', 'handover', 'temporary-failure'],
  ['created', 'handover', 'timeout', 'sending'],
]
for (const [from, first, second, left] of cases) {
  test(`${from}: ${first} holds the row while ${second} comes: ${left}`, async () => {
    const id = await store(crier, sms, { notification_status: from, created_at: old })
    const [{ pid } = { pid: 0 }] = await other<{ pid: number }[]>`select pg_backend_pid() as pid`
    let later: Promise<void> | undefined
    await crier.sql.begin(async (sql) => {
      await steps[first](sql, id)
      let isOver = false
      later = steps[second](other, id).finally(() => {
        isOver = true
      })
      await crier.until('the second waits for the first, or has passed it by', async () => {
        const waiting = await crier.sql`
          select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`
        return isOver || waiting.length > 0
      })
    })
    await later
    const [row] = await crier.sql`
      select notification_status as status, sent_by from notifications where id = ${id}`
    assert.equal(row!.status, left)
    const knowsProvider = [first, second].some((step) => step === 'handover' || step === 'receipt')
    if (left === 'delivered' || left === 'sending') assert.equal(row!.sent_by, knowsProvider ? 'mmg' : null)
  })
}
