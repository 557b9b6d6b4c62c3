/** Codes and links to people. Source: specification, internal API, users. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  getAccount,
  type IGetAccountResult,
  issueCode,
  sendOwnMessages,
} from '../../queries/users.queries.ts'
import { applicationAt } from '../admin/application-link.ts'
import { checkFields, emailAddress, text } from '../admin/fields.ts'
import { jsonBody, one, pathId, refused } from '../admin/requests.ts'
import type { Crier } from '../context.ts'
import { noResultFound } from '../errors.ts'
import { checkSchema, notOfType } from '../validation.ts'
import { type CodeType, codeHash, makeCode } from './codes.ts'
import { type OwnMessage, signedLink, templates, textColumns } from './messages.ts'
import { userPath } from './shown.ts'

const nullableText = v.nullable(v.string(notOfType('string, null')))
const smsCodeRequest = v.strictObject({ to: v.optional(nullableText), next: v.optional(nullableText) })
const emailCodeRequest = v.strictObject({
  to: v.optional(v.null(notOfType('null'))),
  email_auth_link_host: v.optional(nullableText),
  next: v.optional(nullableText),
})

/** Where in the application somebody goes on afterwards. */
const next = v.optional(v.nullable(text(2000)))
const linkBase = v.optional(v.nullable(text(300)))

export function userMessageRoutes(crier: Crier): Hono {
  const app = new Hono()
  const now = () => crier.now().toISOString()

  async function accountOf(c: Context): Promise<IGetAccountResult> {
    return one(await getAccount.run({ id: pathId(c, 'user_id'), email_address: null }, crier.db))
  }

  const send = (message: OwnMessage) => sendOwnMessages.run({ messages: [message], now: now() }, crier.db)

  async function sendCode(id: string, code_type: CodeType, code: string, message: OwnMessage): Promise<void> {
    const code_hash = codeHash(crier, id, code_type, code)
    const issued = await issueCode.run({ id, code_type, code_hash, message, now: now() }, crier.db)
    if (one(issued).outcome === 'unknown') throw noResultFound()
  }

  app.post(`${userPath}/sms-code`, async (c) => {
    const { to } = checkSchema(smsCodeRequest, await jsonBody(c))
    const { id, mobile_number } = await accountOf(c)
    const number = to || mobile_number
    if (number === null) throw refused('The person has no mobile number')
    const code = makeCode('sms')
    const columns = await textColumns(crier, number)
    const personalisation = { verify_code: code }
    await sendCode(id, 'sms', code, { template_id: templates.smsCode, ...columns, personalisation })
    return c.body(null, 204)
  })

  app.post(`${userPath}/email-code`, async (c) => {
    const body = checkSchema(emailCodeRequest, await jsonBody(c))
    const { id, name, email_address: to } = await accountOf(c)
    const code = makeCode('email')
    const url = signedLink(crier, {
      base: applicationAt(crier, body.email_auth_link_host),
      path: '/email-auth',
      payload: { user_id: id, secret_code: code },
      next: body.next,
    })
    await sendCode(id, 'email', code, {
      template_id: templates.emailCode,
      to,
      personalisation: { name, url },
    })
    return c.body(null, 204)
  })

  app.post(`${userPath}/change-email-verification`, async (c) => {
    const { email: to } = checkFields(v.object({ email: emailAddress }), await jsonBody(c))
    const { id, name } = await accountOf(c)
    const payload = { user_id: id, email: to }
    const url = signedLink(crier, {
      base: crier.config.adminBaseUrl,
      path: '/your-account/email/confirm',
      payload,
    })
    const feedback_url = `${crier.config.adminBaseUrl}/support`
    await send({ template_id: templates.changeEmail, to, personalisation: { name, url, feedback_url } })
    return c.body(null, 204)
  })

  app.post(`${userPath}/email-verification`, async (c) => {
    const body = checkFields(v.object({ admin_base_url: linkBase, next }), await jsonBody(c))
    const { id, name, email_address: to } = await accountOf(c)
    const url = signedLink(crier, {
      base: applicationAt(crier, body.admin_base_url),
      path: '/verify-email',
      payload: { user_id: id, email: to },
      next: body.next,
    })
    await send({ template_id: templates.verifyEmail, to, personalisation: { name, url } })
    return c.body(null, 204)
  })

  app.post(`${userPath}/email-already-registered`, async (c) => {
    const { email: to } = checkFields(v.object({ email: emailAddress }), await jsonBody(c))
    await accountOf(c)
    const { adminBaseUrl } = crier.config
    const personalisation = {
      signin_url: `${adminBaseUrl}/sign-in`,
      forgot_password_url: `${adminBaseUrl}/forgot-password`,
      feedback_url: `${adminBaseUrl}/support`,
    }
    await send({ template_id: templates.alreadyRegistered, to, personalisation })
    return c.body(null, 204)
  })

  app.post('/user/reset-password', async (c) => {
    const request = v.object({ email: emailAddress, admin_base_url: linkBase, next })
    const { email, admin_base_url, next: then } = checkFields(request, await jsonBody(c))
    const { name, email_address: to } = one(
      await getAccount.run({ id: null, email_address: email }, crier.db),
    )
    const url = signedLink(crier, {
      base: applicationAt(crier, admin_base_url),
      path: '/new-password',
      payload: { email: to, created_at: now() },
      next: then,
    })
    await send({ template_id: templates.passwordReset, to, personalisation: { user_name: name, url } })
    return c.body(null, 204)
  })
  return app
}
