/**
 * Every periodic task: its name, its time in the platform's zone, what it calls. Names and times are Notify's (specification, sending, timetable;
 * billing). The order of the night matters: timeout (00:05), billing (00:15), status facts (00:30), deletion (03:00). Where figures depend on it
 * the later task sees to the earlier one, since missed tasks are caught up in no order.
 */
import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss'
import {
  completeBroadcasts,
  deleteOldSandboxDocuments,
  examineBroadcastDeliveries,
  publishAlerts,
  triggerLinkTests,
} from '../queries/broadcasts.queries.ts'
import { deleteOldCallbacks } from '../queries/callbacks.queries.ts'
import {
  abandonDeliveryClaims,
  applyReceiptsLeftWaiting,
  presumeDelivered,
  reduceSlowProviders,
  replayCreatedNotifications,
  tendProvidersBackToMiddle,
} from '../queries/delivery.queries.ts'
import { deleteExpiredFiles, forgetDeletedFiles, settleNewFiles } from '../queries/files.queries.ts'
import { completeJobs, rescueStuckJobs, startDueJobs, storeMissingRows } from '../queries/jobs.queries.ts'
import { enqueuePrinterRotations } from '../queries/letters/printing.queries.ts'
import { deleteArchivedLetterFiles } from '../queries/letters.queries.ts'
import { markNotificationChanges } from '../queries/notifications/changes.queries.ts'
import {
  finishTaskRun,
  forgetIdempotencyKeys,
  forgetWaitingReceipts,
  getLocalDate,
  getSettings,
  makeHistoryPartitions,
  startTaskRun,
} from '../queries/platform.queries.ts'
import { settleReportRequests } from '../queries/reports.queries.ts'
import { listHistoryPartitionFaults } from '../queries/retention.queries.ts'
import { archiveUnsubscribeRequests } from '../queries/unsubscribe.queries.ts'
import { deleteOldCodes } from '../queries/users.queries.ts'
import { createNightlyBilling, runPopulateAnnualBilling, updateFtBillingForToday } from './billing/nightly.ts'
import { tellOfFailingCallbacks } from './callbacks/outages.ts'
import type { Crier } from './context.ts'
import { forgetDeliveryFailures, timeoutSending } from './delivery/nightly.ts'
import { watchSlowDeliveries, watchTextSenders } from './delivery/watching.ts'
import { removeObjects } from './files/bucket.ts'
import { watchInboundNumbers } from './inbound/watching.ts'
import { removeJobs } from './jobs/removal.ts'
import { isOver, keepTrying, type Lease } from './keep-trying.ts'
import {
  checkIfLettersStillInCreated,
  collateLetterPdfsToBeSent,
  deliverSandboxLetters,
  forgetOldPrintBatches,
  raiseAlertIfBatchesUnsent,
  raiseAlertIfLettersStillSending,
  raiseAlertIfNoLetterAckFile,
} from './letters/printing/tasks.ts'
import { lettersAreOn } from './letters/switch.ts'
import { checkPendingLetters, checkPendingLettersOfDays, replayLetters } from './letters/tasks.ts'
import type { Workers } from './queues.ts'
import {
  deleteEventsOlderThanAYear,
  deleteInboundSms,
  deleteInvitations,
  deleteNotificationsOlderThanRetention,
} from './retention/nightly.ts'
import { createNightlyNotificationStatus, saveDailyNotificationProcessingTime } from './statistics/nightly.ts'
import { tendEmailFiles } from './templates/nightly.ts'

/**
 * now: the instant that the task takes for the present. date: the local date that it runs on. day: the local date that somebody
 * asked for by name, in place of what the task would find to do.
 */
export type TaskTime = { now: string; date: string; day?: string }
export type Task = {
  name: string
  cron: string
  /** ticks: short, and of no effect that the next one has not. nights: once a night or a year; missed ones are caught up. */
  queue: 'ticks' | 'nights'
  /** Of a tick: its effect is figures that would stay old until the next one, so it is caught up as well. */
  caughtUp?: true
  /** It is on no timetable while letters are switched off. */
  ofLetters?: true
  /** crier.db is the queue's own: see its statement timeout. */
  run: (crier: Crier, time: TaskTime) => Promise<unknown>
}

