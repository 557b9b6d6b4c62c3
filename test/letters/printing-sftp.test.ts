/** Batches over SFTP, with a real server on loopback and its bad days: a letter is at the printer once, and recorded so. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { unzipSync } from 'fflate'
import { closeAdapters } from '../../src/delivery/providers/accounts.ts'
import { printBatches } from '../../src/letters/printing/worker.ts'
import { runTask } from '../../src/schedule.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { makeLetters } from './printing.ts'
import { type Day, sftpServer } from './sftp-server.ts'

let crier: TestCrier
let server: Awaited<ReturnType<typeof sftpServer>>
before(async () => {
  server = await sftpServer()
  crier = await testCrier({ providers: { 'sftp-zip': server.settings } })
  await crier.sql`update provider_details set active = (identifier = 'dvla') where notification_type = 'letter'`
})
after(async () => {
  await crier.close()
  await server.close()
})

let years = 2040
/** @returns a batch of two letters, the second larger than what is written at once */
async function batch() {
  const day = `${years++}-03-04`
  const service = await crier.makeService()
  const contents = [Buffer.from('%PDF small'), Buffer.alloc(200_000, '%PDF large')]
  const ids = await makeLetters(
    crier,
    service,
    contents.map((pdf, index) => ({ created_at: `${day}T10:00:0${index}Z`, contents: pdf })),
  )
  crier.setNow(`${day}T17:50:00Z`)
  await runTask(crier.crier, 'collate-letter-pdfs-to-be-sent')
  const [made] = await crier.sql`select id, name from print_batches where service_id = ${service.id}`
  const print = async (signal = unhurried().signal, by = crier.crier) =>
    (await printBatches(by, [{ id: made!.id, retryCount: 0 }], { ...unhurried(), signal }))[0]!.status
  const left = async () => {
    const [row] = await crier.sql`
      select status, last_error,
        array(select notification_status::text from notifications where id = any (${ids})) as letters
      from print_batches where id = ${made!.id}`
    return row!
  }
  return { print, left, path: `notify/${made!.name}`, name: made!.name as string, contents, day }
}
const isWhole = (path: string, contents: Buffer[]) =>
  assert.deepEqual(
    Object.values(unzipSync(server.files.get(path)!)).map((bytes) =>
      Buffer.compare(Buffer.from(bytes), contents.shift()!),
    ),
    [0, 0],
  )

test('a batch is put, checked and recorded; a second try writes nothing', async () => {
  const { print, left, path, contents } = await batch()
  const { writes } = server.counted
  assert.equal(await print(), 'completed')
  assert.deepEqual(
    { ...(await left()) },
    { status: 'handed-over', last_error: null, letters: ['sending', 'sending'] },
  )
  isWhole(path, contents)
  // None is cut in two by the library, which would write the rest of it later.
  assert.equal(server.counted.writes - writes, Math.ceil(server.files.get(path)!.byteLength / (31 * 1024)))
})

test('what is there with the right size is not written again, with another size it is', async () => {
  const { print, path, contents } = await batch()
  // As after a crash between the upload and its record.
  const { name } = { name: path }
  assert.equal(await print(), 'completed')
  await crier.sql`update notifications set notification_status = 'created', sent_at = null, sent_by = null where id in (
    select notification_id from print_batch_letters join print_batches on id = batch_id where 'notify/' || name = ${name})`
  await crier.sql`alter table print_batches disable trigger print_batches_follow_transitions`
  const rewind = () =>
    crier.sql.begin(async (sql) => {
      await sql`update print_batches set status = 'claimed', handed_over_at = null where 'notify/' || name = ${name}`
      await sql`update print_batch_letters set outcome = null where batch_id in (select id from print_batches where 'notify/' || name = ${name})`
    })
  await rewind()
  const before = server.counted.opened
  assert.equal(await print(), 'completed')
  assert.equal(server.counted.opened, before)
  await rewind()
  for (const other of [Buffer.from('half a zip'), Buffer.alloc(400_000, 'a longer zip')]) {
    server.files.set(path, other)
    assert.equal(await print(), 'completed')
    isWhole(path, [...contents])
    await rewind()
  }
  await crier.sql`alter table print_batches enable trigger print_batches_follow_transitions`
})

