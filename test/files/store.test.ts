import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { discardFiles, ownKey, readFile, storeFiles } from '../../src/files/store.ts'
import { runTask } from '../../src/schedule.ts'
import { type TestCrier, type TestService, testCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
})
after(() => crier.close())

const purpose = 'document' as const
const chunk = 256 * 1024

async function store(service: TestService, bytes: Buffer, more: { messageId?: string; weeks?: number } = {}) {
  const id = randomUUID()
  const key = randomBytes(32)
  const { messageId = randomUUID(), weeks = null } = more
  await storeFiles(crier.crier, { serviceId: service.id, messageId, purpose }, [
    { id, name: null, contentType: 'text/plain', bytes, key, weeks },
  ])
  return { id, key, size: bytes.length }
}
const read = async (file: { id: string; size: number; key: Buffer }) =>
  Buffer.from(await new Response(readFile(crier.crier, file, file.key)).arrayBuffer())
const isThere = async (id: string) => (await crier.sql`select from files where id = ${id}`).length === 1

test('what is stored is what is read, at every size', async () => {
  const service = await crier.makeService()
  for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 5 * 1024 * 1024]) {
    const bytes = randomBytes(size)
    assert.ok((await read(await store(service, bytes))).equals(bytes), `${size} bytes`)
  }
})

test('pieces that were changed, exchanged, taken away or opened with another key are refused', async () => {
  const service = await crier.makeService()
  const bytes = randomBytes(3 * chunk)
  const spoil: ((id: string) => Promise<unknown>)[] = [
    (id) => crier.sql`update file_chunks set contents = set_byte(contents, 9, get_byte(contents, 9) # 1)
      where file_id = ${id} and position = 1`,
    (id) =>
      crier.sql`update file_chunks set position = position + 10 where file_id = ${id}`.then(
        () => crier.sql`update file_chunks set position = 12 - position where file_id = ${id}`,
      ),
    (id) => crier.sql`delete from file_chunks where file_id = ${id} and position = 2`,
  ]
  for (const change of spoil) {
    const file = await store(service, bytes)
    await change(file.id)
    await assert.rejects(read(file))
  }
  const file = await store(service, bytes)
  await assert.rejects(read({ ...file, key: randomBytes(32) }))
  await assert.rejects(read({ ...file, size: 2 * chunk }), 'a file that was cut short')
  assert.notDeepEqual(ownKey(crier.crier, file.id), ownKey(crier.crier, randomUUID()))
})

test('a slow reader holds one piece at a time', async () => {
  const service = await crier.makeService()
  const file = await store(service, randomBytes(4 * chunk))
  const reader = readFile(crier.crier, file, file.key).getReader()
  assert.equal((await reader.read()).value!.length, chunk)
  await crier.sql`delete from file_chunks where file_id = ${file.id} and position > 1`
  assert.equal((await reader.read()).value!.length, chunk)
  await assert.rejects(reader.read(), /missing/)
})

test('an hour later files without a message are gone, those with one are kept', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service)
  crier.setNow('2026-11-20T10:00:00Z')
  const accepted = await crier.call('/v2/notifications/sms', {
    key: service.keys.normal,
    body: { phone_number: '07700900456', template_id, personalisation: { name: 'A' } },
  })
  const claimed = await store(service, Buffer.from('a'), { messageId: accepted.body.id })
  const orphan = await store(service, Buffer.from('b'))
  crier.setNow('2026-11-20T10:59:00Z')
  await runTask(crier.crier, 'settle-new-files')
  assert.ok(await isThere(orphan.id), 'its request may still be under way')
  crier.setNow('2026-11-20T11:01:00Z')
  await runTask(crier.crier, 'settle-new-files')
  assert.equal(await isThere(orphan.id), false)
  assert.equal((await crier.sql`select from file_chunks where file_id = ${orphan.id}`).length, 0)
  const [row] = await crier.sql`select kept from files where id = ${claimed.id}`
  assert.equal(row!.kept, true)
  crier.setNow(null)
})

test('files of a refused message are discarded at once, kept ones never', async () => {
  const service = await crier.makeService()
  const refused = await store(service, Buffer.from('a'))
  const kept = await store(service, Buffer.from('b'))
  await crier.sql`update files set kept = true where id = ${kept.id}`
  await discardFiles(crier.crier, [refused.id, kept.id])
  assert.deepEqual([await isThere(refused.id), await isThere(kept.id)], [false, true])
})

test('crier_reader sees neither names nor contents nor hashes', async () => {
  for (const column of ['name', 'sha256']) {
    const [may] =
      await crier.sql`select has_column_privilege('crier_reader', 'files', ${column}, 'select') as may`
    assert.equal(may!.may, false)
  }
  const [rights] = await crier.sql`
    select has_any_column_privilege('crier_reader', 'file_chunks', 'select') as chunks,
      has_column_privilege('crier_reader', 'documents', 'address_hash', 'select') as address,
      has_column_privilege('crier_reader', 'documents', 'key_hash', 'select') as key`
  assert.deepEqual({ ...rights }, { chunks: false, address: false, key: false })
})
