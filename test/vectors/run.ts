/** Runs the published examples and prints how many hold, for each file and in all. `CRIER_FIXTURES` names another set. */
import { testDatabase } from '../support/database.ts'
import { exampleFiles, runExamples } from './examples.ts'

const shownFailures = 5

const { sql, close } = await testDatabase()
let passed = 0
let failed = 0
for (const name of await exampleFiles()) {
  const result = await runExamples(name, sql)
  passed += result.passed
  failed += result.failures.length
  console.log(`${name}: ${result.passed} passed, ${result.failures.length} failed`)
  for (const failure of result.failures.slice(0, shownFailures)) console.log(`  ${failure}`)
}
await close()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
