/** What a service has used in a financial year. Source: specification, internal API, billing; usage of a service. */
import { Hono } from 'hono'
import { listMonthlyUsage, listYearlyUsage } from '../../queries/billing/usage.queries.ts'
import { serviceId, serviceOf, yearOf } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { usageWire } from './wire.ts'

const noYear = 'No valid year provided'

export function usageRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  app.get(`/service/${serviceId}/billing/monthly-usage`, async (c) => {
    const year = yearOf(c.req.query('year'), noYear)
    const service = await serviceOf(c, crier)
    const rows = await listMonthlyUsage.run(
      { service_id: service.id, year, now: now(), with_emails: false },
      crier.db,
    )
    return json(
      c,
      rows.map((row) => ({ month: row.month_name, ...usageWire(row), postage: row.postage })),
    )
  })

  app.get(`/service/${serviceId}/billing/yearly-usage-summary`, async (c) => {
    const year = yearOf(c.req.query('year'), noYear)
    const service = await serviceOf(c, crier)
    const rows = await listYearlyUsage.run({ service_id: service.id, year, now: now() }, crier.db)
    return json(c, rows.map(usageWire))
  })
  return app
}
