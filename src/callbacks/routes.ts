/** What a service was told and was not, and telling it again; beyond Notify. Any key of the service may ask: callbacks are the service's, not a key's. */
import { type Context, Hono } from 'hono'
import { listCallbacks, replayCallbacks } from '../../queries/callbacks.queries.ts'
import type { Crier } from '../context.ts'
import { validationError } from '../errors.ts'
import { baseUrl, json } from '../http.ts'
import { checkQuery, linkTo, nextLink } from '../query-string.ts'
import { caller } from '../services/authentication.ts'
import { checkSchema, parseJson } from '../validation.ts'
import { listQuery, replayRequest } from './requests.ts'

const path = '/v2/callbacks'
const pageSize = 250
/** A thousand identifiers are less than half of it. */
const maxReplayBody = 100_000

export function callbackRoutes(crier: Crier): Hono {
  const app = new Hono()

  app.get(path, async (c) => {
    const { service } = await caller(c, crier)
    return crier.admission.read(c, service.id, () => list(c, service.id))
  })

  async function list(c: Context, service_id: string): Promise<Response> {
    const query = checkQuery(c, listQuery)
    const { status, callback_type, since, older_than } = query
    const rows = await listCallbacks.run(
      {
        service_id,
        statuses: status ? [...new Set(status)] : null,
        types: callback_type ?? null,
        since: since ?? null,
        older_than: older_than ?? null,
        page_size: pageSize,
      },
      crier.db,
    )
    const base = baseUrl(c, crier)
    const { older_than: _, ...filters } = query
    const last = rows.at(-1)?.id
    return json(c, {
      callbacks: rows,
      links: {
        current: linkTo(base, path, query),
        ...(last === undefined ? {} : { next: nextLink(base, path, filters, last) }),
      },
    })
  }

  app.post(`${path}/replay`, async (c) => {
    const { service } = await caller(c, crier)
    crier.admission.glance(c, service.id)
    return crier.admission.send(c, service.id, async (read) => {
      const { ids, since, until, callback_type } = checkSchema(
        replayRequest,
        parseJson(await read(maxReplayBody)),
      )
      if (ids === undefined && since === undefined)
        throw validationError(['ids or since is a required property'])
      return crier.admission.read(c, service.id, async () => {
        const [row] = await replayCallbacks.run(
          {
            service_id: service.id,
            ids: ids ?? null,
            types: callback_type ?? null,
            since: since ?? null,
            until: until ?? null,
          },
          crier.db,
        )
        return json(c, { replayed: row!.replayed })
      })
    })
  })
  return app
}
