/** Invitations to services and organisations, and their links. Source: specification, internal API, invitations. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { mailTo, makeFolder, makeMember, makeOrganisation, makePerson, refusal } from '../admin/people.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
const start = '2026-06-15T12:00:00Z'
before(async () => {
  crier = await sharedCrier()
  crier.setNow(start)
})
after(() => crier.close())

const get = (path: string) => adminCall(crier, path)
const post = (path: string, body: unknown) => adminCall(crier, path, { body })
const address = () => `${randomUUID()}@example.gov.uk`
const after2Days = '2026-06-17T12:00:00Z'
const expired =
  'Your invitation to GOV.UK Notify has expired. Please ask the person that invited you to send you another one'
const broken = 'Something’s wrong with this link. Make sure you’ve copied the whole thing.'

/** A service with a manager, and what is sent to invite somebody to it. */
async function inviting() {
  const service = await crier.makeService()
  const manager = await makeMember(crier, service.id, ['manage_users'])
  const email_address = address()
  const body = {
    service: service.id,
    email_address,
    from_user: manager.id,
    permissions: 'send_emails,view_activity',
    auth_type: 'email_auth',
    invite_link_host: 'https://notify.example.gov.uk',
    folder_permissions: [] as string[],
    created_by: manager.id,
  }
  return { service: service.id, manager, email_address, body, path: `/service/${service.id}/invite` }
}
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1)

test('whoever is invited to a service gets an email whose link shows the invitation', async () => {
  const { service, manager, email_address, body, path } = await inviting()
  const [folder, gone] = [await makeFolder(crier, service), await makeFolder(crier, service)]
  const made = await post(path, { ...body, folder_permissions: [gone, folder] })
  assert.equal(made.status, 201, made.text)
  const { id } = made.body.data
  const invite = {
    id,
    email_address,
    service,
    from_user: manager.id,
    status: 'pending',
    permissions: 'send_emails,view_activity',
    auth_type: 'email_auth',
    folder_permissions: [gone, folder],
    created_at: '2026-06-15T12:00:00.000000Z',
  }
  assert.deepEqual(made.body, { data: invite })
  const [mail, ...more] = await mailTo(crier, { email_address })
  const { url, ...words } = mail!.personalisation
  assert.deepEqual(
    [mail!.template_id, mail!.reply_to_text, words, more],
    [
      '4f46df42-f795-4cc4-83bb-65ca312f49cc',
      manager.email_address,
      {
        user_name: manager.name,
        service_name: (await crier.sql`select name from services where id = ${service}`)[0]!.name,
      },
      [],
    ],
  )
  assert.match(url!, /^https:\/\/notify\.example\.gov\.uk\/invitation\/[\w-]{72}$/)
  // A folder that is deleted meanwhile cannot be given.
  await crier.sql`delete from template_folder where id = ${gone}`
  const left = { data: { ...invite, folder_permissions: [folder] } }
  for (const shown of [
    `${path}/${id}`,
    `/invite/service/${id}`,
    `/invite/service/${tokenOf(url!)}`,
    `/invite/service/check/${tokenOf(url!)}`,
    // As a mail program may take a link out of a sentence.
    `/invite/service/check/${tokenOf(url!)}.`,
  ])
    assert.deepEqual((await get(shown)).body, left, shown)
  assert.deepEqual((await get(path)).body, { data: [left.data] })
})

