/**
 * The texts that Notify's admin application compares word for word, or shows as they are: each situation is made, and nothing is changed by it. The
 * table is test/fixtures/admin/texts.json. Source: specification, calls of the admin app, texts that the app compares.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { codeHash } from '../../src/users/codes.ts'
import { storeNotification } from '../notifications/stored.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { makeFolder, makeMember, makeOrganisation, makePerson } from './people.ts'
import { adminCall } from './support.ts'
import { makeWorld, noon, type World } from './world.ts'

/** compared: what the application looks for in it; where there is none it shows the text, or looks at its field. status: 400 unless it says otherwise. */
type Row = { call: string; situation: string; compared?: string; status?: number; message: unknown }
const rows: Row[] = JSON.parse(
  await readFile(new URL('../fixtures/admin/texts.json', import.meta.url), 'utf8'),
)
const calls: string[] = JSON.parse(
  await readFile(new URL('../fixtures/admin/app-calls.json', import.meta.url), 'utf8'),
)

type Situation = { ids?: string[]; body?: unknown; query?: string; at?: string }

let crier: TestCrier
let world: World
before(async () => {
  crier = await sharedCrier()
  crier.setNow(noon)
  world = await makeWorld(crier)
  const [own, other] = [await makeOrganisation(crier), await makeOrganisation(crier)]
  const lonely = await crier.makeService({ name: `Taken ${randomUUID()}`, permissions: ['sms'] })
  const [taken] = await crier.sql`select name from services where id = ${lonely.id}`
  const elsewhere = await crier.makeService()
  await crier.sql`insert into domain (domain, organisation_id) values (${`${other}.gov.uk`}, ${other})`
  Object.assign(world, {
    own,
    lonely: lonely.id,
    taken: taken!.name,
    manager: (await makeMember(crier, lonely.id, ['manage_settings'])).id,
    text: await crier.makeTemplate(lonely, { content: 'Hello ((name))' }),
    takenOrganisation: (await crier.sql`select name from organisation where id = ${other}`)[0]!.name,
    takenDomain: `${other}.gov.uk`,
    otherFolder: await makeFolder(crier, elsewhere.id),
    otherTemplate: await crier.makeTemplate(elsewhere),
  })
})
after(() => crier.close())

/** A service whose texts are limited so, with one of its members. */
async function limited(columns: object): Promise<Situation> {
  const service = await crier.makeService({ permissions: ['sms', 'international_sms'], ...columns })
  const { id: created_by } = await makeMember(crier, service.id)
  const template_id = await crier.makeTemplate(service, { content: 'Hello ((name))' })
  const body = { template_id, to: '07700900999', created_by, personalisation: { name: 'Amala' } }
  return { ids: [service.id], body }
}
const letter = (columns: object) =>
  storeNotification(crier, {
    service: { id: world.service!, keys: {} as never },
    template: world.letterTemplate!,
    type: 'letter',
    ...columns,
  } as never)
async function job(columns: object): Promise<Situation> {
  const row = {
    service_id: world.service,
    template_id: world.letterTemplate,
    template_version: 1,
    notification_type: 'letter',
    key_type: 'normal',
    original_file_name: 'a.csv',
    notification_count: 1,
    job_status: 'finished',
    processing_finished: noon,
    created_at: noon,
    ...columns,
  }
  const [made] = await crier.sql`insert into jobs ${crier.sql(row as never)} returning id`
  return { ids: [world.service!, made!.id], body: {} }
}
async function code(hours: number): Promise<Situation> {
  const { id } = await makePerson(crier)
  const made = Date.parse(noon) - hours * 3_600_000
  const [from, to] = [made, made + 1_800_000].map((time) => new Date(time).toISOString()) as [string, string]
  await crier.sql`
    insert into verify_codes (user_id, code_type, code_hash, created_at, expires_at)
    values (${id}, 'sms', ${codeHash(crier.crier, id, 'sms', '12345')}, ${from}, ${to})`
  return { ids: [id], body: { code: hours === 0 ? '54321' : '12345', code_type: 'sms' } }
}
const newOrganisation = (name: string) => ({ name, crown: true, organisation_type: 'central' })
const branding = (table: 'email' | 'letter') => async (): Promise<Situation> => {
  const id = world[`${table}Branding`]!
  const [held] = await crier.sql`select name from ${crier.sql(`${table}_branding`)} where id = ${id}`
  const body =
    table === 'email'
      ? { name: held!.name, text: 'Owls', brand_type: 'org' }
      : { name: held!.name, filename: randomUUID() }
  return { body }
}
async function otherBranding(table: 'email' | 'letter'): Promise<Situation> {
  const row = { name: randomUUID(), ...(table === 'email' ? { text: 'Owls' } : { filename: randomUUID() }) }
  const [made] = await crier.sql`
    insert into ${crier.sql(`${table}_branding`)} ${crier.sql(row)} returning id`
  return { ...(await branding(table)()), ids: [made!.id] }
}
const letterContent = (content: string) => ({
  name: 'A letter',
  template_type: 'letter',
  service: world.service,
  content,
  subject: 'A subject',
  created_by: world.person,
})
const qr = `QR: ${'a'.repeat(505)}`
const long = 'a'.repeat(919)
const twoYears = { query: 'start_date=2026-03-31&end_date=2026-04-01' }
const cutOff = (token: string) => ({ ids: [token.slice(0, -3)] })
const move = (folders: string[], templates: string[] = []) => ({ folders, templates })

