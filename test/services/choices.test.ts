/** Senders of texts, reply-to addresses and letter contacts through the internal API, whole exchanges. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { adminCall } from '../admin/support.ts'
import { type Call, sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
const now = '2026-06-15T12:00:00.000000Z'
before(async () => {
  crier = await sharedCrier()
  crier.setNow(now)
})
after(() => crier.close())

const call = (path: string, options: Call = {}) => adminCall(crier, path, options)
const noResult = { result: 'error', message: 'No result found' }
type Choice = { id: string; is_default: boolean } & Record<string, unknown>

/** own: rows of that kind that a new service has. shown: of an answer that made or changed one. */
const families = [
  {
    path: 'email-reply-to',
    column: 'email_address',
    values: ['one@example.com', 'two@example.com', 'three@example.com'],
    own: 0,
    more: {},
    isBare: false,
    needed: 'You must have at least one reply to email address as the default.',
    kept: 'You cannot delete a default email reply to address',
  },
  {
    path: 'letter-contact',
    column: 'contact_block',
    values: ['One\nStreet', 'Two\nStreet', 'Three'],
    own: 0,
    more: {},
    isBare: false,
    needed: null,
    kept: null,
  },
  {
    path: 'sms-sender',
    column: 'sms_sender',
    values: ['ONE', 'TWO', 'THREE'],
    own: 1,
    more: { inbound_number_id: null },
    isBare: true,
    needed: 'You must have at least one SMS sender as the default.',
    kept: 'You cannot delete a default sms sender',
  },
] as const

