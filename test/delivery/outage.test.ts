/**
 * The outage drill: under load, with two Criers that work, the main provider of texts turns slow, then dead, then well. The others carry its messages
 * meanwhile and it gets its share back; no message fails for it. The thresholds are rows, and so they are small here.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { receiptHeaders, type TestCrier, testCrier } from '../support/crier.ts'
import { scaled } from '../support/scale.ts'
import { type HttpPeer, httpPeer } from './peers.ts'

const perSecond = scaled(40)
const tickMs = 250
type Health = 'well' | 'slow' | 'dead'

let crier: TestCrier
let mmg: HttpPeer
let firetext: HttpPeer
let health: Health = 'well'
/** Beside the one that accepts, with connections, memory and queues of its own. */
let other: TestCrier
const receipts: Promise<unknown>[] = []

/** The receipt comes after the call, from a slow provider long after. */
async function receipt(path: string, body: unknown, headers = {}): Promise<void> {
  await pause(health === 'slow' && path.endsWith('mmg') ? 3_000 : 50)
  await crier.call(path, { body, headers: { ...receiptHeaders, ...headers } })
}

before(async () => {
  mmg = await httpPeer(({ body }) => {
    if (health === 'dead') return { status: 503, body: '' }
    const { cid } = JSON.parse(body) as { cid: string }
    receipts.push(receipt('/notifications/sms/mmg', { CID: cid, status: '3', MSISDN: '447700900300' }))
    return { delayMs: 10 }
  })
  firetext = await httpPeer(({ body }) => {
    const reference = new URLSearchParams(body).get('reference')!
    const form = new URLSearchParams({ reference, status: '0', mobile: '447700900300', time: '' })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    receipts.push(receipt('/notifications/sms/firetext', form.toString(), headers))
    return { delayMs: 10 }
  })
  const providers = {
    mmg: { url: mmg.url, api_key: 'key' },
    firetext: { url: firetext.url, api_key: 'key' },
  }
  crier = await testCrier({ providers })
  other = await testCrier({ providers }, { url: crier.url, sql: crier.sql, close: async () => {} })
  await crier.sql`
    update provider_details set active = (identifier in ('mmg', 'firetext')),
      priority = case identifier when 'mmg' then 80 else 20 end,
      resting_priority = case identifier when 'mmg' then 80 else 20 end
    where notification_type = 'sms'`
  await crier.sql`
    update provider_thresholds
    set most_failures = 5, failure_window_seconds = 2, failure_hold_seconds = 0, slow_share = 0.25, slow_after_seconds = 1,
      slow_window_seconds = 2, slow_hold_seconds = 0, tend_hold_seconds = 1, step = 20
    where notification_type = 'sms'`
  await Promise.all([crier.work(), other.work()])
})
after(async () => {
  await Promise.all(receipts)
  await other.close()
  await crier.close()
  await mmg.close()
  await firetext.close()
})

async function weight(): Promise<number> {
  const [row] = await crier.sql`select priority from provider_details where identifier = 'mmg'`
  return row!.priority as number
}

test('the main provider turns slow, then dead, then well: it loses its share and gets it back, and no message fails', async (t) => {
  const service = await crier.makeService({ rate_limit: 1_000_000 })
  const template = await crier.makeTemplate(service, { content: 'Hello' })
  const accepted: Promise<number>[] = []
  const send = async () => {
    const body = { phone_number: '07700900300', template_id: template }
    return (await crier.call('/v2/notifications/sms', { key: service.keys.normal, body })).status
  }
  const began = performance.now()
  let seen = { mmg: 0, firetext: 0 }

  /** Sends on, and looks after the weights as the timetable does every minute and every five, until it is as it should be. @returns its share of the last calls */
  async function during(now: Health, isOver: (weight: number) => boolean, atMostMs: number): Promise<void> {
    health = now
    const deadline = performance.now() + atMostMs
    for (;;) {
      for (let each = 0; each < (perSecond * tickMs) / 1000; each++) accepted.push(send())
      await pause(tickMs)
      // Only the timetable's own ticks are played here: failures are noted by the workers.
      await crier.sql`select reduce_slow_providers(clock_timestamp())`
      if (now === 'well') await crier.sql`select tend_providers_back_to_middle(clock_timestamp())`
      const calls = { mmg: mmg.seen.length - seen.mmg, firetext: firetext.seen.length - seen.firetext }
      seen = { mmg: mmg.seen.length, firetext: firetext.seen.length }
      const all = calls.mmg + calls.firetext
      const share = all === 0 ? '  –' : `${((100 * calls.mmg) / all).toFixed(0).padStart(3)}`
      const left = await weight()
      const second = ((performance.now() - began) / 1000).toFixed(1).padStart(5)
      t.diagnostic(
        `${second} s  ${now}: weight ${String(left).padStart(3)}, share of calls ${share} %, ${all} calls`,
      )
      if (isOver(left)) return
      if (performance.now() > deadline) assert.fail(`${now}: the weight is ${left} after ${atMostMs} ms`)
    }
  }
  let round = 0
  await during('well', (left) => ++round >= 3 && left === 80, 15_000)
  await during('slow', (left) => left <= 40, 15_000)
  await during('dead', (left) => left === 0, 15_000)
  await during('well', (left) => left === 80, 20_000)

  assert.ok((await Promise.all(accepted)).every((status) => status === 201))
  // What both had refused would wait for five minutes; there is none.
  await crier.until('all are handed over', async () => {
    const [row] = await crier.sql`
      select count(*)::integer as left from notifications where notification_status = 'created'`
    return row!.left === 0
  })
  await Promise.all(receipts)
  const outcomes = await crier.sql`
    select notification_status as status, count(*)::integer as count from notifications group by 1`
  assert.deepEqual(
    outcomes.map((row) => ({ ...row })),
    [{ status: 'delivered', count: accepted.length }],
  )
  const reasons = new Set(
    (await crier.sql`select distinct reason from provider_details_history where identifier = 'mmg'`).map(
      ({ reason }) => reason,
    ),
  )
  // On a busy machine the other may pass for slow, too, for a moment.
  for (const reason of ['Reduced due to reduced reliability', 'Adjusted back to resting point'])
    assert.ok(reasons.has(reason), reason)
})
