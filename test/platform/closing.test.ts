import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closing, costLine, topTen, withoutCosts } from '../support/closing.ts'

const totals = { tests: 5, suites: 0, pass: 3, fail: 0, cancelled: 0, skipped: 1, todo: 1 }

test('a run of tests that takes longer than it may fails, and says so before the totals', () => {
  const late = closing(totals, 150_001, 150)
  assert.equal(late.exitCode, 1)
  assert.deepEqual(late.lines.slice(-2), [
    '✖ the tests took 150.0 s, longer than the 150 s that they may take',
    '3 passed, 0 failed, 2 skipped',
  ])
  for (const limit of [151, Number.NaN]) {
    const { lines, exitCode } = closing(totals, 150_001, limit)
    assert.equal(exitCode, 0)
    assert.deepEqual(lines.slice(-2), ['ℹ duration_ms 150001.000', '3 passed, 0 failed, 2 skipped'])
  }
  assert.equal(closing({ ...totals, cancelled: 1 }, 1, Number.NaN).exitCode, 1)
})

test('the ten slowest files are named, the slowest first', () => {
  const files = new Map(Array.from({ length: 12 }, (_, n) => [`test/${n}.test.ts`, n]))
  const lines = topTen(files)
  assert.equal(lines.length, 10)
  assert.equal(lines[0], '  11.0 s  test/11.test.ts')
  assert.equal(lines[9], '   2.0 s  test/2.test.ts')
})

test('what files cost is told between what tests print, and leaves no trace there', () => {
  const costs = new Map<string, number>()
  const printed = `one\n${costLine('test/a.test.ts', 1.234)}${costLine('test/b.test.ts', 12)}two\n`
  assert.equal(
    withoutCosts(printed, (file, seconds) => costs.set(file, seconds)),
    'one\ntwo\n',
  )
  assert.deepEqual(Object.fromEntries(costs), { 'test/a.test.ts': 1.23, 'test/b.test.ts': 12 })
})
