/** Which letters a print run takes, and how it cuts them into batches. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import postgres from 'postgres'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { collate, makeLetters } from './printing.ts'

let crier: TestCrier
let other: postgres.Sql
before(async () => {
  crier = await testCrier()
  other = postgres(crier.url, { max: 1, onnotice: () => {} })
})
after(async () => {
  await other.end()
  await crier.close()
})

const folder = `${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/letters`
const text = (name: string) => readFileSync(`${folder}/${name}`, 'utf8')
const json = (name: string) => JSON.parse(text(name))
const rows = (name: string): Record<string, string>[] =>
  parse(text(name), { columns: true, comment: '#', skip_empty_lines: true })

/** A year of its own for each test, so that its run takes only its letters. */
let years = 2030
const nextDay = () => `${years++}-02-10`

test('a letter’s file is named by its reference, its class and its time alone (must hold, 8)', async () => {
  const [given, wanted] = [rows('pdf-filenames.csv'), rows('folder-names.csv')]
  const named = await crier.sql`
    select letter_file_name(reference, postage::postage, created_at, with_folder) as name
    from jsonb_to_recordset(${crier.sql.json(
      given.map(({ created_at_utc, with_folder, ...row }) => ({
        ...row,
        created_at: created_at_utc,
        with_folder: with_folder === 'true',
      })) as never,
    )}) as one (reference text, postage text, created_at timestamptz, with_folder boolean)`
  assert.deepEqual(
    named.map(({ name }) => name),
    given.map(({ filename }) => filename),
  )
  const times = wanted.map(({ created_at_utc }) => created_at_utc!)
  const folders = await crier.sql`select letter_folder(at) as folder
    from unnest(${times}::timestamptz[]) with ordinality as given (at, ord) order by ord`
  assert.deepEqual(
    folders.map(({ folder: name }) => name),
    // At the cut-off time itself it is one day for folders, runs and people: the day of the next run.
    wanted.map(({ created_at_utc, folder: name }) =>
      created_at_utc === '2018-07-02T16:30:00Z' ? '2018-07-03/' : name,
    ),
  )
})

test('batches end by size, by number and by service (must hold, 5)', async () => {
  for (const { name, max_size, max_count, letters, groups } of json('zip-grouping.json')) {
    const day = nextDay()
    const service = await crier.makeService()
    const made = letters.map(({ key, size }: { key: string; size: number }, index: number) => ({
      created_at: `${day}T10:00:${String(index).padStart(2, '0')}Z`,
      bytes: size,
      reference: `${day} ${key.replace('.pdf', '')}`,
    }))
    await makeLetters(crier, service, made)
    const limits = { bytes: max_size, letters: max_count }
    const batches = await collate(crier, `${day}T17:50:00Z`, 'second', limits)
    const wanted = groups.map((group: string[]) => group.map((key) => `${day} ${key}`))
    assert.deepEqual(
      batches.map(({ references }) => references),
      wanted,
      name,
    )
  }
})

test('a zip is named by its day, class, number, files, service and organisation', async () => {
  const { print_run_date, zips } = json('zip-names.json')
  const classes: Record<string, string> = { 1: 'first', 2: 'second', E: 'europe', N: 'rest-of-world' }
  const asked = zips.map((zip: { postage_code: string }) => ({ ...zip, postage: classes[zip.postage_code] }))
  const named = await crier.sql`
    select print_batch_name(${print_run_date}::date, zip.postage::postage, zip.sequence, zip.files,
      zip.service_id, zip.organisation_id) as name
    from jsonb_to_recordset(${crier.sql.json(asked)}) as zip (postage text, sequence integer,
      files text[], service_id uuid, organisation_id uuid)`
  assert.deepEqual(
    named.map(({ name }) => name),
    zips.map(({ zip_name }: { zip_name: string }) => zip_name),
  )
  const [none] = await crier.sql`
    select print_batch_name('2020-02-17', 'first', 1000, '{a}', ${zips[0].service_id}, null) as name`
  assert.match(none!.name, /^NOTIFY\.2020-02-17\.1\.1000\.[\w-]{20}\.[0-9a-f-]{36}\.None\.ZIP$/)
})

