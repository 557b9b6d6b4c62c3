/** Messages that people send by hand: whole exchanges, and what is stored, counted and queued. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

type Made = { service: TestService; name: string; person: string; template: string }

async function addPerson(service: TestService | null, mobile = '07900 900 123'): Promise<string> {
  const [made] = await crier.sql`
    insert into users (name, email_address, mobile_number, state)
    values ('Amala Bird', ${`${randomUUID()}@example.gov.uk`}, ${mobile}, 'active') returning id`
  if (service !== null)
    await crier.sql`insert into user_to_service (user_id, service_id) values (${made!.id}, ${service.id})`
  return made!.id
}

async function making(
  options: Parameters<TestCrier['makeService']>[0] = {},
  template: Parameters<TestCrier['makeTemplate']>[1] = {},
): Promise<Made> {
  const name = `Service ${randomUUID()}`
  const service = await crier.makeService({ name, ...options })
  return {
    service,
    name,
    person: await addPerson(service),
    template: await crier.makeTemplate(service, template),
  }
}

const post = ({ service, person, template }: Made, body: object = {}) =>
  adminCall(crier, `/service/${service.id}/send-notification`, {
    body: {
      template_id: template,
      created_by: person,
      to: '07900 900 456',
      personalisation: { name: 'Bo' },
      ...body,
    },
  })
const stored = ({ service }: Made) =>
  crier.sql`select * from notifications where service_id = ${service.id} order by created_at, id`
async function used({ service }: Made) {
  const rows = await crier.sql`
    select sms::integer, email::integer, letter::integer, international_sms::integer
    from service_daily_usage where service_id = ${service.id}`
  return rows.map((row) => ({ ...row }))
}
const address = { address_line_1: 'Amala Bird', 'Address line 2': '1 Long Street', postcode: 'sw14 6bf' }

test('a text is stored, counted and queued as one of a person', async () => {
  const made = await making({}, { process_type: 'priority' })
  const [sender] = await crier.sql`
    insert into service_sms_senders (service_id, sms_sender, is_default) values (${made.service.id}, 'Fish', false) returning id`
  const answer = await post(made, { sender_id: sender!.id, personalisation: { Name: 'Bo', other: 1 } })
  const [row] = await stored(made)
  assert.deepEqual([answer.status, answer.body], [201, { id: row!.id }])
  assert.deepEqual(
    [row!.to, row!.normalised_to, row!.key_type, row!.api_key_id, row!.job_id, row!.created_by_id],
    ['07900 900 456', '447900900456', 'normal', null, null, made.person],
  )
  assert.deepEqual(
    [row!.reply_to_text, row!.personalisation, row!.notification_status, row!.client_reference],
    ['Fish', { Name: 'Bo' }, 'created', null],
  )
  assert.deepEqual(await used(made), [{ sms: 1, email: 0, letter: 0, international_sms: 0 }])
  const jobs = await crier.sql`select name, priority from pgboss.job where id = ${row!.id}`
  assert.deepEqual(
    jobs.map((job) => ({ ...job })),
    [{ name: 'send-priority', priority: 0 }],
  )
  // No minute is counted: programs have all of theirs.
  assert.equal(
    (await crier.sql`select from rate_limit_buckets where service_id = ${made.service.id}`).length,
    0,
  )
})

test('an email has its reply-to address, the default one or the one that is named', async () => {
  const made = await making({}, { type: 'email' })
  const ids = await Promise.all(
    [true, false].map(async (is_default, n) => {
      const [row] = await crier.sql`
        insert into service_email_reply_to (service_id, email_address, is_default)
        values (${made.service.id}, ${`reply${n}@example.gov.uk`}, ${is_default}) returning id`
      return row!.id
    }),
  )
  for (const sender_id of [undefined, null, ids[1]])
    assert.equal((await post(made, { to: ' Bo@Example.gov.uk ', sender_id })).status, 201)
  const rows = await stored(made)
  assert.deepEqual(
    rows.map((row) => [row.to, row.normalised_to, row.reply_to_text]),
    [0, 0, 1].map((n) => ['Bo@Example.gov.uk', 'bo@example.gov.uk', `reply${n}@example.gov.uk`]),
  )
})

test('a letter goes to the address of its values, abroad by its postage, and waits for its PDF alone', async () => {
  const made = await making({ permissions: ['letter', 'international_letters'] }, { type: 'letter' })
  assert.equal(
    (await post(made, { to: 'Amala Bird', personalisation: { ...address, name: 'Bo', reference: 'R 1' } }))
      .status,
    201,
  )
  assert.equal(
    (await post(made, { to: '', personalisation: { ...address, name: 'Bo', postcode: 'deutschland' } }))
      .status,
    201,
  )
  const rows = await stored(made)
  assert.deepEqual(
    rows.map((row) => [
      row.to,
      row.normalised_to,
      row.postage,
      row.international,
      row.client_reference,
      row.notification_status,
    ]),
    [
      [
        'Amala Bird\n1 Long Street\nSW14 6BF',
        'amalabird1longstreetsw146bf',
        'second',
        false,
        'R 1',
        'created',
      ],
      ['Amala Bird\n1 Long Street\nGermany', 'amalabird1longstreetgermany', 'europe', true, null, 'created'],
    ],
  )
  for (const row of rows) assert.match(row.reference, /^[A-Z0-9]{16}$/)
  assert.deepEqual(await used(made), [{ sms: 0, email: 0, letter: 2, international_sms: 0 }])
  const queued = await crier.sql`select name from pgboss.job where id = any (${rows.map((row) => row.id)})`
  assert.deepEqual(
    queued.map(({ name }) => name),
    Array(2).fill('create-letters-pdf-tasks'),
  )
})

const trial =
  'Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode'
const tooLong =
  'Your message is too long. Text messages cannot be longer than 918 characters. Your message is 1000 characters long.'
const tooManyBytes =
  'Your message is too long. Emails cannot be longer than 2000000 bytes. Your message is 2000001 bytes.'
type Options = {
  service?: Parameters<TestCrier['makeService']>[0]
  template?: Parameters<TestCrier['makeTemplate']>[1]
}
const refusals: [what: string, options: Options, body: object, status: number, message: unknown][] = [
  ['no template', {}, { template_id: randomUUID() }, 404, 'No result found'],
  ['what is no template’s id', {}, { template_id: 'x' }, 404, 'No result found'],
  ['a hidden template', { template: { hidden: true } }, {}, 404, 'No result found'],
  ['a person that nobody knows', {}, { created_by: randomUUID() }, 404, 'No result found'],
  ['no recipient', {}, { to: undefined }, 400, { to: ['Missing data for required field.'] }],
  [
    'an archived template',
    { template: { archived_at: new Date().toISOString() } },
    {},
    400,
    'Template has been deleted',
  ],
  ['missing values', { template: { content: '((a)) ((b))' } }, {}, 400, 'Missing personalisation: a, b'],
  [
    'an empty message',
    { service: { prefix_sms: false }, template: { content: '((name))' } },
    { personalisation: { name: ' ' } },
    400,
    'Your message is empty.',
  ],
  [
    'a long text',
    { service: { prefix_sms: false }, template: { content: '((name))' } },
    { personalisation: { name: 'x'.repeat(1000) } },
    400,
    tooLong,
  ],
  [
    'a long email',
    { template: { type: 'email', content: '((name))' } },
    { to: 'bo@example.gov.uk', personalisation: { name: 'x'.repeat(2_000_001) } },
    400,
    tooManyBytes,
  ],
  ['a file by text', {}, { personalisation: { name: { file: 'x' } } }, 400, 'Can only send a file by email'],
  [
    'a file by email',
    { template: { type: 'email' } },
    { to: 'bo@example.gov.uk', personalisation: { name: { file: 'x' } } },
    400,
    'Can only send a file with an API key',
  ],
  [
    'a number abroad',
    { service: { permissions: ['sms'] } },
    { to: '+1 202 555 0104' },
    400,
    'Cannot send to international mobile numbers',
  ],
  ['a short number', {}, { to: '0790' }, 400, 'Not enough digits'],
  ['no email address', { template: { type: 'email' } }, { to: 'bo@' }, 400, 'Not a valid email address'],
  [
    'no address',
    { template: { type: 'letter' } },
    { personalisation: { name: 'Bo', address_line_1: 'Amala' } },
    400,
    'Address must be at least 3 lines',
  ],
  ['an unknown text sender', {}, { sender_id: randomUUID() }, 400, 'SMS sender not found'],
  [
    'an unknown reply-to address',
    { template: { type: 'email' } },
    { to: 'bo@example.gov.uk', sender_id: 'x' },
    400,
    'Reply to email address not found',
  ],
  ['a service in trial', { service: { restricted: true } }, {}, 400, trial],
  [
    'a letter in trial',
    { service: { restricted: true }, template: { type: 'letter' } },
    { personalisation: { ...address, name: 'Bo' } },
    400,
    trial,
  ],
  [
    'a channel that the service lost',
    { service: { permissions: ['email'] } },
    {},
    400,
    'Service is not allowed to send text messages',
  ],
  // The order of the checks: the recipient before the message.
  [
    'a stranger in trial, and no values',
    { service: { restricted: true } },
    { personalisation: {} },
    400,
    trial,
  ],
  ['a short number, and no values', {}, { to: '0790', personalisation: {} }, 400, 'Not enough digits'],
]

test('what is refused is told in a sentence, stored nowhere and not counted', async () => {
  for (const [what, options, body, status, message] of refusals) {
    const made = await making(options.service, options.template)
    const answer = await post(made, body)
    assert.deepEqual([answer.status, answer.body], [status, { result: 'error', message }], what)
    assert.equal((await stored(made)).length, 0, what)
    assert.deepEqual(
      (await used(made)).filter((day) => day.sms + day.email + day.letter > 0),
      [],
      what,
    )
  }
})

test('whoever is not of the service cannot send for it', async () => {
  const made = await making()
  const answer = await post({ ...made, person: await addPerson(null) })
  const message = `Can’t create notification - Amala Bird is not part of the "${made.name}" service`
  assert.deepEqual([answer.status, answer.body], [400, { result: 'error', message }])
  const nowhere = await adminCall(crier, `/service/${randomUUID()}/send-notification`, { body: {} })
  assert.equal(nowhere.status, 404)
})

test('in trial people reach their team however its numbers are written, and not the guest list', async () => {
  const made = await making({ restricted: true })
  await crier.sql`
    insert into service_guest_list (service_id, recipient_type, recipient, normalised_recipient)
    values (${made.service.id}, 'mobile', '07900900777', '447900900777')`
  assert.equal((await post(made, { to: '+44 7900-900-123' })).status, 201)
  const guest = await post(made, { to: '07900900777' })
  assert.deepEqual([guest.status, guest.body.message], [400, trial])
})

test('the day’s limits come before what else is wrong, and none is passed however many send at once', async () => {
  const made = await making({
    sms_message_limit: 3,
    international_sms_message_limit: 1,
    permissions: ['sms', 'international_sms'],
  })
  const abroad = await Promise.all([1, 2].map(() => post(made, { to: '+1 202 555 0104' })))
  assert.deepEqual(abroad.map(({ status }) => status).sort(), [201, 429])
  const international = { result: 'error', message: 'Exceeded send limits (international_sms: 1) for today' }
  assert.deepEqual(abroad.find(({ status }) => status === 429)!.body, international)
  const more = await Promise.all(Array.from({ length: 4 }, () => post(made)))
  assert.deepEqual(more.map(({ status }) => status).sort(), [201, 201, 429, 429])
  const message = 'Exceeded send limits (sms: 3) for today'
  for (const body of [{}, { to: 'nobody' }, { personalisation: {} }]) {
    const answer = await post(made, body)
    assert.deepEqual([answer.status, answer.body], [429, { result: 'error', message }])
  }
  assert.equal((await stored(made)).length, 3)
  assert.deepEqual(await used(made), [{ sms: 3, email: 0, letter: 0, international_sms: 1 }])
})
