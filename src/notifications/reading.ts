/** Reading messages. Source: specification, public API. */
import { Hono } from 'hono'
import { getNotificationById } from '../../queries/notifications.queries.ts'
import type { Crier } from '../crier.ts'
import { noResultFound, validationError } from '../errors.ts'
import { baseUrl, json } from '../http.ts'
import { canonicalUuid } from '../uuid.ts'
import { caller } from './routes.ts'
import { wireNotifications } from './wire.ts'

export function readingRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.get('/v2/notifications/:notification_id', async (c) => {
    const { service } = await caller(c, crier)
    const id = canonicalUuid(c.req.param('notification_id'))
    if (id === null) throw validationError(['notification_id is not a valid UUID'])
    const rows = await getNotificationById.run({ notification_id: id, service_id: service.id }, crier.db)
    if (rows.length === 0) throw noResultFound()
    const [answer] = await wireNotifications(rows, crier.memory, baseUrl(c, crier))
    return json(c, answer)
  })
  return app
}
