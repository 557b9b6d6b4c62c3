/**
 * What must hold of letters (specification, letters, 21) and is nobody else's to prove: their PDFs at retention, a run of any size, statistics. The other
 * statements are proved where their rules are: their tests have "(must hold, N)" in their names, in this folder, and "(letters, must hold, N)" in others.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { runTask } from '../../src/schedule.ts'
import { makePrintable } from '../bench/printable.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { type Connection, interleaveOn } from '../support/interleave.ts'
import { scaled } from '../support/scale.ts'
import { collate, makeLetters } from './printing.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
})
after(() => crier.close())

const unfinished = ['created', 'sending', 'pending-virus-check']
const final = [
  'delivered',
  'returned-letter',
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'cancelled',
  'validation-failed',
  'virus-scan-failed',
]

test('past retention final letters are archived and their PDFs deleted, one that is missing or not; what may still be printed keeps both, whatever sent_at says (must hold, 1 and 2)', async () => {
  const service = await crier.makeService()
  const statuses = [...unfinished, ...final]
  const created_at = '2027-01-05T12:00:00Z'
  const ids = await makeLetters(
    crier,
    service,
    statuses.map((status) => ({ created_at, status })),
  )
  await crier.sql`update notifications set sent_at = '2027-01-05T18:00:00Z', sent_by = 'dvla' where id = any (${ids})`
  const missing = ids[statuses.indexOf('delivered')]!
  await crier.sql`delete from files where about_id = ${missing}`
  crier.setNow('2027-01-20T04:00:00Z')
  await crier.sql`select refresh_status_facts(bst_date, notification_type) from status_days_due('2027-01-20')`
  await runTask(crier.crier, 'delete-notifications-older-than-retention')
  await runTask(crier.crier, 'delete-archived-letter-files')
  const left = async (table: string, column: string) => {
    const rows =
      await crier.sql`select ${crier.sql(column)} as id from ${crier.sql(table)} where ${crier.sql(column)} = any (${ids})`
    return rows.map(({ id }) => statuses[ids.indexOf(id)]).sort()
  }
  assert.deepEqual(await left('notifications', 'id'), unfinished.toSorted())
  assert.deepEqual(await left('notification_history', 'id'), final.toSorted())
  assert.deepEqual(await left('files', 'about_id'), unfinished.toSorted())
  assert.deepEqual(await left('letter_pdfs', 'notification_id'), unfinished.toSorted())
})

test('a receipt meets the letter’s return, or its archiving: it has one end, whoever is first', async () => {
  const interleave = interleaveOn(crier)
  const service = await crier.makeService()
  const [created_at, now] = ['2027-01-05T12:00:00Z', '2027-01-20T04:00:00Z']
  for (const [first, second, before, end] of [
    ['receipt', 'return', 'sending', ['returned-letter', 'live']],
    ['return', 'receipt', 'sending', ['returned-letter', 'live']],
    ['archive', 'receipt', 'delivered', ['delivered', 'archived']],
    ['receipt', 'archive', 'sending', ['delivered', 'live']],
  ] as const) {
    const [id] = await makeLetters(crier, service, [{ created_at, status: before }])
    const [letter] = await crier.sql`select reference from notifications where id = ${id!}`
    const receipts = [{ ord: 1, reference: letter!.reference, status: 'delivered', sheets: 1 }]
    const works = {
      receipt: (sql: Connection) =>
        sql`select outcome from apply_letter_receipts(${crier.sql.json(receipts)}, ${now})`,
      return: (sql: Connection) => sql`select return_letters(${[letter!.reference]}, ${now})`,
      archive: (sql: Connection) => sql`select archive_notifications('letter', ${now}, 1000)`,
    }
    await interleave(works[first], works[second])
    const [left] = await crier.sql`
      select notification_status as status, exists (select from notifications where id = ${id!}) as is_live
      from notifications_all_time where id = ${id!}`
    assert.deepEqual([left!.status, left!.is_live ? 'live' : 'archived'], end, `${first}, then ${second}`)
  }
})

test('a run takes every letter of a class, however many, and reads nothing personal (must hold, 3)', async () => {
  const letters = scaled(1_500)
  await makePrintable(crier.sql, { letters, services: 2, bytes: 30_000 })
  const batches = await collate(crier, '2026-03-02T17:50:00Z')
  assert.equal(
    batches.reduce((sum, { references }) => sum + references.length, 0),
    letters,
  )
  assert.ok(batches.every(({ references }) => references.length <= 500))
  const [view] = await crier.sql`select pg_get_viewdef('printable_letters'::regclass) as text`
  assert.doesNotMatch(view!.text, /personalisation|"to"|reply_to/)
})

test('a batch names its service’s organisation, which comes with its letters (must hold, 4)', async () => {
  const [organisation] = await crier.sql`insert into organisation (name) values ('Loft') returning id`
  const [one, none] = [
    await crier.makeService({ organisation_id: organisation!.id }),
    await crier.makeService(),
  ]
  for (const service of [one, none])
    await makeLetters(crier, service, [
      { created_at: '2029-02-10T10:00:00Z' },
      { created_at: '2029-02-10T11:00:00Z' },
    ])
  const batches = (await collate(crier, '2029-02-10T17:50:00Z')).filter(({ service_id }) =>
    [one.id, none.id].includes(service_id),
  )
  const named = Object.fromEntries(
    batches.map(({ service_id, name }) => [service_id, name.split('.').at(-2)]),
  )
  assert.deepEqual(named, { [one.id]: organisation!.id, [none.id]: 'None' })
})

test('statistics of letters have the statuses of letters, and need no column of texts or emails (must hold, 16)', async () => {
  const service = await crier.makeService()
  const statuses = [...unfinished, ...final]
  await makeLetters(
    crier,
    service,
    statuses.map((status) => ({ created_at: '2028-06-12T12:00:00Z', status })),
  )
  await crier.sql`select refresh_status_facts('2028-06-12', 'letter')`
  const facts = await crier.sql`
    select notification_status as status, notification_count::integer as count from ft_notification_status
    where service_id = ${service.id} order by notification_status::text`
  assert.deepEqual(
    facts.map(({ status, count }) => [status, count]),
    statuses.toSorted().map((status) => [status, 1]),
  )
  const plan = await crier.sql.unsafe(
    "explain (verbose, costs off) select * from billing_of_day('2028-06-12', '2028-06-11 23:00Z', '2028-06-12 23:00Z') where notification_type = 'letter'",
  )
  const text = plan.map((row) => row['QUERY PLAN']).join('\n')
  assert.doesNotMatch(text, /rate_multiplier|phone_prefix|unsubscribe_link/)
})
