/** Every published token, at the published time. Source: specification, authentication. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { authenticate } from '../../src/services/authentication.ts'
import { sharedCrier, type TestCrier, tokenFor } from '../support/crier.ts'
import { assertHeaders, assertRefused, readFixture } from './fixtures.ts'

type Vector = {
  name: string
  authorization: string | null
  key?: string
  status_code: number
  message: string
}
type Key = { key: string; key_type: string; secret: string; expiry_date: string | null }

const vectors = readFixture<{
  now: number
  service_id: string
  service_active: boolean
  keys: Key[]
  api_key_strings: Record<string, string>
  vectors: Vector[]
}>('jwt_vectors.json')
const now = new Date(vectors.now * 1000)
/** A key revoked so long before the tokens' time. */
const sinceRevoked = (key: Key) => (key.expiry_date ? now.getTime() - Date.parse(key.expiry_date) : null)

let crier: TestCrier
const ids = new Map<string, string>()
before(async () => {
  crier = await sharedCrier()
  await crier.sql`select create_service(${crier.sql.json({ name: 'Vectors', restricted: false, id: vectors.service_id })}, null, now())`
  for (const key of vectors.keys) {
    const sealed = crier.crier.seal.seal(key.secret)
    const ago = sinceRevoked(key)
    const revokedAt = ago === null ? null : new Date(Date.now() - ago).toISOString()
    const [row] = await crier.sql`
      insert into api_keys (service_id, name, key_type, secret_encrypted, expiry_date)
      values (${vectors.service_id}, ${key.key}, ${key.key_type}, ${sealed}, ${revokedAt})
      returning id`
    ids.set(key.key, row!.id)
  }
  crier.setNow(now.toISOString())
})
after(() => crier.close())

for (const vector of vectors.vectors) {
  test(`token: ${vector.name}`, async () => {
    const headers: Record<string, string> =
      vector.authorization === null ? {} : { authorization: vector.authorization }
    const answer = await crier.call('/v2/notifications/00000000-0000-4000-8000-000000000000', { headers })
    if (vector.key === undefined)
      return assertRefused(answer, vector.status_code, 'AuthError', [vector.message])
    // The token is let through, as the key that signed it: only the message that it asks for is not there.
    assertRefused(answer, 404, 'NoResultFound', ['No result found'])
    const caller = await authenticate(vector.authorization!, now.getTime(), crier.crier.cache.service)
    assert.equal(caller.key.id, ids.get(vector.key))
    assert.equal(caller.service.id, vectors.service_id)
  })
}

test('the published key strings are cut as the clients cut them', () => {
  for (const [name, text] of Object.entries(vectors.api_key_strings)) {
    const key = vectors.keys.find((one) => one.key === name)!
    assert.equal(text.slice(-36), key.secret)
    assert.equal(text.slice(-73, -37), vectors.service_id)
    assert.ok(tokenFor(text, now).length > 100)
  }
})

test('a revoked key is forgotten after its seventh day, also by a process that keeps it in memory', async () => {
  crier.setNow(null)
  const service = await crier.makeService()
  const revoked = service.keys.normal
  await crier.sql`
    update api_keys set expiry_date = now() - interval '1 day' where service_id = ${service.id} and key_type = 'normal'`
  const ask = async () => (await crier.call('/v2/notifications/x', { key: revoked })).body.errors[0].message
  await crier.until('the revocation is known', async () => (await ask()) === 'Invalid token: API key revoked')
  crier.setNow(new Date(Date.now() + 7 * 86_400_000).toISOString())
  assert.equal(await ask(), 'Invalid token: API key not found')
  crier.setNow(null)
})

test('a token that was let through once is judged again each time: its age, its key, its every character', async () => {
  const service = await crier.makeService()
  const now = new Date()
  crier.setNow(now.toISOString())
  const authorization = `Bearer ${tokenFor(service.keys.normal, now)}`
  const ask = async (header = authorization) => {
    const answer = await crier.call('/v2/templates', { headers: { authorization: header } })
    return answer.status === 200 ? 'let through' : answer.body.errors[0].message
  }
  assert.equal(await ask(), 'let through')
  assert.equal(await ask(), 'let through')
  // One signature in a thousand ends so already.
  const otherEnd = authorization.endsWith('AA') ? 'BA' : 'AA'
  assert.equal(await ask(`${authorization.slice(0, -2)}${otherEnd}`), 'Invalid token: API key not found')
  crier.setNow(new Date(now.getTime() + 31_000).toISOString())
  assert.equal(await ask(), 'Error: Your system clock must be accurate to within 30 seconds')
  crier.setNow(now.toISOString())
  await crier.sql`
    update api_keys set expiry_date = now() where service_id = ${service.id} and key_type = 'normal'`
  await crier.until('the revocation is known', async () => (await ask()) === 'Invalid token: API key revoked')
  crier.setNow(null)
})

test('an archived service says so for a week, and then that it has no keys', async () => {
  const service = await crier.makeService()
  await crier.sql`select archive_service(${service.id}, null, now())`
  const ask = async () =>
    (await crier.call('/v2/notifications/x', { key: service.keys.normal })).body.errors[0].message
  await crier.until('it is archived', async () => (await ask()) === 'Invalid token: service is archived')
  crier.setNow(new Date(Date.now() + 8 * 86_400_000).toISOString())
  assert.equal(await ask(), 'Invalid token: service has no API keys')
  crier.setNow(null)
})

test('trace identifiers are echoed when they are such, and made otherwise', async () => {
  const trace = { 'x-b3-traceid': '463ac35c9f6413ad48485a3953bb6124', 'x-b3-spanid': 'a2fb4a1d1a96d312' }
  const echoed = await crier.call('/v2/templates', { headers: trace })
  for (const [name, value] of Object.entries(trace)) assert.equal(echoed.headers.get(name), value)
  const made = await crier.call('/v2/templates', { headers: { 'x-b3-traceid': '<script>' } })
  assertHeaders(made.headers)
})
