/** A process that no longer hears of changes notices it, forgets what it keeps, and hears again on a new connection. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { buildApp } from '../../src/server.ts'
import { rhythm } from '../../src/services/hearing.ts'
import { type TestCrier, type TestService, testConfig, testCrier, tokenFor } from '../support/crier.ts'
import { type Network, openProxy } from '../support/proxy.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
})
after(() => crier.close())

/** A second process, whose network the test holds in its hands. */
async function remoteProcess(pace = { everyMs: 200, patienceMs: 500 }) {
  const proxy = await openProxy(crier.url)
  const {
    crier: remote,
    listen,
    close,
  } = await open(testConfig, proxy.url, {
    log: makeLog('silent'),
    rhythm: pace,
  })
  await listen()
  const app = buildApp(remote)
  return {
    proxy,
    remote,
    asks: async (service: TestService) => {
      const headers = { authorization: `Bearer ${tokenFor(service.keys.normal, new Date())}` }
      const asked = Promise.resolve(app.request('/v2/notifications', { headers }))
      const late = pause(1000, { status: 0 }, { ref: false })
      return (await Promise.race([asked, late])).status
    },
    async close() {
      await close()
      await proxy.close()
    },
  }
}

const listeners = (proxy: Network) => proxy.lines.filter(({ startup }) => startup.includes('crier-changes'))
const revoke = (service: TestService) =>
  crier.sql`update api_keys set expiry_date = now() where service_id = ${service.id}`

test('a process knows within ten seconds that it is deaf', () => {
  assert.ok(rhythm.everyMs + rhythm.patienceMs < 9000)
})

for (const [what, deafen] of [
  ['falls silent', async ({ proxy }) => void (listeners(proxy).at(-1)!.isSilent = true)],
  [
    'falls silent with all others',
    async ({ proxy }) => {
      for (const line of proxy.lines) line.isSilent = true
    },
  ],
  ['is cut', async ({ proxy }) => listeners(proxy).at(-1)!.cut()],
  [
    'is ended by the server',
    () =>
      crier.sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'crier-changes' and datname = current_database()`,
  ],
] as [string, (remote: Awaited<ReturnType<typeof remoteProcess>>) => Promise<unknown>][]) {
  test(`the connection that hears of changes ${what}: a key that is revoked meanwhile stops working`, async (t) => {
    const remote = await remoteProcess()
    t.after(remote.close)
    const service = await crier.makeService()
    assert.equal(await remote.asks(service), 200)
    assert.equal(await remote.asks(service), 200)
    await deafen(remote)
    await revoke(service)
    await crier.until('the key is refused', async () => (await remote.asks(service)) === 403)
    // It hears again: what changes from now on is known at once.
    await crier.until('there is a new connection', async () => listeners(remote.proxy).length > 1)
    const other = await crier.makeService()
    await crier.until('the other service is known', async () => (await remote.asks(other)) === 200)
    await revoke(other)
    await crier.until('its key is refused', async () => (await remote.asks(other)) === 403)
  })
}

for (const [what, mishap, words] of [
  [
    'does not hear in spite of its LISTEN, as behind a pooler that gives every statement to another session',
    (network) => {
      network.onWords = (words) =>
        Buffer.from(
          words.toString('latin1').replace('listen crier_changes', 'listen crier_changed'),
          'latin1',
        )
    },
    /does not announce changes on this connection: is there a pooler in transaction mode/,
  ],
  [
    'is answered, but told of nothing',
    (network) => {
      network.onAnswer = (answer) => !answer.includes('beat ')
    },
    /does not answer on the connection that hears of changes/,
  ],
] as [string, (network: Network) => void, RegExp][]) {
  test(`a connection that ${what}, is refused at the start`, async (t) => {
    const network = await openProxy(crier.url)
    mishap(network)
    const pace = { everyMs: 200, patienceMs: 200 }
    const { listen, close } = await open(testConfig, network.url, { log: makeLog('silent'), rhythm: pace })
    t.after(async () => {
      await close()
      await network.close()
    })
    await assert.rejects(listen(), words)
  })
}

test('connections to a server that only reads are closed, and the next request finds the right one', async (t) => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { content: 'Hello' })
  const name = new URL(crier.url).pathname.slice(1)
  // Sessions that begin now only read, as on a standby; those that begin later are on the primary.
  await crier.sql.unsafe(`alter database ${name} set default_transaction_read_only = on`)
  const { crier: other, close } = await open(testConfig, crier.url, { log: makeLog('silent') })
  t.after(close)
  const app = buildApp(other)
  const send = async () => {
    const headers = { authorization: `Bearer ${tokenFor(service.keys.normal, new Date())}` }
    const body = JSON.stringify({ phone_number: '07700900456', template_id: template })
    return (await app.request('/v2/notifications/sms', { method: 'POST', headers, body })).status
  }
  assert.equal(await send(), 503)
  await crier.sql.unsafe(`alter database ${name} reset default_transaction_read_only`)
  assert.equal(await send(), 201)
})
