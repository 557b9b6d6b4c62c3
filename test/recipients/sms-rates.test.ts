import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import examples from 'libphonenumber-js/examples.mobile.json'
import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import { parsePhoneNumber } from '../../src/recipients/phone-numbers.ts'
import type { SmsRate } from '../../src/recipients/sms-rates.ts'
import { sharedDatabase } from '../support/database.ts'

const { sql, close } = await sharedDatabase()
after(close)

test('a number’s billing prefix is the longest prefix of the table, in TypeScript as in SQL', async () => {
  const rows = await sql`
    select prefix, rate_multiplier as "rateMultiplier", alpha, dlr
    from international_sms_rates`
  assert.equal(rows.length, 223)
  const rates = new Map(rows.map((row) => [row.prefix as string, row as unknown as SmsRate]))
  // Some area codes of North America, where prefixes are longest, and a mobile of each country.
  const numbers = ['0044', '001'].flatMap((start) =>
    Array.from({ length: 375 }, (_, n) => `${start}${7000000000 - n * 9876543}`),
  )
  for (const country of getCountries()) numbers.push(getExampleNumber(country, examples)!.number)
  const parsed = numbers
    .map((raw) => parsePhoneNumber(raw, rates))
    .filter((number) => typeof number !== 'string')
  assert.ok(new Set(parsed.map((number) => number.countryPrefix)).size > 200)
  const normalised = parsed.map((number) => number.normalised)
  const prefixes = await sql`
    select coalesce(sms_rate_prefix(number), '') as prefix
    from unnest(${normalised}::text[]) with ordinality as numbers (number, position)
    order by position`
  for (const [index, number] of parsed.entries()) {
    const expected = rates.has(number.countryPrefix) ? number.countryPrefix : ''
    assert.equal(prefixes[index]?.prefix, expected, number.normalised)
  }
})

test('a number behind no known prefix is looked up safely', async () => {
  const [row] = await sql`select sms_rate_prefix('24741111') as none, sms_rate_prefix('') as nothing`
  assert.deepEqual({ ...row }, { none: null, nothing: null })
})

test('receipts count where the table says YES, and at home', async () => {
  const [row] = await sql`
    select
      expects_delivery_receipt(false, '44') as home,
      expects_delivery_receipt(true, '7') as russia,
      expects_delivery_receipt(true, '1') as carrier_only,
      expects_delivery_receipt(true, '249') as sudan`
  assert.deepEqual({ ...row }, { home: true, russia: true, carrier_only: false, sudan: false })
})

test('a numeric sender is needed where names are impossible, not where nobody knows', async () => {
  const [row] = await sql`
    select needs_numeric_sender('1') as usa, needs_numeric_sender('7') as russia, needs_numeric_sender(null) as unknown`
  assert.deepEqual({ ...row }, { usa: true, russia: false, unknown: false })
})

test('a change of a rate is announced to the processes that hold the table', async () => {
  const heard = new Promise<string>((resolve) => {
    void sql.listen('crier_changes', resolve, () => {
      void sql`update international_sms_rates set rate_multiplier = rate_multiplier where prefix = '33'`.execute()
    })
  })
  assert.equal(await heard, '*')
})
