/**
 * Every periodic task: its name, its time in the platform's zone, what it calls. Names and times are Notify's (specification, sending, timetable;
 * billing). The order of the night matters: timeout (00:05), billing (00:15), status facts (00:30), deletion (03:00).
 */
import type { Job, JobResult, PgBoss } from 'pg-boss'
import {
  applyReceiptsLeftWaiting,
  replayCreatedNotifications,
  switchSmsProviderOnSlowDelivery,
  tendProvidersBackToMiddle,
  timeoutSendingNotifications,
} from '../queries/delivery.queries.ts'
import { deleteExpiredFiles, forgetDeletedFiles, settleNewFiles } from '../queries/files.queries.ts'
import { deleteArchivedLetterFiles } from '../queries/letters.queries.ts'
import { markNotificationChanges } from '../queries/notifications/changes.queries.ts'
import {
  finishTaskRun,
  forgetIdempotencyKeys,
  forgetWaitingReceipts,
  getLocalDate,
  makeHistoryPartitions,
  startTaskRun,
} from '../queries/platform.queries.ts'
import { listHistoryPartitionFaults } from '../queries/retention.queries.ts'
import { archiveUnsubscribeRequests } from '../queries/unsubscribe.queries.ts'
import { createNightlyBilling, runPopulateAnnualBilling, updateFtBillingForToday } from './billing/nightly.ts'
import type { Crier } from './crier.ts'
import {
  deleteEventsOlderThanAYear,
  deleteInboundSms,
  deleteNotificationsOlderThanRetention,
} from './retention/nightly.ts'
import { createNightlyNotificationStatus, saveDailyNotificationProcessingTime } from './statistics/nightly.ts'

/**
 * now: the instant that the task takes for the present. date: the local date that it runs on. day: the local date that somebody
 * asked for by name, in place of what the task would find to do.
 */
export type TaskTime = { now: string; date: string; day?: string }
export type Task = {
  name: string
  cron: string
  run: (crier: Crier, time: TaskTime) => Promise<unknown>
  /** Once per local date: a missed night is caught up, and task_runs says so. */
  nightly?: true
}

/** Files whose contents are deleted by one statement: up to 2 GB. */
const fileBatch = 1000

const hoursBefore = (now: string, hours: number) =>
  new Date(Date.parse(now) - hours * 3_600_000).toISOString()

