/** The members of organisations, the brandings of their services, and what people are told of requests to go live. Source: specification, internal API, organisations. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { mailTo, makeOrganisation, makePerson, refusal, textsTo } from '../admin/people.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const get = (path: string) => adminCall(crier, path)
const post = (path: string, body?: unknown) =>
  adminCall(crier, path, body === undefined ? { method: 'POST' } : { body })
const idsOf = async (path: string) => (await get(path)).body.data.map(({ id }: { id: string }) => id)
const live = [{ permission: 'can_make_services_live' }]

test('people become members, with or without the right to make services live, and go', async () => {
  const organisation = await makeOrganisation(crier)
  const [one, two, gone] = [
    await makePerson(crier),
    await makePerson(crier),
    await makePerson(crier, { state: 'inactive' }),
  ]
  const users = `/organisations/${organisation}/users`
  const added = await post(`${users}/${one.id}`, { permissions: live })
  assert.equal(added.status, 200, added.text)
  assert.equal(added.body.data.id, one.id)
  assert.deepEqual(added.body.data.organisations, [organisation])
  assert.deepEqual(added.body.data.organisation_permissions, { [organisation]: ['can_make_services_live'] })
  await post(`${users}/${two.id}`, { permissions: [] })
  await post(`${users}/${gone.id}`, { permissions: live })
  assert.deepEqual(await idsOf(users), [one.id, two.id])

  const mayMakeLive = async () =>
    (
      await crier.sql`
        select can_make_services_live as may from user_to_organisation
        where organisation_id = ${organisation} and user_id = ${one.id}`
    ).map(({ may }) => may)
  const permissions = `/user/${one.id}/organisation/${organisation}/permissions`
  assert.equal((await post(permissions, { permissions: [] })).status, 204)
  assert.deepEqual(await mayMakeLive(), [false])
  // Who is a member already has what is said last.
  assert.equal((await post(`${users}/${one.id}`, { permissions: live })).status, 200)
  assert.deepEqual(await mayMakeLive(), [true])

  for (const expected of [
    [204, ''],
    [404, 'User not found'],
  ])
    assert.deepEqual(await refusal(crier, `${users}/${one.id}`, undefined, 'DELETE'), expected)
  assert.deepEqual(await idsOf(users), [two.id])
})

test('what is said wrongly of a member is refused, and nothing changes', async () => {
  const [organisation, other] = [await makeOrganisation(crier), await makeOrganisation(crier)]
  const [member, stranger] = [await makePerson(crier), await makePerson(crier)]
  await post(`/organisations/${organisation}/users/${member.id}`, { permissions: live })
  const nobody = randomUUID()
  const none = { permissions: [] }
  const cases: [string, unknown, number, unknown, string?][] = [
    [`/organisations/${organisation}/users/${stranger.id}`, {}, 400, ['permissions is a required property']],
    [
      `/organisations/${organisation}/users/${stranger.id}`,
      { permissions: [{ permission: 'fly' }] },
      400,
      ['permissions fly is not one of [can_make_services_live]'],
    ],
    [
      `/organisations/${organisation}/users/${stranger.id}`,
      { permissions: ['can_make_services_live'] },
      400,
      ['permissions can_make_services_live is not of type object'],
    ],
    [`/organisations/${organisation}/users/${nobody}`, none, 404, 'No result found'],
    [`/organisations/${nobody}/users/${stranger.id}`, none, 404, 'No result found'],
    [`/user/${member.id}/organisation/${other}/permissions`, none, 404, 'No result found'],
    [`/user/${stranger.id}/organisation/${organisation}/permissions`, none, 404, 'No result found'],
    [`/organisations/${other}/users/${member.id}`, undefined, 404, 'User not found', 'DELETE'],
    [`/organisations/${organisation}/users/${stranger.id}`, undefined, 404, 'User not found', 'DELETE'],
    [`/organisations/${organisation}/users/${nobody}`, undefined, 404, 'No result found', 'DELETE'],
    [`/organisations/${nobody}/users/${member.id}`, undefined, 404, 'No result found', 'DELETE'],
  ]
  for (const [path, body, status, told, method] of cases)
    assert.deepEqual(
      await refusal(crier, path, body, method),
      [status, told],
      `${path} ${JSON.stringify(body)}`,
    )
  const rows = await crier.sql`
    select organisation_id, user_id, can_make_services_live from user_to_organisation
    where organisation_id in (${organisation}, ${other})`
  assert.deepEqual(
    [...rows],
    [{ organisation_id: organisation, user_id: member.id, can_make_services_live: true }],
  )
})

test('services choose from the brandings of their organisation, which always has its own', async () => {
  const { sql } = crier
  const organisation = await makeOrganisation(crier)
  const word = randomUUID()
  const emails = await sql`
    insert into email_branding (name, alt_text, logo, colour)
    values (${`b ${word}`}, 'Logo', 'b.png', '#0b0c0c'), (${`a ${word}`}, 'Logo', 'a.png', null) returning id`
  const letters = await sql`
    insert into letter_branding (name, filename) values (${word}, ${word}) returning id`
  const nobody = randomUUID()
  const [archived] = await sql`
    insert into email_branding (name, text, archived_at) values (${word}, 'x', now()) returning id`
  const emailPool = `/organisations/${organisation}/email-branding-pool`
  assert.deepEqual(await refusal(crier, emailPool, { branding_ids: [archived!.id] }), [
    404,
    'No result found',
  ])
  for (const [kind, [one, two], shape] of [
    [
      'email',
      emails.map(({ id }) => id as string),
      [
        'alt_text',
        'brand_type',
        'colour',
        'created_at',
        'created_by',
        'id',
        'logo',
        'name',
        'text',
        'updated_at',
      ],
    ],
    [
      'letter',
      letters.map(({ id }) => id as string),
      ['created_at', 'created_by', 'filename', 'id', 'name', 'updated_at'],
    ],
  ] as const) {
    const pool = `/organisations/${organisation}/${kind}-branding-pool`
    const wanted = [two, one].filter((id) => id !== undefined)
    assert.deepEqual((await get(pool)).body, { data: [] })
    for (let i = 0; i < 2; i++)
      assert.deepEqual(await refusal(crier, pool, { branding_ids: [one, ...wanted] }), [204, ''])
    // By their names.
    assert.deepEqual(await idsOf(pool), wanted)
    assert.deepEqual(Object.keys((await get(pool)).body.data[0]).sort(), shape)
    await post(`/organisations/${organisation}`, { [`${kind}_branding_id`]: one })
    const refusals: [string, unknown, number, unknown, string?][] = [
      [pool, {}, 400, ['branding_ids is a required property']],
      [pool, { branding_ids: ['x'] }, 400, ['branding_ids is not a valid UUID']],
      [pool, { branding_ids: [nobody] }, 404, 'No result found'],
      [`/organisations/${nobody}/${kind}-branding-pool`, { branding_ids: [one] }, 404, 'No result found'],
      [
        `${pool}/${one}`,
        undefined,
        400,
        `You cannot remove an organisation's default ${kind} branding`,
        'DELETE',
      ],
      [`${pool}/${nobody}`, undefined, 404, 'No result found', 'DELETE'],
      [`/organisations/${nobody}/${kind}-branding-pool/${one}`, undefined, 404, 'No result found', 'DELETE'],
    ]
    for (const [path, body, status, told, method] of refusals)
      assert.deepEqual(await refusal(crier, path, body, method), [status, told], `${method} ${path}`)
    assert.deepEqual(await idsOf(pool), wanted)
    await post(`/organisations/${organisation}`, { [`${kind}_branding_id`]: null })
    assert.deepEqual(await refusal(crier, `${pool}/${one}`, undefined, 'DELETE'), [204, ''])
    assert.deepEqual(await idsOf(pool), two === undefined ? [] : [two])
    // What an organisation is given as its own is among them from then on.
    await post(`/organisations/${organisation}`, { [`${kind}_branding_id`]: one })
    assert.deepEqual(await idsOf(pool), wanted)
  }
})

test('who may make a service live is told that somebody asks it, and that person who was told', async () => {
  const organisation = await makeOrganisation(crier)
  const [requester, approver, second, member, gone] = await Promise.all([
    makePerson(crier),
    makePerson(crier),
    makePerson(crier),
    makePerson(crier),
    makePerson(crier, { state: 'inactive' }),
  ])
  await crier.sql`
    insert into user_to_organisation (organisation_id, user_id, can_make_services_live)
    values
      (${organisation}, ${approver.id}, true), (${organisation}, ${second.id}, true),
      (${organisation}, ${member.id}, false), (${organisation}, ${gone.id}, true)`
  const service = await crier.makeService({
    restricted: true,
    organisation_id: organisation,
    go_live_user_id: requester.id,
    has_active_go_live_request: true,
  })
  const [names] = await crier.sql`
    select services.name as service_name, organisation.name as organisation_name
    from services join organisation on organisation.id = organisation_id where services.id = ${service.id}`
  const tell = `/organisations/notify-users-of-request-to-go-live/${service.id}`
  assert.deepEqual(await refusal(crier, tell, undefined), [204, ''])
  for (const person of [approver, second])
    assert.deepEqual(await mailTo(crier, person), [
      {
        template_id: '5c7cfc0f-c3f4-4bd6-9a84-5a144aad5425',
        reply_to_text: requester.email_address,
        personalisation: {
          ...names,
          name: person.name,
          requester_name: requester.name,
          requester_email_address: requester.email_address,
          make_service_live_link: `https://admin.example.org/services/${service.id}/make-service-live`,
          support_page_link: 'https://admin.example.org/support',
        },
      },
    ])
  const [receipt, ...more] = await mailTo(crier, requester)
  assert.deepEqual([receipt!.template_id, more], ['c7083bfe-1b9a-4ff9-bd5c-30508727df6e', []])
  const { organisation_team_member_names, ...others } = receipt!.personalisation as any
  assert.deepEqual(organisation_team_member_names.sort(), [approver.name, second.name].sort())
  assert.deepEqual(others, { ...names, name: requester.name })
  for (const person of [member, gone]) assert.deepEqual(await mailTo(crier, person), [])

  // Where nobody may, nobody is told.
  const alone = await makePerson(crier)
  const elsewhere = await crier.makeService({
    organisation_id: await makeOrganisation(crier),
    go_live_user_id: alone.id,
  })
  const asked = `/organisations/notify-users-of-request-to-go-live/${elsewhere.id}`
  assert.deepEqual(await refusal(crier, asked, undefined), [204, ''])
  assert.deepEqual(await mailTo(crier, alone), [])
})

test('a request to go live is answered by email, to whoever made it or where it is said', async () => {
  const [requester, colleague] = [await makePerson(crier), await makePerson(crier)]
  const { id } = await crier.makeService({ go_live_user_id: requester.id, has_active_go_live_request: true })
  const steps = `/organisations/notify-org-member-about-next-steps-of-go-live-request/${id}`
  const rejection = `/organisations/notify-service-member-of-rejected-go-live-request/${id}`
  const next = { service_name: 'Permits', body: '# Next\n\n* one' }
  assert.deepEqual(await refusal(crier, steps, { to: colleague.email_address, ...next }), [204, ''])
  assert.deepEqual(await mailTo(crier, colleague), [
    { template_id: '62f12a62-742b-4458-9336-741521b131c7', reply_to_text: null, personalisation: next },
  ])
  const words = {
    name: 'Ada',
    service_name: 'Permits',
    organisation_name: 'Ministry',
    reason: 'Not yet\n\nLater',
    organisation_team_member_name: 'Bob',
    organisation_team_member_email: 'bob@example.gov.uk',
  }
  assert.deepEqual(await refusal(crier, rejection, words), [204, ''])
  assert.deepEqual(await mailTo(crier, requester), [
    {
      template_id: '507d0796-9e23-4ad7-b83b-5efbd9496866',
      reply_to_text: null,
      personalisation: { ...words, reason: '^ Not yet\n\n^ Later' },
    },
  ])

  assert.match((await textsTo(crier, requester))[0]!, /:\n\nNot yet\n\nLater\n\nQuestions: bob@/)

  const inactive = 'The service has no active request to go live'
  const none = await crier.makeService({ go_live_user_id: requester.id })
  const nobodys = await crier.makeService({ has_active_go_live_request: true })
  const to = { to: colleague.email_address, ...next }
  const cases: [string, unknown, number, unknown][] = [
    [steps, {}, 400, ['to', 'service_name', 'body'].map((name) => `${name} is a required property`)],
    [steps, { ...to, to: 'nobody' }, 400, ['to Not a valid email address']],
    [rejection, { ...words, reason: 1 }, 400, ['reason 1 is not of type string']],
    [steps.replace(id, none.id), to, 400, inactive],
    [steps.replace(id, nobodys.id), to, 400, inactive],
    [steps.replace(id, randomUUID()), to, 404, 'No result found'],
    [rejection.replace(id, none.id), words, 400, inactive],
    [rejection.replace(id, randomUUID()), words, 404, 'No result found'],
    [`/organisations/notify-users-of-request-to-go-live/${none.id}`, undefined, 400, inactive],
    [`/organisations/notify-users-of-request-to-go-live/${randomUUID()}`, undefined, 404, 'No result found'],
  ]
  for (const [path, body, ...expected] of cases)
    assert.deepEqual(await refusal(crier, path, body), expected, `${path} ${JSON.stringify(body)}`)
  assert.deepEqual([(await mailTo(crier, colleague)).length, (await mailTo(crier, requester)).length], [1, 1])
})
