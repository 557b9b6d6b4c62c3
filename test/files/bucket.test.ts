/** Contents of files in a bucket: what rests there, its bad moments, and that nothing is left of what is deleted. */
import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { startFileInBucket } from '../../queries/files.queries.ts'
import { objectUrl } from '../../src/files/s3.ts'
import { s3Settings } from '../../src/files/s3-settings.ts'
import { ownKey, storeFile } from '../../src/files/store.ts'
import { runTask } from '../../src/schedule.ts'
import { type BadMoment, type TestS3, testS3 } from '../support/s3.ts'
import { begunFor, chunk, type FileCrier, fileCrier } from './support.ts'

const files = { bucket: 'crier-files', prefix: 'crier/files/' }
/** Bytes of an object. */
const windowBytes = 16 * chunk
let peer: TestS3
let crier: FileCrier
before(async () => {
  peer = await testS3([files.bucket])
  crier = await fileCrier({ s3: peer.settings({ files }) })
})
beforeEach(() => {
  peer.requests.length = 0
  peer.badMoments.length = 0
})
after(async () => {
  await crier.close()
  await peer.close()
})

const objectsOf = (id: string) =>
  [...peer.objects].filter(([name]) => name.includes(id)).map(([name, object]) => ({ name, ...object }))
const objectName = (id: string, position: number) => `${files.bucket}/${files.prefix}${id}/${position}`
const bad = (method: string, ...moments: BadMoment[]) =>
  peer.badMoments.push(...moments.map((moment) => ({ method, moment })))
const removalsOf = async (id: string) =>
  (await crier.sql`select from object_removals where object_key like ${`%${id}%`}`).length
async function remove(now: string | null): Promise<void> {
  crier.setNow(now)
  await runTask(crier.crier, 'remove-objects-of-deleted-files')
  crier.setNow(null)
}
const later = () => new Date(Date.now() + 11 * 60_000).toISOString()

test('what is stored is what is read, at every size; the bucket sees nothing of it, and the database holds none', async () => {
  const service = await crier.makeService()
  for (const size of [0, 1, windowBytes, 2 * windowBytes + 5]) {
    const bytes = Buffer.alloc(size, 'recipients ')
    const stored = await crier.store(service, bytes, { name: 'people.txt', purpose: 'spreadsheet' })
    assert.equal(stored.size, size)
    assert.ok((await crier.read(stored)).equals(bytes), `${size} bytes`)
    assert.equal(await crier.piecesOf(stored.id), 0)
    const objects = objectsOf(stored.id)
    assert.deepEqual(
      objects.map(({ name }) => name),
      Array.from({ length: Math.ceil(size / windowBytes) || 1 }, (_, n) => objectName(stored.id, 16 * n)),
    )
    for (const { body, metadata } of objects) {
      assert.ok(!body.includes('recipients'))
      assert.deepEqual(metadata, { 'x-amz-meta-purpose': 'spreadsheet' })
    }
    const sum = createHash('sha256')
    for (const { body } of objects) sum.update(body)
    const [row] = await crier.sql`select encode(sha256, 'hex') as sum from files where id = ${stored.id}`
    assert.equal(row!.sum, sum.digest('hex'))
  }
})

const moments: BadMoment[][] = [
  ['500 InternalError', '503 SlowDown'],
  ['cut'],
  ['lost'],
  ['wrong-etag'],
  ['lost', 'cut', '503 SlowDown'],
]
for (const met of moments) {
  test(`a file is stored whole and once past ${met.join(', ')}`, async () => {
    const service = await crier.makeService()
    const bytes = randomBytes(chunk)
    bad('PUT', ...met)
    const stored = await crier.store(service, bytes)
    assert.deepEqual(peer.badMoments, [])
    assert.equal(objectsOf(stored.id).length, 1)
    bad('GET', ...met.filter((moment) => moment !== 'wrong-etag'))
    assert.ok((await crier.read(stored)).equals(bytes))
  })
}

test('files of every purpose lie there, whoever stores them', async () => {
  const service = await crier.makeService()
  const purposes = await crier.sql`select purpose, is_platforms from file_purposes order by purpose`
  for (const { purpose, is_platforms } of purposes) {
    const owner = { purpose, serviceId: is_platforms ? null : service.id, aboutId: randomUUID() }
    const bytes = Buffer.from(`recipients of a ${purpose}`)
    const stored = await storeFile(crier.crier, owner, { name: purpose, contentType: 'text/csv' }, [bytes])
    assert.ok((await crier.read({ ...stored, key: ownKey(crier.crier, stored.id) })).equals(bytes), purpose)
    assert.deepEqual([await crier.piecesOf(stored.id), objectsOf(stored.id).length], [0, 1], purpose)
    assert.deepEqual(objectsOf(stored.id)[0]!.metadata, { 'x-amz-meta-purpose': purpose })
  }
})

