/** From an accepted letter to its PDF. Source: specification, letters, templated PDF; repairs. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeLetters } from '../../src/letters/making.ts'
import { lettersWorkers } from '../../src/letters/worker.ts'
import { runTask } from '../../src/schedule.ts'
import { sharedCrier, type TestCrier, type TestService, tokenFor } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { readPdf } from '../support/pdf.ts'
import { filesOf, jobsOf, letterOf, london, queuesOf, sendLetter, setCreated } from './lives.ts'

let crier: TestCrier
let service: TestService
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService({ permissions: ['letter', 'international_letters'] })
})
after(() => crier.close())

const noon = '2026-06-15T12:00:00Z'
const at = (minutes: number) => new Date(Date.parse(noon) + minutes * 60_000).toISOString()

const make = (...ids: string[]) => makeLetters(crier.crier, jobsOf(...ids), unhurried())
const template = (columns = {}) =>
  crier.makeTemplate(service, { type: 'letter', subject: 'Your bins', content: 'Dear ((name))', ...columns })
/** A page break before each. */
const pages = (count: number) => Array.from({ length: count }, (_, n) => `Page ${n}`).join('\n\n***\n\n')
const pdfOf = async (id: string) => {
  const authorization = `Bearer ${tokenFor(service.keys.normal, crier.crier.now())}`
  const answer = await crier.app.request(`/v2/notifications/${id}/pdf`, { headers: { authorization } })
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) }
}

test('an accepted letter waits for its PDF, which is made of what it was accepted with', async () => {
  const [contact] = await crier.sql`
    insert into service_letter_contacts (service_id, contact_block)
    values (${service.id}, 'Pigeon Bureau\n((place))') returning id`
  const template_id = await template({
    service_letter_contact_id: contact!.id,
    letter_languages: 'welsh_then_english',
    letter_welsh_subject: 'Eich biniau',
    letter_welsh_content: 'Annwyl ((name))',
  })
  const personalisation = { ...london, name: 'Amala', place: 'Leith' }
  const id = await sendLetter(crier, service, { template_id, personalisation })
  assert.deepEqual(await queuesOf(crier, id), ['create-letters-pdf-tasks'])
  await crier.sql`update templates set content = 'Changed since', version = version + 1 where id = ${template_id}`
  await crier.sql`update service_letter_contacts set contact_block = 'Moved' where id = ${contact!.id}`
  await setCreated(crier, '2026-07-02T16:31:00Z', id)
  assert.deepEqual(await make(id), [{ id, status: 'completed' }])
  const letter = await letterOf(crier, id)
  assert.deepEqual([letter.status, letter.pages, letter.sheets], ['created', 2, 1])
  assert.match(letter.file_name, /^2026-07-03\/NOTIFY\.[A-Z0-9]{16}\.D\.2\.C\.20260702163100\.PDF$/)
  const { status, bytes } = await pdfOf(id)
  assert.equal(status, 200)
  const [welsh, english] = (await readPdf(bytes)).map(({ lines }) => lines.map(({ text }) => text).join('\n'))
  for (const text of [
    '2 Gorffennaf 2026',
    'Eich biniau',
    'Annwyl Amala',
    'AMALA BIRD',
    'Pigeon Bureau',
    'Leith',
  ])
    assert.ok(welsh!.includes(text), `${text} in ${welsh}`)
  for (const text of ['2 July 2026', 'Your bins', 'Dear Amala']) assert.ok(english!.includes(text), text)
})

test('sheets are half the pages; a letter of more than ten is not printed, and what it was to be is kept', async () => {
  for (const [count, expected] of [
    [1, ['created', 1, 1]],
    [2, ['created', 2, 1]],
    [3, ['created', 3, 2]],
    [10, ['created', 10, 5]],
    [11, ['validation-failed', null, 0]],
  ] as const) {
    const template_id = await template({ content: pages(count) })
    const id = await sendLetter(crier, service, { template_id, personalisation: london })
    await make(id)
    const letter = await letterOf(crier, id)
    assert.deepEqual([letter.status, letter.pages, letter.sheets], expected)
    assert.deepEqual(await filesOf(crier, id), ['letter-pdf'])
    assert.equal((await pdfOf(id)).status, 200)
    const failures = await crier.sql`
      select code, page_count from letter_validation_failures where notification_id = ${id}`
    assert.deepEqual(
      failures.map((row) => ({ ...row })),
      count > 10 ? [{ code: 'letter-too-long', page_count: 11 }] : [],
    )
  }
})

