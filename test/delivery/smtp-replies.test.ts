/** What a relay's replies mean for one email, by a table of replies that go over the wire. Source: RFC 3463, RFC 5321 section 4.2, RFC 4954. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Job } from 'pg-boss'
import { MessageFault, type OutgoingEmail, type Refusal } from '../../src/delivery/providers/provider.ts'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { makeLog } from '../../src/log.ts'
import { open } from '../../src/open.ts'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { makeAdapter } from './account.ts'
import { store, storing } from './messages.ts'
import { type SmtpPeer, smtpPeer } from './peers.ts'

type Stage = 'MAIL FROM' | 'RCPT TO' | 'DATA'
type Verdict = Refusal | 'retried'
const table: [stage: Stage, reply: string, verdict: Verdict][] = [
  // The address.
  ['RCPT TO', '550 5.1.1 user unknown', 'permanent-failure'],
  ['RCPT TO', '550 5.1.2 host not found', 'permanent-failure'],
  ['RCPT TO', '553 5.1.3 bad address syntax', 'permanent-failure'],
  ['RCPT TO', '501 5.1.3 bad address syntax', 'permanent-failure'],
  ['RCPT TO', '551 5.1.6 has moved', 'permanent-failure'],
  ['RCPT TO', '556 5.1.10 null MX', 'permanent-failure'],
  ['DATA', '550 5.1.1 user unknown', 'permanent-failure'],
  ['RCPT TO', '550 no mailbox here by that name (#5.1.1)', 'permanent-failure'],
  ['RCPT TO', '550 No such user here', 'permanent-failure'],
  ['RCPT TO', '551 User not local', 'permanent-failure'],
  ['RCPT TO', '553 Mailbox name not allowed', 'permanent-failure'],
  ['RCPT TO', '556 Domain does not accept mail', 'permanent-failure'],
  ['RCPT TO', '550 5.0.0 User unknown', 'permanent-failure'],
  // Its mailbox.
  ['RCPT TO', '552 5.2.2 mailbox full', 'temporary-failure'],
  ['RCPT TO', '550 5.2.1 mailbox disabled', 'temporary-failure'],
  ['DATA', '552 5.2.2 mailbox full', 'temporary-failure'],
  ['RCPT TO', '552 Requested mail action aborted: exceeded storage allocation', 'temporary-failure'],
  ['RCPT TO', '552 mailbox size limit exceeded', 'temporary-failure'],
  ['RCPT TO', '552 5.0.0 user is over quota', 'temporary-failure'],
  ['RCPT TO', '550 mailbox is full', 'temporary-failure'],
  // What the relay says will pass.
  ['RCPT TO', '450 4.2.1 greylisted', 'retried'],
  ['RCPT TO', '452 4.2.2 mailbox full', 'retried'],
  ['RCPT TO', '450 5.1.1 codes that disagree', 'retried'],
  ['RCPT TO', '550 4.1.1 codes that disagree', 'retried'],
  ['DATA', '451 4.3.0 local error', 'retried'],
  ['RCPT TO', '421 4.3.2 closing', 'retried'],
  // The relay, the session, the login, the policy: ours.
  ['RCPT TO', '554 5.7.1 Relay access denied', 'retried'],
  ['RCPT TO', '550 5.7.1 Unable to relay', 'retried'],
  ['RCPT TO', '550 relay not permitted', 'retried'],
  ['RCPT TO', '550 Relaying denied', 'retried'],
  ['RCPT TO', '553 sorry, that domain isn’t in my list of allowed rcpthosts (#5.7.1)', 'retried'],
  ['RCPT TO', '550 blocked using a list', 'retried'],
  ['RCPT TO', '550 Daily sending quota exceeded', 'retried'],
  ['RCPT TO', '550 too many messages in this hour', 'retried'],
  ['RCPT TO', '550 5.0.0 Relaying denied', 'retried'],
  ['RCPT TO', '552 message size exceeds the fixed limit', 'retried'],
  ['RCPT TO', '552 insufficient system storage', 'retried'],
  ['RCPT TO', '535 5.7.8 authentication failed', 'retried'],
  ['RCPT TO', '535 authentication failed', 'retried'],
  ['RCPT TO', '530 5.7.0 authentication required', 'retried'],
  ['RCPT TO', '503 5.5.1 bad sequence of commands', 'retried'],
  ['RCPT TO', '503 bad sequence of commands', 'retried'],
  ['RCPT TO', '550 5.1.8 bad sender’s system', 'retried'],
  ['RCPT TO', '550 5.4.1 no answer from host', 'retried'],
  ['RCPT TO', '552 5.3.4 too big for the system', 'retried'],
  ['RCPT TO', '552 too many recipients', 'retried'],
  ['DATA', '554 5.7.1 looks like spam', 'retried'],
  ['DATA', '554 Message rejected: Email address is not verified', 'retried'],
  ['DATA', '550 no', 'retried'],
  ['DATA', '554 5.6.0 content', 'retried'],
  // The sender is ours, whatever the code says of an address.
  ['MAIL FROM', '550 5.1.1 unknown', 'retried'],
  ['MAIL FROM', '553 5.1.7 bad sender', 'retried'],
  ['MAIL FROM', '550 unknown', 'retried'],
  ['MAIL FROM', '530 5.7.0 authentication required', 'retried'],
]

const email: OutgoingEmail = {
  channel: 'email',
  id: '01890000-0000-7000-8000-000000000001',
  to: 'amala@example.gov.uk',
  from: { name: 'A service', address: 'a.service@notify.example.org' },
  replyTo: null,
  subject: 'Your appointment',
  text: 'Hello',
  html: '<p>Hello</p>',
  headers: {},
  links: [],
  isTest: false,
}

test('each reply condemns the message, or is tried again, as its codes and its place say', async (t) => {
  const named = table.map(([stage, reply, verdict], row) => ({
    stage,
    reply,
    verdict,
    name: `row-${row}-end`,
  }))
  const address = (name: string) => `${name}@example.com`
  const peer = await smtpPeer(
    Object.fromEntries(
      named.map(({ stage, name, reply }) => [stage === 'DATA' ? name : address(name), reply]),
    ),
  )
  const smtp = makeAdapter('smtp', { url: peer.url })
  t.after(async () => {
    smtp.close!()
    await peer.close()
  })
  const found = await Promise.all(
    named.map(async ({ stage, name, reply }) => {
      const change: Partial<OutgoingEmail> = {
        'MAIL FROM': { from: { name: 'A', address: address(name) } },
        'RCPT TO': { to: address(name) },
        DATA: { text: name },
      }[stage]
      const error = (await smtp.send({ ...email, ...change }).catch((thrown: Error) => thrown)) as Error
      assert.ok(error instanceof Error, reply)
      assert.doesNotMatch(error.message, /example|row|user|relay/i, 'no recipient and no word of the relay')
      return [stage, reply, error instanceof MessageFault ? error.refusal : 'retried']
    }),
  )
  assert.deepEqual(found, table)
  assert.equal(peer.mails.length, 0)
})

let crier: TestCrier
let peer: SmtpPeer
before(async () => {
  peer = await smtpPeer({
    'unknown@example.com': '550 5.1.1 user unknown',
    'full@example.com': '552 5.2.2 mailbox full',
    'elsewhere@example.com': '554 5.7.1 Relay access denied',
    'login@example.com': '535 5.7.8 authentication failed',
  })
  crier = await testCrier({ providers: { smtp: { url: peer.url } } })
  await crier.sql`update provider_details set active = (identifier = 'smtp') where notification_type = 'email'`
})
after(async () => {
  await crier.close()
  await peer.close()
})

test('a refused recipient ends the message as permanent or temporary failure; a relay that refuses us loses nothing', async () => {
  const email = await storing(crier, 'email')
  const expected = [
    ['unknown@example.com', 'permanent-failure', 'smtp'],
    ['full@example.com', 'temporary-failure', 'smtp'],
    ['elsewhere@example.com', 'created', null],
    ['login@example.com', 'created', null],
    ['amala@example.com', 'sending', 'smtp'],
  ] as const
  const ids: string[] = []
  for (const [to] of expected) {
    const columns = { notification_type: 'email', notification_status: 'created', reference: null, to }
    ids.push(await store(crier, email, columns))
  }
  const jobs = ids.map((id) => ({ id, name: 'send-email', data: null })) as Job<unknown>[]
  const results = await makeDelivery(crier.crier).deliver('send-email', jobs, unhurried())
  assert.deepEqual(
    results.map(({ status }) => status),
    ['completed', 'completed', 'failed', 'failed', 'completed'],
  )
  const rows = await crier.sql`
    select "to", notification_status as status, sent_by, sent_at is not null as given, billable_units as units
    from notifications where id = any (${ids}::uuid[]) order by array_position(${ids}::uuid[], id)`
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    expected.map(([to, status, sent_by]) => ({ to, status, sent_by, given: sent_by !== null, units: 0 })),
  )
  // A second record of the same attempt changes nothing, and neither does one of another outcome.
  for (const outcome of ['permanent-failure', 'message-fault', 'sent']) {
    const delivery = { id: ids[1], outcome, provider: 'smtp', sent_at: new Date().toISOString() }
    await crier.sql`select from record_deliveries(${crier.sql.json([delivery as never])})`
  }
  const [full] =
    await crier.sql`select notification_status as status from notifications where id = ${ids[1]!}`
  assert.equal(full!.status, 'temporary-failure')
  const read = await crier.call(`/v2/notifications/${ids[0]}`, { key: email.service.keys.normal })
  assert.equal(read.status, 200)
  assert.equal(read.body.status, 'permanent-failure')
  assert.ok(read.body.completed_at !== null)
})

test('an email whose turn with the relay comes after the lease is not sent', async (t) => {
  const answer = Promise.withResolvers<void>()
  const slow = await smtpPeer({}, answer.promise)
  const own = await open({ ...testConfig, providers: { smtp: { url: slow.url } } }, crier.url, {
    log: makeLog('silent'),
  })
  t.after(async () => {
    answer.resolve()
    await own.close()
    await slow.close()
  })
  const email = await storing(crier, 'email')
  const ids = await Promise.all(
    Array.from({ length: 12 }, () =>
      store(crier, email, { notification_type: 'email', notification_status: 'created', reference: null }),
    ),
  )
  const jobs = ids.map((id) => ({ id, name: 'send-email', data: null })) as Job<unknown>[]
  const over = new AbortController()
  const delivering = makeDelivery(own.crier).deliver('send-email', jobs, {
    signal: over.signal,
    endsAt: performance.now() + 60_000,
  })
  await crier.until('all of the relay’s connections are in use', async () => slow.mails.length === 10)
  over.abort()
  answer.resolve()
  const results = await delivering
  assert.equal(slow.mails.length, 10)
  assert.equal(results.filter(({ status }) => status === 'failed').length, 2)
  const [row] = await crier.sql`
    select count(*) filter (where notification_status = 'created')::integer as created
    from notifications where id = any (${ids}::uuid[])`
  assert.equal(row!.created, 2)
})

test('what a relay took is delivered, though no sandbox is active', async () => {
  const email = await storing(crier, 'email')
  await crier.work()
  const key = email.service.keys.normal
  const body = { email_address: 'amala@example.com', template_id: email.template }
  const sent = await crier.call('/v2/notifications/email', { key, body })
  assert.equal(sent.status, 201)
  await crier.until('it is delivered', async () => {
    const [row] = await crier.sql`
      select notification_status as status, sent_by from notifications where id = ${sent.body.id}`
    return row!.status === 'delivered' && row!.sent_by === 'smtp'
  })
})
