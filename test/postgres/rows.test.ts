/** What a statement gives is its own rows, whatever became of the one before it on the same connection. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { connect, cursorOf, isWhole, pgtyped, type Sql } from '../../src/database.ts'
import { PreparedQuery } from '../../src/prepared-query.ts'
import { sharedDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let sql: Sql
before(async () => {
  database = await sharedDatabase()
  sql = connect(database.url, { max: 1, name: 'test', role: null, statementTimeout: 5000 })
})
after(async () => {
  await sql.end()
  await database.close()
})

/** Ends after 499 rows of an answer are on their way. */
const brokenOff = 'select n, 1 / (500 - n) as one from generate_series(1, 1000) n where n <> $1'
const three = 'select n from generate_series(1, $1::integer) n'
const numbers = (count: number) => Array.from({ length: count }, (_, index) => ({ n: index + 1 }))

test('a statement after one that failed in the middle of its rows has its own rows only', async () => {
  const db = pgtyped(sql)
  await assert.rejects(db.query(brokenOff, [0]), { code: '22012' })
  assert.deepEqual(await db.query(three, [3]), { rows: numbers(3), rowCount: 3 })
  await assert.rejects(db.query(brokenOff, [0]), { code: '22012' })
  assert.deepEqual(await db.query(three, [0]), { rows: [], rowCount: 0 })
  assert.deepEqual(await db.query(three, [2]), { rows: numbers(2), rowCount: 2 })
})

test('so have those that were sent behind it, and those after a statement that was cancelled', async () => {
  const db = pgtyped(sql)
  const slow = 'select n, pg_sleep(0.01) as pause from generate_series(1, 1000) n where n <> $1'
  const [pid] = (await db.query('select pg_backend_pid() as pid', [])).rows as { pid: number }[]
  const results = [db.query(slow, [0]), db.query(three, [2]), db.query(brokenOff, [0]), db.query(three, [1])]
  const settled = Promise.allSettled(results)
  for (let isSlow = false; !isSlow; ) {
    const [row] = await database.sql`
      select wait_event = 'PgSleep' as sleeps from pg_stat_activity where pid = ${pid!.pid}`
    isSlow = row?.sleeps === true
  }
  await database.sql`select pg_cancel_backend(${pid!.pid})`
  const [cancelled, second, third, fourth] = await settled
  assert.equal((cancelled as PromiseRejectedResult).reason.code, '57014')
  assert.deepEqual(second, { status: 'fulfilled', value: { rows: numbers(2), rowCount: 2 } })
  assert.equal((third as PromiseRejectedResult).reason.code, '22012')
  assert.deepEqual(fourth, { status: 'fulfilled', value: { rows: numbers(1), rowCount: 1 } })
})

test('a cursor after such a statement, and a statement after such a cursor', async () => {
  const db = pgtyped(sql)
  await assert.rejects(db.query(brokenOff, [0]), { code: '22012' })
  const cursor = cursorOf(sql, three, [5], 2)
  const windows: unknown[][] = []
  for (let rows = await cursor.read(); rows.length > 0; rows = await cursor.read()) windows.push(rows)
  assert.deepEqual(windows, [numbers(5).slice(0, 2), numbers(5).slice(2, 4), numbers(5).slice(4)])

  const torn = cursorOf(sql, brokenOff, [0], 200)
  assert.equal((await torn.read()).length, 200)
  assert.equal((await torn.read()).length, 200)
  await assert.rejects(torn.read(), { code: '22012' })
  assert.deepEqual(await db.query(three, [3]), { rows: numbers(3), rowCount: 3 })

  const left = cursorOf(sql, three, [5], 2)
  assert.deepEqual(await left.read(), numbers(2))
  await left.close()
  assert.deepEqual(await db.query(three, [3]), { rows: numbers(3), rowCount: 3 })
})

test('rows that are not as many as the server has counted are noticed', () => {
  assert.equal(isWhole([1, 2], 2), true)
  assert.equal(isWhole([], 5), true, 'an update that returns nothing counts what it changed')
  assert.equal(isWhole([1], null), true, 'commands without a count')
  assert.equal(isWhole(Object.assign([], { 499: { n: 1 } }), 1), false)
})

test('the driver still counts on after a statement that failed: once this test fails, pgtyped may await its rows again', async () => {
  const raw = postgres(database.url, { max: 1, onnotice: () => {} })
  await assert.rejects(raw.unsafe(brokenOff, [0]), { code: '22012' })
  const rows = await raw.unsafe(three, [1])
  await raw.end()
  assert.deepEqual([rows.length, rows.count], [500, 1])
})

test('a query puts each parameter wherever it stands, and takes single values alone', async () => {
  const notation = {
    statement: 'select :one, :unused, :two!, :one',
    usedParamSet: { one: true, two: true } as const,
    params: [
      {
        name: 'one',
        transform: { type: 'scalar' },
        locs: [
          { a: 7, b: 10 },
          { a: 29, b: 32 },
        ],
      },
      { name: 'two', transform: { type: 'scalar' }, locs: [{ a: 22, b: 26 }] },
    ],
  }
  const asked: unknown[] = []
  const query = async (...call: unknown[]) => {
    asked.push(call)
    return { rows: [{ n: 1 }], rowCount: 1 }
  }
  const prepared = new PreparedQuery<{ one: number; two: string }, { n: number }>(notation)
  assert.deepEqual(await prepared.run({ two: 'b', one: 1 }, { query }), [{ n: 1 }])
  assert.deepEqual(asked, [['select $1, :unused, $2, $1', [1, 'b']]])
  const spread = [{ name: 'one', transform: { type: 'array_spread' }, locs: [{ a: 7, b: 10 }] }]
  assert.throws(() => new PreparedQuery({ ...notation, params: spread }), /one is no single value/)
})
