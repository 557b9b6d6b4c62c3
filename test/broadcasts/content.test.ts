/** Must hold 40: length and form of content. Source: specification, broadcasts, content rules. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { broadcastLength, broadcastTooLong, normaliseBroadcast } from '../../src/templates/broadcast.ts'

const lengths: [content: string, count: number, max: number][] = [
  ['a'.repeat(1395), 1395, 1395],
  ['a'.repeat(1396), 1396, 1395],
  ['a\r\n'.repeat(697), 1393, 1395],
  ['['.repeat(697), 1394, 1395],
  ['['.repeat(698), 1396, 1395],
  ['ŵ'.repeat(615), 615, 615],
  ['ŵ'.repeat(616), 616, 615],
  ['ŵ]'.repeat(307), 614, 615],
  ['é', 1, 1395],
  ['Ñ', 1, 1395],
  ['ö', 1, 1395],
  ['Á', 1, 615],
  ['ŷ', 1, 615],
  ['ï', 1, 615],
  ['^{}\\[~]|€', 18, 1395],
  ['…', 3, 1395],
]
test('40: counts and limits', () => {
  for (const [content, count, max] of lengths) {
    const found = broadcastLength(content)
    assert.deepEqual([found.count, found.max, found.tooLong], [count, max, count > max], content.slice(0, 9))
  }
})

test('40, 51: content as phones get it', () => {
  const forms: [content: string, form: string][] = [
    ['Some content\r\n€ŷŵ~\r\n‘’“”—–-', `Some content\n€ŷŵ~\n''""---`],
    [' a\u00a0\u200b\tb  c , d . \r\r\r\re\u200cf ', 'a b c, d.\n\nef'],
    ['\u{1f600} ſ ā ł', '? ? a l'],
    ['<>& ]]>', '<>& ]]>'],
    ['a\u001bb', 'ab'],
  ]
  for (const [content, form] of forms) {
    assert.equal(normaliseBroadcast(content), form)
    assert.equal(normaliseBroadcast(form), form, 'twice')
  }
})

test('40: what is told of content over its limit', () => {
  assert.equal(broadcastTooLong('Content', 'a'.repeat(1395)), null)
  assert.equal(broadcastTooLong('Content', 'a'.repeat(1396)), 'Content must be 1,395 characters or fewer')
  const ucs2 = 'Content must be 615 characters or fewer (because it could not be GSM7 encoded)'
  assert.equal(broadcastTooLong('Content', 'ŵ'.repeat(616)), ucs2)
  assert.equal(broadcastTooLong('Content', ' '.repeat(100_000)), null)
  assert.equal(broadcastTooLong('Content', ' '.repeat(100_001)), 'Content must be 1,395 characters or fewer')
})
