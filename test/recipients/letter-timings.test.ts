import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { sharedDatabase } from '../support/database.ts'

const { sql, close } = await sharedDatabase()
after(close)

const only = async (query: PromiseLike<readonly Record<string, unknown>[]>) => (await query)[0]

test('the seconds of a letter’s creation do not leak into its timings', async () => {
  const row = await only(sql`
    select
      letter_printed_at('2017-07-10T12:34:56.789Z') = '2017-07-11T14:00:00Z' as printed,
      estimated_delivery('2017-07-10T12:34:56.789Z', 'second') = '2017-07-18T15:00:00Z' as estimated`)
  assert.deepEqual(row, { printed: true, estimated: true })
})

test('one function decides the print day, and 17:30:00 belongs to the next one', async () => {
  const row = await only(sql`
    select
      letter_print_day('2017-07-10T16:29:59Z')::text as before,
      letter_print_day('2017-07-10T16:30:00Z')::text as at,
      letter_print_day('2017-12-09T17:29:59Z')::text as winter_saturday`)
  assert.deepEqual(row, { before: '2017-07-10', at: '2017-07-11', winter_saturday: '2017-12-09' })
})

test('cancelling compares instants: a letter just before its deadline can be cancelled until the deadline', async () => {
  const row = await only(sql`
    select
      is_letter_cancellable('created', '2017-12-12T10:00:00Z', '2017-12-12T17:29:59.999Z') as before,
      is_letter_cancellable('created', '2017-12-12T10:00:00Z', '2017-12-12T17:30:00Z') as at,
      is_letter_cancellable('created', '2017-12-12T17:30:00.001Z', '2017-12-12T17:30:59Z') as after`)
  assert.deepEqual(row, { before: true, at: false, after: true })
})

test('the cut-off time is the platform’s', async () => {
  const row = await sql.begin(async (transaction) => {
    await transaction`update settings set print_cut_off = '12:00', time_zone = 'Europe/Paris'`
    const changed = await only(transaction`
      select
        letter_print_day('2017-07-10T10:00:00Z')::text as day,
        is_letter_cancellable('created', '2017-07-10T09:00:00Z', '2017-07-10T10:00:00Z') as cancellable`)
    await transaction`update settings set print_cut_off = '17:30', time_zone = 'Europe/London'`
    return changed
  })
  assert.deepEqual(row, { day: '2017-07-11', cancellable: false })
})

test('nothing is no working days away', async () => {
  await assert.rejects(async () => {
    await sql`select working_day('2022-12-22', 0, 5)`
  }, /OFFSET must not be negative/)
})

test('a working day is found across every holiday that is known, both ways', async () => {
  // Fewest are left where a day begins beside a holiday.
  const row = await only(sql`
    select count(*) filter (where working_day(day + beside, distance, 5) is null)::integer as lost, count(*) > 1000 as many
    from (select distinct day from bank_holidays where division = 'england-and-wales') holidays,
      generate_series(-1, 1) as beside, unnest(array[-30, -10, -1, 1, 10, 30]) as distance`)
  assert.deepEqual(row, { lost: 0, many: true })
})

test('an unknown postage has no delivery', async () => {
  assert.deepEqual(await only(sql`select estimated_delivery('2017-07-10T12:00:00Z', 'pigeon') as at`), {
    at: null,
  })
})

test('each letter of the fixture is printed, and arrives, when it says', async () => {
  const folder = `${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/letters`
  const text = readFileSync(`${folder}/delivery-estimates.csv`, 'utf8')
  const rows: Record<string, string>[] = parse(text, { columns: true, comment: '#', skip_empty_lines: true })
  assert.equal(rows.length, 9)
  const now = '2017-07-14T13:59:59Z'
  for (const { created_at_utc: created, printed_by, is_printed, ...days } of rows) {
    const [timed] = await sql`
      select to_char(letter_printed_at(${created!}) at time zone 'Europe/London', 'YYYY-MM-DD HH24:MI') as printed,
        is_letter_printed(${created!}, ${now})::text as is_printed`
    assert.deepEqual({ ...timed }, { printed: `${printed_by} 15:00`, is_printed }, created)
    const arriving = await sql`
      select postage,
        to_char(earliest_at at time zone 'Europe/London', 'YYYY-MM-DD HH24:MI') as earliest,
        to_char(latest_at at time zone 'Europe/London', 'YYYY-MM-DD HH24:MI') as latest
      from unnest(array['first', 'second', 'economy', 'europe', 'rest-of-world']) as postage
      cross join lateral letter_delivery(${created!}, postage)`
    for (const { postage, earliest, latest } of arriving) {
      const name = postage === 'rest-of-world' ? 'row' : postage
      const [from, to] =
        name === 'first' ? [days.first, days.first] : [days[`${name}_earliest`], days[`${name}_latest`]]
      assert.deepEqual([earliest, latest], [`${from} 16:00`, `${to} 16:00`], `${created} ${postage}`)
    }
    assert.equal(arriving.length, 5)
  }
})
