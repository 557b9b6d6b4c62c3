/** Complaints of all services. Source: specification, internal API, complaints. */
import { Hono } from 'hono'
import { countComplaints, listComplaints } from '../../queries/complaints.queries.ts'
import { pageLinks, pageOf, rowsOf } from '../admin/pages.ts'
import { one, optionalDateRangeOf } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { complaintWire } from './wire.ts'

export function complaintRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.get('/complaint', async (c) => {
    const page = pageOf(c)
    const { limit, skipped } = page
    const { rows, hasNext } = rowsOf(page, await listComplaints.run({ limit, skipped }, crier.db))
    return json(c, { complaints: rows.map(complaintWire), links: pageLinks(c, page, hasNext) })
  })

  app.get('/complaint/count-by-date-range', async (c) => {
    const range = await optionalDateRangeOf(c, crier)
    return json(c, one(await countComplaints.run(range, crier.db)).count)
  })
  return app
}
