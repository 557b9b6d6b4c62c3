/** Keys and guest lists of services through the internal API, whole exchanges. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { type Call, sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
let user: string
const now = '2026-06-15T12:00:00.000000Z'
before(async () => {
  crier = await sharedCrier()
  crier.setNow(now)
  const [made] = await crier.sql`
    insert into users (name, email_address, mobile_number, state)
    values ('Amala', ${`${randomUUID()}@example.gov.uk`}, '07700900123', 'active') returning id`
  user = made!.id
})
after(() => crier.close())

const call = (path: string, options: Call = {}) => adminCall(crier, path, options)
const noResult = { result: 'error', message: 'No result found' }
/** A service without keys. */
const makeService = async () => {
  const service = await crier.makeService()
  await crier.sql`delete from api_keys where service_id = ${service.id}`
  return service.id
}
const keysOf = async (service: string) => (await call(`/service/${service}/api-keys`)).body.apiKeys

test('a key is made, works, is listed with its maker, and is revoked once', async () => {
  const service = await makeService()
  const made = await call(`/service/${service}/api-key`, {
    body: { name: 'Some key name', key_type: 'team', created_by: user },
  })
  assert.equal(made.status, 201)
  const { data: secret, ...rest } = made.body
  assert.deepEqual(rest, {})
  const key = `some_key_name-${service}-${secret}`
  // The process hears of it a moment later.
  await crier.until(
    'the key is known',
    async () => (await crier.call('/v2/templates', { key })).status === 200,
  )
  const [shown] = await keysOf(service)
  assert.deepEqual(shown, {
    id: shown.id,
    name: 'Some key name',
    key_type: 'team',
    expiry_date: null,
    created_at: now,
    updated_at: null,
    created_by: user,
    version: 1,
  })
  const one = `/service/${service}/api-keys/${shown.id}`
  assert.deepEqual((await call(one)).body, { apiKeys: [shown] })

  const other = await makeService()
  for (const path of [
    `/service/${other}/api-key/revoke/${shown.id}`,
    `/service/${service}/api-key/revoke/${randomUUID()}`,
  ]) {
    const foreign = await call(path, { method: 'POST' })
    assert.deepEqual([foreign.status, foreign.body], [404, noResult])
  }
  const hidden = await call(`/service/${other}/api-keys/${shown.id}`)
  assert.deepEqual(
    [hidden.status, hidden.body],
    [404, { result: 'error', message: `API key not found for id: ${other}` }],
  )
  assert.deepEqual(await keysOf(service), [shown])

  const revoke = (options: Call) => call(`/service/${service}/api-key/revoke/${shown.id}`, options)
  const revoked = await revoke({ body: { created_by: user } })
  assert.deepEqual([revoked.status, revoked.body], [202, {}])
  const ended = { ...shown, expiry_date: now, updated_at: now, version: 2 }
  assert.deepEqual(await keysOf(service), [ended])
  crier.setNow('2026-06-22T11:59:59Z')
  // Nothing says who: there is no body.
  assert.equal((await revoke({ method: 'POST' })).status, 202)
  assert.deepEqual(await keysOf(service), [ended])
  crier.setNow('2026-06-22T12:00:00Z')
  assert.deepEqual(await keysOf(service), [])
  crier.setNow(now)
  const { api_key_history } = (await call(`/service/${service}/history`)).body.data
  const history = api_key_history.filter((row: { id: string }) => row.id === shown.id)
  assert.deepEqual(
    history.map((row: any) => [
      row.name,
      row.version,
      row.created_by_id,
      row.created_at,
      row.updated_at,
      row.expiry_date,
    ]),
    [
      ['Some key name', 1, user, now, null, null],
      ['Some key name', 2, user, now, now, now],
    ],
  )
  assert.ok(api_key_history.every((row: object) => !Object.keys(row).some((name) => name.includes('secret'))))
})

