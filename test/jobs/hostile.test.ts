/**
 * Files that nobody would send in good faith, to a process of its own over its socket: each is answered in words, and none takes memory that others need.
 * What costs two seconds of a processor is that eight of them have ten megabytes.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { fileTypes } from '../../src/jobs/file-types.ts'
import { type Command, commandSecret, memoryOf, startCommand } from '../operation/command.ts'
import { type TestCrier, testCrier, tokenFor } from '../support/crier.ts'
import { archive, type Made, maker, process } from './support.ts'

let crier: TestCrier
let made: Made
let server: Command
let port: number
before(async () => {
  crier = await testCrier({ secret: commandSecret })
  made = await maker(crier)
  // With the options that operators have, since its memory is measured.
  server = startCommand(['serve'], { DATABASE_URL: crier.url }, [])
  port = (await server.started).port!
})
after(async () => {
  server?.kill('SIGTERM')
  await server?.ended
  await crier.close()
})

const csv = 'text/csv'
const xlsx = Object.entries(fileTypes).find(([, name]) => name === 'xlsx')![0]

/** @param length as the request says it, of which the body may be the beginning */
async function send(type: string, body: Uint8Array | string, length = Buffer.byteLength(body)) {
  const asked = request({
    port,
    method: 'POST',
    path: `/v2/jobs?name=x&template_id=${made.template_id}`,
    headers: {
      authorization: `Bearer ${tokenFor(made.service.keys.normal, new Date())}`,
      'content-type': type,
      'content-length': length,
    },
  })
  asked.write(body)
  const [answer] = await once(asked, 'response')
  let text = ''
  for await (const part of answer) text += part
  asked.destroy()
  const { id, errors } = JSON.parse(text)
  return { status: answer.statusCode as number, id: id as string, errors }
}

const head = 'phone number,name\n'
const unstorable = 'Your file contains characters that cannot be stored: NUL'
const missing = 'Missing column headers: name, phone number'
const unreadable = 'Your file is not a spreadsheet in a format that can be read'
const tooMany = 'Your file has more than 100000 rows: send it as several jobs'
const sheet = 'xl/worksheets/sheet1.xml'

type Hostile = [what: string, type: string, body: () => Uint8Array | string, message: string]
const hostile: Hostile[] = [
  [
    'UTF-16',
    csv,
    () => Buffer.from(`\ufeff${head}07700900456,A`, 'utf16le'),
    'Your file is not text in UTF-8',
  ],
  ['UTF-16 without a mark', csv, () => Buffer.from(`${head}07700900456,A`, 'utf16le'), unstorable],
  ['a NUL', csv, () => `${head}07700900456,A\0`, unstorable],
  ['a zip that says it is text', csv, () => archive('a', Buffer.alloc(9)), 'Your file is not text in UTF-8'],
  ['a line of ten megabytes', csv, () => 'x'.repeat(10_000_000), missing],
  ['ten million cells in a line', csv, () => `${','.repeat(9_999_000)}x`, missing],
  [
    'as many below the headers',
    csv,
    () => `${head}07700900456,${','.repeat(9_999_000)}x`,
    'Row 1, name: Missing',
  ],
  ['ten thousand columns', csv, () => `${'a,'.repeat(10_000)}b\n${'1,'.repeat(10_000)}2`, missing],
  [
    'a quote that is never closed',
    csv,
    () => `${head}"${'07700900456,A\n'.repeat(700_000)}`,
    'Row 1: a quotation mark is not closed',
  ],
  [
    'a quote opened in each row and closed by the next one’s',
    csv,
    () => `${head}"07700900456,A\n`.repeat(100_000),
    'Row 1: a quotation mark is not closed',
  ],
  [
    'a million rows without anything',
    csv,
    () => `${head}${',\n'.repeat(1_000_000)}`,
    'Your file has no rows below its headers',
  ],
  [
    'as many empty rows as a job may have, and one at their end',
    csv,
    () => `${head}${',\n'.repeat(100_000)}07700900456,A`,
    tooMany,
  ],
  [
    'forty megabytes of nothing in an archive',
    xlsx,
    () => archive(sheet, Buffer.alloc(40_000_000, 32)),
    unreadable,
  ],
]

test('each hostile file is answered in words, in bounded memory', async (t) => {
  const before = (await memoryOf(server.pid))!
  for (const [what, type, body, message] of hostile) {
    const answer = await send(type, body())
    assert.deepEqual([answer.status, answer.errors?.[0].message], [400, message], what)
    t.diagnostic(`${what}: ${(await memoryOf(server.pid))?.peak} MB`)
  }
  const long = await send(csv, 'x'.repeat(100_000), 100 * 2 ** 20)
  assert.deepEqual([long.status, long.errors[0].error], [413, 'BadRequestError'], 'a line of 100 megabytes')
  const { peak } = (await memoryOf(server.pid))!
  t.diagnostic(`memory at most ${before.peak} MB before, ${peak} MB after`)
  assert.ok(peak < before.peak + 300, `${peak} MB`)
})

test('a formula is text like any other', async () => {
  const { status, id } = await send(csv, `${head}07700900456,=1+1\n`)
  assert.equal(status, 201)
  await process(crier, id)
  const [stored] = await crier.sql`select personalisation from notifications where job_id = ${id}`
  assert.equal(stored!.personalisation.name, '=1+1')
})
