/** Figures of services. Source: specification, statistics, shapes; internal API, services, notifications and templates. */

import { type Context, Hono } from 'hono'
import { countNotificationsSent } from '../../queries/billing/usage.queries.ts'
import { getLocalDate } from '../../queries/platform.queries.ts'
import { countStatusesPerService } from '../../queries/statistics/platform.queries.ts'
import {
  countStatusesPerMonth,
  countStatusesPerTemplate,
  getDetailedService,
  getServiceStatistics,
  getTemplateLastUsed,
  getTemplateOfService,
  listMonthlyTemplateUsage,
  listMonthsBegun,
} from '../../queries/statistics/services.queries.ts'
import { dateFault, idSegment, noResult, refused, serviceId, serviceOf, yearOf } from '../admin/requests.ts'
import { number, rfcDate, zulu } from '../admin/wire.ts'
import { channels } from '../channels.ts'
import type { Crier } from '../context.ts'
import { notFoundMessage, PlainError } from '../errors.ts'
import { json } from '../http.ts'

const noYear = 'Year must be a number'
type Counts = { requested: number; delivered: number; failed: number }

const zeros = (): Record<string, Counts> =>
  Object.fromEntries(channels.map((channel) => [channel, { requested: 0, delivered: 0, failed: 0 }]))
const counts = (row: { requested: string; delivered: string; failed: string }): Counts => ({
  requested: number(row.requested),
  delivered: number(row.delivered),
  failed: number(row.failed),
})

/** Whole days back, as a query says them. */
const daysBack = (text: string | undefined, most: number): number | null => {
  const days = text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  return days <= most ? days : null
}
/** Retention ends after 90 days, and facts of a year answer every page. */
const mostDays = 366

