/** How many calls are in flight, and who is next. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limiter } from '../../src/delivery/limiter.ts'

test('no more run than may, each line keeps its order, and lines take turns whatever their length', async () => {
  const limit = limiter(2)
  let running = 0
  let most = 0
  const begun: string[] = []
  const work = (line: string, number: number) =>
    limit(line, async () => {
      begun.push(`${line}${number}`)
      most = Math.max(most, ++running)
      await new Promise(setImmediate)
      running--
      if (number === 4) throw new Error('its place is free all the same')
    })
  const long = Array.from({ length: 8 }, (_, number) => work('a', number))
  const short = [work('b', 0), work('c', 0), work('b', 1)]
  const ends = await Promise.allSettled([...long, ...short])
  assert.equal(ends.filter(({ status }) => status === 'rejected').length, 1)
  assert.equal(most, 2)
  assert.deepEqual(begun, ['a0', 'a1', 'a2', 'b0', 'c0', 'a3', 'b1', 'a4', 'a5', 'a6', 'a7'])
  await work('a', 0)
  assert.equal(running, 0)
})
