/** A message is stored once, whatever happens to the statement that stores it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { gather } from '../../src/gather.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { buildApp } from '../../src/server.ts'
import { sharedCrier, type TestCrier, testConfig, tokenFor } from '../support/crier.ts'
import { openProxy } from '../support/proxy.ts'

let crier: TestCrier
before(async () => {
  // An application of its own: what it knows of full disks others would read.
  crier = await sharedCrier({})
})
after(() => crier.close())

const stored = async (service: { id: string }) => {
  const [row] = await crier.sql`
    select count(*)::integer as count from notifications where service_id = ${service.id}`
  return row!.count as number
}

test("another tenant's statement that is broken off in the middle of its rows changes nothing for this one", async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { content: 'Hello' })
  const body = { phone_number: '07700900456', template_id: template }
  const key = service.keys.normal
  const brokenOff = 'select n, 1 / (500 - n) from generate_series(1, 1000) n where n <> $1'
  // Enough to leave none of the pool's connections out.
  const broken = Array.from({ length: 40 }, () => crier.crier.db.query(brokenOff, [0]))
  for (const { status } of await Promise.allSettled(broken)) assert.equal(status, 'rejected')
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => crier.call('/v2/notifications/sms', { key, body })),
  )
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
  assert.equal(await stored(service), 30)
  const reads = await Promise.all(
    answers.map(({ body }) => crier.call(`/v2/notifications/${body.id}`, { key })),
  )
  assert.deepEqual([...new Set(reads.map(({ status }) => status))], [200])
})

test('a connection that is cut after the commit: the callers are told that nobody knows, and nothing is stored twice', async (t) => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { content: 'Hello' })
  const proxy = await openProxy(crier.url)
  const { crier: remote, listen, close } = await open(testConfig, proxy.url, { log: makeLog('silent') })
  // As every process that answers does: what it keeps needs no connection while those are cut.
  await listen()
  t.after(async () => {
    await close()
    await proxy.close()
  })
  const app = buildApp(remote)
  const send = (reference: string, headers: Record<string, string> = {}) =>
    app.request('/v2/notifications/sms', {
      method: 'POST',
      headers: { authorization: `Bearer ${tokenFor(service.keys.normal, new Date())}`, ...headers },
      body: JSON.stringify({ phone_number: '07700900456', template_id: template, reference }),
    })
  assert.equal((await send('before')).status, 201)
  let isCutting = true
  proxy.onAnswer = (answer, line) => {
    const isCommitted = answer.includes('accepted') && answer.at(-1) === 'I'.charCodeAt(0)
    if (isCutting && isCommitted) line.cut()
    return !(isCutting && isCommitted)
  }
  const answers = await Promise.all([
    send('keyed', { 'idempotency-key': 'a' }),
    ...Array.from({ length: 20 }, (_, index) => send(String(index))),
  ])
  for (const answer of answers) {
    assert.equal(answer.status, 503)
    assert.equal(answer.headers.get('retry-after'), null)
    const body = (await answer.json()) as { errors: { message: string }[] }
    assert.match(body.errors[0]!.message, /it is unknown whether this request was carried out/)
  }
  isCutting = false
  const again = await send('keyed', { 'idempotency-key': 'a' })
  assert.equal(again.status, 201, 'the answer of the first time')
  const times = await crier.sql`
    select client_reference as reference, count(*)::integer as times
    from notifications where service_id = ${service.id} group by 1`
  assert.ok(times.length > 2, 'some were committed')
  assert.deepEqual([...new Set(times.map((row) => row.times))], [1])
})

test('a full disk is answered 503, also in bulk, and the health check tells', async (t) => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { content: 'Hello' })
  const send = () =>
    crier.call('/v2/notifications/sms', {
      key: service.keys.normal,
      body: { phone_number: '07700900456', template_id: template },
    })
  assert.equal((await send()).status, 201)
  assert.equal((await crier.call('/_status')).status, 200)
  // The server's own error, without a disk to fill.
  await crier.sql.unsafe(`
    create function fill_disk() returns trigger language plpgsql as $$
    begin
      raise exception 'could not extend file "base/1/2": No space left on device' using errcode = 'disk_full';
    end $$;
    create trigger fill_disk before insert on notifications execute function fill_disk()`)
  t.after(() => crier.sql`drop function fill_disk cascade`)
  const bulk = () =>
    crier.call('/v2/notifications/bulk', {
      key: service.keys.normal,
      body: { template_id: template, messages: [{ phone_number: '07700900456' }] },
    })
  for (const answer of [await send(), await bulk()]) {
    assert.equal(answer.status, 503)
    assert.equal(answer.headers.get('retry-after'), '1')
    assert.deepEqual(answer.body.errors, [
      { error: 'Exception', message: 'Service unavailable, try again later' },
    ])
  }
  const health = await crier.call('/_status')
  assert.equal(health.status, 503)
  assert.equal(health.body.status, 'error')
  assert.equal(health.body.message, 'Database disk full')
  assert.equal((await crier.call('/_status?simple=1')).status, 200)
})

test('what reads is told to come again when its statement was broken off', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  const { status, headers, body } = await crier.sql.begin(async (holder) => {
    await holder`lock table templates`
    const asked = crier.call(`/v2/template/${template}`, { key: service.keys.normal })
    await crier.until('its statement waits, and is cancelled', async () => {
      const cancelled = await crier.sql`
        select pg_cancel_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      return cancelled.length > 0
    })
    return asked
  })
  assert.equal(status, 503)
  assert.equal(headers.get('retry-after'), '1')
  assert.deepEqual(body.errors, [{ error: 'Exception', message: 'Service unavailable, try again later' }])
})

const refusedBy = (code: string) =>
  new postgres.PostgresError({ message: 'refused', code, severity: 'ERROR' } as never)

for (const [what, error, runs, message] of [
  ['a value that the database refuses', refusedBy('22003'), 4, 'refused'],
  ['a deadlock', refusedBy('40P01'), 4, 'Service unavailable, try again later'],
  ['a lock that does not come', refusedBy('55P03'), 1, 'Service unavailable, try again later'],
  ['a statement that took too long', refusedBy('57014'), 1, 'Service unavailable, try again later'],
  ['a full disk', refusedBy('53100'), 1, 'Service unavailable, try again later'],
  ['a program error after the statement', new TypeError('no rows'), 1, 'no rows'],
  [
    'a refused connection',
    Object.assign(new Error(), { code: 'ECONNREFUSED' }),
    1,
    'Service unavailable, try again later',
  ],
  ['a lost connection', Object.assign(new Error(), { code: 'CONNECTION_CLOSED' }), 1, /unknown/],
  ['a server that shuts down', Object.assign(new Error(), { code: '57P01' }), 1, /unknown/],
] as const) {
  test(`${what}: items run again one by one only if nothing stayed and one of them may be at fault`, async () => {
    let count = 0
    const ask = gather<number, number>({
      maxBatch: 10,
      maxInFlight: 1,
      maxWaiting: 10,
      run: () => {
        count++
        return Promise.reject(error)
      },
    })
    const settled = await Promise.allSettled([1, 2, 3].map(ask))
    assert.equal(count, runs)
    for (const one of settled) {
      const said = ((one as PromiseRejectedResult).reason as Error).message
      if (typeof message === 'string') assert.equal(said, message)
      else assert.match(said, message)
    }
  })
}
