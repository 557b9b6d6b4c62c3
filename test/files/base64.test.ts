import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeBase64 } from '../../src/files/base64.ts'

test('what any encoder makes is decoded, broken into lines or not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (bytes, width) => {
      const text = Buffer.from(bytes).toString('base64')
      const lines = text.replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n')
      assert.deepEqual(decodeBase64(text), Buffer.from(bytes))
      assert.deepEqual(decodeBase64(lines), Buffer.from(bytes))
    }),
  )
})

// As the Python function answers that Notify decodes with.
const cases: [string, string | null][] = [
  ['', ''],
  ['YWJj', 'abc'],
  ['YWI=', 'ab'],
  ['YW I\n=', 'ab'],
  ['Y!W@J#j', 'abc'],
  ['YWI=YWJj', 'ab'],
  ['YQ==YQ==', 'a'],
  ['=YWJj', 'abc'],
  ['Y=WJj', 'abc'],
  ['YWJj=', 'abc'],
  ['YW-_', null],
  ['Y-W_Jj__', 'abc'],
  ['YWJj====', 'abc'],
  ['YQ=j', null],
  ['YWI', null],
  ['YQ=', null],
  ['Y', null],
  ['é', ''],
]
for (const [text, expected] of cases) {
  test(`${JSON.stringify(text)} is ${expected === null ? 'refused' : JSON.stringify(expected)}`, () => {
    assert.equal(decodeBase64(text)?.toString('utf8') ?? null, expected)
  })
}

test('seven megabytes of signs that pad nothing take no longer than any others', () => {
  const started = performance.now()
  decodeBase64('=a'.repeat(3_500_000))
  assert.ok(performance.now() - started < 5000)
})
