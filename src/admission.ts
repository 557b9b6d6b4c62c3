/**
 * Admission: how much of this process one service may have in hand, so that none takes its memory or its time from the others. Requests that send are
 * counted, and the bytes of their bodies from before they are read; what is read for answers has a share of the time.
 */
import { setImmediate as turnOfLoop } from 'node:timers/promises'
import type { Context } from 'hono'
import { ApiError } from './errors.ts'
import { busy } from './gather.ts'
import { answerHeaders, readBody } from './http.ts'

export type Admission = {
  /**
   * Does the work of a request that brings a body, which is read by the function that the work is given: it waits until there is room, for as long
   * as the request's own time allows.
   * @throws ApiError 429 when the service has too much in hand, 503 when all services together have
   */
  send: <T>(c: Context, serviceId: string, work: (read: ReadBody) => Promise<T>) => Promise<T>
  /**
   * Does work whose time counts: lists, previews. Two at a time of a service; the others wait their turn. Work that says that all it looks for is found, and
   * waits for that to be heard, ends its turn there: the database has the next question while this answer is made, of which there may be two more.
   * @throws ApiError 429 with retry-after when its time is used up, or too many wait
   */
  read: <T>(c: Context, serviceId: string, work: (found: () => Promise<void>) => Promise<T>) => Promise<T>
  /**
   * Counts a small read that shares its query with others.
   * @returns a function that is told how many bytes the answer has
   * @throws ApiError 429 with retry-after when the service's time is used up
   */
  glance: (c: Context, serviceId: string) => (bytes: number) => void
}
/** Reads a body of at most so many bytes. @throws ApiError 413 */
export type ReadBody = (limit: number) => Promise<Uint8Array>

export type AdmissionSettings = {
  /** Megabytes of bodies that one service may have in hand. */
  serviceMegabytes: number
  /** Milliseconds of reading that one service may take of every second. */
  readMilliseconds: number
}

/** Twice what a full bucket of the per-minute limit lets through at once. */
const maxRequests = 2000
/** Bodies that wait for none: a text never stands behind its own service's files. */
const smallBytes = 16 * 1024
/** All services together, in what one may have. */
const servicesAtOnce = 8
const maxReads = 2
/** With those whose answers are made from what they have found. */
const maxReadsInHand = 4
const maxReadsWaiting = 50
/** Milliseconds that a body waits for room, and a read for its turn. */
const longestWaitMs = { body: 10_000, read: 2_000 }
/** Seconds of unused reading time that are kept for later. */
const secondsSaved = 10
/** What a small read costs, and how many bytes of an answer cost a millisecond more. */
const glanceMs = 0.1
const bytesPerMs = 40_000
/** Services that are remembered without having anything in hand. */
const maxIdle = 1000

type Waiting = { bytes: number; go: () => void }
type InHand = {
  requests: number
  bytes: number
  bodies: Waiting[]
  /** Those in their turn, and those past it. */
  reads: number
  making: number
  readers: (() => void)[]
  /** Milliseconds of reading that are left, and when they were reckoned. */
  left: number
  reckonedAt: number
  timer?: NodeJS.Timeout
}

