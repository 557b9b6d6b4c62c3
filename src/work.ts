/** Starts the workers of all queues and the schedule in this process. */
import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { turnBackQueues } from '../queries/platform.queries.ts'
import { broadcastWorkers } from './broadcasts/worker.ts'
import { startDrain } from './callbacks/drain.ts'
import type { Crier } from './context.ts'
import { unavailable } from './database.ts'
import { deliveryWorkers } from './delivery/worker.ts'
import { jobsWorkers } from './jobs/worker.ts'
import { printApiRotationWorkers } from './letters/printing/print-api-rotation.ts'
import { responseFileWorkers } from './letters/printing/responses.ts'
import { printingWorkers } from './letters/printing/worker.ts'
import { lettersAreOn } from './letters/switch.ts'
import { lettersWorkers } from './letters/worker.ts'
import { tellFailure } from './outage.ts'
import { ownLookEverySeconds, startQueueWorkers } from './queue-workers.ts'
import { leaseOf, type QueueName, queues, type Worker } from './queues.ts'
import { startCounts } from './redis/counts.ts'
import { reportsWorkers } from './reports/worker.ts'
import { scheduleTasks, scheduleWorkers } from './schedule.ts'
import { statisticsWorkers } from './statistics/worker.ts'

/** Every domain's workers: one for each queue, or this does not compile. */
export const allWorkers = (crier: Crier): Record<QueueName, Worker> => ({
  ...broadcastWorkers(crier),
  ...deliveryWorkers(crier),
  ...jobsWorkers(crier),
  ...lettersWorkers(crier),
  ...printingWorkers(crier),
  ...printApiRotationWorkers(crier),
  ...reportsWorkers(crier),
  ...responseFileWorkers(crier),
  ...statisticsWorkers(crier),
  ...scheduleWorkers(crier),
})

/**
 * Each worker takes its queue's batch; while batches come full it fetches without a pause.
 * @returns how to stop what is no queue's; the queues stop with pg-boss
 */
export async function startWorkers(crier: Crier, boss: PgBoss): Promise<() => Promise<void>> {
  const work = allWorkers(crier)
  const workers = startQueueWorkers(crier, boss)
  const add = (queue: Queue) =>
    workers.add(queue.name, () =>
      boss.work(queue.name, optionsOf(queue), handlerOf(crier, queue.name, work[queue.name])),
    )
  for (const queue of queues) if (!isOfLetters(queue)) add(queue)
  await followLetters(crier, boss, { add, remove: ({ name }) => workers.remove(name) })
  followClock(crier, boss)
  const stopCounts = startCounts(crier)
  const stopDrain = startDrain(crier)
  return async () => {
    await Promise.all([workers.stop(), stopCounts(), stopDrain()])
  }
}

type Queue = (typeof queues)[number]
const isOfLetters = (queue: Queue): boolean => 'ofLetters' in queue

const optionsOf = ({ batch, workers, ...more }: Queue) => ({
  batchSize: batch,
  localConcurrency: workers,
  ...('perGroup' in more ? { localGroupConcurrency: more.perGroup } : {}),
  pollingIntervalSeconds: ownLookEverySeconds,
  notifyPollingIntervalSeconds: ownLookEverySeconds,
  burstWhenBatchFull: true,
  perJobResults: true as const,
  includeMetadata: true as const,
})

const handlerOf =
  (crier: Crier, name: QueueName, work: Worker) => async (jobs: JobWithMetadata<unknown>[]) => {
    const lease = leaseOf(name, jobs)
    try {
      return await work(jobs, lease)
    } catch (error) {
      tellFailure(crier, error, 'batch failed', { queue: name, jobs: jobs.length })
      throw error
    }
  }

const lettersEveryMs = 2_000

/** Works on what is of letters, and has it on the timetable, while they are switched on; the setting is in memory, and every process hears of its change. */
async function followLetters(
  crier: Crier,
  boss: PgBoss,
  { add, remove }: { add: (queue: Queue) => void; remove: (queue: Queue) => Promise<void> },
): Promise<void> {
  let areWorkedOn: boolean | undefined
  const follow = async () => {
    const areOn = await lettersAreOn(crier)
    if (areOn === areWorkedOn) return
    await scheduleTasks(crier)
    for (const queue of queues.filter(isOfLetters)) {
      if (areOn) add(queue)
      else await remove(queue)
    }
    if (areWorkedOn !== undefined) crier.log.info(`letters are switched ${areOn ? 'on' : 'off'}`)
    areWorkedOn = areOn
  }
  await follow()
  let timer: NodeJS.Timeout
  const again = () => {
    timer = setTimeout(async () => {
      await follow().catch((error: unknown) => {
        if (!unavailable(error)) crier.log.error({ error }, 'whether there are letters is not known')
      })
      if (!isStopped) again()
    }, lettersEveryMs).unref()
  }
  let isStopped = false
  boss.once('stopped', () => {
    isStopped = true
    clearTimeout(timer)
  })
  again()
}

const clockEveryMs = 30_000

/** After a failover to a slower clock nothing would be done until the other clock's time is reached: see turn_back_queues. */
function followClock(crier: Crier, boss: PgBoss): void {
  const turnBack = async () => {
    const [turned] = await turnBackQueues.run(undefined, crier.db)
    if (turned!.jobs + turned!.callbacks > 0) crier.log.warn(turned!, 'the database clock went back')
  }
  const timer = setInterval(
    () =>
      turnBack().catch((error: unknown) => {
        // While the database is away there is nothing to turn back.
        if (!unavailable(error)) crier.log.error({ error }, 'queues not looked at')
      }),
    clockEveryMs,
  )
  boss.once('stopped', () => clearInterval(timer))
  timer.unref()
}
