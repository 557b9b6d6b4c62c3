/** The billing facts. Each test is named by the statement of the specification (billing, must hold) that it proves. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { listBillingDaysDue, refreshBillingFacts } from '../../queries/billing/nightly.queries.ts'
import { createNightlyBilling, createNightlyBillingForDay } from '../../src/billing/nightly.ts'
import { testDatabase } from '../support/database.ts'
import { billingFacts, booksOn, finishNight, makeWorld, send } from './world.ts'

const { sql, close } = await testDatabase()
const books = booksOn(sql)
after(close)

const fixtures = fileURLToPath(new URL('../fixtures/billing/', import.meta.url))
const rows = async (file: string) =>
  parse(await readFile(fixtures + file), { columns: true }) as Record<string, string>[]

const refresh = (day: string, channel: 'sms' | 'email' | 'letter' = 'sms') =>
  refreshBillingFacts.run({ day, notification_type: channel }, books.db)

test('price look-up: every price of the lists holds on its first and last day', async () => {
  for (const { rate, first_london_day, last_london_day } of await rows('sms-rates.csv')) {
    for (const day of [first_london_day, last_london_day].filter(Boolean) as string[]) {
      const [found] = await sql`select rate from rates where valid_during @> local_midnight(${day})`
      assert.equal(Number(found?.rate), Number(rate), day)
    }
  }
  for (const price of await rows('letter-rates.csv')) {
    // Only the prices of Crown bodies are kept; the others are asked for by nobody.
    if (price.crown !== 'true') continue
    for (const day of [price.first_london_day, price.last_london_day].filter(Boolean) as string[]) {
      const [found] = await sql`
        select rate from letter_rates
        where post_class = ${price.post_class!} and sheet_count = ${price.sheet_count!}
          and valid_during @> local_midnight(${day})`
      assert.equal(Number(found?.rate), Number(price.rate), `${price.post_class} ${price.sheet_count} ${day}`)
    }
  }
})

test('15: europe and rest-of-world are priced from July 2020, alike (letters, must hold, 15)', async () => {
  const found = await sql`
    select post_class, array_agg(trim_scale(rate) order by sheet_count) as list from letter_rates
    where post_class in ('europe', 'rest-of-world') and valid_during @> local_midnight('2020-07-01')
    group by post_class`
  assert.equal(found.length, 2)
  for (const { list } of found) assert.deepEqual(list.map(Number), [0.84, 0.92, 1, 1.08, 1.16])
  const [before] = await sql`
    select count(*)::integer as prices from letter_rates
    where post_class = 'europe' and valid_during @> local_midnight('2020-06-30')`
  assert.equal(before!.prices, 0)
})

test('1: a message belongs to the London date of its creation, also on days of 23 and 25 hours', async () => {
  const world = await makeWorld(sql)
  for (const at of ['2018-03-24T23:59Z', '2018-03-25T00:00Z', '2018-03-25T22:59Z', '2018-03-25T23:00Z']) {
    await send(sql, world, { type: 'sms', at, sent_by: 'mmg' })
  }
  for (const day of ['2018-03-24', '2018-03-25', '2018-03-26']) await refresh(day)
  assert.deepEqual(
    (await billingFacts(sql, world)).map((line) => [line.slice(0, 10), line.slice(-3)]),
    [
      ['2018-03-24', '1 1'],
      ['2018-03-25', '2 2'],
      ['2018-03-26', '1 1'],
    ].map(([day, counts]) => [day, counts]),
  )
})

test('2: a task that starts at 00:30 London in summer works on the London day before', async () => {
  const { sql, close } = await testDatabase()
  try {
    const world = await makeWorld(sql)
    // 23:30 UTC on 1 July is 00:30 on 2 July.
    await send(sql, world, { type: 'sms', at: '2022-07-01T10:00Z' })
    await send(sql, world, { type: 'sms', at: '2022-07-01T23:10Z' })
    const [today] = await sql`select local_date('2022-07-01T23:30Z')::text as date`
    assert.equal(today!.date, '2022-07-02')
    const due = await listBillingDaysDue.run({ run_on: today!.date }, booksOn(sql).db)
    assert.deepEqual(
      due.map((one) => one.bst_date),
      ['2022-07-01'],
    )
  } finally {
    await close()
  }
})

test('10: the night bills exactly ten days back from yesterday in all channels, where there is something', async () => {
  const { sql, close } = await testDatabase()
  try {
    const world = await makeWorld(sql)
    const books = booksOn(sql)
    for (const day of ['20', '21', '22', '25', '31']) {
      await send(sql, world, { type: 'sms', at: `2019-07-${day}T12:00Z` })
      await send(sql, world, { type: 'letter', at: `2019-07-${day}T12:00Z` })
    }
    await send(sql, world, { type: 'email', at: '2019-08-01T12:00Z' })
    await finishNight(sql, 'create-nightly-billing', '2019-07-31')
    const due = async (run_on: string) =>
      (await listBillingDaysDue.run({ run_on }, books.db)).map(
        (one) => `${one.bst_date} ${one.notification_type}`,
      )
    assert.deepEqual(await due('2019-08-01'), [
      '2019-07-31 sms',
      '2019-07-31 letter',
      '2019-07-25 sms',
      '2019-07-25 letter',
      '2019-07-22 sms',
      '2019-07-22 letter',
    ])
    // Two nights without a run: the third reaches two days further.
    assert.deepEqual((await due('2019-08-03')).at(-1), '2019-07-22 letter')
    await sql`delete from task_runs`
    await finishNight(sql, 'create-nightly-billing', '2019-07-30')
    assert.deepEqual((await due('2019-08-01')).at(-1), '2019-07-21 letter')
  } finally {
    await close()
  }
})

test('10: the parent queues one job per day and channel, once; with a day, that one and nine before it', async () => {
  const world = await makeWorld(sql)
  await send(sql, world, { type: 'sms', at: '2019-07-31T12:00Z' })
  const jobs = async () =>
    (
      await sql`
        select data from pgboss.job where name = 'reporting-tasks' and data ->> 'task' = 'create-nightly-billing-for-day'`
    ).map((job) => `${job.data.day} ${job.data.channel}`)
  await createNightlyBilling(books, { now: '2019-07-31T23:15:00Z' })
  await createNightlyBilling(books, { now: '2019-07-31T23:15:30Z' })
  assert.deepEqual(await jobs(), ['2019-07-31 sms'])
  await sql`delete from pgboss.job where name = 'reporting-tasks'`
  await createNightlyBilling(books, { now: '2019-07-31T23:15:00Z', day: '2019-07-21' })
  const asked = (await jobs()).sort()
  assert.equal(asked.length, 30)
  assert.equal(asked[0], '2019-07-12 email')
  assert.equal(asked.at(-1), '2019-07-21 sms')
})

test('11: a receipt that comes nine days late is in the rows of the next night (letters, must hold, 13)', async () => {
  const world = await makeWorld(sql)
  const [id] = await send(sql, world, { type: 'letter', at: '2022-05-10T12:00Z', status: 'created' })
  await refresh('2022-05-10', 'letter')
  assert.deepEqual(await billingFacts(sql, world), [])
  await sql`update notifications set notification_status = 'delivered' where id = ${id!}`
  const due = await listBillingDaysDue.run({ run_on: '2022-05-20' }, books.db)
  assert.ok(due.some((one) => one.bst_date === '2022-05-10' && one.notification_type === 'letter'))
  await refresh('2022-05-10', 'letter')
  assert.deepEqual(await billingFacts(sql, world), ['2022-05-10 letter dvla 1 f 0.41 second 1 1'])
})

test("13: international is the letter's own; 14: its status changes look up nothing of texts (letters, must hold, 10 and 11)", async () => {
  const world = await makeWorld(sql)
  await send(sql, world, { type: 'letter', at: '2022-05-11T12:00Z', postage: 'europe', international: true })
  await send(sql, world, {
    type: 'letter',
    at: '2022-05-11T12:00Z',
    postage: 'rest-of-world',
    international: true,
  })
  await send(sql, world, { type: 'letter', at: '2022-05-11T12:00Z', postage: 'first' })
  await refresh('2022-05-11', 'letter')
  assert.deepEqual(await billingFacts(sql, world), [
    '2022-05-11 letter dvla 1 f 0.63 first 1 1',
    '2022-05-11 letter dvla 1 t 0.96 europe 1 1',
    '2022-05-11 letter dvla 1 t 0.96 rest-of-world 1 1',
  ])
  await sql`
    update notifications set notification_status = 'returned-letter', updated_at = now() where service_id = ${world.service}`
})

test('16: crown or not, a letter has the one price; without sheets it costs nothing (letters, must hold, 14)', async () => {
  const world = await makeWorld(sql)
  await sql`update services set crown = false where id = ${world.service}`
  await send(sql, world, { type: 'letter', at: '2018-06-12T12:00Z', units: 1 })
  await send(sql, world, { type: 'letter', at: '2018-06-12T12:00Z', units: 0 })
  await refresh('2018-06-12', 'letter')
  assert.deepEqual(await billingFacts(sql, world), [
    '2018-06-12 letter dvla 1 f 0 second 0 1',
    '2018-06-12 letter dvla 1 f 0.30 second 1 1'.replace('0.30', '0.3'),
  ])
})

test('17: no channel groups by what is constant in it', async () => {
  const explain = async (type: string) => {
    const plan = await sql.unsafe(
      `explain (verbose, costs off) select notifications_sent
       from billing_of_day('2022-05-10', '2022-05-09 23:00Z', '2022-05-10 23:00Z') where notification_type = '${type}'`,
    )
    return plan.map((row) => row['QUERY PLAN']).join('\n')
  }
  const email = await explain('email')
  const keys = email.match(/Group Key: (.*)/)![1]!
  assert.equal(keys.split(',').length, 2, keys)
  const sms = (await explain('sms')).match(/Group Key: (.*)/)![1]!
  assert.doesNotMatch(sms, /postage|notification_type|created_at/)
})

test('18: a second run replaces counts, removes what is gone and writes nothing it need not', async () => {
  const world = await makeWorld(sql)
  const ids = await send(sql, world, {
    type: 'sms',
    at: '2022-05-12T12:00Z',
    sent_by: null,
    status: 'sending',
    count: 3,
  })
  assert.deepEqual((await refresh('2022-05-12'))[0], {
    inserted: '1',
    updated: '0',
    deleted: '0',
    unpriced: '0',
  })
  await sql`update notifications set sent_by = 'mmg', rate_multiplier = 2 where id = ${ids[0]!}`
  await sql`update notifications set notification_status = 'technical-failure' where id = ${ids[1]!}`
  assert.deepEqual((await refresh('2022-05-12'))[0], {
    inserted: '1',
    updated: '1',
    deleted: '0',
    unpriced: '0',
  })
  await sql`update notifications set notification_status = 'technical-failure' where id = ${ids[2]!}`
  assert.deepEqual((await refresh('2022-05-12'))[0], {
    inserted: '0',
    updated: '0',
    deleted: '1',
    unpriced: '0',
  })
  assert.deepEqual((await refresh('2022-05-12'))[0], {
    inserted: '0',
    updated: '0',
    deleted: '0',
    unpriced: '0',
  })
  assert.deepEqual(await billingFacts(sql, world), ['2022-05-12 sms mmg 2 f 0.0172 none 1 1'])
})

test('19: overlapping prices are refused by the database and change nothing', async () => {
  const refused = (error: { code: string }) => error.code === '23P01'
  await assert.rejects(
    sql`insert into rates (valid_during, rate) values ('[2022-04-15, 2022-06-01)', 0.5)`,
    refused,
  )
  await assert.rejects(
    sql`
      insert into letter_rates (post_class, sheet_count, valid_during, rate)
      values ('second', 1, '[2022-04-15, 2022-06-01)', 0.5)`,
    refused,
  )
  await assert.rejects(
    sql`
      insert into default_annual_allowance (organisation_type, financial_years, allowance)
      values ('central', '[2022, 2023)', 1)`,
    refused,
  )
  const [all] = await sql`select count(*)::integer as rates from rates`
  assert.equal(all!.rates, 9)
})

test('19: a price that is entered late corrects the days that were billed without it', async () => {
  const { sql, close } = await testDatabase()
  try {
    const world = await makeWorld(sql)
    await send(sql, world, { type: 'sms', at: '2022-04-10T12:00Z', sent_by: 'mmg' })
    await createNightlyBillingForDay(booksOn(sql), { day: '2022-04-10', channel: 'sms' })
    await sql`select set_sms_rate('2022-04-05T23:00Z', 0.02, null, now())`
    await createNightlyBillingForDay(booksOn(sql), { day: '2022-04-10', channel: 'sms' })
    assert.deepEqual(await billingFacts(sql, world), ['2022-04-10 sms mmg 1 f 0.02 none 1 1'])
    const [whole] =
      await sql`select range_agg(valid_during)::text as span, count(*)::integer as prices from rates`
    assert.deepEqual({ ...whole }, { span: '{["2016-05-18 00:00:00+00",)}', prices: 10 })
    await sql`select set_letter_rate('second', 1, '2022-04-05T23:00Z', 0.5, null, now())`
    const [letter] = await sql`
      select rate from letter_rates where post_class = 'second' and sheet_count = 1 and valid_during @> timestamptz '2022-05-01'`
    assert.equal(Number(letter!.rate), 0.5)
  } finally {
    await close()
  }
})

test('a group without a price is reported and costs the others nothing', async () => {
  const world = await makeWorld(sql)
  await send(sql, world, { type: 'letter', at: '2022-05-13T12:00Z', units: 1 })
  await send(sql, world, { type: 'letter', at: '2022-05-13T12:00Z', units: 6 })
  await createNightlyBillingForDay(books, { day: '2022-05-13', channel: 'letter' })
  assert.deepEqual(await billingFacts(sql, world), ['2022-05-13 letter dvla 1 f 0.41 second 1 1'])
  assert.ok(JSON.stringify(books.lines).includes('"unpriced":"1"'))
})

test('letters by despatch: counted by day, replaced by a second run', async () => {
  const world = await makeWorld(sql)
  const ids = await send(sql, world, { type: 'letter', at: '2022-05-14T12:00Z', count: 2 })
  for (const id of ids) {
    await sql`insert into notifications_letter_despatch values (${id}, '2022-05-16', 'sorted')`
  }
  await sql`select refresh_letter_despatch_facts('2022-05-16')`
  await sql`update notifications_letter_despatch set cost_threshold = 'unsorted' where notification_id = ${ids[0]!}`
  await sql`select refresh_letter_despatch_facts('2022-05-16')`
  const facts = await sql`
    select cost_threshold, notifications_sent from ft_billing_letter_despatch where bst_date = '2022-05-16' order by 1`
  assert.deepEqual(
    facts.map((fact) => ({ ...fact })),
    [
      { cost_threshold: 'sorted', notifications_sent: 1 },
      { cost_threshold: 'unsorted', notifications_sent: 1 },
    ],
  )
})
