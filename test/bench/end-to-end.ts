/** From acceptance to delivered, with more offered than can be sent: through the sandbox in one process, and through a provider with two. */
import { type Command, memoryOf } from '../operation/command.ts'
import { beginCommand, startMmg } from './begin.ts'
import { type Bench, pause, type Row, whole } from './bench.ts'
import { shareOfMemory, watchCpu } from './cpu.ts'
import { watchLog } from './log-written.ts'
import { makeTargets, offer, refusals } from './offer.ts'
import { receiptCredentials } from './receipt.ts'

/** More than any of these machines sends. */
const rate = 4000
const connections = 64
/** How far sending may fall behind (settings.longest_lag_seconds): short, so that the measurement sees acceptance give way. */
const longestLagSeconds = 10
const warmUpSeconds = 3

export async function endToEnd(bench: Bench): Promise<Row[]> {
  const run = beginCommand(bench, 'run')
  const { port } = await run.started
  const row = await measure(bench, port!, { run })
  return [
    { ...row, scenario: 'end to end', conditions: `one run process with the sandbox; ${row.conditions}` },
  ]
}

const provider = { answerMs: 5, receiptMs: 100 }

export async function throughProvider(bench: Bench): Promise<Row[]> {
  await bench.sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
  const serve = beginCommand(bench, 'serve', { MMG_RECEIPT_CREDENTIALS: receiptCredentials })
  const { port } = await serve.started
  const mmg = await startMmg({
    answerMs: provider.answerMs,
    receipts: { port: port!, connections: 64, afterMs: provider.receiptMs },
  })
  const work = beginCommand(bench, 'work', mmg.env)
  await work.started
  const row = await measure(bench, port!, { serve, work }, { 'the MMG': mmg.pid })
  mmg.stop()
  const conditions = `serve and work apart, an MMG on loopback that answers after ${provider.answerMs} ms and posts a receipt ${provider.receiptMs} ms later; ${row.conditions}`
  return [{ ...row, scenario: 'end to end, provider', conditions }]
}

async function measure(
  bench: Bench,
  port: number,
  commands: Record<string, Command>,
  others: Record<string, number> = {},
): Promise<Omit<Row, 'scenario'>> {
  const { sql, log } = bench
  const seconds = bench.seconds(60)
  await sql`update settings set longest_lag_seconds = ${longestLagSeconds}`
  const targets = await makeTargets(bench, 20)
  const count = async () => {
    const [row] = await sql`
      select count(*) filter (where notification_status <> 'delivered')::integer as waiting,
        count(*) filter (where notification_status = 'delivered')::integer as delivered
      from notifications`
    return row as unknown as { waiting: number; delivered: number }
  }
  const pids = Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, command.pid]))
  const used = await watchCpu({ ...pids, PostgreSQL: bench.postmaster, ...others })
  const written = await watchLog(sql)
  let isOver = false
  const watching = (async () => {
    const seen: { waiting: number; lag: number }[] = []
    for (let second = 1; !isOver; second++) {
      await pause(1000)
      // A count reads the whole table: it is made now and then only, so that it weighs little.
      if (second % 5 !== 0) continue
      const [row] = await sql`select max(oldest_seconds) as lag from delivery_lags`
      seen.push({ waiting: (await count()).waiting, lag: row!.lag ?? 0 })
    }
    return seen
  })()
  const found = await offer({ port, connections, seconds, warmUpSeconds, targets, rate })
  const atEnd = await count()
  isOver = true
  const seen = await watching
  const backlog = seen.map(({ waiting, lag }) => `${whole(waiting)} (${lag.toFixed(1)} s)`).join(', ')
  log(`not yet delivered, and the oldest that waits to be sent, every 5 s: ${backlog}`)
  const drainBegan = performance.now()
  while ((await count()).waiting > 0 && performance.now() - drainBegan < 60_000) await pause(250)
  const drain = (performance.now() - drainBegan) / 1000
  const { delivered } = await count()
  const logged = (await written()) / delivered
  const cpu = Object.entries({ ...(await used()), 'the load generator': found.cpu }).map(
    ([name, spent]) => `${name} ${((spent / delivered) * 1000).toFixed(2)} ms`,
  )
  const memory = await Promise.all(Object.values(pids).map((pid) => memoryOf(pid)))
  const shares = await Promise.all(Object.values(pids).map(shareOfMemory))
  const held = shares.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  const each = Object.keys(pids).map((name, i) => `${name} ${memory[i]?.peak ?? '?'}`)
  const [waits] = await sql`
    select
      percentile_cont(array[0.5, 0.99]) within group (order by extract(epoch from sent_at - created_at)) as handover,
      percentile_cont(array[0.5, 0.99]) within group (order by extract(epoch from updated_at - created_at)) as delivery
    from notifications
    where notification_status = 'delivered'`
  for (const command of Object.values(commands)) await command.stop()
  const { handover, delivery } = waits as unknown as Record<'handover' | 'delivery', number[]>
  const times = (values: number[]) =>
    `p50 ${(values[0]! * 1000).toFixed(0)} ms, p99 ${(values[1]! * 1000).toFixed(0)} ms`
  const perSecond = atEnd.delivered / (seconds + warmUpSeconds)
  const carried = found.accepted / (seconds + warmUpSeconds)
  const longest = Math.max(...seen.map(({ lag }) => lag), 0)
  return {
    figure: `${whole(perSecond)} messages/s delivered over ${seconds} s; ${whole(atEnd.waiting)} under way at the end, all delivered ${drain.toFixed(1)} s later; memory ${held} MB in all (peak with what they share: ${each.join(' MB, ')} MB)`,
    baseline: `${whole(carried)}/s accepted of ${whole(rate)}/s offered`,
    ratio: perSecond / carried,
    conditions: `20 services, ${connections} connections, a lag of ${longestLagSeconds} s allowed, ${longest.toFixed(1)} s seen; acceptance p99 ${found.p99.toFixed(0)} ms; acceptance to hand-over ${times(handover)}, to delivered ${times(delivery)}; CPU per message ${cpu.join(', ')}; ${whole(logged)} bytes of write-ahead log each${refusals(found)}`,
  }
}
