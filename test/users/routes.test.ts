/** People, as the internal API shows them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier } from '../support/crier.ts'

const crier = await sharedCrier()
after(() => crier.close())

test('a person is shown without a password, with what it belongs to and may do', async () => {
  const [user] = await crier.sql<{ id: string }[]>`
    insert into users (name, email_address, mobile_number, password_hash, state)
    values ('Ada', ${`${randomUUID()}@example.gov.uk`}, '07700900123', 'x', 'active') returning id`
  const answer = await adminCall(crier, `/user/${user!.id}`)
  assert.equal(answer.status, 200)
  const { data } = answer.body as { data: Record<string, unknown> }
  assert.equal(data.name, 'Ada')
  assert.deepEqual(data.services, [])
  assert.deepEqual(data.permissions, {})
  assert.deepEqual(data.organisation_permissions, {})
  assert.equal(data.can_use_webauthn, false)
  assert.equal(data.state, 'active')
  assert.match(String(data.created_at), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  assert.match(String(data.password_changed_at), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
  assert.ok(Object.keys(data).every((key) => !/password_hash/.test(key)))
})

test('nobody is found under an unknown id', async () => {
  const answer = await adminCall(crier, `/user/${randomUUID()}`)
  assert.equal(answer.status, 404)
  assert.deepEqual(answer.body, { result: 'error', message: 'No result found' })
})
