/** The print API over TLS, and its secrets changed for new ones: when, once, and never lost. Source: specification, letters, print run B. */
import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { providerWork } from '../../src/commands/provider.ts'
import { accountsNow } from '../../src/delivery/providers/accounts.ts'
import { headersFor, printCaller } from '../../src/letters/printing/print-api-access.ts'
import { makePassword, rotate } from '../../src/letters/printing/print-api-rotation.ts'
import { runTask } from '../../src/schedule.ts'
import { selfSigned } from '../support/certificate.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'

const tls = selfSigned()
const cipher = 'ECDHE-RSA-AES256-GCM-SHA384'
/** What the printer knows of us, and how it behaves. */
const printer = { password: 'old password', key: 'old key', status: 200, loses: false, asked: [] as string[] }
const jwt = `x.${Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 })).toString('base64url')}.x`

const server = createServer(
  { key: tls.key, cert: tls.certificate, ciphers: cipher, maxVersion: 'TLSv1.2' },
  async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = parts.length === 0 ? {} : JSON.parse(Buffer.concat(parts).toString())
    const what = request.url!.split('/').at(-1)!
    printer.asked.push(what)
    const answer = (status: number, json: object = {}) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    if (what === 'authenticate')
      return body.userName === 'us' && body.password === printer.password
        ? answer(200, { 'id-token': jwt })
        : answer(401, [{ detail: 'no such user' }])
    if (printer.status !== 200) return answer(printer.status)
    if (what === 'new-api-key') {
      if (request.headers.authorization !== jwt || request.headers['x-api-key'] !== printer.key)
        return answer(401)
      printer.key = 'new key'
      return answer(200, { newApiKey: printer.key })
    }
    if (body.userName !== 'us' || body.password !== printer.password) return answer(401)
    printer.password = body.newPassword
    return printer.loses ? request.socket.destroy() : answer(200)
  },
)

let crier: TestCrier
let url: string
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  crier = await testCrier({
    providers: {
      'print-api': {
        url,
        username: 'us',
        password: 'old password',
        api_key: 'old key',
        ciphers: cipher,
        certificate_authority: tls.certificate,
      },
    },
  })
  await crier.sql`update provider_details set active = (identifier = 'dvla-api') where notification_type = 'letter'`
})
after(async () => {
  await crier.close()
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
})

const account = async () => (await accountsNow(crier.crier)).find(({ provider }) => provider === 'dvla-api')!
const turn = (secret: 'api_key' | 'password', retries = 0) =>
  rotate(crier.crier, { provider: 'dvla-api', secret }, retries, unhurried())
const tickets = async () =>
  (await crier.sql`select personalisation from notifications where "to" = 'printers@example.org'`).length

test('the printer is spoken to with the ciphers and the certificate that are set, and never in the clear', async () => {
  const known = await account()
  const reach = async (settings: object) => {
    const caller = printCaller({ ...known, settings: { ...known.settings, ...settings } }, 1)
    try {
      return await headersFor(caller, {
        ...known,
        settings: { ...known.settings, ...settings },
        provider: `${Math.random()}`,
      })
    } finally {
      caller.close()
    }
  }
  assert.equal((await reach({})).authorization, jwt)
  await assert.rejects(reach({ ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' }))
  await assert.rejects(reach({ certificate_authority: selfSigned('strangers').certificate }))
  await assert.rejects(reach({ password: 'another' }), /401 no such user/)
  await assert.rejects(reach({ url: 'http://printer.example.org' }), /must begin with https/)
})

test('secrets are changed at 09:00 UTC on the first Tuesday and the Wednesday after it, once, that day', async () => {
  const queued = async (now: string) => {
    crier.setNow(now)
    await crier.sql`delete from pgboss.job where name = 'printer-secrets'`
    await runTask(crier.crier, 'rotate-printer-secrets')
    const jobs =
      await crier.sql`select data ->> 'secret' as secret from pgboss.job where name = 'printer-secrets'`
    return jobs.map(({ secret }) => secret)
  }
  for (const [now, due] of [
    ['2030-10-01T08:59:59Z', []],
    ['2030-10-01T09:00:00Z', ['api_key']],
    ['2030-10-02T08:00:00Z', []],
    ['2030-10-02T09:30:00Z', ['password']],
    ['2030-10-03T09:00:00Z', []],
    // A month that begins on a Wednesday: the Tuesday is the seventh.
    ['2031-01-07T23:00:00Z', ['api_key']],
    ['2031-01-08T09:00:00Z', ['password']],
    ['2031-01-01T09:00:00Z', []],
  ] as const)
    assert.deepEqual(await queued(now), due, now)
  await crier.sql`insert into printer_rotations values ('dvla-api', 'api_key', '2031-02-04T09:00:00Z')`
  assert.deepEqual(await queued('2031-02-04T10:00:00Z'), [])
  await crier.sql`delete from printer_rotations`
})

test('a new key is kept, and used; whoever comes within the minute leaves', async () => {
  crier.setNow('2030-10-01T09:00:00Z')
  printer.asked = []
  assert.deepEqual(await Promise.all([turn('api_key'), turn('api_key')]), [true, true])
  assert.equal(printer.asked.filter((what) => what === 'new-api-key').length, 1)
  assert.equal((await account()).settings.api_key, 'new key')
  const [kept] = await crier.sql`select value, sealed from provider_settings where name = 'api_key'`
  assert.ok(kept!.value === null && !Buffer.from(kept!.sealed).includes('new key'))
})

test('what fails is tried three times again; who is not let in does not ask again, and somebody is told', async () => {
  await crier.sql`update settings set support_email_address = 'printers@example.org'`
  printer.status = 503
  crier.setNow('2030-11-05T09:00:00Z')
  assert.equal(await turn('api_key', 2), false)
  assert.equal(await tickets(), 0)
  crier.setNow('2030-11-05T09:01:00Z')
  assert.equal(await turn('api_key', 3), true)
  assert.equal(await tickets(), 1)
  printer.status = 401
  crier.setNow('2030-11-06T09:00:00Z')
  assert.equal(await turn('password'), true)
  assert.equal(await tickets(), 2)
  printer.status = 200
})

test('a new password is never lost: the printer took it and its answer did not come', async () => {
  await crier.sql`delete from provider_settings where name = 'next_password'`
  crier.setNow('2030-12-04T09:00:00Z')
  printer.loses = true
  assert.equal(await turn('password'), false)
  printer.loses = false
  assert.notEqual(printer.password, 'old password')
  const known = await account()
  assert.equal(known.settings.password, 'old password')
  // Letters go on meanwhile.
  const caller = printCaller(known, 1)
  assert.equal((await headersFor(caller, { ...known, provider: 'without a token' })).authorization, jwt)
  caller.close()
  crier.setNow('2030-12-04T09:01:00Z')
  assert.equal(await turn('password', 1), true)
  const { settings } = await account()
  assert.deepEqual([settings.password, settings.next_password], [printer.password, undefined])
  let shown = ''
  await providerWork(['list'], {}, { write: (text: string) => (shown += text) } as never)(crier.crier)
  assert.ok(!shown.includes(printer.password))
})

test('a password has 30 characters of four kinds, and is another each time', () => {
  const made = new Set(Array.from({ length: 100 }, makePassword))
  assert.equal(made.size, 100)
  for (const password of made) {
    assert.equal(password.length, 30)
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]) assert.match(password, kind)
  }
})
