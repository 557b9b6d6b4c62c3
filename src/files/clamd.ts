/** ClamAV's daemon over TCP or a Unix socket. Source: clamd(8), command INSTREAM. */
import { connect, type Socket } from 'node:net'
import type { Parts } from './encryption.ts'

export type ClamdAddress = { host: string; port: number } | { path: string }

/** Longer than any scan of a file within our limits, shorter than a request may take. */
const scanSeconds = 20
const maxReply = 4096

/**
 * @param text host:port, where an IPv6 address stands in brackets, or the path of a socket
 * @throws Error of one line
 */
export function clamdAddress(text: string): ClamdAddress {
  if (/^\/[\x21-\x7e]{1,99}$/.test(text)) return { path: text }
  const match = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([\w.-]{1,253})):(\d{1,5})$/.exec(text)
  const port = Number(match?.[3])
  if (match === null || port < 1 || port > 65535)
    throw new Error(`CRIER_CLAMD must be host:port or the path of a socket, not "${text}"`)
  return { host: match[1] ?? match[2]!, port }
}

/**
 * Sends a file as fast as the scanner takes it.
 * @returns clamd's answer without its stream name: `OK`, `… FOUND` or `… ERROR`
 * @throws Error when it can not be reached, answers nothing or takes too long, or when the file can not be read
 */
export function askClamd(address: ClamdAddress, parts: Parts): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address)
    const timer = setTimeout(
      () => socket.destroy(new Error('the virus scanner takes too long')),
      scanSeconds * 1000,
    )
    let reply = ''
    send(socket, instream(parts)).catch((error) => socket.destroy(error))
    socket.on('data', (data: Buffer) => {
      reply += data.toString('latin1')
      if (reply.length > maxReply) socket.destroy(new Error('the virus scanner says too much'))
      else if (reply.endsWith('\0')) socket.end()
    })
    socket.once('error', (error) => {
      // It may answer and hang up before it has read everything: then its answer counts, not the broken pipe.
      if (!reply.endsWith('\0')) reject(error)
    })
    socket.once('close', () => {
      clearTimeout(timer)
      if (reply.endsWith('\0')) resolve(reply.slice(0, -1).replace(/^stream: /, ''))
      else reject(new Error('the virus scanner did not answer'))
    })
  })
}

/** Ends with the connection too, and lets go of the file then: the stream library's pipeline would wait for ever for one that was closed in peace. */
async function send(socket: Socket, parts: Parts): Promise<void> {
  let wake = () => {}
  socket.on('drain', () => wake())
  socket.on('close', () => wake())
  for await (const part of parts) {
    if (socket.destroyed || socket.writableEnded) return
    if (socket.write(part) || socket.destroyed) continue
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

/** What the command sends: each part behind its length, and a length of none at the end. */
async function* instream(parts: Parts): AsyncGenerator<Uint8Array> {
  yield Buffer.from('zINSTREAM\0')
  for await (const part of parts) {
    if (part.byteLength === 0) continue
    yield lengthOf(part.byteLength)
    yield part
  }
  yield lengthOf(0)
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}