test('a letter of a test key has its PDF too, without a folder, and costs nothing (must hold, 9)', async () => {
  const template_id = await template({ content: 'Hello' })
  const id = await sendLetter(crier, service, { template_id, personalisation: london }, 'test')
  assert.deepEqual(await queuesOf(crier, id), ['create-letters-pdf-tasks'])
  await make(id)
  const letter = await letterOf(crier, id)
  assert.deepEqual([letter.status, letter.pages, letter.sheets], ['delivered', 1, 0])
  assert.match(letter.file_name, /^NOTIFY\.[A-Z0-9]{16}\.D\.2\.C\.\d{14}\.PDF$/)
})

test('a letter is made once, however many make it, and not at all when it is cancelled', async () => {
  const template_id = await template({ content: 'Hello' })
  const [twice, cancelled] = [
    await sendLetter(crier, service, { template_id, personalisation: london }),
    await sendLetter(crier, service, { template_id, personalisation: london }),
  ]
  await crier.sql`update notifications set notification_status = 'cancelled' where id = ${cancelled}`
  const results = await Promise.all([make(twice, cancelled), make(twice), make(twice)])
  for (const { status } of results.flat()) assert.equal(status, 'completed')
  assert.deepEqual(await filesOf(crier, twice), ['letter-pdf'])
  assert.deepEqual(await filesOf(crier, cancelled), [])
})

test('a letter cancelled while its PDF is made stays cancelled, and leaves no file', async () => {
  const template_id = await template({ content: 'Hello' })
  const id = await sendLetter(crier, service, { template_id, personalisation: london })
  const letters = {
    ...crier.crier.letters,
    render: (async (owner, order) => {
      await crier.sql`update notifications set notification_status = 'cancelled' where id = ${id}`
      return crier.crier.letters.render(owner, order)
    }) as typeof crier.crier.letters.render,
  }
  await makeLetters({ ...crier.crier, letters }, jobsOf(id), unhurried())
  assert.equal((await letterOf(crier, id)).status, 'cancelled')
  assert.deepEqual(await filesOf(crier, id), [])
})

test('what fails is tried again; when all attempts are used up somebody is told', async () => {
  await crier.sql`update settings set support_email_address = 'making@example.org'`
  const template_id = await template({ content: 'Hello' })
  const id = await sendLetter(crier, service, { template_id, personalisation: london })
  const letters = { ...crier.crier.letters, render: () => Promise.reject(new Error('no')) }
  const failing = { ...crier.crier, letters } as typeof crier.crier
  assert.deepEqual(await makeLetters(failing, jobsOf(id), unhurried()), [{ id, status: 'failed' }])
  assert.equal((await letterOf(crier, id)).status, 'created')
  const made = await sendLetter(crier, service, { template_id, personalisation: london })
  await make(made)
  const givenUp = [id, made].map((sourceId) => ({ id: sourceId, sourceId }))
  await lettersWorkers(crier.crier)['undeliverable-letters'](givenUp as never, unhurried())
  assert.equal((await letterOf(crier, id)).status, 'technical-failure')
  assert.equal((await letterOf(crier, made)).status, 'created')
  const [ticket] = await crier.sql`
    select personalisation from notifications where "to" = 'making@example.org'`
  assert.match(ticket!.personalisation.content, new RegExp(`\\* ${id}$`))
  await crier.sql`update settings set support_email_address = null`
})

test('letters that have no PDF after an hour are put back on their queue, unless they wait there', async () => {
  crier.setNow(noon)
  const template_id = await template({ content: 'Hello' })
  const send = (key?: 'test') => sendLetter(crier, service, { template_id, personalisation: london }, key)
  const [lost, waiting, made, ofTest] = [await send(), await send(), await send(), await send('test')]
  await setCreated(crier, noon, lost, waiting, made, ofTest)
  await crier.sql`delete from pgboss.job where id = any (${[lost, made, ofTest]})`
  await make(made)
  const queued = async () => {
    const jobs = await Promise.all([lost, waiting, made, ofTest].map((id) => queuesOf(crier, id)))
    return jobs.map((names) => names.length)
  }
  crier.setNow(at(59))
  await runTask(crier.crier, 'replay-created-notifications')
  assert.deepEqual(await queued(), [0, 1, 0, 0])
  crier.setNow(at(61))
  await runTask(crier.crier, 'replay-created-notifications')
  assert.deepEqual(await queued(), [1, 1, 0, 0])
  crier.setNow(null)
})
