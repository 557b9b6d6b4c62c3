/** From acceptance over the sandbox provider and its receipt to delivered, at a steady rate. */
import { memoryOf, startCommand } from '../operation/command.ts'
import { type Bench, pause, type Row, whole } from './bench.ts'
import { makeTargets, offer, refusals } from './offer.ts'

const rate = 1800

export async function endToEnd(bench: Bench): Promise<Row[]> {
  const { sql, log } = bench
  const seconds = bench.seconds(60)
  const targets = await makeTargets(bench, 20)
  const profile = process.env.CRIER_BENCH_PROFILE
  const server = startCommand(
    ['run'],
    { DATABASE_URL: bench.url },
    profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
  )
  const { port } = await server.started
  const unfinished = async () => {
    const [row] = await sql`
      select count(*) filter (where notification_status <> 'delivered')::integer as waiting,
        count(*) filter (where notification_status = 'delivered')::integer as delivered
      from notifications`
    return row as unknown as { waiting: number; delivered: number }
  }
  let ending = false
  const watching = (async () => {
    const seen: number[] = []
    for (let second = 0; !ending; second++) {
      await pause(1000)
      // A count reads the whole table: it is made now and then only, so that it weighs little.
      if (second % 10 === 9) seen.push((await unfinished()).waiting)
    }
    return seen
  })()
  const found = await offer({ port: port!, connections: 64, seconds, warmUpSeconds: 3, targets, rate })
  const atEnd = await unfinished()
  ending = true
  const backlog = await watching
  log(`not yet delivered, every 10 s: ${backlog.join(', ')}; at the end ${atEnd.waiting}`)
  const drainBegan = performance.now()
  while ((await unfinished()).waiting > 0 && performance.now() - drainBegan < 60_000) await pause(250)
  const drain = (performance.now() - drainBegan) / 1000
  const memory = await memoryOf(server.pid)
  const [waits] = await sql`
    select
      percentile_cont(array[0.5, 0.99]) within group (order by extract(epoch from sent_at - created_at)) as handover,
      percentile_cont(array[0.5, 0.99]) within group (order by extract(epoch from updated_at - created_at)) as delivery
    from notifications
    where notification_status = 'delivered'`
  await server.stop()
  const { handover, delivery } = waits as unknown as Record<'handover' | 'delivery', number[]>
  const inSeconds = (values: number[]) =>
    `p50 ${(values[0]! * 1000).toFixed(0)} ms, p99 ${(values[1]! * 1000).toFixed(0)} ms`
  return [
    {
      scenario: 'end to end',
      figure: `${whole(atEnd.delivered / (seconds + 3))} messages/s delivered over ${seconds} s; at the end ${whole(atEnd.waiting)} under way, all delivered ${drain.toFixed(1)} s later; memory ${memory?.now ?? '?'} MB (peak ${memory?.peak ?? '?'} MB)`,
      baseline: `${whole(found.perSecond)}/s accepted of ${whole(rate)}/s offered`,
      ratio: atEnd.delivered / (seconds + 3) / found.perSecond,
      conditions: `one run process (HTTP, workers and sandbox), 20 services, 64 connections; acceptance p99 ${found.p99.toFixed(0)} ms; acceptance to hand-over ${inSeconds(handover)}; to delivered ${inSeconds(delivery)}${refusals(found)}`,
    },
  ]
}
