/** Outcomes of what happened outside are recorded by one helper, which does not give up at the first hitch of the database. */
import { setTimeout as pause } from 'node:timers/promises'

/**
 * How long work in hand is its worker's own. signal: aborted when the process is told to end at once, or when none of the work is the worker's any
 * more. endsAt: on the clock of performance.now(), in milliseconds; after it the queue hands the work to another worker. Nothing outside begins
 * after either.
 */
export type Lease = { signal: AbortSignal; endsAt: number }

/** Whether nothing more may be begun: what is left is another's. */
export const isOver = ({ signal, endsAt }: Lease): boolean => signal.aborted || performance.now() > endsAt

const firstPauseMs = 25
/** How long after the lease the last try may still be answered. A connection that is neither made nor refused never answers. */
export const lastAnswerMs = 10_000
/** Short, because a database that was away finds silent workers' jobs within seconds of being back: the record must come before. */
const longestPauseMs = 500

/**
 * What the statement says is wrong with itself would be wrong again: data exceptions, broken constraints, syntax, rights. All else (deadlock, lost
 * connection, a server that starts, stops, is full or read-only) may be over a moment later.
 */
const lasting = /^(22|23|42)/

/** Whether an error of the database, or of the connection to it, may be gone at the next try. */
export function mayPass(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError)
    return false
  return !lasting.test(String((error as { code?: unknown } | null)?.code ?? ''))
}

/**
 * Runs a statement that records what has happened outside, again and again while what goes wrong may pass, until the lease ends. A statement whose
 * answer was lost may have been committed, so record must be harmless when it is run twice.
 * @throws the last error, when it would come again or the lease is over
 */
export async function keepTrying<T>(record: () => Promise<T>, { signal, endsAt }: Lease): Promise<T> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await answerOf(record(), endsAt + lastAnswerMs)
    } catch (error) {
      // Spread, so that two who met in a deadlock do not meet again.
      const waits = pauseMs * (0.5 + Math.random() / 2)
      if (!mayPass(error) || signal.aborted || performance.now() + waits > endsAt) throw error
      // A signal ends the pause, and the record is tried once more.
      await pause(waits, undefined, { signal }).catch(() => {})
    }
  }
}

/** @param by the time of performance.now() at which nobody waits for it any more */
async function answerOf<T>(recording: Promise<T>, by: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the record was not answered')), by - performance.now())
  })
  try {
    return await Promise.race([recording, late])
  } finally {
    clearTimeout(timer)
  }
}
