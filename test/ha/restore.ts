/**
 * A database restored to a moment between two messages, by the steps of docs/scale.md: what was accepted before is there, what came after is
 * not, and nobody gets a message twice that a provider took in between. A part of `make ha`, since it costs six seconds of a processor.
 */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { migrate } from '../../src/migrate.ts'
import { removeCluster, testCluster } from '../support/clusters.ts'
import { type Answer, receiptHeaders, type TestCrier, type TestService, testCrier } from '../support/crier.ts'
import { type Archived, lose, removeArchive, restore, startArchived, takeBaseBackup } from './backup.ts'

const folder = testCluster()
const restoredFolder = `${folder}-restored`
/** The provider takes nothing for this number in the first life. */
const failing = '07700900333'
/** How often the provider took each message. */
const taken = new Map<string, number>()
let isWell = false
const provider = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const { cid, MSISDN } = JSON.parse(body) as { cid: string; MSISDN: string }
  if (!isWell && MSISDN.endsWith(failing.slice(1))) return response.writeHead(500).end()
  taken.set(cid, (taken.get(cid) ?? 0) + 1)
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"Reference":"1"}')
})

let archived: Archived
let crier: TestCrier
let service: TestService
let template: string
const ids: Record<string, string> = {}
let outcome: { held: object[]; before: string; after: string }
/** Where a service was in its list of changes before all was lost. */
let place: string

async function openCrier(url: string): Promise<TestCrier> {
  const sql = postgres(url, { max: 4, onnotice: () => {} }) as postgres.Sql
  const { port } = provider.address() as AddressInfo
  const mmg = { url: `http://127.0.0.1:${port}/send`, api_key: 'key' }
  return testCrier({ providers: { mmg } }, { url, sql, close: () => sql.end({ timeout: 1 }) })
}

const send = (phone_number = '07700900321', headers: Record<string, string> = {}): Promise<Answer> =>
  crier.call('/v2/notifications/sms', {
    key: service.keys.normal,
    headers,
    body: { template_id: template, phone_number, personalisation: { name: 'Amala' } },
  })
const idOf = async (answer: Promise<Answer>) => (await answer).body.id as string
const receiptOf = (id: string) =>
  crier.call('/notifications/sms/mmg', {
    headers: receiptHeaders,
    body: { CID: id, status: '3', MSISDN: '447700900321' },
  })
const statusOf = async (id: string) =>
  (await crier.call(`/v2/notifications/${id}`, { key: service.keys.normal })).body.status
async function changes(link: string): Promise<{ ids: string[]; next: string }> {
  const { body } = await crier.call(link, { key: service.keys.normal })
  return { ids: body.notifications.map(({ id }: { id: string }) => id), next: body.links.next }
}
const xid = async () => (await crier.sql`select pg_current_xact_id()::text as xid`)[0]!.xid as string

before(async () => {
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  archived = await startArchived(folder)
  await migrate(archived.server.url)
  crier = await openCrier(archived.server.url)
  await crier.sql`update provider_details set active = identifier = 'mmg' where notification_type = 'sms'`
  service = await crier.makeService()
  template = await crier.makeTemplate(service)
  const copy = await takeBaseBackup(archived)

  await crier.sql`select mark_notification_changes(now())`
  ids.taken = await idOf(send(undefined, { 'idempotency-key': 'one' }))
  ids.unwanted = await idOf(send())
  ids.failing = await idOf(send(failing))
  await crier.sql`
    insert into jobs (service_id, template_id, template_version, notification_type, key_type, original_file_name, notification_count,
      job_status, created_at, scheduled_for)
    values (${service.id}, ${template}, 1, 'sms', 'normal', 'people.csv', 1, 'scheduled', now(), now() + interval '1 second')`
  const [{ moment } = { moment: '' }] = await crier.sql`select clock_timestamp()::text as moment`
  ids.after = await idOf(send(undefined, { 'idempotency-key': 'two' }))
  await crier.work()
  const tookThree = () => [ids.taken, ids.unwanted, ids.after].every((id) => taken.has(id!))
  await crier.until('the provider has what it takes', async () => tookThree())
  const last = await xid()
  await crier.until('the list of changes is read to its end', async () => {
    const { ids, next } = await changes(place ?? '/v2/notifications?updated_after=2020-01-01T00:00Z')
    place = next
    return ids.length === 0
  })
  await crier.close()
  await lose(archived)

  const server = await restore(archived, copy, restoredFolder, moment)
  isWell = true
  crier = await openCrier(server.url)
  // A second is over since the file was to begin.
  const held = await crier.sql`
    select queue, held::integer from hold_waiting_work(null, now() + interval '1 second')`
  outcome = { held: [...held], before: last, after: await xid() }
})
after(async () => {
  await crier.close()
  provider.close()
  await removeCluster(restoredFolder)
  await removeCluster(folder)
  await removeArchive(archived)
})

