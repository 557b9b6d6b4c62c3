/** Complaints as bodies show them. Source: specification, internal API, shared shapes. */
import type { IListComplaintsResult } from '../../queries/complaints.queries.ts'

export const complaintWire = (row: IListComplaintsResult) => ({
  id: row.id,
  notification_id: row.notification_id,
  service_id: row.service_id,
  service_name: row.service_name,
  ses_feedback_id: row.ses_feedback_id,
  complaint_type: row.complaint_type,
  complaint_date: row.complaint_date,
  created_at: row.created_at,
})
