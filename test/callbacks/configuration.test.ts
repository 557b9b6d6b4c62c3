/** Where services want to be told: the internal API, its paths of then and now, and the document of `crier apply`. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { applyDocument } from '../../src/services/apply.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
let user: string
before(async () => {
  crier = await sharedCrier({ callbacks: { concurrency: 2, loopback: false } })
  const [made] = await crier.sql`
    insert into users (name, email_address, mobile_number, state)
    values ('Amala', ${`${randomUUID()}@example.gov.uk`}, '+447700900456', 'active') returning id`
  user = made!.id
})
after(() => crier.close())

const post = (path: string, body: unknown) => adminCall(crier, path, { body })
const remove = (path: string) => adminCall(crier, path, { method: 'DELETE' })
const wire = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
const url = 'https://some_service/endpoint'
const bearer_token = 'a-token-of-the-service'
const storedToken = async (id: string) => {
  const [row] =
    await crier.sql`select bearer_token_encrypted as sealed from service_callback_api where id = ${id}`
  return crier.crier.seal.open(row!.sealed)
}

const families: [path: string, type: string | null, missing: string][] = [
  ['callback-api', 'delivery_status', 'Service delivery receipt API not found'],
  ['callback-api', 'inbound_sms', 'Service inbound API not found'],
  ['callback-api', 'returned_letter', 'Service returned letter API not found'],
  ['callback-api', 'complaint', 'Service complaint API not found'],
  ['inbound-api', null, 'Service inbound API not found'],
  ['delivery-receipt-api', null, 'Service delivery receipt callback API not found'],
]
for (const [path, type, missing] of families) {
  test(`${path}${type ? ` (${type})` : ''}: made, read, changed and removed, with its versions and who made them`, async () => {
    const service = await crier.makeService()
    const base = `/service/${service.id}/${path}`
    const typed = type === null ? {} : { callback_type: type }
    const query = type === null ? '' : `?callback_type=${type}`
    const made = await post(base, { url, bearer_token, updated_by_id: user, ...typed })
    assert.equal(made.status, 201, made.text)
    const { id, created_at, ...rest } = made.body.data
    assert.match(created_at, wire)
    assert.deepEqual(rest, { service_id: service.id, url, updated_by_id: user, updated_at: null })
    assert.equal(await storedToken(id), bearer_token)
    assert.deepEqual((await adminCall(crier, `${base}/${id}${query}`)).body, made.body)

    const again = await post(base, { url, bearer_token, updated_by_id: user, ...typed })
    assert.equal(again.status, 400)
    assert.deepEqual(again.body, {
      result: 'error',
      message: { name: ['You can only have one URL and bearer token for your service.'] },
    })

    const changed = await post(`${base}/${id}`, { url: `${url}/new`, updated_by_id: user, ...typed })
    assert.equal(changed.status, 200, changed.text)
    assert.equal(changed.body.data.url, `${url}/new`)
    assert.match(changed.body.data.updated_at, wire)
    assert.equal(await storedToken(id), bearer_token, 'what is not named stays')
    const other = await post(`${base}/${id}`, { bearer_token: `${bearer_token}-2`, updated_by_id: user })
    assert.equal(other.status, 200, other.text)
    assert.equal(await storedToken(id), `${bearer_token}-2`)
    for (const answer of [made, changed, other]) assert.ok(!answer.text.includes('a-token'), answer.text)

    const removed = await remove(`${base}/${id}${query}`)
    assert.deepEqual([removed.status, removed.text], [204, ''])
    const versions = await crier.sql`
      select version, url, created_by_id = ${user} as by_user from service_callback_api_history
      where id = ${id} order by version`
    assert.deepEqual(
      [...versions],
      [
        { version: 1, url, by_user: true },
        { version: 2, url: `${url}/new`, by_user: true },
        { version: 3, url: `${url}/new`, by_user: true },
      ],
    )
    for (const answer of [
      await remove(`${base}/${id}${query}`),
      await adminCall(crier, `${base}/${id}${query}`),
    ]) {
      assert.equal(answer.status, 404)
      assert.deepEqual(answer.body, { result: 'error', message: missing })
    }
  })
}

const wrong: [what: string, body: Record<string, unknown>, messages: string[]][] = [
  [
    'nothing',
    {},
    [
      'url is a required property',
      'bearer_token is a required property',
      'updated_by_id is a required property',
      'callback_type is a required property',
    ],
  ],
  ['http', { url: 'http://example.org/' }, ['url is not a valid https url']],
  ['no URL', { url: 'https://' }, ['url is not a valid https url']],
  ['credentials', { url: 'https://a:b@example.org/' }, ['url is not a valid https url']],
  ['a private address', { url: 'https://10.0.0.1/' }, ['url is not a valid https url']],
  ['this machine', { url: 'https://localhost/' }, ['url is not a valid https url']],
  ['blanks', { url: ' https://example.org/' }, ['url is not a valid https url']],
  ['a long URL', { url: `https://example.org/${'x'.repeat(2000)}` }, ['url is not a valid https url']],
  ['a number', { url: 1 }, ['url is not a valid https url']],
  ['a short token', { bearer_token: 'short' }, ['bearer_token short is too short']],
  [
    'a token of two lines',
    { bearer_token: 'a token\r\nx-header: 1' },
    ['bearer_token must be printable ASCII without spaces'],
  ],
  ['a long token', { bearer_token: 'x'.repeat(1001) }, ['bearer_token is too long']],
  ['nobody', { updated_by_id: 'me' }, ['updated_by_id is not a valid UUID']],
  [
    'another type',
    { callback_type: 'weather' },
    [
      'callback_type weather is not one of [delivery_status, complaint, returned_letter, inbound_sms, job_status]',
    ],
  ],
  ['more', { colour: 'red' }, ['Additional properties are not allowed (colour was unexpected)']],
]
for (const [what, fields, messages] of wrong) {
  test(`refused: ${what}`, async () => {
    const service = await crier.makeService()
    const whole = { url, bearer_token, updated_by_id: user, callback_type: 'delivery_status' }
    const body = what === 'nothing' ? {} : { ...whole, ...fields }
    const answer = await post(`/service/${service.id}/callback-api`, body)
    assert.equal(answer.status, 400)
    assert.deepEqual(
      answer.body.errors,
      messages.map((message) => ({ error: 'ValidationError', message })),
    )
  })
}

test('of another service, of another type, of nobody: not found', async () => {
  const [service, other] = [await crier.makeService(), await crier.makeService()]
  const body = { url, bearer_token, updated_by_id: user, callback_type: 'complaint' }
  const { id } = (await post(`/service/${service.id}/callback-api`, body)).body.data
  const statuses = [
    await adminCall(crier, `/service/${other.id}/callback-api/${id}?callback_type=complaint`),
    await adminCall(crier, `/service/${service.id}/callback-api/${id}?callback_type=inbound_sms`),
    await adminCall(crier, `/service/${service.id}/callback-api/${id}?callback_type=weather`),
    await adminCall(crier, `/service/${service.id}/inbound-api/${id}`),
    await remove(`/service/${other.id}/callback-api/${id}`),
    await post(`/service/${randomUUID()}/callback-api`, body),
    await adminCall(crier, `/service/${service.id}/callback-api/no-id`),
  ].map(({ status }) => status)
  assert.deepEqual(
    statuses,
    statuses.map(() => 404),
  )
  assert.equal((await adminCall(crier, `/service/${service.id}/callback-api/${id}`)).status, 200)
  for (const by of [
    await post(`/service/${other.id}/callback-api`, { ...body, updated_by_id: randomUUID() }),
    await post(`/service/${service.id}/callback-api/${id}`, { updated_by_id: randomUUID() }),
  ]) {
    assert.equal(by.status, 400)
    assert.deepEqual(Object.values(by.body.message), [['No result found']])
  }
})

test('a document makes, changes and removes callbacks, and applied twice changes nothing', async () => {
  const name = `Told ${randomUUID()}`
  const apply = async (callbacks: object[], dryRun = false) =>
    (await applyDocument(crier.crier, { service: { name }, callbacks }, { dryRun }))
      .filter(({ kind }) => kind === 'callbacks')
      .map(({ name, change }) => [name, change])
  const receipts = { callback_type: 'delivery_status', url, bearer_token }
  const texts = { callback_type: 'inbound_sms', url, bearer_token }
  assert.deepEqual(await apply([receipts, texts]), [
    ['delivery_status', 'made'],
    ['inbound_sms', 'made'],
  ])
  assert.deepEqual(await apply([receipts, texts]), [
    ['delivery_status', null],
    ['inbound_sms', null],
  ])
  const { bearer_token: _, ...withoutToken } = receipts
  assert.deepEqual(await apply([withoutToken]), [['delivery_status', null]])
  assert.deepEqual(await apply([{ ...receipts, bearer_token: 'another-token' }], true), [
    ['delivery_status', 'bearer_token'],
  ])
  assert.deepEqual(await apply([{ ...receipts, url: `${url}/2` }]), [['delivery_status', 'url']])
  assert.deepEqual(await apply([{ ...receipts, url, bearer_token: 'another-token' }]), [
    ['delivery_status', 'url, bearer_token'],
  ])
  const [row] = await crier.sql`
    select api.id from service_callback_api api join services on services.id = service_id
    where services.name = ${name} and callback_type = 'delivery_status'`
  assert.equal(await storedToken(row!.id), 'another-token')
  assert.deepEqual(await apply([{ callback_type: 'inbound_sms', archived: true }]), [
    ['inbound_sms', 'archived'],
  ])
  assert.deepEqual(await apply([{ callback_type: 'inbound_sms', archived: true }]), [])
})

const faults: [callbacks: object[], fault: string][] = [
  [[{ callback_type: 'weather', url, bearer_token }], 'callbacks[0].callback_type must be'],
  [[{ callback_type: 'complaint', bearer_token }], 'callbacks[0].url is missing'],
  [[{ callback_type: 'complaint', url }], 'callbacks[0].bearer_token is missing'],
  [[{ callback_type: 'complaint', url, bearer_token: 'short' }], 'callbacks[0].bearer_token is too short'],
  [
    [{ callback_type: 'complaint', url: 'http://example.org', bearer_token }],
    'callbacks[0].url must be a public https address',
  ],
  [
    [{ callback_type: 'complaint', url: 'https://[::1]/', bearer_token }],
    'callbacks[0].url must be a public https address',
  ],
  [
    [
      { callback_type: 'complaint', url, bearer_token },
      { callback_type: 'complaint', url, bearer_token },
    ],
    'callbacks[1] stands in the document before',
  ],
]
for (const [callbacks, fault] of faults) {
  test(`a document is refused: ${fault}`, async () => {
    const applying = applyDocument(crier.crier, { service: { name: `Refused ${randomUUID()}` }, callbacks })
    await assert.rejects(applying, (error: Error) => error.message.startsWith(fault))
  })
}

test('for development this machine may be told, without TLS', async (t) => {
  const local = await sharedCrier()
  t.after(local.close)
  const [made] =
    await local.sql`insert into users (name, email_address, auth_type) values ('B', ${`${randomUUID()}@example.org`}, 'email_auth') returning id`
  const service = await local.makeService()
  const body = { bearer_token, updated_by_id: made!.id, callback_type: 'complaint' }
  for (const [address, status] of [
    ['http://example.org/', 400],
    ['http://10.0.0.1/', 400],
    ['http://localhost.example.org/', 400],
    ['http://127.0.0.1:8080/told', 201],
  ] as const) {
    const answer = await adminCall(local, `/service/${service.id}/callback-api`, {
      body: { ...body, url: address },
    })
    assert.equal(answer.status, status, address)
  }
})