test('what was accepted before the moment is there, what came after it is not', async () => {
  assert.equal(await statusOf(ids.taken!), 'created')
  const { status } = await crier.call(`/v2/notifications/${ids.after}`, { key: service.keys.normal })
  assert.equal(status, 404)
})

test('a receipt for what is gone is taken, so that it does not come again, and changes nothing', async () => {
  assert.equal((await receiptOf(ids.after!)).status, 200)
  const found = await crier.sql`select from provider_receipts where reference = ${ids.after!}`
  assert.equal(found.length, 0)
})

test('an Idempotency-Key of before is replayed, one of after is a new message', async () => {
  assert.equal(await idOf(send(undefined, { 'idempotency-key': 'one' })), ids.taken)
  assert.notEqual(await idOf(send(undefined, { 'idempotency-key': 'two' })), ids.after)
})

test('all that waited is held, the file too whose time has come; what the provider took is sent by no worker again', async () => {
  assert.deepEqual(outcome.held, [
    { queue: 'jobs', held: 1 },
    { queue: 'send-sms', held: 3 },
  ])
  const { sql } = crier
  const listed = await sql`select id from held_messages order by id`
  assert.deepEqual(
    listed.map(({ id }) => id),
    [ids.taken, ids.unwanted, ids.failing].sort(),
  )
  const settle = (id: string, by: string | null) =>
    sql`select settle_held_messages(${[id]}, ${by}, null, now())`
  await settle(ids.taken!, 'mmg')
  await settle(ids.unwanted!, null)
  const fresh = await idOf(send())
  await crier.work()
  // What came after the restore is sent meanwhile.
  await crier.until('the new message is taken', async () => taken.has(fresh))
  assert.equal(taken.has(ids.failing!), false)
  await sql`select release_held_work(${[ids.failing!]}, null, now())`
  await crier.until('the released message is taken', async () => taken.has(ids.failing!))
  assert.deepEqual(
    [ids.taken, ids.unwanted, ids.after, ids.failing].map((id) => taken.get(id!)),
    [1, 1, 1, 1],
  )
  assert.equal(await statusOf(ids.unwanted!), 'technical-failure')
  await receiptOf(ids.taken!)
  assert.equal(await statusOf(ids.taken!), 'delivered')
})

test('numbers of transactions begin again at the moment, and a service that goes on in its list of changes misses none', async () => {
  assert.ok(BigInt(outcome.after) < BigInt(outcome.before), `${outcome.after} after ${outcome.before}`)
  const seen = new Set<string>()
  await crier.until('the list of changes is read to its end', async () => {
    const { ids, next } = await changes(place)
    for (const id of ids) seen.add(id)
    place = next
    return ids.length === 0
  })
  const stored = await crier.sql`select id from notifications where service_id = ${service.id}`
  assert.deepEqual([...seen].sort(), stored.map(({ id }) => id).sort())
})
