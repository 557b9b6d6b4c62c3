/** The report of a service's messages: what it lists, and its text. Source: specification, internal API, report requests; admin application, its pages of messages. */

import { csvText } from '../admin/csv.ts'
import { type Channel, channels } from '../channels.ts'
import type { Crier } from '../context.ts'
import { serviceColumns } from '../notifications/admin-wire.ts'
import { serviceLines } from '../notifications/downloads.ts'

const sending = ['created', 'pending', 'sending', 'pending-virus-check']
const delivered = ['delivered', 'sent', 'returned-letter']
const failed = [
  'failed',
  'temporary-failure',
  'permanent-failure',
  'technical-failure',
  'virus-scan-failed',
  'validation-failed',
]

/** What each word of the page that a report is asked for from shows. */
export const statusesOf = {
  all: [...sending, ...delivered, ...failed],
  sending,
  delivered,
  failed,
}
export type NotificationsReport = {
  notification_type: Channel | null
  notification_status: keyof typeof statusesOf
}

/** @param days local days back; what is older goes with the next night */
export function notificationsReport(
  crier: Crier,
  service_id: string,
  { notification_type, notification_status }: NotificationsReport,
  days: number,
): AsyncGenerator<string> {
  const lines = serviceLines(crier, service_id, {
    types: notification_type === null ? [...channels] : [notification_type],
    statuses: statusesOf[notification_status],
    key_types: ['normal', 'team'],
    include_jobs: true,
    include_one_off: true,
    limit_days: days,
    older_than: null,
  })
  return csvText(serviceColumns, lines)
}
