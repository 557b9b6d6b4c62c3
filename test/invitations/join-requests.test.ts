/** Requests to join a service: asked, decided once, and what follows. Source: specification, internal API, join requests. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { mailTo, makeFolder, makeMember, makePerson, type Person, refusal, textsTo } from '../admin/people.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { interleaveOn } from '../support/interleave.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const get = async (path: string) => (await adminCall(crier, path)).body
const post = (path: string, body: unknown) => adminCall(crier, path, { body })
const at = '2026-06-15T12:00:00.000000Z'

/** A service with a manager, and somebody who would like to join it. */
async function wishing() {
  const { id: service } = await crier.makeService()
  const manager = await makeMember(crier, service, ['manage_users'])
  const person = await makePerson(crier)
  const path = `/service/${service}/service-join-request`
  const body = {
    requester_id: person.id,
    contacted_user_ids: [manager.id],
    invite_link_host: 'https://notify.example.gov.uk',
    reason: 'I work there\nsince May',
  }
  return { service, manager, person, path, body, name: await nameOf(service) }
}
const nameOf = async (service: string): Promise<string> =>
  (await crier.sql`select name from services where id = ${service}`)[0]!.name
async function ask({ path, body }: { path: string; body: object }): Promise<string> {
  const answer = await post(path, body)
  assert.equal(answer.status, 201, answer.text)
  return `${path}/${answer.body.service_join_request_id}`
}
const isMember = async (service: string, { id }: Person) =>
  (await crier.sql`select from user_to_service where service_id = ${service} and user_id = ${id}`).length > 0

test('whoever asks to join is announced to the members who are named, and gets a receipt', async () => {
  const asking = await wishing()
  const { service, manager, person, path, body, name } = asking
  const stranger = await makePerson(crier)
  const request = await ask({ path, body: { ...body, contacted_user_ids: [manager.id, stranger.id] } })
  const id = request.slice(path.length + 1)
  assert.deepEqual(await get(request), {
    id,
    service_id: service,
    created_at: at,
    status: 'pending',
    status_changed_by: null,
    status_changed_at: null,
    reason: body.reason,
    requester: {
      id: person.id,
      name: person.name,
      email_address: person.email_address,
      belongs_to_service: [],
    },
    contacted_service_users: [manager.id],
  })
  assert.deepEqual(await mailTo(crier, manager), [
    {
      template_id: '77677459-f862-44ee-96d9-b8cb2323d407',
      reply_to_text: person.email_address,
      personalisation: {
        approver_name: manager.name,
        requester_name: person.name,
        requester_email_address: person.email_address,
        service_name: name,
        reason_given: 'yes',
        reason: '^ I work there\n^ since May',
        url: `https://notify.example.gov.uk/services/${service}/join-request/${id}/approve`,
      },
    },
  ])
  assert.deepEqual(await mailTo(crier, person), [
    {
      template_id: '38bcd263-6ce8-431f-979d-8e637c1f0576',
      reply_to_text: null,
      personalisation: {
        requester_name: person.name,
        service_name: name,
        service_admin_names: [`${manager.name} – ${manager.email_address}`],
        url_ask_to_join_page: `https://notify.example.gov.uk/services/${service}/join/ask`,
      },
    },
  ])
  assert.deepEqual(await mailTo(crier, stranger), [])
  assert.match((await textsTo(crier, manager))[0]!, /\n\nI work there\nsince May\n\nDecide: https:/)
  assert.ok((await textsTo(crier, person))[0]!.includes(`\n• ${manager.name} – ${manager.email_address}\n`))
  const silent = await ask({ path, body: { ...body, reason: null } })
  assert.equal((await get(silent)).reason, null)
  const { personalisation } = (await mailTo(crier, manager)).at(-1)!
  assert.deepEqual([personalisation.reason_given, personalisation.reason], ['no', ''])
})