const situations: Record<string, () => Situation | Promise<Situation>> = {
  'POST /service/<id>/users/<id> of a member': () => ({
    ids: [world.service!, world.member!],
    body: { permissions: [] },
  }),
  'DELETE /service/<id>/users/<id> of the only one': () => ({
    ids: [world.lonely!, world.manager!],
    body: {},
  }),
  'POST /user/<id>/service/<id>/permission of the last manager': () => ({
    ids: [world.manager!, world.lonely!],
    body: { permissions: [] },
  }),
  'POST /user/<id>/archive of the only manager': () => ({ ids: [world.manager!] }),
  'GET /invite/service/check/<token> after two days': () => ({
    ids: [world.serviceToken!],
    at: '2026-06-17T12:00:01Z',
  }),
  'GET /invite/service/check/<token> of a link that is cut off': () => cutOff(world.serviceToken!),
  'GET /invite/organisation/check/<token> after two days': () => ({
    ids: [world.organisationToken!],
    at: '2026-06-17T12:00:01Z',
  }),
  'GET /invite/organisation/check/<token> of a link that is cut off': () => cutOff(world.organisationToken!),
  'POST /organisations with a name that is taken': () => ({
    body: newOrganisation(world.takenOrganisation!),
  }),
  'POST /organisations/<id> with a name that is taken': () => ({
    ids: [world.own!],
    body: { name: world.takenOrganisation },
  }),
  'POST /organisations/<id> with a domain that is taken': () => ({
    ids: [world.own!],
    body: { domains: [world.takenDomain] },
  }),
  'POST /organisations/<id>/archive with a service': async () => {
    const id = await makeOrganisation(crier)
    await crier.sql`update services set organisation_id = ${id} where id = ${world.lonely!}`
    return { ids: [id] }
  },
  'POST /organisations/<id>/archive with a member': () => ({ ids: [world.organisation!] }),
  'POST /service with a name that is taken': () => ({
    body: {
      name: world.taken,
      user_id: world.person,
      created_by: world.person,
      restricted: true,
      email_message_limit: 50,
      sms_message_limit: 50,
      letter_message_limit: 50,
    },
  }),
  'POST /service/<id> with a name that is taken': () => ({
    ids: [world.service!],
    body: { name: world.taken },
  }),
  'POST /email-branding with a name that is taken': branding('email'),
  'POST /email-branding/<id> with a name that is taken': () => otherBranding('email'),
  'POST /letter-branding with a name that is taken': branding('letter'),
  'POST /letter-branding/<id> with a name that is taken': () => otherBranding('letter'),
  'POST /service/<id>/template of a text that is too long': () => ({
    ids: [world.lonely!],
    body: {
      name: 'A text',
      template_type: 'sms',
      service: world.lonely,
      content: long,
      created_by: world.person,
    },
  }),
  'POST /service/<id>/template of a letter with a long QR code': () => ({
    ids: [world.service!],
    body: letterContent(qr),
  }),
  'POST /service/<id>/template/<id> of a text that is too long': () => ({
    ids: [world.lonely!, world.text!],
    body: { content: long, created_by: world.person },
  }),
  'POST /service/<id>/template/<id> of a letter with a long QR code': () => ({
    ids: [world.service!, world.letterTemplate!],
    body: { content: qr, created_by: world.person },
  }),
  'DELETE /service/<id>/template-folder/<id> with a template in it': async () => {
    await crier.sql`update templates set folder_id = ${world.folder!} where id = ${world.template!}`
    return { ids: [world.service!, world.folder!], body: {} }
  },
  'POST /service/<id>/template-folder/<id>/contents of the folder itself': () => ({
    ids: [world.service!, world.folder!],
    body: move([world.folder!]),
  }),
  'POST /service/<id>/template-folder/<id>/contents of the folder around': async () => {
    await crier.sql`update template_folder set parent_id = ${world.folder!} where id = ${world.emptyFolder!}`
    return { ids: [world.service!, world.emptyFolder!], body: move([world.folder!]) }
  },
  "POST /service/<id>/template-folder/<id>/contents of another service's folder": () => ({
    ids: [world.service!, world.folder!],
    body: move([world.otherFolder!]),
  }),
  "POST /service/<id>/template-folder/contents of another service's template": () => ({
    ids: [world.service!],
    body: move([], [world.otherTemplate!]),
  }),
  'POST /service/<id>/send-notification in trial mode': () => limited({ restricted: true }),
  "POST /service/<id>/send-notification beyond the day's limit": () => limited({ sms_message_limit: 0 }),
  "POST /service/<id>/send-notification beyond the day's limit of texts abroad": async () => {
    const { ids, body } = await limited({ international_sms_message_limit: 0 })
    return { ids: ids!, body: { ...(body as object), to: '+33 6 12 34 56 78' } }
  },
  'POST /service/<id>/send-notification of a text that is too long': async () => {
    const { ids, body } = await limited({})
    return { ids: ids!, body: { ...(body as object), personalisation: { name: 'a'.repeat(1000) } } }
  },
  'POST /service/<id>/notifications/<id>/cancel of what is cancelled': async () => ({
    ids: [world.service!, await letter({ status: 'cancelled', created_at: noon })],
    body: {},
  }),
  'POST /service/<id>/notifications/<id>/cancel of what is printed': async () => ({
    ids: [world.service!, await letter({ status: 'sending', created_at: '2026-06-12T12:00:00Z' })],
    body: {},
  }),
  'POST /service/<id>/job/<id>/cancel-letter-job of texts': () =>
    job({ template_id: world.template, notification_type: 'email' }),
  'POST /service/<id>/job/<id>/cancel-letter-job that is not finished': () =>
    job({ job_status: 'in progress', processing_finished: null }),
  'POST /service/<id>/job/<id>/cancel-letter-job that is printed': async () => {
    const made = await job({ created_at: '2026-06-12T12:00:00Z' })
    await letter({
      status: 'sending',
      created_at: '2026-06-12T12:00:00Z',
      job_id: made.ids![1],
      job_row_number: 0,
    })
    return made
  },
  'POST /service/<id>/email-reply-to/verify of an address that it has': () => ({
    ids: [world.service!],
    body: { email: 'a@example.gov.uk' },
  }),
  'POST /user/<id>/verify/code of another code': () => code(0),
  'POST /user/<id>/verify/code of an old code': () => code(1),
  'DELETE /user/<id>/webauthn/<id> of the last one': () => ({ ids: [world.member!, world.credential!] }),
  'GET /platform-stats/data-for-billing-report over two years': () => twoYears,
  'GET /platform-stats/data-for-dvla-billing-report over two years': () => twoYears,
  'POST /letters/returned of what is no reference': () => ({ body: { references: ['a'] } }),
}

