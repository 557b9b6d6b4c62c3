/** From the print run to the printer and back, with the sandbox's printer: a zip that anybody can open. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { unzipSync } from 'fflate'
import { sandboxPrinter } from '../../src/letters/printing/sandbox.ts'
import { printBatches } from '../../src/letters/printing/worker.ts'
import { zipParts, zipSize } from '../../src/letters/printing/zip.ts'
import { runTask } from '../../src/schedule.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { makeLetters } from './printing.ts'

let crier: TestCrier
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crier-print-'))
  crier = await testCrier({ folder })
})
after(async () => {
  await crier.close()
  await rm(folder, { recursive: true })
})

const states = (ids: string[]) => crier.sql`
  select notification_status as status, sent_by, sent_at is not null as is_sent from notifications
  where id = any (${ids}) order by array_position(${ids}, id)`
const batchesOf = (ids: string[]) => crier.sql`
  select distinct batch.id, batch.name, batch.status, batch.failures
  from print_batches batch join print_batch_letters member on member.batch_id = batch.id
  where member.notification_id = any (${ids}) order by batch.name`
const print = (batches: readonly { id?: string }[]) =>
  printBatches(
    crier.crier,
    batches.map(({ id }) => ({ id: id!, retryCount: 0 })),
    unhurried(),
  )

test('a letter with a PDF goes to the printer as a zip in order, is sending, and then delivered', async () => {
  const service = await crier.makeService()
  const pdf = (text: string) => Buffer.from(`%PDF-1.7 ${text}`)
  const ids = await makeLetters(crier, service, [
    { created_at: '2030-03-04T11:00:00Z', reference: 'SECOND', contents: pdf('the later one') },
    { created_at: '2030-03-04T10:00:00Z', reference: 'FIRST', contents: pdf('the earlier one') },
  ])
  crier.setNow('2030-03-04T17:50:00Z')
  await runTask(crier.crier, 'collate-letter-pdfs-to-be-sent')
  const made = await batchesOf(ids)
  assert.equal(made.length, 1)
  assert.deepEqual(await print(made as never), [{ id: made[0]!.id, status: 'completed' }])
  const sending = { status: 'sending', sent_by: 'sandbox-letter', is_sent: true }
  assert.deepEqual(
    (await states(ids)).map((row) => ({ ...row })),
    [sending, sending],
  )
  const zip = await readFile(join(folder, 'print', made[0]!.name))
  const files = Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()])
  assert.deepEqual(files, [
    ['NOTIFY.FIRST.D.2.C.20300304100000.PDF', '%PDF-1.7 the earlier one'],
    ['NOTIFY.SECOND.D.2.C.20300304110000.PDF', '%PDF-1.7 the later one'],
  ])
  const central = zip.indexOf('PK\x01\x02')
  assert.equal(zip[central + 5], 0, 'made by no Unix')
  // A second run and a second hand-over find nothing to do.
  await runTask(crier.crier, 'collate-letter-pdfs-to-be-sent')
  await print(made as never)
  assert.deepEqual(
    (await batchesOf(ids)).map(({ status }) => status),
    ['handed-over'],
  )
  crier.setNow('2030-03-05T08:00:00Z')
  await runTask(crier.crier, 'deliver-sandbox-letters')
  assert.deepEqual(
    (await states(ids)).map(({ status }) => status),
    ['delivered', 'delivered'],
  )
})

test('a letter whose PDF is gone is left out, the others go, and a later run takes it once it is there (must hold, 6)', async () => {
  const service = await crier.makeService()
  const contents = Buffer.from('%PDF-1.7')
  const ids = await makeLetters(crier, service, [
    { created_at: '2031-03-04T10:00:00Z', contents },
    { created_at: '2031-03-04T10:01:00Z', bytes: 300_000 },
    { created_at: '2031-03-04T10:02:00Z', contents },
  ])
  crier.setNow('2031-03-04T17:50:00Z')
  await runTask(crier.crier, 'collate-letter-pdfs-to-be-sent')
  await crier.sql`delete from files where about_id = ${ids[2]!}`
  const made = await batchesOf(ids)
  // The first try finds that a PDF is gone, the second that one is not what was stored; the third goes without them.
  assert.deepEqual(await print(made as never), [{ id: made[0]!.id, status: 'failed' }])
  assert.deepEqual(await print(made as never), [{ id: made[0]!.id, status: 'failed' }])
  assert.deepEqual(await print(made as never), [{ id: made[0]!.id, status: 'completed' }])
  assert.deepEqual(
    (await states(ids)).map(({ status }) => status),
    ['sending', 'created', 'created'],
  )
  assert.deepEqual(
    (await batchesOf(ids)).map(({ status, failures }) => [status, failures]),
    [['handed-over', 2]],
  )
  crier.setNow('2031-03-05T17:50:00Z')
  await runTask(crier.crier, 'collate-letter-pdfs-to-be-sent')
  const again = (await batchesOf([ids[1]!])).filter(({ id }) => id !== made[0]!.id)
  assert.equal(again.length, 1)
})

test('a letter printed anew goes out once more, with the next run (must hold, 21)', async () => {
  const service = await crier.makeService()
  const contents = Buffer.from('%PDF-1.7')
  const ids = await makeLetters(crier, service, [{ created_at: '2032-03-04T10:00:00Z', contents }])
  crier.setNow('2032-03-04T17:50:00Z')
  await runTask(crier.crier, 'collate-letter-pdfs-to-be-sent')
  await print((await batchesOf(ids)) as never)
  await crier.sql`select reprint_letters(${ids}, null, '2032-03-05T10:00:00Z')`
  assert.deepEqual(
    (await states(ids)).map((row) => ({ ...row })),
    [{ status: 'created', sent_by: null, is_sent: false }],
  )
  crier.setNow('2032-03-05T17:50:00Z')
  await runTask(crier.crier, 'collate-letter-pdfs-to-be-sent')
  await print((await batchesOf(ids)) as never)
  assert.deepEqual(
    (await states(ids)).map(({ status }) => status),
    ['sending'],
  )
  assert.equal((await batchesOf(ids)).length, 2)
})

test('the size of a zip is known before it is made', async () => {
  const entries = ['a', 'bcd', ''].map((text, index) => ({
    name: `${index}.PDF`,
    bytes: text.length,
    read: async () => Buffer.from(text),
  }))
  const parts: Buffer[] = []
  for await (const part of zipParts(entries)) parts.push(part)
  assert.equal(Buffer.concat(parts).byteLength, zipSize(entries))
  await assert.rejects(async () => {
    for await (const _ of zipParts([{ ...entries[0]!, bytes: 2 }]));
  }, /has not the size/)
})

test('a zip that one has kept stays whole when another, who began it too, is killed', async () => {
  const printer = sandboxPrinter.make({ settings: { folder }, folder } as never)
  const batch = { name: 'NOTIFY.BEGUN-TWICE.ZIP' } as never
  const pdf = Buffer.from('%PDF-1.7 whole')
  const path = join(folder, 'NOTIFY.BEGUN-TWICE.ZIP')
  const letters = (read: (() => Promise<Buffer>)[]) =>
    read.map((of, n) => ({ id: `${n}`, fileName: `${n}.PDF`, bytes: pdf.byteLength, read: of })) as never
  const [reading, begun, going, torn] = [0, 0, 0, 0].map(() => Promise.withResolvers<void>())
  const slow = async () => {
    reading!.resolve()
    await going!.promise
    return pdf
  }
  const first = printer.print(batch, letters([async () => pdf, slow]), async () => {}, unhurried())
  await reading!.promise
  const never = async () => {
    begun!.resolve()
    await torn!.promise
    throw new Error('killed')
  }
  const second = printer.print(batch, letters([never, async () => pdf]), async () => {}, unhurried())
  second.catch(() => {})
  await begun!.promise
  going!.resolve()
  await first
  torn!.resolve()
  await assert.rejects(second, /killed/)
  assert.deepEqual(
    Object.values(unzipSync(await readFile(path))).map((bytes) => Buffer.compare(Buffer.from(bytes), pdf)),
    [0, 0],
  )
})