test('a bucket that does not take a file is 503; nothing is left of the file, there either', async () => {
  const service = await crier.makeService()
  for (const met of [Array(4).fill('503 SlowDown'), ['403 AccessDenied'], Array(4).fill('lost')]) {
    const id = randomUUID()
    bad('PUT', ...(met as BadMoment[]))
    await assert.rejects(crier.store(service, randomBytes(10), { id }), { status: 503 })
    assert.equal(peer.badMoments.length, 0)
    assert.equal(await crier.isThere(id), false)
    assert.equal(await removalsOf(id), 1)
    // A write that is still under way there may yet be done.
    await remove(null)
    assert.equal(await removalsOf(id), 1)
    await remove(later())
    assert.deepEqual([await removalsOf(id), objectsOf(id).length], [0, 0])
  }
})

test('of a stream that breaks off in its third window, or grows too large, nothing is left', async () => {
  const service = await crier.makeService()
  async function* breaking() {
    yield Buffer.alloc(2 * windowBytes + 1)
    throw new Error('hung up')
  }
  const id = randomUUID()
  const owner = { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() }
  const storing = storeFile(crier.crier, owner, { id, name: null, contentType: 'text/csv' }, breaking())
  await assert.rejects(storing, { message: 'hung up' })
  const large = randomUUID()
  const extract = { purpose: 'extract', serviceId: service.id, aboutId: null }
  const file = { id: large, name: null, contentType: 'text/csv' }
  const tooLarge = storeFile(crier.crier, extract, file, [Buffer.alloc(2_000_001)])
  await assert.rejects(tooLarge, { status: 413, message: 'File is larger than 2000000 bytes' })
  assert.deepEqual([await crier.isThere(id), await crier.isThere(large)], [false, false])
  await remove(later())
  assert.deepEqual([objectsOf(id), objectsOf(large)], [[], []])
})

test('of a file two windows are in memory', async () => {
  const service = await crier.makeService()
  const part = randomBytes(64 * 1024)
  const total = 3 * windowBytes
  let [pulled, most] = [0, 0]
  function* contents() {
    for (; pulled < total; pulled += part.length) {
      const written = [...peer.objects].filter(([name]) => name.includes(id)).length * windowBytes
      most = Math.max(most, pulled - written)
      yield part
    }
  }
  const id = randomUUID()
  const owner = { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() }
  const stored = await storeFile(crier.crier, owner, { id, name: null, contentType: 'text/csv' }, contents())
  assert.equal(stored.size, total)
  assert.ok(most <= 2.5 * windowBytes, `${most} bytes were held`)
  peer.objects.clear()
})

test('objects that were changed, exchanged, cut or taken away are not taken for the file', async () => {
  const service = await crier.makeService()
  const bytes = randomBytes(windowBytes + 5)
  const file = await crier.store(service, bytes, { purpose: 'spreadsheet' })
  const whole = objectsOf(file.id)
  assert.ok((await crier.read(file)).equals(bytes))
  const spoil: ((id: string) => unknown)[] = [
    (id) => {
      const object = peer.objects.get(objectName(id, 0))!
      const body = Buffer.from(object.body)
      body[9]! ^= 1
      peer.objects.set(objectName(id, 0), { ...object, body })
    },
    (id) => peer.objects.set(objectName(id, 0), peer.objects.get(objectName(id, 16))!),
    (id) => {
      const object = peer.objects.get(objectName(id, 0))!
      peer.objects.set(objectName(id, 0), { ...object, body: object.body.subarray(0, 3 * chunk) })
    },
    (id) => peer.objects.delete(objectName(id, 16)),
    (id) => crier.sql`delete from file_objects where file_id = ${id} and first_position = 16`,
  ]
  for (const change of spoil) {
    await change(file.id)
    await assert.rejects(crier.read(file))
    for (const { name, ...object } of whole) peer.objects.set(name, object)
  }
})

