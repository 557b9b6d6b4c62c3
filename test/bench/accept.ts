/** How many text messages a second are accepted over HTTP, beside the bare statement that accepts. */
import { acceptNotifications } from '../../queries/notifications.queries.ts'
import { connect, pgtyped } from '../../src/database.ts'
import { beginCommand } from './begin.ts'
import { type Bench, percentile, type Row, whole } from './bench.ts'
import { makeTargets, offer, refusals, type Sender, textRequest } from './offer.ts'

/** Accepted messages per second of the statement alone, so many requests in each, on so many connections. */
export async function bareAcceptance(
  bench: Bench,
  senders: Sender[],
  gathered: number,
  connections: number,
  seconds: number,
): Promise<number> {
  const sql = connect(bench.url, { max: connections, name: 'bench' })
  const db = pgtyped(sql)
  let number = 0
  const row = (ord: number) => {
    const sender = senders[number++ % senders.length]!
    return { ...textRequest(sender, number), ord }
  }
  let accepted = 0
  const run = async (until: number) => {
    while (performance.now() < until) {
      const answers = await acceptNotifications.run(
        { requests: Array.from({ length: gathered }, (_, ord) => row(ord)) as never, waits_for_turn: true },
        db,
      )
      accepted += answers.filter((answer) => answer.outcome === 'accepted').length
    }
  }
  const all = (ms: number) => {
    const until = performance.now() + ms
    return Promise.all(Array.from({ length: connections }, () => run(until)))
  }
  await all(500)
  accepted = 0
  await all(seconds * 1000)
  await sql.end()
  return accepted / seconds
}

/** As much as the acceptance of one message writes ahead. */
const bytesOfOne = 1600

/** Milliseconds that half of all commits take which do nothing but write as much: what the disk asks of a request by itself. */
async function commitAlone({ url }: Bench, seconds: number): Promise<number> {
  const sql = connect(url, { max: 1, name: 'bench', role: null })
  const latencies: number[] = []
  const until = performance.now() + seconds * 1000
  while (performance.now() < until) {
    const began = performance.now()
    await sql`select pg_logical_emit_message(true, 'bench', repeat('x', ${bytesOfOne}))`
    latencies.push(performance.now() - began)
  }
  await sql.end()
  return percentile(latencies, 0.5)
}

export async function accept(bench: Bench): Promise<Row[]> {
  const rows: Row[] = []
  const seconds = bench.seconds(15)
  const services = await makeTargets(bench, 100)
  for (const [count, connections] of [
    [1, 96],
    [100, 96],
    [1, 1],
  ] as const) {
    const senders = services.slice(0, count)
    // What is asked one after the other is gathered with nothing.
    const [single, gathered] =
      connections === 1
        ? [0, await bareAcceptance(bench, senders, 1, 1, Math.min(seconds, 4))]
        : [
            await bareAcceptance(bench, senders, 1, 16, Math.min(seconds, 4)),
            await bareAcceptance(bench, senders, 50, 3, Math.min(seconds, 4)),
          ]
    const bare =
      connections === 1
        ? 'one at a time on one connection'
        : `50 at a time on 3 connections (${whole(single)}/s one at a time on 16)`
    bench.log(`bare acceptance, ${count} services: ${whole(gathered)}/s, ${bare}`)
    const server = beginCommand(bench, 'serve')
    const { port } = await server.started
    const found = await offer({
      port: port!,
      connections,
      seconds,
      warmUpSeconds: 2,
      targets: senders,
      rate: null,
    })
    await server.stop()
    const disk = connections === 1 ? await commitAlone(bench, Math.min(seconds, 4)) : null
    const limits = `p50 ${found.p50.toFixed(2)} ms, p99 ${found.p99.toFixed(1)} ms`
    rows.push({
      scenario: `accept, ${count === 1 ? 'one service' : `${count} services`}${connections === 1 ? ', one connection' : ''}`,
      figure: `${whole(found.perSecond)} requests/s, ${limits}`,
      baseline: `${whole(gathered)}/s by the bare statement, ${bare}${disk === null ? '' : `; a commit alone takes p50 ${disk.toFixed(2)} ms`}`,
      ratio: found.perSecond / gathered,
      conditions: `POST /v2/notifications/sms on ${connections} kept connection${connections === 1 ? '' : 's'} for ${seconds} s; one serve process, no workers${refusals(found)}`,
    })
  }
  return rows
}