test('services that broadcast invite in words of their own', async () => {
  const { service, body, path, email_address } = await inviting()
  await crier.sql`insert into service_permissions (service_id, permission) values (${service}, 'broadcast')`
  const { invite_link_host: _, auth_type: __, folder_permissions: ___, ...least } = body
  const made = await post(path, least)
  assert.deepEqual([made.body.data.auth_type, made.body.data.folder_permissions], ['sms_auth', []])
  const [mail] = await mailTo(crier, { email_address })
  assert.equal(mail!.template_id, '46152f7c-6901-41d5-8590-a5624d0d4359')
  assert.match(mail!.personalisation.url!, /^https:\/\/admin\.example\.org\/invitation\//)
})

test('whoever is invited again has the same invitation, as it is said last, and both links open it', async () => {
  const { service, body, path, email_address } = await inviting()
  const first = await post(path, body)
  const { id } = first.body.data
  for (const status of ['cancelled', 'accepted']) {
    assert.equal((await post(`${path}/${id}`, { status })).body.data.status, status)
    const again = {
      ...body,
      email_address: email_address.toUpperCase(),
      permissions: status === 'accepted' ? '' : 'manage_users',
    }
    const { data } = (await post(path, again)).body
    assert.deepEqual([data.id, data.status, data.permissions], [id, 'pending', again.permissions])
  }
  // At once, too.
  const all = await Promise.all(Array.from({ length: 4 }, () => post(path, body)))
  assert.deepEqual(
    all.map((answer) => [answer.status, answer.body.data.id]),
    all.map(() => [201, id]),
  )
  assert.equal((await get(path)).body.data.length, 1)
  const mails = await mailTo(crier, { email_address })
  assert.equal(mails.length, 5)
  for (const { personalisation } of mails)
    assert.equal((await get(`/invite/service/check/${tokenOf(personalisation.url!)}`)).body.data.id, id)
  // To another service it is another one.
  const other = await inviting()
  const elsewhere = await post(other.path, { ...other.body, email_address })
  assert.notEqual(elsewhere.body.data.id, id)
  assert.equal((await get(`/service/${service}/invite/${elsewhere.body.data.id}`)).status, 404)
})

test('nobody is invited to a service that is archived, nor joins it', async () => {
  const { service, manager, body, path, email_address } = await inviting()
  const outside = await makePerson(crier)
  await crier.sql`select archive_service(${service}, null, now())`
  const calls: [string, object][] = [
    [path, body],
    [`/service/${service}/users/${outside.id}`, { permissions: [] }],
    [
      `/service/${service}/service-join-request`,
      { requester_id: outside.id, contacted_user_ids: [manager.id], invite_link_host: body.invite_link_host },
    ],
  ]
  for (const [call, sent] of calls)
    assert.deepEqual(await refusal(crier, call, sent), [404, 'No result found'], call)
  assert.deepEqual((await get(path)).body, { data: [] })
  assert.deepEqual(
    [await mailTo(crier, { email_address }), await mailTo(crier, manager), await mailTo(crier, outside)],
    [[], [], []],
  )
})

test('an invitation ends once, and until then it says how the new member signs in', async () => {
  const ends: [string, string][] = [
    ['accepted', 'cancelled'],
    ['cancelled', 'accepted'],
  ]
  for (const [end, other] of ends) {
    const { manager, body, path } = await inviting()
    const { id } = (await post(path, body)).body.data
    const one = `${path}/${id}`
    assert.equal((await post(one, { auth_type: 'sms_auth' })).body.data.auth_type, 'sms_auth')
    assert.equal((await post(one, { status: 'pending' })).body.data.status, 'pending')
    for (let i = 0; i < 2; i++)
      assert.equal((await post(one, { status: end, created_by: manager.id })).body.data.status, end)
    for (const status of ['pending', other])
      assert.deepEqual(await refusal(crier, one, { status }), [
        400,
        'The invitation was accepted or cancelled before',
      ])
    assert.equal((await get(one)).body.data.status, end)
  }
})

test('whoever is invited to an organisation gets an email whose link shows the invitation', async () => {
  const name = `Ministry ${randomUUID()}`
  const organisation = await makeOrganisation(crier, { name })
  const path = `/organisation/${organisation}/invite`
  for (const [columns, user_name] of [
    [{ name: 'Ada' }, 'Ada'],
    [{ name: 'Bob', platform_admin: true }, 'The GOV.UK Notify team'],
  ] as const) {
    const inviter = await makePerson(crier, columns)
    const email_address = address()
    const invited_by = inviter.id
    const made = await post(path, {
      email_address,
      invited_by,
      invite_link_host: 'https://notify.example.gov.uk/',
      permissions: ['can_make_services_live'],
      created_by: inviter.id,
    })
    assert.equal(made.status, 201, made.text)
    const { id } = made.body.data
    const invite = {
      id,
      email_address,
      invited_by,
      organisation,
      status: 'pending',
      permissions: ['can_make_services_live'],
      created_at: '2026-06-15T12:00:00.000000Z',
    }
    assert.deepEqual(made.body, { data: invite })
    const [mail] = await mailTo(crier, { email_address })
    const { url, ...words } = mail!.personalisation
    assert.deepEqual(
      [mail!.template_id, mail!.reply_to_text, words],
      ['203566f0-d835-47c5-aa06-932439c86573', inviter.email_address, { user_name, organisation_name: name }],
    )
    assert.match(url!, /^https:\/\/notify\.example\.gov\.uk\/organisation-invitation\/[\w-]{72}$/)
    for (const shown of [
      `${path}/${id}`,
      `/invite/organisation/${id}`,
      `/invite/organisation/${tokenOf(url!)}`,
      `/invite/organisation/check/${tokenOf(url!)}`,
    ])
      assert.deepEqual((await get(shown)).body, { data: invite }, shown)
    // Nobody comes into a service by it.
    const answers = await Promise.all(
      [id, tokenOf(url!), `check/${tokenOf(url!)}`].map((end) => get(`/invite/service/${end}`)),
    )
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 400, 400],
    )
    const again = await post(path, { email_address, invited_by })
    assert.deepEqual([again.body.data.id, again.body.data.permissions], [id, []])
    assert.equal((await post(`${path}/${id}`, { status: 'accepted' })).body.data.status, 'accepted')
    assert.equal((await post(`${path}/${id}`, { status: 'cancelled' })).status, 400)
  }
  assert.equal((await get(path)).body.data.length, 2)
})

