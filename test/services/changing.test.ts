/** Making, changing and ending services through the internal API, whole exchanges. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { type Call, sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
const now = '2026-06-15T12:00:00.000000Z'
before(async () => {
  crier = await sharedCrier()
  crier.setNow(now)
})
after(() => crier.close())

const call = (path: string, options: Call = {}) => adminCall(crier, path, options)
const post = (path: string, body: unknown) => call(path, { body })
const noResult = { result: 'error', message: 'No result found' }
const newName = (word = 'Parking') => `${word} ${randomUUID()}`

async function makeUser(columns: Record<string, unknown> = {}): Promise<string> {
  const row = {
    name: 'Amala',
    email_address: `${randomUUID()}@example.gov.uk`,
    mobile_number: '07700900123',
    state: 'active',
    ...columns,
  }
  const [user] = await crier.sql`insert into users ${crier.sql(row as never)} returning id`
  return user!.id
}
const newService = async (fields: Record<string, unknown> = {}) => {
  const user = (fields.user_id as string | undefined) ?? (await makeUser())
  return {
    name: newName(),
    organisation_type: 'central',
    active: true,
    restricted: true,
    user_id: user,
    created_by: user,
    email_message_limit: 51,
    sms_message_limit: 52,
    letter_message_limit: 53,
    international_sms_message_limit: 54,
    ...fields,
  }
}
const make = async (fields: Record<string, unknown> = {}) => {
  const answer = await post('/service', await newService(fields))
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data
}
const versionOf = async (id: string) =>
  (await crier.sql`select version from services where id = ${id}`)[0]!.version as number

test('a service is made with all that it needs, and its maker is its first member', async () => {
  const user = await makeUser()
  const made = await make({ user_id: user, volume_sms: 12 })
  const { id, email_sender_local_part: _, name, ...rest } = made
  assert.deepEqual((await call(`/service/${id}`)).body, { data: made })
  assert.match(name, /^Parking/)
  assert.deepEqual(
    [rest.created_by, rest.count_as_live, rest.restricted, rest.volume_sms, rest.go_live_at],
    [user, true, true, 12, null],
  )
  assert.deepEqual(rest.permissions, [
    'email',
    'international_letters',
    'international_sms',
    'letter',
    'sms',
    'upload_letters',
  ])
  assert.deepEqual(
    [rest.email_message_limit, rest.sms_message_limit, rest.letter_message_limit],
    [51, 52, 53],
  )
  assert.equal(rest.international_sms_message_limit, 54)
  const [left] = await crier.sql`
    select
      (select count(*)::int from services_history where id = ${id}) as versions,
      (select count(*)::int from permissions where service_id = ${id} and user_id = ${user}) as may,
      (select string_agg(sms_sender, ' ') from service_sms_senders where service_id = ${id} and is_default) as sender,
      (select free_sms_fragment_limit from annual_billing where service_id = ${id} and financial_year_start = 2026)
        as allowance`
  assert.deepEqual({ ...left }, { versions: 1, may: 8, sender: 'GOVUK', allowance: 20_000 })
  for (const only_active of ['True', 'False']) {
    const mine = await call(`/service?only_active=${only_active}&user_id=${user}`)
    assert.deepEqual(
      mine.body.data.map((one: { id: string }) => one.id),
      [id],
    )
  }
})

const nhsEmail = 'a7dc4e56-660b-4db7-8cff-12c37b12b5ea'
const nhsLetter = '2cd354bb-6b85-eda3-c0ad-6b613150459f'
/** What a service is given by its kind, its maker's address and its maker's organisation. */
const owners: [string, { at?: string; type?: string | null; owned?: boolean; admin?: boolean }, object][] = [
  [
    'a kind of the NHS',
    { type: 'nhs_gp' },
    { organisation_type: 'nhs_gp', email: nhsEmail, letter: nhsLetter, crown: false },
  ],
  [
    'an address of the NHS',
    { at: 'x.NHS.net', type: 'other' },
    { organisation_type: 'other', email: nhsEmail, letter: nhsLetter, crown: null },
  ],
  [
    'an address that only ends so',
    { at: 'xnhs.net', type: null },
    { organisation_type: null, email: null, letter: null, crown: null },
  ],
  [
    'a kind of the Crown',
    { type: 'nhs_central' },
    { organisation_type: 'nhs_central', email: nhsEmail, letter: nhsLetter, crown: true },
  ],
  [
    'an organisation',
    { type: 'nhs_gp', owned: true },
    { organisation_type: 'local', email: null, letter: null, crown: true },
  ],
  [
    'a platform administrator',
    { admin: true },
    { organisation_type: 'central', email: null, letter: null, crown: null, live: false },
  ],
]
for (const [what, { at, type = 'central', owned = false, admin = false }, expected] of owners)
  test(`a new service of ${what}`, async () => {
    const domain = at ?? `${randomUUID()}.gov.uk`
    let organisation: string | null = null
    if (owned) {
      const [row] = await crier.sql`
        insert into organisation (name, organisation_type, crown) values (${domain}, 'local', true) returning id`
      organisation = row!.id
      await crier.sql`insert into domain (domain, organisation_id) values (${domain}, ${organisation})`
    }
    const user_id = await makeUser({
      email_address: `${randomUUID()}@${owned ? `sub.${domain}` : domain}`,
      platform_admin: admin,
    })
    const { id } = await make({ user_id, organisation_type: type })
    const [row] = await crier.sql`
      select organisation_id, organisation_type, crown, email_branding_id as email, letter_branding_id as letter,
        count_as_live as live
      from services where id = ${id}`
    assert.deepEqual({ ...row }, { organisation_id: organisation, live: true, ...expected })
    const owner = await call(`/service/${id}/organisation`)
    assert.deepEqual(owner.body, owned ? (await call(`/organisations/${organisation}`)).body : {})
  })

