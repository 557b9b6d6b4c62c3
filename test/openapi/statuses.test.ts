/** Every status that an operation can answer is in the document, in the envelope that it describes: made by real requests. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, mock, test } from 'node:test'
import { operations } from '../../src/openapi/registry.ts'
import { buildApp } from '../../src/server.ts'
import { type Answer, answerOf, type Call, sharedCrier, type TestCrier, tokenFor } from '../support/crier.ts'
import { assertDocumented } from './documented.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const id = '00000000-0000-4000-8000-000000000000'
const filled = (path: string) =>
  path
    .replace('{type}', 'sms')
    .replace('{version}', '1')
    .replace('{token}', 'x')
    .replace(/\{\w+\}/g, id)
const withToken = operations.filter((one) => !one.open)

async function ask(method: string, path: string, call: Call = {}): Promise<Answer> {
  const answer = await crier.call(path, { method: method.toUpperCase(), ...call })
  assert.ok(assertDocumented(method, path, answer), `${method} ${path} is not in the document`)
  return answer
}

test('without a token, with a wrong one, and with a body that is too large', async () => {
  const service = await crier.makeService({ permissions: ['sms', 'email', 'letter', 'broadcast'] })
  for (const { method, path, bodies } of withToken) {
    const url = filled(path)
    const body = bodies === undefined ? {} : { body: {} }
    assert.equal((await ask(method, url, body)).status, 401, path)
    const wrong = `${service.keys.normal.slice(0, -36)}${randomUUID()}`
    assert.equal((await ask(method, url, { key: wrong, ...body })).status, 403, path)
    if (bodies === undefined) continue
    const type = bodies[0]!.contentType ?? 'application/json'
    const headers = { 'content-type': type, 'content-length': String(11 * 1024 * 1024) }
    assert.equal(
      (await ask(method, url, { key: service.keys.normal, headers, body: '{}' })).status,
      413,
      path,
    )
  }
})

test('the first version: each of its statuses', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { content: 'Hello ((name))' })
  const body = { to: '07700 900 456', template, personalisation: { name: 'A' } }
  const key = service.keys.normal
  const rows: [method: string, path: string, call: Call, status: number][] = [
    ['post', '/notifications/sms', { key, body }, 201],
    ['post', '/notifications/sms', { key, body: {} }, 400],
    ['post', '/notifications/sms', { key, body: { ...body, to: '07700x900456' } }, 400],
    ['post', '/notifications/sms', { key, body: { ...body, template: randomUUID() } }, 400],
    ['post', '/notifications/sms', { key, body: 'not JSON' }, 400],
    ['post', '/notifications/email', { key, body: { ...body, personalisation: [] } }, 400],
    ['get', '/notifications', { key }, 200],
    ['get', '/notifications?page=x&status=y&z=1', { key }, 400],
    ['get', `/notifications/${id}`, { key }, 404],
  ]
  for (const [method, path, call, status] of rows)
    assert.equal((await ask(method, path, call)).status, status, `${path} ${JSON.stringify(call.body)}`)
  await crier.sql`update services set rate_limit = 0 where id = ${service.id}`
  await crier.until('the limit is known', async () => {
    const answer = await ask('post', '/notifications/sms', { key, body })
    return answer.status === 429 && answer.headers.get('retry-after') !== null
  })
})

test('alerts: each of their statuses', async () => {
  const service = await crier.makeService({ permissions: ['broadcast'] })
  const { alert, cancel } = operations.find(({ id }) => id === 'createBroadcast')!.bodies![0]!
    .examples as Record<string, { value: string }>
  const post = (body: string, type = 'application/cap+xml') =>
    ask('post', '/v2/broadcast', { key: service.keys.normal, body, headers: { 'content-type': type } })
  for (const [body, status] of [
    [cancel!.value, 404],
    [alert!.value, 201],
    [cancel!.value, 201],
    ['<alert/>', 400],
  ] as const)
    assert.equal((await post(body)).status, status, body)
  assert.equal((await post('{}', 'application/json')).status, 415)
})

test('faults, a database that is away and time that is up, in the envelope of the path', async () => {
  const service = await crier.makeService()
  const failing = (fault: () => Promise<never>) =>
    buildApp({ ...crier.crier, cache: { ...crier.crier.cache, service: fault } })
  const broken = failing(() => Promise.reject(new RangeError('a fault of ours')))
  const away = failing(() => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })))
  const slow = failing(() => new Promise<never>(() => {}))
  const request = (app: typeof slow, method: string, path: string) =>
    app.request(path, {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${tokenFor(service.keys.normal, new Date())}` },
      ...(method === 'post' ? { body: '{}' } : {}),
    })
  for (const { method, path } of withToken) {
    const url = filled(path)
    const isPlain = !path.startsWith('/v2/')
    const check = (answer: Answer, status: number) => {
      assert.equal(answer.status, status, `${path}: ${answer.text}`)
      assert.ok(assertDocumented(method, url, answer))
      assert.deepEqual(Object.keys(answer.body), isPlain ? ['result', 'message'] : ['status_code', 'errors'])
    }
    const fault = await answerOf(await request(broken, method, url))
    check(fault, 500)
    assert.match(fault.headers.get('x-error-id')!, /^[0-9a-f-]{36}$/)
    const unavailable = await answerOf(await request(away, method, url))
    check(unavailable, 503)
    assert.equal(unavailable.headers.get('retry-after'), '1')
    mock.timers.enable({ apis: ['setTimeout'] })
    try {
      const answering = request(slow, method, url)
      mock.timers.tick(30_000)
      check(await answerOf(await answering), 504)
    } finally {
      mock.timers.reset()
    }
  }
})
