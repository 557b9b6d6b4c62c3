import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsePhoneNumberWithError } from 'libphonenumber-js/max'
import {
  displayPhoneNumber,
  type PhoneNumber,
  parseContactNumber,
  parsePhoneNumber,
  phonePermissionError,
} from '../../src/recipients/phone-numbers.ts'
import { anyText } from '../support/any-text.ts'
import { someRates } from './rates.ts'

const parsed = (raw: string): PhoneNumber => {
  const number = parsePhoneNumber(raw, someRates)
  assert.ok(typeof number !== 'string', `${raw}: ${number}`)
  return number
}

const textable = ['MOBILE', 'PERSONAL_NUMBER', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'UAN']
/** A number has a type where it is valid, and only there. */
const libraryVerdict = (nationalNumber: string): string => {
  const number = parsePhoneNumberWithError(`+44${nationalNumber}`)
  const type = number.getType()
  return textable.includes(type ?? '') ? `${number.country} ${type}` : 'no'
}

const digits = (length: number, seed: number): string => String(seed % 10 ** length).padStart(length, '0')

test('the fast path judges every British mobile range as the library does', () => {
  let seed = 20260101
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648)
  for (let range = 0; range < 10_000; range += 1) {
    const nationalNumber = `7${digits(4, range)}${digits(5, random())}`
    if (nationalNumber.startsWith('7700900')) continue
    const number = parsePhoneNumber(`0${nationalNumber}`, someRates)
    const verdict = typeof number === 'string' ? 'no' : `${number.region} ${number.type}`
    assert.equal(verdict, libraryVerdict(nationalNumber), nationalNumber)
  }
})

test('drama numbers are exactly 7700900 and three digits, so Jersey keeps its ranges and nine digits are refused', () => {
  assert.equal(parsed('07700 900123').international, false)
  for (const jersey of ['07700 300123', '07700 712345', '07700 812345']) {
    const number = parsed(jersey)
    assert.deepEqual([number.region, number.crownDependency, number.rateMultiplier], ['JE', true, 2])
  }
  assert.equal(parsePhoneNumber('0770090012', someRates), 'invalid_number')
  assert.equal(parsePhoneNumber('07700 901123', someRates), 'invalid_number')
})

test('a prefix without a row in the rates table is refused, not a fault', () => {
  const ascension = parsed('+247 41111')
  assert.equal(ascension.rateMultiplier, null)
  assert.equal(
    phonePermissionError(ascension, { international: true, landline: false }),
    'unsupported_country_code',
  )
  assert.equal(phonePermissionError(ascension, { international: false, landline: true }), 'not_a_uk_mobile')
})

test('countries behind calling code 1 are billed by their own row', () => {
  assert.equal(parsed('+1 664 491 3789').countryPrefix, '1664')
  assert.equal(parsed('+1 202 555 0104').countryPrefix, '1')
})

test('Crown dependencies need no permission and are billed abroad', () => {
  const guernsey = parsed('07781 123456')
  assert.equal(phonePermissionError(guernsey, { international: false, landline: false }), null)
  assert.deepEqual(
    [guernsey.international, guernsey.crownDependency, guernsey.countryPrefix],
    [true, true, '44'],
  )
})

test('a length that is possible only within a local area is too short', () => {
  assert.equal(parsePhoneNumber('12345678', someRates), 'too_short')
  assert.equal(parsePhoneNumber('+44 12', someRates), 'too_short')
})

test('service contact numbers may have three digits, but may not be an emergency number', () => {
  assert.deepEqual(parseContactNumber('1 0 1', someRates), { normalised: '101' })
  assert.equal(parseContactNumber('112', someRates), 'unsupported_emergency_number')
  assert.equal(parsePhoneNumber('101', someRates), 'too_short')
})

test('what cannot be read is displayed as given', () => {
  assert.equal(displayPhoneNumber('call me'), 'call me')
  assert.equal(displayPhoneNumber('0012025550104'), '+1 202-555-0104')
})

test('no text makes the parser throw, and long texts are refused at once', () => {
  const phoneLike = fc.string({ unit: fc.constantFrom(...'0123456789+-() \u200b–'.split('')) })
  fc.assert(
    fc.property(fc.oneof(anyText(), phoneLike), (raw) => {
      const number = parsePhoneNumber(raw, someRates)
      if (typeof number === 'string') return
      assert.equal(parsed(`+${number.normalised}`).normalised, number.normalised)
      assert.equal(parsed(displayPhoneNumber(raw)).normalised, number.normalised)
    }),
    { numRuns: 1000 },
  )
  assert.equal(parsePhoneNumber('0'.repeat(1_000_000), someRates), 'too_long')
})
