/**
 * Workers that are killed again and again while they make messages of a job and send them: each row is a message once, and is sent once, except those that
 * the provider had in hand at a kill and never told of. CRIER_DRILL_SEED repeats one.
 */
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { httpPeer } from '../delivery/peers.ts'
import { jobOf, makeJob, maker, storedRows } from '../jobs/support.ts'
import { type Command, commandSecret, startCommand } from '../operation/command.ts'
import { receiptHeaders, type TestCrier, testCrier } from '../support/crier.ts'
import { randomSequence } from '../support/random.ts'
import { scaled } from '../support/scale.ts'

/** As many as become messages in one transaction. */
const batch = 1000
/** A batch and the beginning of another; twelve thousand are the whole drill, of ten kills: CRIER_TEST_SCALE=10. */
const rows = scaled(1200)
/** Every other row, since the service may not write to the others any more. */
const messages = rows / 2
const kills = Math.max(2, Math.ceil(rows / 1200))
/** Milliseconds of a call, long enough that every kill finds some under way. */
const callMs = 40
const longestMs = 60_000 + rows * 10

test('a job whose workers are killed in its middle loses no row, and doubles none but what its provider had in hand', async (t) => {
  const seed = Number(process.env.CRIER_DRILL_SEED || randomInt(2 ** 31))
  const random = randomSequence(seed)
  t.diagnostic(`seed ${seed}`)
  let crier: TestCrier
  /** How often each message was handed over. */
  const handed = new Map<string, number>()
  const receipts: Promise<unknown>[] = []
  async function receipt(cid: string): Promise<void> {
    const body = { CID: cid, status: '3', MSISDN: '447700900300' }
    const { status } = await crier.call('/notifications/sms/mmg', { body, headers: receiptHeaders })
    assert.equal(status, 200)
  }
  /** Of every other message the provider tells nothing before the end. */
  const isTold = (cid: string) => Number.parseInt(cid.at(-1)!, 16) % 2 === 1
  const peer = await httpPeer(({ body }) => {
    const { cid } = JSON.parse(body) as { cid: string }
    handed.set(cid, (handed.get(cid) ?? 0) + 1)
    if (isTold(cid)) receipts.push(pause(callMs).then(() => receipt(cid)))
    return { delayMs: callMs }
  })
  crier = await testCrier({
    secret: commandSecret,
    providers: { mmg: { url: peer.url, api_key: 'key' } },
    sendConcurrency: 50,
  })
  const { sql } = crier
  let worker: Command | undefined
  t.after(async () => {
    worker?.kill('SIGKILL')
    await worker?.ended
    await Promise.all(receipts)
    await peer.close()
    await crier.close()
  })
  const environment = {
    DATABASE_URL: crier.url,
    MMG_URL: peer.url,
    MMG_API_KEY: 'key',
    CRIER_SEND_CONCURRENCY: '50',
  }
  async function work(): Promise<void> {
    worker = startCommand(['work'], environment)
    await worker.started
  }
  let isKilled = false
  const deadline = Date.now() + longestMs
  async function wait(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    // Often while something happens; what a dead worker had takes seconds to be found.
    for (let [seen, milliseconds] = [0, 20]; !(await holds()); seen = handed.size) {
      assert.ok(Date.now() < deadline, `waited in vain until ${what}: ${worker?.output().slice(-2000)}`)
      // Nobody waits here for what is to be tried again later.
      if (isKilled) await sql`update pgboss.job set start_after = now() where state < 'active'`
      milliseconds = handed.size > seen ? 20 : Math.min(milliseconds * 1.5, 200)
      await pause(milliseconds)
    }
  }

  await sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
  const made = await maker(crier)
  const id = await makeJob(crier, made, rows)
  await sql`update job_rows set outcome = 'recipient-not-allowed' where job_id = ${id} and row_number % 2 = 1`
  const sent = async () => {
    const [row] = await sql`
      select count(*)::integer as number from notifications where job_id = ${id} and sent_at is not null`
    return row!.number as number
  }
  const progress = async () => ((await jobOf(crier, id)).next_row_number as number) + handed.size
  // The first of them while its rows are made messages, the others while these are sent.
  const moments = Array.from({ length: kills }, (_, kill) =>
    kill === 0 ? 1 : Math.round(rows + messages * 0.85 * random()),
  ).sort((a, b) => a - b)

  // Rows are stored faster than one looks: the second batch waits until the kill has come.
  const holder = await sql.reserve()
  await holder`begin`
  await holder`select from job_rows where job_id = ${id} and row_number = ${batch} for update`
  /** What the killed worker's statement was about is undone, as when the database notices that nobody is there. */
  async function letGo(): Promise<void> {
    await holder`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    await holder`rollback`
    holder.release()
  }

  const inHand = new Set<string>()
  let leftRow = rows
  for (const [kill, moment] of moments.entries()) {
    await work()
    await wait(`kill ${kill + 1}`, async () => (await progress()) >= moment)
    worker!.kill('SIGKILL')
    isKilled = true
    assert.equal(await worker!.ended, 'SIGKILL')
    await peer.left()
    leftRow = Math.min(leftRow, (await jobOf(crier, id)).next_row_number)
    if (kill === 0) await letGo()
    const unrecorded = await sql`select id from notifications where job_id = ${id} and sent_at is null`
    for (const { id: cid } of unrecorded) if (handed.has(cid)) inHand.add(cid)
    // Nothing is heard of it for as long as queues are patient, nor, of what it had in hand, for as long as a provider is waited for.
    await Promise.all(receipts)
    await sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '10 minutes' where state = 'active'`
    await sql`update delivery_claims set claimed_at = claimed_at - interval '120 seconds'`
  }
  await crier.work()
  await wait('all are sent', async () => (await sent()) === messages)
  await Promise.all(receipts)

  const twice = [...handed].filter(([, times]) => times > 1).map(([cid]) => cid)
  t.diagnostic(
    `${rows} rows, killed ${kills} times, first behind row ${leftRow}: ${inHand.size} were in the provider's hands at a kill without a word from it, ${twice.length} were sent twice`,
  )
  assert.ok(leftRow > 0 && leftRow < rows, 'a kill came while rows were made messages')
  assert.ok(inHand.size > 0, 'kills found calls under way')
  assert.deepEqual(
    twice.filter((cid) => !inHand.has(cid) || isTold(cid)),
    [],
    'what was in nobody’s hands, or was told of, is sent once',
  )
  assert.ok(Math.max(...handed.values()) <= 1 + kills)
  assert.deepEqual(
    await storedRows(crier, id),
    Array.from({ length: messages }, (_, row) => 2 * row),
  )
  const stored = await sql`select id from notifications where job_id = ${id}`
  assert.deepEqual(new Set(handed.keys()), new Set(stored.map((row) => row.id)))

  await Promise.all([...handed.keys()].filter((cid) => !isTold(cid)).map(receipt))
  const { body } = await crier.call(`/v2/jobs/${id}`, { key: made.service.keys.normal })
  // Every few minutes the workers' own timetable says so of what is finished.
  const status = body.status === 'finished all notifications created' ? 'finished' : body.status
  assert.deepEqual([status, body.statistics], ['finished', { delivered: messages }])
  const [found] = await sql`
    select
      (select count(*)::integer from job_rows where job_id = ${id} and outcome = 'stored') as stored,
      (select sum(sms)::integer from service_daily_usage where service_id = ${made.service.id}) as counted,
      (select sum(billable_units)::integer from notifications where job_id = ${id}) as billed`
  assert.deepEqual({ ...found }, { stored: messages, counted: rows, billed: messages })
})
