/** From a PDF that somebody sent to a letter that is printed. Source: specification, letters, virus scan and what follows. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sanitiseLetters, scanLetters } from '../../src/letters/checking.ts'
import { resanitise } from '../../src/letters/operating.ts'
import { CannotSanitise } from '../../src/letters/precompiled/results.ts'
import { lettersWorkers } from '../../src/letters/worker.ts'
import { runTask } from '../../src/schedule.ts'
import { type TestCrier, type TestService, testCrier } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { filesOf, jobsOf, letterOf, queuesOf, sendPdf, setCreated } from './lives.ts'
import { letterTo, pdfOf, queen } from './made-pdfs.ts'

let crier: TestCrier
let service: TestService
let abroad: TestService
before(async () => {
  crier = await testCrier()
  service = await crier.makeService({ permissions: ['letter'] })
  abroad = await crier.makeService({ permissions: ['letter', 'international_letters'] })
})
after(() => crier.close())

const noon = '2026-06-15T12:00:00Z'
const at = (minutes: number) => new Date(Date.parse(noon) + minutes * 60_000).toISOString()
const scan = (id: string, of = crier.crier) => scanLetters(of, jobsOf(id), unhurried())
const sanitise = (id: string, of = crier.crier) => sanitiseLetters(of, jobsOf(id), unhurried())
const valid = () => pdfOf([letterTo(queen)])
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
const seen = async (id: string) => {
  const { status, sheets, pages, postage, international } = await letterOf(crier, id)
  return [status, sheets, pages, postage, international]
}

test('a clean, valid letter is scanned, then rewritten, and has the address that was in it', async () => {
  const id = await sendPdf(crier, service, await valid(), { postage: 'first' })
  assert.deepEqual(await queuesOf(crier, id), ['antivirus-tasks'])
  assert.deepEqual(await scan(id), [{ id, status: 'completed' }])
  assert.deepEqual(await queuesOf(crier, id), ['antivirus-tasks', 'letter-tasks'])
  assert.deepEqual(await sanitise(id), [{ id, status: 'completed' }])
  assert.deepEqual(await seen(id), ['created', 1, 1, 'first', false])
  assert.equal((await letterOf(crier, id)).to, queen.join('\n'))
  const [searched] = await crier.sql`select normalised_to from notifications where id = ${id}`
  assert.equal(searched!.normalised_to, 'queenelizabethbuckinghampalacelondonsw11aa')
  assert.deepEqual(await filesOf(crier, id), ['letter-pdf', 'precompiled-letter'])
  const read = await crier.call(`/v2/notifications/${id}/pdf`, { key: service.keys.normal })
  assert.deepEqual([read.status, read.headers.get('content-type')], [200, 'application/pdf'])
  assert.match(read.text, /^%PDF/)
})

test('a letter is read and rewritten anew at an operator’s word, until a batch has it', async () => {
  const id = await sendPdf(crier, service, await valid())
  await scan(id)
  await sanitise(id)
  const pdf = async () =>
    (await crier.sql`select file_id from letter_pdfs where notification_id = ${id}`)[0]!.file_id
  const before = await pdf()
  assert.equal(await resanitise(crier.crier, id), 'made anew, 1 pages')
  assert.notEqual(await pdf(), before)
  assert.deepEqual(await filesOf(crier, id), ['letter-pdf', 'precompiled-letter'])
  assert.deepEqual(await seen(id), ['created', 1, 1, 'second', false])
  // What breaks a rule now leaves what was made.
  const made = await pdf()
  const sanitiser = {
    ...crier.crier.sanitiser,
    sanitise: async () =>
      ({ ok: false, code: 'letter-too-long', pageCount: 11, invalidPages: null }) as const,
  }
  await assert.rejects(resanitise({ ...crier.crier, sanitiser }, id), /letter-too-long/)
  await crier.sql`update notifications set notification_status = 'sending' where id = ${id}`
  await assert.rejects(resanitise(crier.crier, id), /a batch has it already/)
  assert.equal(await pdf(), made)
  assert.deepEqual(await filesOf(crier, id), ['letter-pdf', 'precompiled-letter'])
})

test('an address abroad decides the postage; a test letter is delivered, and costs nothing', async () => {
  const pdf = await pdfOf([letterTo(['Herr Schmidt', 'Hauptstrasse 1', '10115 Berlin', 'Deutschland'])])
  const real = await sendPdf(crier, abroad, pdf)
  const trial = await sendPdf(crier, abroad, await valid(), {}, 'test')
  await sanitise(real)
  await sanitise(trial)
  assert.deepEqual(await seen(real), ['created', 1, 1, 'europe', true])
  assert.match((await letterOf(crier, real)).file_name, /\.D\.E\.C\./)
  assert.deepEqual(await seen(trial), ['delivered', 0, 1, 'second', false])
  assert.match((await letterOf(crier, trial)).file_name, /^NOTIFY\./)
})

test('what can not be printed is kept, with the rule that it breaks', async () => {
  const id = await sendPdf(crier, service, await pdfOf([letterTo(['Queen Elizabeth', 'SW1 1AA'])]))
  await sanitise(id)
  assert.deepEqual(await seen(id), ['validation-failed', 0, null, 'second', false])
  const [failure] = await crier.sql`
    select code, invalid_pages, page_count from letter_validation_failures where notification_id = ${id}`
  assert.deepEqual({ ...failure }, { code: 'not-enough-address-lines', invalid_pages: [1], page_count: 1 })
  const read = await crier.call(`/v2/notifications/${id}/pdf`, { key: service.keys.normal })
  assert.equal(read.status, 200)
})

test('a letter with a virus goes no further', async () => {
  const id = await sendPdf(crier, service, Buffer.from(eicar))
  await scan(id)
  assert.deepEqual(await seen(id), ['virus-scan-failed', 0, null, 'second', false])
  assert.deepEqual(await queuesOf(crier, id), ['antivirus-tasks'])
})

test('what could not be found out is tried again, and given up in the end', async () => {
  const id = await sendPdf(crier, service, await valid())
  const unable = {
    ...crier.crier,
    sanitiser: {
      ...crier.crier.sanitiser,
      sanitise: () => Promise.reject(new CannotSanitise('not installed')),
    },
    config: { ...crier.crier.config, clamd: { host: '127.0.0.1', port: 1 } },
  } as unknown as typeof crier.crier
  assert.deepEqual(await scan(id, unable), [{ id, status: 'failed' }])
  assert.deepEqual(await sanitise(id, unable), [{ id, status: 'failed' }])
  assert.deepEqual(await seen(id), ['pending-virus-check', 0, null, 'second', false])
  const logged: unknown[] = []
  const log = { ...crier.crier.log, error: (about: unknown) => void logged.push(about) } as never
  const giveUp = lettersWorkers({ ...crier.crier, log })['undeliverable-letters']
  for (let time = 0; time < 2; time++) await giveUp([{ id: id, sourceId: id }] as never, unhurried())
  assert.equal((await seen(id))[0], 'technical-failure')
  assert.deepEqual(logged, [{ notificationIds: [id] }], 'once, and by name')
})

test('scanned or read twice at once, or cancelled meanwhile, a letter has one end and one PDF', async () => {
  const [twice, cancelled] = [
    await sendPdf(crier, service, await valid()),
    await sendPdf(crier, service, await valid()),
  ]
  await Promise.all([scan(twice), scan(twice), scan(cancelled)])
  const sanitiser = {
    ...crier.crier.sanitiser,
    sanitise: (async (...call) => {
      const answer = await crier.crier.sanitiser.sanitise(...call)
      await crier.sql`update notifications set notification_status = 'cancelled' where id = ${cancelled}`
      return answer
    }) as typeof crier.crier.sanitiser.sanitise,
  }
  const results = await Promise.all([
    sanitise(twice),
    sanitise(twice),
    sanitise(cancelled, { ...crier.crier, sanitiser }),
  ])
  for (const { status } of results.flat()) assert.equal(status, 'completed')
  assert.deepEqual(await seen(twice), ['created', 1, 1, 'second', false])
  assert.deepEqual(await filesOf(crier, twice), ['letter-pdf', 'precompiled-letter'])
  assert.equal((await seen(cancelled))[0], 'cancelled')
  assert.deepEqual(await filesOf(crier, cancelled), ['precompiled-letter'])
})

test('letters that wait too long are scanned again; whose PDF is gone somebody is told', async () => {
  crier.setNow(noon)
  await crier.sql`update settings set support_email_address = 'pending@example.org'`
  const [lost, gone] = [
    await sendPdf(crier, service, await valid()),
    await sendPdf(crier, service, await valid()),
  ]
  await setCreated(crier, noon, lost, gone)
  await crier.sql`delete from pgboss.job where id = any (${[lost, gone]})`
  await crier.sql`delete from files where about_id = ${gone}`
  const run = async (minutes: number, task = 'check-if-letters-still-pending-virus-check') => {
    crier.setNow(at(minutes))
    await crier.sql`delete from notifications where "to" = 'pending@example.org'`
    await runTask(crier.crier, task)
    const tickets =
      await crier.sql`select personalisation from notifications where "to" = 'pending@example.org'`
    return tickets.map(({ personalisation }) => personalisation)
  }
  assert.deepEqual(await run(9), [])
  assert.deepEqual(await queuesOf(crier, lost), [])
  const [ticket, ...more] = await run(10)
  assert.deepEqual(more, [])
  assert.equal(ticket.subject, '[admin.example.org] Letters still pending virus check')
  assert.match(ticket.content, new RegExp(`\\* ${gone}, [A-Z0-9]{16}$`))
  assert.deepEqual(await queuesOf(crier, lost), ['antivirus-tasks'])
  assert.deepEqual(await run(121), [])
  assert.equal((await run(121, 'check-if-letters-pending-virus-check-for-days')).length, 1)
  const days = await run(4 * 24 * 60, 'check-if-letters-pending-virus-check-for-days')
  assert.equal(days.length, 1)
  for (const id of [lost, gone]) assert.ok(days[0].content.includes(`\n* ${id}, `))
  await crier.sql`update settings set support_email_address = null`
  crier.setNow(null)
})
