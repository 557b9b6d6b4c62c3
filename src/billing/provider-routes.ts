/** Providers with what they have sent this month, and the changes of their weights. Source: specification, internal API, providers; usage of a service. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { listProviders, listProviderVersions } from '../../queries/billing/providers.queries.ts'
import { changeProvider } from '../../queries/delivery/operation.queries.ts'
import { checkFields, text, truth, uuid, whole } from '../admin/fields.ts'
import { idSegment, jsonBody, one, pathId, refused } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { isJsonObject } from '../validation.ts'
import { oneProviderWire, providerVersionWire, providerWire } from './wire.ts'

const changes = {
  priority: v.optional(whole()),
  created_by: v.optional(v.nullable(uuid)),
  active: v.optional(truth),
  reason: v.optional(v.nullable(text())),
}

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

  app.post(`/provider-details/${provider}`, async (c) => {
    const body = await jsonBody(c)
    const others = isJsonObject(body) ? Object.keys(body).filter((key) => !Object.hasOwn(changes, key)) : []
    if (others.length > 0)
      throw refused(Object.fromEntries(others.map((key) => [key, ['Not permitted to be updated']])))
    const { priority, active, reason, created_by } = checkFields(v.object(changes), body)
    const id = pathId(c, 'provider_id')
    const parameters = {
      id,
      priority: priority ?? null,
      active: active ?? null,
      reason: reason ?? null,
      actor: created_by ?? null,
      now: crier.now().toISOString(),
    }
    if (!one(await changeProvider.run(parameters, crier.db)).is_changed) throw noResultFound()
    return json(c, { provider_details: oneProviderWire(one(await list(id))) })
  })

  app.get(`/provider-details/${provider}/versions`, async (c) => {
    const rows = await listProviderVersions.run({ id: c.req.param('provider_id') }, crier.db)
    return json(c, { data: rows.map(providerVersionWire) })
  })
  return app
}
