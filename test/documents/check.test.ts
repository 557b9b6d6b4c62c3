/** Files that somebody uploads for the emails of a template, before anything is made of them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sharedCrier, type TestCrier } from '../support/crier.ts'

let crier: TestCrier
before(async () => {
  crier = await sharedCrier()
})
after(() => crier.close())

const authorization = 'Bearer a-key-of-the-letter-previews'
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
const check = (body: unknown, headers: Record<string, string> = { authorization }) =>
  crier.call(`/services/${randomUUID()}/antivirus-and-mimetype-check`, { body, headers })
const file = (text: string | Buffer, filename: string) => ({
  document: Buffer.from(text).toString('base64'),
  filename,
})

test('what an email may link to, and why it may not', async () => {
  const types =
    "Supported types are: '.csv', '.doc', '.docx', '.jpeg', '.jpg', '.json', '.odt', '.pdf', '.png', '.rtf', '.txt', '.xlsx'"
  const answers: [body: unknown, status: number, answer: unknown][] = [
    [file('a,b', 'list.csv'), 200, { mimetype: 'text/csv' }],
    [file('%PDF-1.7', 'A.PDF'), 200, { mimetype: 'application/pdf' }],
    [file(eicar, 'a.txt'), 400, { error: 'File did not pass the virus scan' }],
    [file('MZ', 'a.txt'), 400, { error: `Unsupported file type 'application/x-dosexec'. ${types}` }],
    [file('a', 'a.exe'), 400, { error: `Unsupported file type '.exe'. ${types}` }],
    [file('', 'a.txt'), 400, { error: 'Document must not be empty' }],
    [{ document: 'a', filename: 'a.txt' }, 400, { error: 'Document is not base64 encoded' }],
    [{ filename: 'a.txt' }, 400, { error: 'No document upload' }],
    ['no JSON', 400, { error: 'No document upload' }],
    [file('a', 'a'), 400, { error: '`filename` must end with a file extension. For example, filename.csv' }],
    [file('a', `${'a'.repeat(100)}.txt`), 400, { error: '`filename` cannot be longer than 100 characters' }],
    [file(Buffer.alloc(2_098_177, 'a'), 'a.txt'), 413, { error: 'File is larger than 2098176 bytes' }],
  ]
  for (const [body, status, answer] of answers) {
    const given = await check(body)
    assert.deepEqual([given.status, given.body], [status, answer])
  }
})

test('a key of the previews opens it, and no other', async () => {
  assert.equal((await check(file('a', 'a.txt'), { authorization: 'Bearer another' })).status, 401)
})
