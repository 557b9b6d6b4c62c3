/** Texts that a service has received, for the people of it. Source: specification, internal API, inbound SMS. */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  getInboundNumberUsage,
  getInboundText,
  getInboundTextSummary,
  listInboundTexts,
  listInboundTextsPerSender,
} from '../../queries/inbound.queries.ts'
import { pageOf, rowsOf } from '../admin/pages.ts'
import { idSegment, jsonBody, one, pathId, serviceId, serviceOf } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { parsePhoneNumber } from '../recipients/phone-numbers.ts'
import { checkSchema, notOfType } from '../validation.ts'
import { inboundTextWire } from './wire.ts'

/** Notify lists all of them; more than this is read by whoever takes them over the public API, page by page. */
const mostTexts = 10_000
const filter = v.strictObject({ phone_number: v.optional(v.string(notOfType('string'))) })

export function inboundTextRoutes(crier: Crier): Hono {
  const app = new Hono()
  const base = `/service/${serviceId}/inbound-sms` as const
  const now = () => crier.now().toISOString()

  app.post(base, async (c) => {
    const { phone_number } = checkSchema(filter, await jsonBody(c))
    const service = await serviceOf(c, crier)
    // Notify's admin application asks for all of them with an empty one.
    const user_number = phone_number ? await asStored(phone_number) : null
    const parameters = { service_id: service.id, user_number, now: now(), limit: mostTexts }
    return json(c, { data: (await listInboundTexts.run(parameters, crier.db)).map(inboundTextWire) })
  })

  /** In the spelling of what is received; what is no number is a sender's name. */
  async function asStored(phoneNumber: string): Promise<string> {
    const read = parsePhoneNumber(phoneNumber, await crier.cache.smsRates())
    return typeof read === 'string' ? phoneNumber : read.normalised
  }

  app.get(`${base}/most-recent`, async (c) => {
    const page = pageOf(c)
    const service = await serviceOf(c, crier)
    const { limit, skipped } = page
    const found = await listInboundTextsPerSender.run(
      { service_id: service.id, now: now(), limit, skipped },
      crier.db,
    )
    const { rows, hasNext } = rowsOf(page, found)
    return json(c, { data: rows.map(inboundTextWire), has_next: hasNext })
  })

  app.get(`${base}/most-recent-usage`, async (c) => {
    const service = await serviceOf(c, crier)
    return json(c, one(await getInboundNumberUsage.run({ service_id: service.id }, crier.db)))
  })

  app.get(`${base}/summary`, async (c) => {
    const service = await serviceOf(c, crier)
    return json(c, one(await getInboundTextSummary.run({ service_id: service.id, now: now() }, crier.db)))
  })

  app.get(`${base}/${idSegment('inbound_id')}`, async (c) => {
    const service = await serviceOf(c, crier)
    const parameters = { service_id: service.id, id: pathId(c, 'inbound_id') }
    return json(c, inboundTextWire(one(await getInboundText.run(parameters, crier.db))))
  })
  return app
}
