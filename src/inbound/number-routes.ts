/** Numbers that receive texts, and who has them. Source: specification, internal API, inbound numbers. */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  assignInboundNumber,
  listInboundNumbers,
  removeInboundSms,
  switchInboundNumberOff,
} from '../../queries/inbound.queries.ts'
import { jsonBody, one, serviceId, serviceOf, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema, notOfType, uuid } from '../validation.ts'
import { inboundNumberWire, inboundSenderWire } from './wire.ts'

const wantedNumber = v.strictObject({ inbound_number_id: v.optional(v.nullable(uuid)) })
const removal = v.strictObject({ archive: v.boolean(notOfType('boolean')) })

export function inboundNumberRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const list = (service_id: string | null, only_free: boolean) =>
    listInboundNumbers.run({ service_id, only_free }, crier.db)

  app.get('/inbound-number', async (c) => json(c, { data: (await list(null, false)).map(inboundNumberWire) }))

  app.get('/inbound-number/available', async (c) =>
    json(c, { data: (await list(null, true)).map(inboundNumberWire) }),
  )

  app.get(`/inbound-number/service/${serviceId}`, async (c) => {
    const service = await serviceOf(c, crier)
    const [row] = await list(service.id, false)
    return json(c, { data: row === undefined ? {} : inboundNumberWire(row) })
  })

  app.post(`/inbound-number/service/${serviceId}`, async (c) => {
    const service = await serviceOf(c, crier)
    const body = checkSchema(wantedNumber, await jsonBody(c))
    const parameters = {
      service_id: service.id,
      inbound_number_id: body.inbound_number_id ?? null,
      actor: unnamed,
      now: now(),
    }
    return json(c, inboundSenderWire(one(await assignInboundNumber.run(parameters, crier.db))), 201)
  })

  app.post(`/inbound-number/service/${serviceId}/off`, async (c) => {
    const service = await serviceOf(c, crier)
    const parameters = { service_id: service.id, actor: unnamed, now: now() }
    if (!one(await switchInboundNumberOff.run(parameters, crier.db)).is_switched) throw noResultFound()
    return c.body(null, 204)
  })

  app.post(`/service/${serviceId}/inbound-sms/remove`, async (c) => {
    const { archive } = checkSchema(removal, await jsonBody(c))
    const service = await serviceOf(c, crier)
    await removeInboundSms.run({ service_id: service.id, archive, actor: unnamed, now: now() }, crier.db)
    return json(c, {})
  })
  return app
}
