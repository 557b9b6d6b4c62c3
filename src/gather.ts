/**
 * Gathers calls that come while a statement is in flight into the next one, so that the database sees few large statements under load and
 * one small one otherwise.
 */
import { brokenOff, changedNothing, mayBeOfOneItem, unavailable } from './database.ts'
import { ApiError } from './errors.ts'

export type GatherOptions<Item, Answer> = {
  /** One statement for many items; answers in the items' order. */
  run: (items: Item[]) => Promise<Answer[]>
  /** Items per statement. */
  maxBatch: number
  /** Statements in flight. */
  maxInFlight: number
  /** Milliseconds for which a statement is the only one, unless enough for a full one waits; absent where each begins as soon as it may. */
  besideMs?: number
  /** Items that may wait; more are refused, so that memory stays bounded while the database is slow. */
  maxWaiting: number
  /** Whether asking again does no harm, as with what only reads; then callers whose connection was cut are invited to. */
  isRepeatable?: boolean
}

export type Waiting<Item, Answer> = {
  item: Item
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

/**
 * @returns a function that answers for one item
 * @throws ApiError 503 when the database cannot be reached or too much waits; otherwise what run throws for that item
 */
export function gather<Item, Answer>(options: GatherOptions<Item, Answer>): (item: Item) => Promise<Answer> {
  const { maxBatch, maxInFlight, besideMs = 0 } = options
  const waiting: Waiting<Item, Answer>[] = []
  let inFlight = 0
  let scheduled = false
  let begunAt = 0

  function mayBegin(): boolean {
    if (inFlight === 0) return true
    if (inFlight >= maxInFlight) return false
    return waiting.length >= maxBatch || performance.now() - begunAt >= besideMs
  }

  function flush(): void {
    while (waiting.length > 0 && mayBegin()) {
      const batch = waiting.splice(0, maxBatch)
      inFlight++
      begunAt = performance.now()
      if (besideMs > 0) setTimeout(flush, besideMs).unref()
      void settle(batch, options.run, options.isRepeatable).finally(() => {
        inFlight--
        flush()
      })
    }
  }

  return (item) => {
    if (waiting.length >= options.maxWaiting) return Promise.reject(busy())
    return new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (scheduled || inFlight >= maxInFlight) return
      // What else comes in this turn of the event loop joins the same statement.
      scheduled = true
      setImmediate(() => {
        scheduled = false
        flush()
      })
    })
  }
}

/** Runs one statement for all of a batch, and tells each its answer or its error. */
export async function settle<Item, Answer>(
  batch: Waiting<Item, Answer>[],
  run: (items: Item[]) => Promise<Answer[]>,
  isRepeatable = false,
): Promise<void> {
  try {
    const answers = await run(batch.map((one) => one.item))
    batch.forEach((one, index) => {
      const answer = answers[index]
      if (answer === undefined) one.reject(new Error('the statement gave no answer'))
      else one.resolve(answer)
    })
  } catch (error) {
    // Each again by itself, so that only the one at fault fails: never unless the database has said that nothing of this one stayed.
    if (batch.length > 1 && mayBeOfOneItem(error))
      for (const one of batch) await settle([one], run, isRepeatable)
    else for (const one of batch) one.reject(refusalFor(error, isRepeatable))
  }
}

function refusalFor(error: unknown, isRepeatable: boolean): unknown {
  if (unavailable(error)) return whenUnavailable(error, isRepeatable)
  return brokenOff(error) ? busy() : error
}

/** What a caller is told when the database was not there. @param isRepeatable whether asking again does no harm */
export const whenUnavailable = (error: unknown, isRepeatable: boolean): ApiError =>
  isRepeatable || changedNothing(error) ? busy() : unsure()

/** The database cannot be reached, or something cannot keep up: nothing was done. */
export const busy = (retryAfterSeconds = 1) =>
  new ApiError(503, [{ error: 'Exception', message: 'Service unavailable, try again later' }], {
    'retry-after': String(retryAfterSeconds),
  })

/** The connection was lost while the database worked: nobody can say whether it was done, so there is no invitation to ask again at once. */
const unsure = () =>
  new ApiError(503, [
    {
      error: 'Exception',
      message:
        'Service unavailable: it is unknown whether this request was carried out. Only with its Idempotency-Key is it safe to send it again',
    },
  ])
