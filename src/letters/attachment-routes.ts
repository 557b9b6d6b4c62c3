/** Pages that follow the letters of a template. Source: specification, letters, attachments; internal API, templates. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { archiveLetterAttachment, getLetterAttachment } from '../../queries/letters/attachments.queries.ts'
import { idSegment, jsonBody, one, pathId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema, notOfType, string, uuid } from '../validation.ts'
import { attach } from './attaching.ts'

/** Entries are in the order in which their failures are reported. */
const newAttachment = v.strictObject({
  upload_id: uuid,
  created_by_id: uuid,
  original_filename: string,
  page_count: v.pipe(v.number(notOfType('integer')), v.integer(notOfType('integer'))),
  template_id: uuid,
})
const archived = v.strictObject({ archived_by: uuid })

export function letterAttachmentRoutes(crier: Crier): Hono {
  const app = new Hono()
  const path = '/letter-attachment'
  const single = `${path}/${idSegment('attachment_id')}` as const

  const find = async (id: string) => one(await getLetterAttachment.run({ id }, crier.db)).shape

  app.get(single, async (c) => json(c, await find(pathId(c, 'attachment_id'))))

  app.post(path, async (c) => {
    const request = checkSchema(newAttachment, await jsonBody(c))
    await attach(crier, request)
    return json(c, await find(request.upload_id), 201)
  })

  app.post(`${single}/archive`, async (c) => {
    const { archived_by: actor } = checkSchema(archived, await jsonBody(c))
    const asked = { id: pathId(c, 'attachment_id'), actor, now: crier.now().toISOString() }
    const [done] = await archiveLetterAttachment.run(asked, crier.db)
    if (!done!.is_archived) throw noResultFound()
    return c.body(null, 204)
  })

  return app
}
