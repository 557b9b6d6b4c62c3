/**
 * Processes that open strangers' PDFs (child.ts): each does one file at a time, one after another while all goes well, and those that have nothing to
 * do end after a while.
 */
import type { Answer, Job } from './child.ts'
import { type Child, Crashed, startChild, TookTooMuch } from './child-process.ts'
import { CannotSanitise, unreadable } from './results.ts'

export type Children = {
  /** @throws CannotSanitise when nothing could be found out; the reason of the signal */
  ask: (job: Job, signal?: AbortSignal) => Promise<Answer>
  close: () => void
}

type Waiting = {
  job: Job
  signal: AbortSignal | undefined
  /** For whoever takes it out. */
  leave: () => void
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

const idleSeconds = 60
/** To start and warm one takes most of a second of processor time, a page 0.03; what a file may have left behind ends with it. */
const filesEach = 200
/** Far more than queues and people have in hand at a time. */
const maxWaiting = 100

/** @param most processes at a time; they start when they are needed */
export function makeChildren(most: number): Children {
  const waiting: Waiting[] = []
  const idle = new Map<Child, NodeJS.Timeout>()
  const all = new Set<Child>()
  let isClosed = false

  function assign(): void {
    while (waiting.length > 0 && (idle.size > 0 || all.size < most)) {
      const child = takeIdle() ?? start()
      const one = waiting.shift()!
      one.leave()
      void carry(child, one)
    }
  }

  function takeIdle(): Child | undefined {
    const [child] = idle.keys()
    if (child !== undefined) leaveIdle(child)
    return child
  }

  function leaveIdle(child: Child): void {
    clearTimeout(idle.get(child))
    idle.delete(child)
  }

  function start(): Child {
    const child = startChild(() => {
      all.delete(child)
      leaveIdle(child)
      if (!isClosed) assign()
    })
    all.add(child)
    return child
  }

  async function carry(child: Child, { job, signal, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve(await child.ask(job, signal))
      child.files += 1
      if (isClosed || child.files >= filesEach) child.kill()
      else idle.set(child, setTimeout(child.kill, idleSeconds * 1000).unref())
    } catch (error) {
      child.kill()
      reject(error)
    }
    assign()
  }

  async function once(job: Job, signal: AbortSignal | undefined): Promise<Answer> {
    if (isClosed || waiting.length >= maxWaiting) throw new CannotSanitise('too many letters wait to be read')
    signal?.throwIfAborted()
    return new Promise((resolve, reject) => {
      // Nobody wants it any more: it takes no turn, and no process is ended for it.
      const giveUp = () => {
        waiting.splice(waiting.indexOf(one), 1)
        reject(signal!.reason)
      }
      const leave = () => signal?.removeEventListener('abort', giveUp)
      const one = { job, signal, leave, resolve, reject }
      signal?.addEventListener('abort', giveUp, { once: true })
      waiting.push(one)
      assign()
    })
  }

  return {
    async ask(job, signal) {
      try {
        // Whether it was the file that ended a process shows when it happens again.
        return await once(job, signal).catch((error: unknown) => {
          if (error instanceof Crashed) return once(job, signal)
          throw error
        })
      } catch (error) {
        if (error instanceof Crashed || error instanceof TookTooMuch) return unreadable()
        throw error
      }
    },
    close() {
      isClosed = true
      for (const { leave, reject } of waiting.splice(0)) {
        leave()
        reject(new CannotSanitise('Crier is ending'))
      }
      for (const child of all) child.kill()
    },
  }
}
