/** A clamd that reads the protocol as clamd(8) says and answers what it is told to. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { ClamdAddress } from '../../src/files/clamd.ts'

export type Clamd = {
  address: ClamdAddress
  /** What it says when it has received a whole file, before it hangs up. */
  answers: (answer: (received: Buffer) => string) => void
  close: () => void
}

/** @param path of a socket; a port of this machine otherwise */
export async function loopbackClamd(path?: string): Promise<Clamd> {
  let answer: (received: Buffer) => string = () => 'stream: OK\0'
  const server = createServer((socket) => receive(socket, (received) => answer(received)))
  server.listen(path === undefined ? { port: 0, host: '127.0.0.1' } : { path })
  await once(server, 'listening')
  server.unref()
  const address = server.address()
  return {
    address:
      typeof address === 'string'
        ? { path: address }
        : { host: '127.0.0.1', port: (address as { port: number }).port },
    answers(given) {
      answer = given
    },
    close: () => void server.close(),
  }
}

const command = Buffer.from('zINSTREAM\0')

function receive(socket: Socket, answer: (received: Buffer) => string): void {
  let input = Buffer.alloc(0)
  socket.on('error', () => {})
  socket.on('data', (data) => {
    input = Buffer.concat([input, data])
    if (input.length < command.length) return
    assert.deepEqual(input.subarray(0, command.length), command)
    const pieces: Buffer[] = []
    for (let at = command.length; at + 4 <= input.length; ) {
      const length = input.readUInt32BE(at)
      if (length === 0) return void socket.end(answer(Buffer.concat(pieces)))
      pieces.push(input.subarray(at + 4, at + 4 + length))
      at += 4 + length
    }
  })
}
