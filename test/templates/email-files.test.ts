/** Files of email templates: how people attach them, and what becomes of them in messages. Source: specification, internal API, template e-mail files. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { deleteExpiredFiles } from '../../queries/files.queries.ts'
import { storeFile } from '../../src/files/store.ts'
import { tendEmailFiles } from '../../src/templates/nightly.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { plainFault, schemaFault, type Tenant, tenant } from './support.ts'

let crier: TestCrier
const now = '2026-03-01T09:00:00.000000Z'
before(async () => {
  crier = await testCrier()
  crier.setNow(now)
})
after(() => crier.close())

const hours = (count: number) => new Date(Date.parse(now) + count * 3_600_000).toISOString()
const email = { template_type: 'email', subject: 'A plan', content: 'Read ((plan.pdf)), ((name))' }
const contents = Buffer.from('%PDF-1.7 a plan')
const filesOf = (template: string) => `templates/${template}/template_email_files`

/** Puts contents where the admin application does. */
const store = ({ service }: Tenant, id: string) =>
  storeFile(
    crier.crier,
    { purpose: 'email-file', serviceId: service.id, aboutId: id },
    { name: null, contentType: 'application/octet-stream', retentionDays: 1 },
    [contents],
  )
async function attach(me: Tenant, template: string, fields: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID()
  await store(me, id)
  const body = {
    id,
    filename: 'plan.pdf',
    created_by_id: me.person,
    retention_period: 26,
    validate_users_email: true,
    ...fields,
  }
  const answer = await me.ask(filesOf(template), body)
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data.id
}
const change = (me: Tenant, template: string, file: string, fields: object) =>
  me.ask(`${filesOf(template)}/${file}`, fields)
async function live(me: Tenant, template: string, fields: Record<string, unknown> = {}): Promise<string> {
  const file = await attach(me, template, fields)
  const answer = await change(me, template, file, { pending: false })
  assert.equal(answer.status, 200, answer.text)
  return file
}
const shown = async (me: Tenant, path: string) => (await me.ask(`template/${path}`)).body.data

test('a file is pending until it is made live, and part of the versions that have it', async () => {
  const me = await tenant(crier)
  const { id: template } = await me.make(email)
  const id = randomUUID()
  const made = await me.ask(filesOf(template), { id, filename: 'plan.pdf', created_by_id: me.person })
  const file = {
    filename: 'plan.pdf',
    id,
    link_text: null,
    pending: true,
    retention_period: 1,
    validate_users_email: true,
  }
  assert.deepEqual([made.status, made.body], [201, { data: file }])
  assert.deepEqual((await me.ask(`${filesOf(template)}/${id}`)).body, { data: file })
  assert.deepEqual((await me.ask(filesOf(template))).body, { data: [] })
  const pending = await change(me, template, id, { link_text: 'The plan', pending: true })
  assert.deepEqual(pending.body.data, { ...file, link_text: 'The plan' })
  assert.deepEqual([(await shown(me, template)).version, (await shown(me, template)).email_files], [1, []])

  const settings = {
    link_text: '',
    retention_period: 26,
    validate_users_email: false,
    pending: false,
  }
  const made2 = await change(me, template, id, settings)
  const first = { ...file, ...settings, link_text: null }
  assert.deepEqual([made2.status, made2.body], [200, { data: first }])
  assert.deepEqual(
    [(await shown(me, template)).version, (await shown(me, template)).email_files],
    [1, [first]],
  )
  assert.deepEqual((await me.ask(filesOf(template))).body, { data: [first] })

  // The same again is no change; another link text is one of the template too.
  await change(me, template, id, settings)
  await change(me, template, id, { pending: true })
  assert.equal((await shown(me, template)).version, 1)
  await change(me, template, id, { ...settings, link_text: 'The plan', created_by_id: me.person })
  const second = { ...first, link_text: 'The plan' }
  const archived = await me.ask(`${filesOf(template)}/${id}/archive`, { archived_by_id: me.person })
  assert.deepEqual([archived.status, archived.body], [200, { data: second }])
  assert.equal((await me.ask(`${filesOf(template)}/${id}`)).status, 404)
  const versions = await shown(me, `${template}/versions`)
  assert.deepEqual(
    versions.map((one: { version: number; email_files: object[] }) => [one.version, one.email_files]),
    [
      [3, []],
      [2, [second]],
      [1, [first]],
    ],
  )
})

