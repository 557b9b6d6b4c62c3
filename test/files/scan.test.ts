import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { type ClamdAddress, clamdAddress } from '../../src/files/clamd.ts'
import { scanFile } from '../../src/files/scan.ts'
import { makeLog } from '../../src/log.ts'

const log = makeLog('silent')
let clamd: ClamdAddress | null = null
const scan = (bytes: Buffer) => scanFile({ config: { clamd }, log }, bytes)
const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
)

/** A clamd that reads the protocol as clamd(8) says and answers what it is told to. */
async function fakeClamd(answer: (received: Buffer, socket: Socket) => void) {
  const server = createServer((socket) => {
    let input = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (data) => {
      input = Buffer.concat([input, data])
      const command = Buffer.from('zINSTREAM\0')
      if (input.length < command.length) return
      assert.deepEqual(input.subarray(0, command.length), command)
      const pieces: Buffer[] = []
      for (let at = command.length; at + 4 <= input.length; ) {
        const length = input.readUInt32BE(at)
        if (length === 0) return answer(Buffer.concat(pieces), socket)
        pieces.push(input.subarray(at + 4, at + 4 + length))
        at += 4 + length
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as { port: number }
  clamd = { host: '127.0.0.1', port: address.port }
  server.unref()
  return () => server.close()
}
test('without a scanner the standard test file alone is found', async () => {
  assert.equal(await scan(Buffer.from('hello')), 'clean')
  assert.equal(await scan(eicar), 'infected')
  assert.equal(await scan(Buffer.concat([Buffer.from('%PDF-1.7\n'), eicar])), 'infected')
})

test('clamd gets the whole file and its word counts', async () => {
  const file = Buffer.alloc(1_500_000, 'abc')
  let got: Buffer | undefined
  const close = await fakeClamd((received, socket) => {
    got = received
    socket.end(received.includes('virus') ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0')
  })
  assert.equal(await scan(file), 'clean')
  assert.deepEqual(got, file)
  assert.equal(await scan(Buffer.from('a virus')), 'infected')
  assert.equal(await scan(Buffer.alloc(0)), 'clean')
  close()
})

test('a scanner that refuses, says nonsense, hangs up or is not there could not tell', async () => {
  const answers = ['INSTREAM size limit exceeded. ERROR\0', 'stream: OK', '', 'x'.repeat(10_000)]
  for (const words of answers) {
    const close = await fakeClamd((_, socket) => socket.end(words))
    assert.equal(await scan(Buffer.from('hello')), 'failed', JSON.stringify(words.slice(0, 40)))
    close()
  }
  assert.equal(await scan(Buffer.from('hello')), 'failed')
})

test('the address is host and port', () => {
  assert.deepEqual(clamdAddress('scanner.local:3310'), { host: 'scanner.local', port: 3310 })
  assert.deepEqual(clamdAddress('[::1]:3310'), { host: '::1', port: 3310 })
  for (const wrong of ['scanner', ':3310', 'a:0', 'a:70000', 'http://a:1', 'a b:1'])
    assert.throws(() => clamdAddress(wrong), /CRIER_CLAMD must be host:port/)
})
