/** The members of services: who is added, what they may do, and who may not go. Source: specification, internal API, service members and users. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { makeFolder, makeMember, makePerson, type Person, refusal } from '../admin/people.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { interleaveOn } from '../support/interleave.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const post = (path: string, body: unknown) => adminCall(crier, path, { body })
const remove = (path: string, body?: unknown) =>
  adminCall(crier, path, { method: 'DELETE', ...(body === undefined ? {} : { body }) })
const named = (...names: string[]) => names.map((permission) => ({ permission }))

const rightsOf = async (service: string, { id }: Pick<Person, 'id'>) => {
  const [row] = await crier.sql`
    select
      array(select permission::text from permissions where service_id = ${service} and user_id = ${id} order by 1)
        as permissions,
      array(
        select template_folder_id from user_folder_permissions where service_id = ${service} and user_id = ${id} order by 1
      ) as folders,
      exists (select from user_to_service where service_id = ${service} and user_id = ${id}) as is_member`
  return row!
}

test('a person becomes a member with permissions and folders, and is shown', async () => {
  const service = (await crier.makeService()).id
  const person = await makePerson(crier)
  const folder = await makeFolder(crier, service)
  const added = await post(`/service/${service}/users/${person.id}`, {
    permissions: named('view_activity', 'manage_settings'),
    folder_permissions: [folder],
  })
  assert.equal(added.status, 201, added.text)
  assert.equal(added.body.data.id, service)
  assert.deepEqual(await rightsOf(service, person), {
    permissions: ['manage_settings', 'view_activity'],
    folders: [folder],
    is_member: true,
  })
  const { data } = (await adminCall(crier, `/service/${service}/users`)).body
  assert.deepEqual(
    data.map(({ id, services, permissions }: any) => [id, services, permissions]),
    [[person.id, [service], { [service]: ['manage_settings', 'view_activity'] }]],
  )
  assert.deepEqual(await refusal(crier, `/service/${service}/users/${person.id}`, { permissions: [] }), [
    400,
    `User id: ${person.id} already part of service id: ${service}`,
  ])
})

test('permissions are replaced, and folders where they are named', async () => {
  const service = (await crier.makeService()).id
  const [one, two] = [await makeFolder(crier, service), await makeFolder(crier, service)]
  const person = await makeMember(crier, service, ['view_activity', 'send_texts'])
  const change = (body: object) => post(`/user/${person.id}/service/${service}/permission`, body)
  const steps: [object, string[], string[]][] = [
    [{ permissions: named('view_activity'), folder_permissions: [one, two] }, ['view_activity'], [one, two]],
    [{ permissions: named('manage_users', 'send_emails') }, ['manage_users', 'send_emails'], [one, two]],
    [{ permissions: [], folder_permissions: [two] }, [], [two]],
  ]
  for (const [body, permissions, folders] of steps) {
    const answer = await change(body)
    assert.deepEqual([answer.status, answer.text], [204, ''])
    assert.deepEqual(await rightsOf(service, person), {
      permissions,
      folders: folders.sort(),
      is_member: true,
    })
  }
})

test('what is said wrongly of a member is refused, and nothing changes', async () => {
  const service = (await crier.makeService()).id
  const other = (await crier.makeService()).id
  const foreign = await makeFolder(crier, other)
  const member = await makeMember(crier, service, ['view_activity'])
  const stranger = await makePerson(crier)
  const nobody = randomUUID()
  const list = `[manage_users, manage_templates, manage_settings, send_texts, send_emails, send_letters, manage_api_keys, platform_admin, view_activity, create_broadcasts, approve_broadcasts, cancel_broadcasts, reject_broadcasts]`
  const add = `/service/${service}/users/${stranger.id}`
  const change = `/user/${member.id}/service/${service}/permission`
  const cases: [string, unknown, number, unknown][] = [
    [add, {}, 400, ['permissions is a required property']],
    [add, { permissions: 'all' }, 400, ['permissions all is not of type array']],
    [add, { permissions: [3] }, 400, ['permissions 3 is not of type object']],
    [add, { permissions: named('fly') }, 400, [`permissions fly is not one of ${list}`]],
    [
      add,
      { permissions: [], extra: 1 },
      400,
      ['Additional properties are not allowed (extra was unexpected)'],
    ],
    [add, { permissions: [], folder_permissions: ['x'] }, 400, ['folder_permissions is not a valid UUID']],
    [
      add,
      { permissions: [], folder_permissions: [foreign] },
      400,
      { folder_permissions: ['No result found'] },
    ],
    [`/service/${service}/users/${nobody}`, { permissions: [] }, 404, 'No result found'],
    [`/service/${nobody}/users/${stranger.id}`, { permissions: [] }, 404, 'No result found'],
    [
      change,
      { permissions: [], folder_permissions: [foreign] },
      400,
      { folder_permissions: ['No result found'] },
    ],
    [`/user/${member.id}/service/${other}/permission`, { permissions: [] }, 404, 'No result found'],
    [`/user/${stranger.id}/service/${service}/permission`, { permissions: [] }, 404, 'No result found'],
    [`/user/${nobody}/service/${service}/permission`, { permissions: [] }, 404, 'No result found'],
  ]
  for (const [path, body, ...expected] of cases)
    assert.deepEqual(await refusal(crier, path, body), expected, `${path} ${JSON.stringify(body)}`)
  assert.deepEqual(await rightsOf(service, member), {
    permissions: ['view_activity'],
    folders: [],
    is_member: true,
  })
  assert.equal((await rightsOf(service, stranger)).is_member, false)
})

test('a member goes, with all that the member might do there', async () => {
  const service = (await crier.makeService()).id
  const folder = await makeFolder(crier, service)
  const [staying, going] = [
    await makeMember(crier, service),
    await makeMember(crier, service, ['send_texts']),
  ]
  await crier.sql`insert into user_folder_permissions values (${going.id}, ${folder}, ${service})`
  const answer = await remove(`/service/${service}/users/${going.id}`, { created_by: staying.id })
  assert.deepEqual([answer.status, answer.text], [204, ''])
  assert.deepEqual(await rightsOf(service, going), { permissions: [], folders: [], is_member: false })
  const [event] = await crier.sql`
    select actor_id, data from events where event_type = 'remove_user_from_service' and service_id = ${service}`
  assert.deepEqual([event!.actor_id, event!.data], [staying.id, { user_id: going.id }])
  for (const [path, message] of [
    [`/service/${service}/users/${going.id}`, 'User not found'],
    [`/service/${service}/users/${randomUUID()}`, 'No result found'],
    [`/service/${randomUUID()}/users/${staying.id}`, 'No result found'],
    [`/service/${(await crier.makeService()).id}/users/${staying.id}`, 'User not found'],
  ] as const)
    assert.deepEqual(await refusal(crier, path, undefined, 'DELETE'), [404, message])
})

/**
 * Who manages, by address of government or another, who does not, whether the service is in trial mode and asks to go live; and whether one of the
 * managers of government may go, and may stop managing. Those who are not active do not count.
 */