/** Files that one statement looks at, or deletes. */
const fileBatch = 1000

/** Missing rows that one statement makes messages of. */
const jobRowBatch = 1000

const hoursBefore = (now: string, hours: number) =>
  new Date(Date.parse(now) - hours * 3_600_000).toISOString()

export const tasks: readonly Task[] = [
  {
    name: 'switch-current-sms-provider-on-slow-delivery',
    cron: '* * * * *',
    queue: 'ticks',
    run: ({ db }, { now }) => reduceSlowProviders.run({ now }, db),
  },
  {
    name: 'tend-providers-back-to-middle',
    cron: '*/5 * * * *',
    queue: 'ticks',
    run: ({ db }, { now }) => tendProvidersBackToMiddle.run({ now }, db),
  },
  {
    name: 'abandon-delivery-claims',
    cron: '*/5 * * * *',
    queue: 'ticks',
    async run({ db, log }, { now }) {
      const [row] = await abandonDeliveryClaims.run({ now }, db)
      if (row!.abandoned > 0) log.warn({ batches: row!.abandoned }, 'batches whose workers never came back')
    },
  },
  {
    name: 'presume-delivered',
    cron: '* * * * *',
    queue: 'ticks',
    async run({ db }, { now }) {
      while ((await presumeDelivered.run({ now }, db)).length > 0);
    },
  },
  {
    name: 'replay-created-notifications',
    cron: '*/15 * * * *',
    queue: 'ticks',
    async run(crier, time) {
      await replayCreatedNotifications.run({ now: time.now }, crier.db)
      await replayLetters(crier, time)
    },
  },
  {
    name: 'generate-sms-delivery-stats',
    cron: '* * * * *',
    queue: 'ticks',
    run: watchSlowDeliveries,
  },
  {
    name: 'check-for-services-with-high-failure-rates-or-sending-to-tv-numbers',
    cron: '30 10 * * 1-5',
    queue: 'nights',
    run: watchTextSenders,
  },
  {
    name: 'check-for-low-available-inbound-sms-numbers',
    cron: '0 9 * * 1',
    queue: 'ticks',
    run: watchInboundNumbers,
  },
  {
    // Notify's every 66 minutes is no time of a timetable.
    name: 'delete-invitations',
    cron: '6 * * * *',
    queue: 'ticks',
    run: deleteInvitations,
  },
  {
    name: 'delete-verify-codes',
    cron: '12 * * * *',
    queue: 'ticks',
    async run({ db }, { now }) {
      while (((await deleteOldCodes.run({ now, batch_size: 1000 }, db))[0]?.deleted ?? 0) > 0);
    },
  },
  {
    name: 'archive-pending-template-email-files',
    cron: '20 * * * *',
    queue: 'ticks',
    run: tendEmailFiles,
  },
  {
    name: 'timeout-sending-notifications',
    cron: '5 0 * * *',
    queue: 'nights',
    run: timeoutSending,
  },
  { name: 'create-nightly-billing', cron: '15 0 * * *', queue: 'nights', run: createNightlyBilling },
  {
    name: 'create-nightly-notification-status',
    cron: '30 0 * * *',
    queue: 'nights',
    run: createNightlyNotificationStatus,
  },
  { name: 'delete-inbound-sms', cron: '40 1 * * *', queue: 'nights', run: deleteInboundSms },
  {
    name: 'save-daily-notification-processing-time',
    cron: '0 2 * * *',
    queue: 'nights',
    run: saveDailyNotificationProcessingTime,
  },
  {
    // It fails, and is tried again, until the night's status facts are made.
    name: 'delete-notifications-older-than-retention',
    cron: '0 3 * * *',
    queue: 'nights',
    run: deleteNotificationsOlderThanRetention,
  },
  {
    name: 'delete-events-older-than-a-year',
    cron: '4 3 * * *',
    queue: 'nights',
    run: deleteEventsOlderThanAYear,
  },
  { name: 'run-populate-annual-billing', cron: '1 2 1 4 *', queue: 'nights', run: runPopulateAnnualBilling },
  {
    name: 'update-ft-billing-for-today',
    cron: '0 * * * *',
    queue: 'ticks',
    caughtUp: true,
    run: updateFtBillingForToday,
  },
  {
    name: 'mark-notification-changes',
    cron: '* * * * *',
    queue: 'ticks',
    run: ({ db }, { now }) => markNotificationChanges.run({ now }, db),
  },
  {
    name: 'archive-unsubscribe-requests',
    cron: '5 0 * * *',
    queue: 'nights',
    async run({ db }, { now }) {
      while (((await archiveUnsubscribeRequests.run({ now }, db))[0]?.archived ?? 0) > 0);
    },
  },
  {
    name: 'settle-report-requests',
    cron: '20 * * * *',
    queue: 'ticks',
    async run({ db }, { now }) {
      while (((await settleReportRequests.run({ now, batch_size: fileBatch }, db))[0]?.settled ?? 0) > 0);
    },
  },
  {
    // Notify's runs every quarter of an hour; its own pages offer whole hours only.
    name: 'run-scheduled-jobs',
    cron: '* * * * *',
    queue: 'ticks',
    run: ({ db }, { now }) => startDueJobs.run({ now }, db),
  },
  {
    name: 'check-job-status',
    cron: '* * * * *',
    queue: 'ticks',
    run: ({ db }, { now }) => rescueStuckJobs.run({ now }, db),
  },
  {
    name: 'update-status-of-fully-processed-jobs',
    cron: '* * * * *',
    queue: 'ticks',
    run: ({ db }, { now }) => completeJobs.run({ now }, db),
  },
  {
    name: 'check-for-missing-rows-in-completed-jobs',
    cron: '*/10 * * * *',
    queue: 'ticks',
    async run({ db }, { now }) {
      while (((await storeMissingRows.run({ now, batch_size: jobRowBatch }, db))[0]?.stored ?? 0) > 0);
    },
  },
  {
    name: 'remove-sms-email-jobs',
    cron: '0 4 * * *',
    queue: 'nights',
    run: (crier, { now }) => removeJobs(crier, now),
  },
  {
    name: 'forget-idempotency-keys',
    cron: '25 * * * *',
    queue: 'ticks',
    async run({ db }, { now }) {
      while (
        ((await forgetIdempotencyKeys.run({ before: hoursBefore(now, 24) }, db))[0]?.forgotten ?? 0) > 0
      );
    },
  },
  {
    name: 'apply-waiting-receipts',
    cron: '*/5 * * * *',
    queue: 'ticks',
    run: ({ db }) => applyReceiptsLeftWaiting.run(undefined, db),
  },
  {
    name: 'forget-delivery-failures',
    cron: '45 2 * * *',
    queue: 'nights',
    run: forgetDeliveryFailures,
  },
  {
    name: 'forget-waiting-receipts',
    cron: '35 2 * * *',
    queue: 'nights',
    run: ({ db }, { now }) => forgetWaitingReceipts.run({ before: hoursBefore(now, 7 * 24) }, db),
  },
  {
    name: 'tell-services-of-failing-callbacks',
    cron: '*/5 * * * *',
    queue: 'ticks',
    run: tellOfFailingCallbacks,
  },
  {
    name: 'delete-old-callbacks',
    cron: '20 3 * * *',
    queue: 'nights',
    async run({ db }, { now }) {
      while (((await deleteOldCallbacks.run({ now, batch_size: 10_000 }, db))[0]?.deleted ?? 0) > 0);
    },
  },
  {
    name: 'trigger-link-tests',
    cron: '*/15 * * * *',
    queue: 'ticks',
    run: ({ db }) => triggerLinkTests.run(undefined, db),
  },
  {
    name: 'auto-expire-broadcast-messages',
    cron: '*/5 * * * *',
    queue: 'ticks',
    run: ({ db }, { now }) => completeBroadcasts.run({ now }, db),
  },
  {
    name: 'examine-broadcast-deliveries',
    cron: '* * * * *',
    queue: 'ticks',
    run: ({ db }, { now }) => examineBroadcastDeliveries.run({ now }, db),
  },
  {
    // A test that was announced for the day before is announced no more.
    name: 'remove-yesterdays-planned-tests-on-govuk-alerts',
    cron: '0 0 * * *',
    queue: 'ticks',
    caughtUp: true,
    run: ({ db }) => publishAlerts.run(undefined, db),
  },
  {
    name: 'delete-old-sandbox-documents',
    cron: '50 2 * * *',
    queue: 'nights',
    run: ({ db }, { now }) => deleteOldSandboxDocuments.run({ now }, db),
  },
  {
    name: 'settle-new-files',
    cron: '45 * * * *',
    queue: 'ticks',
    async run({ db }, { now }) {
      while (((await settleNewFiles.run({ now, batch_size: fileBatch }, db))[0]?.settled ?? 0) > 0);
    },
  },
  {
    // Documents end with a local day.
    name: 'delete-expired-files',
    cron: '10 0 * * *',
    queue: 'nights',
    async run({ db }, { now }) {
      while (((await deleteExpiredFiles.run({ now, batch_size: fileBatch }, db))[0]?.deleted ?? 0) > 0);
      while (((await forgetDeletedFiles.run({ now, batch_size: fileBatch }, db))[0]?.forgotten ?? 0) > 0);
    },
  },
  {
    name: 'check-if-letters-still-pending-virus-check',
    cron: '*/10 * * * *',
    queue: 'ticks',
    ofLetters: true,
    run: checkPendingLetters,
  },
  {
    name: 'check-if-letters-pending-virus-check-for-days',
    cron: '0 20 * * *',
    queue: 'nights',
    ofLetters: true,
    run: checkPendingLettersOfDays,
  },
  {
    name: 'remove-objects-of-deleted-files',
    cron: '* * * * *',
    queue: 'ticks',
    run: (crier, { now }) => removeObjects(crier, now),
  },
  {
    name: 'collate-letter-pdfs-to-be-sent',
    cron: '50 17 * * *',
    queue: 'nights',
    ofLetters: true,
    run: collateLetterPdfsToBeSent,
  },
  {
    name: 'raise-alert-if-no-letter-ack-file',
    cron: '0 23 * * *',
    queue: 'nights',
    ofLetters: true,
    run: raiseAlertIfNoLetterAckFile,
  },
  {
    name: 'raise-alert-if-letter-notifications-still-sending',
    cron: '0 19 * * *',
    queue: 'nights',
    ofLetters: true,
    run: raiseAlertIfLettersStillSending,
  },
  {
    name: 'check-if-letters-still-in-created',
    cron: '0 7 * * 1-5',
    queue: 'nights',
    ofLetters: true,
    run: checkIfLettersStillInCreated,
  },
  {
    // When the queue has made all its attempts.
    name: 'raise-alert-if-letter-batches-unsent',
    cron: '0 21 * * *',
    queue: 'nights',
    ofLetters: true,
    run: raiseAlertIfBatchesUnsent,
  },
  {
    name: 'deliver-sandbox-letters',
    cron: '0 8 * * *',
    queue: 'ticks',
    ofLetters: true,
    run: deliverSandboxLetters,
  },
  {
    // Which hour is one of them is SQL: it goes by UTC, which a timetable in another zone does not.
    name: 'rotate-printer-secrets',
    cron: '0 * * * *',
    queue: 'ticks',
    ofLetters: true,
    run: ({ db }, { now }) => enqueuePrinterRotations.run({ now }, db),
  },
  {
    name: 'forget-print-batches',
    cron: '50 2 * * *',
    queue: 'nights',
    run: forgetOldPrintBatches,
  },
  {
    // After the night's archive has listed them.
    name: 'delete-archived-letter-files',
    cron: '30 4 * * *',
    queue: 'nights',
    async run({ db }) {
      while (((await deleteArchivedLetterFiles.run({ batch_size: fileBatch }, db))[0]?.deleted ?? 0) > 0);
    },
  },
  {
    name: 'make-history-partitions',
    cron: '40 2 * * *',
    queue: 'nights',
    async run({ db, log }, { date }) {
      await makeHistoryPartitions.run({ today: date }, db)
      for (const { fault } of await listHistoryPartitionFaults.run({ today: date }, db))
        log.error({ fault }, 'history')
    },
  },
]