test('whoever is let in is a member with what was given, is told, and asks no more', async () => {
  const asking = await wishing()
  const { service, manager, person, name } = asking
  const [request, other] = [await ask(asking), await ask(asking)]
  const elsewhere = await wishing()
  const third = await ask({ ...elsewhere, body: { ...elsewhere.body, requester_id: person.id } })
  const folder = await makeFolder(crier, service)
  const approval = {
    status: 'approved',
    status_changed_by_id: manager.id,
    permissions: ['send_texts', 'view_activity'],
    folder_permissions: [folder],
    auth_type: 'email_auth',
  }
  for (let i = 0; i < 2; i++) {
    const approved = await post(request, approval)
    assert.equal(approved.status, 200, approved.text)
    const { status, status_changed_at, status_changed_by, requester } = approved.body
    assert.deepEqual(
      [status, status_changed_at, status_changed_by, requester.belongs_to_service],
      ['approved', at, { id: manager.id, name: manager.name }, [service]],
    )
  }
  const { data } = await get(`/user/${person.id}`)
  assert.deepEqual(
    [data.permissions, data.auth_type],
    [{ [service]: ['send_texts', 'view_activity'] }, 'email_auth'],
  )
  const folders =
    await crier.sql`select template_folder_id from user_folder_permissions where user_id = ${person.id}`
  assert.deepEqual([...folders], [{ template_folder_id: folder }])
  const told = (await mailTo(crier, person)).filter(
    ({ template_id }) => template_id === '4d8ee728-100e-4f0e-8793-5638cfa4ffa4',
  )
  assert.deepEqual(told, [
    {
      template_id: '4d8ee728-100e-4f0e-8793-5638cfa4ffa4',
      reply_to_text: null,
      personalisation: {
        requester_name: person.name,
        approver_name: manager.name,
        service_name: name,
        url: `https://admin.example.org/services/${service}`,
      },
    },
  ])
  const [cancelled, waiting] = [await get(other), await get(third)]
  assert.deepEqual(
    [cancelled.status, cancelled.status_changed_by.id, waiting.status],
    ['cancelled', manager.id, 'pending'],
  )
})

test('nobody is made to sign in by a text message without having a number, or without the security key that they have', async () => {
  for (const [mobile_number, before, auth_type] of [
    ['07700900123', 'email_auth', 'sms_auth'],
    [null, 'email_auth', 'email_auth'],
    ['07700900123', 'webauthn_auth', 'webauthn_auth'],
  ] as const) {
    const asking = await wishing()
    const person = await makePerson(crier, { mobile_number, auth_type: before })
    const request = await ask({ ...asking, body: { ...asking.body, requester_id: person.id } })
    await post(request, {
      status: 'approved',
      status_changed_by_id: asking.manager.id,
      auth_type: 'sms_auth',
    })
    const { data } = await get(`/user/${person.id}`)
    assert.deepEqual([data.auth_type, data.services], [auth_type, [asking.service]])
  }
})

test('whoever has become a member meanwhile keeps the rights of that', async () => {
  const asking = await wishing()
  const { service, manager, person } = asking
  const request = await ask(asking)
  await post(`/service/${service}/users/${person.id}`, { permissions: [{ permission: 'manage_templates' }] })
  const approval = { status: 'approved', status_changed_by_id: manager.id, permissions: ['send_texts'] }
  assert.equal((await post(request, approval)).body.status, 'approved')
  assert.deepEqual((await get(`/user/${person.id}`)).data.permissions, { [service]: ['manage_templates'] })
})

test('a request is decided once: every pair of what it is and what it should become', async () => {
  const states = ['pending', 'approved', 'rejected', 'cancelled']
  for (const from of states)
    for (const to of states) {
      const asking = await wishing()
      const { service, manager, person } = asking
      const request = await ask(asking)
      const decide = (status: string, reason: string) =>
        post(request, { status, status_changed_by_id: manager.id, reason })
      assert.equal((await decide(from, 'first')).body.status, from)
      const answer = await decide(to, 'second')
      const pair = `${from} to ${to}`
      if (from === 'pending' || from === to) assert.equal(answer.body.status, to, pair)
      else {
        assert.deepEqual(
          [answer.status, answer.body.message],
          [400, 'The request to join was decided before'],
          pair,
        )
        assert.equal((await get(request)).status, from, pair)
      }
      const isIn = from === 'approved' || (from === 'pending' && to === 'approved')
      assert.equal(await isMember(service, person), isIn, pair)
    }
})

