/**
 * The platform's reports: for each its path, its query and its columns, which are its JSON keys and its CSV headings in the order of the
 * specification (billing, platform reports). One handler serves them all: JSON by default, CSV when the request accepts text/csv.
 */
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
import { decimal } from '../decimal.ts'
import type { PreparedQuery } from '../prepared-query.ts'

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

type Name<Row> = keyof Row & string
/** Columns named as in the query. */
const plain = <Row extends object>(...names: Name<Row>[]): Column<Row>[] =>
  names.map((name) => titled(name, name.replaceAll('_', ' ')))
const titled = <Row extends object>(name: Name<Row>, heading: string): Column<Row> => ({
  name,
  heading,
  value: (row) => row[name] as string | number | null,
})
/** Written as a decimal. */
const money = <Row extends object>(name: Name<Row>, heading = name.replaceAll('_', ' ')): Column<Row> => ({
  name,
  heading,
  value: (row) => decimal(row[name] as string),
})
/** Null is an empty text where the specification says so. */
const orEmpty = <Row>(wanted: Column<Row>): Column<Row> => ({
  ...wanted,
  value: (row) => wanted.value(row) ?? '',
})
/** Headings of the billing report are its keys, as the internal application writes them. */
const byKey = <Row>(columns: Column<Row>[]): Column<Row>[] =>
  columns.map((column) => ({ ...column, heading: column.name }))

const billingReport: Report<IListBillingReportResult> = {
  paths: ['data-for-billing-report', 'usage-for-all-services'],
  title: 'Billing Report',
  inOneFinancialYear: true,
  query: listBillingReport,
  columns: byKey([
    ...plain<IListBillingReportResult>('organisation_id').map(orEmpty),
    ...plain<IListBillingReportResult>('organisation_name', 'service_id', 'service_name'),
    money('sms_cost'),
    ...plain<IListBillingReportResult>('sms_chargeable_units', 'total_letters'),
    money('letter_cost'),
    ...plain<IListBillingReportResult>(
      'letter_breakdown',
      'purchase_order_number',
      'contact_names',
      'contact_email_addresses',
      'billing_reference',
    ),
  ]),
}

const dailyVolumes: Report<IListDailyVolumesResult> = {
  paths: ['daily-volumes-report'],
  title: 'Daily volumes report',
  inOneFinancialYear: false,
  query: listDailyVolumes,
  columns: plain(
    'day',
    'sms_totals',
    'sms_fragment_totals',
    'sms_chargeable_units',
    'email_totals',
    'letter_totals',
    'letter_sheet_totals',
  ),
}

const dailySmsProviderVolumes: Report<IListDailySmsProviderVolumesResult> = {
  paths: ['daily-sms-provider-volumes-report'],
  title: 'Daily SMS provider volumes report',
  inOneFinancialYear: false,
  query: listDailySmsProviderVolumes,
  columns: [
    ...plain<IListDailySmsProviderVolumesResult>(
      'day',
      'provider',
      'sms_totals',
      'sms_fragment_totals',
      'sms_chargeable_units',
    ),
    money('sms_cost'),
  ],
}

const volumesByService: Report<IListVolumesByServiceResult> = {
  paths: ['volumes-by-service'],
  title: 'Volumes by service report',
  inOneFinancialYear: false,
  query: listVolumesByService,
  columns: [
    ...plain<IListVolumesByServiceResult>('service_name', 'service_id', 'organisation_name'),
    ...plain<IListVolumesByServiceResult>('organisation_id').map(orEmpty),
    ...plain<IListVolumesByServiceResult>(
      'free_allowance',
      'sms_notifications',
      'sms_chargeable_units',
      'email_totals',
      'letter_totals',
      'letter_sheet_totals',
    ),
    money('letter_cost'),
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

const letterDespatch: Report<IListLetterDespatchCostsResult> = {
  paths: ['data-for-dvla-billing-report'],
  title: 'DVLA Billing Report',
  inOneFinancialYear: true,
  query: listLetterDespatchCosts,
  columns: [
    titled('date', 'despatch date'),
    ...plain<IListLetterDespatchCostsResult>('postage'),
    titled('cost_threshold', 'DVLA cost threshold'),
    ...plain<IListLetterDespatchCostsResult>('sheets'),
    money('rate', 'rate (£)'),
    ...plain<IListLetterDespatchCostsResult>('letters'),
    money('cost', 'cost (£)'),
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
