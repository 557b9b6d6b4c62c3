/** Makes a service one that broadcasts. Source: specification, broadcasts, services. */
import { Hono } from 'hono'
import { setBroadcastService } from '../../queries/broadcasts.queries.ts'
import { listServices } from '../../queries/services.queries.ts'
import { jsonBody, one, pathId, serviceId, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { serviceWire } from '../services/wire.ts'
import { checkSchema } from '../validation.ts'
import { broadcastServiceRequest } from './requests.ts'

export function broadcastServiceRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.post(`/service/${serviceId}/set-as-broadcast-service`, async (c) => {
    const body = checkSchema(broadcastServiceRequest, await jsonBody(c))
    const id = pathId(c, 'service_id')
    const wanted = {
      service_id: id,
      channel: body.broadcast_channel,
      is_live: body.service_mode === 'live',
      provider: body.provider_restriction === 'all' ? null : body.provider_restriction,
      actor: unnamed,
      now: crier.now().toISOString(),
    }
    const [done] = await setBroadcastService.run(wanted, crier.db)
    if (!done!.is_known) throw noResultFound()
    const rows = await listServices.run({ id, member_id: null, only_active: false }, crier.db)
    return json(c, { data: serviceWire(one(rows)) })
  })
  return app
}
