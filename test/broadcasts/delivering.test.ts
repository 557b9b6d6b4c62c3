/** From an approval to what operators receive. The numbers are those of the specification's list, broadcasts, must hold. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { tellOperators, tellOthers } from '../../src/broadcasts/worker.ts'
import { runTask } from '../../src/schedule.ts'
import { adminCall } from '../admin/support.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { providers } from './model.ts'
import { type Answer, operators, type Post } from './operators.ts'
import { approved, moved, sending, tell, world } from './support.ts'

let crier: TestCrier
let peers: Awaited<ReturnType<typeof operators>>
let answer: (post: Post) => Answer = () => 200
before(async () => {
  crier = await testCrier()
  peers = await operators(crier, (post) => answer(post))
})
after(async () => {
  await peers.close()
  await crier.close()
})
beforeEach(() => {
  crier.setNow('2021-06-15T12:00:00Z')
  answer = () => 200
  peers.received.length = 0
})

const element = (xml: string, name: string) =>
  new RegExp(`<(?:IBAG_|IBAG_cap_)?${name}>([^<]*)<`).exec(xml)?.[1]
const identifierOf = ({ body }: Post) => element(body, 'identifier')!
const documents = (id: string) => crier.sql`
  select document.id, provider, message_number, status, updated_at from broadcast_provider_message document
  join broadcast_event event on event.id = broadcast_event_id
  where broadcast_message_id = ${id} order by sent_at, provider`

test('1, 8, 9: what fails is tried again, later and later, as the same document', async () => {
  const made = await world(crier, { provider: 'vodafone' })
  const id = await approved(crier, made)
  answer = () => 500
  const waits: number[] = []
  for (let failures = 0; failures < 3; failures++) {
    await tell(crier, id)
    const [delivery] = await crier.sql`
      select next_attempt_at from broadcast_deliveries
      join broadcast_event event on event.id = broadcast_event_id where broadcast_message_id = ${id}`
    waits.push((Date.parse(delivery!.next_attempt_at) - crier.crier.now().getTime()) / 1000)
    crier.setNow(new Date(Date.parse(delivery!.next_attempt_at)).toISOString())
  }
  assert.deepEqual(waits, [1, 2, 4])
  assert.deepEqual(
    [...(await sending(crier, id))],
    [
      {
        message_type: 'alert',
        provider: 'vodafone',
        status: 'sending',
        attempts: 6,
        failures: 3,
        is_over: false,
      },
    ],
  )
  answer = () => 200
  await tell(crier, id)
  const [document, ...others] = await documents(id)
  assert.deepEqual([others, document!.status], [[], 'returned-ack'])
  assert.ok(document!.updated_at !== null)
  const numbers = peers.received.map(({ body }) => [
    element(body, 'identifier'),
    element(body, 'message_number'),
  ])
  const number = document!.message_number.toString(16).padStart(8, '0')
  assert.deepEqual(numbers, Array(7).fill([document!.id, number]))
})

test('7: what is taken while the clock is set back is taken, and not told again', async () => {
  const made = await world(crier, { provider: 'ee' })
  const id = await approved(crier, made)
  answer = () => {
    crier.setNow('2021-06-15T11:59:58Z')
    return 200
  }
  await tell(crier, id)
  crier.setNow('2021-06-15T12:05:00Z')
  await tell(crier, id)
  assert.equal(peers.received.length, 1)
  assert.deepEqual(
    (await sending(crier, id)).map(({ status, is_over }) => [status, is_over]),
    [['returned-ack', true]],
  )
})

test('8: the wait doubles up to four minutes, and there is no last attempt', async () => {
  const rows = await crier.sql`
    select extract(epoch from broadcast_retry_delay(failures))::integer as seconds
    from unnest(array[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1000]) with ordinality as given (failures, place) order by place`
  assert.deepEqual(
    rows.map(({ seconds }) => seconds),
    [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240],
  )
})

test('3: after its end nothing goes out, also in the middle of retrying', async () => {
  const made = await world(crier, { channel: 'test' })
  const id = await approved(crier, made)
  answer = () => 500
  await tell(crier, id)
  peers.received.length = 0
  crier.setNow('2021-06-15T16:00:00.001Z')
  await tell(crier, id)
  assert.deepEqual(peers.received, [])
  for (const row of await sending(crier, id))
    assert.deepEqual([row.status, row.is_over], ['technical-failure', true])
})

test('6, 12, 13, 20: each operator by itself, a document each of the same content, the second site where the first fails', async () => {
  const made = await world(crier)
  const id = await approved(crier, made)
  answer = ({ provider, site }) => (provider === 'ee' ? 500 : provider === 'o2' && site === 1 ? 400 : 200)
  await tell(crier, id)
  const sites = Object.fromEntries(
    providers.map((one) => [
      one,
      peers.received.filter(({ provider }) => provider === one).map(({ site }) => site),
    ]),
  )
  assert.deepEqual(sites, { ee: [1, 2], three: [1], o2: [1, 2], vodafone: [1] })
  assert.equal(new Set(peers.received.map(identifierOf)).size, 4)
  const content = (name: string, inIbag = name) =>
    new Set(
      peers.received.map(({ body, provider }) => element(body, provider === 'vodafone' ? inIbag : name)),
    )
  assert.deepEqual(content('description', 'text_alert_message'), new Set(['A flood is coming']))
  assert.equal(content('expires', 'expires_date_time').size, 1)
  assert.equal(content('sent', 'sent_date_time').size, 1)
  const polygons = new Set(peers.received.map(({ body }) => element(body, 'polygon')))
  assert.deepEqual(polygons, new Set(['51.12,-1.2 51.12,1.2 51.74,1.2 51.74,-1.2 51.12,-1.2']))
  // A cancel waits for the one alone that has not taken the alert.
  await moved(crier, made, id, 'cancelled', made.author)
  await tell(crier, id)
  const cancels = (await sending(crier, id)).filter(({ message_type }) => message_type === 'cancel')
  assert.deepEqual(
    cancels.map(({ provider, status }) => [provider, status]),
    [
      ['ee', null],
      ['o2', 'returned-ack'],
      ['three', 'returned-ack'],
      ['vodafone', 'returned-ack'],
    ],
  )
})

test('7: a second job of what was acknowledged does nothing', async () => {
  const made = await world(crier, { provider: 'ee' })
  const id = await approved(crier, made)
  const [delivery] = await crier.sql`
    select delivery.id as delivery_id, turn from broadcast_deliveries delivery
    join broadcast_event event on event.id = broadcast_event_id where broadcast_message_id = ${id}`
  const job = { id: randomUUID(), data: delivery, retryCount: 1 }
  await tellOperators(crier.crier, [job, job] as never, unhurried())
  assert.equal(peers.received.length, 1)
})

test('11, 14: a blocked cancel goes out by itself after the alert, and refers to it', async () => {
  const made = await world(crier, { provider: 'ee' })
  const id = await approved(crier, made)
  answer = () => 500
  await tell(crier, id)
  await moved(crier, made, id, 'cancelled', made.author)
  await tell(crier, id)
  assert.deepEqual(new Set(peers.received.map(({ body }) => element(body, 'msgType'))), new Set(['Alert']))
  peers.received.length = 0
  answer = () => 200
  crier.setNow('2021-06-15T12:00:10Z')
  await tell(crier, id)
  await tell(crier, id)
  const [alert, cancel, ...others] = peers.received
  assert.deepEqual(
    [others.length, element(alert!.body, 'msgType'), element(cancel!.body, 'msgType')],
    [0, 'Alert', 'Cancel'],
  )
  assert.equal(
    element(cancel!.body, 'references'),
    `${element(alert!.body, 'sender')},${identifierOf(alert!)},${element(alert!.body, 'sent')}`,
  )
})

test('18: what is changed after the approval changes nothing that is sent', async () => {
  const made = await world(crier, { channel: 'government', provider: 'three' })
  const id = await approved(crier, made)
  answer = () => 500
  await tell(crier, id)
  const [first] = peers.received
  await crier.sql`
    update broadcast_message set content = 'Another', transmitted_content = 'Another', areas = '{"simple_polygons": [[]]}'
    where id = ${id}`
  await crier.sql`update service_broadcast_settings set channel = 'test' where service_id = ${made.service.id}`
  crier.setNow('2021-06-15T12:30:00Z')
  await tell(crier, id)
  assert.equal(new Set(peers.received.map(({ body }) => body)).size, 1)
  assert.equal(element(first!.body, 'event'), 'EAN')
})

test('25: a change of an alert is delivered before it is acknowledged, and refers to the alert', async () => {
  const made = await world(crier, { provider: 'ee' })
  const id = await approved(crier, made)
  await tell(crier, id)
  const [alert] = await documents(id)
  peers.received.length = 0
  // No route makes one yet.
  await crier.sql`
    with event as (
      insert into broadcast_event (
        service_id, broadcast_message_id, sent_at, message_type, transmitted_content, transmitted_areas,
        transmitted_sender, transmitted_channel, transmitted_starts_at, transmitted_finishes_at
      )
      select service_id, broadcast_message_id, sent_at + interval '1 minute', 'update', '{"body": "It is worse"}',
        transmitted_areas, transmitted_sender, transmitted_channel, transmitted_starts_at, transmitted_finishes_at
      from broadcast_event where broadcast_message_id = ${id}
      returning id
    )
    insert into broadcast_deliveries (broadcast_event_id, provider, next_attempt_at, created_at)
    select id, 'ee', '2021-06-15T12:00:00Z', '2021-06-15T12:00:00Z' from event`
  answer = () => 500
  await tell(crier, id)
  assert.equal((await documents(id))[1]!.status, 'sending')
  answer = () => 200
  crier.setNow('2021-06-15T12:00:10Z')
  await tell(crier, id)
  assert.equal((await documents(id))[1]!.status, 'returned-ack')
  const { body } = peers.received.at(-1)!
  assert.deepEqual([element(body, 'msgType'), element(body, 'description')], ['Update', 'It is worse'])
  assert.ok(element(body, 'references')!.includes(alert!.id))
})

test('23: one job for each enabled operator that the service is not kept from', async () => {
  const targets = async (provider: string | null) => {
    const id = await approved(crier, await world(crier, { provider }))
    return (await sending(crier, id)).map((row) => row.provider)
  }
  assert.deepEqual(await targets(null), ['ee', 'o2', 'three', 'vodafone'])
  assert.deepEqual(await targets('vodafone'), ['vodafone'])
  await crier.sql`update broadcast_providers set is_enabled = false where provider in ('vodafone', 'o2')`
  try {
    assert.deepEqual(await targets(null), ['ee', 'three'])
    assert.deepEqual(await targets('vodafone'), [])
  } finally {
    await crier.sql`update broadcast_providers set is_enabled = true`
  }
})

test('a cancel goes to whoever has the alert, whatever the settings are by then', async () => {
  const made = await world(crier, { channel: 'government' })
  const id = await approved(crier, made)
  await tell(crier, id)
  await crier.sql`
    update service_broadcast_settings set provider = 'ee', channel = 'test' where service_id = ${made.service.id}`
  await moved(crier, made, id, 'cancelled', made.author)
  await tell(crier, id)
  const cancels = (await sending(crier, id)).filter(({ message_type }) => message_type === 'cancel')
  assert.deepEqual(
    cancels.map(({ status }) => status),
    Array(4).fill('returned-ack'),
  )
})

test('24: where sending is switched off nothing is made and nobody called, and no link is tested', async () => {
  const id = await approved(crier, await world(crier))
  await crier.sql`update settings set broadcasts_enabled = false`
  try {
    await tell(crier, id)
    assert.deepEqual([(await documents(id)).length, peers.received.length], [0, 0])
    const before = await queued('broadcast-tasks')
    await runTask(crier.crier, 'trigger-link-tests')
    assert.equal(await queued('broadcast-tasks'), before)
  } finally {
    await crier.sql`update settings set broadcasts_enabled = true`
  }
})

const queued = async (queue: string) =>
  (
    await crier.sql`select count(*)::integer as jobs from pgboss.job where name = ${queue} and state = 'created'`
  )[0]!.jobs

test('26: both sites of each operator get a link test, whatever the other says, and no row is written', async () => {
  const [before] = await crier.sql`select nextval('broadcast_message_number_seq')::integer as number`
  answer = ({ site }) => (site === 1 ? 500 : 200)
  const jobs = providers.map((provider) => ({
    id: randomUUID(),
    data: { link_test: provider },
    retryCount: 0,
  }))
  await tellOperators(crier.crier, jobs as never, unhurried())
  assert.deepEqual(peers.received.map(({ provider, site }) => `${provider} ${site}`).sort(), [
    'ee 1',
    'ee 2',
    'o2 1',
    'o2 2',
    'three 1',
    'three 2',
    'vodafone 1',
    'vodafone 2',
  ])
  assert.equal(new Set(peers.received.map(({ body }) => body)).size, 8)
  const ibag = peers.received.filter(({ provider }) => provider === 'vodafone')
  const numbers = ibag.map(({ body }) => Number.parseInt(element(body, 'message_number')!, 16)).sort()
  assert.deepEqual(numbers, [before!.number + 1, before!.number + 2])
  const before26 = await queued('broadcast-tasks')
  await runTask(crier.crier, 'trigger-link-tests')
  assert.equal((await queued('broadcast-tasks')) - before26, 4)
})

test('27, 28: what is over is completed and published once; alerts and cancels are published, and the night', async () => {
  const made = await world(crier)
  const publications = async () =>
    (
      await crier.sql`
      select count(*)::integer as jobs from pgboss.job where name = 'govuk-alerts' and data ->> 'notice' = 'publish'`
    )[0]!.jobs
  const change = async (act: () => Promise<unknown>) => {
    const before = await publications()
    await act()
    return (await publications()) - before
  }
  const two: string[] = []
  assert.equal(
    await change(async () => two.push(await approved(crier, made), await approved(crier, made))),
    2,
  )
  const kept = await approved(crier, made)
  assert.equal(await change(() => moved(crier, made, kept, 'cancelled', made.author)), 1)
  const run = () => runTask(crier.crier, 'auto-expire-broadcast-messages')
  crier.setNow('2021-06-16T10:29:59Z')
  // Those of other tests that are over by now.
  await run()
  assert.equal(await change(run), 0)
  crier.setNow('2021-06-16T10:30:00Z')
  // Those of the other tests end now as well: one publication is for all.
  assert.equal(await change(run), 1)
  assert.equal(await change(run), 0)
  const statuses = await crier.sql`
    select status from broadcast_message where id = any(${[...two, kept]}) order by created_at, status`
  assert.deepEqual(statuses.map(({ status }) => status).sort(), ['cancelled', 'completed', 'completed'])
  assert.equal(await change(() => runTask(crier.crier, 'remove-yesterdays-planned-tests-on-govuk-alerts')), 1)
})

test('10: a suspended service, training mode and stubbed messages stop what was approved', async () => {
  for (const column of ['suspended', 'restricted', 'stubbed'] as const) {
    const made = await world(crier, { provider: 'ee' })
    const id = await approved(crier, made)
    if (column === 'suspended')
      await crier.sql`update services set suspended_at = now() where id = ${made.service.id}`
    if (column === 'restricted')
      await crier.sql`update services set restricted = true where id = ${made.service.id}`
    if (column === 'stubbed') await crier.sql`update broadcast_message set stubbed = true where id = ${id}`
    await tell(crier, id)
    assert.deepEqual([(await documents(id)).length, peers.received.length], [0, 0], column)
  }
})

test('37, 38: a live approval opens a ticket, in a job of its own that nothing waits for', async () => {
  const made = await world(crier)
  const tickets = () => crier.sql`
    select id, data from pgboss.job where name = 'govuk-alerts' and data ->> 'notice' = 'ticket'`
  const before = (await tickets()).length
  const id = await approved(crier, made)
  await moved(crier, made, id, 'cancelled', made.author)
  const training = await world(crier, { restricted: true })
  await approved(crier, training)
  const opened = await tickets()
  assert.equal(opened.length - before, 1)
  const job = opened.find((one) => one.id === id)!
  assert.deepEqual(await tellOthers(crier.crier, [job as never], unhurried()), [{ id, status: 'completed' }])
  await crier.sql`update settings set support_email_address = 'duty@example.gov.uk'`
  await tellOthers(crier.crier, [job as never], unhurried())
  const [email] = await crier.sql`
    select personalisation ->> 'subject' as subject, personalisation ->> 'content' as content
    from notifications where "to" = 'duty@example.gov.uk' order by created_at desc limit 1`
  assert.equal(email!.subject, 'Live broadcast sent')
  assert.match(email!.content, new RegExp(`/services/${made.service.id}/current-alerts/${id}\n`))
  assert.match(email!.content, /Sent on channel severe to \['England'\]\./)
  assert.match(email!.content, /Content starts "A flood is coming"\./)
})

test('workers take approved alerts from their queue, and what waited for an operator goes on by itself', async () => {
  crier.setNow(null)
  const made = await world(crier)
  let isDown = true
  answer = ({ provider }) => (provider === 'ee' && isDown ? 503 : 200)
  await crier.work()
  const id = await approved(crier, made)
  await moved(crier, made, id, 'cancelled', made.author)
  const acknowledged = async (least: number) =>
    (await documents(id)).filter(({ status }) => status === 'returned-ack').length >= least
  await crier.until('three operators have both', () => acknowledged(6))
  isDown = false
  await crier.until('the fourth has both', () => acknowledged(8))
  for (const provider of providers) {
    const own = peers.received.filter((post) => post.provider === provider)
    assert.match(own.at(-1)!.body, /Cancel/)
    assert.equal(own.filter(({ body }) => /Cancel/.test(body)).length, 1)
  }
})

test('29: what the public is told is for its own client alone', async () => {
  const made = await world(crier)
  const id = await approved(crier, made)
  const publisher = { claims: { iss: 'govuk-alerts' }, secret: 'a secret of the publisher' }
  const { adminToken } = await import('../admin/support.ts')
  const token = adminToken(crier.crier.now(), publisher)
  const shown = await crier.call('/govuk-alerts', { headers: { authorization: `Bearer ${token}` } })
  assert.equal(shown.status, 200, shown.text)
  const alert = shown.body.alerts.find((one: { id: string }) => one.id === id)
  assert.deepEqual(Object.keys(alert), [
    ...[
      'id',
      'reference',
      'channel',
      'content',
      'areas',
      'status',
      'starts_at',
      'finishes_at',
      'approved_at',
    ],
    'cancelled_at',
  ])
  const starts = shown.body.alerts.map((one: { starts_at: string }) => one.starts_at)
  assert.deepEqual(starts, [...starts].sort().reverse())
  assert.equal((await adminCall(crier, '/govuk-alerts')).status, 401)
  assert.equal((await crier.call('/govuk-alerts', { key: made.service.keys.normal })).status, 401)
})
