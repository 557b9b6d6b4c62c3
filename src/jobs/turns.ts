/** Work of which a process does one piece at a time, because each takes much of its memory; services take turns, whatever each of them has waiting. */
import { busy } from '../gather.ts'

export type Turns = <T>(owner: string, work: () => Promise<T>) => Promise<T>

/**
 * @param most pieces that may wait for their turn, and those of one service among them
 * @returns what does a piece of work when its turn has come. @throws ApiError 503 when too many wait
 */
export function makeTurns(most: { waiting: number; waitingOfOne: number }): Turns {
  /** By service, in the order of their turns: who was served goes to the end. */
  const waiting = new Map<string, (() => void)[]>()
  let isWorking = false

  async function turnOf(owner: string): Promise<void> {
    if (!isWorking) {
      isWorking = true
      return
    }
    const own = waiting.get(owner) ?? []
    const all = [...waiting.values()].flat().length
    if (own.length >= most.waitingOfOne || all >= most.waiting) throw busy()
    return new Promise((resolve) => {
      own.push(resolve)
      waiting.set(owner, own)
    })
  }

  function passOn(): void {
    const [first] = waiting
    if (first === undefined) {
      isWorking = false
      return
    }
    const [owner, own] = first
    const go = own.shift()!
    waiting.delete(owner)
    if (own.length > 0) waiting.set(owner, own)
    go()
  }

  return async (owner, work) => {
    await turnOf(owner)
    try {
      return await work()
    } finally {
      passOn()
    }
  }
}
