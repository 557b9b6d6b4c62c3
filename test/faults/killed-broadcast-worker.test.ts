/**
 * Workers that tell operators of alerts are killed at random, while sites fail, hang and answer late: what operators have received in the end obeys the
 * specification's list (broadcasts, must hold 1 to 9 and 11 to 14), whatever the database says of it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, operators, type Post } from '../broadcasts/operators.ts'
import { approved, moved, world } from '../broadcasts/support.ts'
import { commandSecret, startCommand } from '../operation/command.ts'
import { testCrier } from '../support/crier.ts'
import { randomSequence } from '../support/random.ts'
import { scaled } from '../support/scale.ts'

const broadcasts = scaled(4)
const kills = scaled(2)
const seed = Number(process.env.CRIER_BROADCAST_SEED ?? 1)
const longestMs = 60_000 + scaled(60_000)

const element = (xml: string, name: string) =>
  new RegExp(`<(?:IBAG_|IBAG_cap_|IBAG_text_alert_)?${name}>([^<]*)<`).exec(xml)?.[1]
type Received = Post & { identifier: string; isCancel: boolean; answer: Answer }
const isTaken = ({ answer }: Received) =>
  answer === 200 || (typeof answer === 'object' && answer.status === 200)

test('whoever is killed, each operator is told of each event in order, and twice only what was in flight', async (t) => {
  const crier = await testCrier({ secret: commandSecret })
  const random = randomSequence(seed)
  const received: Received[] = []
  function answerTo(post: Post): Answer {
    // Link tests come by the clock's quarters, and are no part of this.
    if (/status>(?:System|Test)</.test(post.body)) return 200
    const drawn = random()
    const usual: Answer =
      drawn < 0.5
        ? 200
        : drawn < 0.65
          ? { status: 200, afterMs: 200 + 400 * random() }
          : drawn < 0.8
            ? 500
            : drawn < 0.9
              ? { status: 503, afterMs: 1500 }
              : { status: 400, afterMs: 100 }
    const answer = post.body.includes('NEVER TAKEN') ? 500 : usual
    const identifier = element(post.body, 'identifier')!
    received.push({ ...post, identifier, isCancel: />Cancel</.test(post.body), answer })
    return answer
  }
  const peers = await operators(crier, answerTo)
  const workers: ReturnType<typeof startCommand>[] = []
  t.after(async () => {
    for (const worker of workers) worker.kill('SIGKILL')
    await Promise.all(workers.map((worker) => worker.ended))
    await peers.close()
    await crier.close()
  })
  const work = async () => {
    const worker = startCommand(['work'], { DATABASE_URL: crier.url })
    workers.push(worker)
    await worker.started
    return worker
  }

  const made = await world(crier)
  const ids: string[] = []
  for (let number = 0; number < broadcasts; number++)
    ids.push(await approved(crier, made, { content: `Alert ${number}`, reference: `Alert ${number}` }))
  const endsAt = new Date(Date.now() + 8_000)
  const never = await approved(crier, made, {
    content: 'NEVER TAKEN',
    starts_at: new Date().toISOString(),
    finishes_at: endsAt.toISOString(),
  })
  const acknowledged = async () => {
    const rows = await crier.sql`select id from broadcast_provider_message where status = 'returned-ack'`
    return new Set(rows.map(({ id }) => id as string))
  }

  const deaths: { at: number; posts: number; acknowledged: Set<string> }[] = []
  for (let kill = 0; kill < kills; kill++) {
    const worker = await work()
    const before = received.length
    const wanted = before + 2 + Math.floor(random() * 12)
    const deadline = Date.now() + 10_000
    while (received.length < wanted && Date.now() < deadline) await pause(3)
    await pause(random() * 60)
    worker.kill('SIGKILL')
    assert.equal(await worker.ended, 'SIGKILL')
    deaths.push({ at: performance.now(), posts: received.length, acknowledged: await acknowledged() })
    // Ended in between, so that ends meet alerts in every state.
    for (const id of ids.slice((broadcasts * kill) / kills, (broadcasts * (kill + 1)) / kills))
      await moved(crier, made, id, 'cancelled', made.author)
    // Nothing is heard of it for as long as the queue is patient.
    await crier.sql`
      update pgboss.job set heartbeat_on = heartbeat_on - interval '10 seconds' where state = 'active'`
  }
  await crier.work()
  const waiting = async () => {
    // The pauses between tries, and that of the queue, pass.
    await crier.sql`
      update pgboss.job set start_after = now()
      where name = 'broadcast-tasks' and state in ('created', 'retry') and start_after > now()`
    const [row] = await crier.sql`
      select count(*)::integer as number from broadcast_deliveries where ended_at is null`
    return row!.number as number
  }
  const deadline = Date.now() + longestMs
  while ((await waiting()) > 0 && Date.now() < deadline) await pause(250)

  const events = await crier.sql`
    select event.id, broadcast_message_id as message, message_type as type, transmitted_finishes_at as ends,
      delivery.provider, document.id as identifier, document.status
    from broadcast_event event
    join broadcast_deliveries delivery on delivery.broadcast_event_id = event.id
    left join broadcast_provider_message document
      on document.broadcast_event_id = event.id and document.provider = delivery.provider`
  assert.equal(events.length, (2 * broadcasts + 1) * 4)
  const postsOf = Map.groupBy(received, ({ identifier }) => identifier)
  const known = new Map(events.map((event) => [event.identifier, event]))
  for (const identifier of postsOf.keys()) assert.ok(known.has(identifier), 'whoever is told, a row says so')
  // 1, 8: what was to be told has been told. 3: what was not taken in its time is over.
  for (const { message, status, identifier, provider } of events) {
    // No document was made for whom no worker had time before the end.
    if (message === never) assert.ok(status === null || status === 'technical-failure', status)
    else {
      assert.equal(status, 'returned-ack', `${provider} ${identifier}`)
      assert.ok(postsOf.get(identifier)!.some(isTaken))
    }
  }
  let twice = 0
  for (const [identifier, posts] of postsOf) {
    const event = known.get(identifier)!
    // 9, 12, 16: one document at every try and at both sites, of one operator.
    assert.equal(new Set(posts.map(({ body }) => body)).size, 1)
    assert.deepEqual(new Set(posts.map(({ provider }) => provider)), new Set([event.provider]))
    // 3
    for (const { at } of posts)
      assert.ok(performance.timeOrigin + at <= Date.parse(event.ends) + 1000, 'nothing is told after its end')
    // 7: after it was taken it comes again only if the worker died before it could say so.
    const taken = posts.filter(isTaken)
    twice += taken.length - 1 > 0 ? 1 : 0
    for (const [place, post] of posts.entries()) {
      const earlier = posts.slice(0, place).find(isTaken)
      if (earlier === undefined) continue
      const death = deaths.find(({ at }) => at > earlier.at && at < post.at)
      assert.ok(death !== undefined, 'told again without a death')
      assert.ok(!death.acknowledged.has(identifier), 'told again after its answer was recorded')
    }
    // 2, 4, 5, 6, 11: an end comes after its own operator's answer to the alert, and names it (14).
    if (event.type !== 'cancel') continue
    const alert = events.find(
      (one) => one.message === event.message && one.type === 'alert' && one.provider === event.provider,
    )!
    const answered = postsOf.get(alert.identifier)!.find(isTaken)!
    assert.ok(answered.at < posts[0]!.at, 'no end before its alert')
    assert.ok(posts[0]!.body.includes(alert.identifier))
  }
  // 13: operators differ in identifiers and numbers alone.
  for (const told of Map.groupBy(events, ({ id }) => id).values()) {
    const bodies = told.flatMap(({ identifier }) => postsOf.get(identifier)?.at(0)?.body ?? [])
    for (const names of [
      ['sent', 'sent_date_time'],
      ['expires', 'expires_date_time'],
      ['description', 'message'],
      ['polygon', 'polygon'],
    ] as const)
      assert.ok(new Set(bodies.map((body) => element(body, names[0]) ?? element(body, names[1]))).size <= 1)
    const identifiers = told.flatMap(({ identifier }) => identifier ?? [])
    assert.equal(new Set(identifiers).size, told[0]!.message === never ? identifiers.length : 4)
  }
  t.diagnostic(
    `${events.length} documents in ${received.length} calls, ${deaths.length} kills; ${twice} were taken twice`,
  )
})
