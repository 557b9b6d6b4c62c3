/** What people of a service have uploaded. Source: specification, sending, uploads; internal API, uploads. */
import { Hono } from 'hono'
import { countUploads, listUploads } from '../../queries/jobs/uploads.queries.ts'
import { countedPageLinks, limitDays, pageOf, rowsOf } from '../admin/pages.ts'
import { one, pathId, serviceId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { uploadWire } from './wire.ts'

const base = `/service/${serviceId}/upload` as const

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

  return app
}
