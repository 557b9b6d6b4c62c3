import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { TransactionSql } from 'postgres'
import { addFilePieces, startFile } from '../../queries/files.queries.ts'
import { pgtyped } from '../../src/database.ts'
import type { NewFile } from '../../src/files/store.ts'
import { discardFiles, ownKey, readFile, storeFile } from '../../src/files/store.ts'
import { runTask } from '../../src/schedule.ts'
import { type TestCrier, type TestService, testCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await testCrier()
  await crier.sql`
    insert into file_purposes (purpose, is_platforms, of_message, most_bytes, retention_days, remembered_days)
    values ('emblem', true, false, 2000000, null, 0), ('extract', false, false, 2000000, 3, 0)`
})
after(() => crier.close())

const chunk = 256 * 1024

async function store(service: TestService, bytes: Buffer, more: Partial<NewFile & { aboutId: string }> = {}) {
  const { aboutId = randomUUID(), ...file } = more
  const key = randomBytes(32)
  const stored = await storeFile(
    crier.crier,
    { purpose: 'document', serviceId: service.id, aboutId },
    { name: null, contentType: 'text/plain', key, ...file },
    [bytes],
  )
  return { ...stored, key }
}
const read = async (file: { id: string; size: number; key: Buffer }) =>
  Buffer.from(await new Response(readFile(crier.crier, file, file.key)).arrayBuffer())
const isThere = async (id: string) => (await crier.sql`select from files where id = ${id}`).length === 1
const isReadable = async (id: string) =>
  (await crier.sql`select from readable_files where id = ${id}`).length === 1
const piecesOf = async (id: string) => (await crier.sql`select from file_chunks where file_id = ${id}`).length

const tenOClock = '2026-11-20T10:00:00Z'
/** Full pieces, as a writer sends them that does not come to its end. */
const window = (count: number) => ({
  pieces: Buffer.alloc(count * (chunk + 16)).toString('base64'),
  announced_bytes: null,
  whole_sha256: null,
  now: tenOClock,
})
const begunFor = (service: TestService) => ({
  service_id: service.id,
  about_id: null,
  name: null,
  content_type: 'text/csv',
  retention_days: 7,
})

test('what is stored is what is read, at every size and however it comes', async () => {
  const service = await crier.makeService()
  const owner = { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() }
  for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 4 * chunk, 4 * chunk + 1, 9 * chunk - 5]) {
    const bytes = randomBytes(size)
    for (const part of [size || 1, 100_000, 3 * chunk]) {
      const parts = Array.from({ length: Math.ceil(size / part) }, (_, at) =>
        bytes.subarray(at * part, (at + 1) * part),
      )
      const file = { name: 'a.csv', contentType: 'text/csv' }
      const stored = await storeFile(crier.crier, owner, file, parts)
      assert.equal(stored.size, size)
      const key = ownKey(crier.crier, stored.id)
      assert.ok((await read({ ...stored, key })).equals(bytes), `${size} bytes in parts of ${part}`)
    }
  }
})

test('what is known of a file is stored with it: owner, size, the sum of what rests, times', async () => {
  const service = await crier.makeService()
  crier.setNow('2026-11-20T10:00:00Z')
  const aboutId = randomUUID()
  const { id } = await store(service, Buffer.alloc(chunk + 1), { name: 'a.txt', aboutId })
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
  assert.equal((await read({ ...emblem, key })).toString(), '<svg/>')
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
    const file = await store(service, bytes)
    await change(file.id)
    await assert.rejects(read(file))
  }
  const file = await store(service, bytes)
  const other = await store(service, bytes)
  await assert.rejects(read({ ...file, key: other.key }))
  await assert.rejects(read({ ...file, size: 2 * chunk }), 'a file that was cut short')
  await assert.rejects(read({ ...file, id: other.id }), 'another file')
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
    assert.equal(await isThere(id), false)
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
  assert.deepEqual([await isThere(id), await piecesOf(id)], [false, 0])
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
  await crier.until('its first window rests', async () => (await piecesOf(id)) === 4)
  assert.equal(await isReadable(id), false)
  await assert.rejects(storeFile(crier.crier, owner, file, [second]), { code: '23505' })
  open()
  const stored = await storing
  await assert.rejects(storeFile(crier.crier, owner, file, [second]), { code: '23505' })
  assert.ok(await isReadable(id))
  assert.ok((await read({ ...stored, key: ownKey(crier.crier, id) })).equals(first))
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
  assert.equal(await piecesOf(id), 3)
  const file = await store(service, randomBytes(chunk))
  await assert.rejects(more(file.id, 1), { constraint_name: 'pieces_follow_each_other' })
  await assert.rejects(more(randomUUID(), 0), { constraint_name: 'pieces_follow_each_other' })
})

