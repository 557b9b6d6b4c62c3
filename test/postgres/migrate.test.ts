import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'node:test'
import { migrate } from '../../src/migrate.ts'
import { testDatabase } from '../support/database.ts'

test('a migrated database has nothing left to migrate, however many ask at once', async () => {
  const database = await testDatabase()
  await Promise.all([migrate(database.url), migrate(database.url)])
  const [schema] = await database.sql`
    select count(*) > 0 as applied, to_regclass('pgboss.job') is not null as queues
    from schema_migrations`
  assert.deepEqual({ ...schema }, { applied: true, queues: true })
  await database.close()
})

test('an unreachable database gives one line that names the server and no password', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  taken.close()
  await once(taken, 'close')
  await assert.rejects(migrate(`postgres://someone:hidden@127.0.0.1:${port}/crier`), (error: Error) => {
    assert.match(
      error.message,
      new RegExp(`^cannot use the database 127\\.0\\.0\\.1:${port}/crier: [^\\n]*ECONNREFUSED`),
    )
    assert.doesNotMatch(error.message, /hidden|\n/)
    return true
  })
})
