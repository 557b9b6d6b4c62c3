/** Files that people attach to email templates. Source: specification, internal API, template e-mail files; the rules are in db/rules/templates. */
import { type Context, Hono } from 'hono'
import {
  archiveEmailFile,
  changeEmailFile,
  createEmailFile,
  listEmailFiles,
} from '../../queries/templates/email-files.queries.ts'
import { idSegment, jsonBody, one, pathId, refused, serviceId, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema } from '../validation.ts'
import { archivedEmailFile, changedEmailFile, newEmailFile } from './admin-requests.ts'
import { emailFileWire } from './wire.ts'

const base = `/service/${serviceId}/templates/${idSegment('template_id')}/template_email_files` as const
const single = `${base}/${idSegment('file_id')}` as const

export function emailFileRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const template = (c: Context) => ({
    service_id: pathId(c, 'service_id'),
    template_id: pathId(c, 'template_id'),
  })
  const named = (c: Context) => ({ ...template(c), id: pathId(c, 'file_id') })

  async function shown(asked: { service_id: string; template_id: string; id: string }) {
    return { data: emailFileWire(one(await listEmailFiles.run(asked, crier.db))) }
  }

  app.get(base, async (c) => {
    const { service_id, template_id } = template(c)
    if ((await crier.cache.template(service_id, template_id)) === null) throw noResultFound()
    const rows = await listEmailFiles.run({ ...template(c), id: null }, crier.db)
    return json(c, { data: rows.map(emailFileWire) })
  })

  app.get(single, async (c) => json(c, await shown(named(c))))

  app.post(base, async (c) => {
    const { created_by_id: actor, ...file } = checkSchema(newEmailFile, await jsonBody(c))
    const [made] = await createEmailFile.run({ ...template(c), file, actor, now: now() }, crier.db)
    if (made!.id === null) throw noResultFound()
    return json(c, await shown({ ...template(c), id: made!.id }), 201)
  })

  app.post(single, async (c) => {
    const { created_by_id, ...changes } = checkSchema(changedEmailFile, await jsonBody(c))
    const asked = { ...named(c), changes, actor: created_by_id ?? unnamed, now: now() }
    const { refusal } = one(await changeEmailFile.run(asked, crier.db))
    if (refusal !== null) throw refused(refusal)
    return json(c, await shown(named(c)))
  })

  app.post(`${single}/archive`, async (c) => {
    const { archived_by_id: actor } = checkSchema(archivedEmailFile, await jsonBody(c))
    const file = await shown(named(c))
    const [done] = await archiveEmailFile.run({ ...named(c), actor, now: now() }, crier.db)
    if (!done!.is_found) throw noResultFound()
    return json(c, file)
  })

  return app
}
