/** Acceptance does not run away from sending: what is measured, which share is accepted for it, and who is refused. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { evenShare, makePace } from '../../src/notifications/pace.ts'
import { assertRefused } from '../public-api/fixtures.ts'
import { type TestCrier, type TestService, testCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
})
after(() => crier.close())

const noon = Date.parse('2030-06-01T12:00:00Z')
const at = (second: number) => new Date(noon + second * 1000).toISOString()

/** Puts jobs on a queue that have been due since then. */
const put = (queue: string, count: number, since: string, priority = 0, made = since) => crier.sql`
  insert into pgboss.job (name, priority, created_on, start_after)
  select ${queue}, ${priority}::integer, ${made}::timestamptz, ${since}::timestamptz
  from generate_series(1, ${count}::integer)`
/** The first so many of a queue are sent. */
const sendFirst = (queue: string, count: number) => crier.sql`
  delete from pgboss.job
  where name = ${queue} and id in (
    select id from pgboss.job where name = ${queue} order by priority desc, created_on limit ${count})`
const measure = (second: number) => crier.sql`select measure_queues(${at(second)})`
async function lag(queue: string) {
  const [row] = await crier.sql`
    select waiting, oldest_seconds, per_second, lag_seconds, admitted_share, retry_after_seconds
    from delivery_lags where queue = ${queue}`
  return row
}
async function clear(longest = 60) {
  await crier.sql`delete from pgboss.job where name like 'send-%' or name = 'research-mode'`
  await crier.sql`delete from queue_measurements`
  await crier.sql`update settings set longest_lag_seconds = ${longest}, longest_standstill_seconds = 3600`
}

test('a queue that nothing waits in is not written of', async () => {
  await clear()
  await measure(0)
  assert.equal(await lag('send-sms'), undefined)
})

test('what is behind its own service, deferred, running or done does not count', async () => {
  await clear()
  await put('send-sms', 2, at(0))
  await put('send-sms', 100, at(-500), -1)
  await put('send-sms', 100, at(300), 0, at(-500))
  await put('send-sms', 100, at(-500))
  await crier.sql`
    update pgboss.job set state = (case when random() < 0.5 then 'active' else 'completed' end)::pgboss.job_state
    where name = 'send-sms' and start_after = ${at(-500)} and priority = 0`
  await measure(1)
  const { waiting, oldest_seconds } = (await lag('send-sms'))!
  assert.deepEqual([waiting, oldest_seconds], [2, 1])
})

test('how long a message would wait is what waits by the rate at which it was seen to be sent', async () => {
  await clear()
  await put('send-sms', 100, at(0))
  await measure(1)
  const first = (await lag('send-sms'))!
  assert.deepEqual([first.per_second, first.oldest_seconds, first.lag_seconds], [null, 1, 0])
  await sendFirst('send-sms', 10)
  await put('send-sms', 410, at(1.5))
  await measure(2)
  const seen = (await lag('send-sms'))!
  assert.deepEqual([seen.waiting, seen.per_second, seen.lag_seconds], [500, 10, 50])
  // Far more came than was sent: a correction halves at most.
  assert.equal(seen.admitted_share, 0.5)
  assert.equal(seen.retry_after_seconds, 20)
})

test('while nothing is sent the rate stays as it was seen, and all is accepted for as long as that is allowed', async () => {
  await clear(4)
  await crier.sql`update settings set longest_standstill_seconds = 60`
  await put('send-sms', 100, at(0))
  await measure(1)
  await sendFirst('send-sms', 10)
  await measure(2)
  const shares: number[] = []
  for (let second = 3; second <= 63; second++) {
    await put('send-sms', 20, at(second - 0.5))
    await measure(second)
    shares.push((await lag('send-sms'))!.admitted_share)
  }
  assert.equal((await lag('send-sms'))!.per_second, 10)
  // First it may be that acceptance leaves sending nothing; then it is known that nothing is sent.
  assert.ok(shares[14]! < 0.1 && shares[15] === 1 && shares[58] === 1, shares.join(' '))
  assert.equal(shares[59], 0)
  await sendFirst('send-sms', 500)
  await measure(64)
  assert.ok((await lag('send-sms'))!.admitted_share > 0.4)
})

test('what has grown in an outage is worked off beside what comes, of which nothing is refused', async () => {
  await clear(10)
  const [perSecond, offered] = [20, 12]
  let refused = 0
  for (let second = 0; second < 110; second++) {
    if (second < 10 || second > 40) await sendFirst('send-sms', perSecond)
    await put('send-sms', offered, at(second + 0.5))
    await measure(second + 1)
    const { admitted_share } = (await lag('send-sms'))!
    // The first quarter of a minute is taken for acceptance that leaves sending nothing.
    if (second > 25) refused += 1 - admitted_share
  }
  assert.equal(refused, 0)
  assert.ok((await lag('send-sms'))!.waiting <= offered)
})

test('one process measures in a second, unless the clock has gone back', async () => {
  await clear()
  await put('send-sms', 1, at(0))
  await measure(5)
  await measure(5.5)
  assert.equal((await lag('send-sms'))!.oldest_seconds, 5)
  await measure(6)
  assert.equal((await lag('send-sms'))!.oldest_seconds, 6)
  await measure(1)
  assert.equal((await lag('send-sms'))!.oldest_seconds, 1)
})

test('whoever comes while another process measures does not wait', async () => {
  await clear()
  await put('send-sms', 1, at(0))
  await crier.sql.begin(async (other) => {
    await other`select measure_queues(${at(5)})`
    await measure(9)
  })
  assert.equal((await lag('send-sms'))!.oldest_seconds, 5)
})

