/** Usage, prices and providers as the internal API shows them. Source: specification, internal API, billing, rates and providers; billing, usage of a service. */

import type {
  IListProvidersResult,
  IListProviderVersionsResult,
} from '../../queries/billing/providers.queries.ts'
import type { IGetSmsRateResult, IListLetterRatesResult } from '../../queries/billing/rates.queries.ts'
import type {
  IListOrganisationUsageResult,
  IListYearlyUsageResult,
} from '../../queries/billing/usage.queries.ts'
import { decimal } from '../decimal.ts'

export const usageWire = (row: IListYearlyUsageResult) => ({
  notification_type: row.notification_type,
  chargeable_units: row.chargeable_units,
  notifications_sent: row.notifications_sent,
  rate: decimal(row.rate),
  cost: decimal(row.cost),
  free_allowance_used: row.free_allowance_used,
  charged_units: row.charged_units,
})

export const organisationUsageWire = (row: IListOrganisationUsageResult) => ({
  service_id: row.service_id,
  service_name: row.service_name,
  free_sms_limit: row.free_sms_limit,
  sms_remainder: row.sms_remainder,
  sms_billable_units: row.sms_billable_units,
  chargeable_billable_sms: row.chargeable_billable_sms,
  sms_cost: decimal(row.sms_cost),
  letter_cost: decimal(row.letter_cost),
  emails_sent: row.emails_sent,
  active: row.active,
})

export const smsRateWire = (row: IGetSmsRateResult) => ({
  rate: decimal(row.rate),
  valid_from: row.valid_from,
})

export const letterRateWire = (row: IListLetterRatesResult) => ({
  sheet_count: row.sheet_count,
  start_date: row.start_date,
  rate: row.rate,
  post_class: row.post_class,
})

const sharedWire = (row: IListProviderVersionsResult) => ({
  id: row.id,
  display_name: row.display_name,
  identifier: row.identifier,
  priority: row.priority,
  notification_type: row.notification_type,
  active: row.active,
  updated_at: row.updated_at,
  supports_international: row.supports_international,
  reason: row.reason,
})

/** In the list of all. */
export const providerWire = (row: IListProvidersResult) => ({
  ...sharedWire(row),
  created_by_name: row.created_by_name,
  current_month_billable_sms: row.current_month_billable_sms,
})

export const providerVersionWire = (row: IListProviderVersionsResult) => ({
  ...sharedWire(row),
  version: row.version,
  created_by:
    row.created_by_id === null
      ? null
      : { id: row.created_by_id, name: row.created_by_name, email_address: row.created_by_email_address },
})

/** By itself. */
export const oneProviderWire = (row: IListProvidersResult) => ({
  ...providerVersionWire(row),
  current_month_billable_sms: row.current_month_billable_sms,
})
