/**
 * Statements that touch several rows lock them in the order of their ids, whatever order they are given: two of them, the one from the first to the
 * last and the other from the last to the first, meet at a row in the middle that somebody else holds, and neither ends in a deadlock.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import postgres from 'postgres'
import { setBillableUnits } from '../../queries/delivery.queries.ts'
import { deleteNewFiles } from '../../queries/files.queries.ts'
import { pgtyped } from '../../src/database.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { type Stored, store, storing } from './messages.ts'

let crier: TestCrier
let stored: Record<'sms' | 'email', Stored>
let connections: [postgres.Sql, postgres.Sql]
before(async () => {
  crier = await sharedCrier()
  stored = { sms: await storing(crier), email: await storing(crier, 'email') }
  connections = [1, 2].map(() =>
    postgres(crier.url, { max: 1, onnotice: () => {}, connection: { deadlock_timeout: '20ms' } as never }),
  ) as [postgres.Sql, postgres.Sql]
})
after(async () => {
  await Promise.all(connections.map((sql) => sql.end()))
  await crier.close()
})

type Row = { id: string; reference: string | null }
type Statement = (sql: postgres.Sql, rows: Row[]) => Promise<unknown>
const at = new Date().toISOString()
const receipts = (rows: Row[], provider: string, status: string) =>
  rows.map(({ id, reference }, ord) => ({
    ord,
    provider,
    reference: reference ?? id,
    status,
    code: null,
    received_at: at,
  }))
const statements = {
  record: (sql, rows) =>
    sql`select from record_deliveries(${sql.json(
      rows.map(({ id }) => ({ id, outcome: 'sent', provider: 'mmg', sent_at: at })),
    )})`,
  giveUp: (sql, rows) =>
    sql`select from record_deliveries(${sql.json(rows.map(({ id }) => ({ id, outcome: 'message-fault' })))})`,
  receipts: (sql, rows) => sql`select from apply_receipts(${sql.json(receipts(rows, 'mmg', '3'))})`,
  pendingThenReceipts: (sql, rows) =>
    sql`select from apply_receipts(${sql.json([
      ...receipts(rows, 'mmg', '4'),
      ...receipts(rows, 'mmg', '3').map((one) => ({ ...one, ord: one.ord + rows.length })),
    ])})`,
  unknownThenReceipts: (sql, rows) =>
    sql`select from apply_receipts(${sql.json([
      ...receipts(rows.slice(0, 1), 'mmg', 'a new word'),
      ...receipts(rows, 'mmg', '3').map((one) => ({ ...one, ord: one.ord + 1 })),
    ])})`,
  emailReceipts: (sql, rows) =>
    sql`select from apply_receipts(${sql.json(receipts(rows, 'ses', 'Delivery'))})`,
  waitingReceipts: (sql, rows) =>
    sql`select from apply_waiting_receipts(${rows.map(({ id, reference }) => reference ?? id)}::text[])`,
} satisfies Record<string, Statement>
type Name = keyof typeof statements

const meetings: ['sms' | 'email' | 'archived', Name, Name][] = [
  ['sms', 'record', 'record'],
  ['sms', 'record', 'receipts'],
  ['sms', 'receipts', 'record'],
  ['sms', 'receipts', 'receipts'],
  ['sms', 'pendingThenReceipts', 'giveUp'],
  ['sms', 'unknownThenReceipts', 'receipts'],
  ['email', 'record', 'emailReceipts'],
  ['email', 'waitingReceipts', 'emailReceipts'],
  ['email', 'emailReceipts', 'waitingReceipts'],
  ['archived', 'emailReceipts', 'emailReceipts'],
]
for (const [kind, first, second] of meetings) {
  test(`${kind}: ${first} upwards and ${second} downwards pass each other`, async () => {
    const rows = await rowsOf(kind)
    if (second === 'waitingReceipts' || first === 'waitingReceipts') {
      await crier.sql`
        insert into provider_receipts (provider, reference, status)
        select 'ses', reference, 'Delivery' from unnest(${rows.map(({ reference }) => reference)}::text[]) reference`
    }
    const table = kind === 'archived' ? 'notification_history' : 'notifications'
    await meet(
      (sql) => sql`select from ${sql(table)} where id = ${rows[1]!.id} for update`,
      [statements[first], statements[second]],
      rows,
    )
  })
}

async function rowsOf(kind: 'sms' | 'email' | 'archived'): Promise<Row[]> {
  const columns = kind === 'sms' ? {} : { notification_type: 'email', reference: randomUUID() }
  const type = kind === 'sms' ? 'sms' : 'email'
  const ids: string[] = []
  for (let number = 0; number < 3; number++) {
    const reference = type === 'email' ? { reference: randomUUID() } : {}
    ids.push(await store(crier, stored[type], { ...columns, ...reference }))
  }
  const rows = await crier.sql<
    Row[]
  >`select id, reference from notifications where id = any (${ids}::uuid[]) order by id`
  if (kind === 'archived') {
    await crier.sql`
      with moved as (delete from notifications where id = any (${ids}::uuid[]) returning *)
      insert into notification_history (id, service_id, template_id, template_version, notification_type, key_type,
        notification_status, created_at, sent_by, reference, billable_units, international)
      select id, service_id, template_id, template_version, notification_type, key_type, notification_status,
        created_at, sent_by, reference, billable_units, international
      from moved`
  }
  return [...rows]
}

/** Somebody holds the row in the middle; both statements come to wait; both go through when it is let go. */
async function meet(
  hold: (sql: postgres.TransactionSql) => Promise<unknown>,
  [first, second]: [Statement, Statement],
  rows: Row[],
): Promise<void> {
  const pids = await Promise.all(
    connections.map(async (sql) => (await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]!.pid),
  )
  const waiting = async () => {
    const found = await crier.sql`
      select from pg_stat_activity where pid = any (${pids}::integer[]) and wait_event_type = 'Lock'`
    return found.length
  }
  let results: Promise<PromiseSettledResult<unknown>[]> | undefined
  await crier.sql.begin(async (sql) => {
    await hold(sql)
    const one = first(connections[0], rows)
    // A query begins when it is awaited.
    const running = [one.then((value) => value)]
    await crier.until('the first waits', async () => (await waiting()) >= 1)
    running.push(second(connections[1], rows.toReversed()).then((value) => value))
    results = Promise.allSettled(running)
    await crier.until('the second waits too', async () => (await waiting()) >= 2)
  })
  const faults = (await results!).flatMap((result) =>
    result.status === 'rejected' ? [String(result.reason)] : [],
  )
  assert.deepEqual(faults, [])
}

