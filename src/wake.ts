/**
 * Tells workers that there is something on their queues: at once, unless they have just been told. It is done after the commit and not in it, because
 * commits that notify wait for each other (db/rules/queues/enqueue.sql). A process that dies in between tells nobody, and workers find it
 * within a second (src/queue-workers.ts).
 */
import { listSendQueues, wakeWorkers } from '../queries/platform.queries.ts'
import type { Channel } from './channels.ts'
import type { Database } from './database.ts'
import type { QueueName } from './queues.ts'
import type { KeyType } from './services/cached.ts'

/** What decides the queue of a message. */
export type Sending = {
  notification_type: Channel
  key_type: KeyType
  process_type?: 'normal' | 'priority'
}
/** A word for it. */
export const kindOf = ({ notification_type, key_type, process_type = 'normal' }: Sending) =>
  `${notification_type} ${key_type} ${process_type}`

export type Waker = {
  wake: (queue: QueueName) => void
  wakeFor: (sending: Sending) => void
}

/** Milliseconds from one telling of a queue to the next: under load its workers find a batch, not a message, and they look without being told. */
const pauseMs = 50

/**
 * @param clock milliseconds of a clock that only runs forward
 * @param after calls later
 */
export function makeWaker(
  db: Database,
  clock: () => number = () => performance.now(),
  after: (ms: number, call: () => void) => void = (ms, call) => void setTimeout(call, ms).unref(),
): Waker {
  const told = new Map<string, { at: number; isDue: boolean }>()
  let queues: Promise<Map<string, string>> | undefined

  function wake(queue: string): void {
    const last = told.get(queue)
    if (last?.isDue) return
    const wait = last === undefined ? 0 : last.at + pauseMs - clock()
    if (wait <= 0) tell(queue)
    else {
      last!.isDue = true
      after(wait, () => tell(queue))
    }
  }

  function tell(queue: string): void {
    told.set(queue, { at: clock(), isDue: false })
    // What nobody is told of is found.
    wakeWorkers.run({ queues: [queue] }, db).catch(() => {})
  }

  async function readQueues(): Promise<Map<string, string>> {
    const rows = await listSendQueues.run(undefined, db)
    return new Map(rows.map((row) => [kindOf(row), row.queue]))
  }

  return {
    wake,
    wakeFor(sending) {
      queues ??= readQueues()
      queues.then(
        (known) => {
          const queue = known.get(kindOf(sending))
          // Of letters nobody waits for a second.
          if (queue !== undefined) wake(queue)
        },
        () => {
          queues = undefined
        },
      )
    },
  }
}
