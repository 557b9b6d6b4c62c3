/** Lists of recipients that a service keeps to send to again. Source: specification, sending, contact lists; internal API, contact lists. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  addContactList,
  archiveContactList,
  listContactLists,
} from '../../queries/jobs/contact-lists.queries.ts'
import { idSegment, jsonBody, one, pathId, serviceId, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { S3Fault } from '../files/s3.ts'
import { busy } from '../gather.ts'
import { json } from '../http.ts'
import { oneOf } from '../query-string.ts'
import { checkSchema, notOfType, string, uuid } from '../validation.ts'
import { removeListUpload } from './uploads.ts'
import { contactListWire } from './wire.ts'

const base = `/service/${serviceId}/contact-list` as const
const single = `${base}/${idSegment('contact_list_id')}` as const

/** Entries are in the order in which their failures are reported. */
const newContactList = v.strictObject({
  id: uuid,
  original_file_name: string,
  row_count: v.pipe(v.number(notOfType('integer')), v.integer(notOfType('integer'))),
  template_type: oneOf(['email', 'sms']),
  created_by: uuid,
})

export function contactListRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const named = (c: Context) => ({ service_id: pathId(c, 'service_id'), id: pathId(c, 'contact_list_id') })

  async function find(asked: { service_id: string; id: string }) {
    return contactListWire(
      one(await listContactLists.run({ ...asked, now: now() }, crier.db)),
      asked.service_id,
    )
  }

  app.get(base, async (c) => {
    const service_id = pathId(c, 'service_id')
    const lists = await listContactLists.run({ service_id, id: null, now: now() }, crier.db)
    return json(
      c,
      lists.map((list) => contactListWire(list, service_id)),
    )
  })

  app.get(single, async (c) => json(c, await find(named(c))))

  app.post(base, async (c) => {
    const { created_by, ...list } = checkSchema(newContactList, await jsonBody(c))
    const asked = { service_id: pathId(c, 'service_id'), ...list }
    await addContactList.run({ ...asked, actor: created_by, now: now() }, crier.db)
    return json(c, await find(asked), 201)
  })

  app.delete(single, async (c) => {
    const asked = named(c)
    const { id } = await find(asked)
    // First, so that of a list that is gone no file is left: whoever is answered 503 asks again.
    await removeListUpload(crier, asked.service_id, id).catch((error) => {
      if (!(error instanceof S3Fault)) throw error
      crier.log.error({ error, contactListId: id }, 'the file of a contact list cannot be removed')
      throw busy()
    })
    const [done] = await archiveContactList.run({ ...asked, actor: unnamed, now: now() }, crier.db)
    if (!done!.is_archived) throw noResultFound()
    return c.body(null, 204)
  })

  return app
}
