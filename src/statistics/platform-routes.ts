/** Figures of the whole platform. Source: specification, internal API, platform statistics; performance dashboard. */

import { Hono } from 'hono'
import { listLiveServices } from '../../queries/billing/reports.queries.ts'
import {
  countLiveServices,
  countPlatformStatuses,
  getAllTimeTotals,
  type IListMonthlyStatusesPerServiceResult,
  listDailyTotals,
  listMonthlyStatusesPerService,
  listProcessingTimes,
  listServicesUsingNotify,
} from '../../queries/statistics/platform.queries.ts'
import { type Column, csvAnswer, cursorWindows, wantsCsv } from '../admin/csv.ts'
import { dateRangeOf, financialYearRangeOf, optionalDateRangeOf } from '../admin/requests.ts'
import { channels } from '../channels.ts'
import type { Crier } from '../context.ts'
import { decimal } from '../decimal.ts'
import { json } from '../http.ts'
import { asObject, platformReports } from './reports.ts'

const failures = ['technical-failure', 'permanent-failure', 'temporary-failure', 'virus-scan-failed'] as const

export function platformStatisticsRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  app.get('/platform-stats', async (c) => {
    const rows = await countPlatformStatuses.run(
      { ...(await optionalDateRangeOf(c, crier)), now: now() },
      crier.db,
    )
    const figures = channels.map((channel) => {
      const own = rows.filter((row) => row.notification_type === channel)
      const sum = (counted: typeof own) => counted.reduce((total, row) => total + row.count, 0)
      const real = own.filter((row) => row.key_type !== 'test')
      return [
        channel,
        {
          total: sum(real),
          'test-key': sum(own.filter((row) => row.key_type === 'test')),
          failures: Object.fromEntries(
            failures.map((failure) => [
              failure,
              sum(real.filter((row) => row.notification_status === failure)),
            ]),
          ),
        },
      ]
    })
    return json(c, Object.fromEntries(figures))
  })

  for (const report of platformReports) {
    for (const path of report.paths) {
      app.get(`/platform-stats/${path}`, async (c) => {
        const range = report.inOneFinancialYear ? financialYearRangeOf(c) : dateRangeOf(c)
        const { columns, query, title, csvOrder } = report
        if (!wantsCsv(c)) {
          const rows = await query.run(range, crier.db)
          return json(
            c,
            rows.map((row) => asObject(columns, row)),
          )
        }
        const ordered = csvOrder?.map((name) => columns.find((one) => one.name === name)!) ?? columns
        const fileName = `${title} from ${range.start_date} to ${range.end_date}.csv`
        return csvAnswer(c, ordered, cursorWindows(crier, query, range), fileName)
      })
    }
  }

  app.get('/performance-dashboard', async (c) => {
    const range = await optionalDateRangeOf(c, crier)
    const { db } = crier
    const [[totals], days, times, [live], services] = await Promise.all([
      getAllTimeTotals.run(undefined, db),
      listDailyTotals.run(range, db),
      listProcessingTimes.run(range, db),
      countLiveServices.run(undefined, db),
      listServicesUsingNotify.run(undefined, db),
    ])
    return json(c, {
      ...totals,
      notifications_by_type: days,
      processing_time: times.map((time) => ({
        date: time.date,
        percentage_under_10_seconds: decimal(time.percentage_under_10_seconds),
      })),
      live_service_count: live!.live_service_count,
      services_using_notify: services,
    })
  })

  app.get('/service/live-services-data', async (c) =>
    json(c, { data: await listLiveServices.run({ now: now() }, crier.db) }),
  )

  app.get('/service/monthly-data-by-service', async (c) => {
    const range = dateRangeOf(c)
    if (wantsCsv(c)) {
      const fileName = `Monthly notification statuses from ${range.start_date} to ${range.end_date}.csv`
      const windows = cursorWindows(crier, listMonthlyStatusesPerService, range)
      return csvAnswer(c, monthlyColumns, windows, fileName)
    }
    const rows = await listMonthlyStatusesPerService.run(range, crier.db)
    return json(
      c,
      rows.map((row) => monthlyColumns.map((column) => column.value(row))),
    )
  })
  return app
}

/** In the order of the specification's array, and the headings of the CSV. */
const monthlyColumns = (
  [
    'date_created',
    'service_id',
    'service_name',
    'notification_type',
    'count_sending',
    'count_delivered',
    'count_technical_failure',
    'count_temporary_failure',
    'count_permanent_failure',
    'count_sent',
  ] as const
).map(
  (name): Column<IListMonthlyStatusesPerServiceResult> => ({
    name,
    heading: name,
    value: (row) => row[name],
  }),
)
