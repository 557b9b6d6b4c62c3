/** Templates as the public API shows them. Source: specification, public API, templates. */

import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  getTemplateVersion,
  type IGetTemplateVersionResult,
  listTemplates,
} from '../../queries/templates.queries.ts'
import { channels } from '../channels.ts'
import type { Crier } from '../context.ts'
import { ApiError, badRequest, noResultFound, validationError } from '../errors.ts'
import { bodyLimits, json } from '../http.ts'
import { checkSize } from '../notifications/sending.ts'
import { checkQuery, oneOf } from '../query-string.ts'
import { caller } from '../services/authentication.ts'
import type { CachedService } from '../services/cached.ts'
import { canonicalUuid } from '../uuid.ts'
import { isJsonObject, parseJson, personalisation, shownValue } from '../validation.ts'
import { apiContent } from './content.ts'
import { keyOf, type Personalisation, storable, valuesFor, valuesOf } from './personalisation.ts'
import { missingPersonalisation } from './send-checks.ts'
import { checkContentLength, contentBytes } from './size.ts'
import { compileTemplate } from './template.ts'

export const templatesQuery = v.strictObject({ type: v.optional(oneOf(channels)) })
/** Other keys than this are ignored. */
export const previewRequest = v.object({ personalisation: v.optional(personalisation) })

export function templateRoutes(crier: Crier): Hono {
  const app = new Hono()

  app.get('/v2/template/:id', async (c) => {
    const { service } = await caller(c, crier)
    return json(c, await findVersion(service.id, idOf(c), 0))
  })

  // Another version than a number is no path of ours.
  app.get('/v2/template/:id/version/:version{[0-9]+}', async (c) => {
    const { service } = await caller(c, crier)
    const id = idOf(c)
    const version = Number(c.req.param('version'))
    // Notify's database refuses what is no 32-bit number, and clients see that.
    if (version > 2 ** 31 - 1) throw new ApiError(404, [{ error: 'DataError', message: 'No result found' }])
    return json(c, await findVersion(service.id, id, version))
  })

  app.get('/v2/templates', async (c) => {
    const { service } = await caller(c, crier)
    const { type } = checkQuery(c, templatesQuery)
    const types = type === undefined ? [...channels] : [type]
    return crier.admission.read(c, service.id, async () => {
      const rows = await listTemplates.run({ service_id: service.id, types }, crier.db)
      return json(c, { templates: rows.map(wireTemplate) })
    })
  })

  app.post('/v2/template/:id/preview', async (c) => {
    const { service } = await caller(c, crier)
    const id = idOf(c)
    // Before the body is read, which takes as long as the caller likes: only what follows is counted.
    crier.admission.glance(c, service.id)
    return crier.admission.send(c, service.id, async (read) => {
      const body = await read(bodyLimits.values)
      return crier.admission.read(c, service.id, () => preview(c, service, id, body))
    })
  })

  async function preview(c: Context, service: CachedService, id: string, body: Uint8Array) {
    const values = personalisationOf(body.length === 0 ? {} : parseJson(body))
    const template = await crier.cache.template(service.id, id)
    if (template === null || template.hidden) throw noResultFound()
    const missing = missingPersonalisation(template.compiled, values)
    if (missing.length > 0) throw badRequest(`Missing personalisation: ${missing.join(', ')}`)
    const used = valuesFor(template.compiled.keys, values)
    const tooLong = checkContentLength(template.compiled, contentBytes(template.compiled, valuesOf(used)))
    if (tooLong !== null) throw badRequest(tooLong)
    await checkSize(crier, service, template.compiled, used)
    const order = { template: template.compiled, values: storable(used) }
    const html =
      template.type === 'email'
        ? await crier.renderers.render(service.id, { ...order, what: 'preview' })
        : null
    // A text is tidied character by character, which takes as long as an email's HTML.
    const content =
      template.type === 'sms'
        ? {
            subject: null,
            body: (await crier.renderers.render(service.id, { ...order, what: 'sms', prefix: null })).text,
          }
        : apiContent(template.compiled, used)
    return json(c, {
      id: template.id,
      type: template.type,
      version: template.version,
      ...content,
      html,
      postage: template.postage,
    })
  }

  async function findVersion(service_id: string, template_id: string, version: number) {
    const [row] = await getTemplateVersion.run({ service_id, template_id, version }, crier.db)
    if (row === undefined) throw noResultFound()
    return wireTemplate(row)
  }

  return app
}

/** @throws ApiError 400 */
function idOf(c: Context): string {
  const id = canonicalUuid(c.req.param('id'))
  if (id === null) throw validationError(['id is not a valid UUID'])
  return id
}

function personalisationOf(body: unknown): Personalisation {
  if (!isJsonObject(body)) throw validationError([`${shownValue(body)} is not of type object`])
  const parsed = v.safeParse(previewRequest, body)
  if (!parsed.success) throw validationError(parsed.issues.map((issue) => `personalisation ${issue.message}`))
  return parsed.output.personalisation ?? {}
}

function wireTemplate(row: IGetTemplateVersionResult) {
  const isLetter = row.template_type === 'letter'
  const { placeholders } = compileTemplate({
    type: row.template_type,
    content: row.content,
    subject: row.subject,
    contactBlock: row.contact_block,
    welshSubject: row.letter_welsh_subject,
    welshContent: row.letter_welsh_content,
  })
  // Crier fills those of files itself.
  const files = new Set((row.email_file_names ?? []).map((name) => keyOf(name ?? '')))
  const personalisation = placeholders.filter((name) => !files.has(keyOf(name)))
  return {
    id: row.id,
    name: row.name,
    type: row.template_type,
    version: row.version,
    created_at: row.created_at,
    updated_at: row.updated_at,
    created_by: row.created_by,
    subject: row.subject,
    body: row.content,
    personalisation: Object.fromEntries(personalisation.map((name) => [name, { required: true }])),
    postage: row.postage,
    letter_contact_block: isLetter ? (row.contact_block ?? null) : null,
  }
}
