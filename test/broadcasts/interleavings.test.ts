/** Two at one broadcast at once, in chosen orders. The numbers are those of the specification's list, broadcasts, must hold. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { type Connection, interleaveOn } from '../support/interleave.ts'
import { approved, draft, moved, world } from './support.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2021-06-15T12:00:00Z')
})
after(() => crier.close())

const at = '2021-06-15T12:00:00Z'
const interleave = (...both: Parameters<ReturnType<typeof interleaveOn>>) => interleaveOn(crier)(...both)

const change = (service: string, id: string, status: string, by: string) => async (sql: Connection) =>
  (await sql`select refusal from change_broadcast_status(${service}, ${id}, ${status}, ${by}, ${at})`)[0]!
    .refusal
const events = async (id: string) =>
  (
    await crier.sql`select message_type from broadcast_event where broadcast_message_id = ${id} order by sent_at`
  ).map(({ message_type }) => message_type)

test('36: of two who approve at once, and of two who cancel, one does', async () => {
  const made = await world(crier)
  const id = await draft(crier, made)
  await moved(crier, made, id, 'pending-approval', made.author)
  for (const [status, from] of [
    ['broadcasting', 'broadcasting'],
    ['cancelled', 'cancelled'],
  ] as const) {
    const move = change(made.service.id, id, status, made.approver)
    assert.deepEqual(await interleave(move, move), [
      null,
      `Cannot move broadcast_message ${id} from ${from} to ${status}`,
    ])
  }
  assert.deepEqual(await events(id), ['alert', 'cancel'])
})

test('an approval beside a rejection, a cancel beside the end: whoever is first', async () => {
  const made = await world(crier)
  const id = await draft(crier, made)
  await moved(crier, made, id, 'pending-approval', made.author)
  const [rejected, refusal] = await interleave(
    change(made.service.id, id, 'rejected', made.approver),
    change(made.service.id, id, 'broadcasting', made.approver),
  )
  assert.deepEqual(
    [rejected, refusal],
    [null, `Cannot move broadcast_message ${id} from rejected to broadcasting`],
  )
  assert.deepEqual(await events(id), [])

  const ended = await approved(crier, made)
  const complete = async (sql: Connection) =>
    (await sql`select complete_broadcasts('2021-06-17T12:00:00Z') as completed`)[0]!.completed
  const [completed, late] = await interleave(
    complete,
    change(made.service.id, ended, 'cancelled', made.approver),
  )
  assert.deepEqual(
    [completed, late],
    [1, `Cannot move broadcast_message ${ended} from completed to cancelled`],
  )
  assert.deepEqual(await events(ended), ['alert'])

  const cancelled = await approved(crier, made)
  // The task takes what nobody holds, and waits for nobody.
  await crier.sql.begin(async (sql) => {
    assert.equal(await change(made.service.id, cancelled, 'cancelled', made.approver)(sql), null)
    assert.equal(await complete(crier.sql), 0)
  })
  assert.deepEqual(await events(cancelled), ['alert', 'cancel'])
})

test('two workers at one document: one has it, and the other finds that', async () => {
  const made = await world(crier, { provider: 'vodafone' })
  const id = await approved(crier, made)
  const [delivery] = await crier.sql`
    select delivery.id, turn from broadcast_deliveries delivery
    join broadcast_event event on event.id = broadcast_event_id where broadcast_message_id = ${id}`
  const begin = async (sql: Connection) =>
    (
      await sql`
      select decision from begin_broadcast_delivery(${delivery!.id}, ${delivery!.turn}, '75 s', false, ${at})`
    )[0]!.decision
  assert.deepEqual(await interleave(begin, begin), ['send', 'leased'])
  const documents = await crier.sql`
    select message_number from broadcast_provider_message document
    join broadcast_event event on event.id = broadcast_event_id where broadcast_message_id = ${id}`
  assert.equal(documents.length, 1)
})

test('a cancel decided beside the answer to the alert is decided after it', async () => {
  const made = await world(crier, { provider: 'ee' })
  const id = await approved(crier, made)
  await moved(crier, made, id, 'cancelled', made.approver)
  const [alert, cancel] = await crier.sql`
    select delivery.id, turn from broadcast_deliveries delivery
    join broadcast_event event on event.id = broadcast_event_id
    where broadcast_message_id = ${id} order by event.sent_at`
  await crier.sql`select begin_broadcast_delivery(${alert!.id}, ${alert!.turn}, '75 s', false, ${at})`
  const attempts = [{ site: 1, started_at: at, finished_at: at, outcome: 'acknowledged' }]
  const [recorded, decision] = await interleave(
    async (sql) =>
      (
        await sql`select record_broadcast_delivery(${alert!.id}, 1, ${sql.json(attempts)}, ${at}) as outcome`
      )[0]!.outcome,
    async (sql) =>
      (
        await sql`select decision from begin_broadcast_delivery(${cancel!.id}, ${cancel!.turn}, '75 s', false, ${at})`
      )[0]!.decision,
  )
  // Its job was taken from it by the answer, which gave it another.
  assert.deepEqual([recorded, decision], ['acknowledged', 'superseded'])
  const [waiting] = await crier.sql`
    select turn - ${cancel!.turn} as turns, next_attempt_at from broadcast_deliveries where id = ${cancel!.id}`
  assert.equal(waiting!.turns, 1)
  const again = await crier.sql`
    select decision from begin_broadcast_delivery(${cancel!.id}, ${cancel!.turn + 1}, '75 s', false, ${at})`
  assert.equal(again[0]!.decision, 'send')
})

test('who lost a document to another cannot hand it to a third, but what an operator took is taken', async () => {
  const made = await world(crier, { provider: 'ee' })
  const failed = [{ site: 1, started_at: at, finished_at: at, outcome: 'failed' }]
  const taken = [{ site: 1, started_at: at, finished_at: '2021-06-15T12:00:01Z', outcome: 'acknowledged' }]
  const deliveryOf = async (id: string) => {
    const [delivery] = await crier.sql`
      select delivery.id, turn, failures, ended_at is not null as is_over, leased_until from broadcast_deliveries delivery
      join broadcast_event event on event.id = broadcast_event_id where broadcast_message_id = ${id}`
    return delivery!
  }
  const begin = async (id: string, turn: number, takesOver: boolean) =>
    (
      await crier.sql`
      select decision, claim from begin_broadcast_delivery(${id}, ${turn}, '75 s', ${takesOver}, ${at})`
    )[0]!
  const record = async (id: string, claim: number, attempts: object[]) =>
    (
      await crier.sql`
      select record_broadcast_delivery(${id}, ${claim}, ${crier.sql.json(attempts as never)}, ${at}) as outcome`
    )[0]!.outcome

  // The first one was away from the database for so long that its job was given to another.
  const alert = await approved(crier, made)
  const { id, turn } = await deliveryOf(alert)
  const first = await begin(id, turn, false)
  const second = await begin(id, turn, true)
  assert.deepEqual([first.decision, second.decision], ['send', 'send'])
  assert.equal(await record(id, first.claim, failed), 'superseded')
  const held = await deliveryOf(alert)
  assert.deepEqual([held.turn, held.failures], [turn, 0])
  assert.notEqual(held.leased_until, null)
  assert.equal(await record(id, first.claim, taken), 'acknowledged')
  assert.equal(await record(id, second.claim, failed), 'superseded')
  assert.equal((await deliveryOf(alert)).is_over, true)

  // Tried by hand in the middle of a call: the call's own failure still counts, and is followed at once.
  const other = await approved(crier, made)
  const delivery = await deliveryOf(other)
  const { claim } = await begin(delivery.id, delivery.turn, false)
  const [replayed] = await crier.sql`
    select replay_broadcast_delivery(event.id, 'ee', null, ${at}) as is_replayed from broadcast_event event
    where broadcast_message_id = ${other}`
  assert.equal(replayed!.is_replayed, true)
  assert.equal((await begin(delivery.id, delivery.turn + 1, false)).decision, 'leased')
  assert.equal(await record(delivery.id, claim, failed), 'failed')
  const after = await deliveryOf(other)
  assert.deepEqual([after.turn, after.failures, after.leased_until], [delivery.turn + 2, 1, null])
})
