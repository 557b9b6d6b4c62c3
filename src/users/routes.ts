/** People. Source: specification, internal API, users. */
import { Hono } from 'hono'
import { getUser } from '../../queries/users.queries.ts'
import { idSegment, one, pathId } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'

export function userRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.get(`/user/${idSegment('user_id')}`, async (c) =>
    json(c, { data: one(await getUser.run({ id: pathId(c, 'user_id') }, crier.db)) }),
  )
  return app
}
