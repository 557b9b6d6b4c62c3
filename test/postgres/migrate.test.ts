import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'node:test'
import postgres from 'postgres'
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

test('a database that is missing is made, whatever its name', async () => {
  const database = await testDatabase()
  const url = new URL(database.url)
  // Under the name of a database of tests, any process that starts would clear it away.
  const name = `Made-for-${url.pathname.slice(1)}`
  url.pathname = `/${name}`
  await migrate(url.href)
  const sql = postgres(url.href, { max: 1 })
  assert.deepEqual([...(await sql`select current_database()::text as name`)], [{ name }])
  await sql.end({ timeout: 5 })
  await database.sql`drop database ${database.sql(name)} with (force)`
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
