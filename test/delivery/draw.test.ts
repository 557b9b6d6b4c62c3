/** Who is given a message: a sandbox never takes a real one beside a real provider, and nobody is drawn whose protocol is not spoken. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Job } from 'pg-boss'
import { protocols } from '../../src/delivery/providers/protocols.ts'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { draw, type Stored, store, storing } from './messages.ts'
import { type HttpPeer, httpPeer, type Reply } from './peers.ts'

let crier: TestCrier
let mmg: HttpPeer
let sms: Stored
let reply: Reply
before(async () => {
  mmg = await httpPeer(() => reply)
  crier = await testCrier({ providers: { mmg: { url: mmg.url, api_key: 'key' } } })
  sms = await storing(crier)
  await crier.sql`
    insert into provider_details (display_name, identifier, adapter, notification_type, priority, active)
    values ('Pigeons', 'pigeons', 'pigeon', 'sms', 100, false), ('Pigeons', 'pigeon-mail', 'pigeon', 'email', 100, false)`
})
beforeEach(() => {
  reply = {}
})
after(async () => {
  await crier.close()
  await mmg.close()
})

const activate = (...identifiers: string[]) =>
  crier.sql`update provider_details set active = (identifier = any (${identifiers})), priority = resting_priority`
/** @param excluded the one that has just failed: of those it was drawn for, who comes next */
async function drawn(channel: string, international = false, excluded: string | null = null) {
  const draws = await draw(crier, sms, 40, { notification_type: channel, international })
  const found = draws.flatMap(([first, second]) =>
    excluded === null ? [first ?? null] : first === excluded ? [second ?? null] : [],
  )
  return [...new Set(found)].sort()
}
const deliver = (...ids: string[]) =>
  makeDelivery(crier.crier).deliver(
    'send-sms',
    ids.map((id) => ({ id, name: 'send-sms', data: null })) as Job<unknown>[],
    unhurried(),
  )
const sentBy = async (id: string) => {
  const [row] =
    await crier.sql`select sent_by, notification_status as status from notifications where id = ${id}`
  return { ...row }
}

const draws: [
  active: string[],
  channel: string,
  international: boolean,
  excluded: string | null,
  drawn: unknown[],
][] = [
  [['sandbox-sms'], 'sms', false, null, ['sandbox-sms']],
  [['sandbox-sms', 'mmg'], 'sms', false, null, ['mmg']],
  [['sandbox-sms', 'mmg', 'firetext'], 'sms', false, null, ['firetext', 'mmg']],
  // Nothing real is left for this attempt: the sandbox is still no substitute.
  [['sandbox-sms', 'mmg'], 'sms', false, 'mmg', [null]],
  [['sandbox-sms', 'firetext'], 'sms', true, null, [null]],
  [['sandbox-sms', 'firetext'], 'sms', false, null, ['firetext']],
  // Channels are apart.
  [['sandbox-sms', 'sandbox-email', 'mmg'], 'email', false, null, ['sandbox-email']],
  // A provider whose protocol is not spoken is never drawn, and is a real provider all the same.
  [['sandbox-email', 'pigeon-mail'], 'email', false, null, [null]],
  [['sandbox-email', 'pigeon-mail', 'smtp'], 'email', false, null, ['smtp']],
  [['ses', 'pigeon-mail', 'smtp'], 'email', false, null, ['ses', 'smtp']],
  [['sandbox-sms', 'pigeons', 'mmg'], 'sms', false, null, ['mmg']],
  [['sandbox-sms', 'pigeons'], 'sms', false, null, [null]],
  [[], 'sms', false, null, [null]],
]
for (const [active, channel, international, excluded, expected] of draws) {
  const what = `${international ? 'international ' : ''}${channel}${excluded ? ` without ${excluded}` : ''}`
  test(`${what} with ${active.join(', ') || 'nobody'} active: ${expected.join(', ') || 'nobody'}`, async () => {
    await activate(...active)
    assert.deepEqual(await drawn(channel, international, excluded), expected)
  })
}

