import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type ClamdAddress, clamdAddress } from '../../src/files/clamd.ts'
import { scanFile, scan as scanParts } from '../../src/files/scan.ts'
import { makeLog } from '../../src/log.ts'
import { loopbackClamd } from './clamd.ts'

const log = makeLog('silent')
let clamd: ClamdAddress | null = null
const scan = (...parts: Buffer[]) => scanFile({ config: { clamd }, log }, parts)
const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
)

/** Takes everything and never answers. */
async function silentScanner(): Promise<ClamdAddress> {
  const server = createServer((socket) => void socket.on('error', () => {}).resume())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port }
}

test('without a scanner the standard test file alone is found', async () => {
  assert.equal(await scan(Buffer.from('hello')), 'clean')
  assert.equal(await scan(eicar), 'infected')
  assert.equal(await scan(Buffer.concat([Buffer.from('%PDF-1.7\n'), eicar])), 'infected')
  assert.equal(await scan(), 'clean')
  const whole = Buffer.concat([Buffer.alloc(100, 'a'), eicar, Buffer.alloc(100, 'b')])
  for (const bytes of [1, 7, 50, 67, 68, 69, 134, 200]) {
    const parts = Array.from({ length: Math.ceil(whole.length / bytes) }, (_, part) =>
      whole.subarray(part * bytes, (part + 1) * bytes),
    )
    assert.equal(await scan(...parts), 'infected', `in parts of ${bytes}`)
    assert.equal(await scan(...parts, eicar.subarray(1)), 'infected')
    assert.equal(await scan(...parts.slice(0, Math.floor(167 / bytes))), 'clean')
  }
})

test('clamd gets the whole file and its word counts', async () => {
  const file = Buffer.alloc(1_500_000, 'abc')
  let got: Buffer | undefined
  const fake = await loopbackClamd()
  clamd = fake.address
  fake.answers((received) => {
    got = received
    return received.includes('virus') ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0'
  })
  assert.equal(await scan(file), 'clean')
  assert.deepEqual(got, file)
  assert.equal(await scan(Buffer.from('a virus')), 'infected')
  assert.equal(await scan(Buffer.alloc(0)), 'clean')
  fake.close()
})

test('a scanner that refuses, says nonsense, hangs up or is not there could not tell', async () => {
  const answers = ['INSTREAM size limit exceeded. ERROR\0', 'stream: OK', '', 'x'.repeat(10_000)]
  const fake = await loopbackClamd()
  clamd = fake.address
  for (const words of answers) {
    fake.answers(() => words)
    assert.equal(await scan(Buffer.from('hello')), 'failed', JSON.stringify(words.slice(0, 40)))
  }
  fake.close()
  assert.equal(await scan(Buffer.from('hello')), 'failed')
})

test('a large file is sent as fast as the scanner takes it, and no faster', async () => {
  const part = Buffer.alloc(256 * 1024, 'a')
  const count = 256
  let sent = 0
  let received = 0
  let ahead = 0
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      received += data.length
      if (received === 'zINSTREAM '.length + count * (4 + part.length) + 4) socket.end('stream: OK\0')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  clamd = { host: '127.0.0.1', port: (server.address() as { port: number }).port }
  async function* file() {
    for (let at = 0; at < count; at++) {
      sent += part.length
      ahead = Math.max(ahead, sent - received)
      yield part
    }
  }
  assert.equal(await scanFile({ config: { clamd }, log }, file()), 'clean')
  // What the two ends of a connection hold by themselves is a few megabytes.
  assert.ok(ahead < 16 * 1024 * 1024, `${ahead} bytes were on their way at once`)
  server.close()
})

test('a scanner that has seen enough is sent no more, and a file that breaks off is not clean', async () => {
  const { promise: isLeft, resolve: leave } = Promise.withResolvers<void>()
  async function* endless() {
    try {
      for (;;) yield Buffer.alloc(256 * 1024, 'a')
    } finally {
      leave()
    }
  }
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end('stream: Test-Signature FOUND\0'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  clamd = { host: '127.0.0.1', port: (server.address() as { port: number }).port }
  assert.equal(await scanFile({ config: { clamd }, log }, endless()), 'infected')
  await isLeft
  server.close()
  // biome-ignore lint/correctness/useYield: it breaks off before anything came
  async function* broken(): AsyncGenerator<Buffer> {
    throw new Error('a piece of a file is missing')
  }
  for (const address of [null, await silentScanner()]) {
    assert.equal(await scanFile({ config: { clamd: address }, log }, broken()), 'failed')
  }
})

test('a scanner on a socket says what it found, and why it could not tell', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crier-clamd-'))
  const fake = await loopbackClamd(join(folder, 'clamd.sock'))
  const say = async (words: string) => {
    fake.answers(() => words)
    return scanParts({ config: { clamd: fake.address }, log }, [Buffer.from('hello')])
  }
  assert.deepEqual(await say('stream: OK\0'), { result: 'clean' })
  assert.deepEqual(await say('stream: Win.Test FOUND\0'), { result: 'infected', virus: 'Win.Test' })
  const limit = 'INSTREAM size limit exceeded. ERROR'
  assert.deepEqual(await say(`${limit}\0`), { result: 'failed', reason: limit })
  fake.close()
  await rm(folder, { recursive: true })
  const { result } = await scanParts({ config: { clamd: fake.address }, log }, [Buffer.from('hello')])
  assert.equal(result, 'failed')
})

test('the address is host and port, or a path', () => {
  assert.deepEqual(clamdAddress('/run/clamav/clamd.ctl'), { path: '/run/clamav/clamd.ctl' })
  assert.deepEqual(clamdAddress('scanner.local:3310'), { host: 'scanner.local', port: 3310 })
  assert.deepEqual(clamdAddress('[::1]:3310'), { host: '::1', port: 3310 })
  for (const wrong of ['scanner', ':3310', 'a:0', 'a:70000', 'http://a:1', 'a b:1'])
    assert.throws(() => clamdAddress(wrong), /CRIER_CLAMD must be host:port or/)
})
