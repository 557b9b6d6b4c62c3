/** What is known of people, and how it is changed, ended and found. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall, adminToken } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { interleaveOn } from '../support/interleave.ts'
import { makePerson, messagesTo, type Person } from './people.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const post = async (path: string, body?: unknown) => {
  const { status, body: answer } = await adminCall(crier, path, { method: 'POST', body })
  return [status, answer]
}
const found = async (person: Pick<Person, 'id'>) => (await adminCall(crier, `/user/${person.id}`)).body.data
const refusal = (status: number, message: unknown) => [status, { result: 'error', message }]
const notFound = refusal(404, 'No result found')

test('a person registers, confirms the address and is active', async () => {
  const email_address = `Zoë.${randomUUID()}@example.gov.uk`.replace('ë', 'e')
  const body = {
    name: 'Zoë',
    email_address,
    mobile_number: '07700 900 111',
    password: 'a password',
    failed_login_count: 9,
  }
  const made = await adminCall(crier, '/user', { body })
  assert.equal(made.status, 201)
  const { id, ...rest } = made.body.data
  assert.deepEqual(rest, {
    name: 'Zoë',
    email_address,
    mobile_number: '07700 900 111',
    auth_type: 'sms_auth',
    state: 'pending',
    platform_admin: false,
    current_session_id: null,
    failed_login_count: 0,
    take_part_in_research: true,
    receives_new_features_email: true,
    created_at: '2026-06-15T12:00:00.000000Z',
    logged_in_at: null,
    email_access_validated_at: '2026-06-15T12:00:00.000000Z',
    password_changed_at: '2026-06-15 12:00:00.000000',
    can_use_webauthn: false,
    services: [],
    permissions: {},
    organisations: [],
    organisation_permissions: {},
  })
  const link = await post(`/user/${id}/email-verification`, {
    to: email_address,
    admin_base_url: 'http://localhost:6012',
  })
  assert.deepEqual(link, [204, ''])
  const [message] = await messagesTo(crier, email_address)
  assert.equal(message!.template_id, 'ece42649-22a8-4d06-b87f-d52d5d3f0a27')
  assert.match(message!.personalisation.url!, /^http:\/\/localhost:6012\/verify-email\/[\w%=-]+$/)
  const activated = await adminCall(crier, `/user/${id}/activate`, { method: 'POST' })
  assert.deepEqual([activated.status, activated.body.data.state], [200, 'active'])
  assert.deepEqual(await post(`/user/${id}/activate`), refusal(400, 'User already active'))
  const again = await post('/user', { ...body, email_address: email_address.toUpperCase() })
  assert.deepEqual(again, refusal(400, { email_address: ['A user with this email address already exists'] }))
})

const registration = {
  name: 'Amala',
  email_address: 'amala@example.gov.uk',
  mobile_number: '07700900123',
  password: 'a password',
}
const unregistered: [what: object, answer: unknown][] = [
  [
    { name: undefined, email_address: undefined, password: undefined },
    {
      name: ['Missing data for required field.'],
      email_address: ['Missing data for required field.'],
      password: ['Missing data for required field.'],
    },
  ],
  [{ name: '' }, { name: ['Invalid name'] }],
  [{ email_address: 'nobody' }, { email_address: ['Not a valid email address'] }],
  [{ mobile_number: '' }, { mobile_number: ['Invalid phone number: Not enough digits'] }],
  [{ mobile_number: null }, 'Mobile number must be set if auth_type is set to sms_auth'],
  [{ auth_type: 'pigeon_auth' }, { auth_type: ['Not a valid choice.'] }],
  [{ password: 'x'.repeat(4097) }, { password: ['Longer than maximum length 4096.'] }],
  [{ password: '' }, { password: ['Length must be at least 1.'] }],
]
for (const [what, message] of unregistered) {
  test(`nobody is registered with ${JSON.stringify(what).slice(0, 50)}`, async () => {
    assert.deepEqual(await post('/user', { ...registration, ...what }), refusal(400, message))
  })
}

test('neither NUL, nor a megabyte, nor anything but an object is read', async () => {
  const password = 'a\u0000b'
  const nul = await post('/user', { ...registration, password })
  assert.equal(nul[0], 400)
  const { id } = await makePerson(crier)
  const megabyte = 'x'.repeat(1_000_000)
  for (const [path, body] of [
    ['/user', { ...registration, password: megabyte }],
    [`/user/${id}/update-password`, { _password: megabyte }],
    [`/user/${id}/verify/password`, { password: megabyte }],
  ] as const)
    assert.equal((await post(path, body))[0], 413, path)
  // What is not read is no try either.
  const [held] = await crier.sql`select failed_login_count, password_hash from users where id = ${id}`
  assert.deepEqual({ ...held }, { failed_login_count: 0, password_hash: null })
  const list = await post('/user', [registration])
  assert.equal(list[0], 400)
})

const changes: [change: Record<string, unknown>, changed: Record<string, unknown>][] = [
  [{ name: 'Beth' }, { name: 'Beth' }],
  [
    { auth_type: 'email_auth', mobile_number: null },
    { auth_type: 'email_auth', mobile_number: null },
  ],
  [{ current_session_id: null }, { current_session_id: null }],
  [
    { email_access_validated_at: '2026-06-15T10:00:00.123' },
    { email_access_validated_at: '2026-06-15T10:00:00.123000Z' },
  ],
  [
    { take_part_in_research: false, receives_new_features_email: false },
    { take_part_in_research: false, receives_new_features_email: false },
  ],
  [{ platform_admin: false }, { platform_admin: false }],
]
for (const [change, changed] of changes) {
  test(`a person is changed by ${Object.keys(change)}, and in nothing else`, async () => {
    const person = await makePerson(crier, {
      platform_admin: true,
      current_session_id: randomUUID(),
      email_access_validated_at: '2026-01-01',
    })
    const earlier = await found(person)
    const answer = await adminCall(crier, `/user/${person.id}`, { body: change })
    assert.equal(answer.status, 200)
    const expected = { ...earlier, ...changed }
    assert.deepEqual(answer.body.data, {
      ...expected,
      can_use_webauthn: expected.platform_admin,
    })
    assert.equal((await messagesTo(crier, person.mobile_number)).length, 0)
  })
}

const unchanged: [change: Record<string, unknown>, message: unknown][] = [
  [{ platform_admin: true }, 'Cannot set platform_admin to True'],
  [{ password: 'another' }, { _schema: ['Unknown field name password'] }],
  [{ state: 'active' }, { _schema: ['Unknown field name state'] }],
  [{ email_address: 'nobody' }, { email_address: ['Not a valid email address'] }],
  [{ mobile_number: null }, 'Mobile number must be set if auth_type is set to sms_auth'],
  [{ mobile_number: '+1 5' }, { mobile_number: ['Invalid phone number: Not enough digits'] }],
  [{ current_session_id: 'mine' }, { current_session_id: ['Not a valid UUID.'] }],
  [{ email_access_validated_at: 'now' }, { email_access_validated_at: ['Not a valid datetime.'] }],
]
for (const [change, message] of unchanged) {
  test(`a person is not changed by ${JSON.stringify(change)}`, async () => {
    const person = await makePerson(crier)
    const earlier = await found(person)
    assert.deepEqual(await post(`/user/${person.id}`, { name: 'Beth', ...change }), refusal(400, message))
    assert.deepEqual(await found(person), earlier)
  })
}

test('whoever is changed by somebody else is told, at the new address or else at the new number', async () => {
  const [person, manager] = [await makePerson(crier), await makePerson(crier, { name: 'Manager' })]
  const address = `${randomUUID()}@example.gov.uk`
  const byManager = { updated_by: manager.id }
  const both = { email_address: address, mobile_number: '07700900999', ...byManager }
  assert.equal((await post(`/user/${person.id}`, both))[0], 200)
  const values = { name: 'Amala', servicemanagername: 'Manager', 'email address': address }
  const told = async (to: string) =>
    (await messagesTo(crier, to)).map(({ template_id, personalisation }) => [template_id, personalisation])
  assert.deepEqual(await told(address), [['c73f1d71-4049-46d5-a647-d013bdeca3f0', values]])
  const number = { mobile_number: '+33612345699', ...byManager }
  assert.equal((await post(`/user/${person.id}`, number))[0], 200)
  assert.deepEqual(await told('+33612345699'), [['8a31520f-4751-4789-8ea1-fe54496725eb', values]])
  const [text] = await messagesTo(crier, '+33612345699')
  assert.deepEqual([text!.reply_to_text, text!.international], ['07984404008', true])
  // What was told of is in the audit trail by name alone.
  const [event] = await crier.sql`
    select actor_id, data from events
    where event_type = 'change_user' and data ->> 'user_id' = ${person.id} order by id limit 1`
  assert.deepEqual(event!.actor_id, manager.id)
  assert.deepEqual(event!.data.changes, ['email_address', 'mobile_number'])
})

const links: [path: string, template: string, link: RegExp | null][] = [
  [
    'change-email-verification',
    'eb4d9930-87ab-4aef-9bce-786762687884',
    /^https:\/\/admin\.example\.org\/your-account\/email\/confirm\/[\w%=-]+$/,
  ],
  ['email-already-registered', '0880fbb1-a0c6-46f0-9a8e-36c986381ceb', null],
]
for (const [path, template, link] of links) {
  test(`${path} writes to the address that it names`, async () => {
    const [person, email] = [await makePerson(crier), `${randomUUID()}@example.gov.uk`]
    assert.deepEqual(await post(`/user/${person.id}/${path}`, { email }), [204, ''])
    const [message] = await messagesTo(crier, email)
    assert.equal(message!.template_id, template)
    if (link === null)
      assert.deepEqual(message!.personalisation, {
        signin_url: 'https://admin.example.org/sign-in',
        forgot_password_url: 'https://admin.example.org/forgot-password',
        feedback_url: 'https://admin.example.org/support',
      })
    else assert.match(message!.personalisation.url!, link)
    assert.deepEqual(
      await post(`/user/${person.id}/${path}`, {}),
      refusal(400, { email: ['Missing data for required field.'] }),
    )
    assert.deepEqual(await post(`/user/${randomUUID()}/${path}`, { email }), notFound)
  })
}

test('a forgotten password brings a link, to whom there is', async () => {
  const person = await makePerson(crier)
  const body = {
    email: person.email_address.toUpperCase(),
    admin_base_url: 'http://localhost:6012',
    next: '/a',
  }
  assert.deepEqual(await post('/user/reset-password', body), [204, ''])
  const [message] = await messagesTo(crier, person.email_address)
  assert.equal(message!.template_id, '474e9242-823b-4f99-813d-ed392e7f1201')
  assert.match(message!.personalisation.url!, /^http:\/\/localhost:6012\/new-password\/[\w%=-]+\?next=%2Fa$/)
  assert.deepEqual(await post('/user/reset-password', { email: `${randomUUID()}@example.gov.uk` }), notFound)
})

const hasManager = (service: string, person: Person) =>
  crier.sql.begin(async (sql) => {
    await sql`insert into user_to_service (user_id, service_id) values (${person.id}, ${service})`
    await sql`
    insert into permissions (user_id, service_id, permission) values (${person.id}, ${service}, 'manage_settings')`
  })
const stays = refusal(400, 'User cannot be removed from a service')

test('who is archived is signed out, forgotten, and belongs to nothing; the address is free', async () => {
  const [person, other] = [
    await makePerson(crier, { password_hash: 'x', platform_admin: true, current_session_id: randomUUID() }),
    await makePerson(crier),
  ]
  const service = await crier.makeService()
  for (const one of [person, other]) await hasManager(service.id, one)
  await crier.sql`insert into webauthn_credentials (user_id, name, credential_data, registration_response) values (${person.id}, 'key', 'a', 'b')`
  assert.deepEqual(await post(`/user/${person.id}/sms-code`, {}), [204, ''])
  const code = (await messagesTo(crier, person.mobile_number))[0]!.personalisation.verify_code
  assert.deepEqual(await post(`/user/${person.id}/archive`), [204, ''])
  const archived = await found(person)
  assert.deepEqual(
    [archived.name, archived.email_address, archived.mobile_number, archived.state, archived.auth_type],
    ['Archived user', `_archived_2026-06-15_${person.id}@example.gov.uk`, null, 'inactive', 'email_auth'],
  )
  assert.deepEqual(
    [archived.platform_admin, archived.current_session_id, archived.services, archived.permissions],
    [false, '00000000-0000-0000-0000-000000000000', [], {}],
  )
  const [kept] = await crier.sql`
    select password_hash, (select count(*)::integer from webauthn_credentials where user_id = ${person.id}) as keys
    from users where id = ${person.id}`
  assert.deepEqual({ ...kept }, { password_hash: null, keys: 0 })
  for (const [path, body] of [
    ['', { name: 'Back' }],
    ['/archive', undefined],
    ['/activate', undefined],
    ['/sms-code', {}],
    ['/verify/code', { code, code_type: 'sms' }],
    ['/verify/password', { password: 'x' }],
    ['/update-password', { _password: 'x' }],
    ['/webauthn', { name: 'key', credential_data: 'a', registration_response: 'b' }],
  ] as const)
    assert.deepEqual(await post(`/user/${person.id}${path}`, body), notFound, path)
  assert.deepEqual(await post('/user/email', { email: person.email_address }), notFound)
  const again = { ...registration, email_address: person.email_address }
  assert.equal((await post('/user', again))[0], 201)
})

test('the last manager of an active service stays, and of two who go at once one does', async () => {
  const [one, two] = [await makePerson(crier), await makePerson(crier)]
  const service = await crier.makeService()
  for (const person of [one, two]) await hasManager(service.id, person)
  const archive = (person: Person) => (sql: TestCrier['sql'] | any) =>
    sql`select archive_user(${person.id}, null, now())`.then(
      () => 'archived',
      (error: { constraint_name?: string }) => error.constraint_name,
    )
  assert.deepEqual(await interleaveOn(crier)(archive(one), archive(two)), [
    'archived',
    'services_keep_a_manager',
  ])
  assert.deepEqual(await post(`/user/${two.id}/archive`), stays)
  assert.equal((await found(two)).state, 'active')
  const blocked = await makePerson(crier, { state: 'pending' })
  await hasManager(service.id, blocked)
  assert.deepEqual(await post(`/user/${two.id}/archive`), stays, 'who is not active manages nothing')
  await crier.sql`select archive_service(${service.id}, null, now())`
  assert.deepEqual(await post(`/user/${two.id}/archive`), [204, ''])
})

test('people are found by a part of their address, whose signs mean nothing', async () => {
  const word = randomUUID()
  const person = await makePerson(crier, { email_address: `a_b.${word}@example.gov.uk` })
  const { id, email_address, mobile_number } = person
  const search = (email: unknown) => post('/user/find-users-by-email', { email })
  const answer = [200, { data: [{ id, name: 'Amala', email_address, mobile_number }] }]
  assert.deepEqual(await search(`A_B.${word.toUpperCase()}`), answer)
  assert.deepEqual(await search(`a%b.${word}`), [200, { data: [] }])
  assert.deepEqual(await search(1), refusal(400, { email: ['Not a valid string.'] }))
})

test('people are shown with the services and organisations that are theirs and active', async () => {
  const person = await makePerson(crier)
  const [kept, ended] = [await crier.makeService({ name: `B ${randomUUID()}` }), await crier.makeService()]
  for (const service of [kept, ended]) await hasManager(service.id, person)
  await crier.sql`select archive_service(${ended.id}, null, now())`
  const name = `Ministry ${randomUUID()}`
  const [organisation] = await crier.sql`insert into organisation (name) values (${name}) returning id`
  await crier.sql`insert into user_to_organisation (user_id, organisation_id) values (${person.id}, ${organisation!.id})`
  await crier.sql`update services set organisation_id = ${organisation!.id}, count_as_live = true where id = ${kept.id}`
  const [{ name: kept_name }] = (await crier.sql`select name from services where id = ${kept.id}`) as any
  const answer = await adminCall(crier, `/user/${person.id}/organisations-and-services`)
  assert.deepEqual(answer.body, {
    organisations: [{ id: organisation!.id, name, count_of_live_services: 1 }],
    services: [{ id: kept.id, name: kept_name, restricted: false, organisation: organisation!.id }],
  })
  assert.equal((await adminCall(crier, `/user/${randomUUID()}/organisations-and-services`)).status, 404)
})

test('the report of people is of whole days, and of active ones', async () => {
  const at = '2019-03-31T22:59:59Z'
  const person = await makePerson(crier, {
    created_at: at,
    logged_in_at: '2019-04-01',
    take_part_in_research: false,
  })
  await makePerson(crier, { created_at: at, state: 'pending' })
  const service = await crier.makeService()
  await hasManager(service.id, person)
  const [{ name }] = (await crier.sql`select name from services where id = ${service.id}`) as any
  const list = async (asked: object) => {
    const [status, answer] = await post('/platform-admin/users-list', asked)
    assert.equal(status, 200)
    return (answer as any).data.map((one: any) => [one.id, one.services])
  }
  const nothing = { logged_in_start: null, logged_in_end: null, take_part_in_research: null }
  const found = [[person.id, [{ id: service.id, name }]]]
  assert.deepEqual(await list({ ...nothing, created_start: '2019-03-31', created_end: '2019-03-31' }), found)
  assert.deepEqual(await list({ created_start: null, created_end: '2019-03-30' }), [])
  assert.deepEqual(await list({ logged_in_end: '2019-04-01', take_part_in_research: false }), found)
  assert.deepEqual(await list({ logged_in_end: '2019-04-01', take_part_in_research: true }), [])
  const faults = (...messages: string[]) => [
    400,
    { status_code: 400, errors: messages.map((message) => ({ error: 'ValidationError', message })) },
  ]
  assert.deepEqual(
    await post('/platform-admin/users-list', { created_start: '2019-13-01', sort: 1 }),
    faults(
      'created_start month must be in 1..12',
      'Additional properties are not allowed (sort was unexpected)',
    ),
  )
  assert.deepEqual(await post('/platform-admin/users-list', {}), faults('{} does not have enough properties'))
})

test('functional tests make the people whom they sign in as, and set them back', async () => {
  const service = await crier.makeService()
  const claims = { iss: 'notify-functional-tests' }
  const token = () => adminToken(crier.crier.now(), { claims, secret: "another client's secret" })
  const put = (body: unknown, authorization = `Bearer ${token()}`) =>
    crier.call('/__testing/functional/users', { method: 'PUT', body, headers: { authorization } })
  const person = {
    name: 'Preview admin tests user',
    email_address: `${randomUUID()}@example.gov.uk`,
    mobile_number: '07700900000',
    auth_type: 'sms_auth',
    password: 'a password',
    state: 'active',
    permissions: ['manage_users', 'view_activity'],
    service_id: service.id,
    organisation_id: null,
  }
  for (const permissions of [person.permissions, ['send_texts']]) {
    const answer = await put([{ ...person, permissions }])
    assert.deepEqual([answer.status, answer.text], [201, 'ok'])
    const [, shown] = (await post('/user/email', { email: person.email_address })) as [number, any]
    assert.deepEqual(shown.data.permissions, { [service.id]: permissions })
    assert.equal(shown.data.state, 'active')
  }
  // As many as a run names, with one password: hashed for each of them, they would take seconds of a processor.
  const others = Array.from({ length: 100 }, (_, n) => ({
    ...person,
    email_address: `${n}+${person.email_address}`,
    password: n === 0 ? 'another password' : person.password,
  }))
  assert.equal((await put(others)).status, 201)
  const hashes = await crier.sql`
    select distinct password_hash from users where email_address like ${`%+${person.email_address}`}`
  assert.equal(hashes.length, 2)
  assert.equal((await put([person], `Bearer ${adminToken(crier.crier.now())}`)).status, 401)
  assert.equal((await put([])).status, 201)
  assert.equal((await put({ people: [] })).status, 400)
})