for (const { path, column, values, own, more, isBare, needed, kept } of families) {
  const unwrapped = (body: any): Choice => (isBare ? body : body.data)
  const list = async (service: string): Promise<Choice[]> => (await call(`/service/${service}/${path}`)).body
  const post = (service: string, tail: string, value: string, is_default: boolean) =>
    call(`/service/${service}/${path}${tail}`, { body: { [column]: value, is_default } })
  const make = async (service: string, n: number, is_default: boolean): Promise<string> => {
    const made = await post(service, '', values[n]!, is_default)
    assert.equal(made.status, 201, made.text)
    return unwrapped(made.body).id
  }

  test(`${path}: made, listed with the default first, changed, archived`, async () => {
    const { id: service } = await crier.makeService()
    const first = await make(service, 0, true)
    crier.setNow('2026-06-15T12:00:01Z')
    const second = await post(service, '', values[1], false)
    const row = {
      id: unwrapped(second.body).id,
      service_id: service,
      [column]: values[1],
      ...more,
      is_default: false,
      archived: false,
      created_at: '2026-06-15T12:00:01.000000Z',
      updated_at: null,
    }
    assert.deepEqual(unwrapped(second.body), row)
    assert.deepEqual((await call(`/service/${service}/${path}/${row.id}`)).body, row)
    crier.setNow(now)
    const before = await list(service)
    assert.deepEqual(
      before.filter((one) => one[column] !== 'GOVUK').map(({ id, is_default }) => [id, is_default]),
      [
        [first, true],
        [row.id, false],
      ],
    )
    assert.equal(before.length, 2 + own)

    const changed = await post(service, `/${row.id}`, values[2], true)
    assert.equal(changed.status, 200)
    assert.deepEqual(unwrapped(changed.body), {
      ...row,
      [column]: values[2],
      is_default: true,
      updated_at: now,
    })
    assert.deepEqual(
      (await list(service)).filter((one) => one.is_default).map(({ id }) => id),
      [row.id],
    )

    const archived = await call(`/service/${service}/${path}/${first}/archive`, { method: 'POST' })
    assert.equal(archived.status, 200)
    assert.deepEqual(archived.body.data.archived, true)
    for (const options of [
      [`/${first}`, {}],
      [`/${first}/archive`, { method: 'POST' }],
      [`/${first}`, { body: { [column]: values[0], is_default: true } }],
    ] as const) {
      const gone = await call(`/service/${service}/${path}${options[0]}`, options[1])
      assert.deepEqual([gone.status, gone.body], [404, noResult])
    }
    assert.equal((await list(service)).length, 1 + own)
    const events = await crier.sql`
      select event_type from events where service_id = ${service} and data ->> 'id' = ${first} order by id`
    assert.equal(events.length, 2)
  })

  test(`${path}: whether one must be the default`, async () => {
    const { id: service } = await crier.makeService()
    const bad = { result: 'error', message: needed }
    if (needed === null) {
      const id = await make(service, 0, false)
      assert.equal((await post(service, `/${id}`, values[0], true)).status, 200)
      assert.equal((await post(service, `/${id}`, values[0], false)).body.data.is_default, false)
      await post(service, `/${id}`, values[0], true)
      const archived = await call(`/service/${service}/${path}/${id}/archive`, { method: 'POST' })
      assert.deepEqual([archived.body.data.archived, archived.body.data.is_default], [true, false])
      return
    }
    if (own === 0) {
      const refused = await post(service, '', values[0], false)
      assert.deepEqual([refused.status, refused.body], [400, bad])
    }
    const id = await make(service, 0, true)
    const unset = await post(service, `/${id}`, values[1], false)
    assert.deepEqual([unset.status, unset.body], [400, bad])
    const archived = await call(`/service/${service}/${path}/${id}/archive`, { method: 'POST' })
    assert.deepEqual([archived.status, archived.body], [400, { result: 'error', message: kept }])
    assert.deepEqual((await call(`/service/${service}/${path}/${id}`)).body[column], values[0])
  })

  test(`${path}: of defaults that are chosen at once one is left; none is lost`, async () => {
    const { id: service } = await crier.makeService()
    const ids = [await make(service, 0, true), await make(service, 1, false)]
    const answers = await Promise.all([
      ...ids.map((id, n) => post(service, `/${id}`, values[n]!, true)),
      post(service, '', values[2], true),
      ...ids.map((id, n) => post(service, `/${id}`, values[n]!, true)),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 201, 200, 200],
    )
    const left = await list(service)
    assert.equal(left.length, 3 + own)
    assert.equal(left.filter((one) => one.is_default).length, 1)
  })

  test(`${path}: another service’s is not found, and stays as it is`, async () => {
    const [{ id: owner }, { id: stranger }] = [await crier.makeService(), await crier.makeService()]
    const id = await make(owner, 0, true)
    const before = await list(owner)
    const strangers = await list(stranger)
    for (const [tail, options] of [
      [`/${id}`, {}],
      [`/${id}`, { body: { [column]: values[1], is_default: true } }],
      [`/${id}/archive`, { method: 'POST' }],
    ] as const) {
      const answer = await call(`/service/${stranger}/${path}${tail}`, options)
      assert.deepEqual([answer.status, answer.body], [404, noResult])
    }
    assert.deepEqual([await list(owner), await list(stranger)], [before, strangers])
    const nowhere = await call(`/service/${randomUUID()}/${path}`)
    assert.deepEqual([nowhere.status, nowhere.body], [404, noResult])
  })

  test(`${path}: what is wrong with one is a list`, async () => {
    const { id: service } = await crier.makeService()
    const wrong = await call(`/service/${service}/${path}`, { body: { is_default: 'yes', x: 1 } })
    assert.deepEqual(
      [wrong.status, wrong.body.errors.map(({ message }: { message: string }) => message)],
      [
        400,
        [
          'is_default yes is not of type boolean',
          `${column} is a required property`,
          'Additional properties are not allowed (x was unexpected)',
        ],
      ],
    )
  })
}

test('an address must be one; a sender has 1 to 11 characters', async () => {
  const { id } = await crier.makeService()
  const address = await call(`/service/${id}/email-reply-to`, {
    body: { email_address: 'nobody', is_default: true },
  })
  assert.deepEqual(
    [address.status, address.body.errors[0].message],
    [400, 'email_address Not a valid email address'],
  )
  const sender = await call(`/service/${id}/sms-sender`, {
    body: { sms_sender: 'TWELVE CHARS', is_default: false },
  })
  assert.deepEqual(sender.body.message, { sms_sender: ['Length must be between 1 and 11.'] })
})

