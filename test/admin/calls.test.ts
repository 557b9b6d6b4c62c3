/** Every call of Notify's own admin application, made in the life of one installation; and the table of routes against the list of calls. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { rooms } from '../../src/routes.ts'
import { buildApp } from '../../src/server.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import * as messages from './life/messages.ts'
import * as organisations from './life/organisations.ts'
import * as people from './life/people.ts'
import * as services from './life/services.ts'
import * as templates from './life/templates.ts'
import { calls, startWalk } from './life/walk.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T10:00:00Z')
})
after(() => crier.close())

/** A path with its parameters, however they are named and bounded, as one word. */
const shape = (path: string) =>
  path
    .replaceAll(/:\w+(\{[^/]*\})?\??/g, '<id>')
    .replaceAll(/<\w+>/g, '<id>')
    .replace(/\/$/, '')

test('the application makes 208 calls, and all are served', () => {
  const served = new Set(buildApp(crier.crier).routes.map(({ method, path }) => `${method} ${shape(path)}`))
  const isServed = (call: string) => {
    const [method, path] = call.split(' ') as [string, string]
    return served.has(`${method} ${shape(path)}`)
  }
  assert.equal(calls.length, 208)
  assert.deepEqual(
    calls.filter((call) => !isServed(call)),
    [],
  )
})

test('what is served beyond them is kept for a reason: test/fixtures/admin/beyond.json', async () => {
  const kept: Record<string, string> = JSON.parse(
    await readFile(new URL('../fixtures/admin/beyond.json', import.meta.url), 'utf8'),
  )
  const made = new Set(calls.map((call) => call.replace(/ .*/, (path) => shape(path))))
  const served = rooms(crier.crier, false)
    .filter(({ audience }) => audience === 'internal')
    .flatMap(({ routes }) => routes.routes.map(({ method, path }) => `${method} ${shape(path)}`))
  assert.deepEqual([...new Set(served)].filter((route) => !made.has(route)).sort(), Object.keys(kept).sort())
})

test('each call is answered with what the application reads of it', async () => {
  const walk = startWalk(crier)
  const host = await people.register(walk, 'Amala', 'example.gov.uk')
  await people.confirm(walk, host)
  await people.signIn(walk, host)
  await people.ownAccount(walk, host)
  const ministry = await organisations.organisation(walk, host)
  await organisations.membersOfIt(walk, ministry, host)
  const service = await services.service(walk, host)
  await people.foundByAdministrators(walk, host)
  await services.keysAndCallbacks(walk, service, host)
  await services.senders(walk, service)
  await services.team(walk, service, host, ministry.domain)
  await services.receivedTexts(walk, service)
  const made = await templates.templates(walk, service, host)
  await templates.attachments(walk, service, host, made)
  await messages.oneByOne(walk, service, host, made)
  await messages.fromFiles(walk, service, host, made)
  const letter = await messages.asPdf(walk, service, host)
  await messages.cameBack(walk, service, letter)
  await messages.unsubscribed(walk, service, host, made)
  await organisations.goLive(walk, ministry, service, host)
  await messages.figures(walk, service, host, made)
  await walk.make('POST /service/<id>/archive', [service], { status: 204 })
  await organisations.ended(walk, ministry)
  assert.deepEqual(
    calls.filter((call) => !walk.made.has(call)),
    [],
    'these are not made here',
  )
  assert.deepEqual([...walk.unseen], [], 'of these nothing was there to be looked at')
})
