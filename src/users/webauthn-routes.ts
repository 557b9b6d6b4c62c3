/** People's security keys, which the admin application makes and checks. Source: specification, internal API, WebAuthn. */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  addWebauthnCredential,
  deleteWebauthnCredential,
  getAccount,
  listWebauthnCredentials,
  renameWebauthnCredential,
} from '../../queries/users.queries.ts'
import { idSegment, jsonBody, one, pathId, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { json } from '../http.ts'
import { checkSchema, shownValue, string } from '../validation.ts'
import { userPath } from './shown.ts'

const base = `${userPath}/webauthn` as const
const single = `${base}/${idSegment('credential_id')}` as const

const filled = (most: number) =>
  v.pipe(
    string,
    v.minLength(1, (issue) => `${shownValue(issue.input)} is too short`),
    v.maxLength(most, `is longer than ${most} characters`),
  )
const newCredential = v.strictObject({
  name: filled(255),
  credential_data: filled(20_000),
  registration_response: filled(100_000),
})
const renaming = v.strictObject({ name: filled(255) })
/** Bytes: all three, and what JSON adds. */
const largestCredential = 150_000

export function webauthnRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()
  const list = (user_id: string, id: string | null = null) =>
    listWebauthnCredentials.run({ user_id, id }, crier.db)

  app.get(base, async (c) => {
    const user_id = pathId(c, 'user_id')
    one(await getAccount.run({ id: user_id, email_address: null }, crier.db))
    return json(c, { data: await list(user_id) })
  })

  app.post(base, async (c) => {
    const credential = checkSchema(newCredential, await jsonBody(c, largestCredential))
    const user_id = pathId(c, 'user_id')
    const asked = { user_id, ...credential, actor: unnamed, now: now() }
    const { id } = one(await addWebauthnCredential.run(asked, crier.db))
    if (id === null) throw noResultFound()
    return json(c, { data: one(await list(user_id, id)) }, 201)
  })

  app.post(single, async (c) => {
    const { name } = checkSchema(renaming, await jsonBody(c))
    const [user_id, id] = [pathId(c, 'user_id'), pathId(c, 'credential_id')]
    const asked = { user_id, id, name, actor: unnamed, now: now() }
    if (!one(await renameWebauthnCredential.run(asked, crier.db)).is_done) throw noResultFound()
    return json(c, { data: one(await list(user_id, id)) })
  })

  app.delete(single, async (c) => {
    const asked = { user_id: pathId(c, 'user_id'), id: pathId(c, 'credential_id') }
    const { is_done } = one(
      await deleteWebauthnCredential.run({ ...asked, actor: unnamed, now: now() }, crier.db),
    )
    if (!is_done) throw noResultFound()
    return c.body(null, 204)
  })
  return app
}