test('a number that can be answered is its own sender: neither changed nor archived, but no default any more', async () => {
  const { id: service } = await crier.makeService()
  const number = '07700920001'
  const [row] = await crier.sql`
    insert into inbound_numbers (number, provider) values (${number}, 'mmg') returning id`
  const base = `/service/${service}/sms-sender`
  const made = await call(base, {
    body: { sms_sender: 'ignored', is_default: true, inbound_number_id: row!.id },
  })
  assert.deepEqual([made.status, made.body.sms_sender, made.body.inbound_number_id], [201, number, row!.id])
  assert.equal((await call(base)).body.length, 1, 'in place of the only one')
  const single = `${base}/${made.body.id}`
  const refusals: [string, Call, string][] = [
    [
      single,
      { body: { sms_sender: 'OTHER', is_default: true } },
      `You can not change the inbound number for service ${service}`,
    ],
    [`${single}/archive`, { method: 'POST' }, 'You cannot delete an inbound number'],
  ]
  for (const [path, options, message] of refusals) {
    const refused = await call(path, options)
    assert.deepEqual([refused.status, refused.body], [400, { result: 'error', message }])
  }
  await call(base, { body: { sms_sender: 'OTHER', is_default: true } })
  assert.equal((await call(single)).body.is_default, false)
  assert.equal((await call(single, { body: { sms_sender: number, is_default: true } })).body.is_default, true)
})

test('templates lose a letter contact that is archived, which is a version of each', async () => {
  const service = await crier.makeService()
  const base = `/service/${service.id}/letter-contact`
  const { data } = (await call(base, { body: { contact_block: 'Us', is_default: true } })).body
  const template = await crier.makeTemplate(service, { type: 'letter', service_letter_contact_id: data.id })
  const other = await crier.makeTemplate(service, { type: 'letter' })
  await call(`${base}/${data.id}/archive`, { method: 'POST' })
  const rows = await crier.sql`
    select id, version, service_letter_contact_id as contact from templates_history
    where service_id = ${service.id} order by version, id`
  assert.deepEqual(
    rows.map(({ id, version, contact }) => [id, version, contact]).sort(),
    [
      [template, 1, data.id],
      [template, 2, null],
      [other, 1, null],
    ].sort(),
  )
})

test('a new reply-to address is tried with a message of the platform’s; one that is there is refused', async () => {
  const { id: service } = await crier.makeService()
  const verify = (body: object) => call(`/service/${service}/email-reply-to/verify`, { body })
  const email = `${randomUUID()}@example.gov.uk`
  const sent = await verify({ email })
  assert.equal(sent.status, 201, sent.text)
  const [message] = await crier.sql`
    select "to", template_id, service_id = notify_service_id() as is_own from notifications
    where id = ${sent.body.data.id}`
  assert.deepEqual(
    { ...message },
    { to: email, template_id: 'a42f1d17-9404-46d5-a647-d013bdfca3e1', is_own: true },
  )
  await call(`/service/${service}/email-reply-to`, { body: { email_address: email, is_default: true } })
  const again = await verify({ email: email.toUpperCase() })
  assert.deepEqual(
    [again.status, again.body],
    [
      409,
      {
        result: 'error',
        message: `‘${email.toUpperCase()}’ is already a reply-to email address for this service.`,
      },
    ],
  )
  for (const [body, text] of [
    [{}, 'Missing data for required field.'],
    [{ email: 'nobody' }, 'Not a valid email address'],
  ] as const) {
    const refused = await verify(body)
    assert.deepEqual([refused.status, refused.body.message], [400, { email: [text] }])
  }
  const nowhere = await call(`/service/${randomUUID()}/email-reply-to/verify`, { body: { email } })
  assert.deepEqual([nowhere.status, nowhere.body], [404, noResult])
})

test('protected senders are found however they are written', async () => {
  const word = randomUUID().slice(0, 8)
  await crier.sql`insert into protected_sender_ids (sender_id) values (${`HM ${word}`})`
  const check = (text: string) => call(`/protected-sender-id/check?sender_id=${encodeURIComponent(text)}`)
  for (const [text, found] of [
    [`HM ${word}`, true],
    [` h m\t${word.toUpperCase()}`, true],
    [`HM-${word}`, false],
  ] as const)
    assert.deepEqual((await check(text)).body, found, text)
  const none = await call('/protected-sender-id/check')
  assert.deepEqual(
    [none.status, none.body],
    [400, { result: 'error', message: 'sender_id must be passed in' }],
  )
})
