/** CRIER_SECRET: a wrong or a missing one is noticed at the start, and it can be changed without harm to what it protects. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeLog } from '../../src/log.ts'
import { buildApp } from '../../src/server.ts'
import { open } from '../../src/start.ts'
import { readUnsubscribeToken, unsubscribeToken } from '../../src/unsubscribe/links.ts'
import { type TestCrier, testConfig, testCrier, tokenFor } from '../support/crier.ts'
import { commandSecret, startCommand } from './command.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier({ secret: commandSecret })
})
after(() => crier.close())

const lines = (text: string) => text.split('\n').filter((line) => line !== '')
const newSecret = 'another secret for processes'

test('with a wrong secret, and with none beside DATABASE_URL, no command that needs it starts', async () => {
  const wrong = 'crier: CRIER_SECRET is not the one that this database was sealed with'
  const missing =
    'crier: CRIER_SECRET must be set together with DATABASE_URL, and be the same in every process'
  const cases: [string[], Record<string, string>, string][] = [
    [['serve'], { CRIER_SECRET: newSecret }, wrong],
    [
      ['work'],
      { CRIER_SECRET: newSecret, CRIER_SECRET_PREVIOUS: 'yet another secret' },
      `${wrong}, and neither is CRIER_SECRET_PREVIOUS`,
    ],
    [['run'], { CRIER_SECRET: '' }, missing],
  ]
  const check = async ([words, env, complaint]: (typeof cases)[number]) => {
    const command = startCommand(words, { DATABASE_URL: crier.url, ...env })
    assert.equal(await command.ended, 1, words[0])
    assert.deepEqual(lines(command.complaint()), [complaint])
  }
  await Promise.all(cases.map(check))
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
  const environment = {
    DATABASE_URL: crier.url,
    CRIER_SECRET: newSecret,
    CRIER_SECRET_PREVIOUS: commandSecret,
  }
  for (const words of [/^Sealed with CRIER_SECRET;/, /^It is sealed with CRIER_SECRET already\./]) {
    const command = startCommand(['secret', 'reseal'], environment)
    assert.equal(await command.ended, 0, command.complaint())
    assert.match(command.output(), words)
  }
  assert.equal(await check(newSecret), false)
  await assert.rejects(opened(commandSecret), /is not the one/)
  // A process of the time before goes on.
  assert.equal((await crier.call('/v2/notifications', { key: service.keys.normal })).status, 200)
})

test('processes that start together on a new database make one key', async (t) => {
  const other = await testCrier()
  t.after(other.close)
  await other.sql`delete from platform_key`
  const all = await Promise.all(
    Array.from({ length: 5 }, () => open(testConfig, other.url, { log: makeLog('silent') })),
  )
  const keys = all.map(({ crier }) => crier.seal.key('a purpose').toString('hex'))
  await Promise.all(all.map(({ close }) => close()))
  assert.equal(new Set(keys).size, 1)
  await assert.rejects(
    other.crier.db.query('delete from platform_key', []),
    { code: '42501' },
    'a process never deletes it',
  )
})