/**
 * Runs one task now, and sees to it that its end is recorded.
 * @param date YYYY-MM-DD, the local date that it runs for; default today
 * @param asked when its job was made, by the database's clock: nothing is done when a run that began later has finished; and the job's lease
 * @throws Error for an unknown task or date, and by hand for a task of letters while they are switched off
 */
export async function runTask(
  crier: Crier,
  name: string,
  date?: string,
  asked?: { at: Date; lease: Lease },
): Promise<void> {
  const task = tasks.find((one) => one.name === name)
  if (task === undefined) throw new Error(`there is no task "${name}": see task list`)
  if (date !== undefined && !isDate(date)) throw new Error(`"${date}" is not a date: YYYY-MM-DD`)
  if (task.ofLetters && !(await lettersAreOn(crier))) {
    if (asked === undefined) throw new Error('letters are switched off')
    return
  }
  const db = crier.periodic[task.queue]
  const now = crier.now().toISOString()
  const run_on = date ?? (await getLocalDate.run({ now }, db))[0]!.today
  const run = { task: name, run_on }
  const [started] = await startTaskRun.run({ ...run, asked_at: asked?.at.toISOString() ?? null }, db)
  if (started === undefined) return
  await task.run({ ...crier, db }, { now, date: run_on, ...(date === undefined ? {} : { day: date }) })
  const record = () => finishTaskRun.run(run, db)
  await (asked === undefined ? record() : keepTrying(record, asked.lease))
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  )
}

