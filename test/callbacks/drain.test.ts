/** The drain against real services on loopback: order, retries, what hangs, what is refused, who has a service. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startDrain } from '../../src/callbacks/drain.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { configure, peer, token, told, write } from './peer.ts'

/** Quicker than outside of tests. */
const pace = { callMs: 1000, lookMs: 50 }
let crier: TestCrier
let stop: () => Promise<void>
before(async () => {
  crier = await testCrier({ callbacks: { concurrency: 8, loopback: true } })
  stop = startDrain(crier.crier, pace)
})
after(async () => {
  await stop()
  await crier.close()
})

const rowOf = async (id: string) => {
  const [row] = await crier.sql`
    select status, attempts, last_status, last_error, payload, next_attempt_at - clock_timestamp() as pause
    from service_callbacks where id = ${id}`
  return row as Record<string, unknown>
}
const ended = (serviceId: string, status: string, count: number) =>
  crier.until(`${count} are ${status}`, async () => {
    const [row] = await crier.sql`
      select count(*)::integer as n from service_callbacks where service_id = ${serviceId} and status = ${status}`
    return row!.n === count
  })

test('a callback is a POST of its payload with the token, and keeps no payload once it is delivered', async (t) => {
  const service = await peer()
  t.after(service.close)
  const { service: owner } = await told(crier, `${service.url}?of=crier`)
  const about = randomUUID()
  const [id] = await write(crier, owner.id, [about])
  await ended(owner.id, 'delivered', 1)
  const [one] = service.told
  assert.equal(one!.method, 'POST')
  assert.equal(one!.path, '/told?of=crier')
  assert.equal(one!.headers.authorization, `Bearer ${token}`)
  assert.equal(one!.headers['content-type'], 'application/json')
  assert.deepEqual(one!.body, { id: about, n: 1, notification_type: 'sms' })
  const { pause: _, ...row } = await rowOf(id!)
  assert.deepEqual(row, {
    status: 'delivered',
    attempts: 1,
    last_status: 204,
    last_error: null,
    payload: null,
  })
})

const refusals: [status: number, headers: Record<string, string>, status: string, pause: RegExp | null][] = [
  [200, {}, 'delivered', null],
  [301, { location: 'https://example.org/' }, 'failed', null],
  [304, {}, 'failed', null],
  [400, {}, 'failed', null],
  [401, {}, 'failed', null],
  [404, {}, 'failed', null],
  [410, {}, 'failed', null],
  [429, {}, 'waiting', /^00:0(4:5\d|5:00)/],
  [500, {}, 'waiting', /^00:0(4:5\d|5:00)/],
  [503, { 'retry-after': '120' }, 'waiting', /^00:0(1:5\d|2:00)/],
  [503, { 'retry-after': '1' }, 'waiting', /^00:0(0:5\d|1:00)/],
  [503, { 'retry-after': '99999' }, 'waiting', /^0(0:59|1:00)/],
  [503, { 'retry-after': 'soon' }, 'waiting', /^00:0(4:5\d|5:00)/],
]
for (const [answer, headers, status, pause] of refusals) {
  test(`${answer} ${JSON.stringify(headers)}: ${status}`, async (t) => {
    const service = await peer((_, response) => response.writeHead(answer, headers).end('x'))
    t.after(service.close)
    const { service: owner } = await told(crier, service.url)
    const [id] = await write(crier, owner.id, [randomUUID()])
    await crier.until('it was tried', async () => (await rowOf(id!)).attempts === 1)
    const row = await rowOf(id!)
    assert.equal(row.status, status)
    assert.equal(row.last_status, answer)
    assert.equal(row.payload === null, status === 'delivered')
    if (pause === null) assert.equal(row.pause, null)
    else assert.match(String(row.pause), pause)
    assert.equal(service.told.length, 1, 'no redirect is followed, and nothing is repeated at once')
  })
}

test('what has no answer waits: nobody there, a cut connection, a head without end, no certificate that proves the name', async (t) => {
  const cut = await peer((_, response) => response.destroy())
  const large = await peer((_, response) => response.writeHead(200, { x: 'x'.repeat(20_000) }).end())
  const unproven = await peer(undefined, { tls: true })
  const gone = await peer()
  await gone.close()
  t.after(() => Promise.all([cut.close(), large.close(), unproven.close()]))
  for (const [url, error] of [
    [cut.url, 'connection'],
    [large.url, 'connection'],
    [gone.url, 'connection'],
    // Its certificate is for localhost.
    [unproven.url.replace('localhost', 'other.localhost'), 'tls'],
  ] as const) {
    const { service } = await told(crier, url)
    const [id] = await write(crier, service.id, [randomUUID()])
    await crier.until('it was tried', async () => (await rowOf(id!)).attempts === 1)
    const { status, last_status, last_error } = await rowOf(id!)
    assert.deepEqual(
      { status, last_status, last_error },
      { status: 'waiting', last_status: null, last_error: error },
    )
  }
  assert.equal(unproven.told.length, 0, 'not a byte of the body went to who could not prove its name')
})

test('a body without end is no answer withheld: the status counts, and the connection is closed', async (t) => {
  const service = await peer((_, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('x'.repeat(20_000)), 1)
    response.once('close', () => clearInterval(timer))
  })
  t.after(service.close)
  const { service: owner } = await told(crier, service.url)
  await write(crier, owner.id, [randomUUID()])
  await ended(owner.id, 'delivered', 1)
})

