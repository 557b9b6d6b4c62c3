import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { makeWorld } from '../dashboard/world.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { blocks } from './sql-page.ts'

let crier: TestCrier
before(async () => {
  // Its history must not have begun: the days that it fills are months behind.
  crier = await testCrier()
  await makeWorld(crier, 100)
})
after(() => crier.close())

test('every statement of docs/sql.md runs; those that only read, as crier_reader', async () => {
  const page = await readFile(new URL('../../docs/sql.md', import.meta.url), 'utf8')
  const statements = blocks(page).map((block) => block[1]!)
  assert.ok(statements.length > 20)
  await crier.sql.begin(async (sql) => {
    for (const statement of statements) {
      const reads = !/^(?:update|insert)|refresh_|set_/.test(statement)
      await sql.unsafe(`set local role ${reads ? 'crier_reader' : 'crier_app'}`)
      await assert.doesNotReject(sql.unsafe(statement).simple(), statement)
    }
  })
})

test('every statement of docs/sql.md is followed by its output', async () => {
  const page = await readFile(new URL('../../docs/sql.md', import.meta.url), 'utf8')
  for (const [whole, statement] of blocks(page)) assert.ok(whole!.includes('```text'), statement)
})
