/** What relays tell of emails after they took them: reports as programs write them, and how they become receipts. Source: RFC 3464. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { dsnReceipts } from '../../src/delivery/providers/dsn.ts'
import { runTask } from '../../src/schedule.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { applyReceipts, type Stored, statusOf, store, storing } from './messages.ts'

let crier: TestCrier
let email: Stored
before(async () => {
  crier = await sharedCrier({
    providers: { smtp: { receipt_tokens: 'a-token', return_path: 'bounces@notify.example.org' } },
  })
  email = await storing(crier, 'email')
})
after(() => crier.close())

const id = '0a6d1f3e-9c5b-7d21-8e4f-1b2c3d4e5f60'
type Parts = { to?: string; envelopeId?: string; returned?: string; recipients?: string; encoding?: 'base64' }
const group = (action: string, status: string, more = '') =>
  `Final-Recipient: rfc822; amala@example.gov.uk\nAction: ${action}\nStatus: ${status}\n${more}`

/** A report in the shape that Postfix gives it. */
function report({
  to = `bounces+${id}@notify.example.org`,
  envelopeId,
  returned,
  recipients = group('failed', '5.1.1'),
  encoding,
}: Parts): Buffer {
  const status = `Reporting-MTA: dns; relay.example\n${envelopeId === undefined ? '' : `Original-Envelope-Id: ${envelopeId}\n`}Arrival-Date: Sun, 1 Mar 2026 09:00:00 +0000 (GMT)\n\n${recipients}\n`
  const body = encoding === undefined ? status : Buffer.from(status).toString('base64')
  const text = `From: MAILER-DAEMON@relay.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4F2.1772355/relay.example"

This is a MIME-encapsulated message.

--4F2.1772355/relay.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4F2.1772355/relay.example
Content-Description: Delivery report
Content-Type: message/delivery-status${encoding === undefined ? '' : '\nContent-Transfer-Encoding: base64'}

${body}
--4F2.1772355/relay.example
Content-Description: Undelivered Message
Content-Type: text/rfc822-headers

${returned ?? 'Subject: Your appointment'}

--4F2.1772355/relay.example--
`
  return Buffer.from(text.replaceAll('\n', '\r\n'))
}

const reports: [what: string, parts: Parts, told: [status: string, code: string | null][]][] = [
  ['a mailbox that is not there', {}, [['failed 5', '5.1.1']]],
  ['one in base64', { encoding: 'base64' }, [['failed 5', '5.1.1']]],
  ['time that was up', { recipients: group('failed', '4.4.7') }, [['failed 4', '4.4.7']]],
  [
    'a status with words',
    { recipients: group('failed (bounced)', '5.2.2 (mailbox full)') },
    [['failed 5', '5.2.2']],
  ],
  ['no status', { recipients: group('failed', 'unknown') }, [['failed 5', null]]],
  [
    'a folded field before',
    { recipients: `Original-Recipient: rfc822;\n amala@example.gov.uk\n${group('failed', '5.1.1')}` },
    [['failed 5', '5.1.1']],
  ],
  [
    'upper case',
    { recipients: 'FINAL-RECIPIENT: rfc822; a@b\nACTION: Failed\nSTATUS: 5.1.1\n' },
    [['failed 5', '5.1.1']],
  ],
  ['arrival', { recipients: group('delivered', '2.0.0') }, [['delivered', '2.0.0']]],
  ['a relay that tells no more', { recipients: group('relayed', '2.1.9') }, [['relayed', '2.1.9']]],
  [
    'a delay',
    { recipients: group('delayed', '4.4.1', 'Will-Retry-Until: Wed, 4 Mar 2026 09:00:00 +0000\n') },
    [],
  ],
  [
    'a list',
    { recipients: `${group('delivered', '2.0.0')}\n${group('failed', '5.7.1')}` },
    [
      ['delivered', '2.0.0'],
      ['failed 5', '5.7.1'],
    ],
  ],
  [
    'an address in brackets',
    { to: `"Bounces" <bounces+${id.toUpperCase()}@NOTIFY.example.org>` },
    [['failed 5', '5.1.1']],
  ],
  ['an envelope id', { to: 'postmaster@relay.example', envelopeId: id }, [['failed 5', '5.1.1']]],
  [
    'the message’s own header',
    { to: 'postmaster@relay.example', returned: `Subject: x\nMessage-ID: <${id}@notify.example.org>` },
    [['failed 5', '5.1.1']],
  ],
]
for (const [what, parts, told] of reports) {
  test(`a report of ${what}`, async () => {
    assert.deepEqual(
      await dsnReceipts(report(parts), 'bounces@notify.example.org'),
      told.map(([status, code]) => ({ reference: id, status, code })),
    )
  })
}

