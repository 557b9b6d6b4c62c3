/** What the admin application tells the audit trail. Source: specification, internal API, events. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { noteToldEvent } from '../../queries/platform.queries.ts'
import { checkFields } from '../admin/fields.ts'
import { jsonBody, one } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { isJsonObject } from '../validation.ts'

/** Any word is taken: a newer application knows more of them, and its page fails with a call that is refused. */
const toldEvent = v.object({
  event_type: v.pipe(v.string('Not a valid string.'), v.regex(/^[a-z][a-z_]{0,99}$/, 'Not a valid choice.')),
  data: v.custom<Record<string, unknown>>(isJsonObject, 'Not a valid mapping type.'),
})

export function eventRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.post('/events', async (c) => {
    const { event_type, data } = checkFields(toldEvent, await jsonBody(c))
    const told = { event_type, data: data as never, now: crier.now().toISOString() }
    return json(c, { data: one(await noteToldEvent.run(told, crier.db)) }, 201)
  })
  return app
}
