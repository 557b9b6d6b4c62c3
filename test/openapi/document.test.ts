/** The OpenAPI document: valid, complete, and true to the application. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { lazily } from '../../src/lazily.ts'
import { operations } from '../../src/openapi/registry.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

type Media = { schema?: object; examples?: Record<string, { value: unknown }> }
type Operation = {
  operationId: string
  parameters?: { name: string; in: string; schema: object; description?: string }[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { $ref?: string; content?: Record<string, Media> }>
}
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { responses: Record<string, { content: Record<string, Media> }> }
}

let crier: TestCrier
let document: Document
before(async () => {
  crier = await sharedCrier()
  document = (await crier.call('/openapi.json')).body
})
after(() => crier.close())

/** A validator in which the document's own schemas can be referred to; each schema is compiled once, however many answers share it. */
const validator = lazily(() => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'document', ...document })
  const compiled = new Map<string, ValidateFunction>()
  return (schema: object, value: unknown, what: string) => {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"document#/components')
    const check = compiled.get(text) ?? ajv.compile(JSON.parse(text))
    compiled.set(text, check)
    assert.ok(check(value), `${what}: ${ajv.errorsText(check.errors)}`)
  }
})

const each = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

test('the document is valid OpenAPI 3.1, and each schema in it valid JSON Schema 2020-12', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const official = JSON.parse(readFileSync(new URL('../fixtures/openapi/3.1.json', import.meta.url), 'utf8'))
  const check = ajv.compile(official)
  assert.ok(check(document), ajv.errorsText(check.errors))
  for (const { operation } of each()) {
    const media = [operation.requestBody, ...Object.values(operation.responses)].flatMap((one) =>
      Object.values(one?.content ?? {}),
    )
    const schemas = [
      ...media.map((one) => one.schema),
      ...(operation.parameters ?? []).map((one) => one.schema),
    ]
    for (const schema of schemas)
      assert.ok(schema === undefined || ajv.validateSchema(schema), ajv.errorsText())
  }
})

test('operation ids are unique, and every parameter is explained', () => {
  const ids = each().map(({ operation }) => operation.operationId)
  assert.equal(new Set(ids).size, ids.length)
  for (const { path, operation } of each()) {
    for (const { name, in: where, description } of operation.parameters ?? []) {
      if (name !== 'simple') assert.ok(description, `${path}: ${where} parameter ${name}`)
    }
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const given = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name)
    assert.deepEqual(given.sort(), named.sort(), path)
  }
})

test('every example passes its schema', () => {
  const assertValid = validator()
  let examples = 0
  const media = each().flatMap(({ path, method, operation }) =>
    [operation.requestBody, ...Object.values(operation.responses)].flatMap((one) =>
      Object.values(one?.content ?? {}).map((content) => ({ what: `${method} ${path}`, content })),
    ),
  )
  const shared = Object.entries(document.components.responses).flatMap(([what, { content }]) =>
    Object.values(content).map((one) => ({ what, content: one })),
  )
  for (const { what, content } of [...media, ...shared]) {
    for (const [name, { value }] of Object.entries(content.examples ?? {})) {
      assert.ok(content.schema, `${what}: ${name} has no schema`)
      assertValid(content.schema, value, `${what}: example ${name}`)
      examples++
    }
  }
  assert.ok(examples > 20)
})

/** Routes for others than services: providers, operators, people with a link, and the internal API. */
const isPublic = (path: string) =>
  path.startsWith('/v2/') ||
  path.startsWith('/_status') ||
  path === '/' ||
  /^\/notifications(\/|$)/.test(path) ||
  path.startsWith('/unsubscribe/')
const isOfProviders = (path: string) => /^\/notifications\/(sms|email|letter)\/./.test(path)

test('every public route of the application is in the document, and the other way round', () => {
  const routed = crier.app.routes
    .filter(({ method, path }) => method !== 'ALL' && isPublic(path) && !isOfProviders(path))
    .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)(\{[^/]*\})?/g, '{$1}')}`)
  const documented = operations.map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual([...new Set(routed)].sort(), documented.sort())
})

test('the page and all that it needs come from this server, which lets it ask no other', async () => {
  const page = await crier.call('/docs')
  assert.equal(page.status, 200)
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'.*connect-src 'self'/)
  const named = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url as string)
  assert.ok(named.length >= 5)
  for (const url of named.filter((one) => !one.startsWith('data:'))) {
    assert.doesNotMatch(url, /^(\w+:)?\/\//, url)
    const { status, headers } = await crier.app.request(`/${url}`, { headers: { 'accept-encoding': 'gzip' } })
    assert.equal(status, 200, url)
    assert.equal(headers.get('content-encoding'), 'gzip', url)
  }
})

test('real answers are as the document says', async () => {
  const assertValid = validator()
  const service = await crier.makeService()
  const sms = await crier.makeTemplate(service, { content: 'Hi ((name))' })
  const email = await crier.makeTemplate(service, { type: 'email', content: 'Hi ((name))' })
  const letter = await crier.makeTemplate(service, { type: 'letter', content: 'Hi ((name))' })
  const personalisation = { name: 'Amala' }
  const address = { address_line_1: 'Amala', address_line_2: '1 High Street', address_line_3: 'SW14 6BF' }
  const text = { phone_number: '07700900456', personalisation }
  const asked: [path: string, url: string, body?: object][] = [
    ['/v2/notifications/sms', '', { ...text, template_id: sms }],
    ['/v2/notifications/sms', '', { template_id: sms }],
    ['/v2/notifications/email', '', { email_address: 'a@example.org', template_id: email, personalisation }],
    [
      '/v2/notifications/letter',
      '',
      { template_id: letter, personalisation: { ...personalisation, ...address } },
    ],
    ['/v2/notifications/letter', '', { reference: 'r', content: 'JVBERi0xLjcK' }],
    ['/v2/notifications/bulk', '', { template_id: sms, messages: [text, { phone_number: 'x' }] }],
    ['/v2/notifications/bulk', '', { template_id: sms, messages: [{}] }],
    ['/notifications/{type}', '/notifications/sms', { to: '07700900456', template: sms, personalisation }],
    ['/v2/template/{id}/preview', `/v2/template/${email}/preview`, { personalisation }],
    ['/v2/notifications', ''],
    ['/v2/notifications', '/v2/notifications?updated_after=2026-01-01T00:00:00Z'],
    ['/v2/notifications', '/v2/notifications?status=x'],
    ['/v2/template/{id}', `/v2/template/${letter}`],
    ['/v2/template/{id}/version/{version}', `/v2/template/${sms}/version/1`],
    ['/v2/templates', ''],
    ['/v2/received-text-messages', ''],
    ['/v2/callbacks', ''],
    ['/v2/callbacks', '/v2/callbacks?status=x'],
    ['/v2/callbacks/replay', '', { since: '2026-01-01T00:00:00Z' }],
    ['/v2/callbacks/replay', '', {}],
    ['/notifications', ''],
    ['/_status', ''],
    ['/_status/live-service-and-organisation-counts', ''],
  ]
  for (const [path, url, body] of asked) {
    const answer = await crier.call(url || path, { key: service.keys.normal, ...(body ? { body } : {}) })
    const what = `${path}: ${answer.status} ${JSON.stringify(answer.body)}`
    const described = document.paths[path]![body ? 'post' : 'get']!.responses[answer.status]
    assert.ok(described?.content, what)
    assertValid(described.content['application/json']!.schema!, answer.body, what)
  }
})
