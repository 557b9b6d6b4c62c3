/** Rate and daily limits. Source: specification, public API, limits. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertRefused } from '../public-api/fixtures.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { openPeer, type Peer } from './peer.ts'

let crier: TestCrier
let peer: Peer
before(async () => {
  crier = await sharedCrier()
  peer = await openPeer(crier)
})
after(async () => {
  await peer.close()
  await crier.close()
})

const sms = async (
  service: TestService,
  key: keyof TestService['keys'],
  changes = {},
  by: Pick<Peer, 'call'> = crier,
) => {
  const template_id = await templateOf(service)
  const body = { phone_number: '07700900456', template_id, ...changes }
  return by.call('/v2/notifications/sms', { key: service.keys[key], body })
}
const templates = new Map<string, Promise<string>>()
function templateOf(service: TestService): Promise<string> {
  const made = templates.get(service.id) ?? crier.makeTemplate(service, { content: 'Hello' })
  templates.set(service.id, made)
  return made
}

/** The bucket in the words of the specification, one request at a time. */
function makeBucket(rate: number, max: number) {
  let tokens = max
  let refilled: number | undefined
  return (seconds: number): boolean => {
    refilled ??= seconds
    const add = Math.floor((seconds - refilled) * (rate / 60) + 1e-9)
    if (rate > 0) refilled += add / (rate / 60)
    tokens = Math.max(Math.min(tokens + add, max) - 1, 0)
    return tokens >= 1
  }
}

