/**
 * Rendering apart: what is large is rendered by a few threads, so that nothing else in the process waits for it. Threads begin when they are first
 * needed. Services take turns, whatever each of them has waiting.
 */
import { Worker } from 'node:worker_threads'
import { busy } from '../gather.ts'
import { carryOut, type Order, type Results } from './orders.ts'
import { valuesOf } from './personalisation.ts'
import { isLarge } from './size.ts'

export type Renderers = {
  /**
   * Carries out an order, at once when its message is small.
   * @param owner the service that it is done for
   * @throws ApiError 503 when too much of that service waits already
   */
  render: <O extends Order>(owner: string, order: O) => Promise<Results[O['what']]>
  /** Ends the threads; what they had in hand fails. */
  close: () => Promise<void>
}

type Waiting = {
  owner: string
  order: Order
  resolve: (result: never) => void
  reject: (error: unknown) => void
}

/** Orders of one service that may wait. */
const maxWaiting = 200
/** Far more than the longest message takes: a thread that needs it is broken. */
const maxSeconds = 60
/** The longest message takes a third of it. */
const maxMegabytes = 512

export function makeRenderers(threads: number): Renderers {
  const idle: Worker[] = []
  const all = new Set<Worker>()
  /** By owner, in the order of their turns: who was served goes to the end. */
  const waiting = new Map<string, Waiting[]>()
  let isClosed = false

  function next(): Waiting | undefined {
    for (const [owner, orders] of waiting) {
      const one = orders.shift()!
      waiting.delete(owner)
      if (orders.length > 0) waiting.set(owner, orders)
      return one
    }
    return undefined
  }

  function assign(): void {
    while (waiting.size > 0 && (idle.length > 0 || all.size < threads)) {
      const thread = idle.pop() ?? begin()
      carry(thread, next()!)
    }
  }

  function begin(): Worker {
    const thread = new Worker(new URL('./render-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxMegabytes },
    })
    // Whoever gave it an order is told of its error; without one nobody is.
    thread.on('error', () => {})
    thread.on('exit', () => {
      all.delete(thread)
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1)
    })
    // A process that has nothing else to do may end.
    thread.unref()
    all.add(thread)
    return thread
  }

  function carry(thread: Worker, { order, resolve, reject }: Waiting): void {
    const settle = () => {
      clearTimeout(timer)
      thread.off('message', answered).off('error', fail).off('exit', ended).unref()
    }
    const answered = (answer: { result: never } | { error: unknown }) => {
      settle()
      idle.push(thread)
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
    const late = () => fail(new Error(`rendering took more than ${maxSeconds} s`))
    const timer = setTimeout(late, maxSeconds * 1000)
    thread.on('message', answered).on('error', fail).on('exit', ended).ref()
    thread.postMessage(order)
  }

  return {
    async render(owner, order) {
      if (!isLarge(order.template, valuesOf(order.values))) return carryOut(order)
      const orders = waiting.get(owner) ?? []
      if (isClosed || orders.length >= maxWaiting) throw busy()
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
