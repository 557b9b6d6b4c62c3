/** Whose calls share a statement, and in which order they get their turns. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../../src/errors.ts'
import { gatherInLines } from '../../src/lines.ts'

type Item = { owner: string; name: string; size: number; key?: string }
type Statement = { kind: 'together' | 'alone'; names: string; end: (...held: string[]) => Promise<void> }

/** Statements that end when the test says so; a call's answer is its name. */
function lines(
  limits: {
    maxBatch?: number
    maxTogether?: number
    maxInFlight?: number
    maxWaiting?: number
    besideMs?: number
  } = {},
) {
  const running: Statement[] = []
  let time = 0
  const later: { at: number; call: () => void }[] = []
  const run = (kind: Statement['kind']) => (items: Item[]) =>
    new Promise<string[]>((resolve) => {
      const statement: Statement = {
        kind,
        names: items.map((item) => item.name).join(' '),
        end(...held) {
          running.splice(running.indexOf(statement), 1)
          resolve(items.map((item) => (held.includes(item.owner) ? 'held' : item.name)))
          return turn()
        },
      }
      running.push(statement)
    })
  const call = gatherInLines<Item, string>({
    lineOf: (item) => item.owner,
    runTogether: run('together'),
    runAlone: run('alone'),
    isHeld: (answer) => answer === 'held',
    sizeOf: (item) => item.size,
    exclusive: (item) => item.key,
    maxBatch: 10,
    maxLines: 10,
    maxTogether: 5,
    maxInFlight: 2,
    maxWaiting: 1000,
    besideMs: 0,
    now: () => time,
    after: (ms, call) => void later.push({ at: time + ms, call }),
    ...limits,
  })
  const answered: string[] = []
  const refused: string[] = []
  /** Calls by name, whose first letter is their owner. */
  async function ask(names: string, options: { size?: number; key?: string } = {}): Promise<void> {
    for (const name of names.split(' ')) {
      call({ owner: name[0]!, name, size: 1, ...options }).then(
        (answer) => answered.push(answer),
        (error: unknown) => {
          assert.ok(error instanceof ApiError)
          assert.deepEqual([error.status, error.headers], [503, { 'retry-after': '1' }])
          refused.push(name)
        },
      )
    }
    await turn()
  }
  return {
    ask,
    answered,
    refused,
    running,
    now: () => running.map(({ kind, names }) => `${kind}: ${names}`),
    pass: (milliseconds: number) => {
      time += milliseconds
      for (const { at, call } of later.splice(0)) {
        if (at <= time) call()
        else later.push({ at, call })
      }
      return turn()
    },
  }
}
const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)))

test('the calls of a moment share a statement; a line has one in flight', async () => {
  const { ask, now, running, answered } = lines()
  await ask('a1 b1 a2')
  assert.deepEqual(now(), ['together: a1 a2 b1'])
  await ask('a3 c1 b2')
  assert.deepEqual(now(), ['together: a1 a2 b1', 'together: c1'])
  await running[0]!.end()
  assert.deepEqual(now(), ['together: c1', 'together: a3 b2'])
  await running[1]!.end()
  await running[0]!.end()
  assert.deepEqual(answered, ['a1', 'a2', 'b1', 'a3', 'b2', 'c1'])
  assert.deepEqual(now(), [])
})

test('where calls come one by one, the next waits for none; where they come together again, it does', async () => {
  const { ask, now, running } = lines()
  for (let asked = 0; asked < 20; asked++) {
    const turn = ask('a')
    assert.deepEqual(now(), [], 'it waits for what else comes in this turn')
    await turn
    assert.deepEqual(now(), ['together: a'])
    await running[0]!.end()
  }
  const together = ask('b c')
  assert.deepEqual(now(), ['together: b'])
  await together
  await running[0]!.end()
  assert.deepEqual(now(), ['together: c'])
  await running[0]!.end()
  await ask('b c')
  assert.deepEqual(now(), ['together: b c'])
})