const teams: [
  government: number,
  others: number,
  rest: number,
  trial: boolean,
  asks: boolean,
  may: [boolean, boolean],
][] = [
  [1, 0, 0, false, false, [false, false]],
  [1, 1, 2, false, false, [false, false]],
  [2, 1, 3, false, false, [false, false]],
  [3, 0, 0, false, false, [true, true]],
  [1, 0, 1, true, false, [false, false]],
  [2, 0, 0, true, false, [true, true]],
  [2, 1, 2, true, true, [false, false]],
  [3, 0, 2, true, true, [true, true]],
]
for (const [government, others, rest, trial, asks, may] of teams) {
  const kind = trial ? `in trial mode${asks ? ' that asks to go live' : ''}` : 'that is live'
  test(`of ${government} managers of government, ${others} others and ${rest} more in a service ${kind} one may ${may[0] ? '' : 'not '}go`, async () => {
    const { id } = await crier.makeService({ restricted: trial, has_active_go_live_request: asks })
    const managers: Person[] = []
    for (let i = 0; i < government; i++) managers.push(await makeMember(crier, id, ['manage_settings']))
    for (let i = 0; i < others; i++) await makeMember(crier, id, ['manage_settings'], {}, 'example.com')
    for (let i = 0; i < rest; i++) await makeMember(crier, id, ['view_activity'])
    await makeMember(crier, id, ['manage_settings'], { state: 'pending' })
    const [found] = await crier.sql`
      select member_may_leave(${id}, ${managers[0]!.id}) as goes, member_may_stop_managing(${id}, ${managers[0]!.id}) as stops`
    assert.deepEqual([found!.goes, found!.stops], may)
  })
}

