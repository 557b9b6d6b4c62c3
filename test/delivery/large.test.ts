/** Large messages go their own way, and hold up nothing. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Job } from 'pg-boss'
import { compose, isLargeRow } from '../../src/delivery/compose.ts'
import { makeDelivery } from '../../src/delivery/worker.ts'
import { renderEmail } from '../../src/templates/email.ts'
import { makeRenderers } from '../../src/templates/renderers.ts'
import { compileTemplate } from '../../src/templates/template.ts'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { statusOf } from './messages.ts'

let crier: TestCrier
let service: TestService
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService()
})
after(() => crier.close())

const long = 'Lorem ipsum dolor sit amet. '.repeat(20_000)
async function stored(content: string, personalisation: object): Promise<string> {
  const template_id = await crier.makeTemplate(service, { type: 'email', content })
  const [row] = await crier.sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, "to",
      normalised_to, personalisation)
    values (${service.id}, ${template_id}, 1, 'email', 'normal', 'a@example.org', 'a@example.org',
      ${crier.sql.json(personalisation as never)}) returning id`
  return row!.id as string
}
const jobsOf = (ids: string[], priority = 0) =>
  ids.map((id) => ({ id, name: 'send-email', data: null, priority })) as unknown as Job<unknown>[]
const queued = async (ids: string[]) =>
  (
    await crier.sql`
      select name, id, state, retry_count as attempts, priority, group_id from pgboss.job where id = any (${ids}) order by id`
  ).map((row) => ({ ...row }))

test('what is large of a batch is handed on at once, without an attempt; the rest is sent', async () => {
  const small = await stored('((a))', { a: 'small' })
  const values = await stored('((a))', { a: long })
  const content = await stored(long, {})
  const repeated = await stored('((a))'.repeat(100), { a: 'x'.repeat(1000) })
  const { deliver } = makeDelivery(crier.crier)
  const ids = [small, values, content, repeated]
  const large = ids.slice(1).sort()
  const results = await deliver('send-email', jobsOf(ids, -7), unhurried())
  assert.deepEqual(
    results.map(({ status }) => status),
    ['completed', 'completed', 'completed', 'completed'],
  )
  assert.equal(await statusOf(crier, small), 'sending')
  for (const id of large) assert.equal(await statusOf(crier, id), 'created')
  const job = { name: 'send-large', state: 'created', attempts: 0, priority: -7, group_id: service.id }
  assert.deepEqual(
    await queued(ids),
    large.map((id) => ({ ...job, id })),
  )
  // A job that comes a second time finds the first.
  await deliver('send-email', jobsOf(ids), unhurried())
  assert.equal((await queued(ids)).length, 3)
  await deliver('send-large', jobsOf(large), unhurried())
  for (const id of large) assert.equal(await statusOf(crier, id), 'sending')
})

test('a large urgent message comes before, one of a test key after all others that are large', async () => {
  const [urgent, tried] = [await stored('((a))', { a: long }), await stored('((a))', { a: long })]
  const { deliver } = makeDelivery(crier.crier)
  await deliver('send-priority', jobsOf([urgent]), unhurried())
  await deliver('research-mode', jobsOf([tried]), unhurried())
  const priorities = new Map((await queued([urgent, tried])).map((job) => [job.id, job.priority]))
  assert.deepEqual([priorities.get(urgent), priorities.get(tried)], [1, -1001])
})

test('a batch of many messages lets others have their turn', async () => {
  const template = compileTemplate({ type: 'email', content: '((a))', subject: 'About' })
  const personalisation = { a: '* a\n'.repeat(3000) }
  const row = {
    id: randomUUID(),
    notification_type: 'email',
    key_type: 'normal',
    to: 'a@example.org',
    normalised_to: 'a@example.org',
    personalisation,
    document_links: null,
    reply_to_text: null,
    unsubscribe_link: null,
  } as unknown as Parameters<typeof compose>[1]
  // Otherwise threads would render it, and there were nothing to wait for.
  assert.equal(isLargeRow(row, template), false)
  const sender = (await crier.crier.cache.service(service.id))!
  let turns = 0
  let isOver = false
  const count = () => {
    turns++
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  await Promise.all(Array.from({ length: 20 }, () => compose(crier.crier, row, template, sender)))
  isOver = true
  // A message takes about as long as a turn may; without turns all of them would be one.
  assert.ok(turns >= 5, `${turns} turns`)
})

test('threads render what the process itself would; services take turns; closing ends them', async () => {
  const renderers = makeRenderers(1)
  const template = compileTemplate({ type: 'email', content: '((a))', subject: 'About ((a?? it))' })
  const values = { a: long }
  const options = { branding: null }
  const order = { what: 'email', template, values, options } as const
  assert.deepEqual(await renderers.render('a', order), renderEmail(template, values, options))
  const done: string[] = []
  const ask = async (owner: string) => {
    await renderers.render(owner, order)
    done.push(owner)
  }
  await Promise.all([ask('loud'), ask('loud'), ask('loud'), ask('loud'), ask('quiet')])
  assert.ok(done.indexOf('quiet') <= 2, done.join())
  await renderers.close()
  await assert.rejects(renderers.render('a', order), { status: 503 })
})
