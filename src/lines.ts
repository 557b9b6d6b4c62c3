/**
 * Gathers calls into few statements, as gather does, where each call belongs to somebody whose calls can only be done one after the other.
 * Everybody has a line of their own, and no line holds up another:
 *
 * - A statement for many lines waits for nobody's lock. The calls of a line that another transaction holds come back undone.
 * - Those, and the calls of a line with much to do, go into statements of that line alone, which wait for the lock and so get their turn.
 * - A line has one statement in flight in this process, and both kinds of statement have connections of their own.
 * - What comes while a statement for many lines is in flight waits for its end, so that there are few large statements, unless that takes longer than
 *   they lately do or what waits fills half of one. (Two at once whenever there was anything cost 9% more of the machine for each message. On a busy
 *   machine, where every statement takes long, a second one after 20 ms in any case left them 24 messages each in place of 50.)
 * - A full statement has as much of each line as of the others, and there is room to wait for whoever comes new.
 */
import { busy, settle, type Waiting } from './gather.ts'

export type LinesOptions<Item, Answer> = {
  /** Whose call it is. */
  lineOf: (item: Item) => string
  /** One statement for calls of many lines, which waits for none of them; answers in the calls' order. */
  runTogether: (items: Item[]) => Promise<Answer[]>
  /** One statement for calls of one line, which waits for its turn for a bounded time; answers in the calls' order. */
  runAlone: (items: Item[]) => Promise<Answer[]>
  /** Whether an answer says that another transaction holds the line, so that nothing was done. */
  isHeld: (answer: Answer) => boolean
  /** How much work a call is. */
  sizeOf: (item: Item) => number
  /** Calls of a line with the same key never share a statement. */
  exclusive: (item: Item) => string | undefined
  /** Size of a statement, beside its first call's where that is large. */
  maxBatch: number
  /** Lines of a statement. */
  maxLines: number
  /** A line of which more than this waits has statements of its own. */
  maxTogether: number
  /** Statements in flight, of each of the two kinds. */
  maxInFlight: number
  /**
   * Milliseconds for which a statement for many lines is the only one of its kind, unless half of another's size waits: at least so many, and twice
   * as many as such statements lately took, up to five times as many.
   */
  besideMs: number
  /** Size of all that may wait. */
  maxWaiting: number
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number
  /** Calls later; tests call when they like. */
  after?: (ms: number, call: () => void) => void
}

type Place<Item, Answer> = Waiting<Item, Answer> & { line: Line<Item, Answer>; since: number }
type Line<Item, Answer> = {
  key: string
  waiting: Place<Item, Answer>[]
  size: number
  isRunning: boolean
  /** Whether, since its line was last empty, a call came back undone. */
  isHeld: boolean
}

/** After so many statements of a single call, beside which none came, the next call waits for no others: a turn of the event loop is 1% of what it takes. */
const enoughSingle = 20

/** Milliseconds after which a call is refused and not begun: its caller is about to give up, and would not learn that it was done. */
const patience = 20_000

/**
 * @returns a function that answers for one call
 * @throws ApiError 503 when the database cannot be reached, too much waits, or the call's turn does not come; otherwise what the statement
 * throws for that call
 */