test('an hour later files without a message are gone, those with one are kept', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service)
  crier.setNow('2026-11-20T10:00:00Z')
  const accepted = await crier.call('/v2/notifications/sms', {
    key: service.keys.normal,
    body: { phone_number: '07700900456', template_id, personalisation: { name: 'A' } },
  })
  const claimed = await store(service, Buffer.from('a'), { aboutId: accepted.body.id })
  const orphan = await store(service, Buffer.from('b'))
  crier.setNow('2026-11-20T10:59:00Z')
  await runTask(crier.crier, 'settle-new-files')
  assert.ok(await isThere(orphan.id), 'its request may still be under way')
  crier.setNow('2026-11-20T11:01:00Z')
  await runTask(crier.crier, 'settle-new-files')
  assert.equal(await isThere(orphan.id), false)
  assert.equal(await piecesOf(orphan.id), 0)
  const [row] = await crier.sql`select kept from files where id = ${claimed.id}`
  assert.equal(row!.kept, true)
  crier.setNow(null)
})

test('what a writer that is no more has left is never seen, and gone an hour later', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service)
  crier.setNow(tenOClock)
  const accepted = await crier.call('/v2/notifications/sms', {
    key: service.keys.normal,
    body: { phone_number: '07700900456', template_id, personalisation: { name: 'A' } },
  })
  const torn = { sheet: randomUUID(), ofMessage: randomUUID() }
  const aboutId = accepted.body.id
  const begun = { ...begunFor(service), ...window(1) }
  await startFile.run({ id: torn.sheet, ...begun, purpose: 'extract' }, crier.crier.db)
  const ofMessage = { id: torn.ofMessage, ...begun, purpose: 'letter-pdf', about_id: aboutId }
  await startFile.run(ofMessage, crier.crier.db)
  const whole = await store(service, Buffer.from('a'), { aboutId })
  const sheet = await storeFile(
    crier.crier,
    { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() },
    { name: null, contentType: 'text/csv' },
    [Buffer.from('a')],
  )
  assert.deepEqual([await isReadable(torn.sheet), await isReadable(torn.ofMessage)], [false, false])
  crier.setNow('2026-11-20T11:01:00Z')
  await runTask(crier.crier, 'settle-new-files')
  crier.setNow(null)
  assert.deepEqual([await isThere(torn.sheet), await isThere(torn.ofMessage)], [false, false])
  assert.equal((await piecesOf(torn.sheet)) + (await piecesOf(torn.ofMessage)), 0)
  assert.deepEqual([await isReadable(whole.id), await isReadable(sheet.id)], [true, true])
  const late = addFilePieces.run({ id: torn.sheet, first_position: 1, ...window(1) }, crier.crier.db)
  await assert.rejects(late, { constraint_name: 'pieces_follow_each_other' })
})

