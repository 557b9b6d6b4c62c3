/**
 * Where services want to be told. Notify's present paths name the type of the callback in the request; those of 2022 in the path. Source:
 * specification, service callbacks, configuration; internal API, callbacks.
 */
import { type Context, Hono } from 'hono'
import {
  deleteCallbackApi,
  getCallbackApi,
  type IGetCallbackApiResult,
  insertCallbackApi,
  updateCallbackApi,
} from '../../queries/callbacks.queries.ts'
import { idSegment, jsonBody, noResult, refused, serviceId, serviceOf } from '../admin/requests.ts'
import { zulu } from '../admin/wire.ts'
import type { Crier } from '../context.ts'
import { PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { check } from '../validation.ts'
import { type CallbackType, callbackTypes, configurationSchemas } from './requests.ts'

type Family = {
  path: string
  /** null: the request says it. */
  type: CallbackType | null
  missing: (type: CallbackType | null) => string
}

const nouns: Record<CallbackType, string> = {
  delivery_status: 'delivery receipt',
  complaint: 'complaint',
  returned_letter: 'returned letter',
  inbound_sms: 'inbound',
}
const families: Family[] = [
  {
    path: 'callback-api',
    type: null,
    missing: (type) => (type === null ? 'No result found' : `Service ${nouns[type]} API not found`),
  },
  { path: 'inbound-api', type: 'inbound_sms', missing: () => 'Service inbound API not found' },
  {
    path: 'delivery-receipt-api',
    type: 'delivery_status',
    missing: () => 'Service delivery receipt callback API not found',
  },
]

export function callbackConfigurationRoutes(crier: Crier): Hono {
  const app = new Hono()
  const schemas = configurationSchemas(crier.config.callbacks.loopback)
  const now = () => crier.now().toISOString()

  for (const { path, type, missing } of families) {
    const base = `/service/${serviceId}/${path}`
    const one = `${base}/${idSegment('callback_id')}`
    const found = (rows: IGetCallbackApiResult[], wanted: CallbackType | null) => {
      if (rows[0] === undefined) throw new PlainError(404, missing(wanted))
      return { data: wire(rows[0]) }
    }
    const place = (c: Context) => ({
      service_id: c.req.param('service_id')!.toLowerCase(),
      id: c.req.param('callback_id')!.toLowerCase(),
    })

    app.post(base, async (c) => {
      const body = await jsonBody(c)
      const { url, bearer_token, updated_by_id, callback_type } =
        type === null
          ? check(schemas.createTyped, body)
          : { ...check(schemas.create, body), callback_type: type }
      const service = await serviceOf(c, crier)
      const bearer_token_encrypted = crier.seal.seal(bearer_token)
      const parameters = { service_id: service.id, callback_type, url, bearer_token_encrypted }
      const rows = await insertCallbackApi
        .run({ ...parameters, actor: updated_by_id, now: now() }, crier.db)
        .catch(refusal)
      return json(c, found(rows, type), 201)
    })

    app.post(one, async (c) => {
      const { url, bearer_token, updated_by_id, callback_type } = check(schemas.update, await jsonBody(c))
      const wanted = type ?? callback_type ?? null
      const changed = {
        url: url ?? null,
        bearer_token_encrypted: bearer_token === undefined ? null : crier.seal.seal(bearer_token),
      }
      const rows = await updateCallbackApi
        .run({ ...place(c), ...changed, callback_type: wanted, actor: updated_by_id }, crier.db)
        .catch(refusal)
      return json(c, found(rows, wanted))
    })

    app.get(one, async (c) => {
      const wanted = type ?? typeOf(c)
      return json(
        c,
        found(await getCallbackApi.run({ ...place(c), callback_type: wanted }, crier.db), wanted),
      )
    })

    app.delete(one, async (c) => {
      const wanted = type ?? typeOf(c)
      const rows = await deleteCallbackApi.run({ ...place(c), callback_type: wanted }, crier.db)
      if (rows.length === 0) throw new PlainError(404, missing(wanted))
      return c.body(null, 204)
    })
  }
  return app
}

/** What no callback is of, is not found. */
function typeOf(c: Context): CallbackType | null {
  const asked = c.req.query('callback_type')
  if (asked === undefined) return null
  const type = callbackTypes.find((one) => one === asked)
  if (type === undefined) throw noResult()
  return type
}

function refusal(error: unknown): never {
  const constraint = (error as { constraint_name?: string }).constraint_name
  if (constraint === 'service_has_one_callback_per_type')
    throw refused({ name: ['You can only have one URL and bearer token for your service.'] })
  if (constraint === 'service_callback_api_updated_by_id_fkey') throw noResult()
  throw error
}

/** Without its token, which nobody is shown again. */
const wire = (row: IGetCallbackApiResult) => ({
  id: row.id,
  service_id: row.service_id,
  url: row.url,
  updated_by_id: row.updated_by_id,
  created_at: zulu(row.created_at),
  updated_at: zulu(row.updated_at),
})
