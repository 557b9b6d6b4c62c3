/** Queries whose plans must not change with the size of the books and of the live table: what the tests of plans and the bench of volume ask alike. */
import type { Values } from './plan.ts'

/** Whose reports are read, and when. */
export type Owner = { service: string; organisation: string; now: string }

const range = ({ now }: Owner) => ({ start_date: '2026-06-01', end_date: '2026-06-15', now })
const year = 2026
/** The reports and the nightly paths that have a range, each with its file. */
export const bookCases: [file: string, name: string, values: (of: Owner) => Values][] = [
  [
    'billing/usage.sql',
    'CountNotificationsSent',
    (of) => ({ service_id: of.service, now: of.now, limit_days: 7, notification_type: null }),
  ],
  [
    'billing/usage.sql',
    'ListMonthlyUsage',
    (of) => ({ service_id: of.service, year, now: of.now, with_emails: false }),
  ],
  ['billing/usage.sql', 'ListYearlyUsage', (of) => ({ service_id: of.service, year, now: of.now })],
  ['billing/usage.sql', 'ListOrganisationUsage', (of) => ({ organisation_id: of.organisation, year })],
  ['billing/providers.sql', 'ListProviders', (of) => ({ id: null, now: of.now })],
  ['billing/reports.sql', 'ListBillingReport', range],
  ['billing/reports.sql', 'ListDailyVolumes', range],
  ['billing/reports.sql', 'ListDailySmsProviderVolumes', range],
  ['billing/reports.sql', 'ListVolumesByService', range],
  ['billing/reports.sql', 'ListLiveServices', (of) => ({ now: of.now })],
  ['billing/nightly.sql', 'ListBillingDaysDue', () => ({ run_on: '2026-06-15' })],
  ['statistics/nightly.sql', 'ListStatusDaysDue', () => ({ run_on: '2026-06-15' })],
  [
    'statistics/services.sql',
    'CountStatusesPerMonth',
    (of) => ({ service_id: of.service, year, now: of.now }),
  ],
  [
    'statistics/services.sql',
    'CountStatusesPerTemplate',
    (of) => ({ service_id: of.service, whole_days: 7, now: of.now }),
  ],
  [
    'statistics/services.sql',
    'GetServiceStatistics',
    (of) => ({ service_id: of.service, limit_days: 7, now: of.now }),
  ],
  [
    'statistics/services.sql',
    'ListMonthlyTemplateUsage',
    (of) => ({ service_id: of.service, year, now: of.now }),
  ],
  ['statistics/platform.sql', 'CountPlatformStatuses', range],
  [
    'statistics/platform.sql',
    'CountStatusesPerService',
    (of) => ({ ...range(of), only_active: true, include_from_test_key: true }),
  ],
  ['statistics/platform.sql', 'ListMonthlyStatusesPerService', range],
]

/** What is read of a service's messages; `index` is what the plan shows of it, `most` how many pages of 8 kB it may touch. */
export type Reading = { file: string; name: string; values: Values; index: string | null; most: number }

const list = { types: '{sms,email,letter}', statuses: null, include_jobs: false, reference: null }
/** The filters of the API's list. */
export const listFilters: [string, Values][] = [
  ['no filter', {}],
  ['job rows', { include_jobs: true }],
  ['one channel', { types: '{letter}' }],
  ['a group of statuses', { statuses: '{failed}' }],
  ['a rare status', { types: '{sms}', statuses: '{technical-failure}' }],
]
// A walk of three pages of rows, or of each wanted kind at most a page, and each row of the page once more. What is within a function no plan shows.
export const listReading = (values: Values, older_than: string | null): Reading => ({
  file: 'notifications/reading.sql',
  name: 'ListNotifications',
  values: { ...list, ...values, older_than },
  index: values.reference ? 'notifications_client_reference_idx' : null,
  most: 9_000,
})
export const changesReading = (values: Values): Reading => ({
  file: 'notifications/changes.sql',
  name: 'ListChangedNotifications',
  values: { updated_after: null, timeline: null, after_transaction: null, after_id: null, ...values },
  index: 'notifications_changed_in_idx',
  most: 4_000,
})
export const oneReading = (service_id: string, id: string): Reading => ({
  file: 'notifications/reading.sql',
  name: 'ListNotificationsById',
  values: { service_ids: `{${service_id}}`, ids: `{${id}}` },
  index: 'notifications_pkey',
  most: 100,
})

/** Pages of 8 kB that a plan touched in all. */
export const buffersOf = (plan: string) =>
  [.../^\s*Buffers: shared(.*)$/m.exec(plan)![1]!.matchAll(/(?:hit|read)=(\d+)/g)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  )

/** How often a plan searched an index of messages. */
const searchesOf = (plan: string, index: string) =>
  [
    ...plan.matchAll(new RegExp(`using ${index} on notifications(?:(?!->)[^])*?Index Searches: (\\d+)`, 'g')),
  ].reduce((sum, match) => sum + Number(match[1]), 0)

/** The fault of a reading's plan, as it was run; undefined is well. */
export function faultOf({ index, most }: Reading, plan: string): string | undefined {
  if (index !== null && searchesOf(plan, index) === 0) return `makes no use of ${index}`
  if (/Seq Scan on (notifications|notification_history)/.test(plan)) return 'reads a table from end to end'
  if (buffersOf(plan) >= most) return `reads ${buffersOf(plan)} pages`
}
