/** Local time and instants, in the zone of the settings. Source: specification, time. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Row, TransactionSql } from 'postgres'
import { sharedDatabase, type TestDatabase } from '../support/database.ts'
import { undone } from '../support/undone.ts'

let database: TestDatabase
before(async () => {
  database = await sharedDatabase()
})
after(() => database.close())

/** What a query answers in a zone. It is undone: the zone is the platform's. */
async function inZone(zone: string, ask: (sql: TransactionSql) => PromiseLike<readonly Row[]>): Promise<Row> {
  return undone(database.sql, async (sql) => {
    await sql`update settings set time_zone = ${zone}`
    return (await ask(sql))[0]!
  })
}

/** Zone, what its clocks show, and the instant: ordinary days, hours that come twice, hours that are skipped. */
const clocks: [zone: string, clock: string, instant: string][] = [
  ['Europe/London', '2017-05-12 13:15', '2017-05-12 12:15:00+00'],
  ['Europe/London', '2017-12-12 13:15', '2017-12-12 13:15:00+00'],
  ['Europe/London', '2017-10-29 00:59:59', '2017-10-28 23:59:59+00'],
  ['Europe/London', '2017-10-29 01:00', '2017-10-29 00:00:00+00'],
  ['Europe/London', '2017-10-29 01:59:59', '2017-10-29 00:59:59+00'],
  ['Europe/London', '2017-10-29 02:00', '2017-10-29 02:00:00+00'],
  ['Europe/London', '2017-03-26 00:59:59', '2017-03-26 00:59:59+00'],
  ['Europe/London', '2017-03-26 01:30', '2017-03-26 01:30:00+00'],
  ['Europe/London', '2017-03-26 02:00', '2017-03-26 01:00:00+00'],
  ['America/New_York', '2025-11-02 01:30', '2025-11-02 05:30:00+00'],
  ['Australia/Lord_Howe', '2025-04-06 01:45', '2025-04-05 14:45:00+00'],
  ['America/Havana', '2025-11-02 00:30', '2025-11-02 04:30:00+00'],
]

for (const [zone, clock, instant] of clocks) {
  test(`${clock} in ${zone} is ${instant}`, async () => {
    const row = await inZone(zone, (sql) => sql`select local_instant(${clock}::timestamp)::text as instant`)
    assert.equal(row.instant, instant)
  })
}

test('a day whose midnight comes twice begins at the first, one without a midnight when its clocks begin', async () => {
  for (const [zone, day, begins] of [
    ['America/Havana', '2025-11-02', '2025-11-02 04:00:00+00'],
    ['Africa/Cairo', '2025-04-25', '2025-04-24 22:00:00+00'],
    ['Europe/London', '2025-06-01', '2025-05-31 23:00:00+00'],
  ] as const) {
    const row = await inZone(
      zone,
      (sql) => sql`
        select
          local_midnight(${day}::date)::text as midnight,
          local_date(local_midnight(${day}::date))::text as day,
          local_date(local_midnight(${day}::date) - interval '1 second')::text as day_before`,
    )
    assert.equal(row.midnight, begins, zone)
    assert.equal(row.day, day)
    assert.notEqual(row.day_before, day)
  }
})