test('a line that is held, or has much to do, waits by itself while the others go on', async () => {
  const { ask, now, running, answered } = lines({ maxInFlight: 1 })
  await ask('a1 a2 b1')
  await running[0]!.end('a')
  assert.deepEqual(answered, ['b1'])
  await ask('a3 b2')
  assert.deepEqual(now(), ['alone: a1 a2', 'together: b2'])
  await ask('c1 c2 c3 c4 c5 c6 b3')
  await running[1]!.end()
  assert.deepEqual(now(), ['alone: a1 a2', 'together: b3'])
  // Lines that wait by themselves take turns, also when a turn did not come.
  await running[0]!.end('a')
  assert.deepEqual(now(), ['together: b3', 'alone: c1 c2 c3 c4 c5 c6'])
  await running[1]!.end()
  assert.deepEqual(now(), ['together: b3', 'alone: a1 a2 a3'])
  await running[1]!.end()
  // Once it has nothing to do it is like the others again.
  await running[0]!.end()
  await ask('a4 b4')
  assert.deepEqual(now(), ['together: a4 b4'])
})

test('a statement has as much of each line as of the others', async () => {
  const { ask, now } = lines({ maxBatch: 4, maxTogether: 10, maxInFlight: 1 })
  await ask('a1 a2 a3 a4 b1 b2 b3')
  assert.deepEqual(now(), ['together: a1 a2 b1 b2'])
})

test('small calls do not wait for all large ones before them, and these are not passed over for ever', async () => {
  const { ask, now, running } = lines()
  await ask('aX aY aZ', { size: 11 })
  assert.deepEqual(now(), ['alone: aX'])
  await ask('a1 a2')
  await running[0]!.end()
  assert.deepEqual(now(), ['alone: aY a1 a2'])
  await ask('a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13')
  await running[0]!.end()
  assert.deepEqual(now(), ['alone: aZ a3 a4 a5 a6 a7 a8 a9 a10 a11 a12'])
  await running[0]!.end()
  assert.deepEqual(now(), ['together: a13'])
})

test('calls with one key never share a statement', async () => {
  const { ask, now, running } = lines()
  await ask('a1 a2', { key: 'k' })
  await ask('a3')
  assert.deepEqual(now(), ['together: a1'])
  await running[0]!.end()
  assert.deepEqual(now(), ['together: a2 a3'])
})

test('a full queue refuses the line that fills it, and has room for whoever comes new', async () => {
  const { ask, now, refused, running } = lines({ maxWaiting: 20 })
  await ask('a0')
  await ask(Array.from({ length: 12 }, (_, n) => `a${n + 1}`).join(' '))
  assert.deepEqual(refused, ['a11', 'a12'])
  await ask('b1 c1')
  assert.deepEqual(now(), ['together: a0', 'together: b1 c1'])
  await running[0]!.end()
  assert.equal(now().length, 2)
})

test('what has waited for 20 seconds is refused and not begun', async () => {
  const { ask, now, running, answered, refused, pass } = lines()
  await ask('a1')
  await ask('a2')
  pass(15_000)
  await ask('a3')
  pass(5_001)
  await running[0]!.end()
  assert.deepEqual([refused, now()], [['a2'], ['together: a3']])
  pass(20_001)
  await running[0]!.end('a')
  assert.deepEqual([refused, now()], [['a2', 'a3'], []])
  assert.deepEqual(answered, ['a1'])
})

test('what comes meanwhile waits for the statement in flight, unless that takes long or half of another waits', async () => {
  const { ask, now, running, pass } = lines({ besideMs: 20 })
  await ask('a1')
  await ask('b1')
  await ask('c1 d1')
  assert.deepEqual(now(), ['together: a1'])
  await running[0]!.end()
  assert.deepEqual(now(), ['together: b1 c1 d1'])
  await ask('e1')
  await pass(19)
  assert.deepEqual(now(), ['together: b1 c1 d1'])
  await pass(1)
  assert.deepEqual(now(), ['together: b1 c1 d1', 'together: e1'])
  await running[0]!.end()
  await ask('f1 g1 h1 i1')
  assert.deepEqual(now(), ['together: e1'])
  await ask('j1')
  assert.deepEqual(now(), ['together: e1', 'together: f1 g1 h1 i1 j1'])
})
