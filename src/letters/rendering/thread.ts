/** A thread of the letters' renderer (src/letters/renderer.ts): carries out one order after another. */
import { parentPort } from 'node:worker_threads'
import '../one-file.ts'
import type { LetterOrder } from './orders.ts'

const { carryOut } = await import('./orders.ts')

parentPort!.on('message', async (order: LetterOrder) => {
  try {
    parentPort!.postMessage({ result: await carryOut(order) })
  } catch (error) {
    parentPort!.postMessage({ error })
  }
})
