/** What an operator is told to look at: services whose texts cannot be delivered, slow deliveries, few numbers; at their limits, and once. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { runTask } from '../../src/schedule.ts'
import { type TestCrier, type TestService, testCrier } from '../support/crier.ts'

let crier: TestCrier
let quick: { service: TestService; template: string }
before(async () => {
  crier = await testCrier()
  quick = await sending()
  await crier.sql`update settings set support_email_address = 'support@example.gov.uk'`
})
after(() => crier.close())

const at = (iso: string) => crier.setNow(iso)
/** The tickets since the last look, which were emails of the platform's own service. */
let seen = 0
async function tickets(): Promise<{ to: string; subject: string; content: string }[]> {
  const rows = await crier.sql`
    select "to", personalisation ->> 'subject' as subject, personalisation ->> 'content' as content
    from notifications
    where service_id = notify_service_id() and notification_type = 'email'
    order by id offset ${seen}`
  seen += rows.length
  return rows.map(({ to, subject, content }) => ({ to, subject, content }))
}

type Texts = { count: number; failed?: number; created_at?: string; to?: string; key_type?: string }
async function texts(service: TestService, template: string, given: Texts): Promise<void> {
  const {
    count,
    failed = 0,
    created_at = '2026-03-02T10:00:00Z',
    to = '447900900',
    key_type = 'normal',
  } = given
  await crier.sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type,
      notification_status, created_at, "to", normalised_to, phone_prefix, rate_multiplier)
    select ${service.id}, ${template}, 1, 'sms', ${key_type}::key_type,
      case when number <= ${failed} then 'permanent-failure' else 'delivered' end::notification_status,
      ${created_at}, ${to}, ${to} || lpad((number % 1000)::text, 3, '0'), '44', 1
    from generate_series(1, ${count}) number`
}
const sending = async (columns: Record<string, unknown> = {}) => {
  const service = await crier.makeService({ count_as_live: true, ...columns })
  return { service, template: await crier.makeTemplate(service, { content: 'Hello' }) }
}
const senders = () =>
  runTask(crier.crier, 'check-for-services-with-high-failure-rates-or-sending-to-tv-numbers')

test('services whose texts cannot be delivered, or go to television’s numbers, are told of in one ticket', async () => {
  at('2026-03-02T10:30:00Z')
  await senders()
  assert.deepEqual(await tickets(), [])
  const [fails, tv, almost, others, trial, tests, past] = await Promise.all([
    sending(),
    sending(),
    sending(),
    sending(),
    sending({ restricted: true }),
    sending(),
    sending(),
  ])
  const drama = '447700900'
  // A quarter of too few, then barely less of enough, then more.
  await texts(fails.service, fails.template, { count: 9_996, failed: 2_499 })
  await senders()
  assert.deepEqual(await tickets(), [])
  await texts(fails.service, fails.template, { count: 4 })
  await senders()
  assert.deepEqual(await tickets(), [])
  await crier.sql`
    delete from notifications where id in (
      select id from notifications where service_id = ${fails.service.id} and notification_status = 'delivered' limit 461
    )`
  await texts(fails.service, fails.template, { count: 461, failed: 461 })
  await texts(tv.service, tv.template, { count: 501, to: drama })
  await texts(almost.service, almost.template, { count: 500, to: drama })
  await texts(others.service, others.template, { count: 501, to: '447227700' })
  await texts(trial.service, trial.template, { count: 501, to: drama })
  await texts(tests.service, tests.template, { count: 501, to: drama, key_type: 'test' })
  await texts(past.service, past.template, { count: 501, to: drama, created_at: '2026-03-01T10:29:59Z' })
  await senders()
  assert.deepEqual(await tickets(), [
    {
      to: 'support@example.gov.uk',
      subject: '[admin.example.org] High failure rates for sms spotted for services',
      content: `1 service(s) have had high permanent-failure rates for sms messages in last 24 hours:
service: https://admin.example.org/services/${fails.service.id} failure rate: 0.3,

1 service(s) have sent over 500 sms messages to tv numbers in last 24 hours:
service: https://admin.example.org/services/${tv.service.id} count of sms to tv numbers: 501,
`,
    },
  ])
  // A day later nothing of it is left.
  at('2026-03-03T10:30:00Z')
  await senders()
  assert.deepEqual(await tickets(), [])
})

test('without an address nobody is written to', async (t) => {
  await crier.sql`update settings set support_email_address = null`
  t.after(() => crier.sql`update settings set support_email_address = 'support@example.gov.uk'`)
  at('2026-03-02T10:30:00Z')
  const { service, template } = await sending()
  await texts(service, template, { count: 501, to: '447700900' })
  await senders()
  assert.deepEqual(await tickets(), [])
  await assert.rejects(crier.sql`update settings set support_email_address = 'nobody'`, {
    constraint_name: 'support_address_is_an_address',
  })
})

/** Texts that mmg took a while before each of the minutes, and how long each delivery took. */
async function delivered(minutes: string[], minutesBefore: number, took: number[]): Promise<void> {
  await crier.sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type,
      notification_status, created_at, sent_at, updated_at, sent_by, "to", normalised_to, phone_prefix, rate_multiplier)
    select ${quick.service.id}, ${quick.template}, 1, 'sms', 'normal', 'delivered', sent.at, sent.at,
      sent.at + took * interval '1 minute', 'mmg', '07700900300', '447700900300', '44', 1
    from unnest(${took}::integer[]) took
    cross join (select minute - ${minutesBefore} * interval '1 minute' as at from unnest(${minutes}::timestamptz[]) minute) sent`
}
const minute = (number: number) => `2026-04-01T12:${String(number).padStart(2, '0')}:07Z`
const minutes = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, n) => minute(first + n))
const speeds = async (number: number) => {
  at(minute(number))
  await runTask(crier.crier, 'generate-sms-delivery-stats')
  return (await tickets()).map(({ subject }) => subject)
}
const slowly = '[admin.example.org] Text messages are delivered slowly'

