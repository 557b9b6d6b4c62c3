/** Numbers that receive texts, and what was received, as the internal client has them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { type Call, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2017-06-08T12:00:00Z')
})
after(() => crier.close())

const call = (path: string, options: Call = {}) => adminCall(crier, path, options)
const noResult = { result: 'error', message: 'No result found' }
let numbers = 0
const addNumber = async (columns: Record<string, unknown> = {}) => {
  const number = `0770091${String(1000 + numbers++)}`
  const [row] = await crier.sql`
    insert into inbound_numbers ${crier.sql({ number, provider: 'mmg', created_at: '2017-06-01T09:00:00Z', ...columns } as never)}
    returning id, number`
  return { id: row!.id as string, number: row!.number as string }
}
const rowOf = async (id: string) =>
  (await crier.sql`select service_id, active from inbound_numbers where id = ${id}`)[0]
const sendersOf = async ({ id }: TestService) =>
  (
    await crier.sql`
      select sms_sender, is_default, inbound_number_id, archived_at is not null as archived
      from service_sms_senders where service_id = ${id} order by id`
  ).map((row) => ({ ...row }))
const eventsOf = async ({ id }: TestService) =>
  (
    await crier.sql`
      select event_type, data ->> 'inbound_number_id' as number from events
      where service_id = ${id} and event_type like '%inbound%' order by id`
  ).map((row) => [row.event_type, row.number])

test('a service is given a number in place of its only sender, and shown with it', async () => {
  const name = `Service ${randomUUID()}`
  const service = await crier.makeService({ name })
  const { id, number } = await addNumber()
  const path = `/inbound-number/service/${service.id}`
  assert.deepEqual((await call(path)).body, { data: {} })
  const made = await call(path, { body: { inbound_number_id: id } })
  assert.deepEqual(
    [made.status, made.body],
    [
      201,
      {
        id: made.body.id,
        sms_sender: number,
        service_id: service.id,
        is_default: true,
        archived: false,
        inbound_number_id: id,
        created_at: made.body.created_at,
        updated_at: '2017-06-08T12:00:00.000000Z',
      },
    ],
  )
  assert.deepEqual(await sendersOf(service), [
    { sms_sender: number, is_default: true, inbound_number_id: id, archived: false },
  ])
  const shown = {
    id,
    number,
    provider: 'mmg',
    service: { id: service.id, name },
    active: true,
    created_at: '2017-06-01T09:00:00.000000Z',
    updated_at: '2017-06-08T12:00:00.000000Z',
  }
  assert.deepEqual((await call(path)).body, { data: shown })
  const all = (await call('/inbound-number')).body.data
  assert.deepEqual(
    all.find((one: { id: string }) => one.id === id),
    shown,
  )
  const free = (await call('/inbound-number/available')).body.data
  assert.ok(!free.some((one: { id: string }) => one.id === id))
  assert.deepEqual(await eventsOf(service), [['assign_inbound_number', id]])
})

test('beside several senders the number is another, and the default; any free one is the oldest', async () => {
  const service = await crier.makeService()
  await crier.sql`
    insert into service_sms_senders (service_id, sms_sender, is_default) values (${service.id}, 'Another', false)`
  const oldest = await addNumber({ created_at: '2001-01-01T00:00:00Z' })
  const path = `/inbound-number/service/${service.id}`
  assert.equal((await call(path, { body: {} })).body.inbound_number_id, oldest.id)
  const senders = await sendersOf(service)
  assert.deepEqual(
    senders.filter((one) => one.is_default),
    [{ sms_sender: oldest.number, is_default: true, inbound_number_id: oldest.id, archived: false }],
  )
  assert.equal(senders.length, 3)
})

test('no number is given twice, neither to two services nor two to one', async () => {
  const [one, two] = [await crier.makeService(), await crier.makeService()]
  const [first, second, off] = [await addNumber(), await addNumber(), await addNumber({ active: false })]
  const give = ({ id }: TestService, inbound_number_id: string) =>
    call(`/inbound-number/service/${id}`, { body: { inbound_number_id } })
  assert.equal((await give(one, first.id)).status, 201)
  for (const { id } of [first, off, { id: randomUUID() }]) {
    const refused = await give(two, id)
    assert.deepEqual(
      [refused.status, refused.body],
      [400, { result: 'error', message: 'The inbound number is not available' }],
    )
  }
  const again = await give(one, second.id)
  assert.deepEqual(
    [again.status, again.body],
    [400, { result: 'error', message: 'Service already has an inbound number' }],
  )
  assert.equal((await rowOf(second.id))!.service_id, null)
  assert.equal((await sendersOf(one)).length, 1)
  const wrong = await call(`/inbound-number/service/${one.id}`, { body: { inbound_number_id: 'x', y: 1 } })
  assert.deepEqual(
    wrong.body.errors.map(({ message }: { message: string }) => message),
    ['inbound_number_id is not a valid UUID', 'Additional properties are not allowed (y was unexpected)'],
  )
  // Those who take any free one at once each take another.
  await crier.sql`delete from inbound_numbers where active and service_id is null`
  const free = [await addNumber(), await addNumber(), await addNumber()]
  const services = await Promise.all(free.map(() => crier.makeService()))
  const given = await Promise.all(
    services.map(({ id }) => call(`/inbound-number/service/${id}`, { body: {} })),
  )
  assert.deepEqual(given.map(({ body }) => body.inbound_number_id).sort(), free.map(({ id }) => id).sort())
})

test('a number that is switched off stays its service’s', async () => {
  const service = await crier.makeService()
  const path = `/inbound-number/service/${service.id}/off`
  const none = await call(path, { method: 'POST' })
  assert.deepEqual([none.status, none.body], [404, noResult])
  const { id } = await addNumber({ service_id: service.id })
  const off = await call(path, { method: 'POST' })
  assert.deepEqual([off.status, off.text], [204, ''])
  assert.deepEqual({ ...(await rowOf(id)) }, { service_id: service.id, active: false })
  assert.deepEqual(await eventsOf(service), [['switch_inbound_number_off', id]])
})

for (const archive of [true, false])
  test(`texts are taken from a service, its number ${archive ? 'for good' : 'for others'}`, async () => {
    const service = await crier.makeService({ permissions: ['sms', 'inbound_sms'] })
    const { id, number } = await addNumber()
    await call(`/inbound-number/service/${service.id}`, { body: { inbound_number_id: id } })
    const removed = await call(`/service/${service.id}/inbound-sms/remove`, { body: { archive } })
    assert.deepEqual([removed.status, removed.body], [200, {}])
    assert.deepEqual({ ...(await rowOf(id)) }, { service_id: null, active: !archive })
    assert.deepEqual(await sendersOf(service), [
      { sms_sender: number, is_default: false, inbound_number_id: null, archived: true },
      { sms_sender: 'GOVUK', is_default: true, inbound_number_id: null, archived: false },
    ])
    const permissions =
      await crier.sql`select permission from service_permissions where service_id = ${service.id}`
    assert.deepEqual(
      permissions.map(({ permission }) => permission),
      ['sms'],
    )
    assert.deepEqual(await eventsOf(service), [
      ['assign_inbound_number', id],
      ['remove_inbound_sms', id],
    ])
  })

test('when texts are taken from a service, its oldest other sender is the default; what is to become of the number must be said', async () => {
  const service = await crier.makeService()
  await crier.sql`
    insert into service_sms_senders (service_id, sms_sender, is_default) values (${service.id}, 'Another', false)`
  const { id } = await addNumber()
  await call(`/inbound-number/service/${service.id}`, { body: { inbound_number_id: id } })
  for (const [body, message] of [
    [{}, 'archive is a required property'],
    [{ archive: 'yes' }, 'archive yes is not of type boolean'],
    [{ archive: true, x: 1 }, 'Additional properties are not allowed (x was unexpected)'],
  ] as const) {
    const refused = await call(`/service/${service.id}/inbound-sms/remove`, { body })
    assert.deepEqual([refused.status, refused.body.errors], [400, [{ error: 'ValidationError', message }]])
  }
  await call(`/service/${service.id}/inbound-sms/remove`, { body: { archive: false } })
  assert.deepEqual(
    (await sendersOf(service)).filter((one) => one.is_default).map((one) => one.sms_sender),
    ['GOVUK'],
  )
})

type Columns = { created_at: string; user_number?: string; content?: string }
const receive = async ({ id }: TestService, columns: Columns) =>
  (
    await crier.sql`
      insert into inbound_sms ${crier.sql({
        service_id: id,
        notify_number: '07700900987',
        user_number: '447700900111',
        provider: 'mmg',
        content: columns.created_at,
        ...columns,
      })} returning id`
  )[0]!.id as string
const contents = ({ body }: { body: { data: { content: string }[] } }) =>
  body.data.map(({ content }) => content)

test('received texts are listed newest first, of one sender or of all, as long as the service keeps texts', async () => {
  const service = await crier.makeService()
  const other = await crier.makeService()
  const path = `/service/${service.id}/inbound-sms`
  // Local midnights: seven days before 8 June begins at 23:00 UTC.
  const last = '2017-05-31T23:00:00Z'
  for (const created_at of ['2017-05-31T22:59:59Z', last, '2017-06-08T11:00:00Z'])
    await receive(service, { created_at })
  const id = await receive(service, {
    created_at: '2017-06-07T09:00:00Z',
    user_number: 'ALPHANUM3R1C',
    content: 'name',
  })
  await receive(other, { created_at: '2017-06-08T11:00:00Z', content: 'another service’s' })
  const list = (body: unknown) => call(path, { body })
  assert.deepEqual(contents(await list({})), ['2017-06-08T11:00:00Z', 'name', last])
  assert.deepEqual(contents(await list({ phone_number: '07700 900111' })), ['2017-06-08T11:00:00Z', last])
  assert.deepEqual((await list({ phone_number: 'ALPHANUM3R1C' })).body.data, [
    {
      id,
      created_at: '2017-06-07T09:00:00.000000Z',
      service_id: service.id,
      notify_number: '07700900987',
      user_number: 'ALPHANUM3R1C',
      content: 'name',
    },
  ])
  assert.deepEqual(contents(await list({ phone_number: '07700900112' })), [])
  assert.deepEqual(contents(await list({ phone_number: '' })), contents(await list({})))
  await crier.sql`
    insert into service_data_retention (service_id, notification_type, days_of_retention) values (${service.id}, 'sms', 3)`
  assert.deepEqual(contents(await list({})), ['2017-06-08T11:00:00Z', 'name'])
  const one = await call(`${path}/${id}`)
  assert.deepEqual([one.status, one.body.content], [200, 'name'])
  const notTheirs = await call(`/service/${other.id}/inbound-sms/${id}`)
  assert.deepEqual([notTheirs.status, notTheirs.body], [404, noResult])
})

test('the latest text of each sender, page after page', async () => {
  const service = await crier.makeService()
  await crier.sql`
    insert into inbound_sms (service_id, created_at, notify_number, user_number, provider, content)
    select ${service.id}, timestamptz '2017-06-08 09:00Z' + number * interval '1 second' - turn * interval '1 hour', '07700900987',
      (447700900000 + number)::text, 'mmg', number || ' ' || turn
    from generate_series(1, 60) number, generate_series(0, 1) turn`
  const path = `/service/${service.id}/inbound-sms/most-recent`
  const first = await call(path)
  assert.deepEqual(
    [first.body.has_next, first.body.data.length, first.body.data[0].content],
    [true, 50, '60 0'],
  )
  const second = await call(`${path}?page=2`)
  assert.deepEqual(
    [second.body.has_next, second.body.data.length, second.body.data[9].content],
    [false, 10, '1 0'],
  )
  assert.equal((await call(`${path}?page=3`)).status, 404)
})

test('the summary counts seven days, the usage looks into history too', async () => {
  const service = await crier.makeService()
  const summary = () => call(`/service/${service.id}/inbound-sms/summary`)
  const usage = () => call(`/service/${service.id}/inbound-sms/most-recent-usage`)
  assert.deepEqual((await summary()).body, { count: 0, most_recent: null })
  assert.deepEqual((await usage()).body, { most_recent_date: null })
  await crier.sql`
    insert into inbound_sms_history (id, created_at, service_id, notify_number, provider)
    values (${randomUUID()}, '2017-05-01T09:00:00Z', ${service.id}, '07700900987', 'mmg')`
  assert.deepEqual((await usage()).body, { most_recent_date: '2017-05-01T09:00:00.000000Z' })
  for (const created_at of ['2017-05-31T22:59:59Z', '2017-05-31T23:00:00Z', '2017-06-08T11:00:00Z'])
    await receive(service, { created_at })
  assert.deepEqual((await summary()).body, { count: 2, most_recent: '2017-06-08T11:00:00.000000Z' })
  assert.deepEqual((await usage()).body, { most_recent_date: '2017-06-08T11:00:00.000000Z' })
})

test('of a service that is not there nothing is found', async () => {
  const path = `/service/${randomUUID()}/inbound-sms`
  for (const one of [
    call(path, { body: {} }),
    call(`${path}/most-recent`),
    call(`${path}/most-recent-usage`),
    call(`${path}/summary`),
    call(`${path}/remove`, { body: { archive: true } }),
    call(`/inbound-number/service/${randomUUID()}`),
    call(`/inbound-number/service/${randomUUID()}`, { body: {} }),
    call(`/inbound-number/service/${randomUUID()}/off`, { method: 'POST' }),
  ]) {
    const { status, body } = await one
    assert.deepEqual([status, body], [404, noResult])
  }
})
