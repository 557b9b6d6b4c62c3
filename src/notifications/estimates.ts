/** When letters will probably arrive. */
import { listDeliveryEstimates } from '../../queries/notifications/reading.queries.ts'
import type { Crier } from '../context.ts'
import type { ReadableRow } from './written.ts'

type Letter = Pick<ReadableRow, 'created_at' | 'print_day' | 'postage'>
/** Learns what is not known yet of some messages' letters, in one query, and then tells it for each of them. */
export type Estimates = (rows: Letter[]) => Promise<(row: Letter) => string | null>

/** The calendar and the cut-off time may be changed: what was learnt holds for this long. */
const keptForMs = 60_000
const maxKept = 10_000

/**
 * All letters of a print day and a postage are expected at the same time, and to find it takes the database as long as five messages: a walk
 * through the calendar. So the answers are kept for a minute.
 */
export function makeEstimates({ db, now }: Pick<Crier, 'db' | 'now'>): Estimates {
  let kept = new Map<string, string | null>()
  let since = 0
  return async (rows) => {
    const at = now().getTime()
    if (at < since || at > since + keptForMs || kept.size > maxKept) {
      kept = new Map()
      since = at
    }
    const known = kept
    const missing = new Map<string, Letter>()
    for (const row of rows) {
      if (row.print_day !== null && !known.has(keyOf(row))) missing.set(keyOf(row), row)
    }
    if (missing.size > 0) {
      const letters = [...missing.values()]
      const found = await listDeliveryEstimates.run(
        { created_ats: letters.map((one) => one.created_at), postages: letters.map((one) => one.postage!) },
        db,
      )
      const keys = [...missing.keys()]
      for (const { ord, estimated_delivery } of found) known.set(keys[ord - 1]!, estimated_delivery)
    }
    return (row) => known.get(keyOf(row)) ?? null
  }
}

const keyOf = ({ print_day, postage }: Letter) => `${print_day} ${postage}`
