import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findCountry } from '../../src/recipients/countries.ts'
import {
  addressInOneLine,
  addressText,
  normalisedAddress,
  parsePostalAddress,
  postalApiMessage,
} from '../../src/recipients/postal-addresses.ts'
import {
  addressFromPersonalisation,
  personalisationFromAddress,
} from '../../src/recipients/postal-personalisation.ts'
import { formatPostcode } from '../../src/recipients/postcodes.ts'
import { anyText } from '../support/any-text.ts'
import { timed } from '../support/processor-time.ts'

const home = { international: false }
const abroad = { international: true }

test('only the unbroken run of UK countries at the bottom is taken from an address', () => {
  const address = parsePostalAddress('A\nScotland\nEdinburgh\nEH1 1AA\nUnited Kingdom\nUK', home)
  assert.deepEqual(address.normalisedLines, ['A', 'Scotland', 'Edinburgh', 'EH1 1AA'])
  assert.equal(address.error, null)
})

test('the wire keeps the list of characters that leaves out the tilde', () => {
  const { error } = parsePostalAddress('~A\nB\nSW1A 1AA', home)
  assert.equal(error, 'invalid-char-in-address')
  assert.ok(!postalApiMessage['invalid-char-in-address'].includes('~'))
})

test('the last line decides what is missing, by what the service may send', () => {
  assert.equal(parsePostalAddress('A\nB\nC', home).error, 'not-a-real-uk-postcode')
  assert.equal(parsePostalAddress('A\nB\nC', abroad).error, 'not-a-real-uk-postcode-or-country')
  assert.equal(parsePostalAddress('A\nB\nFrance', home).error, 'cant-send-international-letters')
  assert.equal(parsePostalAddress(' \n,\n', home).error, 'address-is-empty')
})

test('an address is stored, compared and listed in three forms', () => {
  const address = parsePostalAddress('A Person\n1 Street\nsw1a1aa', home)
  assert.equal(addressText(address), 'A Person\n1 Street\nSW1A 1AA')
  assert.equal(normalisedAddress(address), 'aperson1streetsw1a1aa')
  assert.equal(addressInOneLine(address), 'A Person, 1 Street, SW1A 1AA')
})

test('an empty seventh line hides the postcode, an absent one does not', () => {
  const lines = { address_line_1: 'A', address_line_2: 2, postcode: 'SW1A 1AA' }
  assert.ok(addressFromPersonalisation(lines).endsWith('SW1A 1AA'))
  assert.ok(!addressFromPersonalisation({ ...lines, address_line_7: '' }).includes('SW1A 1AA'))
})

test('a BFPO address without a postcode has an empty one', () => {
  const personalisation = personalisationFromAddress(parsePostalAddress('Mr X\nA Ship\nBFPO 12', home))
  assert.equal(personalisation.postcode, '')
  assert.equal(personalisation.address_line_2, 'A Ship')
  assert.equal(personalisation.address_line_7, 'BFPO 12')
})

test('no text makes the parsers throw, and normalising twice is normalising once', () => {
  const parts = fc.constantFrom(
    'A Person',
    'UK',
    'Wales',
    'France',
    'BFPO 1',
    'bfpo c/o 22',
    'BFPO',
    'sw1a1aa',
    ' , ',
    '1 St .',
    '',
    'NFA',
    'x\u2028y',
  )
  const addressLike = fc.array(parts, { maxLength: 10 }).map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(fc.oneof(anyText(), addressLike), (text) => {
      const address = parsePostalAddress(text, abroad)
      formatPostcode(text)
      findCountry(text)
      // A foreign country that stood above the United Kingdom's name is the last line of what is stored.
      if (address.error !== null || (!address.international && address.normalisedLines.includes('France')))
        return
      assert.deepEqual(
        parsePostalAddress(addressText(address), abroad).normalisedLines,
        address.normalisedLines,
      )
    }),
    { numRuns: 1000 },
  )
})

test('long hostile addresses are read in linear time', () => {
  const hostile = [
    ', '.repeat(500_000),
    `${' ,'.repeat(300_000)}x`,
    'BFPO '.repeat(200_000),
    '\n'.repeat(500_000),
  ]
  const { seconds } = timed(() => {
    for (const text of hostile) parsePostalAddress(text, abroad)
  })
  assert.ok(seconds < 3, `${seconds} s`)
})

test('names of countries match however they are spelled, but never with a digit', () => {
  assert.equal(findCountry('côte  d’ivoire')?.name, 'Ivory Coast')
  assert.equal(findCountry('Almaen')?.name, 'Germany')
  assert.equal(findCountry('Россия')?.name, 'Russia')
  assert.equal(findCountry('France 1'), null)
  assert.equal(findCountry(''), null)
})
