/** Reads the documents of emergency alerts and prints how many expectations hold. `CRIER_FIXTURES` names another set. */
import { checkExample, readExamples } from './documents.ts'

let passed = 0
let failed = 0
for (const example of await readExamples()) {
  for (const [what, difference] of Object.entries(checkExample(example))) {
    if (difference === null) passed++
    else {
      failed++
      console.log(`${example.file}, ${what}\n  ${difference}`)
    }
  }
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