export function makeAdmission({ serviceMegabytes, readMilliseconds }: AdmissionSettings): Admission {
  const maxBytes = serviceMegabytes * 2 ** 20
  const maxLeft = readMilliseconds * secondsSaved
  const services = new Map<string, InHand>()
  let total = 0

  function of(serviceId: string): InHand {
    let one = services.get(serviceId)
    if (one !== undefined) return one
    if (services.size > maxIdle) forgetIdle()
    one = {
      requests: 0,
      bytes: 0,
      bodies: [],
      reads: 0,
      making: 0,
      readers: [],
      left: maxLeft,
      reckonedAt: performance.now(),
    }
    services.set(serviceId, one)
    return one
  }

  function forgetIdle(): void {
    for (const [id, one] of services) {
      reckon(one)
      if (one.requests + one.reads + one.making + one.readers.length === 0 && one.left === maxLeft)
        services.delete(id)
    }
  }

  /** Waits until a service has room for a body. Room that all services share is not waited for: who asks once more finds it. */
  async function takeRoom(c: Context, one: InHand, bytes: number): Promise<void> {
    if (bytes <= smallBytes || (one.bytes + bytes <= maxBytes && one.bodies.length === 0)) hold(one, bytes)
    else {
      const message = `Exceeded limit of ${maxBytes} bytes of requests in progress`
      await inTurn(
        one.bodies,
        longestWaitMs.body,
        (go) => ({ bytes, go }),
        () => tooMany(c, message, 1),
      )
    }
    if (total <= maxBytes * servicesAtOnce) return
    giveRoom(one, bytes)
    throw busy()
  }

  function hold(one: InHand, bytes: number): void {
    one.bytes += bytes
    total += bytes
  }

  function giveRoom(one: InHand, bytes: number): void {
    hold(one, -bytes)
    while (one.bodies.length > 0 && one.bytes + one.bodies[0]!.bytes <= maxBytes) {
      const next = one.bodies.shift()!
      hold(one, next.bytes)
      next.go()
    }
  }

  function reckon(one: InHand): void {
    const now = performance.now()
    one.left = Math.min(one.left + ((now - one.reckonedAt) * readMilliseconds) / 1000, maxLeft)
    one.reckonedAt = now
  }

  const mayRead = ({ reads, making, left }: InHand) =>
    reads < maxReads && reads + making < maxReadsInHand && left > 0

  /** Lets those who wait read, as far as there is time; else comes back when there is. */
  function letRead(one: InHand): void {
    reckon(one)
    while (one.readers.length > 0 && mayRead(one)) {
      one.reads++
      one.readers.shift()!()
    }
    if (one.readers.length === 0 || one.left > 0 || one.timer !== undefined) return
    const pause = Math.ceil((-one.left * 1000) / readMilliseconds) + 1
    one.timer = setTimeout(() => {
      one.timer = undefined
      letRead(one)
    }, pause).unref()
  }

  function refuseReading(c: Context, one: InHand): ApiError {
    reckon(one)
    const seconds = Math.max(1, Math.ceil(-one.left / readMilliseconds))
    const message = `Exceeded limit for reading of ${readMilliseconds} milliseconds per second`
    Object.assign(answerHeaders(c), {
      'ratelimit-limit': String(readMilliseconds),
      'ratelimit-remaining': String(Math.max(0, Math.floor(one.left))),
      'ratelimit-reset': String(seconds),
    })
    return tooMany(c, message, seconds)
  }

  return {
    async send(c, serviceId, work) {
      const one = of(serviceId)
      if (one.requests >= maxRequests)
        throw tooMany(c, `Exceeded limit of ${maxRequests} requests in progress`, 1)
      one.requests++
      let held = 0
      try {
        return await work(async (limit) => {
          // A body that does not say its length may become as long as the limit.
          const expected = Math.min(declaredLength(c) ?? limit, limit)
          await takeRoom(c, one, expected)
          held += expected
          return readBody(c, limit)
        })
      } finally {
        one.requests--
        giveRoom(one, held)
      }
    },

    async read(c, serviceId, work) {
      const one = of(serviceId)
      reckon(one)
      if (mayRead(one) && one.readers.length === 0) one.reads++
      else {
        if (one.readers.length >= maxReadsWaiting) throw refuseReading(c, one)
        const turn = inTurn(
          one.readers,
          longestWaitMs.read,
          (go) => go,
          () => refuseReading(c, one),
        )
        letRead(one)
        await turn
      }
      let since = performance.now()
      const count = () => {
        one.left -= performance.now() - since
      }
      let stage: 'reads' | 'making' = 'reads'
      try {
        return await work(async () => {
          count()
          one[stage]--
          stage = 'making'
          one[stage]++
          letRead(one)
          await questionsSent()
          since = performance.now()
        })
      } finally {
        count()
        one[stage]--
        letRead(one)
      }
    },

    glance(c, serviceId) {
      const one = of(serviceId)
      reckon(one)
      if (one.left <= 0) throw refuseReading(c, one)
      one.left -= glanceMs
      return (bytes) => {
        one.left -= bytes / bytesPerMs
      }
    },
  }
}

/** Bytes that a body is said to have; undefined where nothing is said. */
export function declaredLength(c: Context): number | undefined {
  const length = Number(c.req.header('content-length') ?? Number.NaN)
  return Number.isNaN(length) ? undefined : length
}

/** The driver sends a short statement with the next turn of the event loop, so one turn more has it sent. */
async function questionsSent(): Promise<void> {
  await turnOfLoop()
  await turnOfLoop()
}

/** Waits in a line until somebody calls; whoever waits too long leaves it. */
function inTurn<Place>(
  line: Place[],
  longestMs: number,
  place: (go: () => void) => Place,
  late: () => ApiError,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const mine = place(() => {
      clearTimeout(timer)
      resolve()
    })
    const timer = setTimeout(() => {
      line.splice(line.indexOf(mine), 1)
      reject(late())
    }, longestMs).unref()
    line.push(mine)
  })
}

/** The header is set here, as the first version's envelope is made anew. */
function tooMany(c: Context, message: string, seconds: number): ApiError {
  answerHeaders(c)['retry-after'] = String(seconds)
  return new ApiError(429, [{ error: 'RateLimitError', message }])
}
