/** CRIER_SECRET: a wrong or a missing one is noticed at the start, and it can be changed without harm to what it protects. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { keyCommand } from '../../src/commands/key.ts'
import { secretCommand } from '../../src/commands/secret.ts'
import { readConfig } from '../../src/config.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { resealPlatformKey } from '../../src/platform-key.ts'
import { buildApp } from '../../src/server.ts'
import { start } from '../../src/start.ts'
import { readUnsubscribeToken, unsubscribeToken } from '../../src/unsubscribe/links.ts'
import { type TestCrier, testConfig, testCrier, tokenFor } from '../support/crier.ts'
import { commandSecret, printedBy } from './command.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier({ secret: commandSecret })
})
after(() => crier.close())

const newSecret = 'another secret for processes'

test('with a wrong secret, and with none beside DATABASE_URL, no command that needs it starts', async () => {
  const wrong = 'CRIER_SECRET is not the one that this database was sealed with'
  const both = `${wrong}, and neither is CRIER_SECRET_PREVIOUS`
  const missing = 'CRIER_SECRET must be set together with DATABASE_URL, and be the same in every process'
  const previous = 'yet another secret'
  const config = { ...testConfig, databaseUrl: crier.url }
  for (const parts of [
    { serve: true, work: false },
    { serve: false, work: true },
  ]) {
    await assert.rejects(start({ ...config, secret: newSecret }, crier.url, parts), { message: wrong })
    const neither = { ...config, secret: newSecret, previousSecret: previous }
    await assert.rejects(start(neither, crier.url, parts), { message: both })
  }
  const none = readConfig({ CRIER_SECRET: '', DATABASE_URL: crier.url })
  await assert.rejects(start(none, crier.url, { serve: true, work: true }), { message: missing })
  await assert.rejects(keyCommand(none, ['list'], { service: 'any' }), { message: missing })
})

test('the secret changes: keys and links that are out in the world stay good, and the old one is done with', async () => {
  const service = await crier.makeService()
  const id = crypto.randomUUID()
  const link = unsubscribeToken(crier.crier, id, 'amala@example.gov.uk')
  const opened = (secret: string, previousSecret?: string) =>
    open({ ...testConfig, secret, previousSecret }, crier.url, { log: makeLog('silent') })
  const check = async (secret: string, previousSecret?: string) => {
    const { crier: other, close, isSealedWithPrevious } = await opened(secret, previousSecret)
    const headers = { authorization: `Bearer ${tokenFor(service.keys.normal, new Date())}` }
    const answer = await buildApp(other).request('/v2/notifications', { headers })
    assert.equal(answer.status, 200)
    assert.equal(readUnsubscribeToken(other, id, link), 'amala@example.gov.uk')
    await close()
    return isSealedWithPrevious
  }
  assert.equal(await check(newSecret, commandSecret), true)
  const secrets = { secret: newSecret, previousSecret: commandSecret }
  const reseal = () => secretCommand({ ...testConfig, ...secrets, databaseUrl: crier.url }, ['reseal'])
  assert.match(await printedBy(reseal), /^Sealed with CRIER_SECRET;/)
  assert.equal(await resealPlatformKey(crier.crier.db, secrets), false, 'it is sealed with it already')
  assert.equal(await check(newSecret), false)
  await assert.rejects(opened(commandSecret), /is not the one/)
  // A process of the time before goes on.
  assert.equal((await crier.call('/v2/notifications', { key: service.keys.normal })).status, 200)
})

test('processes that start together on a new database make one key', async () => {
  // What the others were about is over: as far as a key goes, the database is new.
  await crier.sql`delete from platform_key`
  const all = await Promise.all(
    Array.from({ length: 5 }, () => open(testConfig, crier.url, { log: makeLog('silent') })),
  )
  const keys = all.map(({ crier }) => crier.seal.key('a purpose').toString('hex'))
  await Promise.all(all.map(({ close }) => close()))
  assert.equal(new Set(keys).size, 1)
  await assert.rejects(
    crier.crier.db.query('delete from platform_key', []),
    { code: '42501' },
    'a process never deletes it',
  )
})