test('slow texts are told of in the tenth minute, once until they are slow no more', async () => {
  await delivered(minutes(0, 40), 6, [0, 0, 0, 0, 0, 0, 0, 0, 0, 5])
  const told: number[] = []
  for (let number = 0; number < 25; number++) {
    // One left out is no break, and one that comes twice counts once.
    if (number === 4) continue
    const subjects = [...(await speeds(number)), ...(number === 2 ? await speeds(number) : [])]
    if (subjects.length > 0) told.push(number)
    assert.ok(subjects.every((subject) => subject === slowly))
  }
  assert.deepEqual(told, [9])
  // A tenth is slow, less is not.
  await delivered(
    [minute(25)],
    2,
    Array.from({ length: 10 }, () => 0),
  )
  assert.deepEqual(await speeds(25), [])
  const [calm] = await crier.sql`select slow_since, told_at from slow_delivery_watch`
  assert.deepEqual({ ...calm }, { slow_since: null, told_at: null })
  await crier.sql`delete from notifications where created_at >= '2026-04-01' and sent_by = 'mmg'`
  await delivered(minutes(26, 60), 6, [7])
  const again: number[] = []
  for (let number = 30; number < 55; number++) {
    // After a gap the minutes begin anew.
    if (number >= 35 && number < 39) continue
    if ((await speeds(number)).length > 0) again.push(number)
  }
  assert.deepEqual(again, [48])
})

test('the speeds of the last 15 minutes, by provider', async () => {
  const now = '2026-05-01T12:00:00Z'
  await delivered([now], 12, [0, 1, 5, 10])
  await delivered([now], 16, [10])
  const { service, template } = await sending()
  for (const [status, sentBy, key] of [
    ['sending', 'firetext', 'normal'],
    ['pending', 'firetext', 'team'],
    ['created', 'firetext', 'normal'],
    ['permanent-failure', 'firetext', 'normal'],
    ['sending', 'firetext', 'test'],
  ])
    await crier.sql`
      insert into notifications (service_id, template_id, template_version, notification_type, key_type,
        notification_status, created_at, sent_at, sent_by, "to", normalised_to, phone_prefix, rate_multiplier)
      values (${service.id}, ${template}, 1, 'sms', ${key!}, ${status!}, '2026-05-01T11:55:00Z',
        ${status === 'created' ? null : '2026-05-01T11:55:00Z'}, ${sentBy!}, '07700900300', '447700900300', '44', 1)`
  const rows = await crier.sql`select * from text_speeds(${now})`
  assert.deepEqual(
    rows.map((row) => Object.values(row).map(String)),
    [
      ['firetext', '2', '2', '2', '0'],
      ['mmg', '4', '3', '2', '1'],
    ],
  )
})

const few = async () => {
  await runTask(crier.crier, 'check-for-low-available-inbound-sms-numbers')
  return tickets()
}

test('fifty free numbers are few, where anybody has one', async () => {
  at('2026-03-02T09:00:00Z')
  assert.deepEqual(await few(), [])
  const { service } = await sending()
  await crier.sql`insert into inbound_numbers (number, provider, service_id) values ('07700901000', 'mmg', ${service.id})`
  await crier.sql`
    insert into inbound_numbers (number, provider, active)
    select '077009' || number, 'mmg', number <= 12050 from generate_series(12001, 12060) number`
  const [ticket] = await few()
  assert.equal(ticket!.subject, '[admin.example.org] Few inbound numbers are left')
  assert.match(ticket!.content, /^50 number\(s\)/)
  await crier.sql`insert into inbound_numbers (number, provider) values ('07700902000', 'mmg')`
  assert.deepEqual(await few(), [])
})

test('invitations go after two days, whatever became of them', async () => {
  at('2026-03-04T09:00:00Z')
  const { service } = await sending()
  await crier.sql`
    insert into invites (email_address, service_id, invited_by_id, created_at, accepted_at)
    select created_at || '@example.gov.uk', ${service.id}, notify_user_id(), created_at, accepted_at
    from (values
      (timestamptz '2026-03-02T09:00:00Z', null::timestamptz), ('2026-03-01T09:00:00Z', '2026-03-01T10:00:00Z'),
      ('2026-03-02T09:00:00.001Z', null)
    ) as invite (created_at, accepted_at)`
  await runTask(crier.crier, 'delete-invitations')
  const left = await crier.sql`select created_at::text as at from invites where service_id = ${service.id}`
  assert.deepEqual(
    left.map((row) => row.at),
    ['2026-03-02 09:00:00.001+00'],
  )
})
