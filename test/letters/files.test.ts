/** Logos and attachments of printed letters. Source: specification, letters, templated PDF; branding, attachments. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { makeLetters } from '../../src/letters/making.ts'
import { sharedCrier, type TestCrier, type TestService, tokenFor } from '../support/crier.ts'
import { unhurried } from '../support/lease.ts'
import { contentStreams, readPdf } from '../support/pdf.ts'
import { jobsOf, letterOf, london, sendLetter, storeLogo, storeUpload } from './lives.ts'
import { pagesWith } from './made-pdfs.ts'

let crier: TestCrier
let service: TestService
before(async () => {
  crier = await sharedCrier()
  service = await crier.makeService({ permissions: ['letter'] })
})
after(() => crier.close())

const make = (id: string) => makeLetters(crier.crier, jobsOf(id), unhurried())
async function pdfOf(id: string): Promise<Uint8Array> {
  const authorization = `Bearer ${tokenFor(service.keys.normal, crier.crier.now())}`
  const answer = await crier.app.request(`/v2/notifications/${id}/pdf`, { headers: { authorization } })
  assert.equal(answer.status, 200)
  return new Uint8Array(await answer.arrayBuffer())
}
const send = async (columns: Record<string, unknown> = {}) => {
  const template_id = await crier.makeTemplate(service, { type: 'letter', content: 'Body', ...columns })
  return sendLetter(crier, service, { template_id, personalisation: london })
}
async function brand(filename: string | null): Promise<void> {
  const id = filename === null ? null : randomUUID()
  if (id !== null)
    await crier.sql`insert into letter_branding (id, name, filename) values (${id}, ${filename}, ${filename})`
  await crier.sql`update services set letter_branding_id = ${id}, version = version + 1 where id = ${service.id}`
}
async function attached(pages: number, owner = service): Promise<string> {
  const id = await storeUpload(crier, 'letter-attachment', owner.id, await pagesWith(pages))
  await crier.sql`
    insert into letter_attachment (id, original_filename, page_count) values (${id}, 'map.pdf', ${pages})`
  return id
}

test("a letter has its service's logo, in inks, and waits for one that is not in the store", async () => {
  await brand('pigeons')
  const id = await send()
  assert.deepEqual(await make(id), [{ id, status: 'failed' }])
  assert.equal((await letterOf(crier, id)).status, 'created')
  await storeLogo(crier, 'pigeons', '#f00')
  assert.deepEqual(await make(id), [{ id, status: 'completed' }])
  const streams = contentStreams(await pdfOf(id))
  assert.ok(streams.some((stream) => stream.includes('/Logo Do')))
  assert.ok(streams.some((stream) => stream.includes('0 1 1 0 k')))
  await brand(null)
  const plain = await send()
  await make(plain)
  assert.ok(!contentStreams(await pdfOf(plain)).some((stream) => stream.includes('/Logo Do')))
})

test('an attachment follows the letter, and its pages are counted and paid for', async () => {
  for (const [pages, expected] of [
    [2, ['created', 3, 2]],
    [9, ['created', 10, 5]],
    [10, ['validation-failed', null, 0]],
  ] as const) {
    const id = await send({ letter_attachment_id: await attached(pages) })
    await make(id)
    const letter = await letterOf(crier, id)
    assert.deepEqual([letter.status, letter.pages, letter.sheets], expected)
    const shown = (await readPdf(await pdfOf(id))).map(({ lines }) => lines.at(-1)?.text)
    assert.deepEqual(
      shown,
      ['Page 1 of 1', ...Array.from({ length: pages }, (_, n) => `page ${n + 1}`)],
      'the pages of an attachment have no numbers of the letter',
    )
  }
})

test('an attachment of another service, or one that is gone, is not printed, and neither is the letter without it', async () => {
  const others = await attached(1, await crier.makeService())
  const id = await send({ letter_attachment_id: others })
  assert.deepEqual(await make(id), [{ id, status: 'failed' }])
  assert.deepEqual((await letterOf(crier, id)).status, 'created')
})

test('a letter keeps the attachment that its template had when it was accepted', async () => {
  const template_id = await crier.makeTemplate(service, {
    type: 'letter',
    content: 'Body',
    letter_attachment_id: await attached(1),
  })
  const id = await sendLetter(crier, service, { template_id, personalisation: london })
  await crier.sql`update templates set letter_attachment_id = null where id = ${template_id}`
  await make(id)
  assert.equal((await letterOf(crier, id)).pages, 2)
})
