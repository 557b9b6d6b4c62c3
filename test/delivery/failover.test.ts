/** A provider that fails: the next one of the draw at once, for emails as for texts, and its weight moves when there is too much of it. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Job } from 'pg-boss'
import type { Crier } from '../../src/context.ts'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { type Stored, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer, type SmtpPeer, smtpPeer } from './peers.ts'

let crier: TestCrier
/** Another process on the same database. */
let other: { crier: Crier; close: () => Promise<void> }
let mmg: HttpPeer
let firetext: HttpPeer
let relay: SmtpPeer
let sms: Stored
let email: Stored
/** How many recipients the relay refuses for now, from the next one on. */
let refusals = 0
before(async () => {
  mmg = await httpPeer(() => ({ status: 500 }))
  firetext = await httpPeer()
  const refuse = () => (refusals-- > 0 ? '451 4.3.0 not now' : undefined)
  relay = await smtpPeer(
    Object.defineProperty({}, 'a@example.com', { get: refuse, enumerable: false }) as Record<string, string>,
  )
  const providers = {
    mmg: { url: mmg.url, api_key: 'key' },
    firetext: { url: firetext.url, api_key: 'key' },
    smtp: { url: relay.url },
  }
  crier = await testCrier({ providers })
  other = await open({ ...testConfig, providers }, crier.url, { log: makeLog('silent') })
  sms = await storing(crier)
  email = await storing(crier, 'email')
  await crier.sql`
    insert into provider_details (display_name, identifier, adapter, notification_type, priority, active)
    values ('Another relay', 'smtp-2', 'smtp', 'email', 0, true)`
})
beforeEach(async () => {
  await crier.sql`
    update provider_details set active = identifier in ('mmg', 'firetext', 'smtp', 'smtp-2'),
      priority = case when identifier in ('mmg', 'smtp') then 100 else 0 end`
  await crier.sql`
    update provider_thresholds set most_failures = 50, failure_hold_seconds = 0`
  await crier.sql`delete from provider_failures`
})
after(async () => {
  await other.close()
  await crier.close()
  await mmg.close()
  await firetext.close()
  await relay.close()
})

const texts = (count: number) =>
  Promise.all(Array.from({ length: count }, () => store(crier, sms, { notification_status: 'created' })))
const mail = () =>
  store(crier, email, {
    notification_type: 'email',
    notification_status: 'created',
    reference: null,
  })
async function deliver(ids: string[], queue: string, by: Crier = crier.crier): Promise<string[]> {
  const jobs = ids.map((id) => ({ id, name: queue, data: null })) as Job<unknown>[]
  const results = await makeDelivery(by).deliver(queue, jobs, unhurried())
  return results.map(({ status }) => status)
}
const outcome = async (id: string) => {
  const [row] =
    await crier.sql`select notification_status as status, sent_by from notifications where id = ${id}`
  return { ...row }
}
const failures = async () =>
  (await crier.sql`select provider, failures from provider_failures order by provider`).map((row) => ({
    ...row,
  }))
const weights = async (channel: string) => {
  const rows = await crier.sql`
    select identifier, priority from provider_details where active and notification_type = ${channel}`
  return Object.fromEntries(rows.map(({ identifier, priority }) => [identifier, priority]))
}

test('a relay that is down: the email goes at once by the next email provider', async () => {
  const id = await mail()
  refusals = 1
  assert.deepEqual(await deliver([id], 'send-email'), ['completed'])
  assert.deepEqual(await outcome(id), { status: 'sending', sent_by: 'smtp-2' })
  assert.deepEqual(await failures(), [{ provider: 'smtp', failures: 1 }])
})

test('an email’s only provider is not asked again at once, a text’s is', async () => {
  await crier.sql`update provider_details set active = false where identifier in ('smtp-2', 'firetext')`
  const id = await mail()
  refusals = 1
  assert.deepEqual(await deliver([id], 'send-email'), ['failed'])
  refusals = 0
  assert.deepEqual(await outcome(id), { status: 'created', sent_by: null })
  const [text] = await texts(1)
  const before = mmg.seen.length
  assert.deepEqual(await deliver([text!], 'send-sms'), ['failed'])
  assert.equal(mmg.seen.length - before, 2)
  assert.deepEqual(await failures(), [
    { provider: 'mmg', failures: 2 },
    { provider: 'smtp', failures: 1 },
  ])
})

test('a relay that fails too often loses weight to the other email providers by the same rule', async () => {
  await crier.sql`update provider_thresholds set most_failures = 2 where notification_type = 'email'`
  const ids = await Promise.all([mail(), mail(), mail()])
  refusals = 3
  await deliver(ids, 'send-email')
  refusals = 0
  // Some of the refusals may have met the second provider.
  const noted = (await failures()).reduce((sum, one) => sum + one.failures, 0)
  assert.equal(noted, 3)
  await crier.sql`select note_provider_failures(gen_random_uuid(), '{"smtp": 3}')`
  assert.deepEqual(await weights('email'), { smtp: 90, 'smtp-2': 10 })
})

test('failures are noted once per batch, and those of two processes count together', async () => {
  const [mine, theirs] = [await texts(30), await texts(30)]
  await deliver(mine, 'send-sms')
  assert.deepEqual(await failures(), [{ provider: 'mmg', failures: 30 }])
  assert.deepEqual(await weights('sms'), { mmg: 100, firetext: 0 })
  await deliver(theirs, 'send-sms', other.crier)
  assert.equal((await failures()).length, 2)
  assert.deepEqual(await weights('sms'), { mmg: 90, firetext: 10 })
  for (const id of [...mine, ...theirs])
    assert.deepEqual(await outcome(id), { status: 'sending', sent_by: 'firetext' })
})
