/** A message as the API shows it. Source: specification, public API, `GET /v2/notifications/{id}`. */
import type { IListNotificationsByIdResult } from '../../queries/notifications/reading.queries.ts'
import type { Crier } from '../crier.ts'
import { apiContent } from '../templates/content.ts'
import { keyOf, type Personalisation, textOfValue } from '../templates/personalisation.ts'
import { unsubscribeLinks } from './unsubscribe.ts'

export type ReadableRow = Omit<IListNotificationsByIdResult, 'ord'>

/** Letters' states have other words on the wire. Source: the same, statuses. */
const letterWords: Record<string, string> = {
  created: 'accepted',
  sending: 'accepted',
  delivered: 'received',
  'returned-letter': 'received',
}
const addressFields = ['line_1', 'line_2', 'line_3', 'line_4', 'line_5', 'line_6', 'postcode'] as const

/** @param rows of one page; those of their templates that are not in memory are fetched in one query */
export async function wireNotifications(rows: ReadableRow[], crier: Crier, base: string) {
  const templates = await crier.memory.versions(rows)
  return rows.map((row) => {
    const type = row.notification_type
    const values = row.personalisation as Personalisation
    const template = templates.get(`${row.template_id} ${row.template_version}`)!
    const content = apiContent(template, values)
    const ownLink = () =>
      template.hasUnsubscribeLink ? unsubscribeLinks(crier, row.id, row.to).oneClick : null
    return {
      id: row.id,
      reference: row.client_reference,
      email_address: type === 'email' ? row.to : null,
      phone_number: type === 'sms' ? row.to : null,
      ...(type === 'letter' ? addressOf(values) : noAddress),
      type,
      status:
        type === 'letter'
          ? (letterWords[row.notification_status] ?? row.notification_status)
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
      ...(type === 'letter' ? { estimated_delivery: row.estimated_delivery } : {}),
      one_click_unsubscribe_url: row.unsubscribe_link ?? ownLink(),
      is_cost_data_ready: row.is_cost_data_ready,
      cost_in_pounds: row.cost_in_pounds,
      cost_details: row.cost_details,
    }
  })
}

const noAddress = Object.fromEntries(addressFields.map((field) => [field, null]))

/** Address values are always text: the Java client insists. */
function addressOf(values: Personalisation) {
  const byKey = new Map(Object.entries(values).map(([name, value]) => [keyOf(name), value]))
  return Object.fromEntries(
    addressFields.map((field) => {
      const value = byKey.get(keyOf(field === 'postcode' ? field : `address_${field}`))
      return [field, value === undefined || value === null ? null : textOfValue(value, 'inline')]
    }),
  )
}
