/** A message as the first version of the API shows it. Source: specification, public API, v1, and its published schemas. */
import type { IGetV1NotificationResult } from '../../queries/v1.queries.ts'
import type { Crier } from '../context.ts'
import { storedValues } from '../documents/kept.ts'
import { fillPage } from '../notifications/wire.ts'
import { apiContent } from '../templates/content.ts'

/** @returns as many of a page's rows, from the first, as it has room for */
export async function wireV1Notifications(rows: IGetV1NotificationResult[], crier: Crier) {
  const templates = await crier.cache.versions(rows)
  return fillPage(rows, (row) => {
    const template = templates.get(`${row.template_id} ${row.template_version}`)!
    const content = apiContent(template, storedValues(crier, row, template.files).values)
    const isEmail = row.notification_type === 'email'
    return {
      id: row.id,
      to: row.to,
      job: null,
      job_row_number: row.job_row_number,
      template_version: row.template_version,
      template: {
        id: row.template_id,
        name: row.template_name,
        template_type: row.notification_type,
        version: row.template_version,
      },
      service: row.service_id,
      api_key: row.api_key_id,
      billable_units: row.billable_units,
      notification_type: row.notification_type,
      status: row.notification_status,
      created_at: row.created_at,
      sent_at: row.sent_at,
      sent_by: row.sent_by,
      updated_at: row.updated_at,
      reference: row.reference,
      body: content.body,
      content_char_count: isEmail ? null : content.body.length,
      ...(isEmail ? { subject: content.subject } : {}),
    }
  })
}
