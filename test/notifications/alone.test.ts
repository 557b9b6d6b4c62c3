/** A request by itself is answered, counted, stored and queued as it is among others. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { randomSequence } from '../support/random.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

type Twin = { service: TestService; templates: Record<string, string> }

const limits = {
  rate_limit: 12,
  sms_message_limit: 12,
  email_message_limit: 6,
  letter_message_limit: 5,
  international_sms_message_limit: 3,
}

async function twin(restricted: boolean): Promise<Twin> {
  const service = await crier.makeService({ restricted, ...limits })
  const templates: Record<string, string> = {}
  for (const type of ['sms', 'email', 'letter'] as const)
    templates[type] = await crier.makeTemplate(service, { type, content: 'Hello' })
  return { service, templates }
}

const channels = ['sms', 'sms', 'email', 'letter'] as const
const keys = ['normal', 'normal', 'team', 'test'] as const

/** What a request asks for, whoever makes it. */
function draw(next: () => number) {
  const one = <Value>(values: readonly Value[]) => values[Math.floor(next() * values.length)]!
  const channel = one(channels)
  const isAbroad = channel === 'sms' && next() < 0.3
  return {
    key_type: one(keys),
    notification_type: channel,
    stores: next() < 0.8,
    checks_international: next() < 0.7,
    counts_international: isAbroad,
    enqueues: next() < 0.8,
    ...(next() < 0.3
      ? {
          idempotency_key: one(['first', 'second']),
          request_hash: one(['00', '01']),
          response: { body: channel },
        }
      : {}),
    process_type: one(['normal', 'priority']),
    template_version: 1,
    to: 'somebody',
    normalised_to: 'Somebody',
    personalisation: one([null, {}, { name: 'Amala' }]),
    client_reference: one([null, 'theirs']),
    ...(channel === 'sms' ? { phone_prefix: isAbroad ? '1' : '44', rate_multiplier: 1 } : {}),
    ...(channel === 'letter' ? { postage: 'second', billable_units: 1 } : {}),
    ...(channel === 'letter' && next() < 0.2 ? { notification_status: 'pending-virus-check' } : {}),
    ...(channel === 'email' ? { unsubscribe_link: one([null, 'https://example.org/out']) } : {}),
    ...(next() < 0.3 ? { call_ord: 0 } : {}),
  }
}

const rowFor = ({ service, templates }: Twin, request: ReturnType<typeof draw>, ord: number) => ({
  ...request,
  ord,
  service_id: service.id,
  template_id: templates[request.notification_type],
})

const accept = (rows: object[], at: string) => crier.sql`
  select
    ord, outcome, notification_id is not null as has_id, response, rate_limit, tokens_left, bucket_full_seconds,
    retry_after_seconds, exceeded_limit
  from accept_notifications(${crier.sql.json(rows as never)}, ${at}) order by ord`

/** All that a service has, without what is its own alone. */
async function kept({ service: { id } }: Twin) {
  const [usage, buckets, messages, answers, jobs] = await Promise.all([
    crier.sql`
      select day, sms, email, letter, international_sms from service_daily_usage where service_id = ${id} order by day`,
    crier.sql`
      select key_type, tokens, refilled_at, backlog from rate_limit_buckets where service_id = ${id} order by key_type`,
    crier.sql`
      select
        notification_type, key_type, notification_status, created_at, updated_at, template_version, "to", normalised_to,
        personalisation, unsubscribe_link, client_reference, billable_units, rate_multiplier, international,
        phone_prefix, postage
      from notifications where service_id = ${id} order by id`,
    crier.sql`
      select
        idempotency_key, key_type, request_hash, response, created_at,
        (select count(*) from notifications where id = notification_id) as messages
      from idempotency_keys where service_id = ${id} order by idempotency_key, key_type`,
    crier.sql`
      select name, priority, data, state from pgboss.job where group_id = ${id} order by id`,
  ])
  return { usage, buckets, messages, answers, jobs }
}

for (const restricted of [false, true])
  test(`a request of a ${restricted ? 'trial' : 'live'} service fares by itself as beside another's`, async () => {
    const next = randomSequence(restricted ? 2 : 1)
    const [alone, among, other] = await Promise.all([twin(restricted), twin(restricted), twin(false)])
    const seen = new Set<string>()
    let at = Date.parse('2026-03-02T22:30:00Z')
    for (let turn = 0; turn < 150; turn++) {
      const request = draw(next)
      const instant = new Date(at).toISOString()
      // Queued together, the two would share a job.
      const beside = { ...draw(next), enqueues: false }
      const [first] = await accept([rowFor(alone, request, 0)], instant)
      const [second] = await accept([rowFor(among, request, 0), rowFor(other, beside, 1)], instant)
      assert.deepEqual(first, second, JSON.stringify(request))
      seen.add(first!.outcome)
      at += Math.floor(next() * (next() < 0.1 ? 1_200_000 : 4000))
    }
    assert.equal(seen.size, 7, [...seen].join(' '))
    assert.deepEqual(await kept(alone), await kept(among))
  })
