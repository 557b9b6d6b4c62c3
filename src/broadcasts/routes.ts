/** Alerts from other systems, as CAP: one that waits for a person's approval, or the end of one. Source: specification, broadcasts, public API. */
import { type Context, Hono } from 'hono'
import { createBroadcast, withdrawBroadcast } from '../../queries/broadcasts.queries.ts'
import type { Crier } from '../context.ts'
import { ApiError, badRequest, noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { type Caller, caller } from '../services/authentication.ts'
import { normaliseBroadcast } from '../templates/broadcast.ts'
import { uuidv7 } from '../uuid.ts'
import { mostCapBytes } from './cap/document.ts'
import { type CapAlert, type CapCancel, readCap } from './cap/message.ts'
import { findBroadcast } from './wire.ts'

export function broadcastRoutes(crier: Crier): Hono {
  const app = new Hono()

  app.post('/v2/broadcast', async (c) => {
    const who = await caller(c, crier)
    if (!who.service.permissions.has('broadcast'))
      throw badRequest('Service is not allowed to send broadcast messages')
    checkType(c)
    return crier.admission.send(c, who.service.id, async (read) => {
      const document = readCap(await read(mostCapBytes))
      const id = document.msgType === 'Alert' ? await create(who, document) : await end(who, document)
      return json(c, await findBroadcast(crier, who.service.id, id), 201)
    })
  })

  async function create({ service, key }: Caller, alert: CapAlert): Promise<string> {
    const [created] = await createBroadcast.run(
      {
        id: uuidv7(crier.now()),
        service_id: service.id,
        template_id: null,
        template_version: null,
        personalisation: null,
        content: alert.content,
        transmitted_content: normaliseBroadcast(alert.content),
        areas: alert.areas,
        starts_at: null,
        finishes_at: null,
        reference: alert.reference,
        cap_event: alert.cap_event,
        api_key_id: key.id,
        actor: null,
        now: crier.now().toISOString(),
      },
      crier.db,
    )
    if (!created?.id) throw noResultFound()
    return created.id
  }

  async function end({ service, key }: Caller, { identifiers }: CapCancel): Promise<string> {
    const [ended] = await withdrawBroadcast.run(
      {
        service_id: service.id,
        references: identifiers,
        api_key_id: key.id,
        actor: null,
        now: crier.now().toISOString(),
      },
      crier.db,
    )
    if (ended!.matches > 1) throw badRequest('Multiple alerts found - unclear which one to cancel')
    if (!ended!.id) throw noResultFound()
    return ended!.id
  }

  return app
}

/** @throws ApiError 415; parameters, such as the character set, are the document's own business */
function checkType(c: Context): void {
  const type = c.req.header('content-type') ?? 'None'
  if (/^\s*application\/cap\+xml\s*(;|$)/i.test(type)) return
  const message = `Content type ${type.slice(0, 255)} not supported`
  throw new ApiError(415, [{ error: 'BadRequestError', message }])
}
