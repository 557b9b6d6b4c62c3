/** Asks a server over kept connections of this process, one request at a time on each. */
import { percentile } from './bench.ts'
import { openConnection, requestText, tokenMaker } from './connection.ts'
import type { Target } from './load.ts'

export type Asked = { perSecond: number; p50: number; p99: number; worst: number; bytes: number }
export type Question = { method?: string; path: string; body?: string }

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
  const token = tokenMaker(target)
  const latencies: number[] = []
  const from = performance.now() + seconds * 200
  const until = from + seconds * 1000
  let number = 0
  let size = 0
  const connection = () =>
    new Promise<void>((resolve, reject) => {
      let began = 0
      let path = ''
      const next = () => {
        began = performance.now()
        if (began >= until) {
          line.close()
          return resolve()
        }
        const { method = 'GET', body, ...asked } = question(number++)
        path = asked.path
        line.ask(requestText(method, path, token(), body))
      }
      const line = openConnection(port, {
        open: next,
        answer(status, bytes) {
          if (status !== 200) {
            line.close()
            return reject(new Error(`${path}: ${status}`))
          }
          size = bytes
          if (began >= from) latencies.push(performance.now() - began)
          next()
        },
        error: reject,
      })
    })
  await Promise.all(Array.from({ length: connections }, connection))
  return {
    perSecond: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    worst: percentile(latencies, 1),
    bytes: size,
  }
}
