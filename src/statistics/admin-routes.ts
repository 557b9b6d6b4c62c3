/** Figures of services. Source: specification, statistics, shapes; internal API, services, notifications and templates. */
import { Hono } from 'hono'
import { countNotificationsSent } from '../../queries/billing/usage.queries.ts'
import {
  countStatusesPerMonth,
  countStatusesPerTemplate,
  getTemplateLastUsed,
  getTemplateOfService,
  listMonthlyTemplateUsage,
  listMonthsBegun,
} from '../../queries/statistics/services.queries.ts'
import { idSegment, one, pathId, refused, serviceId, serviceOf, yearOf } from '../admin/requests.ts'
import { channels } from '../channels.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { limitDays, serviceStatistics } from './service.ts'

const noYear = 'Year must be a number'

export function serviceStatisticsRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  app.get(`/service/${serviceId}/statistics`, async (c) =>
    json(c, { data: await serviceStatistics(crier, pathId(c, 'service_id'), c) }),
  )

  app.get(`/service/${serviceId}/notifications/count`, async (c) => {
    const type = c.req.query('template_type')
    const notification_type = channels.find((channel) => channel === type) ?? null
    if (type !== undefined && notification_type === null) throw noResultFound()
    const limit_days = limitDays(c)
    const service = await serviceOf(c, crier)
    const wanted = { service_id: service.id, notification_type, limit_days, now: now() }
    return json(c, one(await countNotificationsSent.run(wanted, crier.db)))
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
      month[row.notification_type]![row.notification_status] = row.count
    }
    return json(c, { data })
  })

  app.get(`/service/${serviceId}/notifications/templates_usage/monthly`, async (c) => {
    const year = yearOf(c.req.query('year'), noYear)
    const service = await serviceOf(c, crier)
    const rows = await listMonthlyTemplateUsage.run({ service_id: service.id, year, now: now() }, crier.db)
    return json(c, { stats: rows })
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
    return json(c, { data: rows })
  })

  app.get(`/service/${serviceId}/template-statistics/last-used/${idSegment('template_id')}`, async (c) => {
    const wanted = {
      service_id: pathId(c, 'service_id'),
      template_id: c.req.param('template_id'),
    }
    one(await getTemplateOfService.run(wanted, crier.db))
    return json(c, one(await getTemplateLastUsed.run(wanted, crier.db)))
  })
  return app
}