const missing = 'Missing data for required field.'
const notCreated: [string, object, status: number, message: unknown][] = [
  ['nobody', { user_id: undefined }, 400, { user_id: [missing] }],
  ['somebody unknown', { user_id: randomUUID() }, 404, 'No result found'],
  ['somebody unknown who acts', { created_by: randomUUID() }, 400, { created_by: ['No result found'] }],
  [
    'hardly anything',
    {
      name: undefined,
      email_message_limit: undefined,
      sms_message_limit: 'x',
      restricted: null,
      created_by: 1,
    },
    400,
    {
      name: [missing],
      email_message_limit: [missing],
      sms_message_limit: ['Not a valid integer.'],
      restricted: ['Field may not be null.'],
      created_by: ['Not a valid UUID.'],
    },
  ],
  ['an unknown kind', { organisation_type: 'circus' }, 400, { organisation_type: ['Not a valid choice.'] }],
  ['no letters', { name: '!?' }, 400, { name: ['Must include letters or digits'] }],
  [
    'letters without a Latin form',
    { name: 'Услуга' },
    400,
    {
      normalised_service_name: [
        'Cannot include characters from a non-Latin alphabet: its emails are sent from an address made of it',
      ],
    },
  ],
  ['a long name', { name: 'x'.repeat(256) }, 400, { name: ['Longer than maximum length 255.'] }],
]
for (const [what, fields, status, message] of notCreated)
  test(`not made: a service with ${what}`, async () => {
    const body = { ...(await newService()), ...fields }
    const answer = await post('/service', body)
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }])
    assert.equal((await crier.sql`select from services where name = ${body.name ?? ''}`).length, 0)
  })

test('of those who take one name at once, for a new service or another one’s, one has it', async () => {
  const services = [await make(), await make(), await make()]
  const name = newName('Wanted')
  const spelled = name.toUpperCase().replace(' ', '  ')
  const answers = await Promise.all([
    ...services.map(({ id }, n) => post(`/service/${id}`, { name: n === 0 ? name : spelled })),
    post('/service', await newService({ name })),
  ])
  const lost = answers.filter(({ status }) => status === 400)
  assert.equal(answers.filter(({ status }) => status < 300).length, 1)
  assert.equal(lost.length, 3)
  for (const { body } of lost) {
    assert.equal(body.result, 'error')
    assert.match(body.message.name[0], /^Duplicate service name 'wanted +[\da-f-]+'$/i)
  }
})

