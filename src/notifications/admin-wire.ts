/** A message as the internal API shows it. Source: specification, internal API, shared shapes. */
import type {
  IListNotificationCsvRowsResult,
  IListNotificationSummariesResult,
} from '../../queries/notifications/admin.queries.ts'
import type { Column } from '../admin/csv.ts'
import type { Crier } from '../context.ts'
import { storedValues } from '../documents/kept.ts'
import { templateFiles } from '../services/cached.ts'

export const notificationWire = (crier: Crier, row: IListNotificationSummariesResult) => ({
  api_key: row.api_key_id,
  billable_units: row.billable_units,
  client_reference: row.client_reference,
  created_at: row.created_at,
  created_by: row.created_by,
  document_download_count: row.document_download_count,
  id: row.id,
  international: row.international,
  job: row.job,
  job_row_number: row.job_row_number,
  key_name: row.key_name,
  key_type: row.key_type,
  normalised_to: row.normalised_to,
  notification_type: row.notification_type,
  personalisation: storedValues(crier, row, templateFiles(row.service_id, row.email_files)).values,
  phone_prefix: row.phone_prefix,
  postage: row.postage,
  rate_multiplier: row.rate_multiplier,
  reference: row.reference,
  reply_to_text: row.reply_to_text,
  sent_at: row.sent_at,
  sent_by: row.sent_by,
  service: row.service_id,
  status: row.notification_status,
  template: row.template,
  to: row.to,
  unsubscribe_link: row.unsubscribe_link,
  updated_at: row.updated_at,
})

/** As a line of a file, in JSON. */
export const csvRowWire = (row: IListNotificationCsvRowsResult) => ({
  ...row,
  row_number: row.row_number ?? '',
})

type CsvRow = IListNotificationCsvRowsResult
const column = (name: keyof CsvRow, heading: string): Column<CsvRow> => ({
  name,
  heading,
  value: (row) => row[name],
})
const recipient = [column('recipient', 'Recipient'), column('client_reference', 'Reference')]
const template = [column('template_name', 'Template'), column('template_type', 'Type')]
const outcome = [column('status', 'Status'), column('created_at', 'Time')]

/** The file of a service's messages, as the admin application writes it. */
export const serviceColumns: readonly Column<CsvRow>[] = [
  ...recipient,
  ...template,
  column('created_by_name', 'Sent by'),
  column('created_by_email_address', 'Sent by email'),
  column('job_name', 'Job'),
  ...outcome,
  column('api_key_name', 'API key name'),
]

/** That of a job, whose rows are the file's. */
export const jobColumns: readonly Column<CsvRow>[] = [
  column('row_number', 'Row number'),
  ...recipient,
  ...template,
  column('job_name', 'Job'),
  ...outcome,
]
