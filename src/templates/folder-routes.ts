/** Folders of templates, and what is moved between them. Source: specification, internal API, template folders; the rules are in db/rules/templates. */
import { type Context, Hono } from 'hono'
import {
  changeTemplateFolder,
  createTemplateFolder,
  deleteTemplateFolder,
  getTemplateFolder,
  listTemplateFolders,
  moveToTemplateFolder,
} from '../../queries/templates/folders.queries.ts'
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
import { noResultFound } from '../errors.ts'
import { jsonText } from '../http.ts'
import { checkSchema } from '../validation.ts'
import { changedFolder, movedContents, newFolder } from './admin-requests.ts'

const base = `/service/${serviceId}/template-folder` as const
const single = `${base}/${idSegment('folder_id')}` as const
/** Bytes of a list of everything that a service may have. */
const longestMove = 1_000_000

export function templateFolderRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const named = (c: Context) => ({ service_id: pathId(c, 'service_id'), id: pathId(c, 'folder_id') })

  async function shown(c: Context, asked: { service_id: string; id: string }, status: 200 | 201) {
    const { folder } = one(await getTemplateFolder.run(asked, crier.db))
    return jsonText(c, `{"data":${folder}}`, status)
  }

  app.get(base, async (c) => {
    const { id } = await serviceOf(c, crier)
    const { folders } = one(await listTemplateFolders.run({ service_id: id }, crier.db))
    return jsonText(c, `{"template_folders":${folders}}`)
  })

  app.post(base, async (c) => {
    const { id: service_id } = await serviceOf(c, crier)
    const { name, parent_id } = checkSchema(newFolder, await jsonBody(c))
    const asked = { service_id, name: name.trim(), parent_id, actor: unnamed, now: now() }
    const { id } = one(await createTemplateFolder.run(asked, crier.db))
    return await shown(c, { service_id, id }, 201)
  })

  app.post(single, async (c) => {
    const { name, users_with_permission } = checkSchema(changedFolder, await jsonBody(c))
    const [done] = await changeTemplateFolder.run(
      {
        ...named(c),
        name: name.trim(),
        members: users_with_permission ?? null,
        actor: unnamed,
        now: now(),
      },
      crier.db,
    )
    if (!done!.is_found) throw noResultFound()
    return await shown(c, named(c), 200)
  })

  app.delete(single, async (c) => {
    const [done] = await deleteTemplateFolder.run({ ...named(c), actor: unnamed, now: now() }, crier.db)
    if (!done!.is_found) throw noResultFound()
    return c.body(null, 204)
  })

  app.post(`${base}/contents`, (c) => move(c, null))
  app.post(`${single}/contents`, (c) => move(c, pathId(c, 'folder_id')))

  async function move(c: Context, target_id: string | null): Promise<Response> {
    const contents = checkSchema(movedContents, await jsonBody(c, longestMove))
    const asked = { service_id: pathId(c, 'service_id'), target_id, ...contents, actor: unnamed, now: now() }
    const done = one(await moveToTemplateFolder.run(asked, crier.db))
    if (!done.is_found) throw noResultFound()
    if (done.refusal !== null) throw refused(done.refusal)
    return c.body(null, 204)
  }

  return app
}
