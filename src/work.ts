/** Starts the workers of all queues and the schedule in this process. */
import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { turnBackQueues } from '../queries/platform.queries.ts'
import { broadcastWorkers } from './broadcasts/worker.ts'
import { startDrain } from './callbacks/drain.ts'
import type { Crier } from './context.ts'
import { unavailable } from './database.ts'
import { deliveryWorkers } from './delivery/worker.ts'
import { jobsWorkers } from './jobs/worker.ts'
import { responseFileWorkers } from './letters/printing/responses.ts'
import { printingWorkers } from './letters/printing/worker.ts'
import { lettersWorkers } from './letters/worker.ts'
import { leaseOf, type QueueName, queues, type Worker } from './queues.ts'
import { scheduleTasks, scheduleWorkers } from './schedule.ts'
import { statisticsWorkers } from './statistics/worker.ts'

/** Every domain's workers: one for each queue, or this does not compile. */
export const allWorkers = (crier: Crier): Record<QueueName, Worker> => ({
  ...broadcastWorkers(crier),
  ...deliveryWorkers(crier),
  ...jobsWorkers(crier),
  ...lettersWorkers(crier),
  ...printingWorkers(crier),
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
  for (const { name, batch, workers, ...more } of queues) {
    const options = {
      batchSize: batch,
      localConcurrency: workers,
      ...('perGroup' in more ? { localGroupConcurrency: more.perGroup } : {}),
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 1,
      burstWhenBatchFull: true,
      perJobResults: true as const,
      includeMetadata: true as const,
    }
    await boss.work(name, options, async (jobs: JobWithMetadata<unknown>[]) => {
      const lease = leaseOf(name, jobs)
      try {
        return await work[name](jobs, lease)
      } catch (error) {
        if (unavailable(error)) crier.outage.suffered(error, 'batch failed')
        else crier.log.error({ error, queue: name, jobs: jobs.length }, 'batch failed')
        throw error
      }
    })
  }
  await scheduleTasks(crier, boss)
  await followClock(crier, boss)
  return startDrain(crier)
}

const clockEveryMs = 30_000

/** After a failover to a slower clock nothing would be done until the other clock's time is reached: see turn_back_queues. */
async function followClock(crier: Crier, boss: PgBoss): Promise<void> {
  const turnBack = async () => {
    const [turned] = await turnBackQueues.run(undefined, crier.db)
    if (turned!.jobs + turned!.callbacks > 0) crier.log.warn(turned!, 'the database clock went back')
  }
  await turnBack()
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