test('only letters to be printed are taken, once, however often and when in the night it runs (must hold, 6 and 7)', async () => {
  const day = nextDay()
  const [one, two] = [await crier.makeService(), await crier.makeService()]
  const at = (time: string) => ({ created_at: `${day}T${time}Z` })
  const taken = [
    { ...at('10:00:00'), reference: `${day} late` },
    { ...at('09:00:00'), reference: `${day} early` },
    { created_at: `${Number(day.slice(0, 4)) - 1}-11-01T10:00:00Z`, reference: `${day} left over` },
    { ...at('17:29:59.999'), reference: `${day} last` },
  ]
  await makeLetters(crier, one, [
    ...taken,
    { ...at('17:30:00'), reference: `${day} at the cut-off` },
    { ...at('10:00:00'), key_type: 'test' },
    { ...at('10:00:00'), sheets: 0 },
    { ...at('10:00:00'), status: 'cancelled' },
    { ...at('10:00:00'), status: 'pending-virus-check' },
    { ...at('10:00:00'), status: 'sending' },
    { ...at('10:00:00'), postage: 'first' },
  ])
  await makeLetters(crier, two, [{ ...at('08:00:00'), reference: `${day} another service` }])
  const first = await collate(crier, `${day}T17:50:00Z`)
  const inOrder = ['left over', 'early', 'late', 'last'].map((word) => `${day} ${word}`)
  const groups = [
    [one.id, inOrder],
    [two.id, [`${day} another service`]],
  ].sort(([a], [b]) => (a! < b! ? -1 : 1))
  assert.deepEqual(
    first.map(({ service_id, references }) => [service_id, references]),
    groups,
  )
  const [queued] = await crier.sql`
    select count(*)::int as jobs from pgboss.job
    where name = 'letter-batches' and id = any (${first.map(({ id }) => id)})`
  assert.equal(queued!.jobs, 2)
  const afterMidnight = `${day.slice(0, 8)}11T02:00:00Z`
  assert.deepEqual(await collate(crier, afterMidnight), first)
  const next = await collate(crier, `${day.slice(0, 8)}11T17:50:00Z`)
  assert.deepEqual(
    next.map(({ references }) => references),
    [[`${day} at the cut-off`]],
  )
})

test('two collations, or a collation and what keeps a letter from it, take each letter once or not at all (must hold, 6 and 19)', async () => {
  type Connection = postgres.Sql | postgres.TransactionSql
  for (const [first, second, wanted] of [
    ['collate', 'collate', ['created', 1, true]],
    ['cancel', 'collate', ['cancelled', 0, true]],
    ['collate', 'cancel', ['created', 1, true]],
    ['remake', 'collate', ['created', 0, false]],
    ['collate', 'remake', ['created', 1, true]],
  ] as const) {
    const day = nextDay()
    const now = `${day}T17:50:00Z`
    const service = await crier.makeService()
    const [id] = await makeLetters(crier, service, [{ created_at: `${day}T10:00:00Z` }])
    const [run] = await crier.sql`select start_print_run(${now}) as day`
    const cancelTime = first === 'cancel' ? `${day}T17:29:00Z` : now
    const works = {
      collate: (sql: Connection) =>
        sql`select collate_letters(${run!.day}::date, 'second', ${now}::timestamptz)`,
      cancel: (sql: Connection) => sql`select cancel_letter(${service.id}, ${id!}, null, ${cancelTime})`,
      remake: (sql: Connection) => sql`select remake_letters(${[id!]}, null, ${now})`,
    }
    let waiting: Promise<unknown> | undefined
    await crier.sql.begin(async (sql) => {
      await works[first](sql)
      const [backend] = await other`select pg_backend_pid() as pid`
      waiting = works[second](other).execute()
      await crier.until('the second waits', async () => {
        const [row] =
          await sql`select wait_event_type = 'Lock' as waits from pg_stat_activity where pid = ${backend!.pid}`
        return row!.waits === true
      })
    })
    await waiting
    const [left] = await crier.sql`
      select notification_status as status,
        (select count(*)::int from print_batch_letters where notification_id = notifications.id) as batches,
        exists (select from letter_pdfs where notification_id = notifications.id) as has_pdf
      from notifications where id = ${id!}`
    assert.deepEqual([left!.status, left!.batches, left!.has_pdf], wanted, `${first}, then ${second}`)
  }
})

test('the printer is told how many letters come, once, even when there are none', async () => {
  const { rows: volumes, date, personalisation } = json('volume-email.json')
  const told = volumes.map(([postage, letters, sheets]: [string, number, number]) => ({
    postage,
    letters,
    sheets,
  }))
  const [values] =
    await crier.sql`select letter_volume_values(${date}::date, ${crier.sql.json(told)}) as values`
  assert.deepEqual(values!.values, personalisation)
  await crier.sql`
    insert into service_email_reply_to (service_id, email_address, is_default)
    values (notify_service_id(), 'platform@example.org', true)`
  // Before all letters of the other tests.
  const day = '2020-02-17'
  await crier.sql`select start_print_run(${`${day}T17:50:00Z`})`
  const tell = () =>
    crier.sql`select tell_letter_volumes(${day}::date, ${['printer@example.org', 'post@example.org']}, ${`${day}T17:50:00Z`}::timestamptz) as told`
  assert.equal((await tell())[0]!.told, 2)
  assert.equal((await tell())[0]!.told, 0)
  const mails = await crier.sql`
    select "to", personalisation ->> 'total_volume' as total, personalisation ->> 'date' as date,
      reply_to_text
    from notifications where template_id = '11fad854-fd38-4a7c-bd17-805fb13dfc12' order by 1`
  assert.deepEqual(
    mails.map((mail) => ({ ...mail })),
    ['post@example.org', 'printer@example.org'].map((to) => ({
      to,
      total: '0',
      date: '17 February 2020',
      reply_to_text: 'platform@example.org',
    })),
  )
})

test('letters that the printer has for more than two of its working days are told of', async () => {
  const days = rows('still-sending.csv')
  for (const { now_date, cutoff_date } of days) {
    const [found] = await crier.sql`select still_sending_cutoff(${now_date!}::date)::text as cutoff`
    assert.equal(found!.cutoff ?? '', cutoff_date, now_date)
  }
})
