/** People whom functional tests sign in as; only where the configuration opens this door. Source: specification, internal API, functional tests. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { putTestPeople } from '../../queries/users.queries.ts'
import { checkFields, emailAddress, text, uuid } from '../admin/fields.ts'
import { jsonBody, refused, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { isJsonObject } from '../validation.ts'
import { hashPassword } from './passwords.ts'
import { newUser } from './requests.ts'

/** People that one request may name. */
const mostPeople = 100

const testPerson = v.object({
  ...newUser.entries,
  email_address: emailAddress,
  permissions: v.array(text(), 'Not a valid list.'),
  service_id: uuid,
  organisation_id: v.optional(v.nullable(uuid)),
})

export function testingRoutes(crier: Crier): Hono {
  const app = new Hono()
  app.put('/__testing/functional/users', async (c) => {
    const given = await jsonBody(c)
    // An empty list comes as an empty object: no test of a run needs a person.
    const body = isJsonObject(given) && Object.keys(given).length === 0 ? [] : given
    if (!Array.isArray(body) || body.length > mostPeople)
      throw refused(`Must be a list of up to ${mostPeople} people`)
    const people = body.map((person) => checkFields(testPerson, person))
    // The tests give all of theirs one password: hashed for each, on a busy machine they would not all be there in time.
    const hashes = new Map<string, string>()
    for (const { password } of people)
      if (!hashes.has(password)) hashes.set(password, await hashPassword(password, crier.config.passwordCost))
    const wanted = people.map(({ password, ...person }) => ({
      auth_type: 'sms_auth',
      state: 'active',
      ...person,
      password_hash: hashes.get(password),
    }))
    await putTestPeople.run(
      { wanted: wanted as never, actor: unnamed, now: crier.now().toISOString() },
      crier.db,
    )
    return c.text('ok', 201)
  })
  return app
}
