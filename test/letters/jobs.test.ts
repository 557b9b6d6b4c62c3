/** Files of addresses that become letters. Source: specification, letters, CSV job; sending, jobs. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { storeFile } from '../../src/files/store.ts'
import { makeLetters } from '../../src/letters/making.ts'
import { adminCall } from '../admin/support.ts'
import { process as processJob } from '../jobs/support.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { jobsOf, letterOf, queuesOf } from './lives.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const columns = 'Address line 1,address_line_2,Address-Line-3,postcode,name,Reference'
const csv = (...rows: string[]) => [columns, ...rows].join('\n')

async function making(options = {}) {
  const service = await crier.makeService({ permissions: ['letter', 'international_letters'], ...options })
  const [contact] = await crier.sql`
    insert into service_letter_contacts (service_id, contact_block)
    values (${service.id}, 'Pigeon Bureau') returning id`
  const template = await crier.makeTemplate(service, {
    type: 'letter',
    subject: 'Bins',
    content: 'Dear ((name))',
    postage: 'first',
    service_letter_contact_id: contact!.id,
  })
  const [person] = await crier.sql`
    insert into users (name, email_address, auth_type, state)
    values ('Amala', ${`${randomUUID()}@example.gov.uk`}, 'email_auth', 'active') returning id`
  return { service, template, person: person!.id as string }
}

type Making = Awaited<ReturnType<typeof making>>
type Key = keyof TestService['keys']

async function makeJob(made: { service: TestService; template: string; person: string }, text: string) {
  const id = randomUUID()
  const bytes = Buffer.from(text)
  await storeFile(
    crier.crier,
    { purpose: 'spreadsheet', serviceId: made.service.id, aboutId: id },
    { name: 'people.csv', contentType: 'text/csv', size: bytes.length, retentionDays: 97 },
    [bytes],
  )
  const body = { id, template_id: made.template, created_by: made.person }
  return { id, answer: await adminCall(crier, `/service/${made.service.id}/job`, { body }) }
}
const lettersOf = (id: string) => crier.sql`
  select id, "to", postage, international, client_reference, reply_to_text, reference, notification_status as status
  from notifications where job_id = ${id} order by job_row_number`

test('each row becomes a letter with the class of its country, and has its PDF made', async () => {
  const made = await making()
  const { id, answer } = await makeJob(
    made,
    csv('Amala Bird,1 High Street,,sw14 6bf,Amala,a-1', 'Herr A,Weg 1,10115 Berlin,deutschland,A,'),
  )
  assert.equal(answer.status, 201, answer.text)
  await processJob(crier, id)
  await processJob(crier, id)
  const letters = await lettersOf(id)
  assert.deepEqual(
    letters.map(({ id: _, reference, ...row }) => [row, /^[A-Z0-9]{16}$/.test(reference)]),
    [
      [
        {
          to: 'Amala Bird\n1 High Street\nSW14 6BF',
          postage: 'first',
          international: false,
          client_reference: 'a-1',
          reply_to_text: 'Pigeon Bureau',
          status: 'created',
        },
        true,
      ],
      [
        {
          to: 'Herr A\nWeg 1\n10115 Berlin\nGermany',
          postage: 'europe',
          international: true,
          client_reference: null,
          reply_to_text: 'Pigeon Bureau',
          status: 'created',
        },
        true,
      ],
    ],
  )
  const ids = letters.map((letter) => letter.id as string)
  for (const letter of ids) assert.deepEqual(await queuesOf(crier, letter), ['create-letters-pdf-tasks'])
  await makeLetters(crier.crier, jobsOf(...ids), unhurried())
  for (const letter of ids) assert.deepEqual((await letterOf(crier, letter)).sheets, 1)
  const [used] = await crier.sql`
    select letter::int from service_daily_usage where service_id = ${made.service.id}`
  assert.equal(used!.letter, 2)
  const read = await adminCall(crier, `/service/${made.service.id}/job/${id}`)
  assert.deepEqual(read.body.data.statistics, [{ status: 'created', count: 2 }])
})

test('a file is refused for its addresses, its service’s permission and its trial', async () => {
  const row = 'Amala Bird,1 High Street,,sw14 6bf,Amala,'
  const wrong = "File is not valid, can't create job"
  const cases: [options: object, text: string, status: number, message: string][] = [
    [{}, csv('Amala Bird,,,sw14 6bf,A,'), 400, `${wrong}: Row 1: Address must be at least 3 lines`],
    [
      { permissions: ['letter'] },
      csv(row, 'Herr A,Weg 1,Berlin,Germany,A,'),
      400,
      `${wrong}: Row 2: Must be a real UK postcode`,
    ],
    [{}, csv('Amala Bird,1 High Street,,sw14 6bf,,'), 400, `${wrong}: Row 1, name: Missing`],
    [{ permissions: ['sms'] }, csv(row), 400, 'Service is not allowed to send letters'],
    [{ restricted: true }, csv(row), 403, 'Create letter job is not allowed for service in trial mode '],
  ]
  for (const [options, text, status, message] of cases) {
    const { id, answer } = await makeJob(await making(options), text)
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }])
    assert.equal((await crier.sql`select from jobs where id = ${id}`).length, 0)
  }
})

const post = (
  made: Pick<Making, 'service' | 'template'>,
  body: object,
  key: Key = 'normal',
  path = '/v2/jobs',
) =>
  crier.call(path, {
    key: made.service.keys[key],
    body: { name: 'people.csv', template_id: made.template, ...body },
  })
const amala = 'Amala Bird,1 High Street,,sw14 6bf,Amala,a-1'
const herr = 'Herr A,Weg 1,10115 Berlin,deutschland,A,'

test('a program sends a file of letters; with a test key they are delivered at once, and have their PDFs last', async () => {
  const made = await making()
  for (const [key, status, used, priority] of [
    ['test', 'delivered', 0, -1002],
    ['normal', 'created', 2, -1],
  ] as const) {
    const answer = await post(made, { csv: csv(amala, herr), reference: 'autumn' }, key)
    assert.equal(answer.status, 201, answer.text)
    const { id } = answer.body
    await processJob(crier, id)
    const letters = await lettersOf(id)
    assert.deepEqual(
      letters.map((row) => [row.to.split('\n').at(-1), row.postage, row.client_reference, row.reply_to_text]),
      [
        ['SW14 6BF', 'first', 'a-1', 'Pigeon Bureau'],
        ['Germany', 'europe', 'autumn', 'Pigeon Bureau'],
      ],
    )
    const queued = await crier.sql`
      select name, priority from pgboss.job where id = any (${letters.map((row) => row.id)}::uuid[])`
    assert.deepEqual(
      queued.map((row) => ({ ...row })),
      Array(2).fill({ name: 'create-letters-pdf-tasks', priority }),
    )
    await makeLetters(crier.crier, jobsOf(...letters.map((row) => row.id)), unhurried())
    const read = await crier.call(`/v2/jobs/${id}/rows?status=${status}`, { key: made.service.keys[key] })
    assert.deepEqual(
      read.body.rows.map((row: any) => [row.row_number, row.notification_id]),
      letters.map((row, index) => [index + 1, row.id]),
    )
    for (const row of letters) assert.equal((await letterOf(crier, row.id)).pages, 1)
    const [day] = await crier.sql`
      select letter::int from service_daily_usage where service_id = ${made.service.id}`
    assert.equal(day?.letter ?? 0, used)
  }
})

test('what a single letter would be refused for refuses a file of them, whether it is sent or only checked', async () => {
  const trial = { restricted: true }
  const sender = randomUUID()
  const cases: [options: object, key: Key, body: object, status: number, message: string][] = [
    [{}, 'team', {}, 403, 'Cannot send letters with a team api key'],
    [trial, 'normal', {}, 403, 'Cannot send letters when service is in trial mode'],
    [{ permissions: ['sms'] }, 'normal', {}, 400, 'Service is not allowed to send letters'],
    [
      {},
      'normal',
      { reply_to_id: sender },
      400,
      `reply_to_id ${sender} does not exist in database for service id {service}`,
    ],
  ]
  for (const [options, key, body, status, message] of cases) {
    const made = await making(options)
    for (const path of ['/v2/jobs', '/v2/jobs/check']) {
      const answer = await post(made, { csv: csv(amala), ...body }, key, path)
      assert.deepEqual(
        [answer.status, answer.body.errors],
        [status, [{ error: 'BadRequestError', message: message.replace('{service}', made.service.id) }]],
      )
    }
  }
  assert.equal((await post(await making(trial), { csv: csv(amala) }, 'test')).status, 201)
  const domestic = await making({ permissions: ['letter'], letter_message_limit: 1 })
  const checked = await post(domestic, { csv: csv(amala, herr) }, 'normal', '/v2/jobs/check')
  assert.deepEqual(
    [checked.status, checked.body.errors.map(({ message }: { message: string }) => message)],
    [200, ['Row 2: Must be a real UK postcode', 'Exceeded send limits (letter: 1) for today']],
  )
  const refused = await post(domestic, { csv: csv(amala, amala) })
  assert.deepEqual(
    [refused.status, refused.body.errors[0].message],
    [429, 'Exceeded send limits (letter: 1) for today'],
  )
  assert.equal((await crier.sql`select from jobs where service_id = ${domestic.service.id}`).length, 0)
})
