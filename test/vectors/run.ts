/**
 * Runs the published examples: `<folder>/vectors/*.json`, where the folder is `CRIER_FIXTURES` or `test/fixtures`.
 * It closes with `N passed, N failed` on a line of its own and fails when a case does, when a file is missing, when a
 * file is unknown, and when a case says nothing to compare with.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Sql } from 'postgres'
import { testDatabase } from '../support/database.ts'
import type { Case, Mapping } from './case.ts'
import { recipients } from './recipients.ts'
import { rulesInSql } from './rules-in-sql.ts'
import { templates } from './templates.ts'

const shownFailures = 5

const mapping: Mapping = { ...templates, ...recipients, ...rulesInSql }

/** Files whose cases name only some of the answers they could have. */
const partial = new Set(['sms-non-gsm'])

const folder = join(process.env.CRIER_FIXTURES ?? 'test/fixtures', 'vectors')

async function failureOf(name: string, { input, ...wanted }: Case, sql: Sql): Promise<string | null> {
  if (!('expected' in wanted) && !('error' in wanted)) return 'the case has neither expected nor error'
  let actual: unknown
  try {
    actual = await mapping[name]!(input, { sql })
  } catch (error) {
    if ('error' in wanted && error instanceof Error && error.message === wanted.error) return null
    return `threw ${error instanceof Error ? error.stack : error}`
  }
  const expected = 'error' in wanted ? { error: wanted.error } : wanted.expected
  const compared = asJson(partial.has(name) ? only(actual, expected) : actual)
  return isDeepStrictEqual(compared, expected)
    ? null
    : `expected ${JSON.stringify(expected)}\n       got ${JSON.stringify(compared)}`
}

/** Answers are compared as the JSON they would be sent as. */
function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

function only(actual: unknown, expected: unknown): unknown {
  const names = Object.keys(expected as object)
  return Object.fromEntries(names.map((name) => [name, (actual as Record<string, unknown>)[name]]))
}

async function runFile(name: string, sql: Sql): Promise<{ passed: number; failed: number }> {
  if (!mapping[name]) {
    console.log(`${name}: nothing here answers this file`)
    return { passed: 0, failed: 1 }
  }
  const { cases } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as { cases: Case[] }
  if (!Array.isArray(cases) || cases.length === 0) {
    console.log(`${name}: no cases`)
    return { passed: 0, failed: 1 }
  }
  const failures: string[] = []
  for (const one of cases) {
    const failure = await failureOf(name, one, sql)
    if (failure !== null) failures.push(`  ${JSON.stringify(one.input).slice(0, 500)}\n  ${failure}`)
  }
  console.log(`${name}: ${cases.length - failures.length} passed, ${failures.length} failed`)
  for (const failure of failures.slice(0, shownFailures)) console.log(failure)
  return { passed: cases.length - failures.length, failed: failures.length }
}

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -5))
const missing = Object.keys(mapping).filter((name) => !names.includes(name))
for (const name of missing) console.log(`${name}: the file is missing`)

const database = await testDatabase()
let passed = 0
let failed = missing.length
for (const name of names.sort()) {
  const result = await runFile(name, database.sql)
  passed += result.passed
  failed += result.failed
}
await database.close()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
