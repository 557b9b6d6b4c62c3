/** People. Source: specification, internal API, users. */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  activateUser,
  archiveUser,
  changeUser,
  createUser,
  findUsersByEmail,
  getOrganisationsAndServices,
} from '../../queries/users.queries.ts'
import { checkFields, emailAddress, text } from '../admin/fields.ts'
import { jsonBody, one, pathId, refused, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { referenceSearchPattern } from '../recipients/search.ts'
import { hashPassword } from './passwords.ts'
import { newUser, numberColumns, userChanges } from './requests.ts'
import { showUser, userPath } from './shown.ts'

export function userRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  app.post('/user', async (c) => {
    const { password, ...wanted } = checkFields(newUser, await jsonBody(c))
    await numberColumns(crier, wanted.mobile_number)
    const password_hash = await hashPassword(password, crier.config.passwordCost)
    const made = one(await createUser.run({ wanted, password_hash, actor: unnamed, now: now() }, crier.db))
    return await showUser(c, crier, made, 201)
  })

  app.get(userPath, (c) => showUser(c, crier, { id: pathId(c, 'user_id') }))

  app.post(userPath, async (c) => {
    const { updated_by, ...changes } = checkFields(userChanges, await jsonBody(c))
    const id = pathId(c, 'user_id')
    const text_columns = await numberColumns(crier, changes.mobile_number)
    const change = { id, changes, text_columns, actor: updated_by ?? unnamed, now: now() }
    if (!one(await changeUser.run(change as never, crier.db)).is_done) throw noResultFound()
    return await showUser(c, crier, { id })
  })

  app.post(`${userPath}/activate`, async (c) => {
    const id = pathId(c, 'user_id')
    if (!one(await activateUser.run({ id, actor: unnamed, now: now() }, crier.db)).is_done)
      throw noResultFound()
    return await showUser(c, crier, { id })
  })

  app.post(`${userPath}/archive`, async (c) => {
    const id = pathId(c, 'user_id')
    if (!one(await archiveUser.run({ id, actor: unnamed, now: now() }, crier.db)).is_done)
      throw noResultFound()
    return c.body(null, 204)
  })

  app.get(`${userPath}/organisations-and-services`, async (c) =>
    json(c, one(await getOrganisationsAndServices.run({ id: pathId(c, 'user_id') }, crier.db))),
  )

  // Posted, as an address in a URL stands in logs.
  app.post('/user/email', async (c) => {
    const { email } = checkFields(v.object({ email: emailAddress }), await jsonBody(c))
    return await showUser(c, crier, { email_address: email })
  })

  // The call of 2022.
  app.get('/user/email', async (c) => {
    const email_address = c.req.query('email')
    if (!email_address) throw refused('Invalid request. Email query string param required')
    return await showUser(c, crier, { email_address })
  })

  app.post('/user/find-users-by-email', async (c) => {
    const { email } = checkFields(v.object({ email: text(320) }), await jsonBody(c))
    const pattern = referenceSearchPattern(email)
    return json(c, { data: await findUsersByEmail.run({ pattern }, crier.db) })
  })
  return app
}