test('a writer and the hourly task that meet: who comes first has its way, and no half of a file is left', async () => {
  const service = await crier.makeService()
  const begin = async () => {
    const id = randomUUID()
    await startFile.run({ id, ...begunFor(service), purpose: 'extract', ...window(1) }, crier.crier.db)
    return id
  }
  const last = { ...window(1), first_position: 1, whole_sha256: randomBytes(32).toString('base64') }
  const settle = (sql: TestCrier['sql'] | TransactionSql) =>
    sql`select settle_new_files('2026-11-20T11:01:00Z', 1000)`
  const written = await begin()
  await crier.sql.begin(async (transaction) => {
    await addFilePieces.run({ id: written, ...last }, pgtyped(transaction))
    await settle(crier.sql)
  })
  await settle(crier.sql)
  assert.deepEqual([await isReadable(written), await piecesOf(written)], [true, 2])

  const purged = await begin()
  let writing: Promise<unknown> = Promise.resolve()
  await crier.sql.begin(async (transaction) => {
    await settle(transaction)
    writing = addFilePieces.run({ id: purged, ...last }, crier.crier.db)
    writing.catch(() => {})
    await crier.until('the writer waits', async () => {
      const [waiting] = await crier.sql`
        select count(*)::int as writers from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query ~ 'add_file_pieces'`
      return waiting!.writers === 1
    })
  })
  await assert.rejects(writing, { constraint_name: 'pieces_follow_each_other' })
  assert.deepEqual([await isThere(purged), await piecesOf(purged)], [false, 0])
})

test('files of a refused message are discarded at once, kept ones never', async () => {
  const service = await crier.makeService()
  const refused = await store(service, Buffer.from('a'))
  const kept = await store(service, Buffer.from('b'))
  await crier.sql`update files set kept = true where id = ${kept.id}`
  await discardFiles(crier.crier, [refused.id, kept.id])
  assert.deepEqual([await isThere(refused.id), await isThere(kept.id)], [false, true])
})

test('contents go with the last day of their purpose, or of whoever stored them; the row as long as it is remembered', async () => {
  const service = await crier.makeService()
  crier.setNow('2026-01-10T22:00:00Z')
  const document = await store(service, Buffer.from('a'), { retentionDays: 3 })
  await crier.sql`update files set kept = true where id = ${document.id}`
  const owner = { purpose: 'extract', serviceId: service.id, aboutId: null }
  const file = { name: null, contentType: 'text/csv' }
  const extract = await storeFile(crier.crier, owner, file, [Buffer.from('a')])
  const longer = await storeFile(crier.crier, owner, { ...file, retentionDays: 4 }, [Buffer.from('a')])
  const sheet = await storeFile(
    crier.crier,
    { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() },
    file,
    [Buffer.from('a')],
  )
  const ids = [document.id, extract.id, longer.id, sheet.id]
  const night = async (now: string) => {
    crier.setNow(now)
    await runTask(crier.crier, 'delete-expired-files')
    return Promise.all(
      ids.map(async (id) => ((await isReadable(id)) ? 'whole' : (await isThere(id)) ? 'row' : 'gone')),
    )
  }
  assert.deepEqual(await night('2026-01-13T23:59:00Z'), ['whole', 'whole', 'whole', 'whole'])
  assert.deepEqual(await night('2026-01-14T00:10:00Z'), ['row', 'gone', 'whole', 'whole'])
  assert.equal((await piecesOf(document.id)) + (await piecesOf(extract.id)), 0)
  assert.deepEqual(await night('2027-01-13T00:09:00Z'), ['row', 'gone', 'gone', 'whole'])
  assert.deepEqual(await night('2027-01-13T00:10:00Z'), ['gone', 'gone', 'gone', 'whole'])
  crier.setNow(null)
})

test('a batch of deletions ends with its number of files or with a gigabyte of them', async () => {
  const service = await crier.makeService()
  await crier.sql`
    insert into files (id, service_id, purpose, content_type, size, created_at, delete_after)
    select gen_random_uuid(), ${service.id}, 'extract', 'text/csv', 104857600, '2020-01-01', '2020-01-02'
    from generate_series(1, 15)`
  const batch = async (most: number) =>
    (await crier.sql`select delete_expired_files('2020-01-03', ${most}) as deleted`)[0]!.deleted
  assert.deepEqual([await batch(2), await batch(100), await batch(100), await batch(100)], [2, 11, 2, 0])
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
