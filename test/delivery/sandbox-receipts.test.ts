/** What the sandbox tells of messages that it took reaches them, though the database is away for a moment. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { JobWithMetadata } from 'pg-boss'
import { deliveryWorkers } from '../../src/delivery/worker.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { statusOf, store, storing } from './messages.ts'

let crier: TestCrier
let id: string
before(async () => {
  crier = await sharedCrier()
  id = await store(crier, await storing(crier), { notification_status: 'sending', sent_by: 'sandbox-sms' })
})
after(() => crier.close())

const lease = (ms: number) => ({ signal: new AbortController().signal, endsAt: performance.now() + ms })
const receipt = () => ({ provider: 'sandbox-sms', channel: 'sms', reference: id, statuses: ['delivered'] })

/** A worker whose first statements fail so, and what it has logged. */
function worker(failures: number, code: string) {
  const logged: string[] = []
  const query: typeof crier.crier.db.query = (text, bindings) =>
    failures-- > 0
      ? Promise.reject(Object.assign(new Error('the statement failed'), { code }))
      : crier.crier.db.query(text, bindings)
  const log = { ...crier.crier.log, error: (_: unknown, message: string) => logged.push(message) } as never
  const workers = deliveryWorkers({ ...crier.crier, log, db: { query } })
  const post = async (ms: number) => {
    const job = { id, data: { receipts: [receipt()] } } as JobWithMetadata<unknown>
    const [result] = await workers['sandbox-receipts']([job], lease(ms))
    return result!.status
  }
  return { post, logged }
}

test('what fails lastingly is left for the queue to try again, and is in the log', async (t) => {
  const printed = t.mock.method(console, 'error', () => {})
  const { post, logged } = worker(Number.POSITIVE_INFINITY, '42P01')
  assert.equal(await post(60_000), 'failed')
  assert.deepEqual(logged, ['receipts of the sandbox are not taken'])
  assert.equal(printed.mock.callCount(), 0)
})

test('what may pass is posted again, until the lease is over', async (t) => {
  const printed = t.mock.method(console, 'error', () => {})
  const away = worker(Number.POSITIVE_INFINITY, 'CONNECTION_CLOSED')
  assert.equal(await away.post(100), 'failed')
  assert.equal(await statusOf(crier, id), 'sending')
  const { post, logged } = worker(3, 'CONNECTION_CLOSED')
  assert.equal(await post(60_000), 'completed')
  assert.equal(await statusOf(crier, id), 'delivered')
  assert.deepEqual([logged, printed.mock.callCount()], [[], 0])
})
