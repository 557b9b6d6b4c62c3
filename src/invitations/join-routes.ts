/** Requests to join a service. Source: specification, internal API, join requests. */
import { type Context, Hono } from 'hono'
import { askToJoinService, decideJoinRequest, getJoinRequest } from '../../queries/invitations.queries.ts'
import { applicationAt } from '../admin/application-link.ts'
import { idSegment, jsonBody, one, pathId, serviceId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema } from '../validation.ts'
import { joinRequestDecision, newJoinRequest } from './requests.ts'

const requests = `/service/${serviceId}/service-join-request` as const
const request = `${requests}/${idSegment('request_id')}` as const

export function joinRequestRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const place = (c: Context) => ({ service_id: pathId(c, 'service_id'), id: pathId(c, 'request_id') })

  app.post(requests, async (c) => {
    const { invite_link_host, reason, ...asked } = checkSchema(newJoinRequest, await jsonBody(c))
    const links_to = applicationAt(crier, invite_link_host)
    const about = { service_id: pathId(c, 'service_id'), ...asked, reason: reason ?? null, links_to }
    const { id } = one(
      await askToJoinService.run({ ...about, actor: asked.requester_id, now: now() }, crier.db),
    )
    if (id === null) throw noResultFound()
    return json(c, { service_join_request_id: id }, 201)
  })

  app.get(request, async (c) => json(c, one(await getJoinRequest.run(place(c), crier.db))))

  app.post(request, async (c) => {
    const body = checkSchema(joinRequestDecision, await jsonBody(c))
    const { status: decision, status_changed_by_id, ...wanted } = body
    const parameters = { ...place(c), decision, wanted, admin_url: crier.config.adminBaseUrl }
    const { id } = one(
      await decideJoinRequest.run({ ...parameters, actor: status_changed_by_id, now: now() }, crier.db),
    )
    if (id === null) throw noResultFound()
    return json(c, one(await getJoinRequest.run(place(c), crier.db)))
  })
  return app
}
