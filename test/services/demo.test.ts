/** The demo service has one of each thing, and days of sample messages that nobody gets. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readFigures } from '../../src/dashboard/figures.ts'
import { demoService } from '../../src/services/create.ts'
import { makeSampleTraffic, sampleDays } from '../../src/services/sample-traffic.ts'
import { adminCall } from '../admin/support.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'

/** A Thursday's half past two in London. */
const now = '2026-11-26T14:30:00Z'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
  crier.setNow(now)
})
after(() => crier.close())

const demo = () => demoService(crier.crier, 'http://localhost:6011')

test('an older demo service gets what it lacks, and keeps what people have changed', async () => {
  const [older] =
    await crier.sql`select create_service('{"name": "Demo service", "restricted": false}', null, now()) as id`
  await crier.sql`
    insert into templates (service_id, name, template_type, content)
    values (${older!.id}, 'Example text message', 'sms', 'My own words')`
  const first = await demo()
  assert.equal(first.service_id, older!.id)
  assert.deepEqual(await demo(), first)
  const found = await crier.sql`
    select templates.id, content, contact_block from templates
    left join service_letter_contacts contact on contact.id = service_letter_contact_id
    where templates.service_id = ${first.service_id} order by templates.name`
  const { sms, email, file, letter } = first.templates
  assert.deepEqual(
    found.map(({ id }) => id),
    [email, file, letter, sms],
  )
  assert.equal(found[3]!.content, 'My own words')
  assert.match(found[2]!.contact_block, /^Demo service\n/)
})

test('a person administers the platform and the demo service, and is made once', async () => {
  const { person, service_id } = await demo()
  const password = { password: person.password }
  const { body } = await adminCall(crier, '/user/email', { body: { email: person.email_address } })
  const { id, platform_admin, state, permissions } = body.data
  assert.deepEqual([platform_admin, state, permissions[service_id].length], [true, 'active', 8])
  const answer = await adminCall(crier, `/user/${id}/verify/password`, { body: password })
  assert.equal(answer.status, 204)
})

test('with it a file goes by email, a letter is accepted, senders are chosen and the guest is reached', async () => {
  const { api_keys: keys, templates, sms_sender_id, email_reply_to_id, guest_list } = await demo()
  const personalisation = { name: 'Amala', day: 'Tuesday' }
  const file = { file: Buffer.from('%PDF-1.7\n').toString('base64'), filename: 'permit.pdf' }
  const email = await crier.call('/v2/notifications/email', {
    key: keys.normal,
    body: {
      email_address: 'amala@example.gov.uk',
      template_id: templates.file,
      email_reply_to_id,
      personalisation: { name: 'Amala', link_to_file: file },
    },
  })
  assert.equal(email.status, 201, email.text)
  assert.match(email.body.content.body, /https:\/\/api\.example\.org\/\S+/)
  const letter = await crier.call('/v2/notifications/letter', {
    key: keys.test,
    body: {
      template_id: templates.letter,
      personalisation: {
        ...personalisation,
        address_line_1: 'Amala Bird',
        address_line_2: '123 High Street',
        address_line_3: 'SW14 6BF',
      },
    },
  })
  assert.equal(letter.status, 201, letter.text)
  const text = await crier.call('/v2/notifications/sms', {
    key: keys.team,
    body: {
      phone_number: guest_list[1],
      template_id: templates.sms,
      sms_sender_id,
      personalisation: { name: 'Amala', code: '1' },
    },
  })
  assert.equal(text.status, 201, text.text)
  assert.equal(text.body.content.from_number, 'DEMO')
})

test('sample traffic is of two weeks, final, sent to nobody, and in every figure', async () => {
  const { service_id: id, api_keys: keys } = await demo()
  const jobs = async () => (await crier.sql`select count(*)::integer as jobs from pgboss.job`)[0]!.jobs
  const before = await jobs()
  const { messages: made, yesterday } = await makeSampleTraffic(crier.crier, id)
  assert.equal(yesterday, '2026-11-25')
  assert.ok(made > 8000 && made < 20_000, String(made))
  assert.equal(await jobs(), before)
  const [sample] = await crier.sql`
    select
      count(*)::integer as messages, count(distinct local_date(created_at))::integer as days,
      count(distinct template_id)::integer as templates,
      count(distinct notification_status)::integer as statuses,
      bool_and(is_completed) as all_final,
      bool_and(coalesce(sent_at, created_at) <= ${now} and updated_at <= ${now}) as all_past,
      bool_and("to" ~ '^(07700900|\\+33639980|person\\d+@example.gov.uk$|Amala Bird)') as to_nobody,
      array_agg(distinct sent_by order by sent_by) filter (where sent_by is not null) as providers,
      count(*) filter (where international)::integer as abroad
    from notifications join notification_status_groups on status = notification_status
    where service_id = ${id} and client_reference like 'sample traffic of %'`
  const { abroad, ...rest } = sample!
  assert.ok(abroad > 50)
  assert.deepEqual(rest, {
    messages: made,
    days: sampleDays,
    templates: 4,
    statuses: 5,
    all_final: true,
    all_past: true,
    to_nobody: true,
    providers: ['dvla', 'firetext', 'mmg', 'ses'],
  })

  const figures = await readFigures(crier.crier, { day: '2026-11-26', serviceId: id })
  assert.equal(figures.outcomes.length, sampleDays)
  assert.ok(figures.outcomes.every(({ delivered, failed }) => delivered > 100 && failed > 0))
  assert.equal(figures.times.length, sampleDays - 1)
  assert.ok(figures.times.every(({ percentage }) => percentage > 98 && percentage < 100))
  assert.ok(new Set(figures.activity.map(({ hour }) => hour)).size > 10)
  const november = figures.usage.find(({ month }) => month === '2026-11-01')!
  assert.ok(Number(november.texts) > 2000 && Number(november.free_units) > 2000)
  assert.ok(Number(november.letter_cost) > 0)

  const page = await crier.call('/v2/notifications?template_type=sms', { key: keys.normal })
  assert.equal(page.status, 200)
  assert.match(page.body.notifications[0].body, /^(Hello Amala|My own words)/)
})

test('run again it adds what has come since, though older days have moved to history', async () => {
  const { service_id: id } = await demo()
  const seen = async () => {
    const [row] = await crier.sql`
      select count(*)::integer as messages, count(distinct id)::integer as ids,
        count(*) filter (where created_at > ${now}::timestamptz - interval '2 minutes')::integer as since
      from notifications_all_time
      where service_id = ${id} and client_reference like 'sample traffic of %'`
    return row!
  }
  await crier.sql`select archive_notifications('email', ${now}, 100000)`
  const { messages: before } = await seen()
  crier.setNow('2026-11-27T14:30:00Z')
  const { messages: more } = await makeSampleTraffic(crier.crier, id)
  assert.ok(more > 500 && more < 1500, String(more))
  assert.deepEqual({ ...(await seen()) }, { messages: before + more, ids: before + more, since: more })
  crier.setNow(now)
})

test('it is refused for other services, and where a real provider is active', async () => {
  const { service_id: id } = await demo()
  const other = await crier.makeService()
  await assert.rejects(makeSampleTraffic(crier.crier, other.id), {
    message: 'no sample traffic: the service is not the demo service',
  })
  await crier.sql`update provider_details set active = true where identifier = 'mmg'`
  await assert.rejects(makeSampleTraffic(crier.crier, id), {
    message: 'no sample traffic: the provider mmg is active, so figures here are real ones',
  })
  await crier.sql`update provider_details set active = false where identifier = 'mmg'`
})