const faults: [name: string, days: Day[], error: RegExp][] = [
  ['cut in the middle', [{ kind: 'breaks', afterBytes: 40_000 }], /broke off|No response/],
  ['no space', [{ kind: 'full' }], /no space left/],
  ['no space for a part in the middle', [{ kind: 'patchy', byte: 150_000 }], /no space left/],
  [
    'a byte lost',
    [{ kind: 'short' }],
    /^Zip file NOTIFY\..* uploaded but size is incorrect: is \d+, expected \d+$/,
  ],
]
for (const [name, days, error] of faults) {
  test(`${name}: the batch is tried again and its letters stay as they were`, async () => {
    const { print, left, path, contents } = await batch()
    server.setDays(...days, { kind: 'good' })
    assert.equal(await print(), 'failed')
    const { status, last_error, letters } = await left()
    assert.deepEqual([status, letters], ['failed', ['created', 'created']])
    assert.match(last_error, error)
    server.setDays({ kind: 'good' })
    assert.equal(await print(), 'completed')
    assert.equal((await left()).status, 'handed-over')
    isWhole(path, contents)
  })
}

test('an upload whose end is not answered counts, once the file is seen to be whole', async () => {
  const { print, left, path, contents } = await batch()
  server.setDays({ kind: 'lost' }, { kind: 'good' })
  assert.equal(await print(), 'completed')
  assert.deepEqual((await left()).letters, ['sending', 'sending'])
  isWhole(path, contents)
})

test('what comes late of a worker that was given up does not touch what another has handed over', async () => {
  const { print, left, path, contents } = await batch()
  const late = Promise.withResolvers<void>()
  server.setDays({ kind: 'late', until: late.promise }, { kind: 'good' })
  const lost = new AbortController()
  const opened = server.counted.opened
  const printing = print(lost.signal)
  await crier.until('the file is about to be opened', async () => server.counted.opened > opened)
  assert.equal(await print(), 'completed')
  lost.abort()
  assert.equal(await printing, 'failed')
  late.resolve()
  await late.promise
  assert.deepEqual((await left()).letters, ['sending', 'sending'])
  isWhole(path, contents)
})

test('a PDF that can not be read just now stays in its batch', async () => {
  const { print, left, path, contents } = await batch()
  const { db } = crier.crier
  const slow = `do $$ begin raise 'statement timeout' using errcode = '57014'; end $$`
  const query: typeof db.query = (text, values) =>
    /from file_chunks/.test(text) ? db.query(slow, []) : db.query(text, values)
  assert.equal(await print(undefined, { ...crier.crier, db: { ...db, query } }), 'failed')
  assert.deepEqual(
    { ...(await left()) },
    { status: 'failed', last_error: 'statement timeout', letters: ['created', 'created'] },
  )
  assert.equal(await print(), 'completed')
  isWhole(path, contents)
})

test('a server that does not answer is let go when the lease is lost', async () => {
  const { print, left } = await batch()
  server.setDays({ kind: 'deaf' }, { kind: 'good' })
  const lost = new AbortController()
  const printing = print(lost.signal)
  const opened = server.counted.opened
  await crier.until('the file is opened', async () => server.counted.opened > opened)
  lost.abort()
  assert.equal(await printing, 'failed')
  assert.deepEqual((await left()).letters, ['created', 'created'])
})

test('a server that speaks something else is given nothing', async () => {
  const { print, left } = await batch()
  const web = createServer((socket) => {
    socket.on('error', () => {})
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n<html>'.padEnd(70_000, 'x'))
  })
  await once(web.listen(0, '127.0.0.1'), 'listening')
  const { port } = web.address() as { port: number }
  const set = (value: number) =>
    crier.sql`insert into provider_settings (provider, name, value) values ('dvla', 'port', ${value})`
  await set(port)
  closeAdapters(crier.crier)
  assert.equal(await print(), 'failed')
  const { status, letters } = await left()
  assert.deepEqual([status, letters], ['failed', ['created', 'created']])
  await crier.sql`delete from provider_settings where provider = 'dvla'`
  closeAdapters(crier.crier)
  web.close()
  assert.equal(await print(), 'completed')
})

test('nobody with another host key is given letters, and without known keys nobody is', async () => {
  const { print, left, path } = await batch()
  const set = (value: string) =>
    crier.sql`insert into provider_settings (provider, name, value) values ('dvla', 'host_keys', ${value})
      on conflict (provider, name) do update set value = ${value}`
  await set('SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')
  closeAdapters(crier.crier)
  assert.equal(await print(), 'failed')
  const { letters, last_error } = await left()
  assert.deepEqual(letters, ['created', 'created'])
  assert.equal(last_error, 'the printer shows another host key')
  assert.equal(server.files.has(path), false)
  await crier.sql`delete from provider_settings where provider = 'dvla'`
  closeAdapters(crier.crier)
  assert.equal(await print(), 'completed')
})
