/** The operator's commands about letters: where each is, and what can be done about it. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { giveUpLetters } from '../../queries/letters/making.queries.ts'
import { type LetterValues, letterWork } from '../../src/commands/letter.ts'
import { makeLetters as makePdfs } from '../../src/letters/making.ts'
import { printBatches } from '../../src/letters/printing/worker.ts'
import { runTask } from '../../src/schedule.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { jobsOf, letterOf, london, queuesOf, sendLetter, sendPdf, setCreated } from './lives.ts'
import { makeLetters } from './printing.ts'

let crier: TestCrier
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crier-letters-'))
  crier = await testCrier({ folder })
})
after(async () => {
  await crier.close()
  await rm(folder, { recursive: true })
})

async function run(words: string[], values: LetterValues = {}): Promise<string> {
  let shown = ''
  await letterWork(words, values, { write: (text) => (shown += text) })(crier.crier)
  return shown
}

test('each letter that is not at the printer says what it waits for, and its life is told from end to end', async () => {
  const service = await crier.makeService()
  crier.setNow('2040-03-05T12:00:00Z')
  const made = await makeLetters(crier, service, [
    { created_at: '2040-03-05T10:00:00Z', reference: 'AAAABBBBCCCCDDDD', contents: Buffer.from('%PDF') },
    { created_at: '2040-03-05T17:31:00Z', reference: 'AAAABBBBCCCCEEEE' },
  ])
  const template = await crier.makeTemplate(service, { type: 'letter', content: 'Hello' })
  const fresh = await sendLetter(crier, service, { template_id: template, personalisation: london })
  await setCreated(crier, '2040-03-05T18:00:00Z', fresh)
  const waiting = async () =>
    (await run(['list'], { service: service.id }))
      .trim()
      .split('\n')
      .map((line) => line.replace(/^(\S+) .* waits for (.*)$/, '$1 $2'))
  const [first, second] = made as [string, string]
  assert.deepEqual(await waiting(), [
    `${first} the print run of 2040-03-05`,
    `${second} the print run of 2040-03-06`,
    `${fresh} its PDF`,
  ])
  crier.setNow('2040-03-05T17:50:00Z')
  await runTask(crier.crier, 'collate-letter-pdfs-to-be-sent')
  const [batch] = await crier.sql`select id, name from print_batches where service_id = ${service.id}`
  assert.equal((await waiting())[0], `${first} the printer (${batch!.name})`)
  await printBatches(crier.crier, [{ id: batch!.id, retryCount: 0 }], unhurried())
  assert.equal((await waiting()).length, 2)
  assert.match(
    await run(['list'], { service: service.id, status: 'sending' }),
    /waits for the printer's word/,
  )
  const life = (await run(['show', 'NOTIFY.AAAABBBBCCCCDDDD.D.2.C.20400305100000.PDF'])).split('\n')
  assert.match(
    life[0]!,
    new RegExp(`^${first} of ".*": sending, second, 1 sheets, AAAABBBBCCCCDDDD .*sandbox-letter`),
  )
  assert.deepEqual(
    life.slice(2, -1).map((line) => line.replace(/^ {2}\S+ /, '')),
    [
      'accepted',
      `a print run takes it: ${batch!.name}, number 1`,
      'sandbox-letter has it',
      'its PDF is stored: 2040-03-05/NOTIFY.AAAABBBBCCCCDDDD.D.2.C.20400305100000.PDF, 2 pages, 4 bytes',
    ].sort((one, other) => life.findIndex((l) => l.includes(one)) - life.findIndex((l) => l.includes(other))),
  )
  const csv = (await run(['find', batch!.name, 'AAAABBBBCCCCEEEE'])).trim().split('\n')
  assert.deepEqual(
    csv.map((line) => line.split(',')[0]),
    ['id', first, second],
  )
  const json = JSON.parse(await run(['show', first], { json: true }))
  assert.deepEqual([json.id, json.life.length], [first, 4])
  await assert.rejects(run(['show', 'nobody']), /there is no letter "nobody"/)
  await assert.rejects(run(['list'], { status: 'delivered' }), /--status must be/)
  assert.throws(() => letterWork(['lose', first], {}, { write: () => {} }), /^Error: usage: letter list/)
})

test('a letter is printed again once, with the next run', async () => {
  crier.setNow('2041-03-06T12:00:00Z')
  const service = await crier.makeService()
  const letters = await makeLetters(crier, service, [
    { created_at: '2041-03-05T10:00:00Z', status: 'sending' },
    { created_at: '2041-03-05T10:00:00Z', status: 'cancelled' },
  ])
  assert.match(await run(['reprint', letters[0]!]), /takes again: 1 of 1$/m)
  await assert.rejects(run(['reprint', ...letters]), /neither at the printer nor failed there/)
  assert.equal((await letterOf(crier, letters[0]!)).status, 'created')
  assert.match(await run(['show', letters[0]!]), /reprint letters: by an operator/)
})

test('a PDF is made again of what is in no batch, and is not printed until it is there', async () => {
  const service = await crier.makeService()
  const template = await crier.makeTemplate(service, { type: 'letter', content: 'Hello' })
  const id = await sendLetter(crier, service, { template_id: template, personalisation: london })
  await makePdfs(crier.crier, jobsOf(id), unhurried())
  await crier.sql`delete from pgboss.job where id = ${id}`
  const before = await crier.sql`select file_id from letter_pdfs where notification_id = ${id}`
  assert.match(await run(['remake', id]), /made again: 1 of 1$/m)
  const { pages, sheets } = await letterOf(crier, id)
  assert.deepEqual([pages, sheets, await queuesOf(crier, id)], [null, 0, ['create-letters-pdf-tasks']])
  await makePdfs(crier.crier, jobsOf(id), unhurried())
  const again = await crier.sql`select file_id from letter_pdfs where notification_id = ${id}`
  assert.notEqual(again[0]!.file_id, before[0]!.file_id)
  const files = await crier.sql`select id from files where about_id = ${id}`
  assert.deepEqual(
    files.map((file) => file.id),
    [again[0]!.file_id],
  )
  assert.equal((await letterOf(crier, id)).sheets, 1)
  const [other] = await makeLetters(crier, service, [
    { created_at: '2042-03-05T10:00:00Z', status: 'sending' },
  ])
  await assert.rejects(run(['remake', other!]), /see letter show/)
})

test('letters that came as PDF and could not be scanned are scanned again, each from its own file', async () => {
  const service = await crier.makeService()
  const failed: string[] = []
  for (let letter = 0; letter < 3; letter++) failed.push(await sendPdf(crier, service, Buffer.from('%PDF')))
  await crier.sql`delete from pgboss.job where id = any (${failed})`
  await giveUpLetters.run({ ids: failed, now: '2043-03-05T10:00:00Z' }, crier.crier.db)
  const states = async () =>
    Promise.all(
      failed.map(async (id) => [(await letterOf(crier, id)).status, ...(await queuesOf(crier, id))]),
    )
  const [broken, waiting] = [['technical-failure'], ['pending-virus-check', 'antivirus-tasks']]
  assert.deepEqual(await states(), [broken, broken, broken])
  assert.match(await run(['rescan', failed[0]!]), /scanned again: 1 of 1$/m)
  assert.deepEqual(await states(), [waiting, broken, broken])
  await assert.rejects(run(['rescan', failed[0]!]), /see letter show/)
  assert.match(await run(['show', failed[0]!]), /rescan letters: by an operator/)
  // Without its file there is nothing to scan, and a letter that the printer refused has been scanned.
  await crier.sql`delete from files where about_id = ${failed[2]!}`
  await makeLetters(crier, service, [{ created_at: '2043-03-05T10:00:00Z', status: 'technical-failure' }])
  assert.match(await run(['rescan']), /scanned again: 1$/m)
  assert.deepEqual(await states(), [waiting, waiting, broken])
  assert.match(await run(['rescan']), /scanned again: 0$/m)
})
