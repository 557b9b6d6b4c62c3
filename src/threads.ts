/**
 * Work that takes long, done by a few threads, so that nothing else in the process waits for it. Threads begin when they are first needed. Owners take
 * turns, whatever each of them has waiting.
 */
import { Worker } from 'node:worker_threads'
import { busy } from './gather.ts'

export type Threads<Order, Result> = {
  /**
   * @param owner the service that it is done for
   * @throws ApiError 503 when too much of that owner waits already
   */
  carryOut: (owner: string, order: Order) => Promise<Result>
  /** Ends the threads; what they had in hand fails. */
  close: () => Promise<void>
}

export type ThreadLimits = {
  threads: number
  /** An order takes far less: a thread that needs more is broken, and another takes its place. */
  seconds: number
  /** After which a thread with nothing to do ends, and its memory with it. */
  idleSeconds: number
  /** Of JavaScript's own memory, per thread. */
  megabytes: number
  /** Orders of one owner that may wait. */
  waiting: number
}

type Waiting<Order, Result> = {
  owner: string
  order: Order
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/** @param program answers each order by a message `{ result }` or `{ error }` */
export function makeThreads<Order, Result>(program: URL, limits: ThreadLimits): Threads<Order, Result> {
  const idle: { thread: Worker; end: NodeJS.Timeout }[] = []
  const all = new Set<Worker>()
  /** By owner, in the order of their turns: who was served goes to the end. */
  const waiting = new Map<string, Waiting<Order, Result>[]>()
  let isClosed = false

  function next(): Waiting<Order, Result> | undefined {
    for (const [owner, orders] of waiting) {
      const one = orders.shift()!
      waiting.delete(owner)
      if (orders.length > 0) waiting.set(owner, orders)
      return one
    }
    return undefined
  }

  function assign(): void {
    while (waiting.size > 0 && (idle.length > 0 || all.size < limits.threads)) {
      carry(wake() ?? begin(), next()!)
    }
  }

  function rest(thread: Worker): void {
    const end = setTimeout(() => {
      forget(thread)
      void thread.terminate()
    }, limits.idleSeconds * 1000).unref()
    idle.push({ thread, end })
  }

  function forget(thread: Worker): void {
    all.delete(thread)
    const place = idle.findIndex((one) => one.thread === thread)
    if (place >= 0) clearTimeout(idle.splice(place, 1)[0]!.end)
  }

  /** The one that has rested least: those that are not needed end. */
  function wake(): Worker | undefined {
    const rested = idle.pop()
    clearTimeout(rested?.end)
    return rested?.thread
  }

  function begin(): Worker {
    const thread = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: limits.megabytes } })
    // Whoever gave it an order is told of its error; without one nobody is.
    thread.on('error', () => {})
    thread.on('exit', () => forget(thread))
    // A process that has nothing else to do may end.
    thread.unref()
    all.add(thread)
    return thread
  }

  function carry(thread: Worker, { order, resolve, reject }: Waiting<Order, Result>): void {
    const settle = () => {
      clearTimeout(timer)
      thread.off('message', answered).off('error', fail).off('exit', ended).unref()
    }
    const answered = (answer: { result: Result } | { error: unknown }) => {
      settle()
      rest(thread)
      if ('error' in answer) reject(answer.error)
      else resolve(answer.result)
      assign()
    }
    const fail = (error: unknown) => {
      settle()
      all.delete(thread)
      void thread.terminate()
      reject(error)
      if (!isClosed) assign()
    }
    const ended = () => fail(new Error('a rendering thread ended'))
    const late = () => fail(new Error(`rendering took more than ${limits.seconds} s`))
    const timer = setTimeout(late, limits.seconds * 1000)
    thread.on('message', answered).on('error', fail).on('exit', ended).ref()
    thread.postMessage(order)
  }

  return {
    async carryOut(owner, order) {
      const orders = waiting.get(owner) ?? []
      if (isClosed || orders.length >= limits.waiting) throw busy()
      return new Promise((resolve, reject) => {
        orders.push({ owner, order, resolve, reject })
        if (orders.length === 1) waiting.set(owner, orders)
        assign()
      })
    },
    async close() {
      isClosed = true
      for (const orders of waiting.values()) for (const { reject } of orders) reject(busy())
      waiting.clear()
      await Promise.all([...all].map((thread) => thread.terminate()))
    },
  }
}
