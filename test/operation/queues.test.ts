/** What pg-boss does by itself while a process works: it goes on for as long as that runs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeBoss } from '../../src/start.ts'
import { testCrier } from '../support/crier.ts'

test('jobs of a worker that is gone are found in the fifteenth pass as in the first, and finished ones go', async () => {
  const own = await testCrier()
  const boss = makeBoss(own.url, own.crier.log)
  const errors: unknown[] = []
  boss.on('error', (error) => errors.push(error))
  const stateOf = async () => (await own.sql`select state from pgboss.job where name = 'ticks'`)[0]?.state
  const pass = async () => {
    // What a pass has looked at is not looked at again for some seconds.
    await own.sql`
      update pgboss.queue
      set monitor_on = null, monitor_claim_on = null, maintain_on = null`
    await boss.supervise('ticks')
  }
  try {
    await boss.start()
    for (let passes = 0; passes < 15; passes++) await pass()
    await boss.send('ticks', { task: 'none' })
    await boss.fetch('ticks')
    assert.equal(await stateOf(), 'active')
    await own.sql`update pgboss.job set started_on = now() - interval '1 day', heartbeat_on = null where name = 'ticks'`
    await pass()
    assert.notEqual(await stateOf(), 'active', 'another takes it')
    await own.sql`
      update pgboss.job set state = 'completed', completed_on = now() - interval '90 days' where name = 'ticks'`
    await pass()
    assert.equal(await stateOf(), undefined)
    assert.deepEqual(errors, [])
  } finally {
    await boss.stop({ graceful: false })
    await own.close()
  }
})
