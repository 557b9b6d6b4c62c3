/** Signing in as the admin application does it, and everything that keeps somebody out. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { readConfig } from '../../src/config.ts'
import { runTask } from '../../src/schedule.ts'
import { hashPassword } from '../../src/users/passwords.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { makePerson, messagesTo, type Person, password, payloadOf, register } from './people.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const post = async (path: string, body: unknown) => {
  const { status, body: answer } = await adminCall(crier, path, { body })
  return [status, answer]
}
const found = async (person: Person) => (await adminCall(crier, `/user/${person.id}`)).body.data
const refusal = (status: number, message: unknown) => [status, { result: 'error', message }]
const done = [204, '']
const codeNotFound = refusal(404, 'Code not found')

async function sentCode(person: Person): Promise<string> {
  assert.deepEqual(await post(`/user/${person.id}/sms-code`, { to: null }), done)
  return (await messagesTo(crier, person.mobile_number))[0]!.personalisation.verify_code!
}
/** A code of the same form as another. */
const wrong = (code: string) => (code === '12345' ? '54321' : '12345')

test('the calls of a sign-in by text, in the order in which the application makes them', async () => {
  const person = await register(crier, { email_address: `Amala.${randomUUID()}@example.gov.uk` })
  const asked = await adminCall(crier, '/user/email', {
    body: { email: person.email_address.toUpperCase() },
  })
  assert.deepEqual([asked.status, asked.body.data.id], [200, person.id])
  assert.deepEqual(await post(`/user/${person.id}/verify/password`, { password }), done)
  assert.deepEqual(await post(`/user/${person.id}/sms-code`, { to: person.mobile_number }), done)
  const [message] = await messagesTo(crier, person.mobile_number)
  const code = message!.personalisation.verify_code!
  assert.match(code, /^(?:(\d)(?!\1)){5}$/)
  assert.deepEqual(
    [message!.template_id, message!.reply_to_text],
    ['36fb0730-6259-4da1-8a80-c8de22ad4246', 'GOVUK'],
  )
  assert.equal((await found(person)).current_session_id, null)
  assert.deepEqual(await post(`/user/${person.id}/verify/code`, { code, code_type: 'sms' }), done)
  const signedIn = await found(person)
  assert.match(signedIn.current_session_id, /^[\da-f-]{36}$/)
  assert.equal(signedIn.logged_in_at, '2026-06-15T12:00:00.000000Z')
  const data = { user_id: person.id, ip_address: '192.0.2.1', browser_fingerprint: { browser: 'chrome' } }
  const event = await adminCall(crier, '/events', { body: { event_type: 'sucessful_login', data } })
  assert.equal(event.status, 201)
  const { id, ...rest } = event.body.data
  assert.deepEqual(rest, { event_type: 'sucessful_login', created_at: '2026-06-15T12:00:00.000000Z', data })
  const [kept] = await crier.sql`select actor_id, service_id from events where id = ${id}`
  assert.deepEqual({ ...kept }, { actor_id: person.id, service_id: null })
  const theirs = await adminCall(crier, `/user/${person.id}/organisations-and-services`)
  assert.deepEqual([theirs.status, theirs.body], [200, { organisations: [], services: [] }])
})

test('a sign-in by link', async () => {
  const person = await makePerson(crier, { auth_type: 'email_auth', mobile_number: null })
  crier.setNow('2026-06-15T12:01:00Z')
  const body = { to: null, email_auth_link_host: 'https://app.example.org/', next: '/services/1?a=b' }
  assert.deepEqual(await post(`/user/${person.id}/email-code`, body), done)
  const [message] = await messagesTo(crier, person.email_address)
  assert.equal(message!.template_id, '299726d2-dba6-42b8-8209-30e1d66ea164')
  assert.equal(message!.personalisation.name, 'Amala')
  assert.match(
    message!.personalisation.url!,
    /^https:\/\/app\.example\.org\/email-auth\/[\w%=-]+\?next=%2Fservices%2F1%3Fa%3Db$/,
  )
  const { user_id, secret_code: code } = payloadOf(crier, message!.personalisation.url!)
  assert.equal(user_id, person.id)
  crier.setNow('2026-06-15T12:02:00Z')
  assert.deepEqual(await post(`/user/${person.id}/verify/code`, { code, code_type: 'email' }), done)
  const signedIn = await found(person)
  assert.match(signedIn.current_session_id, /^[\da-f-]{36}$/)
  assert.equal(signedIn.email_access_validated_at, '2026-06-15T12:02:00.000000Z')
})

