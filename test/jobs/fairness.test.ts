/**
 * Two large jobs of two services, and single messages of ten others, all at once: the jobs share what is sent, and nobody's single message waits for a
 * file. CRIER_TEST_SCALE=100 is the whole drill, with a worker of its own.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type HttpPeer, httpPeer } from '../delivery/peers.ts'
import { type Command, commandSecret, startCommand } from '../operation/command.ts'
import { type TestCrier, type TestService, testCrier } from '../support/crier.ts'
import { scaled } from '../support/scale.ts'
import { makeJob, maker, process as processJob } from './support.ts'

const rows = scaled(500)
const isWhole = rows >= 10_000
/** Rounds of a message of each kind from each of the others, and the pause after each. */
const rounds = isWhole ? { count: 60, pauseMs: 1000 } : { count: 2, pauseMs: 0 }
/** Of the queue of texts (src/queues.ts), which has four of them in hand; sent together. */
const batch = 100
/** What may be in the workers' hands when a message comes, and what they take while it is on its way. */
const inHand = 2 * 4 * batch

let peer: HttpPeer
let crier: TestCrier
let worker: Command | undefined
before(async () => {
  peer = await httpPeer(() => ({ delayMs: 5 }))
  crier = await testCrier({ secret: commandSecret, providers: { mmg: { url: peer.url, api_key: 'key' } } })
  await crier.sql`update provider_details set active = (identifier = 'mmg') where notification_type = 'sms'`
})
after(async () => {
  worker?.kill('SIGTERM')
  await worker?.ended
  await crier.close()
  await peer.close()
})

async function work(): Promise<void> {
  if (!isWhole) return crier.work()
  worker = startCommand(['work'], { DATABASE_URL: crier.url, MMG_URL: peer.url, MMG_API_KEY: 'key' })
  await worker.started
}

type Single = { service: TestService; template: string }
async function singles(process_type: string): Promise<Single[]> {
  const made: Single[] = []
  for (let n = 0; n < 10; n++) {
    const service = await crier.makeService()
    made.push({ service, template: await crier.makeTemplate(service, { process_type }) })
  }
  return made
}
const send = ({ service, template }: Single) =>
  crier.call('/v2/notifications/sms', {
    key: service.keys.normal,
    body: { phone_number: '07900 100000', template_id: template, personalisation: { name: 'A' } },
  })

test('two jobs share what is sent, and single messages of others wait for what is in hand alone', async (t) => {
  const kinds = { priority: await singles('priority'), normal: await singles('normal') }
  const jobs: string[] = []
  for (let n = 0; n < 2; n++) jobs.push(await makeJob(crier, await maker(crier), rows))
  // A small job is sent before the other one has begun, if nobody waits for it.
  if (!isWhole) for (const id of jobs) await processJob(crier, id)
  await work()
  const statuses: Record<number, number> = {}
  for (let round = 0; round < rounds.count; round++) {
    const asked = Object.values(kinds).flat().map(send)
    for (const { status } of await Promise.all(asked)) statuses[status] = (statuses[status] ?? 0) + 1
    await pause(rounds.pauseMs)
  }
  const deadline = Date.now() + (isWhole ? 250_000 : 30_000)
  const left = async () => {
    const [row] = await crier.sql`
      select count(*)::integer as messages from notifications where sent_at is null`
    const [open] = await crier.sql`
      select count(*)::integer as jobs from jobs where job_status in ('pending', 'in progress')`
    return row!.messages + open!.jobs
  }
  while ((await left()) > 0) {
    assert.ok(Date.now() < deadline, `not sent in time: ${await left()}`)
    await pause(isWhole ? 500 : 50)
  }

  // Of what both had to send together, at every quarter.
  const shares = await crier.sql`
    select quarter, min(sent)::integer as less, max(sent)::integer as more
    from generate_series(1, 3) as quarter
    cross join lateral (
      select job_id, count(*) as sent
      from (
        select job_id from notifications where job_id = any (${jobs}::uuid[])
        order by sent_at, id limit ${rows} * 2 * quarter / 4
      ) sent
      group by job_id
    ) of_job
    group by quarter order by quarter`
  for (const { quarter, less, more } of shares)
    t.diagnostic(`after ${quarter} of 4: ${less} and ${more} sent`)
  const waits: Record<string, number> = {}
  for (const [kind, made] of Object.entries(kinds)) {
    const [found] = await crier.sql`
      select count(*)::integer as messages,
        percentile_cont(array[0.5, 0.95, 1.0])
          within group (order by extract(epoch from single.sent_at - single.created_at)) as seconds,
        coalesce(max(passed.rows), 0)::integer as passed
      from notifications single
      cross join lateral (
        select count(*) as rows from notifications row
        where row.job_id = any (${jobs}::uuid[]) and row.created_at < single.created_at
          and row.sent_at > single.created_at and row.sent_at < single.sent_at
      ) passed
      where single.service_id = any (${made.map((one) => one.service.id)}::uuid[])`
    const [p50, p95, most] = found!.seconds as number[]
    t.diagnostic(
      `${kind}: ${found!.messages} messages, p50 ${p50!.toFixed(3)} s, p95 ${p95!.toFixed(3)} s, longest ${most!.toFixed(3)} s; passed by ${found!.passed} rows at most`,
    )
    waits[kind] = p95!
    if (!isWhole) assert.ok(found!.passed <= inHand, `${kind} messages stood behind ${found!.passed} rows`)
  }
  assert.deepEqual(Object.keys(statuses), ['201'])
  // Of the four batches in hand any may be recorded first, and up to three of them are of what only one job has at its head.
  for (const { quarter, less, more } of shares)
    assert.ok(
      more - less <= Math.max(more / 4, 3 * batch),
      `after ${quarter} quarters ${less} and ${more} were sent`,
    )
  if (isWhole) assert.ok(waits.priority! < 1, `p95 of priority messages was ${waits.priority} s`)
})
