/** What a process keeps of services: bounded, for a minute, and not to be pushed out by ids of nobody. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeShelf } from '../../src/services/shelf.ts'

function aShelf(max: number) {
  let now = 0
  let keeps = true
  const loads: string[] = []
  const shelf = makeShelf<string>(
    max,
    () => keeps,
    () => now,
  )
  const get = (key: string, owner = key, value: string | null = `value of ${key}`) =>
    shelf.get(owner, key, async () => {
      loads.push(key)
      return value
    })
  return { shelf, loads, get, pass: (ms: number) => (now += ms), deafen: () => (keeps = false) }
}

test('what is kept is asked for again after a minute, however often it is used', async () => {
  const { get, loads, pass } = aShelf(10)
  for (let second = 0; second < 59; second++) {
    await get('a')
    pass(1000)
  }
  assert.deepEqual(loads, ['a'])
  pass(1000)
  assert.equal(await get('a'), 'value of a')
  assert.deepEqual(loads, ['a', 'a'])
})

test('what was used least recently goes first', async () => {
  const { get, loads, pass } = aShelf(2)
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) {
    await get(key)
    pass(1000)
  }
  assert.deepEqual(loads, ['a', 'b', 'c', 'b'])
})

test('ids of nobody push nothing out, and are remembered for half a second', async () => {
  const { get, loads, pass } = aShelf(2)
  await get('real')
  for (let nobody = 0; nobody < 25_000; nobody++) await get(`nobody ${nobody}`, 'nobody', null)
  loads.length = 0
  await get('real')
  assert.equal(await get('nobody 24999', 'nobody', null), null)
  assert.deepEqual(loads, [])
  pass(501)
  await get('nobody 24999', 'nobody', null)
  assert.deepEqual(loads, ['nobody 24999'])
})

test('what is about one service is forgotten, and an answer that was on its way is not kept', async () => {
  const { shelf, get, loads } = aShelf(10)
  for (const key of ['one 1', 'one 2', 'other 1']) await get(key, key.slice(0, -2))
  shelf.forget('one')
  loads.length = 0
  for (const key of ['one 1', 'one 2', 'other 1']) await get(key, key.slice(0, -2))
  assert.deepEqual(loads, ['one 1', 'one 2'])
  const { promise, resolve } = Promise.withResolvers<string>()
  const old = shelf.get('late', 'late', () => promise)
  shelf.forget('late')
  resolve('the old value')
  assert.equal(await old, 'the old value')
  assert.equal(await get('late'), 'value of late')
  const ticket = shelf.ticket()
  shelf.forget('another')
  shelf.put('batch', 'batch', 'an old value', ticket)
  assert.equal(shelf.peek('batch'), undefined)
})

test('while announcements are not heard nothing is kept', async () => {
  const { get, loads, deafen } = aShelf(10)
  deafen()
  await Promise.all([get('a'), get('a')])
  await get('nobody', 'nobody', null)
  await get('nobody', 'nobody', null)
  assert.deepEqual(loads, ['a', 'a', 'nobody', 'nobody'])
})