test('a template loses files with a change, and all of them when it is archived', async () => {
  const me = await tenant(crier)
  const { id: template } = await me.make(email)
  const [one, two] = [await live(me, template), await live(me, template, { filename: 'two.pdf' })]
  const edit = (fields: object) => me.ask(`template/${template}`, { created_by: me.person, ...fields })
  const names = async () =>
    (await shown(me, template)).email_files.map((file: { filename: string }) => file.filename)
  const foreign = await live(me, (await me.make(email)).id as string)
  assert.equal((await edit({ archive_email_file_ids: [foreign, randomUUID()] })).body.data.version, 1)
  const { body } = await edit({ archive_email_file_ids: [one] })
  assert.deepEqual([body.data.version, await names()], [2, ['two.pdf']])
  await edit({ content: 'Nothing to read', archive_email_file_ids: [one] })
  assert.deepEqual([(await shown(me, template)).version, await names()], [3, ['two.pdf']])
  await edit({ archived: true })
  assert.deepEqual([(await shown(me, template)).version, await names()], [4, []])
  assert.equal((await me.ask(`${filesOf(template)}/${two}`)).status, 404)
  assert.deepEqual((await shown(me, `${template}/version/3`)).email_files.length, 1)
})

test('what cannot be attached is refused, and nothing changes', async () => {
  const [me, other] = [await tenant(crier), await tenant(crier)]
  const { id: template } = await me.make(email)
  const { id: theirs } = await other.make(email)
  const text = await crier.makeTemplate(me.service)
  const [first, second] = [
    await live(me, template, { filename: 'The-Plan.pdf' }),
    await attach(me, template, { filename: 'second.pdf' }),
  ]
  const foreign = await live(other, theirs)
  const state = async () =>
    JSON.stringify([
      await crier.sql`select * from template_email_files order by id`,
      await crier.sql`select id, version from templates order by id`,
    ])
  const before = await state()
  const file = { filename: 'new.pdf', created_by_id: me.person }
  const cases: [path: string, body: object, status: number, told: object][] = [
    [filesOf(template), { created_by_id: me.person }, 400, schemaFault('filename is a required property')],
    [filesOf(template), { filename: 'a' }, 400, schemaFault('created_by_id is a required property')],
    [filesOf(template), { ...file, id: 'one' }, 400, schemaFault('id is not a valid UUID')],
    [
      filesOf(template),
      { ...file, retention_period: 1.5 },
      400,
      schemaFault('retention_period 1.5 is not of type integer'),
    ],
    [
      filesOf(template),
      { ...file, retention_period: 79 },
      400,
      plainFault({ retention_period: ['Must be between 1 and 78.'] }),
    ],
    [
      filesOf(template),
      { ...file, filename: '' },
      400,
      plainFault({ filename: ['Length must be between 1 and 255.'] }),
    ],
    [
      filesOf(template),
      { ...file, validate_users_email: 'yes' },
      400,
      schemaFault('validate_users_email yes is not of type boolean'),
    ],
    // The placeholder would be the same.
    [
      filesOf(template),
      { ...file, filename: 'the plan.PDF' },
      400,
      plainFault(`File named the plan.PDF already exists for template id ${template}`),
    ],
    [filesOf(template), { ...file, id: first }, 400, plainFault({ id: ['Already in use'] })],
    [
      filesOf(template),
      { ...file, created_by_id: randomUUID() },
      400,
      plainFault({ created_by: ['No result found'] }),
    ],
    [filesOf(text), file, 400, plainFault('Cannot add an email file to a non-email template')],
    [filesOf(theirs), file, 404, plainFault('No result found')],
    [filesOf(randomUUID()), file, 404, plainFault('No result found')],
    [
      `${filesOf(template)}/${second}`,
      { link_text: 'a'.repeat(1001) },
      400,
      plainFault({ link_text: ['Longer than maximum length 1000.'] }),
    ],
    [`${filesOf(template)}/${foreign}`, { pending: false }, 404, plainFault('No result found')],
    [`${filesOf(theirs)}/${foreign}`, { link_text: 'Mine' }, 404, plainFault('No result found')],
    [
      `${filesOf(theirs)}/${foreign}/archive`,
      { archived_by_id: me.person },
      404,
      plainFault('No result found'),
    ],
    [`${filesOf(template)}/${first}/archive`, {}, 400, schemaFault('archived_by_id is a required property')],
  ]
  for (const [path, body, status, told] of cases) {
    const answer = await me.ask(path, body)
    assert.deepEqual([answer.status, answer.body], [status, told], `${path} ${JSON.stringify(body)}`)
  }
  assert.equal((await me.ask(filesOf(theirs))).status, 404)
  assert.equal((await me.ask(`${filesOf(theirs)}/${foreign}`)).status, 404)
  await crier.sql`delete from service_permissions where service_id = ${me.service.id} and permission = 'email'`
  const without = await me.ask(filesOf(template), file)
  assert.deepEqual(
    [without.status, without.body],
    [400, plainFault('Updating email templates is not allowed')],
  )
  assert.equal(await state(), before)
})

