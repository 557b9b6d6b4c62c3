/** Services as the internal API shows them, whole exchanges. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())
const get = (path: string) => adminCall(crier, path)
const idsOf = async (path: string): Promise<string[]> =>
  (await get(path)).body.data.map(({ id }: { id: string }) => id)

async function makeUser(): Promise<string> {
  const [user] = await crier.sql`
    insert into users (name, email_address, mobile_number, state)
    values ('Amala', ${`${randomUUID()}@example.gov.uk`}, '07700900123', 'active') returning id`
  return user!.id
}

test('a service is shown with its limits, permissions, brandings and callbacks', async () => {
  const user = await makeUser()
  const { id } = await crier.makeService({
    name: `Tax ${randomUUID()}`,
    restricted: true,
    permissions: ['email', 'sms'],
    created_by_id: user,
    created_at: '2025-01-31T12:00:00Z',
    sms_message_limit: 250_000,
    email_message_limit: 51,
    letter_message_limit: 52,
    international_sms_message_limit: 53,
    volume_sms: 12,
    notes: 'Pays late',
    go_live_user_id: user,
    go_live_at: '2026-01-31T12:00:00.5Z',
  })
  const [callback] = await crier.sql`
    insert into service_callback_api (service_id, callback_type, url, bearer_token_encrypted)
    values (${id}, 'delivery_status', 'https://example.gov.uk/told', '\\x00') returning id`
  const [{ name }] = (await crier.sql`select name from services where id = ${id}`) as unknown as [
    { name: string },
  ]
  const answer = await get(`/service/${id.toUpperCase()}`)
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body, {
    data: {
      id,
      name,
      active: true,
      restricted: true,
      count_as_live: true,
      prefix_sms: true,
      contact_link: null,
      consent_to_research: null,
      confirmed_unique: false,
      has_active_go_live_request: false,
      organisation: null,
      organisation_type: null,
      notes: 'Pays late',
      billing_contact_names: null,
      billing_contact_email_addresses: null,
      billing_reference: null,
      purchase_order_number: null,
      volume_email: null,
      volume_letter: null,
      volume_sms: 12,
      go_live_at: '2026-01-31 12:00:00.500000',
      go_live_user: user,
      confirmed_email_sender_name: false,
      created_by: user,
      custom_email_sender_name: null,
      email_branding: null,
      email_message_limit: 51,
      email_sender_local_part: name.toLowerCase().replaceAll('-', '').replace(' ', '.'),
      international_sms_message_limit: 53,
      letter_branding: null,
      letter_message_limit: 52,
      permissions: ['email', 'sms'],
      rate_limit: 3000,
      allowed_broadcast_provider: null,
      broadcast_channel: null,
      service_callback_api: [{ callback_id: callback!.id, callback_type: 'delivery_status' }],
      sms_message_limit: 250_000,
    },
  })
  assert.ok(!answer.text.includes('example.gov.uk'), 'neither address nor token of a callback')
})

test('in detail it has its times and statistics instead', async () => {
  const { id } = await crier.makeService({ created_at: '2025-01-31T12:00:00Z' })
  const none = { requested: 0, delivered: 0, failed: 0 }
  const { status, body } = await get(`/service/${id}?detailed=True`)
  assert.equal(status, 200)
  const { statistics, created_at, updated_at, ...rest } = body.data
  assert.deepEqual(
    [created_at, statistics],
    ['2025-01-31T12:00:00.000000Z', { sms: none, email: none, letter: none }],
  )
  assert.match(updated_at, /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z$/)
  for (const name of ['permissions', 'rate_limit', 'created_by', 'email_branding', 'service_callback_api'])
    assert.ok(!(name in rest), name)
})

test('there is no service of another id', async () => {
  for (const query of ['', '?detailed=True', '?detailed=False']) {
    const answer = await get(`/service/${randomUUID()}${query}`)
    assert.deepEqual([answer.status, answer.body], [404, { result: 'error', message: 'No result found' }])
  }
})

test('services are listed in the order of their making, a member’s alone if it is asked, archived ones unless active ones are', async () => {
  const user = await makeUser()
  const at = (day: number) => `2024-01-0${day}T00:00:00Z`
  const second = await crier.makeService({ created_at: at(2) })
  const first = await crier.makeService({ created_at: at(1) })
  const others = await crier.makeService({ created_at: at(1) })
  const archived = await crier.makeService({ created_at: at(3) })
  await crier.sql`update services set archived_at = now() where id = ${archived.id}`
  for (const { id } of [first, second, archived])
    await crier.sql`insert into user_to_service (user_id, service_id) values (${user}, ${id})`
  assert.deepEqual(await idsOf(`/service?user_id=${user}`), [first.id, second.id, archived.id])
  assert.deepEqual(await idsOf(`/service?user_id=${user}&only_active=True`), [first.id, second.id])
  assert.deepEqual(await idsOf(`/service?user_id=${randomUUID()}`), [])
  const all = await idsOf('/service')
  assert.deepEqual(
    all.filter((id) => [first, second, others, archived].some((one) => one.id === id)).length,
    4,
  )
  assert.ok(all.indexOf(first.id) < all.indexOf(second.id))
  assert.ok(!(await idsOf('/service?only_active=True')).includes(archived.id))
  assert.equal((await get('/service?user_id=me')).status, 404)
  const [one] = (await get(`/service?user_id=${user}`)).body.data
  assert.deepEqual(one, (await get(`/service/${first.id}`)).body.data)
})
