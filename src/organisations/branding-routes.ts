/** The brandings that the services of an organisation may choose from. Source: specification, internal API, organisations. */
import { type Context, Hono } from 'hono'
import { getOrganisationId } from '../../queries/billing/usage.queries.ts'
import {
  addBrandings,
  listEmailBrandingPool,
  listLetterBrandingPool,
  removeBranding,
} from '../../queries/organisations/brandings.queries.ts'
import { idSegment, jsonBody, one, pathId, unnamed } from '../admin/requests.ts'
import { emailBrandingWire, letterBrandingWire } from '../branding/wire.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema } from '../validation.ts'
import { organisationPath } from './admin-routes.ts'
import { addedBrandings } from './requests.ts'

const pools = [
  {
    channel: 'email',
    list: async (organisation_id: string, { db }: Crier) =>
      (await listEmailBrandingPool.run({ organisation_id }, db)).map(emailBrandingWire),
  },
  {
    channel: 'letter',
    list: async (organisation_id: string, { db }: Crier) =>
      (await listLetterBrandingPool.run({ organisation_id }, db)).map(letterBrandingWire),
  },
] as const

export function brandingPoolRoutes(crier: Crier): Hono {
  const app = new Hono()
  const place = (c: Context) => ({ organisation_id: pathId(c, 'organisation_id') })
  const who = () => ({ actor: unnamed, now: crier.now().toISOString() })

  for (const { channel, list } of pools) {
    const path = `${organisationPath}/${channel}-branding-pool` as const

    app.get(path, async (c) => {
      const { organisation_id } = place(c)
      one(await getOrganisationId.run({ organisation_id }, crier.db))
      return json(c, { data: await list(organisation_id, crier) })
    })

    app.post(path, async (c) => {
      const { branding_ids } = checkSchema(addedBrandings, await jsonBody(c))
      const parameters = {
        ...place(c),
        email_branding_ids: channel === 'email' ? branding_ids : [],
        letter_branding_ids: channel === 'letter' ? branding_ids : [],
        ...who(),
      }
      if (!one(await addBrandings.run(parameters, crier.db)).is_done) throw noResultFound()
      return c.body(null, 204)
    })

    app.delete(`${path}/${idSegment('branding_id')}`, async (c) => {
      const id = pathId(c, 'branding_id')
      const parameters = {
        ...place(c),
        email_branding_id: channel === 'email' ? id : null,
        letter_branding_id: channel === 'letter' ? id : null,
        ...who(),
      }
      if (!one(await removeBranding.run(parameters, crier.db)).is_done) throw noResultFound()
      return c.body(null, 204)
    })
  }
  return app
}