test('of two files of one name that are made live at once one is', async () => {
  const me = await tenant(crier)
  const { id: template } = await me.make(email)
  const files = [await attach(me, template), await attach(me, template, { filename: 'PLAN.pdf' })]
  const answers = await Promise.all(files.map((file) => change(me, template, file, { pending: false })))
  const refused = answers.filter(({ status }) => status === 400)
  assert.equal(refused.length, 1)
  assert.match(refused[0]!.body.message, /^File named plan\.pdf already exists for template id/i)
  assert.equal((await shown(me, template)).email_files.length, 1)
})

/** What a link in a message leads to. */
async function open(link: string, address: string) {
  const path = link.replace('https://api.example.org', '')
  const get = (step = '') => crier.call(path.replace('?', `${step}?`))
  const form = async (typed: string) =>
    crier.call(path.replace('?', '/file?'), {
      method: 'POST',
      body: new URLSearchParams({ email_address: typed }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  return { landing: await get(), asked: await get('/file'), form, get, address, path }
}

test('a message has a link to the file, for the weeks and the address that the file asks for', async () => {
  const me = await tenant(crier)
  const { id: template } = await me.make(email)
  const file = await live(me, template, { link_text: 'The plan', retention_period: 2 })
  await change(me, template, file, { link_text: 'The plan' })
  const send = (fields: object = {}) =>
    crier.call('/v2/notifications/email', {
      key: me.service.keys.normal,
      body: { email_address: 'Amala@Example.gov.uk', template_id: template, ...fields },
    })
  let sent = await send({ personalisation: { name: 'Amala', 'plan.pdf': 'http://elsewhere.example' } })
  await crier.until('the file is known', async () => {
    sent = await send({ personalisation: { name: 'Amala', 'plan.pdf': 'http://elsewhere.example' } })
    return /^Read \[The plan\]\(/.test(sent.body.content.body)
  })
  const [, link] = /\((.*)\), Amala$/.exec(sent.body.content.body)!
  // Whoever reads the message finds the same link; its row has none.
  await crier.sql`update notifications set created_at = ${now} where id = ${sent.body.id}`
  const read = await crier.call(`/v2/notifications/${sent.body.id}`, { key: me.service.keys.normal })
  assert.equal(read.body.body, sent.body.content.body)
  const [row] =
    await crier.sql`select personalisation, document_links from notifications where id = ${sent.body.id}`
  assert.deepEqual({ ...row }, { personalisation: { name: 'Amala' }, document_links: null })
  const missing = await send()
  assert.equal(missing.body.errors[0].message, 'Missing personalisation: name')
  const public_ = await crier.call(`/v2/template/${template}`, { key: me.service.keys.normal })
  assert.deepEqual(public_.body.personalisation, { name: { required: true } })

  const behind = await open(link!, 'amala@example.gov.uk')
  assert.equal(behind.landing.status, 200)
  assert.match(behind.asked.text, /email_address/)
  assert.equal((await behind.get('/download/plan.pdf')).status, 403)
  assert.equal((await behind.form('ben@example.gov.uk')).status, 403)
  const right = await behind.form('AMALA@example.gov.uk')
  assert.equal(right.status, 303)
  const confirmed = right.headers.get('location')!
  const page = await crier.call(confirmed)
  assert.match(page.text, /plan\.pdf|PDF/)
  const download = confirmed.replace('/file?', '/download/plan.pdf?')
  const got = await crier.app.request(download)
  assert.deepEqual(
    [got.status, got.headers.get('content-type'), Buffer.from(await got.arrayBuffer())],
    [200, 'application/pdf', contents],
  )
  assert.match(got.headers.get('content-disposition')!, /filename="plan\.pdf"/)
  // Ten wrong ones an hour, whoever gives them, and then no more.
  for (let tries = 0; tries < 10; tries++) assert.equal((await behind.form('ben@example.gov.uk')).status, 403)
  assert.equal((await behind.form('amala@example.gov.uk')).status, 429)
  crier.setNow(hours(1))
  assert.equal((await behind.form('amala@example.gov.uk')).status, 303)
  // A link with any other part leads nowhere.
  const changed = (at: number) => {
    const key = /key=(.*)$/.exec(behind.path)![1]!
    const other = key[at] === 'A' ? 'B' : 'A'
    return behind.path.replace(key, key.slice(0, at) + other + key.slice(at + 1))
  }
  for (const at of [0, 3, 4, 10, 25, 40])
    assert.equal((await crier.call(changed(at))).status, 404, String(at))
  crier.setNow('2026-03-15T23:59:59Z')
  assert.equal((await crier.call(behind.path)).status, 200)
  crier.setNow('2026-03-16T00:00:00Z')
  assert.equal((await crier.call(behind.path)).status, 410)
  crier.setNow(now)
})

test('rows of a file and messages sent by hand have links too; without confirmation they open at once', async () => {
  const me = await tenant(crier)
  const { id: template } = await me.make(email)
  await live(me, template, { validate_users_email: false })
  const byHand = () =>
    me.ask('send-notification', {
      template_id: template,
      to: 'amala@example.gov.uk',
      created_by: me.person,
      personalisation: { name: 'Amala' },
    })
  await crier.until('the file is known', async () => (await byHand()).status === 201)
  const job = await crier.call(`/v2/jobs?name=people.csv&template_id=${template}`, {
    key: me.service.keys.normal,
    body: 'email address,name\nben@example.gov.uk,Ben\n',
    headers: { 'content-type': 'text/csv' },
  })
  assert.equal(job.status, 201, job.text)
  await crier.work()
  await crier.until('all are delivered', async () => {
    const rows = await crier.sql`
      select notification_status as status from notifications where template_id = ${template}`
    return rows.length >= 2 && rows.every(({ status }) => status === 'delivered')
  })
  const list = await crier.call('/v2/notifications?include_jobs=true', { key: me.service.keys.normal })
  const bodies: string[] = list.body.notifications.map(({ body }: { body: string }) => body)
  for (const name of ['Amala', 'Ben']) {
    const body = bodies.find((one) => one.endsWith(`, ${name}`))!
    const [, link] = /^Read (https:.*), /.exec(body)!
    const { asked, path } = await open(link!, '')
    assert.match(asked.text, /download/i)
    assert.equal((await crier.call(path.replace('?', '/download/plan.pdf?'))).text, String(contents))
    // People of the service find the same link among the message's values, and no file that the admin application would show a preview of.
    const { notifications } = (await me.ask('notifications')).body
    const one = notifications.find(
      ({ personalisation }: { personalisation: { name: string } }) => personalisation.name === name,
    )
    assert.deepEqual([one.personalisation['plan.pdf'], one.template.email_files], [link, []])
    assert.deepEqual((await me.ask(`notifications/${one.id}`)).body, one)
  }
})

test('a template whose file was never stored sends nothing', async () => {
  const me = await tenant(crier)
  const { id: template } = await me.make(email)
  const id = randomUUID()
  await me.ask(filesOf(template), { id, filename: 'plan.pdf', created_by_id: me.person })
  await change(me, template, id, { pending: false })
  const told = 'File plan.pdf of the template is not available'
  const send = () =>
    crier.call('/v2/notifications/email', {
      key: me.service.keys.normal,
      body: {
        email_address: 'amala@example.gov.uk',
        template_id: template,
        personalisation: { name: 'Amala' },
      },
    })
  await crier.until('the file is missed', async () => (await send()).body.errors?.[0].message === told)
  const byHand = await me.ask('send-notification', {
    template_id: template,
    to: 'amala@example.gov.uk',
    created_by: me.person,
    personalisation: { name: 'Amala' },
  })
  assert.deepEqual([byHand.status, byHand.body], [400, plainFault(told)])
})

test('what stays pending for a day is archived; contents go when no link leads to them any more', async () => {
  const me = await tenant(crier)
  const { id: template } = await me.make(email)
  const [forgotten, kept] = [
    await attach(me, template, { filename: 'forgotten.pdf' }),
    await live(me, template, { retention_period: 2 }),
  ]
  const stored = async (id: string) =>
    (await crier.sql`select from files where about_id = ${id} and deleted_at is null`).length
  const found = async (id: string) => (await me.ask(`${filesOf(template)}/${id}`)).status
  await tendEmailFiles(crier.crier, { now: hours(24) })
  assert.deepEqual([await found(forgotten), await found(kept)], [200, 200])
  await tendEmailFiles(crier.crier, { now: hours(24.01) })
  assert.deepEqual([await found(forgotten), await found(kept)], [404, 200])
  assert.equal((await shown(me, template)).version, 1)
  // Whoever comes late may attach a file of that name anew.
  await attach(me, template, { filename: 'forgotten.pdf' })
  await me.ask(`${filesOf(template)}/${kept}/archive`, { archived_by_id: me.person })
  const deleteExpired = (now: string) => deleteExpiredFiles.run({ now, batch_size: 100 }, crier.crier.db)
  await deleteExpired(hours(29 * 24 - 1))
  assert.equal(await stored(kept), 1)
  await deleteExpired(hours(29 * 24))
  assert.deepEqual([await stored(kept), await stored(forgotten)], [0, 1])
  await deleteExpired(hours(300 * 24))
  assert.equal(await stored(forgotten), 0)
})
