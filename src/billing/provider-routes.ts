/** Providers with what they have sent this month. Source: specification, internal API, providers; usage of a service. */
import { Hono } from 'hono'
import { listProviders, listProviderVersions } from '../../queries/billing/providers.queries.ts'
import { idSegment, noResult } from '../admin/requests.ts'
import { number, rfcDate } from '../admin/wire.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'

export function providerReportRoutes(crier: Crier): Hono {
  const app = new Hono()
  const provider = idSegment('provider_id')
  const list = (id: string | null) => listProviders.run({ id, now: crier.now().toISOString() }, crier.db)

  app.get('/provider-details', async (c) => {
    const rows = await list(null)
    return json(c, {
      provider_details: rows.map((row) => ({
        ...shared(row),
        created_by_name: row.created_by_name,
        current_month_billable_sms: number(row.current_month_billable_sms),
      })),
    })
  })

  app.get(`/provider-details/${provider}`, async (c) => {
    const [row] = await list(c.req.param('provider_id'))
    if (row === undefined) throw noResult()
    return json(c, {
      provider_details: {
        ...versioned(row),
        current_month_billable_sms: number(row.current_month_billable_sms),
      },
    })
  })

  app.get(`/provider-details/${provider}/versions`, async (c) => {
    const rows = await listProviderVersions.run({ id: c.req.param('provider_id') }, crier.db)
    return json(c, { data: rows.map(versioned) })
  })
  return app
}

type ProviderRow = {
  id: string
  display_name: string
  identifier: string
  priority: number
  notification_type: string
  active: boolean
  updated_at: string | null
  supports_international: boolean
  reason: string | null
  version: number
  created_by_id: string | null
  created_by_name: string | null
  created_by_email_address: string | null
}

const shared = (row: ProviderRow) => ({
  id: row.id,
  display_name: row.display_name,
  identifier: row.identifier,
  priority: row.priority,
  notification_type: row.notification_type,
  active: row.active,
  updated_at: rfcDate(row.updated_at),
  supports_international: row.supports_international,
  reason: row.reason,
})

const versioned = (row: ProviderRow) => ({
  ...shared(row),
  version: row.version,
  created_by:
    row.created_by_id === null
      ? null
      : { id: row.created_by_id, name: row.created_by_name, email_address: row.created_by_email_address },
})
