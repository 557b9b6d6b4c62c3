/** How long services keep their messages. Source: specification, retention endpoints; internal API, guest list, senders, retention. */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  changeDataRetention,
  createDataRetention,
  getDataRetention,
} from '../../queries/retention.queries.ts'
import { idSegment, jsonBody, one, pathId, serviceId, serviceOf, unnamed } from '../admin/requests.ts'
import type { Channel } from '../channels.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema, notOfType, shownValue } from '../validation.ts'
import { retentionWire } from './wire.ts'

/** In the order in which Notify's refusal names them. */
const channels = ['sms', 'letter', 'email'] as const satisfies Channel[]

/** Fewer days than the status facts look back would lose messages from them; the database refuses it too. */
const days = v.pipe(
  v.number(notOfType('integer')),
  v.check((value) => Number.isInteger(value), notOfType('integer')),
  v.minValue(3, (issue) => `${shownValue(issue.input)} is less than the minimum of 3`),
  v.maxValue(90, (issue) => `${shownValue(issue.input)} is greater than the maximum of 90`),
)
const changeSchema = v.strictObject({ days_of_retention: days })
const newSchema = v.strictObject({
  days_of_retention: days,
  notification_type: v.picklist(
    channels,
    (issue) => `${shownValue(issue.input)} is not one of [${channels.join(', ')}]`,
  ),
})

export function retentionRoutes(crier: Crier): Hono {
  const app = new Hono()
  const base = `/service/${serviceId}/data-retention`
  const retention = idSegment('data_retention_id')

  const find = (service_id: string, filter: { id?: string; notification_type?: Channel } = {}) =>
    getDataRetention.run({ service_id, id: null, notification_type: null, ...filter }, crier.db)

  app.get(base, async (c) => {
    const service = await serviceOf(c, crier)
    return json(c, (await find(service.id)).map(retentionWire))
  })

  app.get(`${base}/notification-type/:notification_type`, async (c) => {
    const type = channels.find((channel) => channel === c.req.param('notification_type'))
    if (type === undefined) throw noResultFound()
    const [row] = await find(pathId(c, 'service_id'), { notification_type: type })
    return json(c, row ? retentionWire(row) : {})
  })

  app.get(`${base}/${retention}`, async (c) => {
    const [row] = await find(pathId(c, 'service_id'), { id: c.req.param('data_retention_id') })
    return json(c, row ? retentionWire(row) : {})
  })

  app.post(base, async (c) => {
    const body = checkSchema(newSchema, await jsonBody(c))
    const service = await serviceOf(c, crier)
    const made = one(
      await createDataRetention.run(
        { service_id: service.id, ...body, actor: unnamed, now: crier.now().toISOString() },
        crier.db,
      ),
    )
    return json(c, { result: retentionWire(made) }, 201)
  })

  app.post(`${base}/${retention}`, async (c) => {
    const { days_of_retention } = checkSchema(changeSchema, await jsonBody(c))
    const service_id = pathId(c, 'service_id')
    const id = c.req.param('data_retention_id')
    const now = crier.now().toISOString()
    const [changed] = await changeDataRetention.run(
      { service_id, id, days_of_retention, actor: unnamed, now },
      crier.db,
    )
    if (!changed!.is_changed) {
      throw new PlainError(
        404,
        `The service data retention for id: ${id} was not found for service: ${service_id}`,
      )
    }
    return c.body(null, 204)
  })
  return app
}
