/** Threads that take work from a process: they begin when there is some, and end when there has been none. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeThreads } from '../../src/threads.ts'

/** Answers each order with the thread's own number. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(
    "import { parentPort, threadId } from 'node:worker_threads'; parentPort.on('message', () => parentPort.postMessage({ result: threadId }))",
  )}`,
)

test('a thread that has nothing to do ends, and another begins when there is something', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const limits = { threads: 1, seconds: 60, idleSeconds: 10, megabytes: 16, waiting: 9 }
  const threads = makeThreads<null, number>(program, limits)
  const first = await threads.carryOut('one', null)
  t.mock.timers.tick(9_999)
  assert.equal(await threads.carryOut('one', null), first)
  t.mock.timers.tick(9_999)
  assert.equal(await threads.carryOut('another', null), first, 'it rests from its last work on')
  t.mock.timers.tick(10_000)
  const second = await threads.carryOut('one', null)
  assert.notEqual(second, first)
  await threads.close()
})
