/**
 * A bounded place in memory for what the database said, under the id of the service that it is about. Full, it drops what was used least
 * recently. Nothing on it is believed for longer than a minute, whatever is announced or not.
 */

export type Shelf<T> = {
  /** What is kept, else what load gives; null is remembered for a moment only, and apart, so that ids of nobody push nothing out. */
  get: (owner: string, key: string, load: () => Promise<T | null>) => Promise<T | null>
  /** What is kept, without asking. */
  peek: (key: string) => T | undefined
  /** Keeps what was asked for when the ticket was taken, unless something was forgotten since. */
  put: (owner: string, key: string, value: T, ticket: Ticket) => void
  ticket: () => Ticket
  /** What is about one service, or everything. */
  forget: (owner?: string) => void
}
type Ticket = { generation: number; askedAt: number }
type Kept<T> = { owner: string; value: T; until: number; usedAt: number }

const believedMs = 60_000
const unknownMs = 500
const maxUnknown = 10_000
/** Use is noted once in this time: moving an entry to the end of its map at each use costs more than all else here. */
const useMs = 1000

/**
 * @param max entries
 * @param keeps whether anything may be kept now
 * @param clock milliseconds of a clock that only runs forward
 */
export function makeShelf<T>(max: number, keeps: () => boolean, clock: () => number): Shelf<T> {
  const entries = new Map<string, Kept<T>>()
  const unknown = new Map<string, Kept<null>>()
  const loads = new Map<string, { generation: number; answer: Promise<T | null> }>()
  /** The keys of each service. */
  const owned = new Map<string, Set<string>>()
  let generation = 0

  function drop(key: string): void {
    const owner = (entries.get(key) ?? unknown.get(key))?.owner
    if (owner === undefined) return
    entries.delete(key)
    unknown.delete(key)
    const keys = owned.get(owner)!
    keys.delete(key)
    if (keys.size === 0) owned.delete(owner)
  }

  function keep<V>(map: Map<string, Kept<V>>, most: number, key: string, kept: Kept<V>): void {
    drop(key)
    map.set(key, kept)
    const keys = owned.get(kept.owner)
    if (keys) keys.add(key)
    else owned.set(kept.owner, new Set([key]))
    if (map.size > most) drop(map.keys().next().value!)
  }

  function peek(key: string): T | undefined {
    const kept = entries.get(key)
    if (kept === undefined) return undefined
    const now = clock()
    if (kept.until <= now) {
      drop(key)
      return undefined
    }
    if (now - kept.usedAt >= useMs) {
      // Last in line to be dropped.
      kept.usedAt = now
      entries.delete(key)
      entries.set(key, kept)
    }
    return kept.value
  }

  const ticket = (): Ticket => ({ generation, askedAt: clock() })

  function put(owner: string, key: string, value: T, { generation: asked, askedAt }: Ticket): void {
    if (asked === generation && keeps())
      keep(entries, max, key, { owner, value, until: askedAt + believedMs, usedAt: askedAt })
  }

  async function get(owner: string, key: string, load: () => Promise<T | null>): Promise<T | null> {
    const found = peek(key)
    if (found !== undefined) return found
    if ((unknown.get(key)?.until ?? 0) > clock()) return null
    const inFlight = loads.get(key)
    if (inFlight?.generation === generation && keeps()) return inFlight.answer
    const asked = ticket()
    const mine = { generation, answer: load() }
    loads.set(key, mine)
    try {
      const value = await mine.answer
      if (value !== null) put(owner, key, value, asked)
      else if (asked.generation === generation && keeps())
        keep(unknown, maxUnknown, key, {
          owner,
          value,
          until: asked.askedAt + unknownMs,
          usedAt: asked.askedAt,
        })
      return value
    } finally {
      if (loads.get(key) === mine) loads.delete(key)
    }
  }

  function forget(owner?: string): void {
    generation++
    if (owner !== undefined) for (const key of [...(owned.get(owner) ?? [])]) drop(key)
    else for (const map of [entries, unknown, owned]) map.clear()
  }

  return { get, peek, put, ticket, forget }
}
