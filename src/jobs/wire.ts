/** Jobs as the public API shows them. */
import type { IListJobRowsResult, IListJobsResult } from '../../queries/jobs.queries.ts'

export const jobWire = (job: IListJobsResult, base: string) => ({
  id: job.id,
  name: job.name,
  reference: job.reference,
  status: job.status,
  notification_count: job.notification_count,
  template: {
    id: job.template_id,
    version: job.template_version,
    uri: `${base}/v2/template/${job.template_id}/version/${job.template_version}`,
  },
  scheduled_for: job.scheduled_for,
  created_at: job.created_at,
  processing_started: job.processing_started,
  processing_finished: job.processing_finished,
  uri: `${base}/v2/jobs/${job.id}`,
})

const skipped: Record<string, string> = {
  'recipient-not-allowed': 'The service may not send to this recipient any more',
  'international-not-allowed': 'The service may not send to international mobile numbers any more',
}

/** A row is waiting until it is a message, and skipped if it will be none. */
export function jobRowWire(row: IListJobRowsResult) {
  const { row_number, recipient, reference, outcome, notification_id, status } = row
  const error = outcome === null ? null : (skipped[outcome] ?? null)
  return {
    row_number,
    recipient,
    reference,
    notification_id,
    status: status ?? (error === null ? 'waiting' : 'skipped'),
    error,
  }
}
