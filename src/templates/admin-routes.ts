/** Templates as people make and change them. Source: specification, internal API, templates; the changes themselves are in db/rules/templates. */
import { type Context, Hono } from 'hono'
import { getPrecompiledLetterTemplate } from '../../queries/letters.queries.ts'
import {
  changeTemplate,
  createTemplate,
  type IListVersionsOfTemplateResult,
  listTemplateRows,
  listVersionsOfTemplate,
  redactTemplate,
  setTemplateContact,
} from '../../queries/templates/admin.queries.ts'
import {
  idSegment,
  jsonBody,
  one,
  pathId,
  refused,
  serviceId,
  serviceOf,
  unnamed,
} from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { bodyLimits, json } from '../http.ts'
import { chosen, senderAsSent } from '../notifications/sending.ts'
import { type CachedService, templateFiles } from '../services/cached.ts'
import { checkSchema } from '../validation.ts'
import { changedTemplate, newTemplate, newTemplateFaults, welshFaults } from './admin-requests.ts'
import { apiContent } from './content.ts'
import { valuesFor, valuesOf } from './personalisation.ts'
import { checkTemplateLength, emailByteLimit, missingPersonalisation } from './send-checks.ts'
import { checkContentLength, contentBytes } from './size.ts'
import { compileTemplate, type Template, type TemplateType } from './template.ts'
import { listedTemplateWire, templateWire, versionWire } from './wire.ts'

const base = `/service/${serviceId}/template` as const
const single = `${base}/${idSegment('template_id')}` as const

const words: Record<TemplateType, string> = {
  sms: 'text message',
  email: 'email',
  letter: 'letter',
  broadcast: 'broadcast message',
}
/** Those who ask for a version name the present one so. */
const present = 0
const mostInteger = 2 ** 31 - 1

type Version = IListVersionsOfTemplateResult