test('whatever deletes a file queues its objects, and what the bucket refuses to remove is tried again', async () => {
  const service = await crier.makeService()
  crier.setNow('2026-01-10T22:00:00Z')
  const expiring = await crier.store(service, randomBytes(9), { retentionDays: 3 })
  await crier.sql`update files set kept = true where id = ${expiring.id}`
  const settled = await crier.store(service, randomBytes(9))
  const other = await crier.makeService()
  const ofService = await crier.store(other, randomBytes(windowBytes + 1), { purpose: 'spreadsheet' })
  const dying = randomUUID()
  const key = `${files.prefix}${dying}/0`
  await startFileInBucket.run(
    {
      id: dying,
      ...begunFor(service),
      purpose: 'extract',
      object_key: key,
      bytes: 5,
      announced_bytes: null,
      now: crier.crier.now().toISOString(),
    },
    crier.crier.db,
  )
  // As a process leaves it that dies after its write.
  peer.objects.set(`${files.bucket}/${key}`, { body: randomBytes(21), metadata: {}, etag: '' })

  crier.setNow('2026-01-14T00:11:00Z')
  await runTask(crier.crier, 'delete-expired-files')
  crier.setNow('2026-01-14T00:11:00Z')
  await runTask(crier.crier, 'settle-new-files')
  await crier.sql`delete from files where service_id = ${other.id}`
  const ids = [expiring.id, settled.id, ofService.id, dying]
  const removals = () => Promise.all(ids.map(removalsOf))
  assert.deepEqual(await removals(), [1, 1, 2, 1])
  bad('DELETE', ...(Array(8 * 4).fill('503 SlowDown') as BadMoment[]))
  await remove('2026-01-14T00:12:00Z')
  assert.deepEqual(await removals(), [1, 1, 2, 1])
  peer.badMoments.length = 0
  await remove('2026-01-14T00:13:00Z')
  assert.deepEqual(await removals(), [1, 1, 2, 1], 'claimed by whom it was refused')
  bad('DELETE', 'lost')
  await remove('2026-01-14T00:17:00Z')
  assert.deepEqual(await removals(), [0, 0, 0, 0])
  for (const id of ids) assert.deepEqual(objectsOf(id), [])
})

test('an object that the bucket does not remove holds up no other', async () => {
  // What others have left meets no bad moment in place of these.
  await remove(later())
  const service = await crier.makeService()
  const stored = await Promise.all(
    Array.from({ length: 12 }, () => crier.store(service, randomBytes(9), { purpose: 'spreadsheet' })),
  )
  await crier.sql`delete from files where service_id = ${service.id}`
  bad('DELETE', '403 AccessDenied')
  await remove(later())
  assert.equal(stored.flatMap(({ id }) => objectsOf(id)).length, 1)
})

test('two that remove at a time take different objects', async () => {
  const service = await crier.makeService()
  crier.setNow('2026-01-10T22:00:00Z')
  const stored = await Promise.all(
    Array.from({ length: 6 }, () => crier.store(service, randomBytes(9), { purpose: 'spreadsheet' })),
  )
  const ids = stored.map(({ id }) => id)
  await crier.sql`delete from files where id = any (${ids}::uuid[])`
  const claim = () => crier.sql`select claim_object_removals('2026-01-10T23:00:00Z', 3) as key`
  const claimed = (await Promise.all([claim(), claim(), claim()])).flat().map(({ key }) => key)
  assert.deepEqual(claimed.toSorted(), ids.map((id) => `${files.prefix}${id}/0`).toSorted())
})

test('files of before stay in the database and are read; without its bucket a file says what is missing', async () => {
  const service = await crier.makeService()
  const inDatabase = { ...crier.crier, s3: null }
  const owner = { purpose: 'spreadsheet', serviceId: service.id, aboutId: randomUUID() }
  const file = { name: null, contentType: 'text/csv' }
  const bytes = randomBytes(5 * chunk)
  const stored = await storeFile(inDatabase, owner, file, [bytes])
  assert.equal(await crier.piecesOf(stored.id), 5)
  assert.ok((await crier.read({ ...stored, key: ownKey(crier.crier, stored.id) })).equals(bytes))
  const inBucket = await crier.store(service, bytes)
  await assert.rejects(crier.readBy(inDatabase, inBucket), /CRIER_S3_FILES_BUCKET/)
})

