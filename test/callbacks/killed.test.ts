/** A worker that is killed while much is due: each callback arrives, at least once, and of each message in the order of its events. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDrain } from '../../src/callbacks/drain.ts'
import { commandSecret, startCommand } from '../operation/command.ts'
import { testCrier } from '../support/crier.ts'
import { scaled } from '../support/scale.ts'
import { peer, told } from './peer.ts'

const services = 10
const messagesEach = scaled(12)
const eventsEach = 5
/** Events of each message that are told before anybody else could take its service. */
const eventsBefore = 2
const total = services * messagesEach * eventsEach

test(`${total} callbacks are due, and of two workers the one that has them is killed`, async (t) => {
  const crier = await testCrier({ secret: commandSecret })
  const service = await peer((_, response) => setTimeout(() => response.writeHead(204).end(), 5))
  const environment = { DATABASE_URL: crier.url, CRIER_LOOPBACK_CALLBACKS: 'true' }
  const worker = startCommand(['work'], environment)
  let stopOther = async () => {}
  t.after(async () => {
    worker.kill('SIGKILL')
    await worker.ended
    await stopOther()
    await service.close()
    await crier.close()
  })
  const owners = await Promise.all(Array.from({ length: services }, () => told(crier, service.url)))
  await worker.started
  const messages = await crier.sql`
    select owner, gen_random_uuid() as about
    from unnest(${owners.map((owner) => owner.service.id)}::uuid[]) owner
    cross join generate_series(1, ${messagesEach})`
  const happen = (first: number, last: number) => crier.sql`
    select write_callback(owner, 'delivery_status', about, json_build_object('about', about, 'event', event,
      'notification_type', 'sms'), clock_timestamp())
    from unnest(${messages.map(({ owner }) => owner)}::uuid[], ${messages.map(({ about }) => about)}::uuid[]) message (owner, about)
    cross join generate_series(${first}::integer, ${last}::integer) event
    order by event`
  const before = services * messagesEach * eventsBefore
  await happen(1, eventsBefore)
  await crier.until('the worker has told of the first events', async () => service.told.length >= before)
  const held = async () => {
    const [row] = await crier.sql`
      select count(*)::integer as n, count(distinct leased_by)::integer as holders
      from service_callback_drains where leased_until > now()`
    return { ...row }
  }
  assert.deepEqual(await held(), { n: services, holders: 1 }, 'it has all services for a while')
  stopOther = startDrain(crier.crier)
  await happen(eventsBefore + 1, eventsEach)
  await crier.until('it is in the middle', async () => service.told.length > before + total / 10)
  worker.kill('SIGKILL')
  assert.equal(await worker.ended, 'SIGKILL')
  const seenAtKill = service.told.length
  assert.ok(seenAtKill < total, 'the kill came before the end')
  // Fifteen seconds pass for the leases of the dead.
  await crier.sql`update service_callback_drains set leased_until = now() where leased_until > now()`
  const left = async () => {
    const [row] =
      await crier.sql`select count(*)::integer as n from service_callbacks where status <> 'delivered'`
    return row!.n as number
  }
  const deadline = Date.now() + 30_000
  while ((await left()) > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(await left(), 0, worker.output().slice(-2000))

  const events = Map.groupBy(service.told, ({ body }) => body.about as string)
  assert.equal(events.size, services * messagesEach)
  for (const [about, seen] of events) {
    const numbers = seen.map(({ body }) => body.event as number)
    assert.deepEqual([...new Set(numbers)], [1, 2, 3, 4, 5], `every event of ${about}, in its order`)
    assert.deepEqual(numbers, numbers.toSorted(), 'and none again after a later one')
  }
  t.diagnostic(`${seenAtKill} of ${total} before the kill; ${service.told.length - total} were sent twice`)
})
