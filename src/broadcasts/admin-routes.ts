/** Broadcasts for the admin application: written, changed, approved and ended by people. Source: specification, broadcasts, internal API. */
import { type Context, Hono } from 'hono'
import {
  changeBroadcastStatus,
  createBroadcast,
  editBroadcast,
  type Json,
  listBroadcasts,
} from '../../queries/broadcasts.queries.ts'
import { idSegment, jsonBody, one, pathId, refused, serviceId, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError, type Status } from '../errors.ts'
import { json } from '../http.ts'
import { broadcastTooLong, normaliseBroadcast } from '../templates/broadcast.ts'
import { apiContent } from '../templates/content.ts'
import type { Personalisation } from '../templates/personalisation.ts'
import { checkContent } from '../templates/send-checks.ts'
import { uuidv7 } from '../uuid.ts'
import { checkSchema } from '../validation.ts'
import { broadcastEdit, broadcastRequest, choiceFailures, statusRequest } from './requests.ts'
import { findBroadcast } from './wire.ts'

/** Bytes, and keys, items and brackets, of a body with areas: a coast has some ten thousand points. */
const maxBody = 3 * 1024 * 1024
const maxPieces = 200_000

const base = `/service/${serviceId}/broadcast-message` as const
const message = `${base}/${idSegment('broadcast_message_id')}` as const

export function broadcastAdminRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const named = (c: Context) => ({
    service_id: pathId(c, 'service_id'),
    id: pathId(c, 'broadcast_message_id'),
  })

  app.get(base, async (c) => {
    const asked = { service_id: pathId(c, 'service_id'), id: null }
    return json(c, { broadcast_messages: await listBroadcasts.run(asked, crier.db) })
  })

  app.get(message, async (c) => {
    const { service_id, id } = named(c)
    return json(c, await findBroadcast(crier, service_id, id))
  })

  app.post(base, async (c) => {
    const body = checkSchema(broadcastRequest, await jsonBody(c, maxBody, maxPieces), choiceFailures)
    const service_id = pathId(c, 'service_id')
    if (body.service_id !== service_id) throw noResultFound()
    const written =
      body.template_id === undefined
        ? { ...ownText(body.content!), template_id: null, template_version: null }
        : await fromTemplate(service_id, body.template_id, body.personalisation ?? {})
    const [created] = await createBroadcast.run(
      {
        id: uuidv7(crier.now()),
        service_id,
        ...written,
        personalisation: (body.template_id === undefined ? null : (body.personalisation ?? {})) as Json,
        areas: (body.areas ?? {}) as Json,
        starts_at: body.starts_at ?? null,
        finishes_at: body.finishes_at ?? null,
        reference: body.reference ?? null,
        cap_event: null,
        api_key_id: null,
        actor: body.created_by,
        now: now(),
      },
      crier.db,
    )
    if (!created?.id) throw noResultFound()
    return json(c, await findBroadcast(crier, service_id, created.id), 201)
  })

  app.post(message, async (c) => {
    const body = checkSchema(broadcastEdit, await jsonBody(c, maxBody, maxPieces))
    const { service_id, id } = named(c)
    const present = await findBroadcast(crier, service_id, id)
    const rewritten =
      body.personalisation === undefined || present.template_id === null
        ? {}
        : await filled(present.template_id, present.template_version!, body.personalisation)
    const changes = { ...body, ...rewritten } as Json
    const edited = one(
      await editBroadcast.run({ service_id, id, changes, actor: unnamed, now: now() }, crier.db),
    )
    if (edited.refusal !== null) throw refused(edited.refusal)
    return json(c, await findBroadcast(crier, service_id, id))
  })

  app.post(`${message}/status`, async (c) => {
    const { status, created_by } = checkSchema(statusRequest, await jsonBody(c))
    const { service_id, id } = named(c)
    const [changed] = await changeBroadcastStatus.run(
      { service_id, id, status, actor: created_by, now: now() },
      crier.db,
    )
    const { http_status, refusal, warning } = changed!
    if (refusal !== null) throw new PlainError(http_status as Status, refusal)
    if (warning !== null) crier.log.error({ broadcast_message: id }, warning)
    return json(c, await findBroadcast(crier, service_id, id))
  })

  /** @throws PlainError 400 when phones can't show it all */
  function ownText(text: string) {
    const content = normaliseBroadcast(text)
    const tooLong = broadcastTooLong('Content', content)
    if (tooLong !== null) throw refused(tooLong)
    return { content, transmitted_content: content }
  }

  /** @throws ApiError 404 for a template that is not this service's own, of broadcasts */
  async function fromTemplate(service_id: string, template_id: string, personalisation: Personalisation) {
    const template = await crier.cache.template(service_id, template_id)
    if (template === null || template.hidden || template.archived || template.type !== 'broadcast')
      throw noResultFound()
    const text = await filled(template_id, template.version, personalisation)
    return { ...text, template_id, template_version: template.version }
  }

  /** @throws PlainError 400 when a placeholder has no value, or phones can't show it all */
  async function filled(template_id: string, template_version: number, personalisation: Personalisation) {
    const versions = await crier.cache.versions([{ template_id, template_version }])
    const template = versions.get(`${template_id} ${template_version}`)!
    const refusal = checkContent(template, personalisation)
    if (refusal !== null) throw refused(refusal)
    return ownText(apiContent(template, personalisation).body)
  }

  return app
}