test('the events of a message come in their order, and the later ones wait for the first to end', async (t) => {
  let isUp = false
  const service = await peer((one, response) => response.writeHead(isUp || one.body.n > 2 ? 200 : 500).end())
  t.after(service.close)
  const { service: owner } = await told(crier, service.url)
  const [about, other] = [randomUUID(), randomUUID()]
  const [first] = await write(crier, owner.id, [about, about, other])
  await crier.until('the first was tried', async () => (await rowOf(first!)).attempts === 1)
  await ended(owner.id, 'delivered', 1)
  assert.deepEqual(
    service.told.map(({ body }) => body.n).sort(),
    [1, 3],
    'the second of the message waits for the first; the other message does not',
  )
  isUp = true
  await crier.sql`update service_callbacks set next_attempt_at = now() where id = ${first!}`
  await ended(owner.id, 'delivered', 3)
  assert.deepEqual(
    service.told.filter(({ body }) => body.id === about).map(({ body }) => body.n),
    [1, 1, 2],
  )
})

test('services that hang delay nobody, however many there are: they have half of the calls between them', async (t) => {
  let open = 0
  const hanging = await peer((_, response) => {
    open++
    response.once('close', () => open--)
  })
  const well = await peer()
  t.after(() => Promise.all([hanging.close(), well.close()]))
  const owners = await Promise.all(Array.from({ length: 6 }, () => told(crier, hanging.url)))
  for (const { service } of owners)
    await write(
      crier,
      service.id,
      Array.from({ length: 20 }, () => randomUUID()),
    )
  await crier.until('those that hang have what they can have', async () => open >= 4)
  const { service } = await told(crier, well.url)
  await write(
    crier,
    service.id,
    Array.from({ length: 100 }, () => randomUUID()),
  )
  const began = performance.now()
  await ended(service.id, 'delivered', 100)
  t.diagnostic(`100 beside six that hang: ${Math.round(performance.now() - began)} ms`)
  assert.ok(open >= 3, 'they hang all the time')
  assert.ok(well.connections() <= 8)
  let tried: Record<string, unknown> | undefined
  await crier.until('one of those that hang has been given up', async () => {
    ;[tried] = await crier.sql`
      select last_error from service_callbacks
      where service_id = any (${owners.map((one) => one.service.id)}) and attempts = 1 limit 1`
    return tried !== undefined
  })
  assert.equal(tried!.last_error, 'timeout')
  await crier.sql`delete from service_callbacks where service_id = any (${owners.map((one) => one.service.id)})`
})

test('of two callbacks of a service the one that works is not held up by the one that hangs', async (t) => {
  const hanging = await peer(() => {})
  const well = await peer()
  t.after(() => Promise.all([hanging.close(), well.close()]))
  const { service } = await told(crier, hanging.url)
  await configure(crier, service.id, well.url, 'inbound_sms')
  await write(
    crier,
    service.id,
    Array.from({ length: 50 }, () => randomUUID()),
  )
  await crier.sql`
    select write_callback(${service.id}, 'inbound_sms', gen_random_uuid(), json_build_object('n', n), now())
    from generate_series(1, 20) n`
  await ended(service.id, 'delivered', 20)
  await crier.sql`delete from service_callbacks where service_id = ${service.id}`
})

test('a callback that is wanted no more ends, and one whose address was mended goes to the new one', async (t) => {
  const old = await peer((_, response) => response.writeHead(500).end())
  const mended = await peer()
  t.after(() => Promise.all([old.close(), mended.close()]))
  const { service } = await told(crier, old.url)
  const [first, second] = await write(crier, service.id, [randomUUID(), randomUUID()])
  await crier.until(
    'both were tried',
    async () => (await rowOf(second!)).attempts === 1 && (await rowOf(first!)).attempts === 1,
  )
  await crier.sql`update service_callback_api set url = ${mended.url} where service_id = ${service.id}`
  await crier.sql`update service_callbacks set next_attempt_at = now() where id = ${first!}`
  await ended(service.id, 'delivered', 1)
  assert.equal(mended.told.length, 1)
  await crier.sql`delete from service_callback_api where service_id = ${service.id}`
  await crier.sql`update service_callbacks set next_attempt_at = now() where id = ${second!}`
  await ended(service.id, 'failed', 1)
  assert.equal((await rowOf(second!)).last_error, 'removed')
})

test('two drains beside each other: each callback once, of each message in its order', async (t) => {
  const second = startDrain(crier.crier, pace)
  const service = await peer()
  t.after(async () => {
    await second()
    await service.close()
  })
  const owners = await Promise.all(Array.from({ length: 8 }, () => told(crier, service.url)))
  await Promise.all(
    owners.map((owner) => {
      const abouts = Array.from({ length: 10 }, () => randomUUID())
      return write(crier, owner.service.id, [...abouts, ...abouts, ...abouts])
    }),
  )
  for (const owner of owners) await ended(owner.service.id, 'delivered', 30)
  assert.equal(service.told.length, 8 * 30)
  const [drains] = await crier.sql`
    select count(distinct leased_by)::integer as n from service_callback_drains
    where service_id = any (${owners.map((owner) => owner.service.id)})`
  t.diagnostic(`${drains!.n} of them had services`)
  const [late] = await crier.sql`
    select count(*)::integer as n
    from service_callbacks one join service_callbacks earlier using (service_id, about_id)
    where earlier.position < one.position and earlier.ended_at > one.ended_at
      and one.service_id = any (${owners.map((owner) => owner.service.id)})`
  assert.equal(late!.n, 0)
})
