/**
 * The load generator: a process of its own that posts text messages over kept connections, one request at a time on each. It speaks HTTP/1.1 on
 * bare sockets, so that little of the machine goes to it. Its orders come as JSON on standard input, its findings go as JSON to standard output.
 */
import { createHmac } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { percentile } from './bench.ts'

export type Target = { serviceId: string; secret: string; templateId: string }
export type Orders = {
  port: number
  connections: number
  seconds: number
  warmUpSeconds: number
  targets: Target[]
  /** Requests per second that are offered, whatever the answers; null: each connection asks again as soon as it was answered. */
  rate: number | null
}
export type Findings = {
  perSecond: number
  answered: number
  accepted: number
  statuses: Record<string, number>
  p50: number
  p99: number
  worst: number
  /** Requests that were due and found no free connection until the end. */
  late: number
}

const tokenSeconds = 20

function tokenMaker({ serviceId, secret }: Target): () => string {
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

function run(orders: Orders): Promise<Findings> {
  const { targets, rate, connections } = orders
  const tokens = targets.map(tokenMaker)
  const began = performance.now()
  const measureFrom = began + orders.warmUpSeconds * 1000
  const endAt = measureFrom + orders.seconds * 1000
  const latencies: number[] = []
  const statuses: Record<string, number> = {}
  let asked = 0
  let accepted = 0
  const due: number[] = []
  const free: ((since: number) => void)[] = []

  function request(): string {
    const number = asked++
    const target = number % targets.length
    // Numbers for drama, past those that are simulated.
    const phone = `07700 900${300 + (number % 600)}`
    const body = JSON.stringify({
      phone_number: phone,
      template_id: targets[target]!.templateId,
      personalisation: { name: 'Amala', code: String(number) },
      reference: `load-${number}`,
    })
    return `POST /v2/notifications/sms HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${tokens[target]!()}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  }

  function openConnection(onEnd: () => void): void {
    const socket: Socket = connect({ port: orders.port, host: '127.0.0.1', noDelay: true })
    let received = ''
    let since = 0
    const ask = (from: number) => {
      since = from
      socket.write(request())
    }
    const next = () => {
      const now = performance.now()
      if (now >= endAt) {
        socket.destroy()
        onEnd()
      } else if (rate === null) ask(now)
      else if (due.length > 0) ask(due.shift()!)
      else free.push(ask)
    }
    socket.setEncoding('latin1')
    socket.on('connect', next)
    socket.on('data', (chunk) => {
      received += chunk
      const head = received.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, head))?.[1] ?? 0)
      if (received.length < head + 4 + length) return
      const status = received.slice(9, 12)
      received = ''
      const now = performance.now()
      if (now >= measureFrom && now < endAt) {
        statuses[status] = (statuses[status] ?? 0) + 1
        latencies.push(now - since)
      }
      if (status === '201') accepted++
      next()
    })
    socket.on('error', (error) => {
      process.stderr.write(`${error.message}\n`)
      process.exit(1)
    })
  }

  return new Promise((resolve) => {
    let open = connections
    const finish = () => {
      if (--open > 0) return
      resolve({
        perSecond: latencies.length / orders.seconds,
        answered: latencies.length,
        accepted,
        statuses,
        p50: percentile(latencies, 0.5),
        p99: percentile(latencies, 0.99),
        worst: percentile(latencies, 1),
        late: due.length,
      })
    }
    for (let i = 0; i < connections; i++) openConnection(finish)
    if (rate === null) return
    let offered = 0
    const timer = setInterval(() => {
      const now = performance.now()
      const wanted = Math.floor(((Math.min(now, endAt) - began) * rate) / 1000)
      for (; offered < wanted; offered++) {
        const at = began + (offered * 1000) / rate
        const ask = free.shift()
        if (ask) ask(at)
        else due.push(at)
      }
      if (now >= endAt) {
        clearInterval(timer)
        for (const _ of free.splice(0)) finish()
      }
    }, 2)
  })
}

let input = ''
for await (const chunk of process.stdin) input += String(chunk)
process.stdout.write(`${JSON.stringify(await run(JSON.parse(input) as Orders))}\n`, () => process.exit(0))
