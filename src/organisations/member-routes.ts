/** The members of organisations. Source: specification, internal API, organisations and users. */
import { type Context, Hono } from 'hono'
import { getOrganisationId } from '../../queries/billing/usage.queries.ts'
import {
  addOrganisationMember,
  changeOrganisationMember,
  listOrganisationMembers,
  removeOrganisationMember,
} from '../../queries/organisations/members.queries.ts'
import { idSegment, jsonBody, one, pathId, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { jsonText } from '../http.ts'
import { showUser } from '../users/shown.ts'
import { checkSchema } from '../validation.ts'
import { organisationPath } from './admin-routes.ts'
import { memberRights } from './requests.ts'

const userSegment = idSegment('user_id')
const member = `${organisationPath}/users/${userSegment}` as const

export function organisationMemberRoutes(crier: Crier): Hono {
  const app = new Hono()
  const place = (c: Context) => ({
    organisation_id: pathId(c, 'organisation_id'),
    user_id: pathId(c, 'user_id'),
    actor: unnamed,
    now: crier.now().toISOString(),
  })
  async function rightsOf(c: Context) {
    const { permissions } = checkSchema(memberRights, await jsonBody(c))
    return { ...place(c), can_make_services_live: permissions.length > 0 }
  }

  app.get(`${organisationPath}/users`, async (c) => {
    const organisation_id = pathId(c, 'organisation_id')
    one(await getOrganisationId.run({ organisation_id }, crier.db))
    const { people } = one(await listOrganisationMembers.run({ organisation_id }, crier.db))
    return jsonText(c, `{"data":${people}}`)
  })

  app.post(member, async (c) => {
    const rights = await rightsOf(c)
    const { is_done } = one(await addOrganisationMember.run(rights, crier.db))
    if (!is_done) throw noResultFound()
    return await showUser(c, crier, { id: rights.user_id })
  })

  app.delete(member, async (c) => {
    const { is_done } = one(await removeOrganisationMember.run(place(c), crier.db))
    if (is_done === null) throw noResultFound()
    if (!is_done) throw new PlainError(404, 'User not found')
    return c.body(null, 204)
  })

  app.post(`/user/${userSegment}/organisation/${idSegment('organisation_id')}/permissions`, async (c) => {
    const { is_done } = one(await changeOrganisationMember.run(await rightsOf(c), crier.db))
    if (!is_done) throw noResultFound()
    return c.body(null, 204)
  })

  return app
}
