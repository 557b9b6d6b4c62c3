import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const get = (path: string) => adminCall(crier, path)
const post = (path: string, body: unknown) => adminCall(crier, path, { body })
const wire = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

test('retention is set, read and changed', async () => {
  const service = await crier.makeService({ name: 'Keeps long' })
  const path = `/service/${service.id}/data-retention`
  assert.deepEqual((await get(path)).body, [])
  const made = await post(path, { notification_type: 'sms', days_of_retention: 3 })
  assert.equal(made.status, 201)
  const { id, created_at, ...rest } = made.body.result
  assert.match(created_at, wire)
  assert.deepEqual(rest, {
    service_id: service.id,
    service_name: 'Keeps long',
    notification_type: 'sms',
    days_of_retention: 3,
    updated_at: null,
  })
  await post(path, { notification_type: 'letter', days_of_retention: 90 })
  await post(path, { notification_type: 'email', days_of_retention: 30 })
  const list = await get(path)
  assert.deepEqual(
    list.body.map((one: { notification_type: string }) => one.notification_type),
    ['email', 'letter', 'sms'],
  )
  assert.deepEqual((await get(`${path}/${id}`)).body, made.body.result)
  assert.deepEqual((await get(`${path}/notification-type/sms`)).body, made.body.result)
  assert.deepEqual((await get(`${path}/${randomUUID()}`)).body, {})
  const changed = await post(`${path}/${id}`, { days_of_retention: 5 })
  assert.deepEqual([changed.status, changed.body], [204, ''])
  assert.equal((await get(`${path}/${id}`)).body.days_of_retention, 5)
})

test('what is refused changes nothing', async () => {
  const service = await crier.makeService()
  const path = `/service/${service.id}/data-retention`
  const { body } = await post(path, { notification_type: 'sms', days_of_retention: 7 })
  const twice = await post(path, { notification_type: 'sms', days_of_retention: 8 })
  assert.deepEqual(
    [twice.status, twice.body],
    [400, { result: 'error', message: 'Service already has data retention for sms notification type' }],
  )
  const refusals: [unknown, string[]][] = [
    [{}, ['days_of_retention is a required property', 'notification_type is a required property']],
    [
      { notification_type: 'email', days_of_retention: 2 },
      ['days_of_retention 2 is less than the minimum of 3'],
    ],
    [
      { notification_type: 'email', days_of_retention: 91 },
      ['days_of_retention 91 is greater than the maximum of 90'],
    ],
    [{ notification_type: 'email', days_of_retention: '5' }, ['days_of_retention 5 is not of type integer']],
    [
      { notification_type: 'unknown', days_of_retention: 5 },
      ['notification_type unknown is not one of [sms, letter, email]'],
    ],
  ]
  for (const [request, messages] of refusals) {
    const answer = await post(path, request)
    assert.equal(answer.status, 400)
    assert.deepEqual(
      answer.body.errors.map((error: { message: string }) => error.message),
      messages,
    )
  }
  for (const days of [2, 91]) {
    assert.equal((await post(`${path}/${body.result.id}`, { days_of_retention: days })).status, 400)
  }
  const rows =
    await crier.sql`select days_of_retention from service_data_retention where service_id = ${service.id}`
  assert.deepEqual(
    rows.map((row) => row.days_of_retention),
    [7],
  )
})

test('a setting of another service, and unknown services', async () => {
  const [own, other] = [await crier.makeService(), await crier.makeService()]
  const made = await post(`/service/${own.id}/data-retention`, {
    notification_type: 'sms',
    days_of_retention: 7,
  })
  const id = made.body.result.id
  const answer = await post(`/service/${other.id}/data-retention/${id}`, { days_of_retention: 5 })
  const message = `The service data retention for id: ${id} was not found for service: ${other.id}`
  assert.deepEqual([answer.status, answer.body], [404, { result: 'error', message }])
  const unknown = await post(`/service/${randomUUID()}/data-retention`, {
    notification_type: 'sms',
    days_of_retention: 5,
  })
  assert.deepEqual([unknown.status, unknown.body], [404, { result: 'error', message: 'No result found' }])
  assert.equal((await get(`/service/${own.id}/data-retention/notification-type/pigeon`)).status, 404)
})