/** Puts the timetable into pg-boss, in the platform's time zone; what is gone from it is taken off, and the tasks of letters while these are switched off. */
export async function scheduleTasks({ db }: Pick<Crier, 'db'>, boss: PgBoss): Promise<void> {
  const wanted = async () => {
    const { time_zone: zone, letters_enabled: areOn } = (await getSettings.run(undefined, db))[0]!
    return { zone, timetable: tasks.filter((task) => areOn || !task.ofLetters) }
  }
  const { timetable } = await wanted()
  for (const { name: queue, key } of await boss.getSchedules()) {
    if (!timetable.some((task) => task.queue === queue && task.name === key))
      await boss.unschedule(queue, key)
  }
  // The database moves the timetable when the zone changes; a change while it is written here is seen at the end.
  for (let zone: string | undefined, now = await wanted(); now.zone !== zone; now = await wanted()) {
    zone = now.zone
    for (const { name, cron, queue, caughtUp } of timetable) {
      const missed = queue === 'nights' || caughtUp ? 'once' : 'skip'
      await boss.schedule(queue, cron, { task: name }, { tz: zone, key: name, missed })
    }
  }
}

export const scheduleWorkers = (crier: Crier) =>
  ({
    ticks: (jobs, lease) => runScheduledJobs(crier, jobs, lease),
    nights: (jobs, lease) => runScheduledJobs(crier, jobs, lease),
  }) satisfies Workers

/** Runs tasks whose time has come. What fails is tried again by its queue's rules. */
export async function runScheduledJobs(
  crier: Crier,
  jobs: Pick<JobWithMetadata<unknown>, 'id' | 'data' | 'createdOn'>[],
  lease: Lease,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const job of jobs) {
    const { task } = job.data as { task: string }
    try {
      if (isOver(lease)) throw new Error('its turn came too late')
      await runTask(crier, task, undefined, { at: job.createdOn, lease })
      results.push({ id: job.id, status: 'completed' })
    } catch (error) {
      crier.log.error({ error, task }, 'task failed')
      results.push({ id: job.id, status: 'failed' })
    }
  }
  return results
}