test('a code is good once, for half an hour, and for nobody else', async () => {
  const [person, other] = [await makePerson(crier), await makePerson(crier)]
  crier.setNow('2026-06-15T13:00:00Z')
  const code = await sentCode(person)
  const path = `/user/${person.id}/verify/code`
  const given = { code, code_type: 'sms' }
  assert.deepEqual(await post(`/user/${other.id}/verify/code`, given), codeNotFound)
  assert.deepEqual(await post(path, { code, code_type: 'email' }), codeNotFound)
  assert.deepEqual(await post(path, { code: wrong(code), code_type: 'sms' }), codeNotFound)
  assert.equal((await found(person)).failed_login_count, 2)
  crier.setNow('2026-06-15T13:29:59Z')
  assert.deepEqual(await post(path, given), done)
  assert.equal((await found(person)).failed_login_count, 0)
  assert.deepEqual(await post(path, given), refusal(400, 'Code has expired'))
  assert.equal((await found(person)).failed_login_count, 1)
  const late = await sentCode(person)
  crier.setNow('2026-06-15T13:59:59Z')
  assert.deepEqual(await post(path, { code: late, code_type: 'sms' }), refusal(400, 'Code has expired'))
})

test('a hundred guesses at once are counted one by one, and the right code opens nothing after them', async () => {
  const person = await register(crier)
  const code = await sentCode(person)
  const path = `/user/${person.id}/verify/code`
  const guesses = await Promise.all(
    Array.from({ length: 100 }, () => post(path, { code: wrong(code), code_type: 'sms' })),
  )
  for (const answer of guesses) assert.deepEqual(answer, codeNotFound)
  assert.equal((await found(person)).failed_login_count, 10)
  assert.deepEqual(await post(path, { code, code_type: 'sms' }), codeNotFound)
  assert.deepEqual(await post(`/user/${person.id}/verify/password`, { password }), [
    ...refusal(400, { password: ['Incorrect password'] }),
  ])
  assert.equal((await found(person)).failed_login_count, 10)
  // Whoever may have the count reset gets no further ten guesses of the codes that are out.
  assert.equal(
    (await adminCall(crier, `/user/${person.id}/reset-failed-login-count`, { body: {} })).status,
    200,
  )
  assert.deepEqual(await post(path, { code, code_type: 'sms' }), codeNotFound)
  assert.deepEqual(await post(path, { code: await sentCode(person), code_type: 'sms' }), done)
})

test('a password is right, wrong or missing; failures are counted and a success forgets them', async () => {
  const person = await register(crier)
  const path = `/user/${person.id}/verify/password`
  const incorrect = refusal(400, { password: ['Incorrect password'] })
  assert.deepEqual(await post(path, { password: 'Correct horse battery staple' }), incorrect)
  assert.deepEqual(await post(path, { password: 'x'.repeat(4097) }), incorrect)
  assert.equal((await found(person)).failed_login_count, 2)
  assert.deepEqual(await post(path, {}), refusal(400, { password: ['Required field missing data'] }))
  assert.deepEqual(await post(path, { password: 1 }), refusal(400, { password: ['Not a valid string.'] }))
  assert.equal((await found(person)).failed_login_count, 2)
  assert.deepEqual(await post(path, { password }), done)
  assert.equal((await found(person)).failed_login_count, 0)
  assert.deepEqual(
    await post(`/user/${randomUUID()}/verify/password`, { password }),
    refusal(404, 'No result found'),
  )
})

test('another password takes the place of the first, with which nothing has failed yet', async () => {
  const person = await register(crier)
  const path = `/user/${person.id}/verify/password`
  await post(path, { password: 'wrong' })
  crier.setNow('2026-06-15T14:00:00Z')
  const changed = await adminCall(crier, `/user/${person.id}/update-password`, {
    body: { _password: 'another one' },
  })
  assert.equal(changed.status, 200)
  assert.deepEqual(
    [changed.body.data.password_changed_at, changed.body.data.failed_login_count],
    ['2026-06-15 14:00:00.000000', 0],
  )
  assert.deepEqual(await post(path, { password: 'another one' }), done)
  assert.equal((await post(path, { password }))[0], 400)
  const [{ password_hash }] =
    (await crier.sql`select password_hash from users where id = ${person.id}`) as any
  assert.match(password_hash, /^\$argon2id\$v=19\$m=32,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
})

test('a password costs what OWASP advises where nothing else is said, and is known whatever it has cost', async () => {
  const { passwordCost } = readConfig({ DATABASE_URL: crier.url })
  const password_hash = await hashPassword(password, passwordCost)
  assert.match(password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  const person = await makePerson(crier, { password_hash })
  const path = `/user/${person.id}/verify/password`
  assert.deepEqual(await post(path, { password }), done)
  assert.equal((await post(path, { password: 'another one' }))[0], 400)
})

test('with five good codes no sixth is made, nor when twenty are asked for at once', async () => {
  const person = await makePerson(crier)
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(`/user/${person.id}/sms-code`, {})))
  for (const answer of answers) assert.deepEqual(answer, done)
  assert.equal((await messagesTo(crier, person.mobile_number)).length >= 5, true)
  const [{ codes }] = (await crier.sql`
    select count(*)::integer as codes from verify_codes where user_id = ${person.id}`) as any
  assert.equal(codes, 5)
})

