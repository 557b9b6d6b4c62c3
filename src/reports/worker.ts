/** Writes the reports that people ask for into the file store, as a stream: a report of any size takes the memory of two pages. A job's id is its report's. */
import type { JobResult, JobWithMetadata } from 'pg-boss'
import { getReportRequest, moveReportRequest, storeReport } from '../../queries/reports.queries.ts'
import type { Crier } from '../context.ts'
import { brokenOff, unavailable } from '../database.ts'
import { ApiError } from '../errors.ts'
import { storeFile } from '../files/store.ts'
import { isOver, keepTrying, type Lease } from '../keep-trying.ts'
import type { Workers } from '../queues.ts'
import { type NotificationsReport, notificationsReport } from './notifications.ts'

export const reportsWorkers = (crier: Crier) =>
  ({ 'report-requests': (jobs, lease) => writeReports(crier, jobs, lease) }) satisfies Workers

type ReportJob = Pick<JobWithMetadata<unknown>, 'id' | 'retryCount' | 'retryLimit'>

/** What may pass is tried again; what would come again, and the last attempt, says to whoever waits that there will be no report. */
export async function writeReports(
  crier: Crier,
  jobs: readonly ReportJob[],
  lease: Lease,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const job of jobs) {
    const isDone = !isOver(lease) && (await attempt(crier, job, lease))
    results.push({ id: job.id, status: isDone ? 'completed' : 'failed' })
  }
  return results
}

async function attempt(
  crier: Crier,
  { id, retryCount, retryLimit }: ReportJob,
  lease: Lease,
): Promise<boolean> {
  try {
    await writeReport(crier, id, lease)
    return true
  } catch (error) {
    crier.log.error({ error, reportRequestId: id }, 'a report cannot be written')
    if (retryCount < retryLimit && (isOver(lease) || mayPass(error))) return false
    await keepTrying(() => move(crier, id, 'fail'), lease)
    return true
  }
}

/** A report that is too large is so the next time too. */
const mayPass = (error: unknown) =>
  unavailable(error) || brokenOff(error) || (error instanceof ApiError && error.status === 503)

const move = (crier: Crier, id: string, event: string) =>
  moveReportRequest.run({ id, event, now: crier.now().toISOString() }, crier.db)

/** One that nobody waits for any more is not written. */
async function writeReport(crier: Crier, id: string, lease: Lease): Promise<void> {
  const [started] = await move(crier, id, 'start')
  if (!started!.is_moved) return
  const [request] = await getReportRequest.run({ id, service_id: null }, crier.db)
  if (request === undefined) return
  const { service_id, retention_days } = request
  const text = notificationsReport(
    crier,
    service_id,
    request.parameter as NotificationsReport,
    retention_days,
  )
  const file = await storeFile(
    crier,
    { purpose: 'report', serviceId: service_id, aboutId: id },
    { name: `${id}.csv`, contentType: 'text/csv; charset=utf-8', retentionDays: retention_days },
    bytesWhile(lease, text),
  )
  await keepTrying(
    () => storeReport.run({ id, file_id: file.id, now: crier.now().toISOString() }, crier.db),
    lease,
  )
}

/** @throws Error when the lease ends before the text: the file is torn then, and goes. */
async function* bytesWhile(lease: Lease, text: AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of text) {
    if (isOver(lease)) throw new Error('the report took longer than its lease')
    yield Buffer.from(piece)
  }
}
