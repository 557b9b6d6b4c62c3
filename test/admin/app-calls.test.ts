/** Every call that Notify's own admin application makes has its route. Source: specification, calls of the admin app. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { buildApp } from '../../src/server.ts'
import { sharedCrier } from '../support/crier.ts'

const crier = await sharedCrier()
after(() => crier.close())

const calls: string[] = JSON.parse(
  await readFile(new URL('../fixtures/admin/app-calls.json', import.meta.url), 'utf8'),
)
/** A path with its parameters, however they are named and bounded, as one word. */
const shape = (path: string) =>
  path
    .replaceAll(/:\w+(\{[^/]*\})?\??/g, '<id>')
    .replaceAll(/<\w+>/g, '<id>')
    .replace(/\/$/, '')
const served = new Set(buildApp(crier.crier).routes.map(({ method, path }) => `${method} ${shape(path)}`))
const isServed = (call: string) => {
  const [method, path] = call.split(' ') as [string, string]
  return served.has(`${method} ${shape(path)}`)
}

test('the application makes 208 calls, and all are served', () => {
  assert.equal(calls.length, 208)
  assert.deepEqual(
    calls.filter((call) => !isServed(call)),
    [],
  )
})
