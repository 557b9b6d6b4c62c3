/** Texts that services have received. Source: specification, public API, received texts. */

import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { listReceivedTexts } from '../../queries/inbound.queries.ts'
import type { Crier } from '../context.ts'
import { baseUrl, json } from '../http.ts'
import { checkQuery, linkTo, nextLink } from '../query-string.ts'
import { caller } from '../services/authentication.ts'
import { uuid } from '../validation.ts'

const path = '/v2/received-text-messages'
export const receivedTextsQuery = v.strictObject({ older_than: v.optional(uuid) })

export function inboundRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.get(path, async (c) => {
    const { service } = await caller(c, crier)
    return crier.admission.read(c, service.id, () => list(c, service.id))
  })

  async function list(c: Context, service_id: string): Promise<Response> {
    const { older_than } = checkQuery(c, receivedTextsQuery)
    const texts = await listReceivedTexts.run({ service_id, older_than: older_than ?? null }, crier.db)
    const base = baseUrl(c, crier)
    const last = texts.at(-1)?.id
    return json(c, {
      received_text_messages: texts,
      links: {
        current: linkTo(base, path, {}),
        ...(last === undefined ? {} : { next: nextLink(base, path, {}, last) }),
      },
    })
  }
  return app
}
