/** A pool that is exchanged for a new one: what is in hand is finished, and what comes next is on new connections. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { changedNothing, type Database, unavailable } from '../../src/database.ts'
import { openPool, type Pool } from '../../src/pool.ts'
import { sharedDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let pool: Pool
const errors: unknown[] = []
before(async () => {
  database = await sharedDatabase()
  pool = openPool(database.url, { max: 1, name: 'renewed', role: null }, (error) => errors.push(error))
})
after(async () => {
  await pool.end()
  await database.close()
})

const backend = async () =>
  ((await pool.database.query('select pg_backend_pid() as pid', [])).rows[0] as { pid: number }).pid
const isOpen = async (pid: number) =>
  (await database.sql`select from pg_stat_activity where pid = ${pid}`).length > 0

test('statements and cursors in hand are finished on the old connection, which is then closed', async () => {
  const old = await backend()
  const cursor = pool.streaming(2).stream('select n from generate_series(1, $1::integer) n', [4])
  assert.deepEqual(await cursor.read(), [{ n: 1 }, { n: 2 }])
  const waiting = pool.database.query('select pg_backend_pid() as pid, $1::text as said', ['behind'])
  pool.renew()
  const present = await backend()
  assert.notEqual(present, old)
  assert.deepEqual(await cursor.read(), [{ n: 3 }, { n: 4 }])
  assert.deepEqual(await cursor.read(), [])
  await cursor.close()
  assert.deepEqual((await waiting).rows, [{ pid: old, said: 'behind' }])
  for (const deadline = Date.now() + 5000; (await isOpen(old)) && Date.now() < deadline; );
  assert.equal(await isOpen(old), false)
  assert.equal(await backend(), present)
  assert.deepEqual(errors, [])
})

test('the connection that was used last is used next; whoever finds none waits for their turn', async (t) => {
  const two = openPool(database.url, { max: 2, name: 'turns', role: null }, () => {})
  const held = await database.sql.reserve()
  t.after(async () => {
    held.release()
    await two.end()
  })
  await held`select pg_advisory_lock(1)`
  const ended: string[] = []
  const ask = async (name: string, statement = 'select pg_backend_pid() as pid') => {
    const { rows } = await two.database.query(statement, [])
    ended.push(name)
    return (rows[0] as { pid: number }).pid
  }
  const slow = ask('slow', 'select pg_backend_pid() as pid, pg_advisory_xact_lock(1) is null as waited')
  const [quick, ...behind] = await Promise.all(['quick', 'behind', 'last'].map((name) => ask(name)))
  await held`select pg_advisory_unlock(1)`
  assert.notEqual(await slow, quick)
  assert.deepEqual(behind, [quick, quick])
  assert.deepEqual(ended, ['quick', 'behind', 'last', 'slow'])
  for (let i = 0; i < 3; i++) assert.equal(await ask('alone'), await slow)
})

test('a burst is done by the connections that are there; load, and statements that hold theirs, open more', async () => {
  const usedBy = async (statements: number[]) => {
    const many = openPool(database.url, { max: 4, name: 'growing', role: null }, () => {})
    const ask = (seconds: number) =>
      many.database.query('select pg_backend_pid() as pid, pg_sleep($1) is null as slept', [seconds])
    try {
      await ask(0)
      const pids = (await Promise.all(statements.map(ask))).map(
        ({ rows }) => (rows[0] as { pid: number }).pid,
      )
      return new Set(pids).size
    } finally {
      await many.end()
    }
  }
  // On a busy machine two short statements may take long once, but not each time.
  let burst = 0
  for (let attempt = 0; attempt < 20 && burst !== 1; attempt++) burst = await usedBy([0, 0])
  assert.equal(burst, 1)
  assert.equal(await usedBy([0.4, 0]), 2)
  assert.equal(await usedBy(Array.from({ length: 60 }, () => 0.02)), 4)
})

test('two who always want the one connection, each waiting for the other, soon have two', async (t) => {
  const two = openPool(database.url, { max: 2, name: 'in-turn', role: null }, () => {})
  t.after(() => two.end())
  const pids = new Set<unknown>()
  const askOver = async () => {
    for (let i = 0; i < 30; i++) {
      const { rows } = await two.database.query(
        'select pg_backend_pid() as pid, pg_sleep($1) is null as slept',
        [0.01],
      )
      pids.add((rows[0] as { pid: number }).pid)
    }
  }
  await two.database.query('select 1', [])
  await Promise.all([askOver(), askOver()])
  assert.equal(pids.size, 2)
})

test('what is under way on a server that is gone fails at once', async () => {
  let fault: { code?: string } | undefined
  pool.database.query('select pg_sleep(30)', []).catch((error: { code?: string }) => {
    fault = error
  })
  // A renewal that follows another too closely is none.
  for (const deadline = Date.now() + 5000; fault === undefined && Date.now() < deadline; await pause(20))
    pool.renew(true)
  assert.equal(fault?.code, 'CONNECTION_DESTROYED')
  errors.length = 0
})

test('every error is seen beside the caller', async () => {
  await assert.rejects(pool.database.query('select 1 / $1::integer', [0]), { code: '22012' })
  assert.deepEqual(
    errors.map((error) => (error as { code: string }).code),
    ['22012'],
  )
})

test('a transaction is done as a whole or not at all, whatever ends it', async (t) => {
  await database.sql`create table kept (n integer)`
  t.after(() => database.sql`drop table kept`)
  const keep = (n: number, then: (db: Database) => Promise<unknown>) =>
    pool.transaction(async (db) => {
      await db.query('insert into kept values ($1)', [n])
      return then(db)
    })
  const pidOf = async (db: Database) =>
    ((await db.query('select pg_backend_pid() as pid', [])).rows[0] as { pid: number }).pid
  const isLost = (error: unknown) => unavailable(error) && !changedNothing(error)
  assert.equal(await keep(1, async () => 'done'), 'done')
  await assert.rejects(
    keep(2, (db) => db.query('select 1 / 0', [])),
    changedNothing,
  )
  await assert.rejects(
    keep(3, () => Promise.reject(new Error('thought better of it'))),
    { message: 'thought better of it' },
  )
  await assert.rejects(
    keep(4, (db) => db.query('select pg_terminate_backend(pg_backend_pid())', [])),
    isLost,
  )
  // Between two statements, of which the second would go out on no connection.
  const cut = keep(5, async (db) => {
    const pid = await pidOf(db)
    await database.sql`select pg_terminate_backend(${pid}, 5000)`
    await cut.catch(() => {})
    await db.query('insert into kept values (6)', [])
  })
  await assert.rejects(cut, isLost)
  assert.equal(await keep(7, async () => 'done'), 'done')
  assert.deepEqual(
    (await database.sql`select n from kept order by n`).map(({ n }) => n),
    [1, 7],
  )
})
