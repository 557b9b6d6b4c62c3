/** A message as the API shows it. Source: specification, public API, `GET /v2/notifications/{id}`. */
import type { IGetNotificationByIdResult } from '../../queries/notifications.queries.ts'
import type { Memory } from '../services/memory.ts'
import { apiContent } from '../templates/content.ts'
import { keyOf, type Personalisation } from '../templates/personalisation.ts'

export type ReadableRow = IGetNotificationByIdResult

/** Letters' states have other words on the wire. Source: the same, statuses. */
const letterWords: Record<string, string> = {
  created: 'accepted',
  sending: 'accepted',
  delivered: 'received',
  'returned-letter': 'received',
}
const addressFields = ['line_1', 'line_2', 'line_3', 'line_4', 'line_5', 'line_6', 'postcode'] as const

/** @param rows of one page; their templates are fetched in one query */
export async function wireNotifications(rows: ReadableRow[], memory: Memory, base: string) {
  const templates = await memory.versions(
    rows.map((row) => ({ template_id: row.template_id!, template_version: row.template_version! })),
  )
  return rows.map((row) => {
    const type = row.notification_type!
    const values = (row.personalisation ?? {}) as Personalisation
    const template = templates.get(`${row.template_id} ${row.template_version}`)!
    const content = apiContent(template, values)
    return {
      id: row.id,
      reference: row.client_reference,
      email_address: type === 'email' ? row.to : null,
      phone_number: type === 'sms' ? row.to : null,
      ...addressOf(type === 'letter' ? values : null),
      type,
      status:
        type === 'letter'
          ? (letterWords[row.notification_status!] ?? row.notification_status)
          : row.notification_status,
      template: {
        id: row.template_id,
        version: row.template_version,
        uri: `${base}/v2/template/${row.template_id}/version/${row.template_version}`,
      },
      body: content.body,
      subject: content.subject,
      created_at: row.created_at,
      created_by_name: row.created_by_name,
      sent_at: row.sent_at,
      completed_at: row.completed_at,
      scheduled_for: null,
      postage: row.postage,
      one_click_unsubscribe_url: row.unsubscribe_link,
    }
  })
}

/** Address values are always text: the Java client insists. */
function addressOf(values: Personalisation | null) {
  const byKey = new Map(Object.entries(values ?? {}).map(([name, value]) => [keyOf(name), value]))
  return Object.fromEntries(
    addressFields.map((field) => {
      const value = byKey.get(field === 'postcode' ? field : keyOf(`address_${field}`))
      return [field, value === undefined || value === null ? null : String(value)]
    }),
  )
}
