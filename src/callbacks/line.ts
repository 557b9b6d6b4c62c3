/** The callbacks of one service that a process has in hand: which may be sent next, and how many at once. */
import type { Outcome } from './attempt.ts'

/** Calls of a service at once. An address begins with one, and has one more for each answer. */
const mostCalls = 10

export type Line<Due extends { id: string; callback_type: string }> = {
  serviceId: string
  /** On the clock of performance.now(), as all times here: after it the service may be another's. */
  endsAt: number
  takenAt: number
  /** When it was last read, and last read with anything to be found. */
  readAt: number
  foundAt: number
  /** Whether there may be more in the table than has been read. */
  mayHaveMore: boolean
  /** How many are read and not begun. */
  waiting: () => number
  /** What was recorded before now is not known any more; answers how many are known still. */
  forget: () => number
  /** Those that are in hand already are left out. */
  add: (due: Due[]) => void
  /** The next that may be begun. @param allows whether it may be one to an address of that standing */
  take: (allows: Record<Standing, boolean>) => Due | undefined
  called: (type: string, outcome: Outcome) => void
  recorded: (id: string) => void
  standing: (type: string) => Standing
  isDone: () => boolean
}

/** new: not called yet. silent: its last call had no answer. */
export type Standing = 'new' | 'well' | 'silent'

/** Each of a service's callbacks has an address of its own, so that one of them that fails does not hold up the others. */
type Window = { calls: number; inFlight: number; standing: Standing }

export function makeLine<Due extends { id: string; callback_type: string }>(
  serviceId: string,
  takenAt: number,
): Line<Due> {
  const queue: Due[] = []
  const known = new Set<string>()
  const windows = new Map<string, Window>()
  let ended: string[] = []
  let inFlight = 0

  function windowOf(type: string): Window {
    const found = windows.get(type)
    if (found) return found
    const made: Window = { calls: 1, inFlight: 0, standing: 'new' }
    windows.set(type, made)
    return made
  }

  const line: Line<Due> = {
    serviceId,
    endsAt: takenAt,
    takenAt,
    readAt: takenAt,
    foundAt: takenAt,
    mayHaveMore: true,
    waiting: () => queue.length,
    forget() {
      // A reading that began before a record may still show what was recorded: one that begins after it does not.
      for (const id of ended) known.delete(id)
      ended = []
      return known.size
    },
    add(due) {
      for (const one of due) {
        if (known.has(one.id)) continue
        known.add(one.id)
        queue.push(one)
      }
    },
    take(allows) {
      if (inFlight >= mostCalls) return undefined
      const index = queue.findIndex(({ callback_type }) => {
        const window = windowOf(callback_type)
        return window.inFlight < window.calls && allows[window.standing]
      })
      if (index === -1) return undefined
      const [due] = queue.splice(index, 1)
      windowOf(due!.callback_type).inFlight++
      inFlight++
      return due
    },
    called(type, { http_status: status }) {
      const window = windowOf(type)
      window.inFlight--
      inFlight--
      window.standing = status === null ? 'silent' : 'well'
      if (status === null) window.calls = 1
      else if (status === 429 || status >= 500) window.calls = Math.max(1, Math.floor(window.calls / 2))
      else window.calls = Math.min(mostCalls, window.calls + 1)
    },
    recorded: (id) => void ended.push(id),
    standing: (type) => windowOf(type).standing,
    isDone: () => !line.mayHaveMore && queue.length === 0 && inFlight === 0 && known.size === ended.length,
  }
  return line
}