test('a change says only what changes; each is a version with its author', async () => {
  const service = await make()
  const user = await makeUser()
  const [branding] = await crier.sql`
    insert into email_branding (name, text) values (${newName()}, 'Parks') returning id`
  const fields = {
    billing_contact_email_addresses: 'bills@example.gov.uk',
    billing_contact_names: 'Bill',
    billing_reference: 'ref',
    purchase_order_number: 'PO 1',
    notes: 'Pays late',
    confirmed_email_sender_name: true,
    confirmed_unique: true,
    consent_to_research: false,
    contact_link: 'https://example.gov.uk',
    count_as_live: false,
    custom_email_sender_name: 'Parks and ponds',
    email_branding: branding!.id,
    letter_branding: nhsLetter,
    email_message_limit: 1,
    sms_message_limit: 2,
    letter_message_limit: 3,
    international_sms_message_limit: 4,
    go_live_user: user,
    has_active_go_live_request: true,
    prefix_sms: false,
    rate_limit: 5,
    volume_email: 6,
    volume_sms: 7,
    volume_letter: null,
    organisation_type: 'local',
  }
  const changed = await post(`/service/${service.id}`, { ...fields, created_by: user })
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual(changed.body.data, {
    ...service,
    ...fields,
    email_sender_local_part: 'parks.and.ponds',
  })
  const unset = { email_branding: null, contact_link: null, custom_email_sender_name: null }
  const back = await post(`/service/${service.id}`, { ...unset, created_by: user })
  assert.deepEqual(back.body.data, {
    ...changed.body.data,
    ...unset,
    email_sender_local_part: service.email_sender_local_part,
  })
  const history = (await call(`/service/${service.id}/history`)).body.data.service_history
  assert.deepEqual(
    history.map((row: any) => [row.version, row.created_by_id, row.email_message_limit, row.updated_at]),
    [
      [1, service.created_by, 51, null],
      [2, user, 1, now],
      [3, user, 1, now],
    ],
  )
})

test('what is made at the command line is the platform’s in a history, which always names somebody', async () => {
  const service = await crier.makeService()
  const { service_history, api_key_history } = (await call(`/service/${service.id}/history`)).body.data
  assert.ok(service_history.length > 0 && api_key_history.length > 0)
  for (const { created_by_id } of [...service_history, ...api_key_history]) {
    const { status, body } = await call(`/user/${created_by_id}`)
    assert.deepEqual([status, body.data?.id], [200, '6af522d0-2915-4e52-83a3-3690455a5fe6'])
  }
})

test('permissions are replaced by the list, which is a version too', async () => {
  const { id } = await make()
  const permissions = ['sms', 'email', 'email_auth', 'inbound_sms']
  const changed = await post(`/service/${id}`, { permissions })
  assert.deepEqual(changed.body.data.permissions, [...permissions].sort())
  assert.equal(await versionOf(id), 2)
  assert.deepEqual((await post(`/service/${id}`, { permissions: [] })).body.data.permissions, [])
})

const notChanged: [string, object, message: unknown][] = [
  [
    'an unknown permission',
    { permissions: ['sms', 'fly', 'swim'] },
    { permissions: ["Invalid Service Permission: 'fly'"] },
  ],
  [
    'permissions twice',
    { permissions: ['sms', 'email', 'sms'] },
    { permissions: ["Duplicate Service Permission: ['sms']"] },
  ],
  ['permissions that are none', { permissions: 'sms' }, { permissions: ['Not a valid list.'] }],
  ['an unknown branding', { email_branding: randomUUID() }, { email_branding: ['No result found'] }],
  ['a branding that is no id', { letter_branding: 'x' }, { letter_branding: ['Not a valid UUID.'] }],
  ['a day that is none', { go_live_at: '2026-02-30T00:00:00' }, { go_live_at: ['Not a valid datetime.'] }],
  [
    'a negative limit',
    { sms_message_limit: -1 },
    { sms_message_limit: ['Must be between 0 and 2147483647.'] },
  ],
  ['nothing for a name', { name: null }, { name: ['Field may not be null.'] }],
  ['somebody unknown', { created_by: randomUUID(), name: 'X' }, { created_by: ['No result found'] }],
]
test('what is wrong with a change is said by field, and nothing changes', async () => {
  const service = await make()
  for (const [what, body, message] of notChanged) {
    const answer = await post(`/service/${service.id}`, body)
    assert.deepEqual([answer.status, answer.body], [400, { result: 'error', message }], what)
  }
  assert.deepEqual((await call(`/service/${service.id}`)).body.data, service)
  assert.equal(await versionOf(service.id), 1)
})