test('what is no report is none; a report of nobody’s message is refused', async () => {
  const none = [
    '',
    'Subject: Out of office\r\n\r\nI am away',
    `To: bounces+${id}@notify.example.org\r\nContent-Type: text/plain\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n`,
    '\u0000\u0001\u0002',
    `Content-Type: multipart/report; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(5000)}`,
  ]
  for (const raw of none)
    assert.deepEqual(await dsnReceipts(Buffer.from(raw), 'bounces@notify.example.org'), [])
  for (const to of [
    'postmaster@relay.example',
    `bounces+${id}@elsewhere.example`,
    `xbounces+${id}@notify.example.org`,
    'bounces+1@notify.example.org',
  ])
    await assert.rejects(dsnReceipts(report({ to }), 'bounces@notify.example.org'), /no message of ours/, to)
})

const post = (raw: Buffer) =>
  crier.call('/notifications/email/dsn', {
    body: raw,
    headers: { 'content-type': 'message/rfc822', authorization: 'Bearer a-token' },
  })

const outcomes: [action: string, status: string, left: string][] = [
  ['failed', '5.1.1', 'permanent-failure'],
  ['failed', '5.1.2', 'permanent-failure'],
  ['failed', '5.1.10', 'permanent-failure'],
  ['failed', '5.0.0', 'permanent-failure'],
  ['failed', '5.9.9', 'permanent-failure'],
  ['failed', '5.2.2', 'temporary-failure'],
  ['failed', '5.7.1', 'temporary-failure'],
  ['failed', '5.1.8', 'temporary-failure'],
  ['failed', '4.4.7', 'temporary-failure'],
  ['delivered', '2.0.0', 'delivered'],
  ['relayed', '2.0.0', 'delivered'],
  ['expanded', '2.0.0', 'delivered'],
  ['delayed', '4.2.2', 'sending'],
]
for (const [action, status, left] of outcomes) {
  test(`${action} ${status} makes an email ${left}`, async () => {
    const own = await store(crier, email, { notification_type: 'email', sent_by: 'smtp' })
    const to = `bounces+${own}@notify.example.org`
    const answer = await post(report({ to, recipients: group(action, status) }))
    assert.deepEqual([answer.status, answer.body], [200, { result: 'success' }])
    assert.equal(await statusOf(crier, own), left)
  })
}

test('a report that beats the record of the hand-over counts, and what is too large is refused', async () => {
  const own = await store(crier, email, {
    notification_type: 'email',
    notification_status: 'created',
    reference: null,
  })
  await post(report({ to: `bounces+${own}@notify.example.org` }))
  await crier.sql`select from record_deliveries(${crier.sql.json([
    { id: own, outcome: 'sent', provider: 'smtp', reference: `${own}@x`, sent_at: new Date().toISOString() },
  ])})`
  assert.equal(await statusOf(crier, own), 'permanent-failure')
  assert.equal((await post(Buffer.alloc(5 * 1024 * 1024))).status, 413)
})

