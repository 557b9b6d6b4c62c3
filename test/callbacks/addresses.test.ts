/** Nobody's private network is called, whoever says it, however it is written, and whatever its name stands for at the moment. */
import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { after, before, test } from 'node:test'
import tls from 'node:tls'
import { makeNames, makeOutgoing, mayCall, NoAnswer, type Outgoing } from '../../src/outgoing.ts'
import { type NameServer, nameServer } from './name-server.ts'
import { localhostCertificate, peer } from './peer.ts'

type Case = { what: string; url: string; answers?: string[][]; called?: string[] }
const cases = JSON.parse(
  readFileSync(
    new URL(
      'addresses.json',
      `file://${process.env.CRIER_FIXTURES ?? `${process.cwd()}/test/fixtures`}/callbacks/`,
    ),
    'utf8',
  ),
) as Record<'refused' | 'changing' | 'open' | 'mixed', Case[]>

const nameOf = (url: string) => new URL(url).hostname
let names: NameServer
let outgoing: Outgoing
let sockets = 0
const count = () => sockets++
before(async () => {
  const all = [...cases.refused, ...cases.changing, ...cases.mixed].filter((one) => one.answers)
  names = await nameServer(Object.fromEntries(all.map((one) => [nameOf(one.url), one.answers!])))
  outgoing = makeOutgoing({ allowsLoopback: false, nameServers: [names.address] })
  subscribe('net.client.socket', count)
})
after(async () => {
  unsubscribe('net.client.socket', count)
  outgoing.close()
  await names.close()
})
const faultOf = async (posting: Promise<unknown>) => {
  const error = await posting.then(
    () => assert.fail('was answered'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof NoAnswer, String(error))
  return error.fault
}

test('the table has sixty addresses and more', () =>
  assert.ok(cases.refused.length + cases.changing.length >= 60))

for (const { what, url, answers } of cases.refused) {
  test(`refused: ${what} (${url})`, async () => {
    const opened = sockets
    assert.equal(await faultOf(outgoing.post(url, {}, '{}', 5000)), 'address')
    // A name that stands for no public address has a socket that is never connected.
    if (answers === undefined) assert.equal(sockets, opened, 'no socket was opened')
    if (answers === undefined) assert.equal(mayCall(url, false), false)
  })
}

for (const { url } of cases.open) test(`may be called: ${url}`, () => assert.equal(mayCall(url, false), true))

for (const { what, url, answers } of cases.changing) {
  test(`refused: ${what}`, async () => {
    const addressesOf = makeNames({ allowsLoopback: false, nameServers: [names.address] })
    assert.deepEqual(
      (await addressesOf(nameOf(url))).map(({ address }) => address),
      answers![0],
    )
    assert.equal(await faultOf(addressesOf(nameOf(url))), 'address')
    assert.equal(await faultOf(outgoing.post(url, {}, '{}', 5000)), 'address')
  })
}

for (const { what, url, called } of cases.mixed) {
  test(`only what is public is called: ${what}`, async () => {
    const addressesOf = makeNames({ allowsLoopback: false, nameServers: [names.address] })
    assert.deepEqual(
      (await addressesOf(nameOf(url))).map(({ address }) => address),
      called,
    )
  })
}

test('a name is judged again for each connection: one that was fine and turns private is not called any more', async (t) => {
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), localhostCertificate])
  const service = await peer((_, response) => response.writeHead(200, { connection: 'close' }).end(), {
    tls: true,
  })
  const turning = await nameServer({ 'turning.test': [['127.0.0.1'], ['10.0.0.1']] })
  const calling = makeOutgoing({ allowsLoopback: true, nameServers: [turning.address] })
  t.after(async () => {
    calling.close()
    await Promise.all([service.close(), turning.close()])
  })
  const url = `https://turning.test:${service.port}/`
  // The certificate is for another name, which shows that there was a connection.
  assert.equal(await faultOf(calling.post(url, {}, '{}', 5000)), 'tls')
  assert.equal(service.connections(), 1)
  assert.equal(await faultOf(calling.post(url, {}, '{}', 5000)), 'address')
  assert.equal(service.connections(), 1)
  assert.equal(service.told.length, 0)

  const answered = await calling.post(service.url, { authorization: 'Bearer x' }, '{"a":1}', 5000)
  assert.equal(answered.status, 200)
  assert.deepEqual(service.told[0]!.body, { a: 1 })
})

test('a name that nobody has is no refusal: it may be there the next time', async () => {
  assert.equal(await faultOf(outgoing.post('https://nobody.test/', {}, '{}', 5000)), 'connection')
})

test('settings of a proxy in the environment are not followed', async (t) => {
  const service = await peer()
  const proxy = await peer()
  const before = { ...process.env }
  Object.assign(process.env, { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url, http_proxy: proxy.url })
  const calling = makeOutgoing({ allowsLoopback: true })
  t.after(async () => {
    process.env = before
    calling.close()
    await Promise.all([service.close(), proxy.close()])
  })
  assert.equal((await calling.post(service.url, {}, '{}', 5000)).status, 204)
  assert.equal(proxy.connections(), 0)
})

test('a connection is kept for the next call, and made anew when the other side has closed it meanwhile', async (t) => {
  let closes = false
  const service = await peer((_, response) => {
    if (closes) response.socket!.destroySoon()
    response.writeHead(204).end()
  })
  const calling = makeOutgoing({ allowsLoopback: true })
  t.after(async () => {
    calling.close()
    await service.close()
  })
  for (let call = 0; call < 3; call++) await calling.post(service.url, {}, '{}', 5000)
  assert.equal(service.connections(), 1)
  closes = true
  await calling.post(service.url, {}, '{}', 5000).catch(() => {})
  closes = false
  assert.equal((await calling.post(service.url, {}, '{}', 5000)).status, 204)
})

test('one deadline holds for all of it, however slowly an answer comes', async (t) => {
  const service = await peer((_, response) => {
    response.flushHeaders()
    const timer = setInterval(() => response.write('x'), 5)
    response.once('close', () => clearInterval(timer))
  })
  const silent = await peer(() => {})
  const calling = makeOutgoing({ allowsLoopback: true })
  t.after(async () => {
    calling.close()
    await Promise.all([service.close(), silent.close()])
  })
  assert.equal((await calling.post(service.url, {}, '{}', 100)).status, 200, 'the head was there in time')
  assert.equal(await faultOf(calling.post(silent.url, {}, '{}', 100)), 'timeout')
})

test('whoever answers with another protocol has answered', async (t) => {
  const service = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n'),
    )
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const calling = makeOutgoing({ allowsLoopback: true })
  t.after(() => {
    calling.close()
    service.close()
  })
  const { port } = service.address() as AddressInfo
  assert.equal((await calling.post(`http://127.0.0.1:${port}/`, {}, '{}', 5000)).status, 101)
})
