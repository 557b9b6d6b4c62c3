import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier, type TestService } from '../support/crier.ts'
import { storeNotification } from './stored.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const base = 'https://api.example.org'
async function changes(service: TestService, link: string) {
  const { status, body } = await crier.call(link, { key: service.keys.normal })
  assert.equal(status, 200)
  const ids = body.notifications.map((one: { id: string }) => one.id)
  return { ids, next: body.links.next.slice(base.length) as string, body }
}
/** Waits for the transactions that run now: other tests' count too, because the numbers are the whole server's. */
async function settle() {
  const [row] = await crier.sql`select pg_current_xact_id()::text as number`
  await crier.until('all earlier transactions have ended', async () => {
    const [now] = await crier.sql`
      select pg_snapshot_xmin(pg_current_snapshot()) > ${row!.number}::text::xid8 as is_past`
    return now!.is_past
  })
}
const touch = (sql: TestCrier['sql'], id: string) =>
  sql`update notifications set notification_status = 'delivered', updated_at = clock_timestamp() where id = ${id}`

test('a change that commits after a later one is told all the same', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  const start = new Date(Date.now() - 60_000).toISOString()
  const [first, second] = [
    await storeNotification(crier, { service, template, status: 'sending' }),
    await storeNotification(crier, { service, template, status: 'sending' }),
  ]
  await settle()
  const before = await changes(service, `/v2/notifications?updated_after=${start}`)
  assert.deepEqual(before.ids, [first, second])

  const slow = await crier.sql.reserve()
  await slow`begin`
  await touch(slow as never, first)
  await touch(crier.sql, second)
  // The second change is later and committed, the first is neither: had the second been told, the first would be passed over.
  const during = await changes(service, before.next)
  assert.deepEqual(during.ids, [])
  await slow`commit`
  slow.release()
  await settle()
  const afterwards = await changes(service, during.next)
  assert.deepEqual(afterwards.ids, [first, second])
  const quiet = await changes(service, afterwards.next)
  assert.deepEqual(quiet.ids, [])

  await touch(crier.sql, first)
  await settle()
  const again = await changes(service, quiet.next)
  assert.deepEqual(again.ids, [first])
  assert.equal(again.body.notifications[0].status, 'delivered')
})

test('concurrent writers: a reader who follows the links meets every change', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  const ids = await Promise.all(
    Array.from({ length: 40 }, () => storeNotification(crier, { service, template, status: 'sending' })),
  )
  let { next } = await changes(service, '/v2/notifications?updated_after=2020-01-01T00:00Z')
  const seen = new Set<string>()
  let writing = true
  const writers = Promise.all(
    [0, 1, 2, 3].map(async (writer) => {
      for (const [index, id] of ids.entries()) {
        if (index % 4 !== writer) continue
        await crier.sql.begin(async (sql) => {
          await touch(sql as never, id)
          // Transactions of different length, so that they commit in another order than they began.
          await sql`select pg_sleep(${(index % 5) / 500})`
        })
      }
    }),
  ).finally(() => {
    writing = false
  })
  while (writing) {
    const page = await changes(service, next)
    for (const id of page.ids) seen.add(id)
    next = page.next
  }
  await writers
  await settle()
  for (const id of (await changes(service, next)).ids) seen.add(id)
  assert.equal(seen.size, ids.length)
})

test('pages of changes go on where they ended; the time is a filter, a mark is where it starts', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  await storeNotification(crier, { service, template, created_at: '2026-01-01T00:00:00Z' })
  await crier.sql`select mark_notification_changes('2026-01-01T12:00:00Z')`
  await crier.sql`
    insert into notifications (service_id, template_id, template_version, notification_type, key_type, created_at, "to")
    select ${service.id}, ${template}, 1, 'sms', 'normal', '2026-01-02T00:00:00Z', 'x' from generate_series(1, 300)`
  await settle()
  const start = '/v2/notifications?updated_after=2026-01-01T12:30:00%2B00:00'
  const first = await changes(service, start)
  const second = await changes(service, first.next)
  assert.deepEqual([first.ids.length, second.ids.length], [250, 50])
  assert.equal(new Set([...first.ids, ...second.ids]).size, 300)
  assert.deepEqual((await changes(service, second.next)).ids, [])
  assert.equal(
    (await changes(service, '/v2/notifications?updated_after=2025-12-31 23:59:59+01:00')).ids.length,
    250,
  )
})

test('a place of another timeline is gone back to the last mark of that: nothing is passed over, whatever numbers begin again', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service)
  const early = await storeNotification(crier, { service, template })
  await settle()
  // What a server leaves that another is made of: the mark of its last minute, and messages that came after it.
  const gone = 2_000_000_000 + Math.floor(Math.random() * 100_000_000)
  await crier.sql`
    insert into notification_change_marks (marked_at, oldest_running, timeline)
    select clock_timestamp() - interval '80 days', pg_snapshot_xmin(pg_current_snapshot()), ${gone}`
  const late = await storeNotification(crier, { service, template })
  await settle()
  const start = await changes(service, '/v2/notifications?updated_after=2020-01-01T00:00Z')
  assert.deepEqual(start.ids, [early, late])
  const cursorOf = (link: string) => new URL(link, base).searchParams.get('cursor')!.split('.')
  const [timeline, transaction, id] = cursorOf(start.next)
  const on = (timeline: number | string, transaction: string, id: string) =>
    changes(service, `/v2/notifications?cursor=${timeline}.${transaction}.${id}`)
  const ahead = String(BigInt(transaction!) + 1_000_000n)
  const again = await on(gone, ahead, id!)
  assert.deepEqual(again.ids, [late])
  assert.equal(cursorOf(again.next)[0], timeline, 'and goes on from there')
  assert.deepEqual((await changes(service, again.next)).ids, [])
  assert.deepEqual((await on(gone, '1', id!)).ids, [early, late], 'what the mark is ahead of is a place')
  assert.deepEqual((await on(gone + 1, ahead, id!)).ids, [early, late], 'without a mark, from the beginning')
  assert.deepEqual((await on(timeline!, transaction!, id!)).ids, [])
})

test('other filters, wrong times and wrong cursors are refused', async () => {
  const service = await crier.makeService()
  const refusals: [string, string][] = [
    ['updated_after=2026-02-30T00:00:00Z', 'updated_after is not a valid ISO 8601 date and time'],
    ['updated_after=0000-01-01T00:00:00Z', 'updated_after is not a valid ISO 8601 date and time'],
    ['cursor=1.18446744073709551616.0191a000-0000-7000-8000-000000000000', 'cursor is not a valid cursor'],
    ['cursor=1', 'cursor is not a valid cursor'],
    ['cursor=2147483648.1.0191a000-0000-7000-8000-000000000000', 'cursor is not a valid cursor'],
    ['cursor=1&status=sent', 'cursor is not a valid cursor'],
    [
      'updated_after=2026-01-01T00:00:00Z&status=sent',
      'Additional properties are not allowed (status was unexpected)',
    ],
  ]
  for (const [query, message] of refusals) {
    const { status, body } = await crier.call(`/v2/notifications?${query}`, { key: service.keys.normal })
    assert.deepEqual([status, body.errors[0].message], [400, message], query)
  }
})
