/**
 * Runs the worked examples of billing and prints how many hold. `CRIER_FIXTURES` names another folder with a file
 * `billing/worked-examples.json` of the same form.
 */
import { testDatabase } from '../support/database.ts'
import { readExamples, runExample } from './examples.ts'

const { sql, close } = await testDatabase()
let passed = 0
let failed = 0
for (const example of await readExamples()) {
  const differences = await runExample(example, sql).catch((error: Error) => [error.message])
  if (differences.length === 0) passed++
  else {
    failed++
    console.log(`${example.id} ${example.title}\n  ${differences.join('\n  ')}`)
  }
}
await close()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
