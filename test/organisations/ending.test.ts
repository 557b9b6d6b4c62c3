/** Organisations are archived, when nothing and nobody belongs to them. Source: specification, internal API, organisations; data model, archive. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { makeOrganisation, makePerson, refusal } from '../admin/people.ts'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { interleaveOn } from '../support/interleave.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
  crier.setNow('2026-06-15T12:00:00Z')
})
after(() => crier.close())

const get = (path: string) => adminCall(crier, path)
const post = (path: string, body: unknown) => adminCall(crier, path, { body })
const shown = async (id: string) => (await get(`/organisations/${id}`)).body
const now = '2026-06-15T12:00:00Z'

test('an organisation is archived when nothing and nobody belongs to it', async () => {
  const { sql } = crier
  const name = `Ended ${randomUUID()}`
  const id = await makeOrganisation(crier, { name, organisation_type: 'nhs_gp' })
  await post(`/organisations/${id}`, { domains: [`${randomUUID()}.gov.uk`] })
  const archive = () => refusal(crier, `/organisations/${id}/archive`, undefined)
  const services = 'Cannot archive an organisation with active services'
  const people = 'Cannot archive an organisation with team members or invited team members'

  const service = await crier.makeService({ organisation_id: id })
  assert.deepEqual(await archive(), [400, services])
  await sql`update services set suspended_at = now() where id = ${service.id}`
  const person = await makePerson(crier)
  await sql`insert into user_to_organisation (user_id, organisation_id) values (${person.id}, ${id})`
  assert.deepEqual(await archive(), [400, people])
  await sql`delete from user_to_organisation where organisation_id = ${id}`
  const [invite] = await sql`
    insert into invites (email_address, organisation_id, invited_by_id)
    values ('a@example.gov.uk', ${id}, ${person.id}) returning id`
  assert.deepEqual(await archive(), [400, people])
  await sql`update invites set cancelled_at = now() where id = ${invite!.id}`
  assert.equal((await shown(id)).active, true)

  for (let i = 0; i < 2; i++) assert.deepEqual(await archive(), [204, ''])
  const ended = await shown(id)
  assert.deepEqual(
    [ended.name, ended.active, ended.domains, ended.email_branding_id, ended.letter_branding_id],
    [name, false, [], null, null],
  )
  const events = await sql`
    select from events where event_type = 'archive_organisation' and data ->> 'organisation_id' = ${id}`
  assert.equal(events.length, 1)

  // Its name is free, and nobody comes in any more.
  await makeOrganisation(crier, { name })
  const another = await crier.makeService()
  for (const [path, body] of [
    [`/organisations/${id}/service`, { service_id: another.id }],
    [`/organisations/${id}/users/${person.id}`, { permissions: [] }],
    [`/organisation/${id}/invite`, { email_address: 'a@example.gov.uk', invited_by: person.id }],
  ] as const)
    assert.deepEqual(await refusal(crier, path, body), [404, 'No result found'], path)
})

test('whoever comes in while an organisation is archived comes too late, or it stays', async () => {
  const interleave = interleaveOn(crier)
  const { sql } = crier
  const person = await makePerson(crier)
  const rejected = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error) => error.constraint_name,
    )
  const archive = (connection: typeof sql, id: string) =>
    connection`select archive_organisation(${id}, null, ${now}) as is_done`.then((rows) => rows[0]!.is_done)
  const enter = (connection: typeof sql, id: string) =>
    connection`select add_organisation_member(${id}, ${person.id}, false, null, ${now}) as is_done`.then(
      (rows) => rows[0]!.is_done,
    )
  const one = await makeOrganisation(crier)
  assert.deepEqual(
    await interleave(
      (first) => archive(first as typeof sql, one),
      (second) => enter(second as typeof sql, one),
    ),
    [true, false],
  )
  const two = await makeOrganisation(crier)
  assert.deepEqual(
    await interleave(
      (first) => enter(first as typeof sql, two),
      (second) => rejected(archive(second as typeof sql, two)),
    ),
    [true, 'archived_organisation_has_no_members'],
  )
  const three = await makeOrganisation(crier)
  assert.deepEqual(
    await interleave(
      (first) => archive(first as typeof sql, three),
      (second) => archive(second as typeof sql, three),
    ),
    [true, true],
  )
  const events = await sql`
    select from events where event_type = 'archive_organisation' and data ->> 'organisation_id' = ${three}`
  assert.equal(events.length, 1)
})
