/** What services choose among, as bodies show it. Source: specification, internal API, shared shapes. */
import type {
  IListLetterContactsResult,
  IListReplyTosResult,
  IListSmsSendersResult,
} from '../../queries/services/choices.queries.ts'

type Row = IListLetterContactsResult | IListReplyTosResult | IListSmsSendersResult

const sharedWire = (row: Row) => ({
  id: row.id,
  service_id: row.service_id,
  is_default: row.is_default,
  archived: row.archived,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

export const letterContactWire = (row: IListLetterContactsResult) => ({
  ...sharedWire(row),
  contact_block: row.contact_block,
})

export const replyToWire = (row: IListReplyTosResult) => ({
  ...sharedWire(row),
  email_address: row.email_address,
})

export const smsSenderWire = (row: IListSmsSendersResult) => ({
  ...sharedWire(row),
  sms_sender: row.sms_sender,
  inbound_number_id: row.inbound_number_id,
})
