/** Workers that are killed while much is due: each callback arrives, at least once, and of each message in the order of its events. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandSecret, startCommand } from '../operation/command.ts'
import { testCrier } from '../support/crier.ts'
import { scaled } from '../support/scale.ts'
import { peer, told } from './peer.ts'

const services = 10
const messagesEach = scaled(12)
const eventsEach = 5
const total = services * messagesEach * eventsEach

test(`${total} callbacks are due, and two of three workers are killed`, async (t) => {
  const crier = await testCrier({ secret: commandSecret })
  const service = await peer((_, response) => setTimeout(() => response.writeHead(204).end(), 5))
  const environment = { DATABASE_URL: crier.url, CRIER_LOOPBACK_CALLBACKS: 'true' }
  const workers = [1, 2, 3].map(() => startCommand(['work'], environment))
  t.after(async () => {
    for (const worker of workers) worker.kill('SIGKILL')
    await Promise.all(workers.map((worker) => worker.ended))
    await service.close()
    await crier.close()
  })
  const owners = await Promise.all(Array.from({ length: services }, () => told(crier, service.url)))
  await Promise.all(workers.map((worker) => worker.started))
  await crier.sql`
    select write_callback(owner, 'delivery_status', about, json_build_object('about', about, 'event', event,
      'notification_type', 'sms'), clock_timestamp())
    from unnest(${owners.map((owner) => owner.service.id)}::uuid[]) owner
    cross join lateral (select gen_random_uuid() as about from generate_series(1, ${messagesEach}) where owner is not null) message
    cross join generate_series(1, ${eventsEach}) event
    order by event`
  await crier.until('they are in the middle', async () => service.told.length > total / 5)
  const [first, second, third] = workers
  for (const worker of [first!, second!]) worker.kill('SIGKILL')
  assert.deepEqual(await Promise.all([first!.ended, second!.ended]), ['SIGKILL', 'SIGKILL'])
  const seenAtKill = service.told.length
  assert.ok(seenAtKill < total, 'the kill came before the end')
  // Fifteen seconds pass for the leases of the dead.
  await crier.sql`update service_callback_drains set leased_until = now() where leased_until > now()`
  const deadline = Date.now() + 30_000
  const left = async () => {
    const [row] =
      await crier.sql`select count(*)::integer as n from service_callbacks where status <> 'delivered'`
    return row!.n as number
  }
  while ((await left()) > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(await left(), 0, third!.output().slice(-2000))
  assert.equal(await third!.stop(), 0)

  const events = Map.groupBy(service.told, ({ body }) => body.about as string)
  assert.equal(events.size, services * messagesEach)
  for (const [about, seen] of events) {
    const numbers = seen.map(({ body }) => body.event as number)
    assert.deepEqual([...new Set(numbers)], [1, 2, 3, 4, 5], `every event of ${about}, in its order`)
    assert.deepEqual(numbers, numbers.toSorted(), 'and none again after a later one')
  }
  t.diagnostic(`${seenAtKill} of ${total} before the kill; ${service.told.length - total} were sent twice`)
})
