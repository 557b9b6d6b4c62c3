/** Providers with what they have sent this month. Source: specification, internal API, providers; usage of a service. */
import { Hono } from 'hono'
import { listProviders, listProviderVersions } from '../../queries/billing/providers.queries.ts'
import { idSegment, one } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { oneProviderWire, providerVersionWire, providerWire } from './wire.ts'

export function providerReportRoutes(crier: Crier): Hono {
  const app = new Hono()
  const provider = idSegment('provider_id')
  const list = (id: string | null) => listProviders.run({ id, now: crier.now().toISOString() }, crier.db)

  app.get('/provider-details', async (c) =>
    json(c, { provider_details: (await list(null)).map(providerWire) }),
  )

  app.get(`/provider-details/${provider}`, async (c) =>
    json(c, { provider_details: oneProviderWire(one(await list(c.req.param('provider_id')))) }),
  )

  app.get(`/provider-details/${provider}/versions`, async (c) => {
    const rows = await listProviderVersions.run({ id: c.req.param('provider_id') }, crier.db)
    return json(c, { data: rows.map(providerVersionWire) })
  })
  return app
}
