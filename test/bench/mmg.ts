/**
 * MMG as Crier sees it, as a process of its own: takes every text message after a few milliseconds, and posts its receipt a moment later over kept
 * connections. On bare sockets, so that little of the machine goes to it. Its orders come as JSON on standard input; it prints its port.
 */
import { createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { openConnection } from './connection.ts'

export type MmgOrders = {
  /** Where receipts are posted, and what is shown with them. */
  receiptPort: number
  receiptCredentials: string
  /** Milliseconds from a request to its answer, and from that to the receipt. */
  answerMs: number
  receiptMs: number
  /** Connections for receipts. */
  connections: number
}

const answerBody = '{"Reference":"1"}'
const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${answerBody.length}\r\n\r\n${answerBody}`
const headEnd = '\r\n\r\n'

const orders = JSON.parse(await text(process.stdin)) as MmgOrders
const due: string[] = []
const free: ((request: string) => void)[] = []
for (let i = 0; i < orders.connections; i++) connectOne()

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
      setTimeout(() => tell(id!), orders.receiptMs)
    }, orders.answerMs)
  }
}

function tell(id: string): void {
  const body = JSON.stringify({
    reference: '1',
    CID: id,
    MSISDN: '447700900300',
    status: '3',
    substatus: '5',
  })
  const head = `POST /notifications/sms/mmg HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nauthorization: Basic ${btoa(orders.receiptCredentials)}\r\ncontent-length: ${body.length}`
  const request = head + headEnd + body
  const ask = free.pop()
  if (ask === undefined) due.push(request)
  else ask(request)
}

function connectOne(): void {
  const next = () => {
    const request = due.shift()
    if (request === undefined) free.push(connection.ask)
    else connection.ask(request)
  }
  const connection = openConnection(orders.receiptPort, {
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