test('the refusals to remove a member and to take the right to manage have the words that the application knows', async () => {
  const service = (await crier.makeService()).id
  const manager = await makeMember(crier, service, ['manage_settings'])
  const member = await makeMember(crier, service, ['view_activity'])
  const outsider = await makeMember(crier, service, ['manage_settings'], {}, 'example.com')
  assert.deepEqual(await refusal(crier, `/service/${service}/users/${manager.id}`, undefined, 'DELETE'), [
    400,
    'User cannot be removed from the service',
  ])
  assert.deepEqual(
    await refusal(crier, `/user/${manager.id}/service/${service}/permission`, { permissions: [] }),
    [400, 'Cannot change user permissions - service would have too few users with manage_settings'],
  )
  // Those on whom nothing depends go, and the last active one does not.
  assert.equal((await remove(`/service/${service}/users/${member.id}`)).status, 204)
  const changed = await post(`/user/${outsider.id}/service/${service}/permission`, { permissions: [] })
  assert.equal(changed.status, 204)
  await crier.sql`delete from permissions where service_id = ${service}`
  assert.equal((await remove(`/service/${service}/users/${outsider.id}`)).status, 204)
  assert.deepEqual(await refusal(crier, `/service/${service}/users/${manager.id}`, undefined, 'DELETE'), [
    400,
    'User cannot be removed from the service',
  ])
})

test('an address below a domain of an organisation is one of government', async () => {
  const domain = `${randomUUID()}.example.org`
  const [owner] = await crier.sql`insert into organisation (name) values (${randomUUID()}) returning id`
  await crier.sql`insert into domain (domain, organisation_id) values (${domain}, ${owner!.id})`
  for (const [address, expected] of [
    [`a@${domain}`, true],
    [`a@team.${domain.toUpperCase()}`, true],
    [`a@not${domain}`, false],
    ['a@team.gov.uk', true],
    ['a@notgov.uk', false],
    ['a@gov.uk.example.com', false],
  ] as const) {
    const [found] = await crier.sql`select is_government_address(${address}) as is_one`
    assert.equal(found!.is_one, expected, address)
  }
})

test('of two managers who remove each other at once one stays', async () => {
  const service = (await crier.makeService({ restricted: true })).id
  const [one, two] = [
    await makeMember(crier, service, ['manage_settings']),
    await makeMember(crier, service, ['manage_settings']),
  ]
  const now = new Date().toISOString()
  const [first, second] = await interleaveOn(crier)(
    (sql) => sql`select remove_service_member(${service}, ${two.id}, ${one.id}, ${now}) as is_done`,
    (sql) =>
      sql`select remove_service_member(${service}, ${one.id}, ${two.id}, ${now}) as is_done`.then(
        () => null,
        (error) => error.constraint_name,
      ),
  )
  assert.deepEqual([first[0]!.is_done, second], [true, 'service_keeps_its_team'])
  assert.deepEqual(
    [(await rightsOf(service, one)).is_member, (await rightsOf(service, two)).is_member],
    [true, false],
  )
})
