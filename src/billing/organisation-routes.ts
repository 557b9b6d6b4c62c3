/** What the services of an organisation have used in a financial year. Source: specification, billing, organisation year. */
import { Hono } from 'hono'
import {
  getOrganisationId,
  getOrganisationUsageUpdatedAt,
  listOrganisationUsage,
} from '../../queries/billing/usage.queries.ts'
import { idSegment, one, yearOf } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { organisationUsageWire } from './wire.ts'

export function organisationUsageRoutes(crier: Crier): Hono {
  const app = new Hono()
  const organisation = idSegment('organisation_id')
  app.get(`/organisations/${organisation}/services-with-usage`, async (c) => {
    const year = yearOf(c.req.query('year'), 'No valid year provided')
    const organisation_id = c.req.param('organisation_id')
    const now = crier.now().toISOString()
    one(await getOrganisationId.run({ organisation_id }, crier.db))
    const [rows, [refreshed]] = await Promise.all([
      listOrganisationUsage.run({ organisation_id, year }, crier.db),
      getOrganisationUsageUpdatedAt.run({ year, now }, crier.db),
    ])
    return json(c, {
      services: rows.map(organisationUsageWire),
      updated_at: refreshed?.updated_at ?? null,
    })
  })
  return app
}
