/** A worker whose lease is over begins nothing: its work is another's by then. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { JobWithMetadata } from 'pg-boss'
import { leaseOf, queues } from '../../src/queues.ts'
import { allWorkers } from '../../src/work.ts'
import { statusOf, store, storing } from '../delivery/messages.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
let id: string
before(async () => {
  crier = await sharedCrier()
  id = await store(crier, await storing(crier), { notification_status: 'created' })
})
after(() => crier.close())

const jobs = (data: unknown) => [{ id, name: '', data, createdOn: new Date() } as JobWithMetadata<unknown>]
const over = () => ({ signal: new AbortController().signal, endsAt: performance.now() - 1 })
const taken = () => ({ signal: AbortSignal.abort(), endsAt: performance.now() + 60_000 })

const receipt = { provider: 'sandbox-sms', channel: 'sms', reference: '', statuses: ['delivered'] }
const work: Record<string, unknown> = {
  'broadcast-tasks': { link_test: 'ee' },
  'govuk-alerts': { notice: 'publish' },
  'reporting-tasks': { task: 'create-nightly-billing-for-day', day: '2026-01-01', channel: 'sms' },
  ticks: { task: 'tend-providers-back-to-middle' },
  nights: { task: 'forget-waiting-receipts' },
  'letter-responses': { provider: 'dvla', file: 'NOTIFY-20300101000000-RSP.TXT' },
  'printer-secrets': { provider: 'dvla-api', secret: 'api_key' },
  'sandbox-receipts': { receipts: [receipt] },
}

test('no queue’s worker begins anything after its lease, by time or by the loss of its jobs', async () => {
  const runs = () => crier.sql`select * from task_runs order by task`
  const before = await runs()
  const all = allWorkers(crier.crier)
  for (const { name } of queues) {
    // Giving up is a record, which is tried once whatever the lease.
    if (name.startsWith('undeliverable')) continue
    for (const lease of [over, taken]) {
      const [result] = await all[name](jobs(work[name] ?? null), lease())
      assert.equal(result!.status, 'failed', name)
    }
  }
  assert.equal(await statusOf(crier, id), 'created')
  assert.deepEqual(await runs(), before)
})

test('a lease is as long as its queue lets a batch take, less what the last record needs', () => {
  for (const { name, options } of queues) {
    const seconds = (leaseOf(name, []).endsAt - performance.now()) / 1000
    assert.equal(Math.round(seconds), options.expireInSeconds - 10, name)
  }
})
