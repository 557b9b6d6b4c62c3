import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { TransactionSql } from 'postgres'
import { addFilePieces, startFile } from '../../queries/files.queries.ts'
import { pgtyped } from '../../src/database.ts'
import { discardFiles, storeFile } from '../../src/files/store.ts'
import { runTask } from '../../src/schedule.ts'
import { begunFor, type FileCrier, fileCrier, tenOClock, window } from './support.ts'

let crier: FileCrier
before(async () => {
  crier = await fileCrier()
})
after(() => crier.close())

test('an hour later files without a message are gone, those with one are kept', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service)
  crier.setNow('2026-11-20T10:00:00Z')
  const accepted = await crier.call('/v2/notifications/sms', {
    key: service.keys.normal,
    body: { phone_number: '07700900456', template_id, personalisation: { name: 'A' } },
  })
  const claimed = await crier.store(service, Buffer.from('a'), { aboutId: accepted.body.id })
  const orphan = await crier.store(service, Buffer.from('b'))
  crier.setNow('2026-11-20T10:59:00Z')
  await runTask(crier.crier, 'settle-new-files')
  assert.ok(await crier.isThere(orphan.id), 'its request may still be under way')
  crier.setNow('2026-11-20T11:01:00Z')
  await runTask(crier.crier, 'settle-new-files')
  assert.equal(await crier.isThere(orphan.id), false)
  assert.equal(await crier.piecesOf(orphan.id), 0)
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
  const whole = await crier.store(service, Buffer.from('a'), { aboutId })
  const sheet = await storeFile(
    crier.crier,
    { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() },
    { name: null, contentType: 'text/csv' },
    [Buffer.from('a')],
  )
  assert.deepEqual(
    [await crier.isReadable(torn.sheet), await crier.isReadable(torn.ofMessage)],
    [false, false],
  )
  crier.setNow('2026-11-20T11:01:00Z')
  await runTask(crier.crier, 'settle-new-files')
  crier.setNow(null)
  assert.deepEqual([await crier.isThere(torn.sheet), await crier.isThere(torn.ofMessage)], [false, false])
  assert.equal((await crier.piecesOf(torn.sheet)) + (await crier.piecesOf(torn.ofMessage)), 0)
  assert.deepEqual([await crier.isReadable(whole.id), await crier.isReadable(sheet.id)], [true, true])
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
  const settle = (sql: FileCrier['sql'] | TransactionSql) =>
    sql`select settle_new_files('2026-11-20T11:01:00Z', 1000)`
  const written = await begin()
  await crier.sql.begin(async (transaction) => {
    await addFilePieces.run({ id: written, ...last }, pgtyped(transaction))
    await settle(crier.sql)
  })
  await settle(crier.sql)
  assert.deepEqual([await crier.isReadable(written), await crier.piecesOf(written)], [true, 2])

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
  assert.deepEqual([await crier.isThere(purged), await crier.piecesOf(purged)], [false, 0])
})

test('files of a refused message are discarded at once, kept ones never', async () => {
  const service = await crier.makeService()
  const refused = await crier.store(service, Buffer.from('a'))
  const kept = await crier.store(service, Buffer.from('b'))
  await crier.sql`update files set kept = true where id = ${kept.id}`
  await discardFiles(crier.crier, [refused.id, kept.id])
  assert.deepEqual([await crier.isThere(refused.id), await crier.isThere(kept.id)], [false, true])
})

test('contents go with the last day of their purpose, or of whoever stored them; the row as long as it is remembered', async () => {
  const service = await crier.makeService()
  crier.setNow('2026-01-10T22:00:00Z')
  const document = await crier.store(service, Buffer.from('a'), { retentionDays: 3 })
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
      ids.map(async (id) =>
        (await crier.isReadable(id)) ? 'whole' : (await crier.isThere(id)) ? 'row' : 'gone',
      ),
    )
  }
  assert.deepEqual(await night('2026-01-13T23:59:00Z'), ['whole', 'whole', 'whole', 'whole'])
  assert.deepEqual(await night('2026-01-14T00:10:00Z'), ['row', 'gone', 'whole', 'whole'])
  assert.equal((await crier.piecesOf(document.id)) + (await crier.piecesOf(extract.id)), 0)
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
