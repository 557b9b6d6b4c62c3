import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { after, before, test } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { ownKey, readFile, type StoredFile, storeFile } from '../../src/files/store.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { scaled } from '../support/scale.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const megabyte = 1024 * 1024
const megabytes = scaled(8)
const sheet = { name: 'a.csv', contentType: 'text/csv' }

test(`${megabytes} megabytes go in and out, two windows of them in memory at a time`, async () => {
  const service = await crier.makeService()
  const owner = { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() }
  const part = randomBytes(64 * 1024)
  const total = megabytes * megabyte
  const given = createHash('sha256')
  let [pulled, written, fetched, taken, mostHeld] = [0, 0, 0, 0, 0]
  function* contents() {
    while (pulled < total) {
      part.writeUInt32BE(pulled)
      given.update(part)
      pulled += part.length
      mostHeld = Math.max(mostHeld, pulled - written)
      yield part
    }
  }
  const { db } = crier.crier
  const counting = {
    ...crier.crier,
    db: {
      async query(...call: Parameters<typeof db.query>) {
        const answer = await db.query(...call)
        for (const row of answer.rows as { size?: number; contents?: Uint8Array }[]) {
          written = row.size ?? written
          fetched += row.contents?.length ?? 0
        }
        return answer
      },
    },
  }
  const stored = await storeFile(counting, owner, { ...sheet, size: total }, contents())
  assert.deepEqual([stored.size, written], [total, total])
  // A window is written while the next one is filled, and a piece waits for what follows it.
  assert.ok(mostHeld <= 2.5 * megabyte, `${mostHeld} bytes were held`)

  mostHeld = 0
  const got = createHash('sha256')
  for await (const piece of readFile(counting, stored, ownKey(crier.crier, stored.id))) {
    mostHeld = Math.max(mostHeld, fetched - taken)
    got.update(piece)
    taken += piece.length
  }
  assert.equal(taken, total)
  assert.ok(mostHeld <= megabyte + 8192, `${mostHeld} bytes were held`)
  assert.equal(got.digest('hex'), given.digest('hex'))
  await crier.sql`delete from files where id = ${stored.id}`
})

test('a slow reader holds one window, and one that leaves is no burden', async () => {
  const service = await crier.makeService()
  const owner = { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() }
  const stored = await storeFile(crier.crier, owner, sheet, [randomBytes(2 * megabyte)])
  const open = () => readFile(crier.crier, stored, ownKey(crier.crier, stored.id)).getReader()
  const leaving = open()
  await leaving.read()
  await leaving.cancel()
  assert.deepEqual(await leaving.read(), { done: true, value: undefined })
  // Nobody hears of a file that cannot be read because somebody left while a piece was fetched.
  const failures: unknown[] = []
  const log = { error: (what: unknown) => failures.push(what) }
  const listening = { ...crier.crier, log }
  const hurried = readFile(listening as never, stored, ownKey(crier.crier, stored.id)).getReader()
  const first = hurried.read()
  await hurried.cancel()
  assert.deepEqual(await first, { done: true, value: undefined })
  assert.deepEqual(failures, [])
  const reader = open()
  assert.equal((await reader.read()).value!.length, megabyte / 4)
  await crier.sql`delete from file_chunks where file_id = ${stored.id} and position >= 4`
  for (const _ of [1, 2, 3]) assert.equal((await reader.read()).value!.length, megabyte / 4)
  await assert.rejects(reader.read(), /missing/)
})

test('a body is stored as it comes; of one whose caller hangs up nothing is left', async () => {
  const service = await crier.makeService()
  const owner = { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() }
  const outcomes: Promise<StoredFile>[] = []
  const app = new Hono()
  app.onError((_, c) => c.body(null, 500))
  app.post('/:id', async (c) => {
    const storing = storeFile(crier.crier, owner, { ...sheet, id: c.req.param('id') }, c.req.raw.body!)
    outcomes.push(storing)
    return c.json(await storing)
  })
  const server = createServer(getRequestListener(app.fetch))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const bytes = randomBytes(3 * megabyte)
  const post = (id: string) =>
    request({ port, method: 'POST', path: `/${id}`, headers: { 'content-length': bytes.length } })
  const rowsOf = async (id: string) => {
    const [row] = await crier.sql`
      select (select count(*)::int from readable_files where id = ${id}) as files,
        (select count(*)::int from file_chunks where file_id = ${id}) as pieces`
    return [row!.files, row!.pieces]
  }

  const whole = randomUUID()
  const sent = post(whole)
  sent.end(bytes)
  const [answer] = await once(sent, 'response')
  answer.resume()
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(await outcomes[0], { id: whole, size: bytes.length })
  assert.deepEqual(await rowsOf(whole), [1, 12])

  const torn = randomUUID()
  const cut = post(torn)
  cut.on('error', () => {})
  cut.write(bytes.subarray(0, 2 * megabyte))
  await crier.until('its first window rests', async () => (await rowsOf(torn))[1] === 4)
  assert.deepEqual(await rowsOf(torn), [0, 4])
  cut.destroy()
  await assert.rejects(outcomes[1]!)
  assert.deepEqual(await rowsOf(torn), [0, 0])
  server.close()
})
