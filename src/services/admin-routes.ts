/** Services as the people-facing application makes, reads and changes them. Source: specification, internal API, services. */
import { Hono } from 'hono'
import { getOrganisation } from '../../queries/organisations/organisations.queries.ts'
import {
  archiveService,
  changeService,
  createService,
  findServicesByName,
  listApiKeyVersions,
  listServiceVersions,
  resumeService,
  suspendService,
} from '../../queries/services/settings.queries.ts'
import { listServices } from '../../queries/services.queries.ts'
import { checkFields } from '../admin/fields.ts'
import {
  flag,
  idQuery,
  jsonBody,
  one,
  pathId,
  refused,
  serviceId,
  serviceOf,
  unnamed,
} from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { referenceSearchPattern } from '../recipients/search.ts'
import { serviceStatistics, servicesWithStatistics } from '../statistics/service.ts'
import { changedColumns, newService, serviceChange } from './requests.ts'
import { dashboardWire, detailedServiceWire, serviceWire } from './wire.ts'

export function serviceRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const rowOf = async (id: string) =>
    one(await listServices.run({ id, member_id: null, only_active: false }, crier.db))

  app.get('/service', async (c) => {
    if (flag(c, 'detailed')) return json(c, { data: await servicesWithStatistics(crier, c) })
    const asked = { member_id: idQuery(c, 'user_id'), only_active: flag(c, 'only_active') }
    const rows = await listServices.run({ id: null, ...asked }, crier.db)
    return json(c, { data: rows.map(serviceWire) })
  })

  app.get('/service/find-services-by-name', async (c) => {
    const part = c.req.query('service_name')
    if (part === undefined) throw refused({ service_name: ['Missing data for required field.'] })
    const rows = await findServicesByName.run({ pattern: referenceSearchPattern(part) }, crier.db)
    return json(c, { data: rows.map(dashboardWire) })
  })

  app.get(`/service/${serviceId}`, async (c) => {
    const row = await rowOf(c.req.param('service_id'))
    if (!flag(c, 'detailed')) return json(c, { data: serviceWire(row) })
    const statistics = await serviceStatistics(crier, row.id, c)
    return json(c, { data: { ...detailedServiceWire(row), statistics } })
  })

  app.post('/service', async (c) => {
    const wanted = checkFields(newService, await jsonBody(c))
    const { id } = one(await createService.run({ wanted, actor: wanted.created_by, now: now() }, crier.db))
    return json(c, { data: serviceWire(await rowOf(id)) }, 201)
  })

  app.post(`/service/${serviceId}`, async (c) => {
    const change = checkFields(serviceChange, await jsonBody(c))
    const service_id = pathId(c, 'service_id')
    const wanted = changedColumns(change) as never
    const parameters = { service_id, wanted, actor: change.created_by ?? unnamed, now: now() }
    if (!one(await changeService.run(parameters, crier.db)).is_changed) throw noResultFound()
    return json(c, { data: serviceWire(await rowOf(service_id)) })
  })

  for (const [verb, end] of [
    ['archive', archiveService],
    ['suspend', suspendService],
    ['resume', resumeService],
  ] as const) {
    app.post(`/service/${serviceId}/${verb}`, async (c) => {
      const service = await serviceOf(c, crier)
      await end.run({ service_id: service.id, actor: unnamed, now: now() }, crier.db)
      return c.body(null, 204)
    })
  }

  app.get(`/service/${serviceId}/organisation`, async (c) => {
    const { organisation_id: id } = await rowOf(pathId(c, 'service_id'))
    const [organisation] = await getOrganisation.run({ id, domain: null }, crier.db)
    return json(c, organisation ?? {})
  })

  app.get(`/service/${serviceId}/history`, async (c) => {
    const service = await serviceOf(c, crier)
    const [service_history, api_key_history] = await Promise.all([
      listServiceVersions.run({ service_id: service.id }, crier.db),
      listApiKeyVersions.run({ service_id: service.id }, crier.db),
    ])
    return json(c, { data: { service_history, api_key_history } })
  })
  return app
}
