import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normaliseEmailAddress, parseEmailAddress } from '../../src/recipients/email-addresses.ts'
import { anyText } from '../support/any-text.ts'
import { timed } from '../support/processor-time.ts'

test('nothing but a host is taken for a host', () => {
  for (const host of [
    'b.com:25',
    'b.com/path',
    'b%2ecom',
    'b.com?x',
    '[::1]',
    'b.com#',
    'bé.com/x',
    'bé.com:80',
  ]) {
    assert.equal(parseEmailAddress(`a@${host}`), null, host)
  }
})

test('an international host is checked in its ASCII form and kept as typed', () => {
  assert.equal(parseEmailAddress('info@例え.テスト'), 'info@例え.テスト')
  assert.equal(parseEmailAddress(`a@${'é'.repeat(63)}.com`), null)
})

test('no text makes the parser throw, and reading twice is reading once', () => {
  const addressLike = fc.string({ unit: fc.constantFrom(...'ab.@-_é\u200b x'.split('')) })
  fc.assert(
    fc.property(fc.oneof(anyText(), addressLike, fc.emailAddress()), (raw) => {
      const valid = parseEmailAddress(raw)
      if (valid === null) return
      assert.equal(parseEmailAddress(valid), valid)
      assert.equal(normaliseEmailAddress(normaliseEmailAddress(valid)), normaliseEmailAddress(valid))
    }),
    { numRuns: 1000 },
  )
})

test('long hostile texts are refused in linear time', () => {
  const hostile = [`a@${'a-'.repeat(500_000)}`, 'a.'.repeat(500_000), ' '.repeat(1_000_000)]
  const { result, seconds } = timed(() => hostile.map(parseEmailAddress))
  assert.deepEqual(result, [null, null, null])
  assert.ok(seconds < 1, `${seconds} s`)
})
