/** Retention as the internal API shows it. Source: specification, internal API, shapes. */
import type { IGetDataRetentionResult } from '../../queries/retention.queries.ts'

export const retentionWire = (row: IGetDataRetentionResult) => ({
  id: row.id,
  service_id: row.service_id,
  service_name: row.service_name,
  notification_type: row.notification_type,
  days_of_retention: row.days_of_retention,
  created_at: row.created_at,
  updated_at: row.updated_at,
})
