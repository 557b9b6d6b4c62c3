/** A thread of the renderers (renderers.ts): carries out one order after another. */
import { parentPort } from 'node:worker_threads'
import { carryOut, type Order } from './orders.ts'

parentPort!.on('message', (order: Order) => {
  try {
    parentPort!.postMessage({ result: carryOut(order) })
  } catch (error) {
    parentPort!.postMessage({ error })
  }
})