test('an email of which nothing comes back is taken for delivered after its provider’s time', async () => {
  const now = Date.now()
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
  const mail = (sent_by: string, minutes: number, more = {}) =>
    store(crier, email, {
      notification_type: 'email',
      sent_by,
      sent_at: ago(minutes),
      created_at: ago(minutes),
      ...more,
    })
  const cases: [id: string, left: string][] = [
    [await mail('smtp', 61), 'delivered'],
    [await mail('smtp', 59), 'sending'],
    [await mail('ses', 61), 'sending'],
    [await mail('smtp', 61, { notification_status: 'created' }), 'created'],
    [await mail('smtp', 61, { notification_status: 'permanent-failure' }), 'permanent-failure'],
  ]
  await runTask(crier.crier, 'presume-delivered')
  for (const [own, left] of cases) assert.equal(await statusOf(crier, own), left)
})

test('a late word that it arrived corrects a time-out for a week, and nothing else', async () => {
  const day = 86_400_000
  const now = Date.now()
  const at = (days: number) => new Date(now - days * day).toISOString()
  const cases: [created: number, failed: number, status: string, word: string, left: string][] = [
    [4, 1, 'temporary-failure', 'delivered', 'delivered'],
    [6.9, 3.9, 'temporary-failure', 'delivered', 'delivered'],
    [7.1, 4, 'temporary-failure', 'delivered', 'temporary-failure'],
    // The provider's own word stays.
    [4, 2, 'temporary-failure', 'delivered', 'temporary-failure'],
    [4, 1, 'temporary-failure', 'failed 5', 'temporary-failure'],
    [4, 1, 'permanent-failure', 'delivered', 'permanent-failure'],
  ]
  for (const [created, failed, notification_status, status, left] of cases) {
    const own = await store(crier, email, {
      notification_type: 'email',
      sent_by: 'smtp',
      notification_status,
      created_at: at(created),
      sent_at: at(created),
      updated_at: at(failed),
    })
    await applyReceipts(crier, [{ provider: 'smtp', reference: own, status }])
    assert.equal(
      await statusOf(crier, own),
      left,
      `${created} days old, ${notification_status} for ${failed}: ${status}`,
    )
  }
})

test('the books follow a late correction', async () => {
  const day = '2026-03-02'
  const own = await store(crier, email, {
    notification_type: 'email',
    sent_by: 'smtp',
    notification_status: 'sending',
    created_at: `${day}T12:00:00Z`,
    sent_at: `${day}T12:00:00Z`,
  })
  await crier.sql`select from timeout_sending_notifications('2026-03-06T00:05:00Z')`
  assert.equal(await statusOf(crier, own), 'temporary-failure')
  const counted = async (night: string) => {
    await crier.sql`select refresh_status_facts(bst_date, notification_type) from status_days_due(${night}::date)`
    const rows = await crier.sql`
      select notification_status as status, notification_count::integer as count from ft_notification_status
      where service_id = ${email.service.id} and bst_date = ${day}`
    return rows.map((row) => ({ ...row }))
  }
  assert.deepEqual(await counted('2026-03-06'), [{ status: 'temporary-failure', count: 1 }])
  const late = { ord: 0, provider: 'smtp', reference: own, status: 'delivered', code: null }
  const [answer] = await crier.sql`
    select outcome from apply_receipts(${crier.sql.json([{ ...late, received_at: '2026-03-09T11:59:00Z' }])})`
  assert.equal(answer!.outcome, 'applied')
  assert.deepEqual(await counted('2026-03-10'), [{ status: 'delivered', count: 1 }])
})

test('a reference that is an id of nobody’s waits as an email’s, and is not found as a text’s', async () => {
  const [mail, text] = await applyReceipts(crier, [
    { provider: 'smtp', reference: randomUUID(), status: 'delivered' },
    { provider: 'mmg', reference: randomUUID(), status: '3' },
  ])
  assert.deepEqual([mail!.outcome, text!.outcome], ['waiting', 'not-found'])
})
