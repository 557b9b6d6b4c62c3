/** Invitations to organisations. Source: specification, internal API, invitations. */
import { Hono } from 'hono'
import { getOrganisationId } from '../../queries/billing/usage.queries.ts'
import {
  changeInvite,
  inviteToOrganisation,
  listOrganisationInvites,
} from '../../queries/invitations.queries.ts'
import { applicationAt } from '../admin/application-link.ts'
import { idSegment, jsonBody, one, pathId, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { newInvitation } from '../organisations/requests.ts'
import { checkSchema } from '../validation.ts'
import { organisationInviteChange } from './requests.ts'
import { invitationId, invitationToken, readInvitationToken } from './tokens.ts'
import { organisationInviteWire } from './wire.ts'

const invites = `/organisation/${idSegment('organisation_id')}/invite` as const
const invite = `${invites}/${idSegment('invite_id')}` as const

export function organisationInvitationRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  async function shown(organisation_id: string | null, id: string) {
    const rows = await listOrganisationInvites.run({ organisation_id, id }, crier.db)
    return { data: organisationInviteWire(one(rows)) }
  }

  app.post(invites, async (c) => {
    const body = checkSchema(newInvitation, await jsonBody(c))
    const { email_address, invited_by, permissions, invite_link_host, created_by } = body
    const organisation_id = pathId(c, 'organisation_id')
    const id = invitationId(crier, 'organisation', organisation_id, email_address)
    const token = invitationToken(crier, 'organisation', id)
    const url = `${applicationAt(crier, invite_link_host)}/organisation-invitation/${token}`
    const can_make_services_live = permissions?.includes('can_make_services_live') ?? false
    const wanted = { email_address, can_make_services_live }
    const who = { inviter: invited_by, actor: created_by ?? invited_by, now: now() }
    const made = one(await inviteToOrganisation.run({ id, organisation_id, wanted, url, ...who }, crier.db))
    if (made.id === null) throw noResultFound()
    return json(c, await shown(organisation_id, id), 201)
  })

  app.get(invites, async (c) => {
    const organisation_id = pathId(c, 'organisation_id')
    one(await getOrganisationId.run({ organisation_id }, crier.db))
    const rows = await listOrganisationInvites.run({ organisation_id, id: null }, crier.db)
    return json(c, { data: rows.map(organisationInviteWire) })
  })

  app.get(invite, async (c) => json(c, await shown(pathId(c, 'organisation_id'), pathId(c, 'invite_id'))))

  app.post(invite, async (c) => {
    const { status, created_by } = checkSchema(organisationInviteChange, await jsonBody(c))
    const [organisation_id, id] = [pathId(c, 'organisation_id'), pathId(c, 'invite_id')]
    const change = { service_id: null, organisation_id, id, status, auth_type: null }
    const changed = one(
      await changeInvite.run({ ...change, actor: created_by ?? unnamed, now: now() }, crier.db),
    )
    if (changed.id === null) throw noResultFound()
    return json(c, await shown(organisation_id, id))
  })

  app.get(`/invite/organisation/${idSegment('invite_id')}`, async (c) =>
    json(c, await shown(null, pathId(c, 'invite_id'))),
  )

  for (const path of ['/invite/organisation/:token', '/invite/organisation/check/:token'] as const) {
    app.get(path, async (c) =>
      json(c, await shown(null, readInvitationToken(crier, 'organisation', c.req.param('token')))),
    )
  }
  return app
}
