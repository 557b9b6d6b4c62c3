/** Connections of many processes: the sum that the pages tell, and what a process says at its start when they do not fit. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { changesName, connectionsOf, warnOfConnections } from '../../src/connections.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const page = (name: string) => readFile(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8')

test('the pages have the sums of the code', async () => {
  const sums = (['serve', 'work'] as const).map((part) => {
    const of = (writers: number) => connectionsOf({ writers }, { work: part === 'work' })
    assert.equal(of(5) - of(2), 6, 'two for each of CRIER_WRITERS')
    return `\`${part}\`: 2 × \`CRIER_WRITERS\` + ${of(0)}`
  })
  for (const name of ['operations.md', 'scale.md']) {
    const text = await page(name)
    for (const sum of sums) assert.ok(text.includes(sum), `${name}: ${sum}`)
  }
})

test('a process says at its start that all may want more connections than there are, and nothing when they fit', async () => {
  const told: Record<string, number>[] = []
  const log = { warn: (facts: Record<string, number>) => told.push(facts) } as never
  const [server] = await crier.sql`
    select current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
      - current_setting('reserved_connections')::integer as room`
  await warnOfConnections({ db: crier.crier.db, log })
  assert.equal(told.length, 0)
  // Two processes that have opened one connection each.
  const others = [server!.room - 1, 2].map((connections) =>
    postgres(crier.url, { max: 1, connection: { application_name: changesName(connections) } }),
  )
  for (const other of others) await other`select 1`
  await warnOfConnections({ db: crier.crier.db, log })
  await Promise.all(others.map((other) => other.end()))
  // Those of other tests, on the same server, are counted too.
  const [{ room, processes, wanted } = {}, ...more] = told
  assert.deepEqual([room, more], [server!.room, []])
  assert.ok(processes! >= 2 && wanted! >= server!.room + 1, `${processes} want ${wanted}`)
})
