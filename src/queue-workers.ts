/**
 * The workers of the queues in this process. Those of a queue begin with its first job: each asks for jobs as it begins, and many at once would open all
 * of pg-boss's connections. From then on they are told of what is put on the queue (wake_workers), and of all else by one look a second for all queues.
 */
import type { EventEmitter } from 'node:events'
import type { PgBoss } from 'pg-boss'
import { listDueQueues } from '../queries/platform.queries.ts'
import type { Crier } from './context.ts'
import { tellFailure } from './outage.ts'
import type { QueueName } from './queues.ts'

export type QueueWorkers = {
  /** The queue's jobs are worked on, from the first one on that is due. @param begin starts its workers */
  add: (name: QueueName, begin: () => Promise<unknown>) => void
  /** They are no more, once those in hand are finished. */
  remove: (name: QueueName) => Promise<void>
  stop: () => Promise<void>
}

/** What becomes due later (a job tried again, one for a later time), or what nobody told of, is begun within this time. */
const lookEveryMs = 1000

/** Of pg-boss, which has each worker look by itself: for a job that the look would not see, of which none is known. */
export const ownLookEverySeconds = 30

/** pg-boss's own driver, as far as it hears of jobs. */
type Hearing = {
  listen: (channel: string, onQueue: (name: string) => void, onHeard: () => void) => Promise<unknown>
}
const heard = 'queue heard of'

/** Whoever wants to know of notifications hears of them as pg-boss does. Before it is started. */
export function passOnNotifications(boss: PgBoss): void {
  const db = boss.getDb() as unknown as Hearing
  const events: EventEmitter = boss
  const listen = db.listen.bind(db)
  db.listen = (channel, onQueue, onHeard) => {
    const onBoth = (name: string) => {
      onQueue(name)
      events.emit(heard, name)
    }
    return listen(channel, onBoth, onHeard)
  }
}

/** @param boss started, and passing on its notifications */
export function startQueueWorkers(crier: Crier, boss: PgBoss): QueueWorkers {
  const waiting = new Map<string, () => Promise<unknown>>()

  function beginFor(name: string): void {
    const begin = waiting.get(name)
    if (begin === undefined) return
    waiting.delete(name)
    begin().catch((error: unknown) => {
      if (!isStopped) waiting.set(name, begin)
      tellFailure(crier, error, 'workers not begun', { queue: name })
    })
  }

  async function look(): Promise<void> {
    const due = new Set((await listDueQueues.run(undefined, crier.db)).map(({ queue }) => queue))
    if (due.size === 0 || isStopped) return
    const begun = boss.getWipData({ includeInternal: true })
    for (const name of due) beginFor(name)
    for (const { id, name } of begun) if (due.has(name)) boss.notifyWorker(id)
  }

  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()
  function lookOn(): void {
    looking = look()
      .catch((error: unknown) => tellFailure(crier, error, 'queues not looked through'))
      .then(() => {
        if (!isStopped) timer = setTimeout(lookOn, lookEveryMs)
      })
  }

  const events: EventEmitter = boss
  events.on(heard, beginFor)
  lookOn()
  return {
    add: (name, begin) => void waiting.set(name, begin),
    async remove(name) {
      if (!waiting.delete(name)) await boss.offWork(name)
    },
    async stop() {
      isStopped = true
      waiting.clear()
      clearTimeout(timer)
      await looking
    },
  }
}
