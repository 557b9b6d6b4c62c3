/** Asks a server over kept connections of this process: less load than a browser makes, and exact times. */
import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { percentile } from './bench.ts'
import type { Target } from './load.ts'

export type Asked = { perSecond: number; p50: number; p99: number; worst: number; bytes: number }
export type Question = { method?: string; path: string; body?: string }

export function tokenOf({ serviceId, secret }: Target): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const iat = Math.floor(Date.now() / 1000)
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: serviceId, iat })}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/**
 * Each connection asks again as soon as it was answered, for some seconds after a warm-up of a fifth of them.
 * @throws Error for an answer other than 200
 */
export async function ask(
  port: number,
  target: Target,
  connections: number,
  seconds: number,
  question: (n: number) => Question,
): Promise<Asked> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies: number[] = []
  const from = performance.now() + seconds * 200
  const until = from + seconds * 1000
  let number = 0
  let bytes = 0
  const once = () =>
    new Promise<void>((resolve, reject) => {
      const { method = 'GET', path, body } = question(number++)
      const asked = request(
        { agent, port, host: '127.0.0.1', method, path, headers: { authorization: `Bearer ${token}` } },
        (answer) => {
          bytes = 0
          answer.on('data', (chunk: Buffer) => {
            bytes += chunk.length
          })
          answer.on('end', () =>
            answer.statusCode === 200 ? resolve() : reject(new Error(`${path}: ${answer.statusCode}`)),
          )
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })
  let token = tokenOf(target)
  const renewal = setInterval(() => {
    token = tokenOf(target)
  }, 10_000)
  const connection = async () => {
    while (performance.now() < until) {
      const began = performance.now()
      await once()
      if (began >= from) latencies.push(performance.now() - began)
    }
  }
  try {
    await Promise.all(Array.from({ length: connections }, connection))
  } finally {
    clearInterval(renewal)
    agent.destroy()
  }
  return {
    perSecond: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    worst: percentile(latencies, 1),
    bytes,
  }
}
