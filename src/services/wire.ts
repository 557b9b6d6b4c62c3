/** A service as the internal API shows it. Source: specification, internal API, shared shapes. */
import type { IListShownApiKeysResult } from '../../queries/services/keys.queries.ts'
import type { IFindServicesByNameResult } from '../../queries/services/settings.queries.ts'
import type { IListServicesResult } from '../../queries/services.queries.ts'

const sharedWire = (row: IListServicesResult) => ({
  id: row.id,
  name: row.name,
  active: row.active,
  restricted: row.restricted,
  count_as_live: row.count_as_live,
  prefix_sms: row.prefix_sms,
  contact_link: row.contact_link,
  consent_to_research: row.consent_to_research,
  confirmed_unique: row.confirmed_unique,
  has_active_go_live_request: row.has_active_go_live_request,
  organisation: row.organisation_id,
  organisation_type: row.organisation_type,
  notes: row.notes,
  billing_contact_names: row.billing_contact_names,
  billing_contact_email_addresses: row.billing_contact_email_addresses,
  billing_reference: row.billing_reference,
  purchase_order_number: row.purchase_order_number,
  volume_email: row.volume_email,
  volume_letter: row.volume_letter,
  volume_sms: row.volume_sms,
  go_live_at: row.go_live_at,
  go_live_user: row.go_live_user_id,
})

export const serviceWire = (row: IListServicesResult) => ({
  ...sharedWire(row),
  allowed_broadcast_provider: row.allowed_broadcast_provider,
  broadcast_channel: row.broadcast_channel,
  confirmed_email_sender_name: row.confirmed_email_sender_name,
  created_by: row.created_by_id,
  custom_email_sender_name: row.custom_email_sender_name,
  email_branding: row.email_branding_id,
  email_message_limit: row.email_message_limit,
  email_sender_local_part: row.email_sender_local_part,
  international_sms_message_limit: row.international_sms_message_limit,
  letter_branding: row.letter_branding_id,
  letter_message_limit: row.letter_message_limit,
  permissions: row.permissions,
  rate_limit: row.rate_limit,
  service_callback_api: row.service_callback_api,
  sms_message_limit: row.sms_message_limit,
})

/** Without limits, permissions, brandings, maker and callbacks; its statistics are put beside it. */
export const detailedServiceWire = (row: IListServicesResult) => ({
  ...sharedWire(row),
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** As much of a service as lists of many show. */
export const dashboardWire = (row: IFindServicesByNameResult) => ({
  id: row.id,
  name: row.name,
  active: row.active,
  restricted: row.restricted,
})

export const apiKeyWire = (row: IListShownApiKeysResult) => ({
  id: row.id,
  name: row.name,
  key_type: row.key_type,
  expiry_date: row.expiry_date,
  created_at: row.created_at,
  updated_at: row.updated_at,
  created_by: row.created_by_id,
  version: row.version,
})
