/** A message as the API shows it. Source: specification, public API, `GET /v2/notifications/{id}`. */
import type { IListNotificationsByIdResult } from '../../queries/notifications/reading.queries.ts'
import type { Crier } from '../context.ts'
import { decimal } from '../decimal.ts'
import { storedValues } from '../documents/kept.ts'
import { apiContent } from '../templates/content.ts'
import { keyOf, type Personalisation, textOfValue, valuesOf } from '../templates/personalisation.ts'
import { unsubscribeLinks } from '../unsubscribe/links.ts'
import type { Estimates } from './estimates.ts'

export type ReadableRow = Omit<IListNotificationsByIdResult, 'ord'>

/** Letters' states have other words on the wire. Source: the same, statuses. */
const letterWords: Readonly<Record<string, string>> = {
  created: 'accepted',
  sending: 'accepted',
  delivered: 'received',
  'returned-letter': 'received',
}

/** The word for a stored status that the public API shows. */
export const statusWord = (type: string, status: string): string =>
  type === 'letter' ? (letterWords[status] ?? status) : status

/** The stored statuses that words of the public API stand for; a stored one stands for itself too. */
export const statusesOfWords = (type: string, words: readonly string[]): string[] => [
  ...words,
  ...(type === 'letter'
    ? Object.keys(letterWords).filter((status) => words.includes(letterWords[status]!))
    : []),
]

const addressFields = ['line_1', 'line_2', 'line_3', 'line_4', 'line_5', 'line_6', 'postcode'] as const
const addressKeys = Object.fromEntries(
  addressFields.map((field) => [field, keyOf(field === 'postcode' ? field : `address_${field}`)]),
) as Record<(typeof addressFields)[number], string>

/**
 * Bytes of personalisation that a page's query reads, and of content that the page shows: it ends with the message that reaches them. Two hundred
 * and fifty messages of 16 kB.
 */
export const pageBytes = 4_000_000

/**
 * @param rows of one page; what is not in memory of their templates and of the letters' calendar is fetched in one query each
 * @returns as many of them, from the first, as a page has room for; one at least
 */
export async function wireNotifications(
  rows: ReadableRow[],
  { crier, estimates }: { crier: Crier; estimates: Estimates },
  base: string,
) {
  const templates = await crier.cache.versions(rows)
  const estimate = await estimates(rows)
  return fillPage(rows, (row) => {
    const type = row.notification_type
    const template = templates.get(`${row.template_id} ${row.template_version}`)!
    const { values } = storedValues(crier, row, template.files)
    const content = apiContent(template, values)
    const ownLink = () =>
      template.hasUnsubscribeLink ? unsubscribeLinks(crier, row.id, row.to).oneClick : null
    const address = type === 'letter' ? addressOf(values) : noAddress
    // One shape for all, with its fields written out: spreading parts into it takes three times as long.
    return {
      id: row.id,
      reference: row.client_reference,
      email_address: type === 'email' ? row.to : null,
      phone_number: type === 'sms' ? row.to : null,
      line_1: address.line_1,
      line_2: address.line_2,
      line_3: address.line_3,
      line_4: address.line_4,
      line_5: address.line_5,
      line_6: address.line_6,
      postcode: address.postcode,
      type,
      status: statusWord(type, row.notification_status),
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
      // Absent from the answer, not null, for other types.
      estimated_delivery: type === 'letter' ? estimate(row) : undefined,
      one_click_unsubscribe_url: row.unsubscribe_link ?? ownLink(),
      is_cost_data_ready: row.is_cost_data_ready,
      cost_in_pounds: decimal(row.cost_in_pounds),
      cost_details: costDetails(row),
    }
  })
}

function costDetails(row: ReadableRow) {
  if (row.sms_rate !== null)
    return {
      billable_sms_fragments: row.billable_sms_fragments,
      international_rate_multiplier: decimal(row.international_rate_multiplier),
      sms_rate: decimal(row.sms_rate),
    }
  if (row.billable_sheets_of_paper !== null)
    return { billable_sheets_of_paper: row.billable_sheets_of_paper, postage: row.postage }
  return {}
}

/** Makes answers of rows until what they say is long enough for a page. */
export function fillPage<Row, Answer extends { body: string }>(
  rows: Row[],
  answerOf: (row: Row) => Answer,
): Answer[] {
  const answers: Answer[] = []
  let length = 0
  for (const row of rows) {
    if (length >= pageBytes) break
    const answer = answerOf(row)
    length += answer.body.length
    answers.push(answer)
  }
  return answers
}

type Address = Record<(typeof addressFields)[number], string | null>

const noAddress: Address = {
  line_1: null,
  line_2: null,
  line_3: null,
  line_4: null,
  line_5: null,
  line_6: null,
  postcode: null,
}

/** Address values are always text: the Java client insists. */
function addressOf(values: Personalisation): Address {
  const byKey = valuesOf(values)
  const address = { ...noAddress }
  for (const field of addressFields) {
    const value = byKey.get(addressKeys[field])
    if (value !== undefined && value !== null) address[field] = textOfValue(value, 'inline')
  }
  return address
}
