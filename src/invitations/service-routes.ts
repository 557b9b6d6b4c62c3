/** Invitations to services. Source: specification, internal API, invitations. */
import { Hono } from 'hono'
import { changeInvite, inviteToService, listServiceInvites } from '../../queries/invitations.queries.ts'
import { applicationAt } from '../admin/application-link.ts'
import { checkFields } from '../admin/fields.ts'
import { idSegment, jsonBody, one, pathId, serviceId, serviceOf, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { newServiceInvite, serviceInviteChange } from './requests.ts'
import { invitationId, invitationToken, readInvitationToken } from './tokens.ts'
import { serviceInviteWire } from './wire.ts'

const invites = `/service/${serviceId}/invite` as const
const invite = `${invites}/${idSegment('invite_id')}` as const

export function serviceInvitationRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  async function shown(service_id: string | null, id: string) {
    return { data: serviceInviteWire(one(await listServiceInvites.run({ service_id, id }, crier.db))) }
  }

  app.post(invites, async (c) => {
    const body = checkFields(newServiceInvite, await jsonBody(c))
    const { service, from_user, created_by, invite_link_host, ...wanted } = body
    const { id: service_id } = await serviceOf(c, crier)
    if (service !== service_id) throw noResultFound()
    const id = invitationId(crier, 'service', service_id, wanted.email_address)
    const url = `${applicationAt(crier, invite_link_host)}/invitation/${invitationToken(crier, 'service', id)}`
    const who = { inviter: from_user, actor: created_by ?? from_user, now: now() }
    one(await inviteToService.run({ id, service_id, wanted, url, ...who }, crier.db))
    return json(c, await shown(service_id, id), 201)
  })

  app.get(invites, async (c) => {
    const { id } = await serviceOf(c, crier)
    const rows = await listServiceInvites.run({ service_id: id, id: null }, crier.db)
    return json(c, { data: rows.map(serviceInviteWire) })
  })

  app.get(invite, async (c) => json(c, await shown(pathId(c, 'service_id'), pathId(c, 'invite_id'))))

  app.post(invite, async (c) => {
    const { status, auth_type, created_by } = checkFields(serviceInviteChange, await jsonBody(c))
    const [service_id, id] = [pathId(c, 'service_id'), pathId(c, 'invite_id')]
    const change = { status: status ?? null, auth_type: auth_type ?? null }
    const parameters = { service_id, organisation_id: null, id, ...change, actor: created_by ?? unnamed }
    const changed = one(await changeInvite.run({ ...parameters, now: now() }, crier.db))
    if (changed.id === null) throw noResultFound()
    return json(c, await shown(service_id, id))
  })

  app.get(`/invite/service/${idSegment('invite_id')}`, async (c) =>
    json(c, await shown(null, pathId(c, 'invite_id'))),
  )

  for (const path of ['/invite/service/:token', '/invite/service/check/:token'] as const) {
    app.get(path, async (c) =>
      json(c, await shown(null, readInvitationToken(crier, 'service', c.req.param('token')))),
    )
  }
  return app
}