test('a link is good for two days, and only as it was sent', async () => {
  const { body, path, email_address } = await inviting()
  await post(path, body)
  const [mail] = await mailTo(crier, { email_address })
  const token = tokenOf(mail!.personalisation.url!)
  const check = (text: string) =>
    refusal(crier, `/invite/service/check/${encodeURIComponent(text)}`, undefined, 'GET')
  crier.setNow(after2Days)
  assert.equal((await get(`/invite/service/check/${token}`)).status, 200)
  crier.setNow('2026-06-17T12:00:01Z')
  assert.deepEqual(await check(token), [400, { invitation: expired }])
  crier.setNow(start)
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  await fc.assert(
    fc.asyncProperty(fc.nat(71), fc.constantFrom(...letters), async (place, letter) => {
      if (token[place] === letter) return
      const other = token.slice(0, place) + letter + token.slice(place + 1)
      assert.deepEqual(await check(other), [400, { invitation: broken }])
    }),
    { numRuns: 30 },
  )
  for (const text of ['x', token.slice(1), token.slice(0, -1), `${token}x`, 'a'.repeat(5000), '%'])
    assert.deepEqual(await check(text), [400, { invitation: broken }], text)
  // The invitation went meanwhile.
  await crier.sql`delete from invites where email_address = ${email_address}`
  assert.deepEqual(await check(token), [404, 'No result found'])
})

test('what is said wrongly of an invitation is refused; nothing is stored or sent', async () => {
  const { service, manager, body, path, email_address } = await inviting()
  const other = await inviting()
  const organisation = await makeOrganisation(crier)
  const elsewhere = (await post(other.path, other.body)).body.data.id
  const foreign = await makeFolder(crier, other.service)
  const nobody = randomUUID()
  const missing = ['Missing data for required field.']
  const orgs = `/organisation/${organisation}/invite`
  const org = { email_address, invited_by: manager.id }
  const cases: [string, unknown, number, unknown][] = [
    [path, {}, 400, { service: missing, email_address: missing, from_user: missing, permissions: missing }],
    [path, { ...body, email_address: 'nobody' }, 400, { email_address: ['Not a valid email address'] }],
    [path, { ...body, permissions: 'fly' }, 400, { permissions: ['Not a valid choice.'] }],
    [path, { ...body, permissions: ['send_texts'] }, 400, { permissions: ['Not a valid string.'] }],
    [path, { ...body, auth_type: 'none' }, 400, { auth_type: ['Not a valid choice.'] }],
    [path, { ...body, folder_permissions: [foreign] }, 400, { folder_permissions: ['No result found'] }],
    [path, { ...body, folder_permissions: ['x'] }, 400, { folder_permissions: ['Not a valid UUID.'] }],
    [
      path,
      { ...body, invite_link_host: 'javascript:x' },
      400,
      'Not a valid web address of the admin application',
    ],
    [path, { ...body, from_user: nobody, created_by: manager.id }, 400, { invited_by: ['No result found'] }],
    [path, { ...body, created_by: nobody }, 400, { created_by: ['No result found'] }],
    [path, { ...body, service: other.service }, 404, 'No result found'],
    [`/service/${nobody}/invite`, { ...body, service: nobody }, 404, 'No result found'],
    [`${path}/${elsewhere}`, { status: 'cancelled' }, 404, 'No result found'],
    [`${path}/${nobody}`, { status: 'cancelled' }, 404, 'No result found'],
    [`/organisation/${other.service}/invite/${elsewhere}`, { status: 'cancelled' }, 404, 'No result found'],
    [`${other.path}/${elsewhere}`, { status: 'lost' }, 400, { status: ['Not a valid choice.'] }],
    [orgs, {}, 400, ['email_address is a required property', 'invited_by is a required property']],
    [orgs, { ...org, email_address: 'nobody' }, 400, ['email_address Not a valid email address']],
    [orgs, { ...org, permissions: ['fly'] }, 400, ['permissions fly is not one of [can_make_services_live]']],
    [orgs, { ...org, invited_by: nobody, created_by: manager.id }, 400, { invited_by: ['No result found'] }],
    [`/organisation/${nobody}/invite`, org, 404, 'No result found'],
    [`${orgs}/${elsewhere}`, { status: 'accepted' }, 404, 'No result found'],
    [`${orgs}/${elsewhere}`, {}, 400, ['status is a required property']],
    [
      `${orgs}/${elsewhere}`,
      { status: 'lost' },
      400,
      ['status lost is not one of [pending, accepted, cancelled]'],
    ],
  ]
  for (const [where, what, ...expected] of cases)
    assert.deepEqual(await refusal(crier, where, what), expected, `${where} ${JSON.stringify(what)}`)
  const left =
    await crier.sql`select from invites where service_id = ${service} or organisation_id = ${organisation}`
  assert.deepEqual([left.length, (await mailTo(crier, { email_address })).length], [0, 0])
  assert.equal((await get(`${other.path}/${elsewhere}`)).body.data.status, 'pending')
  for (const unknown of [
    `/service/${nobody}/invite`,
    `/organisation/${nobody}/invite`,
    `${path}/${elsewhere}`,
    `${orgs}/${elsewhere}`,
    `/invite/service/${nobody}`,
    `/invite/organisation/${elsewhere}`,
  ])
    assert.deepEqual(await refusal(crier, unknown, undefined, 'GET'), [404, 'No result found'], unknown)
})
