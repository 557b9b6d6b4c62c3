/**
 * Every queue. Source of the retries: specification, sending, pipeline (48 retries, 300 seconds apart, for messages).
 * Hot queues have a table of their own and forget finished jobs after minutes, so that fetching stays cheap.
 */
import type { Job, JobResult, JobWithMetadata, PgBoss } from 'pg-boss'
import { type Lease, lastAnswerMs } from './keep-trying.ts'

export type QueueName = (typeof queues)[number]['name']

/** Does a queue's work, a batch at a time, within its lease; answers for each job whether it is done. What it throws fails all of the batch. */
export type Worker = (jobs: JobWithMetadata<unknown>[], lease: Lease) => Promise<JobResult[]>
export type Workers = Partial<Record<QueueName, Worker>>

const hot = {
  partition: true,
  notify: true,
  retryLimit: 48,
  // A worker that is gone is noticed after the heartbeat, and its jobs are tried again at once by another. After a provider's failure
  // the worker itself asks for the pause (postpone_retries).
  retryDelay: 0,
  heartbeatSeconds: 10,
  expireInSeconds: 120,
  retentionSeconds: 7 * 24 * 3600,
  deleteAfterSeconds: 180,
} as const
const message = { ...hot, deadLetter: 'undeliverable' } as const
/** Source of the delay and of the retries: specification, letters. */
const letter = {
  notify: true,
  retryDelay: 300,
  heartbeatSeconds: 30,
  expireInSeconds: 600,
  retentionSeconds: 7 * 24 * 3600,
  deleteAfterSeconds: 3600,
  deadLetter: 'undeliverable-letters',
} as const

