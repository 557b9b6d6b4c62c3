/** A service that broadcasts: the seven effects. The numbers are those of the specification's list, broadcasts, must hold. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { person } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2021-06-15T12:00:00Z')
  await crier.sql`
    insert into organisation (id, name, organisation_type, crown)
    values ('38e4bf69-93b0-445d-acee-53ea53fe02df', 'Broadcasts', 'central', true)`
})
after(() => crier.close())

const set = (id: string, body: object = {}) =>
  adminCall(crier, `/service/${id}/set-as-broadcast-service`, {
    body: { broadcast_channel: 'severe', service_mode: 'live', provider_restriction: 'all', ...body },
  })
const serviceOf = async (id: string) =>
  (
    await crier.sql`
    select restricted, go_live_at, count_as_live, organisation_id, organisation_type, crown, version from services
    where id = ${id}`
  )[0]!

test('52: seven effects at once, at every change, and none on anybody else', async () => {
  const { sql } = crier
  const service = await crier.makeService({
    restricted: true,
    permissions: ['sms', 'email', 'letter', 'email_auth'],
  })
  const other = await crier.makeService()
  const member = await person(crier, service.id)
  await sql`insert into user_to_service (user_id, service_id) values (${member}, ${other.id})`
  for (const id of [service.id, other.id])
    await sql`
      insert into permissions (service_id, user_id, permission)
      select ${id}, ${member}, permission::permission_type
      from unnest(array['view_activity', 'manage_settings', 'create_broadcasts']) permission`
  const invite = (state: object) => sql`
    insert into invites ${sql({ email_address: 'a@example.gov.uk', service_id: service.id, invited_by_id: member, permissions: '{manage_settings,view_activity}', ...state } as never)}`
  await invite({})
  await invite({ accepted_at: '2021-06-01T00:00:00Z' })
  const [old] = await sql`
    update api_keys set expiry_date = '2020-01-01' where service_id = ${service.id} and key_type = 'test' returning id`
  const { version } = await serviceOf(service.id)

  const answer = await set(service.id)
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(
    [answer.body.data.id, answer.body.data.broadcast_channel, answer.body.data.allowed_broadcast_provider],
    [service.id, 'severe', 'all'],
  )
  const now = '2021-06-15 12:00:00+00'
  assert.deepEqual(await serviceOf(service.id), {
    restricted: false,
    go_live_at: now,
    count_as_live: false,
    organisation_id: '38e4bf69-93b0-445d-acee-53ea53fe02df',
    organisation_type: 'central',
    crown: true,
    version: version + 1,
  })
  const permissions = await sql`
    select permission from service_permissions where service_id = ${service.id} order by permission::text`
  assert.deepEqual(
    permissions.map(({ permission }) => permission),
    ['broadcast', 'email_auth'],
  )
  const rights = await sql`
    select service_id, array_agg(permission::text order by permission::text) as permissions from permissions
    where user_id = ${member} group by 1`
  assert.deepEqual(
    new Map(rights.map(({ service_id, permissions }) => [service_id, permissions])),
    new Map([
      [service.id, ['view_activity']],
      [other.id, ['create_broadcasts', 'manage_settings', 'view_activity']],
    ]),
  )
  const invites = await sql`
    select permissions::text from invites where service_id = ${service.id} order by accepted_at nulls first`
  assert.deepEqual(
    invites.map(({ permissions }) => permissions),
    ['{view_activity}', '{manage_settings,view_activity}'],
  )
  const keys = await sql`select id, expiry_date from api_keys where service_id = ${service.id}`
  for (const { id, expiry_date } of keys)
    assert.equal(expiry_date, id === old!.id ? '2020-01-01 00:00:00+00' : now)
  assert.equal(
    (await sql`select from api_keys where service_id = ${other.id} and expiry_date is null`).length,
    3,
  )

  // Again, with another channel: rights and keys that were given since are taken again.
  await sql`insert into permissions (service_id, user_id, permission) values (${service.id}, ${member}, 'approve_broadcasts')`
  const again = await set(service.id, { broadcast_channel: 'test', provider_restriction: 'vodafone' })
  assert.deepEqual(
    [again.body.data.broadcast_channel, again.body.data.allowed_broadcast_provider],
    ['test', 'vodafone'],
  )
  assert.equal((await sql`select from permissions where service_id = ${service.id}`).length, 1)
})

test('53: it goes live when training ends, and only then', async () => {
  const { id } = await crier.makeService({ restricted: false, go_live_at: '2020-01-01T00:00:00Z' })
  const liveSince = async () => (await serviceOf(id)).go_live_at
  await set(id)
  assert.equal(await liveSince(), '2020-01-01 00:00:00+00')
  await set(id, { service_mode: 'training' })
  assert.deepEqual([await liveSince(), (await serviceOf(id)).restricted], [null, true])
  await set(id, { service_mode: 'training' })
  assert.equal(await liveSince(), null)
  await set(id)
  assert.equal(await liveSince(), '2021-06-15 12:00:00+00')
})

test('what is no channel, mode or operator is refused', async () => {
  const { id } = await crier.makeService()
  for (const [body, message] of [
    [
      { broadcast_channel: 'extreme' },
      'broadcast_channel extreme is not one of [operator, test, severe, government]',
    ],
    [{ service_mode: 'on' }, 'service_mode on is not one of [training, live]'],
    [
      { provider_restriction: null },
      'provider_restriction None is not one of [three, o2, vodafone, ee, all]',
    ],
    [{ service_mode: undefined }, 'service_mode is a required property'],
  ] as const) {
    const answer = await set(id, body)
    assert.deepEqual(
      [answer.status, answer.body],
      [400, { status_code: 400, errors: [{ error: 'ValidationError', message }] }],
    )
  }
  assert.equal((await set(randomUUID())).status, 404)
})
