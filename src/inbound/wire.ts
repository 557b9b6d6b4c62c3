/** Numbers, senders and received texts as bodies show them. Source: specification, internal API, shared shapes. */
import type {
  IAssignInboundNumberResult,
  IGetInboundTextResult,
  IListInboundNumbersResult,
} from '../../queries/inbound.queries.ts'

export const inboundNumberWire = ({ service_id, service_name, ...row }: IListInboundNumbersResult) => ({
  id: row.id,
  number: row.number,
  provider: row.provider,
  service: service_id === null ? null : { id: service_id, name: service_name },
  active: row.active,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

export const inboundTextWire = (row: IGetInboundTextResult) => ({
  id: row.id,
  created_at: row.created_at,
  service_id: row.service_id,
  notify_number: row.notify_number,
  user_number: row.user_number,
  content: row.content,
})

export const inboundSenderWire = (row: IAssignInboundNumberResult) => ({
  id: row.id,
  sms_sender: row.sms_sender,
  service_id: row.service_id,
  is_default: row.is_default,
  archived: row.archived,
  inbound_number_id: row.inbound_number_id,
  created_at: row.created_at,
  updated_at: row.updated_at,
})
