/** What platform administrators ask about people. Source: specification, internal API, users and platform admin. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { type IListUsersResult, listUsers } from '../../queries/users.queries.ts'
import { dateFault, jsonBody } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { json } from '../http.ts'
import { checkSchema, notOfType } from '../validation.ts'

const day = v.optional(
  v.nullable(
    v.pipe(
      v.string(notOfType('string, null')),
      v.check(
        (text) => dateFault(text) === null,
        (issue) => dateFault(issue.input)!.replaceAll("'", ''),
      ),
    ),
  ),
)
const reportRequest = v.strictObject({
  logged_in_start: day,
  logged_in_end: day,
  created_start: day,
  created_end: day,
  take_part_in_research: v.optional(v.nullable(v.boolean(notOfType('boolean, null')))),
})

const asked = (input: Record<string, unknown>) =>
  Object.keys(input).length > 0 ? [] : ['{} does not have enough properties']

type Service = { id: string; name: string }
/** A person with the names of their services in place of ids alone. */
const withNames = ({ person, services }: IListUsersResult) => ({
  ...(person as object),
  services: (services as Service[]).map(({ id, name }) => ({ id, name })),
})

export function userPlatformRoutes(crier: Crier): Hono {
  const app = new Hono()
  const everything = {
    logged_in_start: null,
    logged_in_end: null,
    created_start: null,
    created_end: null,
    take_part_in_research: null,
  }

  app.get('/user', async (c) => {
    const people = await listUsers.run({ ...everything, only_active: false }, crier.db)
    return json(c, { data: people.map(({ person }) => person) })
  })

  app.post('/platform-admin/users-list', async (c) => {
    const report = checkSchema(reportRequest, await jsonBody(c), asked)
    const people = await listUsers.run({ ...everything, ...report, only_active: true }, crier.db)
    return json(c, { data: people.map(withNames) })
  })
  return app
}
