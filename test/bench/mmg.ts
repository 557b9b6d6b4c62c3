/**
 * MMG as Crier sees it, as a process of its own: takes every text message after some milliseconds, and may post its receipt a moment later over kept
 * connections. On bare sockets, so that little of the machine goes to it. Its orders come as JSON on standard input; it prints its port.
 */
import { createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { openConnection } from './connection.ts'
import { receiptText } from './receipt.ts'

export type MmgOrders = {
  /** Milliseconds from a request to its answer. */
  answerMs: number
  /** Where and over how many connections receipts are posted, and how many milliseconds after the answer; null: none. */
  receipts: { port: number; connections: number; afterMs: number } | null
}

const answerBody = '{"Reference":"1"}'
const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${answerBody.length}\r\n\r\n${answerBody}`
const headEnd = '\r\n\r\n'

const orders = JSON.parse(await text(process.stdin)) as MmgOrders
const due: string[] = []
const free: ((request: string) => void)[] = []
const { receipts } = orders
if (receipts !== null) for (let i = 0; i < receipts.connections; i++) connectOne(receipts.port)

const server = createServer((socket) => {
  let waiting = ''
  socket.setNoDelay(true)
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => {
    waiting += chunk.toString('latin1')
    waiting = takeRequests(socket, waiting)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
})

/** @returns what is left of an unfinished request */
function takeRequests(socket: Socket, bytes: string): string {
  let left = bytes
  for (;;) {
    const end = left.indexOf(headEnd)
    if (end < 0) return left
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(left.slice(0, end))?.[1])
    const next = end + headEnd.length + length
    if (left.length < next) return left
    const id = /"cid":"([^"]+)"/.exec(left.slice(end, next))?.[1]
    left = left.slice(next)
    setTimeout(() => {
      if (socket.writable) socket.write(answer)
      if (receipts !== null) setTimeout(() => tell(id!), receipts.afterMs)
    }, orders.answerMs)
  }
}

function tell(id: string): void {
  const request = receiptText(id)
  const ask = free.pop()
  if (ask === undefined) due.push(request)
  else ask(request)
}

function connectOne(port: number): void {
  const next = () => {
    const request = due.shift()
    if (request === undefined) free.push(connection.ask)
    else connection.ask(request)
  }
  const connection = openConnection(port, {
    open: next,
    answer(status) {
      if (status === 200) return next()
      process.stderr.write(`a receipt was answered ${status}\n`)
      process.exit(1)
    },
    error(error) {
      process.stderr.write(`${error.message}\n`)
      process.exit(1)
    },
  })
}
