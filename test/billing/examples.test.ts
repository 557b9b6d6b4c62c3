import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../support/database.ts'
import { readExamples, runExample } from './examples.ts'

const { sql, close } = await testDatabase()
after(close)

for (const example of await readExamples()) {
  test(`${example.id}: ${example.title}`, async () => {
    assert.deepEqual(await runExample(example, sql), [])
  })
}
