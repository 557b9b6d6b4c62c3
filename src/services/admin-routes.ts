/** Services as the people-facing application reads them. Source: specification, internal API, services. */
import { Hono } from 'hono'
import { listServices } from '../../queries/services.queries.ts'
import { flag, idQuery, one, serviceId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { serviceStatistics, servicesWithStatistics } from '../statistics/service.ts'
import { detailedServiceWire, serviceWire } from './wire.ts'

export function serviceRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.get('/service', async (c) => {
    if (flag(c, 'detailed')) return json(c, { data: await servicesWithStatistics(crier, c) })
    const asked = { member_id: idQuery(c, 'user_id'), only_active: flag(c, 'only_active') }
    const rows = await listServices.run({ id: null, ...asked }, crier.db)
    return json(c, { data: rows.map(serviceWire) })
  })

  app.get(`/service/${serviceId}`, async (c) => {
    const id = c.req.param('service_id')
    const row = one(await listServices.run({ id, member_id: null, only_active: false }, crier.db))
    if (!flag(c, 'detailed')) return json(c, { data: serviceWire(row) })
    const statistics = await serviceStatistics(crier, row.id, c)
    return json(c, { data: { ...detailedServiceWire(row), statistics } })
  })
  return app
}
