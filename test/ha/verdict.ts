/** What the client was told, against what the database has and what the provider was handed, event by event. */
import type postgres from 'postgres'
import type { Client } from '../chaos/client.ts'
import type { Provider } from '../chaos/provider.ts'
import type { Event } from './events.ts'

/** An event with the time until the next (performance.now). stale: seconds that the last process went on with a revoked key. */
export type Period = Event & { from: number; to: number; stale: number | null }

/** Seconds without acceptance, and when they were, as the logs of the nodes and of Crier tell the time. */
type Gap = { seconds: number; began: string; ended: string }

type Judged = {
  gaps: Gap[]
  accepted: number[]
  lost: number[]
  storedTwice: number
  doubled: number[]
  lines: string[]
  passed: boolean
}

export async function verdict(
  sql: postgres.Sql,
  seen: {
    client: Client
    provider: Provider
    periods: Period[]
    drainSeconds: number | null
  },
): Promise<Judged> {
  const { client, provider, periods, drainSeconds } = seen
  const stored = await sql`select id, client_reference from notifications`
  const known = new Set(stored.map(({ id }) => id as string))
  const perReference = new Map<string, number>()
  for (const { client_reference: reference } of stored)
    perReference.set(reference, (perReference.get(reference) ?? 0) + 1)
  const twice = [...perReference].filter(([, count]) => count > 1)
  const answers = [...client.answeredAt].map(([reference, at]) => ({
    at,
    id: client.accepted.get(reference)!,
  }))
  const during = (period: Period) => answers.filter(({ at }) => at >= period.from && at < period.to)
  const isLost = (id: string) => !known.has(id) || !provider.handedOver.has(id)
  const doubled = [...provider.handedOver.values()].filter((times) => times.length > 1)

  const gaps = periods.map((period) =>
    longestGap(
      period,
      answers.map(({ at }) => at),
    ),
  )
  const result = {
    gaps,
    accepted: periods.map((period) => during(period).length),
    lost: periods.map((period) => during(period).filter(({ id }) => isLost(id)).length),
    storedTwice: twice.length + client.twoAnswers.length,
    doubled: periods.map(
      ({ from, to }) => doubled.filter((times) => times[0]! >= from - 10_000 && times[0]! < to).length,
    ),
  }
  const allLost = answers.filter(({ id }) => isLost(id)).length
  return {
    ...result,
    lines: [
      `accepted ${answers.length} of ${client.asked()} asked for; answers: ${[...client.statuses]
        .sort()
        .map(([status, count]) => `${status} × ${count}`)
        .join(', ')}`,
      `lost ${allLost}, stored twice ${result.storedTwice}, handed over twice ${doubled.length}; keys never answered ${client.unanswered()}`,
      drainSeconds === null
        ? 'something was left unsent'
        : `all was sent ${drainSeconds.toFixed(1)} s after the last answer`,
      ...periods.flatMap(({ name, mostGap }, i) => {
        const { seconds, began, ended } = gaps[i]!
        return seconds > mostGap
          ? [`longer than the ${mostGap} s aimed at: ${name}, ${began} to ${ended}`]
          : []
      }),
    ],
    passed: allLost + result.storedTwice === 0 && drainSeconds !== null && answers.length > 0,
  }
}

/** The longest time between two answers that followed each other, of those that were under way in the period. */
function longestGap({ from, to }: Period, instants: number[]): Gap {
  const sorted = instants.filter((at) => at < to).sort((a, b) => a - b)
  let longest = { from, to: from }
  let last = sorted.filter((at) => at <= from).at(-1) ?? from
  for (const at of [...sorted.filter((one) => one > from), to]) {
    if (at - last > longest.to - longest.from) longest = { from: last, to: at }
    last = at
  }
  const clock = (at: number) => new Date(performance.timeOrigin + at).toISOString().slice(11, 23)
  return {
    seconds: (longest.to - longest.from) / 1000,
    began: clock(longest.from),
    ended: clock(longest.to),
  }
}

export function table(periods: Period[], judged: Judged): string[] {
  const widest = Math.max(...periods.map(({ name }) => name.length))
  const head = `${'event'.padEnd(widest)}  gap s  accepted  lost  handed over twice  stale s`
  return [
    head,
    ...periods.map(({ name, stale }, i) =>
      [
        name.padEnd(widest),
        judged.gaps[i]!.seconds.toFixed(1).padStart(5),
        String(judged.accepted[i]).padStart(8),
        String(judged.lost[i]).padStart(4),
        String(judged.doubled[i]).padStart(17),
        (stale === null ? '–' : stale.toFixed(2)).padStart(7),
      ].join('  '),
    ),
  ]
}
