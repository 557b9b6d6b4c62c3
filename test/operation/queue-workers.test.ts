/** What is put on a queue is begun at once, and whatever nobody tells of within seconds: long before pg-boss's workers look by themselves. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { ownLookEverySeconds, startQueueWorkers } from '../../src/queue-workers.ts'
import { makeBoss } from '../../src/start.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
  await crier.work()
})
after(() => crier.close())

type Put = { id?: string; notifies?: boolean; inSeconds?: number }
/** Puts a job about nothing that is there on a queue. */
async function put(queue: string, { id = randomUUID(), notifies = false, inSeconds = 0 }: Put = {}) {
  await crier.sql`
    select enqueue(${queue}, ${[id]}::uuid[], start_after => clock_timestamp() + ${inSeconds} * interval '1 second',
      notifies => ${notifies})`
  return id
}
const job = async (id: string) =>
  (
    await crier.sql`
      select state, started_on, started_on >= start_after as is_in_time from pgboss.job where id = ${id}`
  )[0]!
const isDone = async (id: string) => (await job(id)).state === 'completed'
const done = (id: string) => crier.until('it is done', () => isDone(id))

test('a job that nobody told of is found, on a queue that had none before and on one whose workers wait', async () => {
  assert.ok(
    ownLookEverySeconds > 20,
    'they look by themselves when they begin, and then later than anybody waits here',
  )
  for (let times = 0; times < 2; times++) {
    // Of one of them workers are told, of the other never.
    const ids = [await put('send-priority'), await put('undeliverable')]
    for (const id of ids) await done(id)
  }
})

test('a job for later is begun when its time has come', async () => {
  await done(await put('send-priority'))
  const later = await put('send-priority', { inSeconds: 1.5 })
  await done(later)
  assert.equal((await job(later)).is_in_time, true)
})

test('what a notification tells of is begun without a look, and the look goes on without notifications', async () => {
  const boss = makeBoss(crier.url, crier.crier.log)
  await boss.start()
  let looks = 0
  let answer: (() => void) | undefined
  const held = new Promise<void>((resolve) => (answer = resolve))
  const db: typeof crier.crier.db = {
    ...crier.crier.db,
    query: async (...words) => {
      if (looks++ === 0) await held
      return crier.crier.db.query(...words)
    },
  }
  const begun: string[] = []
  const workers = startQueueWorkers({ ...crier.crier, db }, boss)
  for (const name of ['jobs', 'undeliverable', 'govuk-alerts'] as const)
    workers.add(name, async () => void begun.push(name))
  await crier.sql`select wake_workers(array['jobs'])`
  await crier.until('the first queue has workers', async () => begun.length === 1)
  assert.deepEqual([begun, looks], [['jobs'], 1])
  // Nobody hears: of the worker that stands beside this one neither.
  await crier.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'LISTEN "pgboss%'`
  await put('undeliverable', { notifies: true })
  answer!()
  await crier.until('the second queue has workers', async () => begun.length === 2)
  assert.deepEqual(begun, ['jobs', 'undeliverable'])
  await workers.remove('govuk-alerts')
  await workers.stop()
  await boss.stop({ graceful: false })
})

test('work goes on when every connection was cut off, and with it whatever was told meanwhile', async () => {
  await done(await put('send-email'))
  await crier.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'crier%'`
  const [known, first] = [await put('send-email', { notifies: true }), await put('research-mode')]
  await done(known)
  await done(first)
})