export function serviceStatisticsRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  async function statistics(service_id: string, c: Context) {
    const limit_days =
      c.req.query('today_only') === 'True' ? 0 : daysBack(c.req.query('limit_days') ?? '7', mostDays)
    if (limit_days === null) throw refused({ limit_days: [`limit_days must be between 0 and ${mostDays}`] })
    const rows = await getServiceStatistics.run({ service_id, limit_days, now: now() }, crier.db)
    return { ...zeros(), ...Object.fromEntries(rows.map((row) => [row.notification_type, counts(row)])) }
  }

  /** Without detailed=True these two paths are the plain lists and objects of services. */
  const detailedOnly = (c: Context) => {
    if (c.req.query('detailed') !== 'True') throw new PlainError(404, notFoundMessage)
  }

  app.get('/service', async (c) => {
    detailedOnly(c)
    const at = now()
    const { today } = (await getLocalDate.run({ now: at }, crier.db))[0]!
    const start_date = c.req.query('start_date') ?? today
    const end_date = c.req.query('end_date') ?? today
    if (dateFault(start_date) !== null || dateFault(end_date) !== null) {
      throw refused('Input must be a date in the format: YYYY-MM-DD')
    }
    const rows = await countStatusesPerService.run(
      {
        start_date,
        end_date,
        now: at,
        include_from_test_key: c.req.query('include_from_test_key') !== 'False',
        only_active: c.req.query('only_active') === 'True',
      },
      crier.db,
    )
    const services = new Map<string, ReturnType<typeof summary> & { statistics: Record<string, Counts> }>()
    for (const row of rows) {
      const kept = services.get(row.service_id) ?? { ...summary(row), statistics: zeros() }
      if (row.notification_type !== null) kept.statistics[row.notification_type] = counts(row)
      services.set(row.service_id, kept)
    }
    return json(c, { data: [...services.values()] })
  })

  app.get(`/service/${serviceId}`, async (c) => {
    detailedOnly(c)
    const service_id = c.req.param('service_id').toLowerCase()
    const [row] = await getDetailedService.run({ service_id }, crier.db)
    if (row === undefined) throw noResult()
    const { created_at, updated_at, go_live_at, ...rest } = row
    return json(c, {
      data: {
        ...rest,
        go_live_at: go_live_at === null ? null : zulu(go_live_at).replace('T', ' ').replace('Z', ''),
        created_at: zulu(created_at),
        updated_at: zulu(updated_at),
        statistics: await statistics(service_id, c),
      },
    })
  })

  app.get(`/service/${serviceId}/statistics`, async (c) =>
    json(c, { data: await statistics(c.req.param('service_id').toLowerCase(), c) }),
  )

  app.get(`/service/${serviceId}/notifications/count`, async (c) => {
    const type = c.req.query('template_type')
    const notification_type = channels.find((channel) => channel === type) ?? null
    if (type !== undefined && notification_type === null) throw noResult()
    const limit_days = daysBack(c.req.query('limit_days') ?? '7', mostDays)
    if (limit_days === null) throw refused({ limit_days: [`limit_days must be between 0 and ${mostDays}`] })
    const service = await serviceOf(c, crier)
    const [row] = await countNotificationsSent.run(
      { service_id: service.id, notification_type, limit_days, now: now() },
      crier.db,
    )
    return json(c, { notifications_sent_count: number(row!.notifications_sent_count) })
  })

  app.get(`/service/${serviceId}/notifications/monthly`, async (c) => {
    const year = yearOf(c.req.query('year'), noYear)
    const service = await serviceOf(c, crier)
    const at = now()
    const [months, rows] = await Promise.all([
      listMonthsBegun.run({ year, now: at }, crier.db),
      countStatusesPerMonth.run({ service_id: service.id, year, now: at }, crier.db),
    ])
    const none = (): Record<string, Record<string, number>> => ({ sms: {}, email: {}, letter: {} })
    const data = Object.fromEntries(months.map(({ month }) => [month, none()]))
    for (const row of rows) {
      const month = (data[row.month] ??= none())
      month[row.notification_type]![row.notification_status] = number(row.count)
    }
    return json(c, { data })
  })

  app.get(`/service/${serviceId}/notifications/templates_usage/monthly`, async (c) => {
    const year = yearOf(c.req.query('year'), noYear)
    const service = await serviceOf(c, crier)
    const rows = await listMonthlyTemplateUsage.run({ service_id: service.id, year, now: now() }, crier.db)
    return json(c, { stats: rows.map((row) => ({ ...row, count: number(row.count) })) })
  })

  app.get(`/service/${serviceId}/template-statistics`, async (c) => {
    const text = c.req.query('whole_days') ?? c.req.query('limit_days') ?? ''
    if (!/^\s*[+-]?\d{1,9}\s*$/.test(text)) {
      throw refused({ whole_days: [`${text.slice(0, 100)} is not an integer`] })
    }
    const whole_days = Number(text)
    if (whole_days < 0 || whole_days > 7) {
      throw refused({ whole_days: ['whole_days must be between 0 and 7'] })
    }
    const service = await serviceOf(c, crier)
    const rows = await countStatusesPerTemplate.run(
      { service_id: service.id, whole_days, now: now() },
      crier.db,
    )
    return json(c, { data: rows.map((row) => ({ ...row, count: number(row.count) })) })
  })

  app.get(`/service/${serviceId}/template-statistics/last-used/${idSegment('template_id')}`, async (c) => {
    const wanted = {
      service_id: c.req.param('service_id').toLowerCase(),
      template_id: c.req.param('template_id'),
    }
    const [template] = await getTemplateOfService.run(wanted, crier.db)
    if (template === undefined) throw noResult()
    const [row] = await getTemplateLastUsed.run(wanted, crier.db)
    return json(c, { last_date_used: zulu(row?.last_date_used ?? null) })
  })
  return app
}

type ServiceRow = {
  service_id: string
  name: string
  restricted: boolean
  active: boolean
  created_at: string
  notification_type: string | null
}

const summary = (row: ServiceRow) => ({
  id: row.service_id,
  name: row.name,
  // The channel of the service's first row, as the reference implementation gives it; nothing depends on it.
  notification_type: row.notification_type,
  restricted: row.restricted,
  active: row.active,
  created_at: rfcDate(row.created_at),
})
