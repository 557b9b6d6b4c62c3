/** What receipts do to messages: the providers' tables, and every order in which they can come. Source: specification, sending, receipts. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { runTask } from '../../src/schedule.ts'
import { receiptHeaders, sharedCrier, type TestCrier } from '../support/crier.ts'
import { applyReceipts, type Stored, statusOf, store, storing } from './messages.ts'

let crier: TestCrier
let sms: Stored
let email: Stored
before(async () => {
  crier = await sharedCrier()
  sms = await storing(crier)
  email = await storing(crier, 'email')
})
after(async () => {
  await crier.sql`delete from provider_details where identifier = 'mmg-2'`
  await crier.sql`
    delete from provider_receipt_statuses where adapter = 'mmg' and status in ('77', 'another new word')`
  await crier.close()
})

type Receipt = [status: string, code?: string]
const sequences: [provider: string, receipts: Receipt[], final: string][] = [
  ['firetext', [['0']], 'delivered'],
  ['firetext', [['2']], 'pending'],
  ['firetext', [['2', '102']], 'pending'],
  ['firetext', [['9']], 'sending'],
  ['firetext', [['9'], ['0']], 'delivered'],
  ['firetext', [['2'], ['9', '101']], 'pending'],
  ['firetext', [['2'], ['1', '101']], 'permanent-failure'],
  ['firetext', [['2'], ['1', '102']], 'temporary-failure'],
  ['firetext', [['2'], ['1', '000']], 'temporary-failure'],
  ['firetext', [['2'], ['1']], 'temporary-failure'],
  ['firetext', [['2'], ['1', '789']], 'temporary-failure'],
  ['firetext', [['1']], 'permanent-failure'],
  ['firetext', [['1', '102']], 'temporary-failure'],
  ['firetext', [['1', '789']], 'permanent-failure'],
  ['firetext', [['0'], ['1', '101']], 'delivered'],
  ['firetext', [['1', '101'], ['0']], 'permanent-failure'],
  ['firetext', [['0'], ['2']], 'delivered'],
  ...(
    [
      ['000', 'temporary'],
      ['101', 'permanent'],
      ['102', 'temporary'],
      ['103', 'temporary'],
      ['104', 'temporary'],
      ['201', 'permanent'],
      ['301', 'permanent'],
      ['302', 'temporary'],
      ['401', 'permanent'],
      ['900', 'temporary'],
    ] as const
  ).map(([code, fault]): [string, Receipt[], string] => ['firetext', [['1', code]], `${fault}-failure`]),
  ['mmg', [['2']], 'permanent-failure'],
  ['mmg', [['3', '5']], 'delivered'],
  ['mmg', [['4']], 'temporary-failure'],
  ['mmg', [['5']], 'permanent-failure'],
  ['mmg', [['3', '99999']], 'delivered'],
  ['mmg', [['0']], 'sending'],
  ['mmg', [['6']], 'sending'],
  ['mmg', [['delivered']], 'sending'],
]
for (const [provider, receipts, final] of sequences) {
  test(`${provider} ${JSON.stringify(receipts)} ends in ${final}, in one batch and one by one`, async () => {
    const name = provider
    const [apart, together] = [
      await store(crier, sms, { sent_by: name }),
      await store(crier, sms, { sent_by: name }),
    ]
    for (const [status, code] of receipts) {
      await applyReceipts(crier, [{ provider, reference: apart, status, code: code ?? null }])
    }
    await applyReceipts(
      crier,
      receipts.map(([status, code]) => ({ provider, reference: together, status, code: code ?? null })),
    )
    assert.deepEqual([await statusOf(crier, apart), await statusOf(crier, together)], [final, final])
  })
}

test('a receipt counts only from the provider that took the message, or where nobody is known to have', async () => {
  const cases: [sentBy: string | null, provider: string, status: string, left: string][] = [
    ['mmg', 'firetext', '1', 'sending'],
    ['mmg', 'sandbox-sms', 'permanent-failure', 'sending'],
    ['mmg', 'mmg', '3', 'delivered'],
    [null, 'firetext', '0', 'delivered'],
    ['sandbox-sms', 'mmg', '3', 'sending'],
    ['somebody-gone', 'mmg', '3', 'sending'],
  ]
  for (const [sent_by, provider, status, left] of cases) {
    const id = await store(crier, sms, { sent_by, billable_units: 2 })
    await applyReceipts(crier, [{ provider, reference: id, status }])
    const [row] = await crier.sql`
      select notification_status as status, sent_by, billable_units as units from notifications where id = ${id}`
    assert.deepEqual({ ...row }, { status: left, sent_by: sent_by ?? provider, units: 2 })
  }
  const reference = randomUUID()
  const mail = await store(crier, email, { notification_type: 'email', reference, sent_by: 'smtp' })
  await applyReceipts(crier, [{ provider: 'ses', reference, status: 'Bounce Permanent' }])
  assert.equal(await statusOf(crier, mail), 'sending')
})

test('two providers of one protocol share its path: either’s receipt counts', async () => {
  await crier.sql`
    insert into provider_details (display_name, identifier, adapter, notification_type, priority)
    values ('MMG, second account', 'mmg-2', 'mmg', 'sms', 0)`
  const id = await store(crier, sms, { sent_by: 'mmg-2' })
  await applyReceipts(crier, [{ provider: 'mmg', reference: id, status: '3' }])
  const [row] =
    await crier.sql`select notification_status as status, sent_by from notifications where id = ${id}`
  assert.deepEqual({ ...row }, { status: 'delivered', sent_by: 'mmg-2' })
})

test('a code refines an early receipt too', async () => {
  const id = await store(crier, sms, { notification_status: 'created' })
  await applyReceipts(crier, [{ provider: 'firetext', reference: id, status: '1', code: '102' }])
  assert.equal(await statusOf(crier, id), 'temporary-failure')
})

test('an unknown word changes nothing, is kept and told, and is applied once it is explained', async () => {
  const ids = [await store(crier, sms, { sent_by: 'mmg' }), await store(crier, sms, { sent_by: 'mmg' })]
  const said = (reference: string, status: string) => ({ provider: 'mmg', reference, status })
  const [first, second] = ids as [string, string]
  const told = [said(first, '77'), said(second, '77'), said(first, '78'), said(first, '77')]
  for (let times = 0; times < 2; times++) {
    const outcomes = (await applyReceipts(crier, told)).map(({ outcome }) => outcome)
    assert.deepEqual(outcomes, Array(4).fill('unknown-word'))
  }
  assert.deepEqual([await statusOf(crier, first), await statusOf(crier, second)], ['sending', 'sending'])
  const words = () => crier.sql`
    select status, receipts::integer from unknown_receipt_words
    where provider = 'mmg' and status in ('77', '78') order by status`
  assert.deepEqual(
    (await words()).map((row) => ({ ...row })),
    [
      { status: '77', receipts: 2 },
      { status: '78', receipts: 1 },
    ],
  )
  await crier.sql`
    insert into provider_receipt_statuses (adapter, status, notification_status) values ('mmg', '77', 'delivered')`
  await runTask(crier.crier, 'apply-waiting-receipts')
  assert.deepEqual([await statusOf(crier, first), await statusOf(crier, second)], ['delivered', 'delivered'])
  assert.deepEqual(
    (await words()).map(({ status }) => status),
    ['78'],
  )
})

test('each receipt of a batch has an answer, though a word is explained while it is applied', async () => {
  const [one, other] = [
    await store(crier, sms, { sent_by: 'mmg' }),
    await store(crier, sms, { sent_by: 'mmg' }),
  ]
  let applied: ReturnType<typeof applyReceipts> | undefined
  await crier.sql.begin(async (holder) => {
    await holder`select from notifications where id = ${other} for update`
    applied = applyReceipts(crier, [
      { provider: 'mmg', reference: one, status: 'one new word' },
      { provider: 'mmg', reference: one, status: 'another new word' },
      { provider: 'mmg', reference: other, status: '3' },
    ])
    applied.catch(() => {})
    await crier.until('the batch waits', async () => {
      const waiting = await crier.sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return waiting.length > 0
    })
    await crier.sql`
      insert into provider_receipt_statuses (adapter, status, notification_status)
      values ('mmg', 'another new word', 'delivered')`
  })
  const answers = (await applied!).map(({ outcome }) => outcome)
  assert.deepEqual(answers, ['unknown-word', 'unknown-word', 'applied'])
  // What is known now is applied with what waits.
  await runTask(crier.crier, 'apply-waiting-receipts')
  assert.equal(await statusOf(crier, one), 'delivered')
})

test('an early receipt fills in who sent it, and tells that fragments are to be counted', async () => {
  const id = await store(crier, sms, { notification_status: 'created' })
  const answer = await crier.call('/notifications/sms/mmg', {
    body: { CID: id, status: 3 },
    headers: receiptHeaders,
  })
  assert.deepEqual([answer.status, answer.body], [200, { result: 'success' }])
  const [row] = await crier.sql`
    select notification_status as status, sent_by, billable_units as units, sent_at is not null as handed
    from notifications where id = ${id}`
  assert.deepEqual({ ...row }, { status: 'delivered', sent_by: 'mmg', units: 1, handed: true })
})

test('unknown references are answered 200 and change nothing', async () => {
  for (const reference of [randomUUID(), 'not-a-uuid', '']) {
    const { status } = await crier.call('/notifications/sms/mmg', {
      body: { CID: reference, status: '3' },
      headers: receiptHeaders,
    })
    assert.equal(status, reference === '' ? 400 : 200)
  }
})

test('missing fields are refused in the provider’s words', async () => {
  const mmg = await crier.call('/notifications/sms/mmg', { body: {}, headers: receiptHeaders })
  assert.deepEqual(mmg.body, {
    result: 'error',
    message: ['MMG callback failed: status missing', 'MMG callback failed: CID missing'],
  })
  const firetext = await crier.call('/notifications/sms/firetext', {
    body: 'status=',
    headers: { ...receiptHeaders, 'content-type': 'application/x-www-form-urlencoded' },
  })
  assert.equal(firetext.status, 400)
  assert.deepEqual(firetext.body.message, [
    'Firetext callback failed: status missing',
    'Firetext callback failed: reference missing',
  ])
})

test('texts abroad listen only where receipts can be believed', async () => {
  for (const [prefix, expected] of [
    ['7', 'delivered'],
    ['1', 'sent'],
    ['249', 'sent'],
  ] as const) {
    const id = await store(crier, sms, {
      international: true,
      phone_prefix: prefix,
      notification_status: 'sent',
      sent_by: 'mmg',
    })
    await applyReceipts(crier, [{ provider: 'mmg', reference: id, status: '3' }])
    assert.equal(await statusOf(crier, id), expected, prefix)
  }
})

test('an email’s receipt is applied once', async () => {
  const reference = randomUUID()
  const id = await store(crier, email, { notification_type: 'email', reference, sent_by: 'ses' })
  const receipt = (status: string) => ({ provider: 'ses', reference, status })
  const answers = [
    ...(await applyReceipts(crier, [receipt('Bounce Permanent')])),
    ...(await applyReceipts(crier, [receipt('Delivery')])),
  ]
  assert.deepEqual(
    answers.map(({ outcome }) => outcome),
    ['applied', 'duplicate'],
  )
  assert.equal(await statusOf(crier, id), 'permanent-failure')
})

test('an email’s receipt that comes before its reference waits for it', async () => {
  const reference = randomUUID()
  const id = await store(crier, email, {
    notification_type: 'email',
    notification_status: 'created',
    reference: null,
  })
  const early = { provider: 'ses', reference, status: 'Delivery' }
  for (const outcome of ['waiting', 'waiting']) {
    assert.equal((await applyReceipts(crier, [early]))[0]!.outcome, outcome)
  }
  // Another provider's word about it waits too, and does not count.
  await applyReceipts(crier, [{ provider: 'smtp', reference, status: 'delivered' }])
  const [kept] = await crier.sql`
    select count(*)::integer as count from provider_receipts where reference = ${reference}`
  assert.equal(kept!.count, 2)
  const delivery = { id, outcome: 'sent', provider: 'ses', reference, sent_at: new Date().toISOString() }
  const [recorded] = await crier.sql`select is_awaited from record_deliveries(${crier.sql.json([delivery])})`
  assert.equal(recorded!.is_awaited, true)
  await crier.sql`select from apply_waiting_receipts(array[${reference}])`
  assert.equal(await statusOf(crier, id), 'delivered')
  const [left] = await crier.sql`
    select count(*)::integer as count from provider_receipts where reference = ${reference} and applied_at is null`
  assert.equal(left!.count, 0)
})

test('a receipt that was missed while its reference was recorded is applied within minutes', async () => {
  const reference = randomUUID()
  // Neither saw the other: the receipt lies waiting beside a reference that is known.
  const id = await store(crier, email, { notification_type: 'email', reference, sent_by: 'ses' })
  await crier.sql`
    insert into provider_receipts (provider, reference, status) values ('ses', ${reference}, 'Delivery')`
  await runTask(crier.crier, 'apply-waiting-receipts')
  assert.equal(await statusOf(crier, id), 'delivered')
  await runTask(crier.crier, 'apply-waiting-receipts')
  assert.equal(await statusOf(crier, id), 'delivered')
})

test('what is archived still learns its outcome, a text for as long as its receipt can matter', async () => {
  const archive = async (id: string) => {
    await crier.sql`
      with gone as (delete from notifications where id = ${id} returning *)
      insert into notification_history (id, service_id, template_id, template_version, notification_type, key_type,
        notification_status, created_at, reference, billable_units, international, phone_prefix, sent_by)
      select id, service_id, template_id, template_version, notification_type, key_type, notification_status, created_at,
        reference, billable_units, international, phone_prefix, sent_by from gone`
  }
  const past = async (id: string) =>
    (await crier.sql`select notification_status as status from notification_history where id = ${id}`)[0]!
      .status
  const reference = randomUUID()
  const mail = await store(crier, email, { notification_type: 'email', reference, sent_by: 'ses' })
  const text = await store(crier, sms, { sent_by: 'mmg' })
  const old = await store(crier, sms, {
    sent_by: 'mmg',
    created_at: new Date(Date.now() - 9 * 86_400_000).toISOString(),
  })
  for (const id of [mail, text, old]) await archive(id)
  await applyReceipts(crier, [
    { provider: 'ses', reference, status: 'Delivery' },
    { provider: 'mmg', reference: text, status: '3' },
    { provider: 'mmg', reference: old, status: '3' },
  ])
  assert.deepEqual(
    [await past(mail), await past(text), await past(old)],
    ['delivered', 'delivered', 'sending'],
  )
})

test('a text’s receipt names its id as it was given; other spellings of an id are nobody’s', async () => {
  const id = await store(crier, sms, { sent_by: 'mmg' })
  for (const reference of [`{${id}}`, id.replaceAll('-', ''), `${id} `]) {
    const [answer] = await applyReceipts(crier, [{ provider: 'mmg', reference, status: '3' }])
    assert.equal(answer!.outcome, 'not-found', reference)
  }
  const [answer] = await applyReceipts(crier, [{ provider: 'mmg', reference: id.toUpperCase(), status: '3' }])
  assert.equal(answer!.outcome, 'applied')
})

test('an email archived while its receipts wait is found in the archive, beside live ones in the same batch', async () => {
  const references = [randomUUID(), randomUUID(), randomUUID()]
  const [live, past] = [
    await store(crier, email, { notification_type: 'email', reference: references[0]!, sent_by: 'ses' }),
    await store(crier, email, { notification_type: 'email', reference: references[1]!, sent_by: 'ses' }),
  ]
  await crier.sql`
    with moved as (delete from notifications where id = ${past} returning *)
    insert into notification_history (id, service_id, template_id, template_version, notification_type, key_type,
      notification_status, created_at, sent_by, reference, billable_units, international)
    select id, service_id, template_id, template_version, notification_type, key_type, notification_status,
      created_at, sent_by, reference, billable_units, international
    from moved`
  const outcomes = await applyReceipts(
    crier,
    references.map((reference) => ({ provider: 'ses', reference, status: 'Delivery' })),
  )
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['applied', 'applied', 'waiting'],
  )
  assert.equal(await statusOf(crier, live), 'delivered')
  const [kept] =
    await crier.sql`select notification_status as status from notification_history where id = ${past}`
  assert.equal(kept!.status, 'delivered')
})