test('at three times what can be sent the queue stays within its bound, and is never empty', async () => {
  const longest = 20
  await clear(longest)
  const [perSecond, offered] = [20, 60]
  let carried = 0
  let worst = 0
  for (let second = 0; second < 80; second++) {
    const { admitted_share = 1 } = (await lag('send-sms')) ?? {}
    carried += offered * admitted_share
    await put('send-sms', Math.floor(carried), at(second + 0.5))
    carried %= 1
    const sent = await sendFirst('send-sms', perSecond)
    assert.equal(sent.count, perSecond)
    await measure(second + 1)
    worst = Math.max(worst, (await lag('send-sms'))!.oldest_seconds)
  }
  assert.ok(worst > longest / 4 && worst < longest, `the oldest waited for ${worst} s`)
})

test('an even share is taken from those who ask for most', () => {
  assert.equal(evenShare([1, 5, 94], 1), Number.POSITIVE_INFINITY)
  assert.equal(evenShare([1, 5, 94], 0.5), 44)
  assert.equal(evenShare([10, 10, 10, 10], 0.25), 2.5)
  assert.equal(evenShare([1, 9], 0), 0)
  assert.equal(evenShare([], 0.5), Number.POSITIVE_INFINITY)
})

test('who asks for little is not refused for the sake of who asks for much', async () => {
  await clear()
  const pace = makePace(crier.crier.db, crier.crier.metrics)
  const sending = { notification_type: 'sms', key_type: 'normal' } as const
  // Twenty seconds of three services: the loud one in calls of five messages each.
  const asking = {
    quiet: { messages: 1, calls: 2 },
    usual: { messages: 1, calls: 10 },
    loud: { messages: 5, calls: 20 },
  }
  const accepted = { quiet: 0, usual: 0, loud: 0 }
  for (let second = 0; second < 20; second++) {
    for (const [name, { messages, calls }] of Object.entries(asking)) {
      for (let call = 0; call < calls; call++) {
        try {
          pace.admit(name, sending, messages)
          if (second >= 10) accepted[name as keyof typeof accepted] += messages
        } catch {}
      }
    }
    // Measured just now, it is not measured anew.
    await crier.sql`
      insert into queue_measurements (queue, measured_at, waiting, moved_at, admitted_share)
      values ('send-sms', clock_timestamp(), 10, clock_timestamp(), 0.5)
      on conflict (queue) do update set measured_at = excluded.measured_at`
    await pace.look(1)
  }
  assert.deepEqual([accepted.quiet, accepted.usual], [20, 100])
  // Half of 112 a second, less what the others have.
  assert.ok(Math.abs(accepted.loud - 440) <= 10, `${accepted.loud} of the loud service`)
})

test('what its queue can not take is refused with 503, in every envelope, and nothing else is', async () => {
  await clear()
  const service = await crier.makeService({ permissions: ['sms', 'email', 'letter'] })
  const sms = await crier.makeTemplate(service, { content: 'Hello' })
  const urgent = await crier.makeTemplate(service, { content: 'Hello', process_type: 'priority' })
  const email = await crier.makeTemplate(service, { type: 'email', content: 'Hello' })
  const phone_number = '07700900456'
  const send = (template_id: string, key = service.keys.normal) =>
    crier.call('/v2/notifications/sms', { key, body: { template_id, phone_number } })
  const { pace } = crier.crier
  // Nothing has been sent for longer than is allowed.
  const since = new Date(Date.now() - 7_200_000).toISOString()
  await put('send-sms', 1, since)
  await crier.sql`
    insert into queue_measurements (queue, measured_at, waiting, oldest_at, moved_at, per_second)
    values ('send-sms', clock_timestamp() - interval '2 seconds', 1, ${since}, ${since}, 0.01)`
  await pace.look(1)

  const refused = await send(sms)
  assertRefused(refused, 503, 'Exception', ['Service unavailable, try again later'])
  assert.equal(refused.headers.get('retry-after'), '60')
  const bulk = { template_id: sms, messages: [{ phone_number }, { phone_number }] }
  assertRefused(
    await crier.call('/v2/notifications/bulk', { key: service.keys.normal, body: bulk }),
    503,
    'Exception',
    ['Service unavailable, try again later'],
  )
  const old = await crier.call('/notifications/sms', {
    key: service.keys.normal,
    body: { to: phone_number, template: sms },
  })
  assert.deepEqual([old.status, old.body.result, old.headers.get('retry-after')], [503, 'error', '60'])
  assert.equal(await stored(service), 0)

  const others = [
    await send(urgent),
    await send(sms, service.keys.test),
    await crier.call('/v2/notifications/email', {
      key: service.keys.normal,
      body: { template_id: email, email_address: 'a@example.gov.uk' },
    }),
  ]
  assert.deepEqual(
    others.map(({ status }) => status),
    [201, 201, 201],
  )
  // A number that is simulated is sent nothing.
  const simulated = { template_id: sms, phone_number: '07700900000' }
  const answer = await crier.call('/v2/notifications/sms', { key: service.keys.normal, body: simulated })
  assert.equal(answer.status, 201)

  await crier.sql`delete from pgboss.job where name = 'send-sms'`
  await crier.sql`update queue_measurements set measured_at = measured_at - interval '2 seconds'`
  await pace.look(1)
  assert.equal((await send(sms)).status, 201)
})

async function stored(service: TestService): Promise<number> {
  const [row] = await crier.sql`
    select count(*)::integer as number from notifications where service_id = ${service.id}`
  return row!.number
}
