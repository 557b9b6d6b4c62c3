/** What people of a service do with its letters. Source: specification, letters, cancelling, reading, PDFs uploaded in the admin application; internal API. */
import { Hono } from 'hono'
import { cancelLetter } from '../../queries/letters/cancelling.queries.ts'
import { listNotificationSummaries } from '../../queries/notifications/admin.queries.ts'
import { idSegment, one, pathId, refused, serviceId, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { notificationWire } from '../notifications/admin-wire.ts'

/** Bytes of personalisation that one letter may have. */
const mostBytes = 16_000_000

export function letterAdminRoutes(crier: Crier): Hono {
  const app = new Hono()

  app.post(`/service/${serviceId}/notifications/${idSegment('notification_id')}/cancel`, async (c) => {
    const [service_id, id] = [pathId(c, 'service_id'), pathId(c, 'notification_id')]
    const now = crier.now().toISOString()
    const [done] = await cancelLetter.run({ service_id, id, actor: unnamed, now }, crier.db)
    if (done === undefined) throw new PlainError(404, 'Notification not found')
    if (done.refusal !== null) throw refused(done.refusal)
    const wanted = { service_id, ids: [id], most_bytes: mostBytes }
    return json(c, notificationWire(crier, one(await listNotificationSummaries.run(wanted, crier.db))))
  })

  return app
}
