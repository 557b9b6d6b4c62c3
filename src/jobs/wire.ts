/** Jobs as the two APIs show them. */
import type { IGetJobOfServiceResult } from '../../queries/jobs/admin.queries.ts'
import type { IListContactListsResult } from '../../queries/jobs/contact-lists.queries.ts'
import type { IListUploadsResult } from '../../queries/jobs/uploads.queries.ts'
import type { IGetJobByResult, IListJobRowsResult, IListJobsResult } from '../../queries/jobs.queries.ts'
import { statusWord } from '../notifications/wire.ts'
import type { FileReport } from './rows.ts'

/** As the public API shows it. */
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

/** What is told of a file without making a job of it. */
export type JobCheck = {
  template: { id: string; version: number }
  report: FileReport
  /** What a person has to do before the file can be sent. */
  toFix: string[]
  /** Rows whose recipient a row before them has too. */
  repeated: { count: number; rows: number[] }
  /** Of today's limits. */
  left: { messages: number; international?: number }
}

export const jobCheckWire = ({ template, report, toFix, repeated, left }: JobCheck, base: string) => ({
  can_be_sent: report.errors.length === 0,
  template: {
    id: template.id,
    version: template.version,
    uri: `${base}/v2/template/${template.id}/version/${template.version}`,
  },
  columns: report.headers,
  row_count: report.rowCount,
  errors: report.errors,
  error_count: report.errorCount,
  rows_with_errors: report.rowsWithErrors,
  row_errors: {
    bad_recipient: report.counts.badRecipient,
    missing_data: report.counts.missingData,
    message_too_long: report.counts.messageTooLong,
    message_empty: report.counts.messageEmpty,
    recipient_not_allowed: report.counts.notAllowed,
  },
  to_fix: toFix,
  repeated_recipients: repeated,
  remaining_today: left,
})

const skipped: Record<string, string> = {
  'recipient-not-allowed': 'The service may not send to this recipient any more',
  'international-not-allowed': 'The service may not send to international mobile numbers any more',
}

const unsent: Record<string, string> = {
  cancelled: 'The job was cancelled before it came to this row',
  'sending limits exceeded': 'The job was more than the daily limit had room for',
}

/** What has become of a job's messages, by the words of the public API, of which one may stand for several statuses. */
export function statisticsWire({ notification_type, statistics }: IGetJobByResult): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [status, count] of Object.entries(statistics as Record<string, number>)) {
    const word = statusWord(notification_type, status)
    counts[word] = (counts[word] ?? 0) + count
  }
  return counts
}

export const jobRowWire = ({ outcome, job_status, notification_type, ...row }: IListJobRowsResult) => ({
  row_number: row.row_number,
  recipient: row.recipient,
  reference: row.reference,
  notification_id: row.notification_id,
  status: statusWord(notification_type, row.status),
  error: row.status !== 'skipped' ? null : (skipped[outcome ?? ''] ?? unsent[job_status] ?? null),
})

/** As the internal API shows it. Source: specification, internal API, shared shapes. */
export const adminJobWire = (job: IGetJobOfServiceResult) => ({
  archived: job.archived,
  contact_list_id: job.contact_list_id,
  created_at: job.created_at,
  created_by: job.created_by_id === null ? null : { id: job.created_by_id, name: job.created_by_name },
  id: job.id,
  job_status: job.job_status,
  notification_count: job.notification_count,
  original_file_name: job.original_file_name,
  processing_finished: job.processing_finished,
  processing_started: job.processing_started,
  scheduled_for: job.scheduled_for,
  service: job.service_id,
  service_name: { name: job.service_name },
  statistics: job.statistics,
  template: job.template_id,
  template_name: job.template_name,
  template_type: job.template_type,
  template_version: job.template_version,
  updated_at: job.updated_at,
})

/** Source: the same. */
export const contactListWire = (list: IListContactListsResult, service_id: string) => ({
  id: list.id,
  original_file_name: list.original_file_name,
  row_count: list.row_count,
  recent_job_count: list.recent_job_count,
  has_jobs: list.has_jobs,
  template_type: list.template_type,
  service_id,
  created_by: list.created_by_name,
  created_at: list.created_at,
})

/** Source: specification, sending, uploads. */
export const uploadWire = (upload: IListUploadsResult) => ({
  id: upload.id,
  original_file_name: upload.original_file_name,
  notification_count: upload.notification_count,
  created_at: upload.created_at,
  upload_type: upload.upload_type,
  template_type: upload.template_type,
  // Nothing is sent to one person alone from here.
  recipient: null,
  statistics: upload.statistics,
})