export const tasks: readonly Task[] = [
  {
    name: 'switch-current-sms-provider-on-slow-delivery',
    cron: '* * * * *',
    run: ({ db }, { now }) => switchSmsProviderOnSlowDelivery.run({ now }, db),
  },
  {
    name: 'tend-providers-back-to-middle',
    cron: '*/5 * * * *',
    run: ({ db }, { now }) => tendProvidersBackToMiddle.run({ now }, db),
  },
  {
    name: 'replay-created-notifications',
    cron: '*/15 * * * *',
    run: ({ db }, { now }) => replayCreatedNotifications.run({ now }, db),
  },
  {
    name: 'timeout-sending-notifications',
    cron: '5 0 * * *',
    nightly: true,
    async run(crier, { now }) {
      // Batches, until one comes back empty.
      while ((await timeoutSendingNotifications.run({ now }, crier.db)).length > 0);
    },
  },
  { name: 'create-nightly-billing', cron: '15 0 * * *', nightly: true, run: createNightlyBilling },
  {
    name: 'create-nightly-notification-status',
    cron: '30 0 * * *',
    nightly: true,
    run: createNightlyNotificationStatus,
  },
  { name: 'delete-inbound-sms', cron: '40 1 * * *', nightly: true, run: deleteInboundSms },
  {
    name: 'save-daily-notification-processing-time',
    cron: '0 2 * * *',
    nightly: true,
    run: saveDailyNotificationProcessingTime,
  },
  {
    // It fails, and is tried again, until the night's status facts are made.
    name: 'delete-notifications-older-than-retention',
    cron: '0 3 * * *',
    nightly: true,
    run: deleteNotificationsOlderThanRetention,
  },
  {
    name: 'delete-events-older-than-a-year',
    cron: '4 3 * * *',
    nightly: true,
    run: deleteEventsOlderThanAYear,
  },
  { name: 'run-populate-annual-billing', cron: '1 2 1 4 *', run: runPopulateAnnualBilling },
  { name: 'update-ft-billing-for-today', cron: '0 * * * *', run: updateFtBillingForToday },
  {
    name: 'mark-notification-changes',
    cron: '* * * * *',
    run: ({ db }, { now }) => markNotificationChanges.run({ now }, db),
  },
  {
    name: 'archive-unsubscribe-requests',
    cron: '5 0 * * *',
    nightly: true,
    async run({ db }, { now }) {
      while (((await archiveUnsubscribeRequests.run({ now }, db))[0]?.archived ?? 0) > 0);
    },
  },
  {
    name: 'forget-idempotency-keys',
    cron: '25 * * * *',
    async run({ db }, { now }) {
      while (
        ((await forgetIdempotencyKeys.run({ before: hoursBefore(now, 24) }, db))[0]?.forgotten ?? 0) > 0
      );
    },
  },
  {
    name: 'apply-waiting-receipts',
    cron: '*/5 * * * *',
    run: ({ db }) => applyReceiptsLeftWaiting.run(undefined, db),
  },
  {
    name: 'forget-waiting-receipts',
    cron: '35 2 * * *',
    run: ({ db }, { now }) => forgetWaitingReceipts.run({ before: hoursBefore(now, 7 * 24) }, db),
  },
  {
    name: 'settle-new-files',
    cron: '45 * * * *',
    async run({ db }, { now }) {
      while (((await settleNewFiles.run({ now, batch_size: fileBatch }, db))[0]?.settled ?? 0) > 0);
    },
  },
  {
    // Documents end with a local day.
    name: 'delete-expired-files',
    cron: '10 0 * * *',
    nightly: true,
    async run({ db }, { now }) {
      while (((await deleteExpiredFiles.run({ now, batch_size: fileBatch }, db))[0]?.deleted ?? 0) > 0);
      while (((await forgetDeletedFiles.run({ now, batch_size: fileBatch }, db))[0]?.forgotten ?? 0) > 0);
    },
  },
  {
    // After the night's archive has listed them.
    name: 'delete-archived-letter-files',
    cron: '30 4 * * *',
    nightly: true,
    async run({ db }) {
      while (((await deleteArchivedLetterFiles.run({ batch_size: fileBatch }, db))[0]?.deleted ?? 0) > 0);
    },
  },
  {
    name: 'make-history-partitions',
    cron: '40 2 * * *',
    nightly: true,
    async run({ db, log }, { date }) {
      await makeHistoryPartitions.run({ today: date }, db)
      for (const { fault } of await listHistoryPartitionFaults.run({ today: date }, db))
        log.error({ fault }, 'history')
    },
  },
]

const queue = 'scheduled-tasks'

/**
 * Runs one task now.
 * @param date YYYY-MM-DD, the local date that it runs for; default today
 * @throws Error for an unknown task or date
 */
export async function runTask(crier: Crier, name: string, date?: string): Promise<void> {
  const task = tasks.find((one) => one.name === name)
  if (task === undefined) throw new Error(`there is no task "${name}": see task list`)
  if (date !== undefined && !isDate(date)) throw new Error(`"${date}" is not a date: YYYY-MM-DD`)
  const now = crier.now().toISOString()
  const run_on = date ?? (await getLocalDate.run({ now }, crier.db))[0]!.today
  await startTaskRun.run({ task: name, run_on, now }, crier.db)
  await task.run(crier, { now, date: run_on, ...(date === undefined ? {} : { day: date }) })
  await finishTaskRun.run({ task: name, run_on, now: crier.now().toISOString() }, crier.db)
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  )
}

/** Puts the timetable into pg-boss; tasks that are gone from it are taken off. */
export async function scheduleTasks(boss: PgBoss, timeZone = 'Europe/London'): Promise<void> {
  const names = new Set(tasks.map((task) => task.name))
  for (const schedule of await boss.getSchedules(queue)) {
    if (!names.has(schedule.key)) await boss.unschedule(queue, schedule.key)
  }
  for (const task of tasks) {
    await boss.schedule(
      queue,
      task.cron,
      { task: task.name },
      { tz: timeZone, key: task.name, singletonKey: task.name, missed: task.nightly ? 'once' : 'skip' },
    )
  }
}

export async function runScheduledJobs(crier: Crier, jobs: Job<unknown>[]): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const job of jobs) {
    const { task } = job.data as { task: string }
    try {
      await runTask(crier, task)
      results.push({ id: job.id, status: 'completed' })
    } catch (error) {
      crier.log.error({ error, task }, 'task failed')
      results.push({ id: job.id, status: 'failed' })
    }
  }
  return results
}