test('whoever is archived meanwhile is not let in, and the request waits', async () => {
  const asking = await wishing()
  const request = await ask(asking)
  await crier.sql`select archive_user(${asking.person.id}, null, now())`
  const decision = { status: 'approved', status_changed_by_id: asking.manager.id }
  assert.deepEqual(await refusal(crier, request, decision), [404, 'No result found'])
  assert.equal((await get(request)).status, 'pending')
})

test('of two members who decide at once the first one does', async () => {
  const asking = await wishing()
  const { service, manager, person } = asking
  const request = (await ask(asking)).slice(asking.path.length + 1)
  const decide = (sql: TestCrier['sql'], decision: string) =>
    sql`select decide_join_request(${service}, ${request}, ${decision}, '{}', '', ${manager.id}, ${at}) as id`.then(
      (rows) => rows[0]!.id,
      (error) => error.constraint_name,
    )
  const interleave = interleaveOn(crier)
  assert.deepEqual(
    await interleave(
      (sql) => decide(sql as TestCrier['sql'], 'rejected'),
      (sql) => decide(sql as TestCrier['sql'], 'approved'),
    ),
    [request, 'join_request_is_decided_once'],
  )
  assert.equal(await isMember(service, person), false)
})

test('what is said wrongly of a request is refused; nothing is stored, sent or decided', async () => {
  const asking = await wishing()
  const { service, manager, person, path, body } = asking
  const request = await ask(asking)
  const other = await wishing()
  const foreign = await makeFolder(crier, other.service)
  const nobody = randomUUID()
  const decision = { status: 'approved', status_changed_by_id: manager.id }
  const moved = request.replace(service, other.service)
  const cases: [string, unknown, number, unknown][] = [
    [
      path,
      {},
      400,
      ['requester_id', 'contacted_user_ids', 'invite_link_host'].map(
        (name) => `${name} is a required property`,
      ),
    ],
    [path, { ...body, contacted_user_ids: [] }, 400, ['contacted_user_ids [] is too short']],
    [path, { ...body, contacted_user_ids: ['x'] }, 400, ['contacted_user_ids is not a valid UUID']],
    [path, { ...body, extra: 1 }, 400, ['Additional properties are not allowed (extra was unexpected)']],
    [path, { ...body, invite_link_host: 'x' }, 400, 'Not a valid web address of the admin application'],
    [path, { ...body, reason: 'x'.repeat(10_001) }, 400, { reason: ['Longer than maximum length 10000.'] }],
    [path, { ...body, requester_id: manager.id }, 400, 'user-already-in-service'],
    [path, { ...body, contacted_user_ids: [other.manager.id] }, 400, 'no-valid-service-managers-ids'],
    [path, { ...body, contacted_user_ids: [manager.id, nobody] }, 404, 'No result found'],
    [path.replace(service, nobody), body, 404, 'No result found'],
    [request, {}, 400, ['status_changed_by_id is a required property', 'status is a required property']],
    [
      request,
      { ...decision, status: 'lost' },
      400,
      ['status lost is not one of [pending, approved, rejected, cancelled]'],
    ],
    [
      request,
      { ...decision, auth_type: 'webauthn_auth' },
      400,
      ['auth_type webauthn_auth is not one of [email_auth, sms_auth]'],
    ],
    [
      request,
      { ...decision, folder_permissions: [foreign] },
      400,
      { folder_permissions: ['No result found'] },
    ],
    [request, { ...decision, status_changed_by_id: nobody }, 400, { created_by: ['No result found'] }],
    [moved, decision, 404, 'No result found'],
    [`${path}/${nobody}`, decision, 404, 'No result found'],
  ]
  for (const [where, what, ...expected] of cases)
    assert.deepEqual(await refusal(crier, where, what), expected, `${where} ${JSON.stringify(what)}`)
  assert.deepEqual(await refusal(crier, moved, undefined, 'GET'), [404, 'No result found'])
  const stored = await crier.sql`select status from service_join_requests where service_id = ${service}`
  assert.deepEqual([...stored], [{ status: 'pending' }])
  assert.deepEqual([(await mailTo(crier, manager)).length, (await mailTo(crier, person)).length], [1, 1])
  assert.equal(await isMember(service, person), false)
})
