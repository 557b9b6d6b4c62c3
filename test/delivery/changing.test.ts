/** The internal client changes a provider's weight, or takes it out of the draw: each change is a version with its author. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
let id: string
let person: string
const email_address = `ada-${randomUUID()}@example.gov.uk`
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-03-02T09:00:00Z')
  const [provider] = await crier.sql`
    insert into provider_details (display_name, identifier, adapter, notification_type, priority)
    values ('One that is changed', 'changed', 'firetext', 'sms', 20) returning id`
  id = provider!.id
  const [user] = await crier.sql`
    insert into users (name, email_address, mobile_number, state)
    values ('Ada', ${email_address}, '07700900100', 'active') returning id`
  person = user!.id
})
after(async () => {
  await crier.sql`delete from provider_details where id = ${id}`
  await crier.close()
})

const change = (body: unknown, of = id) => adminCall(crier, `/provider-details/${of}`, { body })
const present = async () => {
  const [row] = await crier.sql`
    select priority, active, reason, version from provider_details where id = ${id}`
  return { ...row }
}

test('a weight is changed, with its author and its reason', async () => {
  const { version, ...before } = await present()
  const changed = await change({ priority: 70, active: true, created_by: person, reason: 'cheaper contract' })
  assert.equal(changed.status, 200)
  const { provider_details: shown } = changed.body
  assert.deepEqual(
    [shown.priority, shown.active, shown.reason, shown.version, shown.created_by, shown.updated_at],
    [
      70,
      true,
      'cheaper contract',
      version + 1,
      { id: person, name: 'Ada', email_address },
      'Mon, 02 Mar 2026 09:00:00 GMT',
    ],
  )
  // What is not named stays, and a change that changes nothing is a version too.
  assert.equal((await change({ created_by: person })).status, 200)
  assert.deepEqual(await present(), { priority: 70, active: true, reason: null, version: version + 2 })
  const versions = await adminCall(crier, `/provider-details/${id}/versions`)
  assert.deepEqual(
    versions.body.data.map((row: { version: number; priority: number }) => [row.version, row.priority]),
    [
      [version + 2, 70],
      [version + 1, 70],
      [version, before.priority],
    ],
  )
  const events = await crier.sql`
    select actor_id, data from events where event_type = 'change_provider' and data ->> 'provider_id' = ${id} order by id`
  assert.deepEqual(
    events.map(({ actor_id, data }) => [actor_id, data]),
    [
      [person, { provider_id: id, priority: 70, active: true }],
      [person, { provider_id: id }],
    ],
  )
})

const refusals: [what: string, body: unknown, message: unknown][] = [
  [
    'what may not be changed',
    { identifier: 'x', version: 7, priority: 'y' },
    { identifier: ['Not permitted to be updated'], version: ['Not permitted to be updated'] },
  ],
  ['more than all', { priority: 101 }, { priority: ['Must be between 0 and 100.'] }],
  ['less than nothing', { priority: -1 }, { priority: ['Must be between 0 and 100.'] }],
  [
    'values of other types',
    { priority: '7', active: 'yes', created_by: 'me' },
    {
      priority: ['Not a valid integer.'],
      created_by: ['Not a valid UUID.'],
      active: ['Not a valid boolean.'],
    },
  ],
  [
    'an author whom nobody knows',
    { priority: 7, created_by: '6ce466d0-fd6a-11e5-82f5-e0accb9d11a6' },
    { created_by: ['No result found'] },
  ],
  ['a list', [1], { _schema: ['Invalid input type.'] }],
]
for (const [what, body, message] of refusals)
  test(`${what}: refused, and nothing changes`, async () => {
    const known = await present()
    const refused = await change(body)
    assert.deepEqual([refused.status, refused.body], [400, { result: 'error', message }])
    assert.deepEqual(await present(), known)
  })

test('of a provider that is not there nothing is found', async () => {
  const { status, body } = await change({ priority: 7 }, randomUUID())
  assert.deepEqual([status, body], [404, { result: 'error', message: 'No result found' }])
})
