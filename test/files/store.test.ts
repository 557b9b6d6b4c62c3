import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { addFilePieces, startFile } from '../../queries/files.queries.ts'
import { ownKey, storeFile } from '../../src/files/store.ts'
import { begunFor, chunk, type FileCrier, fileCrier, window } from './support.ts'

let crier: FileCrier
before(async () => {
  crier = await fileCrier()
})
after(() => crier.close())

test('what is stored is what is read, at every size and however it comes', async () => {
  const service = await crier.makeService()
  const owner = { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() }
  for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 4 * chunk, 4 * chunk + 1, 9 * chunk - 5]) {
    const bytes = randomBytes(size)
    const whole = size || 1
    for (const part of new Set([whole, Math.min(100_000, whole), Math.min(3 * chunk, whole)])) {
      const parts = Array.from({ length: Math.ceil(size / part) }, (_, at) =>
        bytes.subarray(at * part, (at + 1) * part),
      )
      const file = { name: 'a.csv', contentType: 'text/csv' }
      const stored = await storeFile(crier.crier, owner, file, parts)
      assert.equal(stored.size, size)
      const key = ownKey(crier.crier, stored.id)
      assert.ok((await crier.read({ ...stored, key })).equals(bytes), `${size} bytes in parts of ${part}`)
    }
  }
})

test('what is known of a file is stored with it: owner, size, the sum of what rests, times', async () => {
  const service = await crier.makeService()
  crier.setNow('2026-11-20T10:00:00Z')
  const aboutId = randomUUID()
  const { id } = await crier.store(service, Buffer.alloc(chunk + 1), { name: 'a.txt', aboutId })
  const emblem = await storeFile(
    crier.crier,
    { purpose: 'emblem', serviceId: null, aboutId },
    { name: 'a.svg', contentType: 'image/svg+xml' },
    [Buffer.from('<svg/>')],
  )
  crier.setNow(null)
  const [row] = await crier.sql`
    select service_id, purpose, about_id, name, content_type, size, stored_at, kept, delete_after,
      sha256 = (
        select sha256(string_agg(contents, null order by position))
        from file_chunks
        where file_id = files.id
      ) as is_sum
    from files where id = ${id}`
  assert.deepEqual(
    { ...row },
    {
      service_id: service.id,
      purpose: 'document',
      about_id: aboutId,
      name: 'a.txt',
      content_type: 'text/plain',
      size: chunk + 1,
      stored_at: '2026-11-20 10:00:00+00',
      kept: false,
      // 182 days and the rest of the last one, in London.
      delete_after: '2027-05-21 23:00:00+00',
      is_sum: true,
    },
  )
  const [other] = await crier.sql`
    select service_id, is_platforms, kept, delete_after from files where id = ${emblem.id}`
  assert.deepEqual({ ...other }, { service_id: null, is_platforms: true, kept: true, delete_after: null })
  const key = ownKey(crier.crier, emblem.id)
  assert.equal((await crier.read({ ...emblem, key })).toString(), '<svg/>')
})

test('pieces that were changed, exchanged, taken away or opened with another key are refused', async () => {
  const service = await crier.makeService()
  const bytes = randomBytes(6 * chunk)
  const spoil: ((id: string) => Promise<unknown>)[] = [
    (id) => crier.sql`update file_chunks set contents = set_byte(contents, 9, get_byte(contents, 9) # 1)
      where file_id = ${id} and position = 1`,
    (id) =>
      crier.sql`update file_chunks set position = position + 10 where file_id = ${id}`.then(
        () => crier.sql`update file_chunks set position = 15 - position where file_id = ${id}`,
      ),
    (id) => crier.sql`delete from file_chunks where file_id = ${id} and position = 5`,
    (id) => crier.sql`delete from file_chunks where file_id = ${id} and position = 2`,
  ]
  for (const change of spoil) {
    const file = await crier.store(service, bytes)
    await change(file.id)
    await assert.rejects(crier.read(file))
  }
  const file = await crier.store(service, bytes)
  const other = await crier.store(service, bytes)
  await assert.rejects(crier.read({ ...file, key: other.key }))
  await assert.rejects(crier.read({ ...file, size: 2 * chunk }), 'a file that was cut short')
  await assert.rejects(crier.read({ ...file, id: other.id }), 'another file')
  assert.notDeepEqual(ownKey(crier.crier, file.id), ownKey(crier.crier, randomUUID()))
})

