/**
 * Every periodic task: its time in the platform's zone, its name, what it calls. Names and times are Notify's (specification, sending, timetable;
 * billing). The order of the night matters: timeout (00:05), billing (00:15), status facts (00:30), deletion (03:00). Where figures depend on it
 * the later task sees to the earlier one, since missed tasks are caught up in no order. What a task does is in its domain: src/<domain>/schedule.ts,
 * or a file of its own where it is more than a statement.
 */
import type { JobResult, JobWithMetadata } from 'pg-boss'
import { finishTaskRun, getLocalDate, setTimetable, startTaskRun } from '../queries/platform.queries.ts'
import { createNightlyBilling, runPopulateAnnualBilling, updateFtBillingForToday } from './billing/nightly.ts'
import {
  completeBroadcasts,
  deleteOldSandboxDocuments,
  examineBroadcastDeliveries,
  publishAlerts,
  triggerLinkTests,
} from './broadcasts/schedule.ts'
import { tellOfFailingCallbacks } from './callbacks/outages.ts'
import { deleteOldCallbacks } from './callbacks/schedule.ts'
import type { Crier } from './context.ts'
import { forgetDeliveryFailures, timeoutSending } from './delivery/nightly.ts'
import {
  abandonDeliveryClaims,
  applyWaitingReceipts,
  forgetWaitingReceipts,
  presumeDelivered,
  reduceSlowProviders,
  replayCreatedNotifications,
  tendProvidersBackToMiddle,
} from './delivery/schedule.ts'
import { watchSlowDeliveries, watchTextSenders } from './delivery/watching.ts'
import { removeObjects } from './files/bucket.ts'
import { deleteExpiredFiles, settleNewFiles } from './files/schedule.ts'
import { watchInboundNumbers } from './inbound/watching.ts'
import { removeJobs } from './jobs/removal.ts'
import { completeJobs, rescueStuckJobs, startDueJobs, storeMissingRows } from './jobs/schedule.ts'
import { isOver, keepTrying, type Lease } from './keep-trying.ts'
import {
  checkIfLettersInTechnicalFailure,
  checkIfLettersStillInCreated,
  collateLetterPdfsToBeSent,
  deliverSandboxLetters,
  forgetOldPrintBatches,
  raiseAlertIfBatchesUnsent,
  raiseAlertIfLettersStillSending,
  raiseAlertIfNoLetterAckFile,
} from './letters/printing/tasks.ts'
import { deleteArchivedLetterFiles, rotatePrinterSecrets } from './letters/schedule.ts'
import { lettersAreOn } from './letters/switch.ts'
import { checkPendingLetters, checkPendingLettersOfDays } from './letters/tasks.ts'
import { forgetIdempotencyKeys, markNotificationChanges } from './notifications/schedule.ts'
import { tellFailure } from './outage.ts'
import type { Workers } from './queues.ts'
import { settleReportRequests } from './reports/schedule.ts'
import {
  deleteEventsOlderThanAYear,
  deleteInboundSms,
  deleteInvitations,
  deleteNotificationsOlderThanRetention,
} from './retention/nightly.ts'
import { makeHistoryPartitions } from './retention/schedule.ts'
import { createNightlyNotificationStatus, saveDailyNotificationProcessingTime } from './statistics/nightly.ts'
import { tendEmailFiles } from './templates/nightly.ts'
import { archiveUnsubscribeRequests } from './unsubscribe/schedule.ts'
import { deleteVerifyCodes } from './users/schedule.ts'

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

type Run = Task['run']
type More = Pick<Task, 'caughtUp' | 'ofLetters'>
const tick = (cron: string, name: string, run: Run, more: More = {}): Task => ({
  name,
  cron,
  queue: 'ticks',
  run,
  ...more,
})
const night = (cron: string, name: string, run: Run, more: More = {}): Task => ({
  ...tick(cron, name, run, more),
  queue: 'nights',
})
const caughtUp = { caughtUp: true } as const
const ofLetters = { ofLetters: true } as const