test('every active member is told that the service is live, once', async () => {
  const [maker, member] = [await makeUser({ name: 'Olu' }), await makeUser({ name: 'Iris' })]
  const service = await make({ user_id: maker })
  const others = [member, await makeUser({ state: 'inactive' }), await makeUser({ state: 'pending' })]
  for (const user_id of others)
    await crier.sql`insert into user_to_service (user_id, service_id) values (${user_id}, ${service.id})`
  const body = { restricted: false, go_live_at: '2026-06-15 11:59:58.123456', email_message_limit: 250_000 }
  const live = await post(`/service/${service.id}`, body)
  assert.equal(live.status, 200, live.text)
  assert.equal(live.body.data.go_live_at, '2026-06-15 11:59:58.123456')
  await post(`/service/${service.id}`, { restricted: false })
  const told = await crier.sql`
    select personalisation, "to" from notifications
    where template_id = '618185c6-3636-49cd-b7d2-6f6f5eb3bdde' and "to" in (
      select email_address from users where id in ${crier.sql([maker, ...others])}
    )
    order by personalisation ->> 'name'`
  assert.deepEqual(
    told.map(({ personalisation }) => personalisation),
    ['Iris', 'Olu'].map((name) => ({ name, service_name: service.name, message_limit: '250,000' })),
  )
  const back = await post(`/service/${service.id}`, { restricted: true, go_live_at: null })
  assert.deepEqual([back.body.data.restricted, back.body.data.go_live_at], [true, null])
  // Where nothing is said of the time it is now.
  const again = await post(`/service/${service.id}`, { restricted: false })
  assert.equal(again.body.data.go_live_at, '2026-06-15 12:00:00.000000')
})

const endOf = async (id: string) => {
  const [row] = await crier.sql`
    select
      active, version,
      (select count(*)::int from api_keys where service_id = ${id} and expiry_date is null) as keys,
      (select count(*)::int from templates where service_id = ${id} and archived_at is null) as templates,
      (select count(*)::int from templates_history where service_id = ${id} and archived_at is not null) as archived
    from services where id = ${id}`
  return { ...row }
}

test('archived: keys, templates and name are given up; twice at once is once; suspended or not', async () => {
  for (const suspends of [false, true]) {
    const name = newName()
    const service = await crier.makeService({ name })
    await crier.makeTemplate(service)
    if (suspends) await call(`/service/${service.id}/suspend`, { method: 'POST' })
    const { version } = await endOf(service.id)
    const archive = () => call(`/service/${service.id}/archive`, { method: 'POST' })
    const answers = await Promise.all([archive(), archive()])
    assert.deepEqual(
      answers.map(({ status, text }) => [status, text]),
      [
        [204, ''],
        [204, ''],
      ],
    )
    assert.deepEqual(await endOf(service.id), {
      active: false,
      version: version + 1,
      keys: 0,
      templates: 0,
      archived: 1,
    })
    assert.equal((await make({ name })).name, name)
  }
})

test('suspended: its keys are revoked, and stay so when it is resumed; neither happens twice', async () => {
  const service = await crier.makeService()
  const { version } = await endOf(service.id)
  const each = async (verb: string) => {
    for (let n = 0; n < 2; n++) {
      const answer = await call(`/service/${service.id}/${verb}`, { method: 'POST' })
      assert.deepEqual([answer.status, answer.text], [204, ''])
    }
    return endOf(service.id)
  }
  const left = { keys: 0, templates: 0, archived: 0 }
  assert.deepEqual(await each('suspend'), { active: false, version: version + 1, ...left })
  assert.deepEqual(await each('resume'), { active: true, version: version + 2, ...left })
  await each('archive')
  assert.deepEqual((await each('resume')).active, false)
})

test('services are found by a part of their names, in which no character is a wildcard', async () => {
  const word = randomUUID()
  const service = await make({ name: `Tax 100% ${word} A_B` })
  const find = async (part: string) =>
    (await call(`/service/find-services-by-name?service_name=${encodeURIComponent(part)}`)).body
  const shown = { id: service.id, name: service.name, active: true, restricted: true }
  for (const part of [word.toUpperCase(), `100% ${word}`, `${word} a_b`])
    assert.deepEqual(await find(part), { data: [shown] }, part)
  for (const part of [`${word}%B`, `${word} a.b`, `${word} A%B`, `${word}_A`])
    assert.deepEqual(await find(part), { data: [] }, part)
  const none = await call('/service/find-services-by-name')
  assert.deepEqual([none.status, none.body], [400, { result: 'error', message: { service_name: [missing] } }])
})

test('what is no service is not found', async () => {
  const id = randomUUID()
  for (const [path, options] of [
    [`/service/${id}`, {}],
    [`/service/${id}`, { body: { name: 'X' } }],
    [`/service/${id}/history`, {}],
    [`/service/${id}/organisation`, {}],
    [`/service/${id}/archive`, { method: 'POST' }],
    [`/service/${id}/suspend`, { method: 'POST' }],
    [`/service/${id}/resume`, { method: 'POST' }],
  ] as [string, Call][]) {
    const answer = await call(path, options)
    assert.deepEqual([answer.status, answer.body], [404, noResult], path)
  }
})