test('the file of a job is in the bucket, is given back, and goes with the job', async () => {
  const service = await crier.makeService()
  const template_id = await crier.makeTemplate(service)
  const csv = 'phone number,name\n07900900001,A\n'
  const headers = { 'content-type': 'text/csv' }
  const call = { key: service.keys.normal, body: csv, headers }
  const made = await crier.call(`/v2/jobs?name=a&template_id=${template_id}`, call)
  assert.equal(made.status, 201, made.text)
  const [file] = await crier.sql`select id from files where about_id = ${made.body.id}`
  assert.equal(objectsOf(file!.id).length, 1)
  const read = await crier.call(`/v2/jobs/${made.body.id}/csv`, { key: service.keys.normal })
  assert.equal(read.text, csv)
  bad('PUT', '403 AccessDenied')
  const refused = await crier.call(`/v2/jobs?name=b&template_id=${template_id}`, call)
  assert.equal(refused.status, 503)
  const [jobs] = await crier.sql`select count(*)::int as number from jobs where service_id = ${service.id}`
  assert.equal(jobs!.number, 1)
  crier.setNow(new Date(Date.now() + 10 * 86_400_000).toISOString())
  await runTask(crier.crier, 'remove-sms-email-jobs')
  await runTask(crier.crier, 'remove-objects-of-deleted-files')
  crier.setNow(null)
  assert.deepEqual(objectsOf(file!.id), [])
})

test('a bucket stands in the path, or before the name', () => {
  const at = (isPathStyle: boolean) =>
    objectUrl({ endpoint: 'https://s3.example.org:9000', isPathStyle }, 'crier-files', 'files/a/0')
  assert.equal(at(true), 'https://s3.example.org:9000/crier-files/files/a/0')
  assert.equal(at(false), 'https://crier-files.s3.example.org:9000/files/a/0')
})

const named = {
  CRIER_S3_FILES_BUCKET: 'crier-files',
  CRIER_S3_ACCESS_KEY_ID: 'AKID',
  CRIER_S3_SECRET_ACCESS_KEY: 'secret',
}
test('the environment names the store', () => {
  assert.equal(s3Settings({ CRIER_S3_ACCESS_KEY_ID: 'x' }), null)
  assert.deepEqual(s3Settings({ ...named, CRIER_S3_REGION: 'eu-west-2' }), {
    endpoint: 'https://s3.eu-west-2.amazonaws.com',
    region: 'eu-west-2',
    isPathStyle: false,
    accessKeyId: 'AKID',
    secretAccessKey: 'secret',
    files: { bucket: 'crier-files', prefix: 'files/' },
    csvBucket: null,
    contactListBucket: null,
    responsesBucket: null,
  })
  const own = s3Settings({
    ...named,
    CRIER_S3_ENDPOINT: 'http://10.0.0.5:9000/',
    CRIER_S3_CSV_BUCKET: 'csv',
  })!
  assert.deepEqual([own.endpoint, own.isPathStyle, own.csvBucket], ['http://10.0.0.5:9000', true, 'csv'])
})
const wrong: [Record<string, string>, RegExp][] = [
  [{ CRIER_S3_FILES_BUCKET: 'No Bucket' }, /^CRIER_S3_FILES_BUCKET /],
  [{ CRIER_S3_CSV_BUCKET: 'a' }, /^CRIER_S3_CSV_BUCKET /],
  [{ CRIER_S3_CONTACT_LIST_BUCKET: 'a' }, /^CRIER_S3_CONTACT_LIST_BUCKET /],
  [{ CRIER_S3_ACCESS_KEY_ID: '' }, /^CRIER_S3_ACCESS_KEY_ID /],
  [{ CRIER_S3_SECRET_ACCESS_KEY: 'a b' }, /^CRIER_S3_SECRET_ACCESS_KEY /],
  [{ CRIER_S3_ENDPOINT: 'https://a:b@s3.example.org' }, /^CRIER_S3_ENDPOINT /],
  [{ CRIER_S3_ENDPOINT: 'https://s3.example.org/bucket' }, /^CRIER_S3_ENDPOINT /],
  [{ CRIER_S3_FILES_PREFIX: '../a/' }, /^CRIER_S3_FILES_PREFIX /],
  [{ CRIER_S3_FILES_PREFIX: 'a//b' }, /^CRIER_S3_FILES_PREFIX /],
  [{ CRIER_S3_FILES_PREFIX: 'a/../b' }, /^CRIER_S3_FILES_PREFIX /],
  [{ CRIER_S3_PATH_STYLE: 'yes' }, /^CRIER_S3_PATH_STYLE /],
  [{ CRIER_S3_REGION: 'eu west' }, /^CRIER_S3_REGION /],
]
for (const [variables, message] of wrong) {
  test(`${JSON.stringify(variables)} is refused in one line`, () => {
    assert.throws(() => s3Settings({ ...named, ...variables }), { message })
  })
}
