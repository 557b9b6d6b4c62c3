/** Compares what the client was told, what the database holds, and what the provider was handed. */
import type postgres from 'postgres'
import type { Client } from './client.ts'
import type { Provider } from './provider.ts'
import { type Outage, parts, type System } from './system.ts'

/**
 * How long after its hand-over a message may be unrecorded: its batch's other calls, and the record itself on a busy machine. A kill
 * within that time may double it where its receipt does not come in time; one that comes later may not.
 */
const recordMs = 5_000
/** After PostgreSQL is back: what the workers held meanwhile is recorded, or is another's. */
const settleMs = 10_000
/** Of all accepted messages: the claims of batches wait for receipts, so that hardly any is left. */
const mostDoubled = 0.0002

/** Waits until nothing is left to be sent, and every receipt has come. @returns seconds, or null when something was left after all */
export async function drained(sql: postgres.Sql, patienceMs: number): Promise<number | null> {
  const began = performance.now()
  while (performance.now() - began < patienceMs) {
    const [row] = await sql`
      select
        (
          select count(*)::integer from notifications where notification_status in ('created', 'sending')
        ) as unfinished,
        (
          select count(*)::integer from pgboss.job
          where name like 'send-%' and state in ('created', 'retry', 'active')
        ) as jobs`
    if (row!.unfinished === 0 && row!.jobs === 0) return (performance.now() - began) / 1000
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return null
}

/** Whether a hand-over at this time may have been in flight when something that records it was killed. */
function inFlightAtKill(at: number, outages: readonly Outage[]): boolean {
  return outages.some(({ part, from, to }) => {
    if (part === 'serve') return false
    const end = part === 'work' ? from : to + settleMs
    return at >= from - recordMs && at <= end
  })
}

/**
 * @param drainSeconds null when something was left
 * @returns the lines to print, and whether all is as it has to be
 */
export async function judge(
  sql: postgres.Sql,
  client: Client,
  provider: Provider,
  system: System,
  drainSeconds: number | null,
): Promise<{ lines: string[]; passed: boolean }> {
  const ids = [...client.accepted.values()]
  const stored = await sql`select id, client_reference from notifications`
  const known = new Set(stored.map(({ id }) => id as string))
  const perReference = new Map<string, number>()
  for (const { client_reference: reference } of stored)
    perReference.set(reference, (perReference.get(reference) ?? 0) + 1)

  const missing = ids.filter((id) => !known.has(id))
  const unsent = ids.filter((id) => known.has(id) && !provider.handedOver.has(id))
  const twice = [...perReference].filter(([, count]) => count > 1).map(([reference]) => reference)
  const storedTwice = new Set([...twice, ...client.twoAnswers])
  const doubled = [...provider.handedOver].filter(([, times]) => times.length > 1)
  const unexplained = doubled.filter(
    ([, times]) => !times.slice(0, -1).every((at) => inFlightAtKill(at, system.outages)),
  )
  const share = doubled.length / Math.max(ids.length, 1)
  const most = Math.max(0, ...doubled.map(([, times]) => times.length))

  const kills = parts.map((part) => {
    const ends = system.outages.filter((one) => one.part === part)
    return `${ends.length} of ${part}`
  })
  const answers = [...client.statuses].sort().map(([status, count]) => `${status} × ${count}`)
  const examples = (list: string[]) => (list.length > 0 ? ` (${list.slice(0, 3).join(', ')})` : '')
  const lines = [
    `kills                              ${kills.join(', ')}`,
    `messages asked for                 ${client.asked()}; answers: ${answers.join(', ')}`,
    `accepted                           ${ids.length}`,
    `drained                            ${drainSeconds === null ? 'no' : `${drainSeconds.toFixed(1)} s after the last answer`}`,
    `lost: accepted and not stored      ${missing.length}${examples(missing)}`,
    `lost: accepted and never sent      ${unsent.length}${examples(unsent)}`,
    `stored twice under one key         ${storedTwice.size}${examples([...storedTwice])}`,
    `keys never answered                ${client.unanswered()}`,
    `doubled at the provider            ${doubled.length} (${(share * 100).toFixed(2)} %), up to ${most} times`,
    `doubled without a kill in flight   ${unexplained.length}${examples(unexplained.map(([id]) => id))}`,
    `ended without being killed         ${system.deaths.length}`,
    ...system.deaths.map((death) => `  ${death}`),
  ]
  const passed =
    drainSeconds !== null &&
    missing.length + unsent.length + storedTwice.size + unexplained.length + system.deaths.length === 0 &&
    share < mostDoubled &&
    ids.length > 0
  return { lines, passed }
}
