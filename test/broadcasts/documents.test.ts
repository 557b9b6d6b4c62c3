/** Must hold 45: all documents in the fixtures give the listed result. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkExample, readExamples } from './documents.ts'

for (const example of await readExamples()) {
  test(`45: ${example.file}`, () => {
    const differences = Object.entries(checkExample(example)).filter(([, difference]) => difference !== null)
    assert.deepEqual(differences, [])
  })
}
