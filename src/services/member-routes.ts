/** The members of a service and what each may do there. Source: specification, internal API, service members and users. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  addServiceMember,
  changeMemberRights,
  listServiceMembers,
  removeServiceMember,
} from '../../queries/services/members.queries.ts'
import { listServices } from '../../queries/services.queries.ts'
import { checkFields, uuid } from '../admin/fields.ts'
import {
  idSegment,
  jsonBody,
  one,
  optionalBody,
  pathId,
  serviceId,
  serviceOf,
  unnamed,
} from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { json, jsonText } from '../http.ts'
import { checkSchema } from '../validation.ts'
import { memberRights } from './member-requests.ts'
import { serviceWire } from './wire.ts'

const members = `/service/${serviceId}/users` as const
const member = `${members}/${idSegment('user_id')}` as const

const removal = v.object({ created_by: v.optional(v.nullable(uuid)) })

export function memberRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const place = (c: Context) => ({ service_id: pathId(c, 'service_id'), user_id: pathId(c, 'user_id') })

  async function rightsOf(c: Context) {
    const { permissions, folder_permissions } = checkSchema(memberRights, await jsonBody(c))
    return {
      ...place(c),
      permissions: permissions.map(({ permission }) => permission),
      folder_permissions: folder_permissions ?? null,
      actor: unnamed,
      now: now(),
    }
  }

  app.get(members, async (c) => {
    const { id } = await serviceOf(c, crier)
    const { people } = one(await listServiceMembers.run({ service_id: id }, crier.db))
    return jsonText(c, `{"data":${people}}`)
  })

  app.post(member, async (c) => {
    const rights = await rightsOf(c)
    const folder_permissions = rights.folder_permissions ?? []
    const { is_done } = one(await addServiceMember.run({ ...rights, folder_permissions }, crier.db))
    if (!is_done) throw noResultFound()
    const asked = { id: rights.service_id, member_id: null, only_active: false }
    return json(c, { data: serviceWire(one(await listServices.run(asked, crier.db))) }, 201)
  })

  app.delete(member, async (c) => {
    const { created_by } = checkFields(removal, await optionalBody(c))
    const parameters = { ...place(c), actor: created_by ?? unnamed, now: now() }
    const { is_done } = one(await removeServiceMember.run(parameters, crier.db))
    if (is_done === null) throw noResultFound()
    if (!is_done) throw new PlainError(404, 'User not found')
    return c.body(null, 204)
  })

  app.post(`/user/${idSegment('user_id')}/service/${serviceId}/permission`, async (c) => {
    const { is_done } = one(await changeMemberRights.run(await rightsOf(c), crier.db))
    if (!is_done) throw noResultFound()
    return c.body(null, 204)
  })
  return app
}