test('receipts that are to wait are kept in one order', async () => {
  // Both keep the same references; each would hold what the other comes to next.
  const references = Array.from({ length: 200 }, () => randomUUID())
  for (let round = 0; round < 5; round++) {
    const rows = references.map((reference) => ({ id: '', reference: `${round}-${reference}` }))
    const answers = await Promise.allSettled([
      statements.emailReceipts(connections[0], rows),
      statements.emailReceipts(connections[1], rows.toReversed()),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'fulfilled'],
    )
  }
})

test('jobs are postponed and begun anew, files withdrawn, fragments counted and keys revoked in the order of their ids', async () => {
  const { service } = stored.sms
  const ids = Array.from({ length: 3 }, () => randomUUID()).sort()
  const rows = ids.map((id) => ({ id, reference: null }))
  await crier.sql`select enqueue('send-sms', ${ids}::uuid[])`
  await crier.sql`update pgboss.job set state = 'active' where id = any (${ids}::uuid[])`
  const postpone: Statement = (sql, given) =>
    sql`select postpone_retries('send-sms', ${given.map(({ id }) => id)}::uuid[], 300)`
  await meet(
    (sql) => sql`select from pgboss.job where id = ${ids[1]!} for update`,
    [postpone, postpone],
    rows,
  )
  const enqueue: Statement = (sql, given) =>
    sql`select enqueue('send-sms', ${given.map(({ id }) => id)}::uuid[])`
  await meet((sql) => sql`select from pgboss.job where id = ${ids[1]!} for update`, [enqueue, enqueue], rows)
  await crier.sql`
    insert into files (id, service_id, purpose, about_id, content_type, size)
    select id, ${service.id}, 'precompiled-letter', id, 'application/pdf', 1
    from unnest(${ids}::uuid[]) id`
  const withdraw: Statement = (sql, given) => {
    return deleteNewFiles.run({ ids: given.map(({ id }) => id) }, pgtyped(sql))
  }
  await meet((sql) => sql`select from files where id = ${ids[1]!} for update`, [withdraw, withdraw], rows)
  const texts = await rowsOf('sms')
  const measure: Statement = (sql, given) => {
    const measured = given.map(({ id }) => ({ id, characters: 200, extended: 0, ucs2: false }))
    return setBillableUnits.run({ measured: measured as never }, pgtyped(sql))
  }
  await meet(
    (sql) => sql`select from notifications where id = ${texts[1]!.id} for update`,
    [measure, statements.receipts],
    texts,
  )
  const keys = await crier.sql<Row[]>`
    select id, null as reference from api_keys where service_id = ${service.id} order by id`
  const archive: Statement = (sql) => sql`select archive_service(${service.id}, null, now())`
  await meet(
    (sql) => sql`select from api_keys where id = ${keys[1]!.id} for update`,
    [archive, archive],
    [...keys],
  )
  const [{ units } = { units: 0 }] = await crier.sql`
    select sum(billable_units)::integer as units from notifications where id = any (${texts.map(({ id }) => id)}::uuid[])`
  assert.equal(units, 6)
})
