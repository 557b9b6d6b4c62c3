/** What a service is told of its jobs: that they start, and how they end. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { configure } from '../callbacks/peer.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { type Made, makeJob, maker, process } from './support.ts'

let crier: TestCrier
const noon = '2026-06-15T12:00:00.000000Z'
const due = '2026-06-15T12:01:00.000000Z'
before(async () => {
  crier = await sharedCrier()
  crier.setNow(noon)
})
after(() => crier.close())

async function told(options: Parameters<typeof maker>[1] = {}): Promise<Made> {
  const made = await maker(crier, options)
  await configure(crier, made.service.id, 'https://service.example/told', 'job_status')
  return made
}
async function toldOf(id: string) {
  const rows = await crier.sql`
    select callback_type as type, notification_type as channel, payload from service_callbacks
    where about_id = ${id} order by position`
  return rows.map((row) => ({ ...row })) as { type: string; channel: string; payload: { status: string } }[]
}

test('the body says what the job is, where it stands, and since when', async () => {
  const made = await told()
  const id = await makeJob(crier, made, 2, { reference: 'autumn' })
  assert.deepEqual(await toldOf(id), [], 'that it was accepted is its answer')
  await process(crier, id)
  const job = {
    id,
    name: 'people.csv',
    reference: 'autumn',
    status: 'in progress',
    notification_type: 'sms',
    notification_count: 2,
    template_id: made.template_id,
    template_version: 1,
    scheduled_for: null,
    created_at: noon,
    processing_started: noon,
    processing_finished: null,
  }
  const about = { type: 'job_status', channel: 'sms' }
  assert.deepEqual(await toldOf(id), [
    { ...about, payload: job },
    { ...about, payload: { ...job, status: 'finished', processing_finished: noon } },
  ])
  const shown = await crier.call('/v2/callbacks?callback_type=job_status', { key: made.service.keys.normal })
  assert.deepEqual(
    shown.body.callbacks.map((one: { about_id: string }) => one.about_id),
    [id, id],
  )
})

const endings: [
  what: string,
  options: Parameters<typeof maker>[1],
  change: (id: string, owner: string) => Promise<unknown>,
  statuses: string[],
][] = [
  [
    'a job that somebody cancels',
    {},
    (id, owner) => crier.sql`select cancel_job(${owner}, ${id}, null, ${noon})`,
    ['cancelled'],
  ],
  [
    'a job that is more than the day has left',
    { sms_message_limit: 1 },
    (id) => crier.sql`select start_due_jobs(${due}), start_job(${id}, null, ${due})`,
    ['sending limits exceeded'],
  ],
  [
    'a job whose service is archived in its middle',
    {},
    async (id, owner) => {
      await crier.sql`select start_due_jobs(${due}), start_job(${id}, null, ${due})`
      await crier.sql`select archive_service(${owner}, null, ${due}), store_next_rows(${id}, 1, ${due})`
    },
    ['in progress', 'cancelled'],
  ],
  [
    'a job that was stuck goes on, and is not told to start again',
    {},
    async (id) => {
      await crier.sql`select start_due_jobs(${due}), start_job(${id}, null, ${due})`
      await crier.sql`select rescue_stuck_jobs(${'2026-06-15T13:00:00Z'})`
      await process(crier, id)
      await crier.sql`select complete_jobs(${'2026-06-15T13:30:00Z'})`
    },
    ['in progress', 'finished'],
  ],
]
for (const [what, options, change, statuses] of endings)
  test(`${what}: ${statuses.join(', ')}`, async () => {
    const made = await told(options)
    const id = await makeJob(crier, made, 2, { scheduled_for: due })
    const untold = await maker(crier, options)
    const silent = await makeJob(crier, untold, 2, { scheduled_for: due })
    await change(id, made.service.id)
    await change(silent, untold.service.id)
    assert.deepEqual(
      (await toldOf(id)).map(({ payload }) => payload.status),
      statuses,
    )
    assert.deepEqual(await toldOf(silent), [], 'nothing is written for a service that did not ask')
  })
