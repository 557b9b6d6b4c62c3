/** A message as the API shows it. Source: specification, public API, `GET /v2/notifications/{id}`. */
import type { Crier } from '../context.ts'
import { decimalJson } from '../decimal.ts'
import { storedValues } from '../documents/kept.ts'
import { apiContent } from '../templates/content.ts'
import { keyOf, type Personalisation, textOfValue, valuesOf } from '../templates/personalisation.ts'
import type { CompiledTemplate } from '../templates/template.ts'
import { unsubscribeLinks } from '../unsubscribe/links.ts'
import type { Estimates } from './estimates.ts'
import type { Json, ReadableRow } from './written.ts'

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

/** A message of an answer. */
export type WireNotification = { id: string; body: string; json: Json }

/**
 * @param rows of one page; what is not in memory of their templates and of the letters' calendar is fetched in one query each
 * @returns as many of them, from the first, as a page has room for; one at least
 */
export async function wireNotifications(
  rows: ReadableRow[],
  { crier, estimates }: { crier: Crier; estimates: Estimates },
  base: string,
): Promise<WireNotification[]> {
  // A page's messages share a few templates.
  const firstOf = new Map<string, ReadableRow>()
  const keys = rows.map((row) => {
    const key = `${row.template_id} ${row.template_version}`
    if (!firstOf.has(key)) firstOf.set(key, row)
    return key
  })
  const compiled = await crier.cache.versions([...firstOf.values()])
  const estimate = await estimates(rows)
  const templates = new Map<string, { template: CompiledTemplate; shown: Json }>()
  for (const [key, row] of firstOf)
    templates.set(key, { template: compiled.get(key)!, shown: templateJson(row, base) })
  return fillPage(rows, (row, index) => {
    const { template, shown } = templates.get(keys[index]!)!
    const type = row.notification_type
    const to = template.files.length > 0 || template.hasUnsubscribeLink ? JSON.parse(row.to) : ''
    const { values } = storedValues(
      crier,
      {
        personalisation: row.personalisation,
        document_links: row.document_links,
        created_at: row.created_at,
        to,
      },
      template.files,
    )
    const { body, subject } = apiContent(template, values)
    const ownLink = template.hasUnsubscribeLink && row.unsubscribe_link === 'null'
    const link = ownLink ? JSON.stringify(unsubscribeLinks(crier, row.id, to).oneClick) : row.unsubscribe_link
    const content = `"body":${JSON.stringify(body)},"subject":${JSON.stringify(subject)}`
    // Absent from the answer, not null, for other types.
    const expected = type === 'letter' ? `"estimated_delivery":${quoted(estimate(row))},` : ''
    // Put together as text: to make an object of it first takes as long as all else here.
    const json = `{"id":"${row.id}","reference":${row.client_reference},${recipientJson(row, values)},${statusJson(row)},"template":${shown},${content},${timesJson(row)},${expected}"one_click_unsubscribe_url":${link},${costJson(row)}}`
    return { id: row.id, body, json }
  })
}

/** Of what has nothing to be escaped. */
const quoted = (text: string | null): Json => (text === null ? 'null' : `"${text}"`)

const templateJson = ({ template_id, template_version }: ReadableRow, base: string): Json =>
  JSON.stringify({
    id: template_id,
    version: template_version,
    uri: `${base}/v2/template/${template_id}/version/${template_version}`,
  })

function recipientJson({ notification_type: type, to }: ReadableRow, values: Personalisation): Json {
  const email = type === 'email' ? to : 'null'
  const phone = type === 'sms' ? to : 'null'
  const address = type === 'letter' ? addressJson(values) : noAddress
  return `"email_address":${email},"phone_number":${phone},${address}`
}

const statusJson = ({ notification_type: type, notification_status: status }: ReadableRow): Json =>
  `"type":"${type}","status":"${statusWord(type, status)}"`

function timesJson(row: ReadableRow): Json {
  const by = `"created_at":"${row.created_at}","created_by_name":${row.created_by_name}`
  const since = `"sent_at":${quoted(row.sent_at)},"completed_at":${quoted(row.completed_at)}`
  return `${by},${since},"scheduled_for":null,"postage":${quoted(row.postage)}`
}

function costJson(row: ReadableRow): Json {
  const cost = decimalJson(row.cost_in_pounds)
  return `"is_cost_data_ready":${row.is_cost_data_ready},"cost_in_pounds":${cost},"cost_details":{${costDetailsJson(row)}}`
}

function costDetailsJson(row: ReadableRow): Json {
  if (row.sms_rate !== null) {
    const multiplier = decimalJson(row.international_rate_multiplier)
    return `"billable_sms_fragments":${row.billable_sms_fragments},"international_rate_multiplier":${multiplier},"sms_rate":${decimalJson(row.sms_rate)}`
  }
  if (row.billable_sheets_of_paper === null) return ''
  return `"billable_sheets_of_paper":${row.billable_sheets_of_paper},"postage":${quoted(row.postage)}`
}

/** Makes answers of rows until what they say is long enough for a page. */
export function fillPage<Row, Answer extends { body: string }>(
  rows: Row[],
  answerOf: (row: Row, index: number) => Answer,
): Answer[] {
  const answers: Answer[] = []
  let length = 0
  for (const [index, row] of rows.entries()) {
    if (length >= pageBytes) break
    const answer = answerOf(row, index)
    length += answer.body.length
    answers.push(answer)
  }
  return answers
}

/** Address values are always text: the Java client insists. */
function addressJson(values: Personalisation): Json {
  const byKey = valuesOf(values)
  const fields = addressFields.map((field) => {
    const value = byKey.get(addressKeys[field]) ?? null
    return `"${field}":${value === null ? null : JSON.stringify(textOfValue(value, 'inline'))}`
  })
  return fields.join(',')
}
const noAddress = addressJson({})
