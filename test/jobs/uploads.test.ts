/** Files that Notify's admin application has put into a bucket. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { makeS3, type S3 } from '../../src/files/s3.ts'
import { readUpload } from '../../src/jobs/uploads.ts'
import { makeLog } from '../../src/log.ts'
import { testConfig } from '../support/crier.ts'
import { type TestS3, testS3 } from '../support/s3.ts'

let peer: TestS3
let s3: S3
before(async () => {
  peer = await testS3(['local-csv-upload'])
  s3 = makeS3(peer.settings())
})
after(async () => {
  s3.close()
  await peer.close()
})

const serviceId = randomUUID()
const [templateId, senderId] = [randomUUID(), randomUUID()]
const read = (uploadId: string, csvBucket: string | null = 'local-csv-upload') =>
  readUpload(
    { s3, config: { ...testConfig, s3: peer.settings({ csvBucket }) }, log: makeLog('silent') },
    serviceId,
    uploadId,
  )
async function put(text: string | Buffer, metadata: Record<string, string> = {}): Promise<string> {
  const id = randomUUID()
  await s3.put('local-csv-upload', `service-${serviceId}-notify/${id}.csv`, Buffer.from(text), metadata)
  return id
}
const checked = {
  original_file_name: 'people.csv',
  notification_count: '2',
  template_id: templateId,
  valid: 'True',
}

test('what the application has written beside a file is read with it', async () => {
  const text = 'phone number,name\r\n07900900001,Zoë\r\n07900900002,Ben\r\n'
  const id = await put(text, { ...checked, sender_id: senderId })
  const { csv, ...upload } = (await read(id))!
  assert.deepEqual(upload, {
    originalFileName: 'people.csv',
    notificationCount: 2,
    templateId,
    isValid: true,
    senderId,
    size: Buffer.byteLength(text),
  })
  assert.equal(await csv(), text)
})

test('what is not said, or is none of its kind, is null; names may be spelt by percent signs', async () => {
  const of = async (metadata: Record<string, string>) => {
    const { csv: _, size: __, ...upload } = (await read(await put('a', metadata)))!
    return upload
  }
  const nothing = {
    originalFileName: null,
    notificationCount: null,
    templateId: null,
    isValid: false,
    senderId: null,
  }
  assert.deepEqual(await of({}), nothing)
  const odd = { notification_count: '-1', template_id: 'x', valid: 'true', sender_id: 'None' }
  assert.deepEqual(await of(odd), nothing)
  const named = async (original_file_name: string) => (await of({ original_file_name })).originalFileName
  assert.equal(await named('Zo%C3%AB%20B.csv'), 'Zoë B.csv')
  assert.equal(await named('50% off.csv'), '50% off.csv')
})

test('there is none under another id, of another service, or without a bucket', async () => {
  const id = await put('a', checked)
  assert.equal(await read(randomUUID()), null)
  assert.equal(await read(id, null), null)
  const config = { ...testConfig, s3: peer.settings({ csvBucket: 'local-csv-upload' }) }
  assert.equal(await readUpload({ s3, config, log: makeLog('silent') }, randomUUID(), id), null)
})

test('a file that is no text is refused, and one that was exchanged since it was looked at is not read', async () => {
  const bytes = (await read(await put(Buffer.from([0xff, 0xfe, 0x61]), checked)))!
  await assert.rejects(bytes.csv(), { status: 400, message: 'Your file is not text in UTF-8' })
  const id = await put('phone number\n07900900001', checked)
  const upload = (await read(id))!
  await s3.put('local-csv-upload', `service-${serviceId}-notify/${id}.csv`, Buffer.from('other'), checked)
  await assert.rejects(upload.csv(), { status: 503 })
})

test('a bucket that may not be read is 503, and says nothing of itself', async () => {
  const id = await put('a', checked)
  peer.badMoments.push({ method: 'HEAD', moment: '403 AccessDenied' })
  await assert.rejects(read(id), { status: 503, message: 'Service unavailable, try again later' })
})
