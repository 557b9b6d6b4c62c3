/** Organisations and what they own. Source: specification, internal API, organisations. */
import { type Context, Hono } from 'hono'
import { getOrganisationId } from '../../queries/billing/usage.queries.ts'
import {
  archiveOrganisation,
  changeOrganisation,
  createOrganisation,
  getOrganisation,
  linkServiceToOrganisation,
  listOrganisationServices,
  listOrganisations,
} from '../../queries/organisations/organisations.queries.ts'
import { idSegment, jsonBody, one, pathId, refused, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema } from '../validation.ts'
import { linkedService, newOrganisation, organisationChange } from './requests.ts'

export const organisationPath = `/organisations/${idSegment('organisation_id')}` as const

/** Longer than any domain of the internet. */
const longestDomain = 253

export function organisationRoutes(crier: Crier): Hono {
  const app = new Hono()
  const who = () => ({ actor: unnamed, now: crier.now().toISOString() })
  const organisationId = (c: Context) => pathId(c, 'organisation_id')

  const shown = async (id: string) => one(await getOrganisation.run({ id, domain: null }, crier.db))

  app.get('/organisations', async (c) => json(c, await listOrganisations.run({ part: null }, crier.db)))

  app.get('/organisations/by-domain', async (c) => {
    const domain = c.req.query('domain')
    if (!domain) throw refused({ domain: ['Missing data for required field.'] })
    if (domain.includes('@') || domain.length > longestDomain) {
      throw refused({ domain: ['Not a valid domain.'] })
    }
    return json(c, one(await getOrganisation.run({ id: null, domain }, crier.db)))
  })

  app.get('/organisations/search', async (c) => {
    const part = c.req.query('name')
    if (!part) throw refused({ name: ['Missing data for required field.'] })
    return json(c, { data: await listOrganisations.run({ part }, crier.db) })
  })

  app.post('/organisations', async (c) => {
    const wanted = checkSchema(newOrganisation, await jsonBody(c))
    const { id } = one(await createOrganisation.run({ wanted, ...who() }, crier.db))
    return json(c, await shown(id), 201)
  })

  app.get(organisationPath, async (c) => json(c, await shown(organisationId(c))))

  app.post(organisationPath, async (c) => {
    const wanted = checkSchema(organisationChange, await jsonBody(c))
    const parameters = { id: organisationId(c), wanted, admin_url: crier.config.adminBaseUrl, ...who() }
    const { is_done } = one(await changeOrganisation.run(parameters, crier.db))
    if (!is_done) throw new PlainError(404, 'Organisation not found')
    return c.body(null, 204)
  })

  app.post(`${organisationPath}/archive`, async (c) => {
    const { is_done } = one(await archiveOrganisation.run({ id: organisationId(c), ...who() }, crier.db))
    if (!is_done) throw noResultFound()
    return c.body(null, 204)
  })

  app.get(`${organisationPath}/services`, async (c) => {
    const { id } = one(await getOrganisationId.run({ organisation_id: organisationId(c) }, crier.db))
    return json(c, await listOrganisationServices.run({ id }, crier.db))
  })

  app.post(`${organisationPath}/service`, async (c) => {
    const { service_id } = checkSchema(linkedService, await jsonBody(c))
    const parameters = { id: organisationId(c), service_id, ...who() }
    const { is_done } = one(await linkServiceToOrganisation.run(parameters, crier.db))
    if (!is_done) throw noResultFound()
    return c.body(null, 204)
  })
  return app
}