/** Random numbers that are the same at every run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

for (const [rate, max] of [
  [3000, 1000],
  [24000, 1000],
  [10, 5],
  [1, 2],
  [0, 1],
] as const) {
  test(`the token bucket of ${rate} per minute lets through what the specification says`, async () => {
    const service = await crier.makeService({ rate_limit: rate })
    const bucket = makeBucket(rate, max)
    const next = random(rate + 1)
    const began = Date.parse('2026-03-02T09:00:00Z')
    let milliseconds = 0
    let passed = 0
    const perMillisecond = rate / 60_000
    for (let round = 0; round < 20; round++) {
      // Bursts that empty the bucket, and pauses that fill a part of it.
      const requests = 1 + Math.floor(next() * (round % 5 === 0 ? max * 1.2 : max / 4 + 2))
      const rows = Array.from({ length: requests }, (_, ord) => ({
        ord,
        service_id: service.id,
        key_type: 'normal',
        notification_type: 'sms',
        stores: false,
        checks_international: false,
        counts_international: false,
        enqueues: false,
      }))
      const at = new Date(began + milliseconds).toISOString()
      const answers = await crier.sql`
        select ord, outcome, tokens_left from accept_notifications(${crier.sql.json(rows)}, ${at}) order by ord`
      const expected = rows.map(() => (bucket(milliseconds / 1000) ? 'passed' : 'rate-limited'))
      assert.deepEqual(
        answers.map((answer) => answer.outcome),
        expected,
        `round ${round}`,
      )
      passed += expected.filter((one) => one === 'passed').length
      milliseconds += Math.ceil((next() * (max / 3)) / (perMillisecond || 1)) + 1
    }
    assert.equal(passed > 0, rate > 0)
  })
}

test('a burst of 999 passes at 3,000 per minute, and the headers count down', async () => {
  const service = await crier.makeService()
  const first = await sms(service, 'normal')
  assert.equal(first.status, 201)
  assert.equal(first.headers.get('ratelimit-limit'), '3000')
  assert.equal(first.headers.get('ratelimit-remaining'), '999')
  assert.equal(first.headers.get('ratelimit-reset'), '1')
  assert.equal(first.headers.get('retry-after'), null)
})

test('a refused request says when to come again, and takes a token too', async () => {
  const service = await crier.makeService({ rate_limit: 1 })
  assert.equal((await sms(service, 'normal')).status, 201)
  const refused = await sms(service, 'normal')
  const message = 'Exceeded rate limit for key type LIVE of 1 requests per 60 seconds'
  assertRefused(refused, 429, 'RateLimitError', [message])
  assert.equal(refused.headers.get('ratelimit-remaining'), '0')
  assert.ok(Number(refused.headers.get('retry-after')) >= 1)
  // Each key type has a bucket of its own, and reading is not limited.
  assert.equal((await sms(service, 'test')).status, 201)
  assert.equal((await crier.call('/v2/notifications', { key: service.keys.normal })).status, 200)
})

test('the limit comes before the body is judged, and a rate of 0 lets nothing through', async () => {
  const service = await crier.makeService({ rate_limit: 0 })
  for (const channel of ['sms', 'email', 'letter']) {
    const answer = await crier.call(`/v2/notifications/${channel}`, { key: service.keys.normal, body: '{' })
    assert.equal(answer.body.errors[0].error, 'RateLimitError')
  }
})

test('a daily limit is exact, however many ask at once of two processes', async () => {
  const service = await crier.makeService({ sms_message_limit: 5 })
  await templateOf(service)
  const asked = Array.from({ length: 40 }, (_, index) => sms(service, 'normal', {}, index % 2 ? crier : peer))
  const answers = await Promise.all(asked)
  assert.equal(answers.filter((answer) => answer.status === 201).length, 5)
  const refused = answers.filter((answer) => answer.status !== 201)
  for (const answer of refused) {
    assertRefused(answer, 429, 'TooManyRequestsError', ['Exceeded send limits (sms: 5) for today'])
    const wait = Number(answer.headers.get('retry-after'))
    assert.ok(wait >= 1 && wait <= 86_400)
  }
  const [stored] =
    await crier.sql`select count(*)::int as n from notifications where service_id = ${service.id}`
  assert.equal(stored!.n, 5)
})

test('live and team keys share the count, test keys and simulated recipients have no part in it', async () => {
  const service = await crier.makeService({ sms_message_limit: 2, restricted: false })
  await crier.sql`
    insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
    values (${service.id}, 'mobile', '07700 900456', '447700900456')`
  assert.equal((await sms(service, 'test')).status, 201)
  assert.equal((await sms(service, 'normal', { phone_number: '07700900000' })).status, 201)
  await crier.until('the guest list is known', async () => (await sms(service, 'team')).status === 201)
  assert.equal((await sms(service, 'normal')).status, 201)
  assert.equal((await sms(service, 'normal')).status, 429)
  assert.equal((await sms(service, 'team')).status, 429)
  assert.equal((await sms(service, 'test')).status, 201)
})

test('only a limit of 0 stops test keys; of a trial service not even that, as it has live limits for them', async () => {
  const live = await crier.makeService({ sms_message_limit: 0 })
  assert.equal((await sms(live, 'test')).status, 429)
  const trial = await crier.makeService({ sms_message_limit: 0, restricted: true })
  assert.equal((await sms(trial, 'test')).status, 201)
})

test('international messages have a limit on top, which others do not feel', async () => {
  const service = await crier.makeService({ international_sms_message_limit: 1 })
  const abroad = { phone_number: '+33612345678' }
  assert.equal((await sms(service, 'normal', abroad)).status, 201)
  const message = 'Exceeded send limits (international_sms: 1) for today'
  assertRefused(await sms(service, 'normal', abroad), 429, 'TooManyRequestsError', [message])
  assert.equal((await sms(service, 'normal')).status, 201)
  // A message that is refused for something else counts nowhere.
  const [usage] =
    await crier.sql`select sms, international_sms from service_daily_usage where service_id = ${service.id}`
  assert.deepEqual({ ...usage }, { sms: '2', international_sms: '1' })
})

test('every day has a count of its own, also the minute around midnight', async () => {
  const service = await crier.makeService({ sms_message_limit: 1 })
  const template_id = await templateOf(service)
  const rows = [0, 1].map((ord) => ({
    ord,
    service_id: service.id,
    key_type: 'normal',
    notification_type: 'sms',
    stores: true,
    checks_international: true,
    counts_international: false,
    enqueues: false,
    template_id,
    template_version: 1,
    to: '07700900456',
  }))
  for (const at of [
    '2026-03-02T09:00:00Z',
    '2026-03-03T09:00:00Z',
    '2026-03-04T23:59:30Z',
    '2026-03-05T00:00:30Z',
  ])
    for (const outcomes of [
      ['accepted', 'daily-limited'],
      ['daily-limited', 'daily-limited'],
    ]) {
      const answers = await crier.sql`
        select outcome from accept_notifications(${crier.sql.json(rows)}, ${at}) order by ord`
      assert.deepEqual(
        answers.map(({ outcome }) => outcome),
        outcomes,
        at,
      )
    }
})
