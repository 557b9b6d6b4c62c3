/**
 * Where services want to be told. Notify's present paths name the type of the callback in the request; those of 2022 in the path. Source:
 * specification, service callbacks, configuration; internal API, callbacks.
 */
import { type Context, Hono } from 'hono'
import {
  changeCallbackApi,
  createCallbackApi,
  getCallbackApi,
  removeCallbackApi,
} from '../../queries/callbacks.queries.ts'
import { idSegment, jsonBody, one, pathId, serviceId, serviceOf } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema } from '../validation.ts'
import { type CallbackType, callbackTypes, configurationSchemas } from './requests.ts'
import { callbackApiWire } from './wire.ts'

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
  job_status: 'job',
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
    const single = `${base}/${idSegment('callback_id')}`
    const shown = async (id: string | null, service_id: string, wanted: CallbackType | null) => {
      const found =
        id === null ? [] : await getCallbackApi.run({ service_id, id, callback_type: wanted }, crier.db)
      if (found[0] === undefined) throw new PlainError(404, missing(wanted))
      return { data: callbackApiWire(found[0]) }
    }
    const place = (c: Context) => ({
      service_id: pathId(c, 'service_id'),
      id: pathId(c, 'callback_id'),
    })

    app.post(base, async (c) => {
      const body = await jsonBody(c)
      const { url, bearer_token, updated_by_id, callback_type } =
        type === null
          ? checkSchema(schemas.createTyped, body)
          : { ...checkSchema(schemas.create, body), callback_type: type }
      const service = await serviceOf(c, crier)
      const bearer_token_encrypted = crier.seal.seal(bearer_token)
      const parameters = { service_id: service.id, callback_type, url, bearer_token_encrypted }
      const { id } = one(
        await createCallbackApi.run({ ...parameters, actor: updated_by_id, now: now() }, crier.db),
      )
      return json(c, await shown(id, service.id, type), 201)
    })

    app.post(single, async (c) => {
      const { url, bearer_token, updated_by_id, callback_type } = checkSchema(
        schemas.update,
        await jsonBody(c),
      )
      const wanted = type ?? callback_type ?? null
      const changed = {
        url: url ?? null,
        bearer_token_encrypted: bearer_token === undefined ? null : crier.seal.seal(bearer_token),
      }
      const parameters = { ...place(c), ...changed, callback_type: wanted, actor: updated_by_id, now: now() }
      const { id } = one(await changeCallbackApi.run(parameters, crier.db))
      return json(c, await shown(id, place(c).service_id, wanted))
    })

    app.get(single, async (c) => {
      const wanted = type ?? typeOf(c)
      const { id, service_id } = place(c)
      return json(c, await shown(id, service_id, wanted))
    })

    app.delete(single, async (c) => {
      const wanted = type ?? typeOf(c)
      const parameters = { ...place(c), callback_type: wanted, now: now() }
      if (one(await removeCallbackApi.run(parameters, crier.db)).id === null)
        throw new PlainError(404, missing(wanted))
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
  if (type === undefined) throw noResultFound()
  return type
}
