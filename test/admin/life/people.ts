/** People sign in, look after their account, and are found. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { password, registration } from '../../users/people.ts'
import type { Walk } from './walk.ts'

export type Person = { id: string; email: string; mobile: string }

export async function register({ make }: Walk, name: string, domain: string): Promise<Person> {
  const body = registration({ name, email_address: `${name.toLowerCase()}.${randomUUID()}@${domain}` })
  const { email_address: email, mobile_number: mobile } = body
  await make('POST /user/email', [], { body: { email }, status: 404 })
  const { data } = await make('POST /user', [], { status: 201, body })
  return { id: data.id, email, mobile }
}

async function sentCode({ crier }: Walk, { mobile }: Person): Promise<string> {
  const [sent] = await crier.sql<{ code: string }[]>`
    select personalisation ->> 'verify_code' as code from notifications
    where "to" = ${mobile} and template_id = '36fb0730-6259-4da1-8a80-c8de22ad4246' order by created_at desc, id desc limit 1`
  return sent!.code
}

/** The calls of a registration in the application's order. */
export async function confirm(walk: Walk, person: Person): Promise<void> {
  const { make } = walk
  await make('POST /user/<id>/email-verification', [person.id], {
    status: 204,
    body: { to: person.email, admin_base_url: 'https://admin.example' },
  })
  await make('POST /user/<id>/sms-code', [person.id], { status: 204, body: { to: person.mobile } })
  const code = await sentCode(walk, person)
  await make('POST /user/<id>/verify/code', [person.id], { status: 204, body: { code, code_type: 'sms' } })
  await make('POST /user/<id>/activate', [person.id])
}

export async function signIn(walk: Walk, person: Person): Promise<void> {
  const { make } = walk
  await make('POST /user/email', [], { body: { email: person.email } })
  await make('POST /user/<id>/verify/password', [person.id], { status: 204, body: { password } })
  await make('POST /user/<id>/sms-code', [person.id], { status: 204, body: { to: person.mobile } })
  await make('GET /user/<id>', [person.id])
  const code = await sentCode(walk, person)
  await make('POST /user/<id>/verify/code', [person.id], { status: 204, body: { code, code_type: 'sms' } })
  const { data } = await make('GET /user/<id>', [person.id])
  assert.notEqual(data.current_session_id, null)
  await make('POST /events', [], {
    status: 201,
    body: {
      event_type: 'sucessful_login',
      data: { user_id: person.id, ip_address: '192.0.2.1', browser_fingerprint: {} },
    },
  })
  await make('GET /user/<id>/organisations-and-services', [person.id])
}

export async function ownAccount(walk: Walk, person: Person): Promise<void> {
  const { make } = walk
  const of = [person.id]
  await make('POST /user/<id>/email-already-registered', of, { status: 204, body: { email: person.email } })
  await make('POST /user/<id>/email-code', of, {
    status: 204,
    body: { to: null, email_auth_link_host: 'https://admin.example' },
  })
  await make('POST /user/reset-password', [], {
    status: 204,
    body: { email: person.email, admin_base_url: 'https://admin.example' },
  })
  await make('POST /user/<id>/reset-failed-login-count', of, { body: {} })
  await make('POST /user/<id>/update-password', of, { body: { _password: password } })
  await make('POST /user/<id>/change-email-verification', of, {
    status: 204,
    body: { email: `new.${person.email}` },
  })
  await make('POST /user/<id>', of, { body: { name: 'Amala N.', take_part_in_research: false } })
  const keys = []
  for (const name of ['Key one', 'Key two']) {
    await make('POST /user/<id>/webauthn', of, {
      status: 201,
      body: { name, credential_data: 'credential', registration_response: 'response' },
    })
  }
  for (const { id } of (await make('GET /user/<id>/webauthn', of)).data) keys.push(id)
  await make('POST /user/<id>/webauthn/<id>', [person.id, keys[0]], { body: { name: 'Key 1' } })
  await make('POST /user/<id>/complete/webauthn-login', of, {
    status: 204,
    body: { successful: true, webauthn_credential_id: keys[0] },
  })
  await make('DELETE /user/<id>/webauthn/<id>', [person.id, keys[1]], { status: 204 })
}

export async function foundByAdministrators({ make }: Walk, person: Person): Promise<void> {
  await make('POST /user/find-users-by-email', [], { body: { email: person.email.slice(0, 20) } })
  const { type } = await make('POST /platform-admin/find-by-uuid', [], { body: { uuid: person.id } })
  assert.equal(type, 'user')
  await make('POST /platform-admin/users-list', [], {
    body: {
      created_start: '2020-01-01',
      created_end: null,
      logged_in_start: null,
      logged_in_end: null,
      take_part_in_research: null,
    },
  })
}
