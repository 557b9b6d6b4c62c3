import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { startChild } from '../../src/letters/precompiled/child-process.ts'
import { makeChildren } from '../../src/letters/precompiled/children.ts'
import { CannotSanitise } from '../../src/letters/precompiled/results.ts'
import { makeSanitiser, type Sanitiser } from '../../src/letters/precompiled/sanitise.ts'
import { makeLog } from '../../src/log.ts'
import { sharedCrier, type TestCrier } from '../support/crier.ts'
import { sharedChildren } from '../support/letters.ts'
import { letterTo, pdfOf, queen } from './made-pdfs.ts'
import { makers } from './sanitise-cases.ts'
import { onePage } from './written-pdfs.ts'

type Case = Record<
  'case' | 'query' | 'http_status' | 'message' | 'invalid_pages' | 'page_count' | 'recipient_address',
  string
>
const file = `${process.env.CRIER_FIXTURES ?? 'test/fixtures'}/letters/sanitise-cases.csv`
const cases: Case[] = parse(readFileSync(file), { columns: true })

const sanitiser = makeSanitiser(makeLog('silent'), sharedChildren(), { findConverter: async () => null })
let crier: TestCrier
let usual: Sanitiser
before(async () => {
  crier = await sharedCrier()
  usual = crier.crier.sanitiser
  crier.crier.sanitiser = sanitiser
})
after(async () => {
  crier.crier.sanitiser = usual
  await crier.close()
})
const home = { allowInternational: false }
const authorization = 'Token the-key-that-it-replaces'
const post = (query: string, body: Uint8Array, headers = { authorization }) =>
  crier.call(`/precompiled/sanitise?${query}`, { method: 'POST', body, headers })

test('there are 25 cases, each with a PDF', () => {
  assert.equal(cases.length, 25)
  assert.deepEqual(
    Object.keys(makers),
    cases.map(({ case: name }) => name),
  )
})

for (const { case: name, query, http_status, ...expected } of cases) {
  test(`${name}: ${expected.message || 'can be printed'}`, async () => {
    const { status, body } = await post(query, await makers[name]!())
    const { message, invalid_pages, page_count, recipient_address } = expected
    if (message === 'no-encoded-string') {
      assert.deepEqual([status, body], [400, { result: 'error', message }])
      return
    }
    const isPrinted = message === ''
    // Of some cases the fixture leaves out what it does not mean to say, and of one it says in words that the page is right.
    assert.equal(status, http_status === '400' ? 400 : 200, body.message)
    const pageCount = page_count === '' ? body.page_count : Number(page_count)
    const address =
      recipient_address === '' ? body.recipient_address : recipient_address.replaceAll('\\n', '\n')
    assert.deepEqual(body, {
      message: message || null,
      file: isPrinted ? body.file : null,
      page_count: pageCount,
      recipient_address: isPrinted ? address : null,
      invalid_pages: invalid_pages === '' ? null : JSON.parse(invalid_pages),
    })
    if (isPrinted) assert.equal(Buffer.from(body.file, 'base64').subarray(0, 5).toString(), '%PDF-')
    if (query.includes('is_an_attachment')) assert.equal(body.recipient_address, null)
  })
}

test('the fixture says nothing of pages that were not read', async () => {
  for (const name of ['not a pdf', 'eleven pages'])
    assert.equal((await post('', await makers[name]!())).body.page_count, name === 'eleven pages' ? 11 : null)
})

test('a key is shown as a token', async () => {
  for (const wrong of ['', 'Token another', 'Bearer the-key-that-it-replaces', 'Token ']) {
    const { status, body } = await post('', new Uint8Array(), { authorization: wrong })
    assert.deepEqual([status, body], [401, { result: 'error', message: 'Unauthorized' }])
  }
})

test('without a converter, what can not be proven ready waits; it is neither refused nor printed', async () => {
  const unembedded = onePage(
    `BT /F 8 Tf 9 TL 74 720 Td ${queen.map((line) => `(${line}) Tj T*`).join(' ')} ET`,
  )
  await assert.rejects(sanitiser.sanitise(unembedded, home), CannotSanitise)
  const { status, headers, body } = await post('', unembedded)
  assert.deepEqual([status, headers.get('retry-after')], [503, '60'])
  assert.deepEqual(body, { result: 'error', message: 'This file can not be read now, try again later' })
  assert.match((await sanitiser.shortcomings()).join(), /Ghostscript/)
})

test('what is not wanted any more is not read', async () => {
  const pdf = await pdfOf([letterTo(queen)])
  const reason = new Error('enough')
  const waiting = new AbortController()
  const reading = sanitiser.sanitise(pdf, { ...home, signal: waiting.signal })
  waiting.abort(reason)
  await assert.rejects(reading, reason)
  await assert.rejects(sanitiser.sanitise(pdf, { ...home, signal: AbortSignal.abort(reason) }), reason)
  assert.ok((await sanitiser.sanitise(pdf, home)).ok)
})

test('what is not wanted any more waits for no turn', async () => {
  const pdf = await pdfOf([letterTo(queen)])
  const reason = new Error('enough')
  const waiting = new AbortController()
  const ended: string[] = []
  const first = sanitiser.sanitise(pdf, home).then(({ ok }) => void ended.push(`first ${ok}`))
  const second = sanitiser
    .sanitise(pdf, { ...home, signal: waiting.signal })
    .catch((error: unknown) => void ended.push(`second ${error === reason}`))
  waiting.abort(reason)
  await Promise.all([first, second])
  assert.deepEqual(ended, ['second true', 'first true'])
})

test('a process whose libraries are gone, as while they are replaced, refuses no letter', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const readable = ['src', 'package.json', 'node_modules/@cantoo'].map((name) => join(root, name))
  const child = startChild(() => {}, readable)
  const order = { ...home, isAttachment: false, maxOperators: 1000 }
  const allowance = { cpuSeconds: 5, megabytes: 1024 }
  const pdf = await pdfOf([letterTo(queen)])
  await assert.rejects(child.ask({ what: 'make', pdf, order, allowance }, undefined), CannotSanitise)
  child.kill()
})

test('one that is closed refuses to begin', async () => {
  const closed = makeSanitiser(makeLog('silent'), makeChildren(1))
  closed.close()
  await assert.rejects(closed.sanitise(new Uint8Array(), home), CannotSanitise)
})
