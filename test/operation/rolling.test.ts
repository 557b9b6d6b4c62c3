/**
 * A rolling restart under load: two `serve` behind a load balancer and a `work` are stopped and started again one by one, as `crier serve` and `crier work` are by
 * SIGTERM, while clients send without a break. None of them is refused, and what was accepted is handed over, once. They are parts of this process: what a
 * process costs more is tested in operation.test.ts.
 */
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { createServer, connect as dial, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Parts, Running } from '../../src/start.ts'
import { start } from '../../src/start.ts'
import { receiptCredentials, startProvider } from '../chaos/provider.ts'
import { type TestCrier, testConfig, testCrier, tokenFor } from '../support/crier.ts'

let crier: TestCrier
let provider: Awaited<ReturnType<typeof startProvider>>
before(async () => {
  crier = await testCrier()
  await crier.sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
  provider = await startProvider(
    () => 1,
    () => 1,
  )
})
after(async () => {
  await provider.close()
  await crier.close()
})

const checkMs = 40
const clients = 4
/** From an answer to the next question: the drill is about what is under way, not about speed. */
const pauseMs = 100

type Balancer = {
  port: number
  /** Where requests may go: asked for its health without a break, and left alone while it says no. */
  add: (port: number) => void
  /** What health checks were answered, by port. */
  health: ReadonlyMap<number, string[]>
  refused: () => number
  close: () => Promise<void>
}

/** What stands before several `serve`: connections go to whoever is well, and stay there. */
async function openBalancer(): Promise<Balancer> {
  const health = new Map<number, string[]>()
  const well = new Set<number>()
  const sockets = new Set<Socket>()
  let turn = 0
  let refused = 0
  let isOpen = true
  const check = async (port: number) => {
    const answer = await fetch(`http://127.0.0.1:${port}/_status?simple`).then(
      async (response) =>
        `${response.status} ${((await response.json()) as { message?: string }).message ?? ''}`,
      () => 'nobody',
    )
    const seen = health.get(port)!
    if (seen.at(-1) !== answer) seen.push(answer)
    if (answer.startsWith('200')) well.add(port)
    else well.delete(port)
    if (isOpen && answer !== 'nobody') setTimeout(() => void check(port), checkMs)
  }
  const server = createServer((client) => {
    const ports = [...well]
    const target = dial(ports[turn++ % ports.length]!, '127.0.0.1')
    target.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') refused++
    })
    for (const socket of [client, target]) {
      sockets.add(socket)
      socket.on('error', () => [client, target].forEach((one) => void one.destroy()))
    }
    client.pipe(target).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    add(port) {
      health.set(port, [])
      void check(port)
    },
    health,
    refused: () => refused,
    async close() {
      isOpen = false
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('serve and work are restarted one by one under load: nothing is refused, lost or sent twice', async () => {
  const config = {
    ...testConfig,
    // So long that every client has been answered on each of its connections meanwhile, also where the machine has little time for this process.
    leaveSeconds: 1,
    writers: 1,
    providers: { mmg: { url: provider.url, api_key: 'key', receipt_credentials: receiptCredentials } },
  }
  const begin = (parts: Parts) => start(config, crier.url, parts)
  const balancer = await openBalancer()
  provider.tell(() => `http://127.0.0.1:${balancer.port}`)
  const isWell = (port: number) =>
    crier.until('it is well', async () => balancer.health.get(port)?.at(-1)?.startsWith('200') === true)
  const serve = async () => {
    const running = await begin({ serve: true, work: false })
    balancer.add(running.port!)
    await isWell(running.port!)
    return running
  }
  const serving: Running[] = [await serve(), await serve()]
  let working = await begin({ serve: false, work: true })

  const service = await crier.makeService({ rate_limit: 1_000_000, sms_message_limit: 1_000_000 })
  const template = await crier.makeTemplate(service, { content: 'Hello' })
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const accepted: string[] = []
  const failed: string[] = []
  let isOver = false
  const send = () =>
    new Promise<string>((resolve, reject) => {
      const asked = request(
        {
          agent,
          port: balancer.port,
          path: '/v2/notifications/sms',
          method: 'POST',
          headers: { authorization: `Bearer ${tokenFor(service.keys.normal, new Date())}` },
        },
        (response) => {
          let text = ''
          response.on('data', (chunk) => (text += chunk)).on('error', reject)
          response.on('end', () =>
            response.statusCode === 201
              ? resolve((JSON.parse(text) as { id: string }).id)
              : reject(new Error(`${response.statusCode} ${text}`)),
          )
        },
      )
      asked.on('error', reject)
      asked.end(JSON.stringify({ phone_number: '07700900321', template_id: template }))
    })
  const client = async () => {
    while (!isOver) {
      try {
        accepted.push(await send())
      } catch (error) {
        failed.push(String(error))
      }
      await pause(pauseMs)
    }
  }
  const sending = Array.from({ length: clients }, client)
  const some = async () => {
    const before = accepted.length
    await crier.until('some more are accepted', async () => accepted.length > before + 2 * clients)
  }

  await some()
  for (const [i, old] of serving.entries()) {
    const next = await serve()
    await old.stop()
    serving[i] = next
    await some()
  }
  await working.stop()
  await some()
  working = await begin({ serve: false, work: true })
  await some()
  isOver = true
  await Promise.all(sending)
  await crier.until('all are delivered', async () => {
    const [row] = await crier.sql`
      select count(*)::integer as left from notifications where notification_status <> 'delivered'`
    return row!.left === 0
  })
  await Promise.all([...serving, working].map((running) => running.stop()))
  agent.destroy()
  await balancer.close()

  assert.deepEqual(failed, [])
  assert.equal(balancer.refused(), 0)
  assert.ok(accepted.length > 10 * clients)
  const handedOver = accepted.map((id) => provider.handedOver.get(id)?.length)
  assert.deepEqual(new Set(handedOver), new Set([1]), 'each was handed over once')
  const said = [...balancer.health.values()].map((answers) => answers.join(', '))
  assert.equal(said.length, 4)
  for (const answers of said.slice(0, 2)) assert.equal(answers, '200 , 503 Shutting down, nobody')
})
