/** Methods and paths that are not the documented ones. Source: specification, public API, transport. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { operations } from '../../src/openapi/registry.ts'
import { type Call, sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { assertHeaders, assertRefused, assertShape } from './fixtures.ts'

let crier: TestCrier
let service: TestService
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService()
})
after(() => crier.close())

const id = '00000000-0000-4000-8000-000000000000'
const filled = (path: string) =>
  path
    .replace('{type}', 'sms')
    .replace('{version}', '1')
    .replace('{token}', 'x')
    .replace(/\{\w+\}/g, id)
const methodsOf = (path: string) => {
  const methods = operations.filter((one) => filled(one.path) === path).map((one) => one.method.toUpperCase())
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods
}
const paths = [...new Set(operations.map(({ path }) => filled(path)))]

test('a method that a path does not have is answered 405, without a token, and told which it has', async () => {
  for (const path of paths) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
      if (methodsOf(path).includes(method)) continue
      // The paths of sending are also those of messages to read, whose identifiers they are not.
      if (method === 'GET' && /^\/v2\/notifications\/\w+$/.test(path)) continue
      if (method === 'POST' && /^\/v2\/notifications\/[\w-]+$/.test(path)) continue
      if (method === 'POST' && /^\/notifications\/[\w-]+$/.test(path)) continue
      // The same for jobs.
      if (method === 'GET' && path === '/v2/jobs/check') continue
      const answer = await crier.call(path, { method })
      assert.equal(answer.status, 405, `${method} ${path}`)
      assertShape('v2/response_error_unrouted', answer.body)
      assertHeaders(answer.headers)
      const allowed = (answer.headers.get('allow') ?? '').split(', ')
      for (const one of methodsOf(path)) assert.ok(allowed.includes(one), `${path} allows ${one}: ${allowed}`)
    }
  }
})

test('HEAD is answered as GET without a body', async () => {
  for (const { method, path } of operations) {
    if (method !== 'get') continue
    const url = filled(path)
    const [head, get] = await Promise.all([
      crier.app.request(url, { method: 'HEAD' }),
      crier.app.request(url, { method: 'GET' }),
    ])
    assert.equal(head.status, get.status, url)
    assert.equal(head.headers.get('content-type'), get.headers.get('content-type'), url)
    assert.equal(await head.text(), '', url)
  }
})

test('OPTIONS below /v2/ needs a token like any call; elsewhere it needs none', async () => {
  const refused = await crier.call('/v2/templates', { method: 'OPTIONS' })
  assertRefused(refused, 401, 'AuthError', ['Unauthorized: authentication token must be provided'])
  const answer = await crier.call('/v2/templates', { method: 'OPTIONS', key: service.keys.normal })
  assert.equal(answer.status, 204)
  assert.equal(answer.headers.get('allow'), 'GET, HEAD, OPTIONS')
  assertHeaders(answer.headers, null)
  assert.equal((await crier.call('/_status', { method: 'OPTIONS' })).status, 204)
  assert.equal((await crier.call('/v2/nothing', { method: 'OPTIONS' })).status, 404)
})

test('a type that does not exist is told to callers alone', async () => {
  const refused = await crier.call('/v2/notifications/pigeon', { body: {} })
  assertRefused(refused, 401, 'AuthError', ['Unauthorized: authentication token must be provided'])
})

test('tricks with paths lead nowhere', async () => {
  const tricks = [
    '/v2//templates',
    '//v2//templates',
    '//v2/templates/',
    '/v2/templates/',
    '/V2/templates',
    '/v2/Templates',
    '/v2/templates%20',
    '/v2/templates%00',
    '/v2/templates;a=1',
    '/v2/templates/..%2fnotifications',
    '/v2/%2e%2e/v2/templates/x',
    '/v2/notifications/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/v2/notifications/..%5c..%5c',
    '/v2/notifications/%00',
    '/v2/notifications/%ff%fe',
    '/v2/notifications/%zz',
    '/v2/notifications/%E0%A4%A',
    `/v2/notifications/${'a'.repeat(5000)}`,
    `/v2/notifications/${id}%2fpdf`,
    `/v2/notifications/${id}'%20or%201=1--`,
    `/v2/template/${id}/version/1e3`,
    `/v2/template/${id}/version/-0`,
    `/v2/template/${id}/version/１`,
    '/docs/../openapi',
    '/docs/..%2f..%2fpackage.json',
    '/docs/package.json',
    '/.env',
    '/.git/config',
  ]
  for (const path of tricks) {
    const answer = await crier.call(path, { key: service.keys.normal })
    assert.ok(answer.status === 400 || answer.status === 404, `${path}: ${answer.status}`)
    const envelope =
      answer.status === 404 && 'result' in answer.body ? 'response_error_unrouted' : 'response_error'
    assertShape(`v2/${envelope}`, answer.body)
    assertHeaders(answer.headers)
  }
})

test('repeated leading slashes are one, on every path that clients call', async () => {
  const template = await crier.makeTemplate(service)
  const request = { phone_number: '07700 900 456', template_id: template, personalisation: { name: 'A' } }
  const { keys } = service
  const rows: [path: string, call: Call, status: number][] = [
    ['//v2/notifications/sms', { key: keys.normal, body: request }, 201],
    ['//v2/notifications/sms', { body: request }, 401],
    ['///v2/templates', { key: keys.normal }, 200],
    ['//v2/templates?type=sms', { key: keys.normal }, 200],
    [`////v2/template/${template}`, { key: keys.normal }, 200],
    ['//v2/templates', { key: keys.normal, method: 'OPTIONS' }, 204],
    ['//v2/templates', { method: 'DELETE' }, 405],
    ['//v2/notifications/pigeon', { body: {} }, 401],
    ['//v2/nothing', { key: keys.normal }, 404],
    ['//notifications/sms', { key: keys.normal, body: { ...request, to: '07700 900 456', template } }, 201],
    ['//notifications', { key: keys.normal }, 200],
    ['//_status', {}, 200],
    ['//', {}, 200],
  ]
  for (const [path, call, status] of rows) {
    const answer = await crier.call(path, call)
    assert.equal(answer.status, status, `${path}: ${JSON.stringify(answer.body)}`)
    assertHeaders(answer.headers, status === 204 ? null : undefined)
  }
  const one = await crier.call(`/v2/template/${template}`, { key: keys.normal })
  const two = await crier.call(`//v2/template/${template}`, { key: keys.normal })
  assert.deepEqual(two.body, one.body)
})

test('receipt paths have one spelling, which an edge can protect by their beginning', async () => {
  const paths = crier.app.routes
    .filter(({ method, path }) => method === 'POST' && /^\/notifications\/\w+\/\w+$/.test(path))
    .map(({ path }) => path)
  assert.ok(paths.includes('/notifications/sms/mmg'))
  for (const path of paths) {
    for (const slashes of ['/', '//', '//////']) {
      const answer = await crier.call(`${slashes}${path}`, { body: {} })
      assert.equal(answer.status, 404, slashes + path)
      assertShape('v2/response_error_unrouted', answer.body)
    }
  }
})

test('identifiers in any spelling are echoed in one', async () => {
  const template = await crier.makeTemplate(service)
  for (const spelling of [
    template.toUpperCase(),
    template.replaceAll('-', ''),
    `{${template}}`,
    `urn:uuid:${template}`,
  ]) {
    const { status, body } = await crier.call(`/v2/template/${encodeURIComponent(spelling)}`, {
      key: service.keys.normal,
    })
    assert.equal(status, 200, spelling)
    assert.equal(body.id, template)
  }
})
