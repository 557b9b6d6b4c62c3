/** Compares real answers with the document: their status is one that it names, and their body as it describes. */
import assert from 'node:assert/strict'
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { openApiDocument } from '../../src/openapi/document.ts'
import { operations } from '../../src/openapi/registry.ts'
import type { Answer } from '../support/crier.ts'

type Described = { $ref?: string; content?: Record<string, { schema?: object }> }
type Responses = Record<string, Described>
type Document = {
  paths: Record<string, Record<string, { responses: Responses }>>
  components: { responses: Responses }
}

/** As a client gets it. */
const document = JSON.parse(JSON.stringify(openApiDocument(operations))) as Document
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema({ $id: 'document', ...document } as AnySchemaObject)

/** Only what the path's parameters allow is a path of the operation: another version than a number, say, is no path of ours. */
const narrow: Record<string, string> = { version: '\\d+', type: '(?:sms|email)' }
const routes = operations.map(({ method, path }) => {
  const isOfVersionOne = path === '/notifications/{id}'
  const pattern = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    isOfVersionOne ? '[0-9a-fA-F-]{36}' : (narrow[name] ?? '[^/]+'),
  )
  return { method, path, matches: new RegExp(`^${pattern}$`) }
})
// The paths of sending are also those of messages to read.
routes.sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')))

const checks = new Map<object, ValidateFunction>()
function compile(schema: object): ValidateFunction {
  const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')))
  checks.set(schema, check)
  return check
}

/**
 * @param method in any case
 * @param url with or without a query
 * @returns whether the document has an operation for it
 */
export function assertDocumented(method: string, url: string, answer: Answer): boolean {
  const path = url.split('?', 1)[0]!
  const route = routes.find((one) => one.method === method.toLowerCase() && one.matches.test(path))
  if (route === undefined) return false
  const what = `${method} ${path}: ${answer.status} ${answer.text.slice(0, 1000)}`
  const named = document.paths[route.path]![route.method]!.responses[answer.status]
  assert.ok(named, `not in the document: ${what}`)
  const described = named.$ref ? document.components.responses[named.$ref.split('/').at(-1)!]! : named
  const type = (answer.headers.get('content-type') ?? '').split(';', 1)[0]!
  const media = described.content?.[type]
  assert.ok(media, `${type} is not in the document: ${what}`)
  if (media.schema === undefined) return true
  const check = checks.get(media.schema) ?? compile(media.schema)
  assert.ok(check(answer.body), `${what}: ${ajv.errorsText(check.errors)}`)
  return true
}
