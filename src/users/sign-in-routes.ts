/** Signing in: passwords, codes, security keys. The admin application asks; the database counts. Source: specification, internal API, users. */
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  changePassword,
  completeWebauthnLogin,
  getAccount,
  notePasswordTry,
  resetFailedLogins,
  verifyCode,
} from '../../queries/users.queries.ts'
import { checkFields } from '../admin/fields.ts'
import { jsonBody, one, pathId, refused, unnamed } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound, PlainError } from '../errors.ts'
import { oneOf } from '../query-string.ts'
import { checkSchema, notOfType, shownValue, string, uuid } from '../validation.ts'
import { codeHash } from './codes.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { longestCode, newPassword } from './requests.ts'
import { showUser, userPath } from './shown.ts'

const codeRequest = v.strictObject({
  code: v.pipe(
    string,
    v.minLength(1, (issue) => `${shownValue(issue.input)} is too short`),
    v.maxLength(longestCode, (issue) => `${shownValue(issue.input)} is too long`),
  ),
  code_type: oneOf(['email', 'sms']),
})
const webauthnLogin = v.strictObject({
  successful: v.boolean(notOfType('boolean')),
  webauthn_credential_id: v.optional(v.nullable(uuid)),
})

export function signInRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  app.post(`${userPath}/verify/password`, async (c) => {
    const { password } = (await jsonBody(c)) as { password?: unknown }
    if (password === undefined || password === null)
      throw refused({ password: ['Required field missing data'] })
    if (typeof password !== 'string') throw refused({ password: ['Not a valid string.'] })
    const id = pathId(c, 'user_id')
    const [account] = await getAccount.run({ id, email_address: null }, crier.db)
    // Who does not exist takes as long.
    const compared_hash = account?.password_hash ?? null
    const is_right = await isPassword(password, compared_hash, crier.config.passwordCost)
    const { outcome } = one(await notePasswordTry.run({ id, compared_hash, is_right }, crier.db))
    if (outcome === 'unknown') throw noResultFound()
    if (outcome !== 'right') throw refused({ password: ['Incorrect password'] })
    return c.body(null, 204)
  })

  app.post(`${userPath}/verify/code`, async (c) => {
    const { code, code_type } = checkSchema(codeRequest, await jsonBody(c))
    const id = pathId(c, 'user_id')
    const code_hash = codeHash(crier, id, code_type, code)
    const { outcome } = one(await verifyCode.run({ id, code_type, code_hash, now: now() }, crier.db))
    if (outcome === 'unknown') throw noResultFound()
    if (outcome === 'expired') throw refused('Code has expired')
    if (outcome !== 'right') throw new PlainError(404, 'Code not found')
    return c.body(null, 204)
  })

  // Two paths: the second is the one that was called until 2022.
  for (const path of [`${userPath}/complete/webauthn-login`, `${userPath}/verify/webauthn-login`] as const) {
    app.post(path, async (c) => {
      const { successful, webauthn_credential_id = null } = checkSchema(webauthnLogin, await jsonBody(c))
      const { outcome } = one(
        await completeWebauthnLogin.run(
          { id: pathId(c, 'user_id'), is_successful: successful, webauthn_credential_id, now: now() },
          crier.db,
        ),
      )
      if (outcome === 'unknown') throw noResultFound()
      if (outcome === 'locked') throw new PlainError(403, 'Maximum login count exceeded')
      return c.body(null, 204)
    })
  }

  app.post(`${userPath}/reset-failed-login-count`, async (c) => {
    const id = pathId(c, 'user_id')
    const { is_done } = one(await resetFailedLogins.run({ id, actor: unnamed, now: now() }, crier.db))
    if (!is_done) throw noResultFound()
    return await showUser(c, crier, { id })
  })

  app.post(`${userPath}/update-password`, async (c) => {
    const { _password } = checkFields(v.object({ _password: newPassword }), await jsonBody(c))
    const id = pathId(c, 'user_id')
    const password_hash = await hashPassword(_password, crier.config.passwordCost)
    const { is_done } = one(
      await changePassword.run({ id, password_hash, actor: unnamed, now: now() }, crier.db),
    )
    if (!is_done) throw noResultFound()
    return await showUser(c, crier, { id })
  })
  return app
}
