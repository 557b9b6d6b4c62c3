/** The store as an S3 client sees it. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { placeOf } from '../../src/buckets/names.ts'
import { findObject } from '../../src/buckets/objects.ts'
import { runTask } from '../../src/schedule.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { asS3 } from './support.ts'

type Recorded = { method: string; path: string; headers: Record<string, string>; body: string }
const { requests }: { requests: Recorded[] } = JSON.parse(
  readFileSync(new URL('../fixtures/buckets/boto3.json', import.meta.url), 'utf8'),
)

let crier: TestCrier
before(async () => {
  // Agreements and logos are the platform's, and time passes for all of them.
  crier = await sharedCrier()
})
after(() => crier.close())

const csvKey = (service: string, upload: string) =>
  `/local-notifications-csv-upload/service-${service}-notify/${upload}.csv`
const codeOf = (text: string) => /<Code>(\w+)<\/Code>/.exec(text)?.[1]

test('what boto3 sends is taken as it is', async () => {
  const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(requests[0]!.headers['x-amz-date']!)!
  const iso = `${day!.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time!.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`
  crier.setNow(iso)
  const answers = []
  for (const { method, path, headers, body } of requests)
    answers.push(
      await crier.call(path, {
        method,
        headers,
        ...(method === 'PUT' ? { body: Buffer.from(body, 'latin1') } : {}),
      }),
    )
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  )
  assert.match(answers[1]!.text, /<CopyObjectResult><ETag>/)
  assert.equal(answers[2]!.text, requests[0]!.body)
  assert.equal(answers[2]!.headers.get('x-amz-meta-original_file_name'), 'a list.csv')
  const logo = await crier.call('/public-logos-local/temp-x.png')
  assert.equal(logo.headers.get('content-length'), '54')
  // A quarter of an hour later the same request is nobody's.
  crier.setNow(new Date(Date.parse(iso) + 15 * 60_000 + 1000).toISOString())
  const late = await crier.call(requests[2]!.path, { headers: requests[2]!.headers })
  assert.deepEqual([late.status, codeOf(late.text)], [403, 'RequestTimeTooSkewed'])
  crier.setNow(null)
})

test('an object is what was put under its key last, with what was written beside it', async () => {
  const { id: service } = await crier.makeService()
  const upload = randomUUID()
  const path = csvKey(service, upload)
  await asS3(crier, path, { body: 'one', headers: { 'x-amz-meta-valid': 'True' } })
  await asS3(crier, path, { body: 'another' })
  const copied = await asS3(crier, path, {
    body: '',
    headers: {
      'x-amz-copy-source': path.slice(1),
      'x-amz-metadata-directive': 'REPLACE',
      'x-amz-meta-original_file_name': 'cafe%20%C3%A9.csv',
    },
  })
  assert.equal(copied.status, 200)
  const got = await asS3(crier, path)
  assert.equal(got.text, 'another')
  assert.equal(got.headers.get('x-amz-meta-original_file_name'), 'cafe%20%C3%A9.csv')
  assert.equal(got.headers.get('x-amz-meta-valid'), null)
  const head = await asS3(crier, path, { method: 'HEAD' })
  assert.deepEqual([head.status, head.headers.get('content-length'), head.text], [200, '7', ''])
  const [{ files, metadata }] = (await crier.sql`
    select count(*)::int as files, count(metadata)::int as metadata
    from files left join object_metadata on file_id = id where about_id = ${upload}`) as any
  assert.deepEqual({ files, metadata }, { files: 1, metadata: 1 })
})

test('what nobody makes anything of is gone after a week, and what was written beside it', async () => {
  const { id: service } = await crier.makeService()
  const upload = randomUUID()
  crier.setNow('2026-03-02T09:00:00Z')
  await asS3(crier, csvKey(service, upload), { body: 'a', headers: { 'x-amz-meta-recipient': 'somebody' } })
  await asS3(crier, '/public-logos-local/temp-a.png', {
    body: 'a',
    headers: { 'x-amz-tagging': 'delete-after-7-days=True' },
  })
  const kept = await asS3(crier, '/public-logos-local/a.png', {
    body: '',
    headers: { 'x-amz-copy-source': 'public-logos-local/temp-a.png', 'x-amz-tagging-directive': 'REPLACE' },
  })
  assert.equal(kept.status, 200)
  crier.setNow('2026-03-10T00:00:01Z')
  await runTask(crier.crier, 'delete-expired-files', '2026-03-10')
  assert.equal((await asS3(crier, csvKey(service, upload))).status, 404)
  assert.equal((await crier.call('/public-logos-local/temp-a.png')).status, 404)
  assert.equal((await crier.call('/public-logos-local/a.png')).text, 'a')
  const left = await crier.sql`
    select from object_metadata join files on id = file_id where about_id = ${upload}`
  assert.equal(left.length, 0)
  crier.setNow(null)
})

test('pictures are for everybody, and do nothing else than being shown', async () => {
  await asS3(crier, '/public-logos-local/evil.svg', {
    body: '<html>',
    headers: { 'content-type': 'text/html' },
  })
  const shown = await crier.call('/public-logos-local/evil.svg')
  assert.equal(shown.headers.get('content-type'), 'application/octet-stream')
  assert.match(shown.headers.get('content-security-policy')!, /sandbox/)
  assert.equal((await crier.call('/local-mou/crown.pdf')).status, 401)
})

test('refusals are S3’s, and nothing is stored', async () => {
  const { id: service } = await crier.makeService()
  const path = csvKey(service, randomUUID())
  const long = 'x'.repeat(2049)
  const refused: [string, Parameters<typeof asS3>[2], number, string][] = [
    [path, {}, 404, 'NoSuchKey'],
    [path, { secret: 'another' }, 403, 'SignatureDoesNotMatch'],
    [path, { accessKeyId: 'OTHER' }, 403, 'InvalidAccessKeyId'],
    [
      path,
      { body: 'a', headers: { 'x-amz-content-sha256': 'a'.repeat(64) } },
      400,
      'XAmzContentSHA256Mismatch',
    ],
    [path, { body: 'a', headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } }, 400, 'BadDigest'],
    [path, { body: 'a', headers: { 'x-amz-checksum-sha1': 'x' } }, 501, 'NotImplemented'],
    [path, { body: 'a', headers: { 'x-amz-meta-a': long } }, 400, 'MetadataTooLarge'],
    [csvKey(randomUUID(), randomUUID()), { body: 'a' }, 403, 'AccessDenied'],
    ['/local-mou/other.pdf', { body: 'a' }, 400, 'InvalidArgument'],
    [
      `/local-report-requests-download/notifications_report/${randomUUID()}.csv`,
      { body: 'a' },
      403,
      'AccessDenied',
    ],
    [
      `/local-template-email-files/${service}/${randomUUID()}`,
      { body: Buffer.alloc(2_098_177) },
      400,
      'EntityTooLarge',
    ],
  ]
  for (const [at, sent, status, code] of refused) {
    const answer = await asS3(crier, at, sent)
    assert.deepEqual([answer.status, codeOf(answer.text)], [status, code], at)
  }
  const stored = await crier.sql`select from files where service_id = ${service}`
  assert.equal(stored.length, 0)
})

test('Crier’s own routes find what was put there, and an application what they have stored', async () => {
  const { id: service } = await crier.makeService()
  const list = randomUUID()
  await asS3(crier, `/local-contact-list/service-${service}-notify/${list}.csv`, { body: 'phone number' })
  const place = placeOf('contact-lists', `service-${service}-notify/${list}.csv`)!
  assert.equal((await findObject(crier.crier, place))?.size, 12)
  assert.equal(placeOf('contact-lists', 'service-x-notify/y.csv'), null)
})
