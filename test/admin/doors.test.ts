/** Every route of the house, by its audience: who comes without a token gets in nowhere but where test/fixtures/doors/open.json says so. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { rooms } from '../../src/routes.ts'
import { buildApp } from '../../src/server.ts'
import { sharedCrier } from '../support/crier.ts'

const crier = await sharedCrier()
after(() => crier.close())
const app = buildApp(crier.crier)

/** Why a route is open, by method and path. */
const open: Record<string, string> = JSON.parse(
  await readFile(new URL('../fixtures/doors/open.json', import.meta.url), 'utf8'),
)

/** A path of the kind that a route is for. */
const example = (path: string) =>
  path.replaceAll(/:(\w+)(?:\{([^/]*)\})?/g, (_, name: string, pattern = '') => {
    if (pattern === '[0-9]+') return '1'
    return pattern.includes('a-f') || name.endsWith('id') ? randomUUID() : 'sms'
  })

const doors = [
  ...new Set(
    app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
  ),
]

test('routes are many, and every open one is there', () => {
  assert.ok(doors.length > 50)
  assert.deepEqual(
    Object.keys(open).filter((door) => !doors.includes(door)),
    [],
  )
})

for (const door of doors.filter((one) => open[one] === undefined)) {
  test(`${door} asks who is there`, async () => {
    const [method, path] = door.split(' ') as [string, string]
    const response = await app.request(example(path), {
      method,
      ...(method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }),
    })
    assert.equal(response.status, 401, await response.text())
  })
}

test('below /v2/ everything is said in the second envelope, and to services nothing else is', () => {
  const wrong = rooms(crier.crier, false).flatMap(({ audience, envelope, routes }) =>
    routes.routes
      .filter(({ path }) => path.startsWith('/v2/') !== (envelope === 'v2' && audience === 'public'))
      .map(({ path }) => path),
  )
  assert.deepEqual(wrong, [])
})

test('no two rooms have a route of the same path that words its refusals in two ways', () => {
  const envelopes = new Map<string, string>()
  for (const { envelope, routes } of rooms(crier.crier, false)) {
    for (const { path } of routes.routes) {
      assert.equal(envelopes.get(path) ?? envelope, envelope, path)
      envelopes.set(path, envelope)
    }
  }
})

test('internal routes have the guard in their own envelope', async () => {
  for (const { audience, routes, envelope } of rooms(crier.crier, false)) {
    if (audience !== 'internal') continue
    const { method, path } = routes.routes[0]!
    const response = await app.request(example(path), { method })
    const body = (await response.json()) as Record<string, unknown>
    assert.deepEqual(
      Object.keys(body).sort(),
      envelope === 'v2' ? ['errors', 'status_code'] : ['message', 'result'],
    )
  }
})
