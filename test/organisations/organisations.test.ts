/** Organisations: made, listed, changed and linked. Source: specification, internal API, organisations. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { mailTo, makeMember, makeOrganisation, makePerson, refusal } from '../admin/people.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const get = (path: string) => adminCall(crier, path)
const post = (path: string, body?: unknown) =>
  adminCall(crier, path, body === undefined ? { method: 'POST' } : { body })
const shown = async (id: string) => (await get(`/organisations/${id}`)).body
const nhs = {
  email: 'a7dc4e56-660b-4db7-8cff-12c37b12b5ea',
  letter: '2cd354bb-6b85-eda3-c0ad-6b613150459f',
}
const now = '2026-06-15T12:00:00Z'

test('an organisation is made, shown and listed', async () => {
  const name = `Ministry ${randomUUID()}`
  const made = await post('/organisations', {
    name,
    crown: true,
    organisation_type: 'central',
    agreement_signed: false,
  })
  assert.equal(made.status, 201, made.text)
  const { id } = made.body
  assert.deepEqual(made.body, {
    id,
    name,
    active: true,
    crown: true,
    organisation_type: 'central',
    agreement_signed: false,
    agreement_signed_at: null,
    agreement_signed_by_id: null,
    agreement_signed_on_behalf_of_name: null,
    agreement_signed_on_behalf_of_email_address: null,
    agreement_signed_version: null,
    domains: [],
    count_of_live_services: 0,
    email_branding_id: null,
    letter_branding_id: null,
    notes: null,
    billing_contact_names: null,
    billing_contact_email_addresses: null,
    purchase_order_number: null,
    billing_reference: null,
    request_to_go_live_notes: null,
    can_approve_own_go_live_requests: false,
    permissions: ['can_ask_to_join_a_service'],
  })
  assert.deepEqual(await shown(id), made.body)
  const listed = (await get('/organisations')).body.find((one: { id: string }) => one.id === id)
  assert.deepEqual(listed, {
    id,
    name,
    active: true,
    organisation_type: 'central',
    domains: [],
    count_of_live_services: 0,
  })
  const found = await get(`/organisations/search?name=${encodeURIComponent(name.slice(3).toUpperCase())}`)
  assert.deepEqual(found.body, { data: [listed] })
  assert.deepEqual((await get('/organisations/search?name=100%25_\\')).body, { data: [] })
})

test('active organisations come first, then the names decide', async () => {
  const word = randomUUID()
  for (const [name, active] of [
    [`b ${word}`, true],
    [`a ${word}`, false],
    [`c ${word}`, true],
  ] as const)
    await makeOrganisation(crier, { name, active })
  const names = (await get('/organisations')).body
    .map(({ name }: { name: string }) => name)
    .filter((name: string) => name.endsWith(word))
  assert.deepEqual(names, [`b ${word}`, `c ${word}`, `a ${word}`])
})

test('an organisation of the NHS begins with its brandings, which its services may choose', async () => {
  for (const organisation_type of ['nhs_central', 'nhs_local', 'nhs_gp', 'nhs_notify']) {
    const made = await post('/organisations', { name: randomUUID(), crown: false, organisation_type })
    assert.deepEqual(
      [made.body.email_branding_id, made.body.letter_branding_id],
      [nhs.email, nhs.letter],
      organisation_type,
    )
    const pools = await Promise.all(
      ['email', 'letter'].map((kind) => get(`/organisations/${made.body.id}/${kind}-branding-pool`)),
    )
    assert.deepEqual(
      pools.map(({ body }) => body.data.map(({ id }: { id: string }) => id)),
      [[nhs.email], [nhs.letter]],
    )
  }
})

test('what is changed is changed, and the rest stays', async () => {
  const id = await makeOrganisation(crier)
  const person = await makePerson(crier)
  const before = await shown(id)
  const columns = {
    name: `Renamed ${randomUUID()}`,
    organisation_type: 'local',
    crown: null,
    agreement_signed: true,
    agreement_signed_at: '2026-06-01T10:00:00.123456',
    agreement_signed_by_id: person.id,
    agreement_signed_version: 2.1,
    agreement_signed_on_behalf_of_name: 'The minister',
    agreement_signed_on_behalf_of_email_address: 'minister@example.gov.uk',
    request_to_go_live_notes: 'Ask twice',
    can_approve_own_go_live_requests: true,
    notes: 'Notes',
    billing_contact_names: 'A and B',
    billing_contact_email_addresses: 'a@example.gov.uk b@example.gov.uk',
    billing_reference: 'R',
    purchase_order_number: 'P',
    domains: [`${randomUUID()}.gov.uk`],
    permissions: [],
  }
  const after = { ...columns, agreement_signed_at: 'Mon, 01 Jun 2026 10:00:00 GMT' }
  const changed = await post(`/organisations/${id}`, columns)
  assert.deepEqual([changed.status, changed.text], [204, ''])
  assert.deepEqual(await shown(id), { ...before, ...after })
  // One by one back again: nothing but the one that is named.
  for (const key of ['notes', 'crown', 'billing_reference'] as const) {
    await post(`/organisations/${id}`, { [key]: before[key] })
    Object.assign(after, { [key]: before[key] })
    assert.deepEqual(await shown(id), { ...before, ...after }, key)
  }
  await post(`/organisations/${id}`, { domains: [], permissions: ['can_ask_to_join_a_service'] })
  const { domains, permissions } = await shown(id)
  assert.deepEqual([domains, permissions], [[], ['can_ask_to_join_a_service']])
})

test('what an organisation is goes on to its services, and its brandings to those that have none', async () => {
  const { sql } = crier
  const id = await makeOrganisation(crier)
  const own = await sql`
    insert into email_branding (name, text) select gen_random_uuid()::text, 'x' from generate_series(1, 2) returning id`
  const [branding, other] = own.map((row) => row.id as string)
  const columns = { organisation_id: id, organisation_type: 'central', crown: true }
  const [plain, branded, elsewhere] = [
    await crier.makeService(columns),
    await crier.makeService({ ...columns, email_branding_id: other }),
    await crier.makeService({ organisation_type: 'central', crown: true }),
  ]
  await sql`
    insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit, has_custom_allowance)
    values (${plain.id}, 2026, 7, true), (${plain.id}, 2025, 8, false), (${elsewhere.id}, 2026, 9, true)
    on conflict (service_id, financial_year_start) do update
    set free_sms_fragment_limit = excluded.free_sms_fragment_limit, has_custom_allowance = excluded.has_custom_allowance`
  const stateOf = async (service: { id: string }) => {
    const [row] = await sql`
      select
        organisation_type as type, crown, email_branding_id as branding, version,
        (select free_sms_fragment_limit from annual_billing where service_id = services.id and financial_year_start = 2026) as free
      from services where id = ${service.id}`
    return [row!.type, row!.crown, row!.branding, row!.free, row!.version]
  }
  const [first, second, third] = [await stateOf(plain), await stateOf(branded), await stateOf(elsewhere)]
  const versions = [first, second].map((state) => state[4] as number)
  // Notes alone are nobody's business.
  await post(`/organisations/${id}`, { notes: 'Nothing' })
  assert.deepEqual([await stateOf(plain), await stateOf(branded)], [first, second])

  await post(`/organisations/${id}`, { organisation_type: 'local', email_branding_id: branding })
  assert.deepEqual(await stateOf(plain), ['local', true, branding, 10_000, versions[0]! + 1])
  assert.deepEqual(await stateOf(branded), ['local', true, other, 10_000, versions[1]! + 1])
  await post(`/organisations/${id}`, { crown: false })
  assert.deepEqual(await stateOf(plain), ['local', false, branding, 10_000, versions[0]! + 2])
  assert.deepEqual(await stateOf(elsewhere), third)
  const [{ free }] = (await sql`
    select free_sms_fragment_limit as free from annual_billing
    where service_id = ${plain.id} and financial_year_start = 2025`) as unknown as [{ free: number }]
  assert.equal(free, 8)

  // What becomes of the NHS gets its branding, unless it has one.
  await post(`/organisations/${id}`, { organisation_type: 'nhs_gp' })
  const nowNhs = await shown(id)
  assert.deepEqual([nowNhs.email_branding_id, nowNhs.letter_branding_id], [branding, nhs.letter])
  const [{ letter_branding_id }] = (await sql`
    select letter_branding_id from services where id = ${plain.id}`) as unknown as [
    { letter_branding_id: string },
  ]
  assert.equal(letter_branding_id, nhs.letter)
})

test('a service is linked with the kind of its organisation and the free allowance of that', async () => {
  const { sql } = crier
  const id = await makeOrganisation(crier, { organisation_type: 'local', crown: false })
  const service = await crier.makeService({ organisation_type: 'central', crown: true })
  await sql`
    insert into annual_billing (service_id, financial_year_start, free_sms_fragment_limit, has_custom_allowance)
    values (${service.id}, 2026, 7, true)
    on conflict (service_id, financial_year_start) do update
    set free_sms_fragment_limit = excluded.free_sms_fragment_limit, has_custom_allowance = true`
  const linked = await post(`/organisations/${id}/service`, { service_id: service.id })
  assert.deepEqual([linked.status, linked.text], [204, ''])
  const [row] = await sql`
    select organisation_id, organisation_type, crown, version, free_sms_fragment_limit, has_custom_allowance
    from services join annual_billing on service_id = id and financial_year_start = 2026
    where id = ${service.id}`
  assert.deepEqual(row, {
    organisation_id: id,
    organisation_type: 'local',
    crown: false,
    version: row!.version,
    free_sms_fragment_limit: 10_000,
    has_custom_allowance: false,
  })
  const suspended = await crier.makeService({
    name: `0 ${randomUUID()}`,
    organisation_id: id,
    suspended_at: now,
  })
  const trial = await crier.makeService({ name: `1 ${randomUUID()}`, organisation_id: id, restricted: true })
  const listed = await get(`/organisations/${id}/services`)
  assert.deepEqual(
    listed.body.map(({ id, active, restricted }: any) => [id, active, restricted]),
    [
      [trial.id, true, true],
      [service.id, true, false],
      [suspended.id, false, false],
    ],
  )
  assert.deepEqual(Object.keys(listed.body[0]).sort(), ['active', 'id', 'name', 'restricted'])
  assert.equal((await shown(id)).count_of_live_services, 1)
})

test('a signature of the agreement is confirmed by email, once', async () => {
  const signer = await makePerson(crier)
  const alone = await makeOrganisation(crier)
  const [agreement_signed, agreement_signed_by_id] = [true, signer.id]
  const signature = { agreement_signed, agreement_signed_by_id, agreement_signed_at: '2026-06-01T10:00:00' }
  for (let i = 0; i < 2; i++) assert.equal((await post(`/organisations/${alone}`, signature)).status, 204)
  const { name } = await shown(alone)
  const personalisation = {
    mou_link: 'https://admin.example.org/agreement/crown.pdf',
    org_name: name,
    org_dashboard_link: `https://admin.example.org/organisations/${alone}`,
    signed_by_name: signer.name,
    on_behalf_of_name: '',
  }
  const confirmed = {
    template_id: '4fd2e43c-309b-4e50-8fb8-1955852d9d71',
    personalisation,
    reply_to_text: null,
  }
  assert.deepEqual(await mailTo(crier, signer), [confirmed])

  const other = await makePerson(crier)
  const absent = { email_address: `${randomUUID()}@example.gov.uk` }
  const behalf = await makeOrganisation(crier, { crown: false })
  await post(`/organisations/${behalf}`, {
    ...signature,
    agreement_signed_by_id: other.id,
    agreement_signed_on_behalf_of_name: 'The minister',
    agreement_signed_on_behalf_of_email_address: absent.email_address,
  })
  for (const [person, template_id] of [
    [other, 'c20206d5-bf03-4002-9a90-37d5032d9e84'],
    [absent, '522b6657-5ca5-4368-a294-6b527703bd0b'],
  ] as const) {
    const [mail, ...more] = await mailTo(crier, person)
    assert.deepEqual([mail!.template_id, more.length], [template_id, 0])
    assert.equal(mail!.personalisation.on_behalf_of_name, 'The minister')
    assert.equal(mail!.personalisation.mou_link, 'https://admin.example.org/agreement/non-crown.pdf')
  }

  // What a platform admin notes is not confirmed, and has a time all the same.
  const noted = await makeOrganisation(crier)
  assert.equal((await post(`/organisations/${noted}`, { agreement_signed: true })).status, 204)
  assert.equal((await shown(noted)).agreement_signed_at, 'Mon, 15 Jun 2026 12:00:00 GMT')
})

test('what is said wrongly of an organisation is refused, and nothing changes', async () => {
  const taken = { name: `Taken ${randomUUID()}`, domain: `${randomUUID()}.gov.uk` }
  const other = await makeOrganisation(crier, { name: taken.name })
  await post(`/organisations/${other}`, { domains: [taken.domain] })
  const id = await makeOrganisation(crier)
  const before = await shown(id)
  const nobody = randomUUID()
  const service = await crier.makeService()
  const types =
    '[central, local, nhs_central, nhs_local, nhs_gp, nhs_notify, emergency_service, school_or_college, other]'
  const made = { name: 'x', crown: true, organisation_type: 'central' }
  const one = `/organisations/${id}`
  const cases: [string, unknown, number, unknown][] = [
    [
      '/organisations',
      {},
      400,
      [
        'name is a required property',
        'crown is a required property',
        'organisation_type is a required property',
      ],
    ],
    ['/organisations', { ...made, crown: null }, 400, ['crown None is not of type boolean']],
    [
      '/organisations',
      { ...made, organisation_type: 'foo' },
      400,
      [`organisation_type foo is not one of ${types}`],
    ],
    ['/organisations', { ...made, name: '' }, 400, { name: ['Length must be between 1 and 255.'] }],
    ['/organisations', { ...made, name: taken.name.toUpperCase() }, 400, 'Organisation name already exists'],
    [
      '/organisations',
      { ...made, notes: 'x' },
      400,
      ['Additional properties are not allowed (notes was unexpected)'],
    ],
    [one, { name: taken.name }, 400, 'Organisation name already exists'],
    [one, { name: null }, 400, ['name None is not of type string']],
    [one, { domains: [taken.domain.toUpperCase()] }, 400, 'Domain already exists'],
    [one, { domains: ['a@b'] }, 400, { domains: ['Not a valid domain.'] }],
    [one, { domains: [''] }, 400, { domains: ['Not a valid domain.'] }],
    [one, { domains: 'x' }, 400, ['domains x is not of type array']],
    [one, { permissions: ['fly'] }, 400, ['permissions fly is not one of [can_ask_to_join_a_service]']],
    [one, { email_branding_id: nobody }, 404, 'No result found'],
    [one, { letter_branding_id: nobody }, 404, 'No result found'],
    [one, { agreement_signed_by_id: nobody }, 400, { agreement_signed_by_id: ['No result found'] }],
    [one, { agreement_signed_at: 'yesterday' }, 400, ['agreement_signed_at Not a valid datetime.']],
    [one, { agreement_signed_version: 1e9 }, 400, ['agreement_signed_version 1000000000 is not a version']],
    [
      one,
      { agreement_signed_on_behalf_of_email_address: 'x' },
      400,
      ['agreement_signed_on_behalf_of_email_address Not a valid email address'],
    ],
    [one, { id: nobody }, 400, ['Additional properties are not allowed (id was unexpected)']],
    [`/organisations/${nobody}`, { notes: 'x' }, 404, 'Organisation not found'],
    [`/organisations/${service.id}`, { notes: 'x' }, 404, 'Organisation not found'],
    [`${one}/service`, {}, 400, ['service_id is a required property']],
    [`${one}/service`, { service_id: 'x' }, 400, ['service_id is not a valid UUID']],
    [`${one}/service`, { service_id: nobody }, 404, 'No result found'],
    [`${one}/service`, { service_id: id }, 404, 'No result found'],
    [`/organisations/${nobody}/service`, { service_id: service.id }, 404, 'No result found'],
    [`/organisations/${nobody}/archive`, undefined, 404, 'No result found'],
  ]
  for (const [path, body, ...expected] of cases)
    assert.deepEqual(await refusal(crier, path, body), expected, `${path} ${JSON.stringify(body)}`)
  assert.deepEqual(await shown(id), before)
  assert.deepEqual((await shown(other)).domains, [taken.domain])
  for (const path of ['', '/services', '/users', '/email-branding-pool', '/letter-branding-pool'])
    assert.equal((await get(`/organisations/${nobody}${path}`)).status, 404, path)
  assert.deepEqual((await get('/organisations/search')).body.message, {
    name: ['Missing data for required field.'],
  })
})

test('a person sees what they belong to and what is active', async () => {
  const { sql } = crier
  const id = await makeOrganisation(crier, { name: `A ${randomUUID()}` })
  const ended = await makeOrganisation(crier, { active: false })
  const service = await crier.makeService({ organisation_id: id })
  await crier.makeService({ organisation_id: id, restricted: true })
  const person = await makeMember(crier, service.id)
  const suspended = await crier.makeService({ suspended_at: now })
  await sql`insert into user_to_service (user_id, service_id) values (${person.id}, ${suspended.id})`
  await sql`
    insert into user_to_organisation (user_id, organisation_id) values (${person.id}, ${id}), (${person.id}, ${ended})`
  const [{ name }] = (await sql`select name from services where id = ${service.id}`) as unknown as [
    { name: string },
  ]
  const seen = await get(`/user/${person.id}/organisations-and-services`)
  assert.deepEqual(seen.body, {
    organisations: [{ id, name: (await shown(id)).name, count_of_live_services: 1 }],
    services: [{ id: service.id, name, restricted: false, organisation: id }],
  })
  const other = await makePerson(crier)
  const nothing = { organisations: [], services: [] }
  assert.deepEqual((await get(`/user/${other.id}/organisations-and-services`)).body, nothing)
  assert.equal((await get(`/user/${randomUUID()}/organisations-and-services`)).status, 404)
})