test('a sandbox of weight 0 and a provider of weight 0 are told apart all the same', async () => {
  await activate('sandbox-sms', 'mmg')
  await crier.sql`update provider_details set priority = 0 where identifier = 'mmg'`
  assert.deepEqual(await drawn('sms'), ['mmg'])
})

test('the database knows the protocols that the program speaks', async () => {
  const rows = await crier.sql`select adapter from provider_adapters order by adapter`
  assert.deepEqual(
    rows.map(({ adapter }) => adapter),
    Object.keys(protocols).sort(),
  )
})

test('live and team messages go to the provider beside an active sandbox, test messages to the sandbox, active or not', async () => {
  for (const active of [['sandbox-sms', 'mmg'], ['mmg']]) {
    await activate(...active)
    const keys = ['normal', 'team', 'test', 'normal', 'team', 'test']
    const ids = await Promise.all(
      keys.map((key_type) => store(crier, sms, { notification_status: 'created', key_type })),
    )
    await deliver(...ids)
    assert.deepEqual(
      await Promise.all(ids.map(sentBy)),
      keys.map((key) => ({ sent_by: key === 'test' ? 'sandbox-sms' : 'mmg', status: 'sending' })),
    )
    const given = mmg.seen.map(({ body }) => JSON.parse(body).cid)
    for (const [index, key] of keys.entries()) assert.equal(given.includes(ids[index]), key !== 'test')
  }
})

test('when the one provider fails, the message waits for it and is not given to the sandbox', async () => {
  await activate('sandbox-sms', 'mmg')
  reply = { status: 500 }
  const id = await store(crier, sms, { notification_status: 'created' })
  const [result] = await deliver(id)
  assert.equal(result!.status, 'failed')
  assert.deepEqual(await sentBy(id), { sent_by: null, status: 'created' })
})

test('without a provider that takes it, a message waits', async () => {
  await activate('sandbox-sms', 'firetext')
  const id = await store(crier, sms, {
    notification_status: 'created',
    international: true,
    phone_prefix: '33',
  })
  const [result] = await deliver(id)
  assert.equal(result!.status, 'failed')
  assert.deepEqual(await sentBy(id), { sent_by: null, status: 'created' })
})

test('a provider is used from the moment when it is added and made active', async () => {
  await activate('mmg')
  await deliver(await store(crier, sms, { notification_status: 'created' }))
  await crier.sql`
    insert into provider_details (display_name, identifier, adapter, notification_type, priority, active)
    values ('MMG, second account', 'mmg-2', 'mmg', 'sms', 50, true)`
  await activate('mmg-2')
  const id = await store(crier, sms, { notification_status: 'created' })
  await deliver(id)
  assert.deepEqual(await sentBy(id), { sent_by: 'mmg-2', status: 'sending' })
})

test('test messages get their receipts while no sandbox is active', async () => {
  await activate('mmg')
  await crier.work()
  const { service, template: template_id } = sms
  const body = { phone_number: '07700900300', template_id }
  const { body: sent } = await crier.call('/v2/notifications/sms', { key: service.keys.test, body })
  await crier.until('its receipt has come', async () => (await sentBy(sent.id)).status === 'delivered')
  assert.deepEqual(await sentBy(sent.id), { sent_by: 'sandbox-sms', status: 'delivered' })
})

test('weights do not move to a sandbox that is not drawn', async () => {
  await activate('sandbox-sms', 'mmg')
  const later = new Date(Date.now() + 600_000).toISOString()
  const reduced = await crier.sql`select from reduce_providers(array['mmg'], 60, ${later})`
  assert.equal(reduced.length, 0)
  const rows = await crier.sql`select identifier from slow_providers(${later})`
  assert.deepEqual(
    rows.map(({ identifier }) => identifier),
    ['mmg'],
  )
})
