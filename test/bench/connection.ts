/** A kept connection that speaks HTTP/1.1 on a bare socket, so that little of the machine goes to whoever asks; and the tokens of a service. */
import { createHmac } from 'node:crypto'
import { connect } from 'node:net'

const tokenSeconds = 20
const headEnd = '\r\n\r\n'
/** Bytes that are read for a head; ours have a thousand. */
const longestHead = 4096

/** @returns a function that gives the token of a service's key, made anew before it is too old */
export function tokenMaker({ serviceId, secret }: { serviceId: string; secret: string }): () => string {
  let made = 0
  let token = ''
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return () => {
    const now = Math.floor(Date.now() / 1000)
    if (now - made < tokenSeconds) return token
    made = now
    const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: serviceId, iat: now })}`
    token = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
    return token
  }
}

/** A request as it goes over the wire. */
export function requestText(method: string, path: string, token: string, body = ''): string {
  const head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n`
  if (method === 'GET') return `${head}\r\n`
  return `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** Whatever comes on any connection is looked at here, and not kept: memory of its own for each 64 kB took a third of the time of whoever asks for pages. */
const place = Buffer.allocUnsafeSlow(256 * 1024)

export type Connection = { ask: (request: string) => void; close: () => void }

/**
 * One request at a time; only its answer's status and the size of its body are kept.
 * @param on `open` once and `answer` for each request; `error` also for an answer that does not say its length
 */
export function openConnection(
  port: number,
  on: {
    open: () => void
    answer: (status: number, bytes: number) => void
    error: (error: Error) => void
  },
): Connection {
  const onread = { buffer: place, callback: (length: number) => takeIn(place.subarray(0, length)) }
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread })
  let head = ''
  let bytes = 0
  let missing = 0
  const receive = (length: number) => {
    missing -= length
    if (missing > 0) return
    const status = Number(head.slice(9, 12))
    head = ''
    on.answer(status, bytes)
  }
  /** @returns whether there may be more */
  const takeIn = (chunk: Buffer) => {
    if (missing > 0) receive(chunk.length)
    else begin(chunk)
    return true
  }
  const begin = (chunk: Buffer) => {
    const before = head.length
    head += chunk.toString('latin1', 0, longestHead)
    const end = head.indexOf(headEnd)
    if (end < 0 && head.length < longestHead) return
    const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, Math.max(end, 0)))?.[1]
    if (length === undefined) {
      socket.destroy(new Error(`an answer without a length: ${head.slice(0, end)}`))
      return
    }
    bytes = missing = Number(length)
    receive(before + chunk.length - end - headEnd.length)
  }
  socket.on('connect', on.open)
  socket.on('error', on.error)
  return { ask: (request) => void socket.write(request), close: () => void socket.destroy() }
}