// biome-ignore format: one task a line
export const tasks: readonly Task[] = [
  tick('* * * * *', 'switch-current-sms-provider-on-slow-delivery', reduceSlowProviders),
  tick('*/5 * * * *', 'tend-providers-back-to-middle', tendProvidersBackToMiddle),
  tick('*/5 * * * *', 'abandon-delivery-claims', abandonDeliveryClaims),
  tick('* * * * *', 'presume-delivered', presumeDelivered),
  tick('*/15 * * * *', 'replay-created-notifications', replayCreatedNotifications),
  tick('* * * * *', 'generate-sms-delivery-stats', watchSlowDeliveries),
  night('30 10 * * 1-5', 'check-for-services-with-high-failure-rates-or-sending-to-tv-numbers', watchTextSenders),
  tick('0 9 * * 1', 'check-for-low-available-inbound-sms-numbers', watchInboundNumbers),
  // Notify's every 66 minutes is no time of a timetable.
  tick('6 * * * *', 'delete-invitations', deleteInvitations),
  tick('12 * * * *', 'delete-verify-codes', deleteVerifyCodes),
  tick('20 * * * *', 'archive-pending-template-email-files', tendEmailFiles),
  night('5 0 * * *', 'timeout-sending-notifications', timeoutSending),
  night('15 0 * * *', 'create-nightly-billing', createNightlyBilling),
  night('30 0 * * *', 'create-nightly-notification-status', createNightlyNotificationStatus),
  night('40 1 * * *', 'delete-inbound-sms', deleteInboundSms),
  night('0 2 * * *', 'save-daily-notification-processing-time', saveDailyNotificationProcessingTime),
  // It fails, and is tried again, until the night's status facts are made.
  night('0 3 * * *', 'delete-notifications-older-than-retention', deleteNotificationsOlderThanRetention),
  night('4 3 * * *', 'delete-events-older-than-a-year', deleteEventsOlderThanAYear),
  night('1 2 1 4 *', 'run-populate-annual-billing', runPopulateAnnualBilling),
  tick('0 * * * *', 'update-ft-billing-for-today', updateFtBillingForToday, caughtUp),
  tick('* * * * *', 'mark-notification-changes', markNotificationChanges),
  night('5 0 * * *', 'archive-unsubscribe-requests', archiveUnsubscribeRequests),
  tick('20 * * * *', 'settle-report-requests', settleReportRequests),
  // Notify's runs every quarter of an hour; its own pages offer whole hours only.
  tick('* * * * *', 'run-scheduled-jobs', startDueJobs),
  tick('* * * * *', 'check-job-status', rescueStuckJobs),
  tick('* * * * *', 'update-status-of-fully-processed-jobs', completeJobs),
  tick('*/10 * * * *', 'check-for-missing-rows-in-completed-jobs', storeMissingRows),
  night('0 4 * * *', 'remove-sms-email-jobs', (crier, { now }) => removeJobs(crier, now)),
  tick('25 * * * *', 'forget-idempotency-keys', forgetIdempotencyKeys),
  tick('*/5 * * * *', 'apply-waiting-receipts', applyWaitingReceipts),
  night('45 2 * * *', 'forget-delivery-failures', forgetDeliveryFailures),
  night('35 2 * * *', 'forget-waiting-receipts', forgetWaitingReceipts),
  tick('*/5 * * * *', 'tell-services-of-failing-callbacks', tellOfFailingCallbacks),
  night('20 3 * * *', 'delete-old-callbacks', deleteOldCallbacks),
  tick('*/15 * * * *', 'trigger-link-tests', triggerLinkTests),
  tick('*/5 * * * *', 'auto-expire-broadcast-messages', completeBroadcasts),
  tick('* * * * *', 'examine-broadcast-deliveries', examineBroadcastDeliveries),
  // A test that was announced for the day before is announced no more.
  tick('0 0 * * *', 'remove-yesterdays-planned-tests-on-govuk-alerts', publishAlerts, caughtUp),
  night('50 2 * * *', 'delete-old-sandbox-documents', deleteOldSandboxDocuments),
  tick('45 * * * *', 'settle-new-files', settleNewFiles),
  // Documents end with a local day.
  night('10 0 * * *', 'delete-expired-files', deleteExpiredFiles),
  tick('*/10 * * * *', 'check-if-letters-still-pending-virus-check', checkPendingLetters, ofLetters),
  night('0 20 * * *', 'check-if-letters-pending-virus-check-for-days', checkPendingLettersOfDays, ofLetters),
  tick('* * * * *', 'remove-objects-of-deleted-files', (crier, { now }) => removeObjects(crier, now)),
  night('50 17 * * *', 'collate-letter-pdfs-to-be-sent', collateLetterPdfsToBeSent, ofLetters),
  night('0 23 * * *', 'raise-alert-if-no-letter-ack-file', raiseAlertIfNoLetterAckFile, ofLetters),
  night('0 19 * * *', 'raise-alert-if-letter-notifications-still-sending', raiseAlertIfLettersStillSending, ofLetters),
  night('0 7 * * 1-5', 'check-if-letters-still-in-created', checkIfLettersStillInCreated, ofLetters),
  night('0 7 * * *', 'check-if-letters-in-technical-failure', checkIfLettersInTechnicalFailure, ofLetters),
  // When the queue has made all its attempts.
  night('0 21 * * *', 'raise-alert-if-letter-batches-unsent', raiseAlertIfBatchesUnsent, ofLetters),
  tick('0 8 * * *', 'deliver-sandbox-letters', deliverSandboxLetters, ofLetters),
  // Which hour is one of them is SQL: it goes by UTC, which a timetable in another zone does not.
  tick('0 * * * *', 'rotate-printer-secrets', rotatePrinterSecrets, ofLetters),
  night('50 2 * * *', 'forget-print-batches', forgetOldPrintBatches),
  // After the night's archive has listed them.
  night('30 4 * * *', 'delete-archived-letter-files', deleteArchivedLetterFiles),
  night('40 2 * * *', 'make-history-partitions', makeHistoryPartitions),
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
export async function scheduleTasks({ db }: Pick<Crier, 'db'>): Promise<void> {
  const timetable = tasks.map(({ name, cron, queue, caughtUp, ofLetters = false }) => ({
    name,
    cron,
    queue,
    missed: queue === 'nights' || caughtUp ? 'once' : 'skip',
    of_letters: ofLetters,
  }))
  await setTimetable.run({ timetable }, db)
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
      tellFailure(crier, error, 'task failed', { task })
      results.push({ id: job.id, status: 'failed' })
    }
  }
  return results
}
