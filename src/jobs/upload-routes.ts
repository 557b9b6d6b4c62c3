/** What people of a service have uploaded. Source: specification, sending, uploads; internal API, uploads. */
import { Hono } from 'hono'
import { countUploads, listUploads } from '../../queries/jobs/uploads.queries.ts'
import { listUploadedLettersOfDay } from '../../queries/letters.queries.ts'
import { listNotificationSummaries } from '../../queries/notifications/admin.queries.ts'
import { countedPageLinks, limitDays, pageOf, rowsOf } from '../admin/pages.ts'
import { dateFault, one, pathId, refused, serviceId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { notificationWire } from '../notifications/admin-wire.ts'
import { uploadWire } from './wire.ts'

const base = `/service/${serviceId}/upload` as const

/** Bytes of values in a page, of which an uploaded letter has a name or two. */
const most_bytes = 1_000_000

export function uploadRoutes(crier: Crier): Hono {
  const app = new Hono()

  app.get(base, async (c) => {
    const page = pageOf(c)
    const asked = {
      service_id: pathId(c, 'service_id'),
      limit_days: limitDays(c),
      now: crier.now().toISOString(),
    }
    const [found, counted] = await Promise.all([
      listUploads.run({ ...asked, limit: page.limit, skipped: page.skipped }, crier.db),
      countUploads.run(asked, crier.db),
    ])
    const { rows, hasNext } = rowsOf(page, found)
    const { total } = one(counted)
    const links = countedPageLinks(c, page, hasNext, total)
    return json(c, { data: rows.map(uploadWire), page_size: page.size, total, links })
  })

  app.get(`${base}/uploaded-letters/:print_day`, async (c) => {
    const service_id = pathId(c, 'service_id')
    const print_day = c.req.param('print_day')
    if (dateFault(print_day) !== null) throw refused('Input must be a date in the format: YYYY-MM-DD')
    const page = pageOf(c)
    const { limit, skipped } = page
    const found = await listUploadedLettersOfDay.run({ service_id, print_day, limit, skipped }, crier.db)
    const { rows, hasNext } = rowsOf(page, found)
    const ids = rows.map((row) => row.id)
    const letters = await listNotificationSummaries.run({ service_id, ids, most_bytes }, crier.db)
    const total = rows[0]?.total ?? 0
    return json(c, {
      notifications: letters.map((letter) => notificationWire(crier, letter)),
      page_size: page.size,
      total,
      links: countedPageLinks(c, page, hasNext, total),
    })
  })

  return app
}
