/** Letters with a test key, which are never printed. Source: specification, letters, test letters. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const address = {
  address_line_1: 'Amala Bird',
  address_line_2: '123 High Street',
  address_line_3: 'SW14 6BF',
}
const post = (service: TestService, body: unknown) =>
  crier.call('/v2/notifications/letter', { key: service.keys.test, body })

test('a templated letter with a test key has arrived as soon as it is accepted, and counts nowhere', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service, { type: 'letter', content: 'Dear ((name))' })
  const personalisation = { ...address, name: 'Amala' }
  const { status, body } = await post(service, { template_id, personalisation, reference: 'try' })
  assert.equal(status, 201)
  assert.equal(body.uri, `https://api.example.org/v2/notifications/${body.id}`)
  const read = await crier.call(`/v2/notifications/${body.id}`, { key: service.keys.normal })
  assert.equal(read.status, 200)
  assert.equal(read.body.status, 'received')
  assert.equal(read.body.completed_at, read.body.created_at)
  assert.deepEqual([read.body.sent_at, read.body.is_cost_data_ready], [null, true])
  assert.deepEqual(read.body.cost_details, { billable_sheets_of_paper: 0, postage: 'second' })
  const listed = async (word: string) => {
    const path = `/v2/notifications?status=${word}`
    const page = await crier.call(path, { key: service.keys.test })
    return page.body.notifications.map((one: { id: string }) => one.id)
  }
  assert.deepEqual(await listed('received'), [body.id])
  assert.deepEqual(await listed('delivered'), [body.id])
  assert.deepEqual(await listed('accepted'), [])
  const [row] = await crier.sql`
    select notification_status, updated_at = created_at as is_settled, sent_by, billable_units
    from notifications where id = ${body.id}`
  assert.deepEqual(
    { ...row },
    { notification_status: 'delivered', is_settled: true, sent_by: null, billable_units: 0 },
  )
  const [day] = await crier.sql`select local_date(now())::text as today`
  await crier.sql`select refresh_status_facts(${day!.today}::date, 'letter')`
  await crier.sql`select refresh_billing_facts(${day!.today}::date, 'letter')`
  const [counted] = await crier.sql`
    select
      (select coalesce(sum(letter), 0)::int from service_daily_usage where service_id = ${service.id}) as used,
      (select count(*)::int from ft_notification_status where service_id = ${service.id}) as counted,
      (select count(*)::int from ft_billing where service_id = ${service.id}) as billed`
  assert.deepEqual({ ...counted }, { used: 0, counted: 0, billed: 0 })
})

test('a precompiled letter with a test key is scanned like any other', async () => {
  const service = await crier.makeService()
  const { body } = await post(service, { content: 'aGk=', reference: 'r' })
  const read = await crier.call(`/v2/notifications/${body.id}`, { key: service.keys.test })
  assert.deepEqual([read.body.status, read.body.completed_at], ['pending-virus-check', null])
})
