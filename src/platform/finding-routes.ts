/** What an id belongs to. Source: specification, internal API, platform admin. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { findById } from '../../queries/platform.queries.ts'
import { checkFields, uuid } from '../admin/fields.ts'
import { jsonBody, one } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'

export function findingRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.post('/platform-admin/find-by-uuid', async (c) => {
    const { uuid: wanted } = checkFields(v.object({ uuid }), await jsonBody(c))
    const { type, service_id } = one(await findById.run({ wanted }, crier.db))
    return json(c, { type, context: service_id === null ? {} : { service_id } })
  })
  return app
}
