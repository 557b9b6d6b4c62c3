/** The view database_faults: what an operator should know of the server below. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sharedDatabase } from '../support/database.ts'

const { sql, url, close } = await sharedDatabase()
after(close)

/** Subjects of the faults beside those of the tests' own server, after a statement. */
async function faultsAfter(...statements: string[]): Promise<string[]> {
  let subjects: string[] = []
  await sql
    .begin(async (sql) => {
      await sql`set local synchronous_commit = on`
      await sql`revoke temporary on database ${sql(new URL(url).pathname.slice(1))} from public`
      for (const statement of statements) await sql.unsafe(statement)
      const rows = await sql`select subject, fault, remedy from database_faults order by subject`
      assert.ok(rows.every(({ fault, remedy }) => fault !== '' && remedy !== ''))
      subjects = rows.map(({ subject }) => subject as string)
      throw new Error('nothing is kept')
    })
    .catch((error: Error) => assert.equal(error.message, 'nothing is kept'))
  // The tests' server runs without them.
  return subjects.filter((subject) => !['fsync', 'full_page_writes'].includes(subject))
}

const cases: [string, string[], string[]][] = [
  ['nothing', [], []],
  ['details of errors', ["set local log_error_verbosity = 'default'"], ['log_error_verbosity']],
  [
    'parameters of errors',
    ['set local log_parameter_max_length_on_error = -1'],
    ['log_parameter_max_length_on_error'],
  ],
  ['parameters that nothing logs', ['set local log_parameter_max_length = -1'], []],
  [
    'parameters of slow statements',
    ['set local log_parameter_max_length = -1', 'set local log_min_duration_statement = 1000'],
    ['log_parameter_max_length'],
  ],
  [
    'parameters of all statements',
    ['set local log_parameter_max_length = 100', "set local log_statement = 'all'"],
    ['log_parameter_max_length'],
  ],
  ['an unsafe commit', ['set local synchronous_commit = off'], ['synchronous_commit']],
  [
    'an open function',
    [
      'create function loose() returns integer language sql security definer return 1',
      'grant execute on function loose() to public',
    ],
    ['loose()'],
  ],
]
for (const [what, statements, expected] of cases) {
  test(`${what}: ${expected.join() || 'no fault'}`, async () => {
    assert.deepEqual(await faultsAfter(...statements), expected)
  })
}

test('temporary tables for everybody', async () => {
  const rows = await sql`select remedy from database_faults where subject = 'temporary'`
  assert.deepEqual(
    [...rows],
    [{ remedy: `revoke temporary on database ${new URL(url).pathname.slice(1)} from public` }],
  )
})
