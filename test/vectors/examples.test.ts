import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sharedDatabase } from '../support/database.ts'
import { exampleFiles, runExamples } from './examples.ts'

const { sql, close } = await sharedDatabase()
after(close)

for (const name of await exampleFiles()) {
  test(`the published examples of ${name}`, async () => {
    assert.deepEqual((await runExamples(name, sql)).failures, [])
  })
}