export function gatherInLines<Item, Answer>(
  options: LinesOptions<Item, Answer>,
): (item: Item) => Promise<Answer> {
  const { sizeOf, isHeld, maxInFlight, now = () => performance.now() } = options
  const after = options.after ?? ((ms, call) => void setTimeout(call, ms).unref())
  const lines = new Map<string, Line<Item, Answer>>()
  /** The lines that have calls waiting and none running, in the order of their turns. */
  const ready = { together: new Set<Line<Item, Answer>>(), alone: new Set<Line<Item, Answer>>() }
  const inFlight = { together: 0, alone: 0 }
  let waiting = 0
  let scheduled = false
  /** When the last statement for many lines began. */
  let begunAt = Number.NEGATIVE_INFINITY
  /** What they lately took, in milliseconds. */
  let usualMs = 0
  /** How many of the last statements had a single call, beside which none came. */
  let single = 0
  const besideMs = () => Math.max(options.besideMs, Math.min(2 * usualMs, 5 * options.besideMs))

  function isReady(line: Line<Item, Answer>): void {
    const kind = line.isHeld || line.size > options.maxTogether ? 'alone' : 'together'
    ready[kind === 'alone' ? 'together' : 'alone'].delete(line)
    ready[kind].add(line)
  }

  function mayBeginTogether(): boolean {
    if (inFlight.together === 0) return true
    if (inFlight.together >= maxInFlight) return false
    if (now() - begunAt >= besideMs()) return true
    let size = 0
    for (const line of ready.together) size += line.size
    return size * 2 >= options.maxBatch
  }

  function flush(): void {
    while (ready.together.size > 0 && mayBeginTogether()) {
      const share = Math.max(
        Math.floor(options.maxBatch / Math.min(ready.together.size, options.maxLines)),
        1,
      )
      const taken: Line<Item, Answer>[] = []
      const batch: Place<Item, Answer>[] = []
      let size = 0
      for (const line of ready.together) {
        if (size >= options.maxBatch || taken.length >= options.maxLines) break
        ready.together.delete(line)
        taken.push(line)
        for (const place of take(line, share)) {
          batch.push(place)
          size += sizeOf(place.item)
        }
      }
      begunAt = now()
      single = batch.length === 1 ? single + 1 : 0
      start('together', taken, batch)
      after(besideMs(), flush)
    }
    while (inFlight.alone < maxInFlight && ready.alone.size > 0) {
      const [line] = ready.alone
      ready.alone.delete(line!)
      start('alone', [line!], take(line!, options.maxBatch))
    }
  }

  /**
   * The first call of a line whatever its size, and of the others those that fit: a single message does not wait for all calls in bulk before
   * it, and none of these is passed over for ever. What has waited too long is refused.
   */
  function take(line: Line<Item, Answer>, most: number): Place<Item, Answer>[] {
    const tooOld = now() - patience
    const keys = new Set<string>()
    const taken: Place<Item, Answer>[] = []
    const left: Place<Item, Answer>[] = []
    let room = most
    let next = 0
    for (; next < line.waiting.length && room > 0; next++) {
      const place = line.waiting[next]!
      const key = options.exclusive(place.item)
      const size = sizeOf(place.item)
      if (place.since < tooOld) {
        leave(place)
        place.reject(busy())
      } else if ((taken.length > 0 && size > room) || (key !== undefined && keys.has(key))) left.push(place)
      else {
        leave(place)
        taken.push(place)
        if (taken.length > 1 || size <= options.maxTogether) room -= size
        if (key !== undefined) keys.add(key)
      }
    }
    line.waiting = [...left, ...line.waiting.slice(next)]
    return taken
  }

  function leave({ line, item }: Place<Item, Answer>): void {
    line.size -= sizeOf(item)
    waiting -= sizeOf(item)
  }

  function start(
    kind: 'together' | 'alone',
    taken: Line<Item, Answer>[],
    batch: Place<Item, Answer>[],
  ): void {
    const run = kind === 'alone' ? options.runAlone : options.runTogether
    const begun = now()
    let isOver = false
    const end = () => {
      if (isOver) return
      isOver = true
      inFlight[kind]--
      if (kind === 'together') usualMs += (now() - begun - usualMs) / 8
      for (const line of taken) {
        line.isRunning = false
        if (line.waiting.length > 0) isReady(line)
        else lines.delete(line.key)
      }
      flush()
    }
    inFlight[kind]++
    for (const line of taken) line.isRunning = true
    const told = batch.map((place) => ({
      item: place,
      resolve: (answer: Answer) => (isHeld(answer) ? undefined : place.resolve(answer)),
      reject: place.reject,
    }))
    const running = settle(told, async (places: Place<Item, Answer>[]) => {
      const answers = places.length === 0 ? [] : await run(places.map((place) => place.item))
      comeBack(places.filter((_, index) => answers[index] !== undefined && isHeld(answers[index])))
      // The database begins the next statement while this one's callers are answered.
      if (places.length === batch.length) end()
      return answers
    })
    void running.finally(end)
  }

  /** To the front of their lines, in their order. */
  function comeBack(places: Place<Item, Answer>[]): void {
    for (const line of new Set(places.map((place) => place.line))) line.isHeld = true
    for (const place of places.toReversed()) {
      place.line.waiting.unshift(place)
      enter(place)
    }
  }

  function enter({ line, item }: Place<Item, Answer>): void {
    line.size += sizeOf(item)
    waiting += sizeOf(item)
  }

  return (item) => {
    const key = options.lineOf(item)
    const line = lines.get(key) ?? { key, waiting: [], size: 0, isRunning: false, isHeld: false }
    // Half of the room for one line, a third each for two: there is always some for a line that is new.
    if (line.size + sizeOf(item) > options.maxWaiting - waiting) return Promise.reject(busy())
    return new Promise((resolve, reject) => {
      const place = { item, resolve, reject, line, since: now() }
      lines.set(key, line)
      line.waiting.push(place)
      enter(place)
      if (scheduled || inFlight.together > 0) single = 0
      if (line.isRunning) return
      isReady(line)
      if (scheduled) return
      if (single >= enoughSingle) return flush()
      // What else comes in this turn of the event loop joins the same statement.
      scheduled = true
      setImmediate(() => {
        scheduled = false
        flush()
      })
    })
  }
}
