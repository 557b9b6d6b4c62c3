/** Security keys. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { interleaveOn } from '../support/interleave.ts'
import { makePerson } from './people.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const key = { name: 'Blue key', credential_data: 'Y3JlZA==', registration_response: 'cmVz' }
const add = async (id: string, body: unknown = key) => {
  const answer = await adminCall(crier, `/user/${id}/webauthn`, { body })
  return answer.body.data
}
const remove = async (path: string) => {
  const { status, body } = await adminCall(crier, path, { method: 'DELETE' })
  return [status, body]
}
const last = [400, { result: 'error', message: 'Cannot delete last remaining webauthn credential for user' }]

test('a security key is added, renamed, used and deleted, but for the last one', async () => {
  const { id } = await makePerson(crier)
  const base = `/user/${id}/webauthn`
  assert.deepEqual((await adminCall(crier, base)).body, { data: [] })
  const first = await add(id)
  const { id: keyId, ...rest } = first
  assert.deepEqual(rest, {
    user_id: id,
    name: 'Blue key',
    credential_data: 'Y3JlZA==',
    created_at: '2026-06-15T12:00:00.000000Z',
    updated_at: null,
    logged_in_at: null,
  })
  const renamed = await adminCall(crier, `${base}/${keyId}`, { body: { name: 'Red key' } })
  assert.deepEqual(
    [renamed.status, renamed.body.data.name, renamed.body.data.updated_at],
    [200, 'Red key', '2026-06-15T12:00:00.000000Z'],
  )
  const login = { successful: true, webauthn_credential_id: keyId }
  assert.equal((await adminCall(crier, `/user/${id}/complete/webauthn-login`, { body: login })).status, 204)
  const [used] = (await adminCall(crier, base)).body.data
  assert.equal(used.logged_in_at, '2026-06-15T12:00:00.000000Z')
  assert.deepEqual(await remove(`${base}/${keyId}`), last)
  const second = await add(id)
  assert.deepEqual(await remove(`${base}/${keyId}`), [204, ''])
  assert.deepEqual(await remove(`${base}/${second.id}`), last)
})

test('of two who delete one of two keys each, one is refused', async () => {
  const { id } = await makePerson(crier)
  const [one, two] = [await add(id), await add(id)]
  const forget = (credential: { id: string }) => (sql: any) =>
    sql`select delete_webauthn_credential(${id}, ${credential.id}, null, now())`.then(
      () => 'deleted',
      (error: { constraint_name?: string }) => error.constraint_name,
    )
  assert.deepEqual(await interleaveOn(crier)(forget(one), forget(two)), [
    'deleted',
    'person_keeps_a_credential',
  ])
})

test('somebody else’s key is no key', async () => {
  const [mine, theirs] = [await makePerson(crier), await makePerson(crier)]
  const credential = await add(theirs.id)
  const path = `/user/${mine.id}/webauthn/${credential.id}`
  assert.equal((await adminCall(crier, path, { body: { name: 'Mine' } })).status, 404)
  assert.equal((await remove(path))[0], 404)
  const login = { successful: true, webauthn_credential_id: credential.id }
  assert.equal(
    (await adminCall(crier, `/user/${mine.id}/complete/webauthn-login`, { body: login })).status,
    404,
  )
  const [person] = (await crier.sql`select current_session_id from users where id = ${mine.id}`) as any
  assert.equal(person.current_session_id, null)
  assert.equal((await adminCall(crier, `/user/${randomUUID()}/webauthn`)).status, 404)
})

test('what a key has is bounded', async () => {
  const { id } = await makePerson(crier)
  const answer = await adminCall(crier, `/user/${id}/webauthn`, {
    body: { name: '', credential_data: 1, more: 1 },
  })
  assert.deepEqual(
    answer.body.errors.map(({ message }: { message: string }) => message),
    [
      'name  is too short',
      'credential_data 1 is not of type string',
      'registration_response is a required property',
      'Additional properties are not allowed (more was unexpected)',
    ],
  )
  for (let number = 0; number < 20; number++) await add(id)
  const more = await adminCall(crier, `/user/${id}/webauthn`, { body: key })
  assert.deepEqual([more.status, more.body.message], [400, 'A person can have 20 security keys at most'])
})
