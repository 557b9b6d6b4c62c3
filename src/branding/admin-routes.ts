/** How emails and letters may look: what there is, who uses it, and its changes. Source: specification, internal API, branding. */
import { type Context, Hono } from 'hono'
import {
  archiveEmailBranding,
  changeEmailBranding,
  changeLetterBranding,
  createEmailBranding,
  createLetterBranding,
  findUnusedBrandingName,
  listBrandingUsers,
  listEmailBrandings,
  listLetterBrandings,
} from '../../queries/branding.queries.ts'
import { idSegment, jsonBody, one, pathId, refused, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema } from '../validation.ts'
import {
  changedEmailBranding,
  changedLetterBranding,
  newEmailBranding,
  newLetterBranding,
  wantedAltText,
  wantedName,
} from './requests.ts'
import { emailBrandingWire, letterBrandingWire } from './wire.ts'

const emails = '/email-branding'
const letters = '/letter-branding'
const branding = idSegment('branding_id')

export function brandingRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const idOf = (c: Context) => pathId(c, 'branding_id')

  const email = async (id: string) => emailBrandingWire(one(await listEmailBrandings.run({ id }, crier.db)))
  const letter = async (id: string) =>
    letterBrandingWire(one(await listLetterBrandings.run({ id }, crier.db)))

  async function users(channel: string, id: string) {
    return { data: one(await listBrandingUsers.run({ channel, id }, crier.db)) }
  }

  async function unusedName(channel: string, wanted: string) {
    const { name } = one(await findUnusedBrandingName.run({ channel, wanted }, crier.db))
    if (name === null) throw refused({ name: ['Too many brandings have this name'] })
    return { name }
  }

  app.get(emails, async (c) => {
    const rows = await listEmailBrandings.run({ id: null }, crier.db)
    return json(c, { email_branding: rows.map(emailBrandingWire) })
  })

  app.get(`${emails}/${branding}`, async (c) => json(c, { email_branding: await email(idOf(c)) }))

  app.post(emails, async (c) => {
    const { created_by, ...made } = checkSchema(newEmailBranding, await jsonBody(c))
    const asked = { branding: made, actor: created_by ?? unnamed, now: now() }
    const { id } = one(await createEmailBranding.run(asked, crier.db))
    return json(c, { data: await email(id) }, 201)
  })

  app.post(`${emails}/${branding}`, async (c) => {
    const { updated_by, ...changes } = checkSchema(changedEmailBranding, await jsonBody(c))
    const asked = { id: idOf(c), changes, actor: updated_by ?? unnamed, now: now() }
    checkFound(await changeEmailBranding.run(asked, crier.db))
    return json(c, { data: await email(idOf(c)) })
  })

  // With and without a slash at the end: clients have both.
  for (const path of [`${emails}/get-name-for-alt-text`, `${emails}/get-name-for-alt-text/`])
    app.post(path, async (c) => {
      const { alt_text } = checkSchema(wantedAltText, await jsonBody(c))
      return json(c, await unusedName('email', alt_text))
    })

  app.get(`${emails}/${branding}/orgs_and_services`, async (c) => {
    const { id } = await email(idOf(c))
    return json(c, await users('email', id))
  })

  app.post(`${emails}/${branding}/archive`, async (c) => {
    checkFound(await archiveEmailBranding.run({ id: idOf(c), actor: unnamed, now: now() }, crier.db))
    return c.body(null, 204)
  })

  app.get(letters, async (c) => {
    const rows = await listLetterBrandings.run({ id: null }, crier.db)
    return json(c, rows.map(letterBrandingWire))
  })

  app.get(`${letters}/${branding}`, async (c) => json(c, await letter(idOf(c))))

  app.post(letters, async (c) => {
    const { created_by_id, ...made } = checkSchema(newLetterBranding, await jsonBody(c))
    const asked = { ...made, actor: created_by_id ?? unnamed, now: now() }
    const { id } = one(await createLetterBranding.run(asked, crier.db))
    return json(c, await letter(id), 201)
  })

  app.post(`${letters}/${branding}`, async (c) => {
    const { updated_by_id, ...changes } = checkSchema(changedLetterBranding, await jsonBody(c))
    const asked = { id: idOf(c), ...changes, actor: updated_by_id ?? unnamed, now: now() }
    checkFound(await changeLetterBranding.run(asked, crier.db))
    return json(c, await letter(idOf(c)), 201)
  })

  for (const path of [`${letters}/get-unique-name`, `${letters}/get-unique-name/`])
    app.post(path, async (c) => {
      const { name } = checkSchema(wantedName, await jsonBody(c))
      return json(c, await unusedName('letter', name))
    })

  app.get(`${letters}/${branding}/orgs_and_services`, async (c) => {
    const { id } = await letter(idOf(c))
    return json(c, await users('letter', id))
  })

  return app
}

/** @throws ApiError 404 */
function checkFound([row]: { is_found: boolean }[]): void {
  if (!row!.is_found) throw noResultFound()
}
