/** The published data files, the JSON Schemas of answers, and what every answer must carry besides its body. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { Answer } from '../support/crier.ts'

const folder = join(
  process.env.CRIER_FIXTURES ?? fileURLToPath(new URL('../fixtures', import.meta.url)),
  'public-api',
)

/** @param name of a file in the folder public-api of the fixtures */
export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
}

const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
// Version 0 refers to its definitions by file name.
ajv.addSchema(readFixture<object>('schemas/v0/definitions.json'), 'definitions.json')

/**
 * Compares a body with a published schema.
 * @param schema its name without extension: `v2/response_sms`
 */
export function assertShape(schema: string, body: unknown): void {
  const check =
    ajv.getSchema(schema) ??
    ajv.addSchema(readFixture<object>(`schemas/${schema}.json`), schema).getSchema(schema)!
  assert.ok(check(body), `not as in ${schema}.json: ${ajv.errorsText(check.errors)}\n${JSON.stringify(body)}`)
}

const fixedHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Content-Type,Authorization',
  'access-control-allow-methods': 'GET,PUT,POST,DELETE',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'cache-control': 'no-store, no-cache, private, must-revalidate',
}

/** Every answer carries these. Source: specification, public API, transport. */
export function assertHeaders(headers: Headers, contentType: string | null = 'application/json'): void {
  for (const [name, value] of Object.entries(fixedHeaders)) assert.equal(headers.get(name), value, name)
  assert.match(headers.get('x-b3-traceid') ?? '', /^[0-9a-f]{16,32}$/)
  assert.match(headers.get('x-b3-spanid') ?? '', /^[0-9a-f]{16}$/)
  assert.equal(headers.get('content-type'), contentType)
  assert.equal(headers.get('www-authenticate'), null)
}

/** The whole of a refusal in the v2 envelope: status, headers, body. */
export function assertRefused(answer: Answer, status: number, error: string, messages: string[]): void {
  assert.deepEqual(answer.body, {
    status_code: status,
    errors: messages.map((message) => ({ error, message })),
  })
  assert.equal(answer.status, status)
  assertHeaders(answer.headers)
}