test('a number abroad gets its text from a number', async () => {
  const person = await makePerson(crier, { mobile_number: '+33 6 12 34 56 78' })
  await sentCode(person)
  const [message] = await messagesTo(crier, '+33 6 12 34 56 78')
  assert.deepEqual([message!.reply_to_text, message!.international], ['07984404008', true])
})

const id = randomUUID()
const unknown: [path: string, body: unknown][] = [
  [`/user/${id}/verify/code`, { code: '12345', code_type: 'sms' }],
  [`/user/${id}/sms-code`, {}],
  [`/user/${id}/email-code`, {}],
  [`/user/${id}/complete/webauthn-login`, { successful: true }],
  [`/user/${id}/reset-failed-login-count`, {}],
  [`/user/${id}/update-password`, { _password: 'another one' }],
]
for (const [path, body] of unknown) {
  test(`nobody is there: ${path.replace(id, '<id>')}`, async () => {
    assert.deepEqual(await post(path, body), refusal(404, 'No result found'))
  })
}

const schemaFault = (...messages: string[]) => [
  400,
  { status_code: 400, errors: messages.map((message) => ({ error: 'ValidationError', message })) },
]
const faults: [path: string, body: unknown, answer: unknown][] = [
  ['verify/code', {}, schemaFault('code is a required property', 'code_type is a required property')],
  [
    'verify/code',
    { code: '', code_type: 'pigeon', extra: 1 },
    schemaFault(
      'code  is too short',
      'code_type pigeon is not one of [email, sms]',
      'Additional properties are not allowed (extra was unexpected)',
    ),
  ],
  ['sms-code', { to: 'pigeon' }, refusal(400, 'Must not contain letters or symbols')],
  ['email-code', { to: 'a@b.gov.uk' }, schemaFault('to a@b.gov.uk is not of type null')],
  [
    'email-code',
    { email_auth_link_host: 'javascript:alert(1)' },
    refusal(400, 'Not a valid web address of the admin application'),
  ],
  ['complete/webauthn-login', {}, schemaFault('successful is a required property')],
  ['update-password', {}, refusal(400, { _password: ['Missing data for required field.'] })],
  [
    'update-password',
    { _password: 'é'.repeat(2049) },
    refusal(400, { _password: ['Longer than maximum length 4096.'] }),
  ],
]
for (const [path, body, answer] of faults) {
  test(`${path} refuses ${JSON.stringify(body).slice(0, 60)}`, async () => {
    const person = await makePerson(crier)
    assert.deepEqual(await post(`/user/${person.id}/${path}`, body), answer)
    assert.equal((await messagesTo(crier, person.email_address)).length, 0)
  })
}

test('a security key opens a session or counts as a failure, up to the one limit', async () => {
  const person = await makePerson(crier)
  const path = `/user/${person.id}/complete/webauthn-login`
  const failed = { successful: false, webauthn_credential_id: null }
  for (let tries = 0; tries < 10; tries++) assert.deepEqual(await post(path, failed), done)
  const locked = refusal(403, 'Maximum login count exceeded')
  assert.deepEqual(await post(path, failed), locked)
  assert.deepEqual(await post(path, { successful: true }), locked)
  assert.equal((await found(person)).current_session_id, null)
})

test('a code of another kind is no page', async () => {
  const person = await makePerson(crier)
  assert.equal((await post(`/user/${person.id}/pigeon-code`, {}))[0], 404)
})

test('codes are forgotten after a day', async () => {
  const person = await makePerson(crier)
  crier.setNow('2026-06-10T12:00:00Z')
  await sentCode(person)
  const codes = async () => (await crier.sql`select id from verify_codes where user_id = ${person.id}`).length
  for (const [time, left] of [
    ['2026-06-11T11:59:00Z', 1],
    ['2026-06-11T12:00:00Z', 0],
  ] as const) {
    crier.setNow(time)
    await runTask(crier.crier, 'delete-verify-codes')
    assert.equal(await codes(), left)
  }
})
