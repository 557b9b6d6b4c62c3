/**
 * The published examples: `<folder>/vectors/*.json`, where the folder is `CRIER_FIXTURES` or `test/fixtures`. A file
 * fails when it is missing or unknown, when it has no cases, and when a case fails or says nothing to compare with.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import type { Sql } from 'postgres'
import type { Case, Mapping } from './case.ts'
import { recipients } from './recipients.ts'
import { rulesInSql } from './rules-in-sql.ts'
import { templates } from './templates.ts'

const mapping: Mapping = { ...templates, ...recipients, ...rulesInSql }

/** Files whose cases name only some of the answers they could have. */
const partial = new Set(['sms-non-gsm'])

const fixtures = process.env.CRIER_FIXTURES ?? fileURLToPath(new URL('../fixtures', import.meta.url))
const folder = join(fixtures, 'vectors')

/** The names of the files that are there, and of those that should be. */
export async function exampleFiles(): Promise<string[]> {
  const found = (await readdir(folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5))
  return [...new Set([...found, ...Object.keys(mapping)])].sort()
}

/** How many cases of a file hold, and what is wrong with the others. */
export async function runExamples(name: string, sql: Sql): Promise<{ passed: number; failures: string[] }> {
  if (!mapping[name]) return { passed: 0, failures: ['nothing here answers this file'] }
  const text = await readFile(join(folder, `${name}.json`), 'utf8').catch(() => null)
  if (text === null) return { passed: 0, failures: ['the file is missing'] }
  const { cases } = JSON.parse(text) as { cases: Case[] }
  if (!Array.isArray(cases) || cases.length === 0) return { passed: 0, failures: ['no cases'] }
  const failures: string[] = []
  for (const one of cases) {
    const failure = await failureOf(name, one, sql)
    if (failure !== null) failures.push(`${JSON.stringify(one.input).slice(0, 500)}\n  ${failure}`)
  }
  return { passed: cases.length - failures.length, failures }
}

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
