/**
 * Random histories (300 with CRIER_TEST_SCALE=10) of one broadcast and four operators: approvals, failures, answers, crashes, suspensions, changes of settings, cancels, the clock.
 * After each step the database decides of every event and operator as the model does; and what operators have received obeys the order of events.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { randomSequence } from '../support/random.ts'
import { scaled } from '../support/scale.ts'
import { decision, type Event, type Model, type Provider, providers, type Status } from './model.ts'
import { areas, type World, world } from './support.ts'

const seeds = scaled(30)
const steps = 14
const begin = Date.parse('2021-06-15T12:00:00Z')
const minutes = 60_000

let crier: TestCrier
let made: World
before(async () => {
  crier = await sharedCrier()
  made = await world(crier)
})
after(async () => {
  await crier.sql`update settings set broadcasts_enabled = true`
  await crier.close()
})

type Received = { provider: Provider; event: string; at: number; isAcknowledged: boolean }

test(`2, 4, 5: the database decides as the model does in ${seeds} histories, and operators are told in order`, async () => {
  const decided = new Map<string, number>()
  for (let seed = 1; seed <= seeds; seed++) {
    try {
      await history(seed, (answer) => decided.set(answer, (decided.get(answer) ?? 0) + 1))
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
  }
  // Every answer there is has been given, or this proves less than it says.
  const answers = [
    ...['already-returned-ack', 'already-returned-error', 'already-technical-failure', 'expired', 'not-live'],
    ...['previous-missing', 'previous-returned-error', 'previous-sending', 'previous-technical-failure'],
    ...['send', 'stubbed', 'suspended', 'switched-off'],
  ]
  assert.deepEqual([...decided.keys()].sort(), answers)
})

async function history(seed: number, note: (answer: string) => void): Promise<void> {
  const { sql } = crier
  const random = randomSequence(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const service = made.service.id
  const id = randomUUID()
  let now = begin
  const at = () => new Date(now).toISOString()
  const model: Model = {
    isSwitchedOn: true,
    isActive: true,
    isRestricted: false,
    isStubbed: false,
    events: [],
  }
  const received: Received[] = []
  let isCancelled = false

  const setService = () => sql`
    update services set suspended_at = ${model.isActive ? null : at()}, restricted = ${model.isRestricted}
    where id = ${service}`
  const setSettings = () => sql`update settings set broadcasts_enabled = ${model.isSwitchedOn}`
  await setService()
  await setSettings()
  const finishesAt = begin + 30 * minutes
  const row = {
    id,
    service_id: service,
    content: 'Text',
    transmitted_content: 'Text',
    areas: sql.json(areas as never),
    status: 'pending-approval',
    created_at: at(),
    created_by_id: made.author,
    finishes_at: new Date(finishesAt).toISOString(),
    stubbed: false,
  }
  await sql`insert into broadcast_message ${sql(row as never)}`

  async function move(status: string): Promise<void> {
    // An operator's own doing, so that a suspended service's history goes on as well.
    await sql`update services set suspended_at = null, restricted = false where id = ${service}`
    const [moved] = await sql`
      select refusal from change_broadcast_status(${service}, ${id}, ${status}, ${made.approver}, ${at()})`
    assert.equal(moved!.refusal, null)
    await setService()
    await readEvents()
  }

  async function readEvents(): Promise<void> {
    const rows = await sql`
      select id, transmitted_finishes_at as finishes_at from broadcast_event
      where broadcast_message_id = ${id} order by sent_at`
    for (const { id: event, finishes_at } of rows.slice(model.events.length))
      model.events.push({ id: event, finishesAt: Date.parse(finishes_at), statuses: new Map() })
  }

  /** What Crier itself never does yet, and the sending knows: a change of the alert. */
  async function update(): Promise<void> {
    await sql`
      with event as (
        insert into broadcast_event (
          service_id, broadcast_message_id, sent_at, message_type, transmitted_content, transmitted_areas,
          transmitted_sender, transmitted_channel, transmitted_starts_at, transmitted_finishes_at
        )
        select service_id, broadcast_message_id, ${at()}, 'update', transmitted_content, transmitted_areas,
          transmitted_sender, transmitted_channel, transmitted_starts_at, transmitted_finishes_at
        from broadcast_event where broadcast_message_id = ${id} and message_type = 'alert'
        returning id
      )
      insert into broadcast_deliveries (broadcast_event_id, provider, next_attempt_at, created_at)
      select event.id, provider, ${at()}, ${at()} from event, broadcast_providers`
    await readEvents()
  }

  async function tellOne(): Promise<void> {
    const waiting = await sql`
      select delivery.id, turn, provider, broadcast_event_id as event, leased_until
      from broadcast_deliveries delivery join broadcast_event event on event.id = broadcast_event_id
      where broadcast_message_id = ${id} and delivery.ended_at is null order by event.sent_at, provider`
    if (waiting.length === 0) return
    const { id: delivery, turn, provider, event: eventId } = pick(waiting)
    const event = model.events.find((one) => one.id === eventId)!
    // Whoever had it may have died in the middle of it.
    const [begun] = await sql`
      select decision, claim from begin_broadcast_delivery(${delivery}, ${turn}, '75 s', true, ${at()})`
    const expected = decision(model, event, provider, now)
    assert.equal(begun!.decision, expected)
    if (expected === 'expired' && event.statuses.get(provider) === 'sending')
      event.statuses.set(provider, 'technical-failure')
    if (expected !== 'send') return
    event.statuses.set(provider, 'sending')
    const outcome = pick(['acknowledged', 'acknowledged', 'failed', 'crash', 'crash after it was taken'])
    if (outcome !== 'failed')
      received.push({ provider, event: event.id, at: now, isAcknowledged: outcome === 'acknowledged' })
    if (outcome.startsWith('crash')) return
    const attempts = [{ site: 1, started_at: at(), finished_at: at(), outcome }]
    await sql`select record_broadcast_delivery(${delivery}, ${begun!.claim}, ${sql.json(attempts)}, ${at()})`
    if (outcome !== 'acknowledged') return
    event.statuses.set(provider, 'returned-ack')
    // What waited for this is due at once.
    const next = model.events[model.events.indexOf(event) + 1]
    if (next === undefined) return
    const [woken] = await sql`
      select next_attempt_at <= ${at()} or ended_at is not null as is_due from broadcast_deliveries
      where broadcast_event_id = ${next.id} and provider = ${provider}`
    assert.ok(woken!.is_due, 'what waited for an answer is sent without help')
  }

  async function fail(status: Status): Promise<void> {
    const [document] = await sql`
      select document.id, provider, broadcast_event_id as event from broadcast_provider_message document
      join broadcast_event event on event.id = broadcast_event_id
      where broadcast_message_id = ${id} and status = 'sending' limit 1`
    if (document === undefined) return
    await sql`update broadcast_provider_message set status = ${status} where id = ${document.id}`
    model.events.find((one) => one.id === document.event)!.statuses.set(document.provider, status)
  }

  const acts: [weight: number, act: () => unknown][] = [
    [12, tellOne],
    [
      1,
      () => {
        model.isActive = !model.isActive
        return setService()
      },
    ],
    [
      1,
      () => {
        model.isRestricted = !model.isRestricted
        return setService()
      },
    ],
    [
      1,
      () => {
        model.isSwitchedOn = !model.isSwitchedOn
        return setSettings()
      },
    ],
    [
      1,
      () => sql`
        update service_broadcast_settings set channel = ${pick(['test', 'severe'])}, provider = ${pick([null, 'ee'])}
        where service_id = ${service}`,
    ],
    [
      2,
      () => {
        now += pick([1, 1, 20, 30]) * minutes
      },
    ],
    [
      1,
      () => {
        if (isCancelled) return
        isCancelled = true
        return move('cancelled')
      },
    ],
    [1, () => (isCancelled ? undefined : update())],
    [0.5, () => fail(pick(['returned-error', 'technical-failure']))],
    [
      0.3,
      () => {
        model.isStubbed = true
        return sql`update broadcast_message set stubbed = true where id = ${id}`
      },
    ],
  ]
  const total = acts.reduce((sum, [weight]) => sum + weight, 0)
  function drawn(): () => unknown {
    let left = random() * total
    for (const [weight, act] of acts) {
      left -= weight
      if (left < 0) return act
    }
    return tellOne
  }
  await sql`update service_broadcast_settings set channel = 'severe', provider = null where service_id = ${service}`
  await move('broadcasting')
  for (let step = 0; step < steps; step++) {
    now += 1000
    await drawn()()
    const rows = await sql`
      select event.id as event, provider, broadcast_decision(event.id, provider, ${at()}) as decision
      from broadcast_event event, broadcast_providers where broadcast_message_id = ${id}`
    for (const { event, provider, decision: answer } of rows) {
      const known = model.events.find((one) => one.id === event)!
      assert.equal(answer, decision(model, known, provider, now), `${provider}, step ${step}`)
      note(answer)
    }
  }
  check(model.events, received)
}

/** What holds of all that operators ever received. */
function check(events: Event[], received: Received[]): void {
  for (const provider of providers) {
    const own = received.filter((one) => one.provider === provider)
    const acknowledged = new Set<string>()
    for (const { event: id, at, isAcknowledged } of own) {
      const place = events.findIndex((event) => event.id === id)
      assert.ok(!acknowledged.has(id), 'nothing is told twice once it was acknowledged')
      assert.ok(at <= events[place]!.finishesAt, 'nothing is told after its time')
      for (const earlier of events.slice(0, place))
        assert.ok(acknowledged.has(earlier.id), 'nothing is told before what came before it')
      if (isAcknowledged) acknowledged.add(id)
    }
  }
}
