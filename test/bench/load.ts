/**
 * The load generator: a process of its own that posts text messages over kept connections, one request at a time on each. Its orders come as
 * JSON on standard input, its findings go as JSON to standard output.
 */
import { percentile } from './bench.ts'
import { openConnection, requestText, tokenMaker } from './connection.ts'

export type Target = { serviceId: string; secret: string; templateId: string }
export type Orders = {
  port: number
  connections: number
  seconds: number
  warmUpSeconds: number
  targets: Target[]
  /** Requests per second that are offered, whatever the answers; null: each connection asks again as soon as it was answered. */
  rate: number | null
  /** Messages per request, as a call in bulk; absent for single messages. */
  bulk?: number
}
export type Findings = {
  perSecond: number
  answered: number
  accepted: number
  statuses: Record<string, number>
  p50: number
  p95: number
  p99: number
  worst: number
  /** Requests that were due and found no free connection until the end. */
  late: number
  /** Seconds of processor time of the load generator itself. */
  cpu: number
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
    const { templateId: template_id } = targets[target]!
    // Numbers for drama, past those that are simulated.
    const message = {
      phone_number: `07700 900${300 + (number % 600)}`,
      personalisation: { name: 'Amala', code: String(number) },
      reference: `load-${number}`,
    }
    const body =
      orders.bulk === undefined
        ? { ...message, template_id }
        : { template_id, messages: new Array(orders.bulk).fill(message) }
    const path = `/v2/notifications/${orders.bulk === undefined ? 'sms' : 'bulk'}`
    return requestText('POST', path, tokens[target]!(), JSON.stringify(body))
  }

  function connectOne(onEnd: () => void): void {
    let since = 0
    const ask = (from: number) => {
      since = from
      connection.ask(request())
    }
    const next = () => {
      const now = performance.now()
      if (now >= endAt) {
        connection.close()
        onEnd()
      } else if (rate === null) ask(now)
      else if (due.length > 0) ask(due.shift()!)
      else free.push(ask)
    }
    const connection = openConnection(orders.port, {
      open: next,
      answer(status) {
        const now = performance.now()
        if (now >= measureFrom && now < endAt) {
          statuses[status] = (statuses[status] ?? 0) + 1
          latencies.push(now - since)
        }
        if (status === 201) accepted++
        next()
      },
      error(error) {
        process.stderr.write(`${error.message}\n`)
        process.exit(1)
      },
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
        p95: percentile(latencies, 0.95),
        p99: percentile(latencies, 0.99),
        worst: percentile(latencies, 1),
        late: due.length,
        cpu: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
      })
    }
    for (let i = 0; i < connections; i++) connectOne(finish)
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