test('of those who give a service keys of one name at once, one does; a revoked key’s name is free', async () => {
  const service = await makeService()
  const body = { name: 'Live', key_type: 'normal', created_by: user }
  const make = () => call(`/service/${service}/api-key`, { body })
  const answers = await Promise.all([make(), make(), make()])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400, 400])
  assert.deepEqual(answers.find(({ status }) => status === 400)!.body, {
    result: 'error',
    message: { name: ['A key with this name already exists'] },
  })
  const [{ id }] = await keysOf(service)
  await call(`/service/${service}/api-key/revoke/${id}`, { body: {} })
  assert.equal((await make()).status, 201)
})

const missing = ['Missing data for required field.']
const refusals: [string, object, message: object][] = [
  ['nothing', {}, { name: missing, created_by: missing, key_type: missing }],
  [
    'another type',
    { name: 'A', key_type: 'gold', created_by: 'x' },
    { created_by: ['Not a valid UUID.'], key_type: ['Not a valid choice.'] },
  ],
  ['no name', { name: '', key_type: 'test', created_by: null }, { created_by: ['Field may not be null.'] }],
]
test('what a key lacks is said by field', async () => {
  const service = await makeService()
  for (const [what, body, message] of refusals) {
    const answer = await call(`/service/${service}/api-key`, { body })
    assert.deepEqual([answer.status, answer.body], [400, { result: 'error', message }], what)
  }
  const nameless = await call(`/service/${service}/api-key`, {
    body: { name: '', key_type: 'test', created_by: user },
  })
  assert.deepEqual(nameless.body.message, { name: ['Length must be between 1 and 255.'] })
  assert.deepEqual(await keysOf(service), [])
})

test('a guest list is replaced as a whole; blanks are left out; guests are compared in one spelling', async () => {
  const service = await makeService()
  const path = `/service/${service}/guest-list`
  const put = (body: object) => call(path, { method: 'PUT', body })
  assert.deepEqual((await call(path)).body, { email_addresses: [], phone_numbers: [] })
  const first = await put({
    email_addresses: ['Guest@example.com', '', ' guest@EXAMPLE.com '],
    phone_numbers: ['07700 900123', '+1 202 555 0104', ''],
  })
  assert.deepEqual([first.status, first.text], [204, ''])
  const list = (await call(path)).body
  assert.deepEqual(list.email_addresses, ['Guest@example.com'])
  assert.deepEqual(list.phone_numbers.sort(), ['+1 202 555 0104', '07700 900123'])
  for (const [body, wrong] of [
    [{ email_addresses: ['new@example.com', 'nobody'], phone_numbers: [] }, 'nobody'],
    [{ phone_numbers: ['new@example.com'] }, 'new@example.com'],
  ] as const) {
    const refused = await put(body)
    const message = `Invalid guest list: "${wrong}" is not a valid email address or phone number`
    assert.deepEqual([refused.status, refused.body], [400, { result: 'error', message }])
  }
  assert.deepEqual((await call(path)).body.email_addresses, ['Guest@example.com'])
  await put({ email_addresses: ['other@example.com'], phone_numbers: [] })
  assert.deepEqual((await call(path)).body, { email_addresses: ['other@example.com'], phone_numbers: [] })
  const malformed = await put({ email_addresses: 'x', phone_numbers: [1] })
  assert.deepEqual(malformed.body.message, {
    email_addresses: ['Not a valid list.'],
    phone_numbers: ['Not a valid string.'],
  })
})

test('what is no service has neither keys nor guests', async () => {
  const base = `/service/${randomUUID()}`
  for (const [path, options] of [
    ['/api-keys', {}],
    ['/api-key', { body: { name: 'A', key_type: 'test', created_by: user } }],
    ['/guest-list', {}],
    ['/guest-list', { method: 'PUT', body: { email_addresses: [], phone_numbers: [] } }],
  ] as [string, Call][]) {
    const answer = await call(base + path, options)
    assert.deepEqual([answer.status, answer.body], [404, noResult], path)
  }
})
