/** Messages as the database writes them for the API: one text each, with a line for every value (see written_notifications in db/rules/notifications/reading.sql). */
import type { Channel } from '../channels.ts'
import { instantText } from '../database.ts'
import type { Personalisation } from '../templates/personalisation.ts'

/** JSON, to be shown as it stands. */
export type Json = string

export type ReadableRow = {
  id: string
  notification_type: Channel
  notification_status: string
  template_id: string
  template_version: number
  created_at: string
  sent_at: string | null
  completed_at: string | null
  postage: string | null
  print_day: string | null
  is_cost_data_ready: Json
  /** Numbers as text, with all their digits. */
  cost_in_pounds: string | null
  sms_rate: string | null
  billable_sms_fragments: string | null
  international_rate_multiplier: string | null
  billable_sheets_of_paper: string | null
  document_links: Uint8Array | null
  to: Json
  client_reference: Json
  created_by_name: Json
  unsubscribe_link: Json
  personalisation: Personalisation
}

export function readRow(written: string): ReadableRow {
  const lines = written.split('\n')
  return {
    id: lines[0]!,
    notification_type: lines[1] as Channel,
    notification_status: lines[2]!,
    template_id: lines[3]!,
    template_version: Number(lines[4]),
    created_at: instantText(lines[5]!),
    sent_at: instantIn(lines[6]!),
    completed_at: instantIn(lines[7]!),
    postage: textIn(lines[8]!),
    print_day: textIn(lines[9]!),
    is_cost_data_ready: lines[10]!,
    cost_in_pounds: textIn(lines[11]!),
    sms_rate: textIn(lines[12]!),
    billable_sms_fragments: textIn(lines[13]!),
    international_rate_multiplier: textIn(lines[14]!),
    billable_sheets_of_paper: textIn(lines[15]!),
    document_links: lines[16] === '' ? null : Buffer.from(lines[16]!, 'hex'),
    to: lines[17]!,
    client_reference: lines[18]!,
    created_by_name: lines[19]!,
    unsubscribe_link: lines[20]!,
    personalisation: JSON.parse(lines[21]!),
  }
}

const textIn = (line: string) => (line === '' ? null : line)
const instantIn = (line: string) => (line === '' ? null : instantText(line))
