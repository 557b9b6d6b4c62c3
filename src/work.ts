/** Starts the workers of all queues and the schedule in this process. */
import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss'
import { turnBackQueues } from '../queries/platform.queries.ts'
import type { Crier } from './context.ts'
import { unavailable } from './database.ts'
import { receiptRoutes } from './delivery/routes.ts'
import { postSandboxReceipts, sandboxToken } from './delivery/sandbox-receipts.ts'
import { makeDelivery } from './delivery/worker.ts'
import { type QueueName, queues } from './queues.ts'
import { runScheduledJobs, scheduleTasks } from './schedule.ts'
import { runReportingJobs } from './statistics/nightly.ts'

type Handler = (jobs: JobWithMetadata<unknown>[]) => Promise<JobResult[]>

function handlers(crier: Crier): Record<QueueName, Handler> {
  const { deliver, giveUp } = makeDelivery(crier)
  const receipts = receiptRoutes(crier)
  const token = sandboxToken(crier.seal)
  const send =
    (queue: QueueName): Handler =>
    (jobs) =>
      deliver(queue, jobs)
  return {
    'send-priority': send('send-priority'),
    'notify-internal': send('notify-internal'),
    'send-sms': send('send-sms'),
    'send-email': send('send-email'),
    'send-large': send('send-large'),
    'research-mode': send('research-mode'),
    'sandbox-receipts': (jobs) => postSandboxReceipts(receipts, token, jobs),
    'reporting-tasks': (jobs) => runReportingJobs({ ...crier, db: crier.periodic.nights }, jobs),
    ticks: (jobs) => runScheduledJobs(crier, jobs),
    nights: (jobs) => runScheduledJobs(crier, jobs),
    async undeliverable(jobs) {
      await giveUp(jobs.map((job) => job.sourceId ?? job.id))
      return jobs.map((job) => ({ id: job.id, status: 'completed' }))
    },
  }
}

/** Each worker takes its queue's batch; while batches come full it fetches without a pause. */
export async function startWorkers(crier: Crier, boss: PgBoss): Promise<void> {
  const handle = handlers(crier)
  for (const { name, batch, workers } of queues) {
    const options = {
      batchSize: batch,
      localConcurrency: workers,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 1,
      burstWhenBatchFull: true,
      perJobResults: true as const,
      includeMetadata: true as const,
    }
    await boss.work(name, options, async (jobs: JobWithMetadata<unknown>[]) => {
      try {
        return await handle[name](jobs)
      } catch (error) {
        if (unavailable(error)) crier.outage.suffered(error, 'batch failed')
        else crier.log.error({ error, queue: name, jobs: jobs.length }, 'batch failed')
        throw error
      }
    })
  }
  await scheduleTasks(crier, boss)
  await followClock(crier, boss)
}

const clockEveryMs = 30_000

/** After a failover to a slower clock nothing would be done until the other clock's time is reached: see turn_back_queues. */
async function followClock(crier: Crier, boss: PgBoss): Promise<void> {
  const turnBack = async () => {
    const [row] = await turnBackQueues.run(undefined, crier.db)
    if (row!.turned > 0) crier.log.warn({ jobs: row!.turned }, 'the database clock went back')
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