/** expireInSeconds: after it the database takes a batch that is not finished for its worker's no more. ofLetters: nobody works on it while letters are off. */
export const queues = [
  // The night's work on one day and channel each.
  {
    name: 'reporting-tasks',
    batch: 1,
    workers: 2,
    options: {
      retryLimit: 5,
      retryDelay: 60,
      heartbeatSeconds: 30,
      expireInSeconds: 600,
      deleteAfterSeconds: 86_400,
    },
  },
  // Messages whose attempts are used up: they become technical-failure.
  {
    name: 'undeliverable',
    batch: 100,
    workers: 1,
    options: { retryLimit: 100, retryDelay: 60, expireInSeconds: 120, deleteAfterSeconds: 3600 },
  },
  // Letters whose attempts are used up.
  {
    name: 'undeliverable-letters',
    ofLetters: true,
    batch: 100,
    workers: 1,
    options: { retryLimit: 100, retryDelay: 60, expireInSeconds: 120, deleteAfterSeconds: 3600 },
  },
  // Tasks of minutes and hours. What fails is done by the next tick.
  {
    name: 'ticks',
    batch: 1,
    workers: 2,
    options: {
      retryLimit: 2,
      retryDelay: 20,
      heartbeatSeconds: 30,
      expireInSeconds: 600,
      deleteAfterSeconds: 3600,
    },
  },
  // Tasks of days and years, which may take hours and never hold up a tick. What waits for another's work is tried again every minute.
  {
    name: 'nights',
    batch: 1,
    workers: 2,
    options: {
      retryLimit: 30,
      retryDelay: 60,
      heartbeatSeconds: 30,
      expireInSeconds: 6 * 3600,
      deleteAfterSeconds: 86_400,
    },
  },
  // Files of recipients, of which each is gone through once: it goes on where it was, whoever has it.
  {
    name: 'jobs',
    batch: 1,
    workers: 2,
    options: {
      notify: true,
      retryLimit: 48,
      retryDelay: 5,
      heartbeatSeconds: 10,
      expireInSeconds: 600,
      deleteAfterSeconds: 3600,
    },
  },
  // Reports that people wait for; see src/reports/worker.ts.
  {
    name: 'report-requests',
    batch: 1,
    workers: 1,
    options: {
      notify: true,
      retryLimit: 3,
      retryDelay: 30,
      heartbeatSeconds: 30,
      expireInSeconds: 900,
      deleteAfterSeconds: 3600,
    },
  },
  // Letters become PDFs, and PDFs that come as letters are scanned, then read and rewritten; see letter_pdfs. What uses up its attempts is given up.
  {
    name: 'create-letters-pdf-tasks',
    ofLetters: true,
    batch: 8,
    workers: 1,
    options: { ...letter, retryLimit: 15 },
  },
  { name: 'antivirus-tasks', ofLetters: true, batch: 4, workers: 1, options: { ...letter, retryLimit: 5 } },
  { name: 'letter-tasks', ofLetters: true, batch: 4, workers: 1, options: { ...letter, retryLimit: 15 } },
  // Each operator's document of each event of a broadcast, tried by db/rules/broadcasts for as long as it may be sent. An operator that hangs
  // has its own places alone.
  {
    name: 'broadcast-tasks',
    batch: 1,
    workers: 16,
    perGroup: 4,
    options: {
      notify: true,
      retryLimit: 1000,
      retryDelay: 1,
      heartbeatSeconds: 10,
      expireInSeconds: 120,
      deleteAfterSeconds: 3600,
    },
  },
  // What follows a broadcast: its publication, and a ticket.
  {
    name: 'govuk-alerts',
    batch: 1,
    workers: 1,
    options: { notify: true, retryLimit: 48, retryDelay: 60, expireInSeconds: 120, deleteAfterSeconds: 3600 },
  },
  // Batches of letters, for the printer: for almost three hours. What used up its attempts is tried again with the next print run.
  {
    // Of one job a worker rests up to a second before the next: ten thousand services with a letter each would take hours.
    name: 'letter-batches',
    ofLetters: true,
    batch: 8,
    workers: 2,
    options: {
      notify: true,
      retryLimit: 55,
      retryDelay: 180,
      heartbeatSeconds: 30,
      expireInSeconds: 600,
      deleteAfterSeconds: 86_400,
    },
  },
  // Files in which the printer tells of letters.
  {
    name: 'letter-responses',
    ofLetters: true,
    batch: 1,
    workers: 1,
    options: {
      notify: true,
      retryLimit: 5,
      retryDelay: 300,
      heartbeatSeconds: 30,
      expireInSeconds: 600,
      deleteAfterSeconds: 86_400,
    },
  },
  // Secrets of print APIs that are changed for new ones.
  {
    name: 'printer-secrets',
    ofLetters: true,
    batch: 1,
    workers: 1,
    options: {
      notify: true,
      retryLimit: 3,
      retryDelay: 60,
      heartbeatSeconds: 30,
      expireInSeconds: 120,
      deleteAfterSeconds: 86_400,
    },
  },
  // A job has up to ten messages (db/rules/queues/messages.sql), so that a batch has up to 200.
  { name: 'send-priority', batch: 20, workers: 2, options: message },
  { name: 'notify-internal', batch: 20, workers: 1, options: message },
  { name: 'send-sms', batch: 20, workers: 2, options: message },
  { name: 'send-email', batch: 20, workers: 2, options: message },
  // What is large of all these, so that nothing waits behind it: few at a time are all that memory should hold.
  { name: 'send-large', batch: 4, workers: 1, options: message },
  { name: 'research-mode', batch: 20, workers: 1, options: message },
  {
    name: 'sandbox-receipts',
    batch: 4,
    workers: 1,
    options: { ...hot, retryLimit: 20, retryDelay: 1 },
  },
] as const

/** Milliseconds after which the database ends a statement of a task: a tick is over before the next one, a night may take its time. */
export const statementTimeouts = { ticks: 20_000, nights: 3_600_000 } as const

/**
 * The lease of a batch that has just been taken from a queue: it ends so early that the last try to record is over before the queue gives the batch
 * to another. While it lasts and the database answers, the batch's heartbeats keep its jobs from
 * other workers; when the database has been away for longer than a heartbeat may be late, whoever comes first has them.
 */
export function leaseOf(name: QueueName, jobs: Pick<Job<unknown>, 'signal'>[]): Lease {
  const { expireInSeconds } = queues.find((queue) => queue.name === name)!.options
  const endsAt = performance.now() + expireInSeconds * 1000 - lastAnswerMs
  const lost = new AbortController()
  const held = new Set(jobs.map((job) => job.signal))
  for (const signal of held) {
    const lose = () => {
      held.delete(signal)
      if (held.size === 0) lost.abort()
    }
    if (signal?.aborted) lose()
    else signal?.addEventListener('abort', lose, { once: true })
  }
  return { signal: lost.signal, endsAt }
}

/** Makes the queues that are missing and brings the others' settings up to date; for whoever migrates. */
export async function ensureQueues(boss: PgBoss): Promise<void> {
  const present = new Set((await boss.getQueues()).map((queue) => queue.name))
  for (const { name, options } of queues) {
    if (!present.has(name)) await boss.createQueue(name, options)
    else {
      const { partition: _, ...changeable } = options as typeof options & { partition?: boolean }
      await boss.updateQueue(name, changeable)
    }
  }
}