test('a file of no purpose, of another owner, without an end or too large is refused before any of it rests', async () => {
  const service = await crier.makeService()
  const refused = async (
    owner: { purpose: string; serviceId: string | null; aboutId: string | null },
    more: object,
    expected: object,
  ) => {
    const id = randomUUID()
    const file = { id, name: null, contentType: 'text/plain', ...more }
    const { db } = crier.crier
    let statements = 0
    const seen: typeof db = {
      query(...call) {
        statements++
        return db.query(...call)
      },
    }
    const storing = storeFile({ ...crier.crier, db: seen }, owner, file, [Buffer.alloc(2_000_001)])
    await assert.rejects(storing, expected)
    assert.equal(statements, 1, 'the first statement refuses, and nothing is left to take away')
    assert.equal(await crier.isThere(id), false)
  }
  const [serviceId, aboutId] = [service.id, randomUUID()]
  const purpose = { constraint_name: 'file_purpose_is_of_its_owner' }
  await refused({ purpose: 'nothing', serviceId, aboutId }, {}, purpose)
  await refused({ purpose: 'document', serviceId: null, aboutId }, {}, purpose)
  await refused({ purpose: 'emblem', serviceId, aboutId }, {}, purpose)
  await refused(
    { purpose: 'spreadsheet', serviceId, aboutId: null },
    {},
    { constraint_name: 'file_has_an_end' },
  )
  const tooLarge = { status: 413, message: 'File is larger than 2000000 bytes' }
  await refused({ purpose: 'emblem', serviceId: null, aboutId }, { size: 2_000_001 }, tooLarge)
  await refused({ purpose: 'extract', serviceId, aboutId }, { size: 2_000_001 }, tooLarge)
})

test('a stream that grows too large is read no further, and nothing of it is left', async () => {
  const service = await crier.makeService()
  let pulled = 0
  let isLeft = false
  async function* endless() {
    try {
      for (;;) {
        pulled += 50_000
        yield Buffer.alloc(50_000)
      }
    } finally {
      isLeft = true
    }
  }
  const id = randomUUID()
  const owner = { purpose: 'extract', serviceId: service.id, aboutId: null }
  const storing = storeFile(crier.crier, owner, { id, name: null, contentType: 'text/csv' }, endless())
  await assert.rejects(storing, { status: 413, message: 'File is larger than 2000000 bytes' })
  assert.ok(pulled < 5_000_000, `${pulled} bytes were read`)
  assert.ok(isLeft)
  assert.deepEqual([await crier.isThere(id), await crier.piecesOf(id)], [false, 0])
})

test('of two writers of one file the first writes it, whichever ends first', async () => {
  const service = await crier.makeService()
  const id = randomUUID()
  const owner = { purpose: 'extract', serviceId: service.id, aboutId: null }
  const file = { id, name: null, contentType: 'text/csv' }
  const [first, second] = [randomBytes(7 * chunk), randomBytes(5 * chunk)]
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  async function* halting() {
    yield first.subarray(0, 6 * chunk)
    await gate
    yield first.subarray(6 * chunk)
  }
  const storing = storeFile(crier.crier, owner, file, halting())
  await crier.until('its first window rests', async () => (await crier.piecesOf(id)) === 4)
  assert.equal(await crier.isReadable(id), false)
  await assert.rejects(storeFile(crier.crier, owner, file, [second]), { code: '23505' })
  open()
  const stored = await storing
  await assert.rejects(storeFile(crier.crier, owner, file, [second]), { code: '23505' })
  assert.ok(await crier.isReadable(id))
  assert.ok((await crier.read({ ...stored, key: ownKey(crier.crier, id) })).equals(first))
})

test('pieces that do not follow those before, or that come for a whole file, are refused', async () => {
  const service = await crier.makeService()
  const more = (id: string, first_position: number) =>
    addFilePieces.run({ id, first_position, ...window(1) }, crier.crier.db)
  const id = randomUUID()
  await startFile.run({ id, ...begunFor(service), purpose: 'extract', ...window(2) }, crier.crier.db)
  await more(id, 2)
  for (const position of [0, 1, 2, 4])
    await assert.rejects(more(id, position), { constraint_name: 'pieces_follow_each_other' })
  assert.equal(await crier.piecesOf(id), 3)
  const file = await crier.store(service, randomBytes(chunk))
  await assert.rejects(more(file.id, 1), { constraint_name: 'pieces_follow_each_other' })
  await assert.rejects(more(randomUUID(), 0), { constraint_name: 'pieces_follow_each_other' })
})

test('crier_reader sees neither names nor contents nor hashes, and the service changes no purpose and writes no contents past the limits', async () => {
  const closed = { files: ['name', 'sha256'], readable_files: ['name'] }
  for (const [relation, columns] of Object.entries(closed)) {
    for (const column of columns) {
      const [may] =
        await crier.sql`select has_column_privilege('crier_reader', ${relation}, ${column}, 'select') as may`
      assert.equal(may!.may, false)
    }
  }
  const [rights] = await crier.sql`
    select has_any_column_privilege('crier_reader', 'file_chunks', 'select') as chunks,
      has_column_privilege('crier_reader', 'documents', 'address_hash', 'select') as address,
      has_column_privilege('crier_reader', 'documents', 'key_hash', 'select') as key,
      has_any_column_privilege('crier_app', 'file_purposes', 'update') as purposes,
      has_any_column_privilege('crier_app', 'file_chunks', 'insert, update') as contents`
  assert.deepEqual(
    { ...rights },
    { chunks: false, address: false, key: false, purposes: false, contents: false },
  )
  const [may] = await crier.sql`
    select bool_or(has_function_privilege('crier_reader', oid, 'execute')) as may
    from pg_proc
    where proname in ('start_file', 'add_file_pieces', 'delete_expired_files', 'settle_new_files')`
  assert.equal(may!.may, false)
})
