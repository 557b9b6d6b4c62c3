/** Workers are told of new jobs at once, and then no more often than it is of use. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeWaker } from '../../src/wake.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

/** A waker whose clock the test owns; told: the queues in the order in which they were. */
function waker() {
  const told: string[] = []
  const later: { at: number; call: () => void }[] = []
  let now = 0
  const database: Parameters<typeof makeWaker>[0] = {
    query: (text, bindings) => {
      if (text.includes('wake_workers')) told.push((bindings as [string[]])[0].join())
      return crier.crier.db.query(text, bindings)
    },
  }
  const made = makeWaker(
    database,
    () => now,
    (ms, call) => void later.push({ at: now + ms, call }),
  )
  return {
    ...made,
    told,
    pass(ms: number) {
      now += ms
      for (const one of later.splice(0)) {
        if (one.at <= now) one.call()
        else later.push(one)
      }
    },
  }
}

test('the first is told at once, and all that come within 50 ms together at their end', () => {
  const { wake, told, pass } = waker()
  wake('send-sms')
  assert.deepEqual(told, ['send-sms'])
  wake('send-sms')
  wake('send-sms')
  wake('send-email')
  assert.deepEqual(told, ['send-sms', 'send-email'])
  pass(49)
  assert.equal(told.length, 2)
  pass(1)
  assert.deepEqual(told, ['send-sms', 'send-email', 'send-sms'])
  pass(50)
  wake('send-sms')
  assert.equal(told.length, 4)
})

test('the queue is the one that the database puts such a message on', async () => {
  const { wakeFor, told } = waker()
  const sendings = [
    [{ notification_type: 'sms', key_type: 'normal' }, 'send-sms'],
    [{ notification_type: 'email', key_type: 'team', process_type: 'normal' }, 'send-email'],
    [{ notification_type: 'email', key_type: 'normal', process_type: 'priority' }, 'send-priority'],
    [{ notification_type: 'sms', key_type: 'test', process_type: 'priority' }, 'research-mode'],
  ] as const
  for (const [sending] of sendings) wakeFor(sending)
  await crier.until('all are told', async () => told.length === sendings.length)
  assert.deepEqual(
    told,
    sendings.map(([, queue]) => queue),
  )
})

test('an accepted message wakes its workers, who are told by the channel that pg-boss hears', async () => {
  const heard: string[] = []
  const [name] =
    await crier.sql`select 'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24) as channel`
  const { unlisten } = await crier.sql.listen(name!.channel, (payload) => heard.push(payload))
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service, { content: 'Hello' })
  const body = { template_id, phone_number: '07700900456' }
  await crier.call('/v2/notifications/sms', { key: service.keys.normal, body })
  await crier.until('it is heard', async () => heard.includes('send-sms'))
  await unlisten()
})

test('what another statement enqueues is told by its commit, unless it says otherwise', async () => {
  const heard: string[] = []
  const [name] =
    await crier.sql`select 'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24) as channel`
  const { unlisten } = await crier.sql.listen(name!.channel, (payload) => heard.push(payload))
  await crier.sql`select enqueue('send-priority', array[uuidv7()], notifies => false)`
  await crier.sql`select enqueue('send-email', array[uuidv7()])`
  await crier.sql`select enqueue('notify-internal', array[uuidv7()], start_after => now() + interval '1 hour')`
  await crier.sql`select wake_workers(array['research-mode', 'nights'])`
  await crier.until('the last is heard', async () => heard.includes('research-mode'))
  assert.deepEqual(heard, ['send-email', 'research-mode'])
  await unlisten()
})