test('every text has its situation, of a call that the application makes', () => {
  assert.deepEqual(
    rows.map(({ call, situation }) => `${call} ${situation}`).sort(),
    Object.keys(situations).sort(),
  )
  assert.deepEqual(
    rows.map(({ call }) => call).filter((call) => !calls.includes(call)),
    [],
  )
})

for (const { call, situation, compared, status = 400, message } of rows) {
  test(`${call} ${situation}`, async () => {
    const { ids = [], body, query, at } = await situations[`${call} ${situation}`]!()
    const [method, pattern] = call.split(' ') as [string, string]
    const left = [...ids]
    const path = pattern.replaceAll(/<\w+>/g, () => left.shift()!) + (query === undefined ? '' : `?${query}`)
    if (at !== undefined) crier.setNow(at)
    const answer = await adminCall(crier, path, { method, ...(body === undefined ? {} : { body }) })
    crier.setNow(noon)
    const filled = JSON.parse(
      JSON.stringify(message).replaceAll(/\{([a-z]\w+)\}/gi, (_, word) => world[word]!),
    )
    const said = Array.isArray(filled)
      ? { status_code: status, errors: filled }
      : { result: 'error', message: filled }
    assert.deepEqual([answer.status, answer.body], [status, said])
    assert.ok(answer.text.includes(compared ?? ''))
  })
}