export function templateAdminRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  app.get(base, async (c) => {
    const { id } = await serviceOf(c, crier)
    const rows = await listTemplateRows.run({ service_id: id }, crier.db)
    return json(c, { data: rows.map(listedTemplateWire) })
  })

  app.post(base, async (c) => {
    const service = await serviceOf(c, crier)
    const body = await jsonBody(c, bodyLimits.values)
    const {
      service: named,
      created_by: actor,
      ...template
    } = checkSchema(newTemplate, body, newTemplateFaults)
    if (named !== service.id) throw noResultFound()
    checkPermission(service, template.template_type, 'Creating')
    await checkContent(service, {
      type: template.template_type,
      content: template.content,
      subject: template.subject ?? null,
      welshSubject: template.letter_welsh_subject ?? null,
      welshContent: template.letter_welsh_content ?? null,
    })
    const asked = { service_id: service.id, template, actor, now: now() }
    const { id } = one(await createTemplate.run(asked, crier.db))
    return json(c, { data: await shown(service, await find(service, id)) }, 201)
  })

  app.get(`${base}/precompiled`, async (c) => {
    const service = await serviceOf(c, crier)
    const { id } = one(await getPrecompiledLetterTemplate.run({ service_id: service.id }, crier.db))
    return json(c, await shown(service, await find(service, id)))
  })

  app.get(single, async (c) => {
    const service = await serviceOf(c, crier)
    return json(c, { data: await shown(service, await find(service, idOf(c))) })
  })

  app.get(`${single}/version/:version{[0-9]+}`, async (c) => {
    const service = await serviceOf(c, crier)
    const version = Number(c.req.param('version'))
    if (version === present || version > mostInteger) throw noResultFound()
    const row = await find(service, idOf(c), version)
    return json(c, { data: versionWire(row, await replyTo(service, row)) })
  })

  app.get(`${single}/versions`, async (c) => {
    const service = await serviceOf(c, crier)
    const asked = { service_id: service.id, id: idOf(c), version: null }
    const rows = await listVersionsOfTemplate.run(asked, crier.db)
    one(rows)
    const data = await Promise.all(rows.map(async (row) => versionWire(row, await replyTo(service, row))))
    return json(c, { data })
  })

  app.get(`${single}/preview`, async (c) => {
    const service = await serviceOf(c, crier)
    const row = await find(service, idOf(c))
    const template = compileTemplate(templateOf(row))
    const given = c.req.query()
    const missing = missingPersonalisation(template, given)
    if (missing.length > 0) throw refused({ template: [`Missing personalisation: ${missing.join(', ')}`] })
    const values = valuesFor(template.keys, given)
    const tooLong = checkContentLength(template, contentBytes(template, valuesOf(values)))
    if (tooLong !== null) throw refused(tooLong)
    const { subject, body } = apiContent(template, values)
    return json(c, { ...(await shown(service, row)), subject, content: body })
  })

  app.post(single, async (c) => {
    const service = await serviceOf(c, crier)
    const before = await find(service, idOf(c))
    if (before.hidden) throw noResultFound()
    checkPermission(service, before.template_type, 'Updating')
    const body = await jsonBody(c, bodyLimits.values)
    const { archive_email_file_ids: archived_files = [], ...given } = checkSchema(
      changedTemplate,
      body,
      welshFaults,
    )
    const { created_by, current_user, reply_to, template_type: _, service: named, ...changes } = given
    if (named !== undefined && named !== service.id) throw noResultFound()
    const actor = created_by ?? current_user ?? unnamed
    const asked = { service_id: service.id, id: before.id, actor, now: now() }
    // The first of these that a body asks for is all that is done.
    if ((body as Record<string, unknown>).redact_personalisation === true) {
      if (created_by === undefined) throw refused({ created_by: ['Field is required'] })
      checkFound(await redactTemplate.run({ ...asked, actor: created_by }, crier.db))
      return json(c, null)
    }
    if (reply_to !== undefined) {
      checkFound(await setTemplateContact.run({ ...asked, contact_id: reply_to }, crier.db))
    } else {
      await checkChange(service, before, changes)
      checkFound(await changeTemplate.run({ ...asked, changes, archived_files }, crier.db))
    }
    return json(c, { data: await shown(service, await find(service, before.id)) })
  })

  async function find(service: CachedService, id: string, version = present): Promise<Version> {
    return one(await listVersionsOfTemplate.run({ service_id: service.id, id, version }, crier.db))
  }

  const shown = async (service: CachedService, row: Version) => templateWire(row, await replyTo(service, row))

  async function replyTo(service: CachedService, row: Version): Promise<string | null> {
    if (row.template_type === 'email')
      return chosen(service.replyToAddresses, undefined)?.email_address ?? null
    if (row.template_type !== 'sms') return row.contact_block ?? null
    const sender = chosen(service.smsSenders, undefined)
    return sender === undefined ? null : senderAsSent(sender.sms_sender, await crier.cache.smsRates())
  }

  /** What a template says is judged when it changes: one that became too long by a rule's change can still be renamed. */
  async function checkChange(service: CachedService, row: Version, changes: object): Promise<void> {
    const before = templateOf(row)
    const after = templateOf({ ...row, ...changes })
    const { content, subject, welshContent } = before
    if (after.content === content && after.subject === subject && after.welshContent === welshContent) return
    await checkContent(service, after)
  }

  /** @throws PlainError 400 for what could never be sent */
  async function checkContent(service: CachedService, template: Template): Promise<void> {
    const compiled = compileTemplate(template)
    const tooLong = checkTemplateLength(compiled)
    if (tooLong !== null) throw refused({ content: [tooLong] })
    if (Buffer.byteLength(template.content) > emailByteLimit)
      throw refused({ content: [`Content has a byte count greater than the limit of ${emailByteLimit}`] })
    if (template.type !== 'letter') return
    const order = { what: 'qr-codes', template: compiled, values: {} } as const
    if ((await crier.renderers.render(service.id, order)) !== null)
      throw refused({ content: ['qr-code-too-long'] })
  }

  return app
}

const idOf = (c: Context) => pathId(c, 'template_id')

function checkPermission(service: CachedService, type: TemplateType, doing: 'Creating' | 'Updating'): void {
  if (service.permissions.has(type)) return
  throw new PlainError(403, { template_type: [`${doing} ${words[type]} templates is not allowed`] })
}

/** Somebody may have removed it meanwhile. @throws ApiError 404 */
function checkFound([row]: { is_found: boolean }[]): void {
  if (!row!.is_found) throw noResultFound()
}

const templateOf = (row: Version): Template => ({
  type: row.template_type,
  content: row.content,
  subject: row.subject,
  contactBlock: row.contact_block,
  welshSubject: row.letter_welsh_subject,
  welshContent: row.letter_welsh_content,
  files: templateFiles(row.service_id, row.email_files),
})
