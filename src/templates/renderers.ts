/** Rendering apart: what is large is rendered by threads of its own (src/threads.ts), so that nothing else in the process waits for it. */
import { programFile } from '../programs.ts'
import { makeThreads } from '../threads.ts'
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

/** Far more than the longest message takes; it takes a third of the memory. */
const limits = { seconds: 60, idleSeconds: 300, megabytes: 512, waiting: 200 }

export function makeRenderers(threads: number): Renderers {
  const program = programFile('./render-thread.ts', import.meta.url)
  const pool = makeThreads<Order, never>(program, { threads, ...limits })
  return {
    async render(owner, order) {
      if (!isLarge(order.template, valuesOf(order.values))) return carryOut(order)
      return pool.carryOut(owner, order)
    },
    close: pool.close,
  }
}
