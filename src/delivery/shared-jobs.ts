/**
 * The queue's jobs and the messages that they are about: one, whose id is the job's, or several that were put on the queue together
 * (db/rules/queues/messages.sql).
 */
import type { Job, JobResult, JobWithMetadata } from 'pg-boss'
import { postponeRetries, separateMessages, spareAttempts } from '../../queries/delivery.queries.ts'
import type { Crier } from '../context.ts'
import { keepTrying, type Lease } from '../keep-trying.ts'

export type MessageJob = Job<unknown> &
  Partial<Pick<JobWithMetadata<unknown>, 'priority' | 'retryLimit' | 'sourceId'>>

/** The ids of a job's messages; what was given up is known by the job that it was before. */
export const messagesOf = (job: MessageJob): string[] =>
  Array.isArray(job.data) ? (job.data as string[]) : [job.sourceId ?? job.id]

/** A message that is to be tried again. isAttempt: it has used up one of its attempts. */
export type Again = { id: string; serviceId: string | null; seconds: number; isAttempt: boolean }

/**
 * Sees to what is tried again after its pause: to wait for a turn or for news is no attempt. A job that messages have shared is done; those of them that
 * are left have jobs of their own from here on. Only where the job itself has had all of its attempts it fails, and they with it.
 * @returns what the queue is told of each job
 */
export async function settleJobs(
  crier: Crier,
  queue: string,
  jobs: MessageJob[],
  again: Again[],
  lease: Lease,
): Promise<JobResult[]> {
  const left = new Map(again.map((one) => [one.id, one]))
  const results: JobResult[] = []
  const alone: Again[] = []
  const separated: (Again & { priority: number; attemptsLeft: number })[] = []
  for (const job of jobs) {
    const its = messagesOf(job).flatMap((id) => left.get(id) ?? [])
    const isShared = Array.isArray(job.data)
    const attemptsLeft = (job.retryLimit ?? 0) - job.retryCount
    const isOver = isShared && its.some((one) => one.isAttempt && attemptsLeft <= 0)
    results.push({ id: job.id, status: its.length > 0 && (!isShared || isOver) ? 'failed' : 'completed' })
    if (!isShared) alone.push(...its)
    else if (!isOver) {
      const priority = job.priority ?? 0
      for (const one of its)
        separated.push({ ...one, priority, attemptsLeft: attemptsLeft - (one.isAttempt ? 1 : 0) })
    }
  }
  for (const ones of Map.groupBy(alone, (one) => `${one.isAttempt} ${one.seconds}`).values()) {
    const [{ isAttempt, seconds }] = ones as [Again]
    const parameters = { queue, ids: ones.map((one) => one.id), seconds }
    await keepTrying<unknown>(
      () => (isAttempt ? postponeRetries.run(parameters, crier.db) : spareAttempts.run(parameters, crier.db)),
      lease,
    )
  }
  if (separated.length > 0) {
    const parameters = {
      queue,
      ids: separated.map((one) => one.id),
      owners: separated.map((one) => one.serviceId),
      priorities: separated.map((one) => one.priority),
      seconds: separated.map((one) => one.seconds),
      attempts_left: separated.map((one) => one.attemptsLeft),
    }
    await keepTrying(() => separateMessages.run(parameters as never, crier.db), lease)
  }
  return results
}
