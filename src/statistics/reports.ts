/**
 * The platform's reports: for each its path, its query and its columns, which are its JSON keys and its CSV headings in the order of the
 * specification (billing, platform reports). One handler serves them all: JSON by default, CSV when the request accepts text/csv.
 */
import type { PreparedQuery } from '@pgtyped/runtime'
import {
  type IListBillingReportResult,
  type IListDailySmsProviderVolumesResult,
  type IListDailyVolumesResult,
  type IListLetterDespatchCostsResult,
  type IListVolumesByServiceResult,
  listBillingReport,
  listDailySmsProviderVolumes,
  listDailyVolumes,
  listLetterDespatchCosts,
  listVolumesByService,
} from '../../queries/billing/reports.queries.ts'
import type { Column } from '../admin/csv.ts'
import type { DateRange } from '../admin/requests.ts'
import { number } from '../admin/wire.ts'
import { decimal } from '../decimal.ts'

export type Report<Row> = {
  paths: string[]
  title: string
  /** Money is counted within one financial year. */
  inOneFinancialYear: boolean
  query: PreparedQuery<DateRange, Row>
  columns: readonly Column<Row>[]
  /** The order of the CSV's columns, where it is not that of the JSON keys. */
  csvOrder?: readonly string[]
}

/** Counts are numbers; money is decimals. */
type Kind = keyof typeof written
const written = {
  text: (value: Value) => value,
  number: (value: Value) => number(value),
  decimal: (value: Value) => decimal(String(value)),
}
type Value = string | number | null
/** A column named as in the query; null is an empty text where the specification says so. */
function column<Row extends object>(
  name: keyof Row & string,
  kind: Kind,
  heading = name.replaceAll('_', ' '),
): Column<Row> {
  return { name, heading, value: (row) => written[kind](row[name] as Value) }
}
const columns = <Row extends object>(kind: Kind, ...names: (keyof Row & string)[]): Column<Row>[] =>
  names.map((name) => column<Row>(name, kind))
const orEmpty = <Row>(wanted: Column<Row>): Column<Row> => ({
  ...wanted,
  value: (row) => wanted.value(row) ?? '',
})

/** Headings of the billing report are its keys, as the internal application writes them. */
const billing = (name: keyof IListBillingReportResult, kind: Kind = 'text') =>
  column<IListBillingReportResult>(name, kind, name)

const billingReport: Report<IListBillingReportResult> = {
  paths: ['data-for-billing-report', 'usage-for-all-services'],
  title: 'Billing Report',
  inOneFinancialYear: true,
  query: listBillingReport,
  columns: [
    orEmpty(billing('organisation_id')),
    billing('organisation_name'),
    billing('service_id'),
    billing('service_name'),
    billing('sms_cost', 'decimal'),
    billing('sms_chargeable_units', 'number'),
    billing('total_letters', 'number'),
    billing('letter_cost', 'decimal'),
    billing('letter_breakdown'),
    billing('purchase_order_number'),
    billing('contact_names'),
    billing('contact_email_addresses'),
    billing('billing_reference'),
  ],
}

const dailyVolumes: Report<IListDailyVolumesResult> = {
  paths: ['daily-volumes-report'],
  title: 'Daily volumes report',
  inOneFinancialYear: false,
  query: listDailyVolumes,
  columns: [
    column('day', 'text'),
    ...columns<IListDailyVolumesResult>(
      'number',
      'sms_totals',
      'sms_fragment_totals',
      'sms_chargeable_units',
      'email_totals',
      'letter_totals',
      'letter_sheet_totals',
    ),
  ],
}

const dailySmsProviderVolumes: Report<IListDailySmsProviderVolumesResult> = {
  paths: ['daily-sms-provider-volumes-report'],
  title: 'Daily SMS provider volumes report',
  inOneFinancialYear: false,
  query: listDailySmsProviderVolumes,
  columns: [
    ...columns<IListDailySmsProviderVolumesResult>('text', 'day', 'provider'),
    ...columns<IListDailySmsProviderVolumesResult>(
      'number',
      'sms_totals',
      'sms_fragment_totals',
      'sms_chargeable_units',
    ),
    column('sms_cost', 'decimal'),
  ],
}

const volumesByService: Report<IListVolumesByServiceResult> = {
  paths: ['volumes-by-service'],
  title: 'Volumes by service report',
  inOneFinancialYear: false,
  query: listVolumesByService,
  columns: [
    ...columns<IListVolumesByServiceResult>('text', 'service_name', 'service_id', 'organisation_name'),
    orEmpty(column('organisation_id', 'text')),
    ...columns<IListVolumesByServiceResult>(
      'number',
      'free_allowance',
      'sms_notifications',
      'sms_chargeable_units',
      'email_totals',
      'letter_totals',
      'letter_sheet_totals',
    ),
    column('letter_cost', 'decimal'),
  ],
  csvOrder: [
    'organisation_id',
    'organisation_name',
    'service_id',
    'service_name',
    'free_allowance',
    'sms_notifications',
    'sms_chargeable_units',
    'email_totals',
    'letter_totals',
    'letter_cost',
    'letter_sheet_totals',
  ],
}

const despatched = (name: keyof IListLetterDespatchCostsResult, kind: Kind, heading?: string) =>
  column<IListLetterDespatchCostsResult>(name, kind, heading)
const letterDespatch: Report<IListLetterDespatchCostsResult> = {
  paths: ['data-for-dvla-billing-report'],
  title: 'DVLA Billing Report',
  inOneFinancialYear: true,
  query: listLetterDespatchCosts,
  columns: [
    despatched('date', 'text', 'despatch date'),
    despatched('postage', 'text'),
    despatched('cost_threshold', 'text', 'DVLA cost threshold'),
    despatched('sheets', 'number'),
    despatched('rate', 'decimal', 'rate (£)'),
    despatched('letters', 'number'),
    despatched('cost', 'decimal', 'cost (£)'),
  ],
}

export const platformReports = [
  billingReport,
  dailyVolumes,
  dailySmsProviderVolumes,
  volumesByService,
  letterDespatch,
] as unknown as readonly Report<object>[]

/** A row as JSON. */
export const asObject = <Row>(columns: readonly Column<Row>[], row: Row): Record<string, unknown> =>
  Object.fromEntries(columns.map((one) => [one.name, one.value(row)]))
