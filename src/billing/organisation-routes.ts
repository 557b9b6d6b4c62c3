/** What the services of an organisation have used in a financial year. Source: specification, billing, organisation year. */
import { Hono } from 'hono'
import {
  getOrganisationId,
  getOrganisationUsageUpdatedAt,
  listOrganisationUsage,
} from '../../queries/billing/usage.queries.ts'
import { idSegment, noResult, yearOf } from '../admin/requests.ts'
import { number, zulu } from '../admin/wire.ts'
import type { Crier } from '../context.ts'
import { decimal } from '../decimal.ts'
import { json } from '../http.ts'

export function organisationUsageRoutes(crier: Crier): Hono {
  const app = new Hono()
  const organisation = idSegment('organisation_id')
  app.get(`/organisations/${organisation}/services-with-usage`, async (c) => {
    const year = yearOf(c.req.query('year'), 'No valid year provided')
    const organisation_id = c.req.param('organisation_id')
    const now = crier.now().toISOString()
    const [found] = await getOrganisationId.run({ organisation_id }, crier.db)
    if (found === undefined) throw noResult()
    const [rows, [refreshed]] = await Promise.all([
      listOrganisationUsage.run({ organisation_id, year }, crier.db),
      getOrganisationUsageUpdatedAt.run({ year, now }, crier.db),
    ])
    return json(c, {
      services: rows.map((row) => ({
        service_id: row.service_id,
        service_name: row.service_name,
        free_sms_limit: row.free_sms_limit,
        sms_remainder: number(row.sms_remainder),
        sms_billable_units: number(row.sms_billable_units),
        chargeable_billable_sms: number(row.chargeable_billable_sms),
        sms_cost: decimal(row.sms_cost),
        letter_cost: decimal(row.letter_cost),
        emails_sent: number(row.emails_sent),
        active: row.active,
      })),
      updated_at: zulu(refreshed?.updated_at ?? null),
    })
  })
  return app
}
