/** The command that makes a token: where it takes the key from. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { givenKey, tokenOf } from '../../src/commands/token.ts'
import { commandSecret } from './command.ts'

const service = '6f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d'
const secret = '5f0c2a9e-3b64-4d0a-8a77-6c1f2e3d4b5a'
const key = `my_key-${service}-${secret}`

type Outcome = { code: number | null; out: string; complaint: string }
function runToken(input: string): Promise<Outcome> {
  const child = spawn(process.execPath, ['src/cli.ts', 'token'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      CRIER_SECRET: commandSecret,
      CRIER_ADMIN_SECRET: commandSecret,
    },
  })
  const outcome: Outcome = { code: null, out: '', complaint: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    outcome.out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    outcome.complaint += chunk.toString()
  })
  // Whoever has read its first line, or none, closes the pipe.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...outcome, code })))
}

function assertToken(token: string): void {
  assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  const [head, claims, signature] = token.trim().split('.')
  assert.equal(JSON.parse(Buffer.from(claims!, 'base64url').toString()).iss, service)
  const expected = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url')
  assert.equal(signature, expected)
}

test('the key comes from the argument, the environment or the first line of standard input', async () => {
  const rows: [argument: string | undefined, env: string | undefined, input: string[], found: string][] = [
    [undefined, undefined, [`${key}\n`], key],
    [undefined, undefined, [key.slice(0, 9), key.slice(9)], key],
    [undefined, '', [`${key}\r\nand more\n`], key],
    [undefined, key, ['other'], key],
    ['-', 'other', [` ${key}`], key],
    [key, 'other', ['other'], key],
    [undefined, undefined, [], ''],
  ]
  for (const [argument, env, input, found] of rows)
    assert.equal(await givenKey(argument, { CRIER_API_KEY: env }, Readable.from(input)), found)
  const terminal = Object.assign(Readable.from(['never asked']), { isTTY: true })
  assert.equal(await givenKey(undefined, {}, terminal), '')
  let read = 0
  const endless = (function* () {
    for (;;) yield 'x'.repeat(++read && 1000)
  })()
  assert.ok((await givenKey('-', {}, Readable.from(endless))).length < 5000)
  assert.ok(read < 100, 'what has no end is not read to its end')
})

test('the command prints a token, and never the key', async () => {
  // That it takes a key from its environment is seen in welcome.test.ts.
  const piped = await runToken(`${key}\n`)
  assert.deepEqual([piped.code, piped.complaint], [0, ''])
  assertToken(piped.out)
  assert.throws(() => tokenOf(key.slice(0, -1), 'token'), {
    message: 'token needs an API key, name-serviceid-secret, in CRIER_API_KEY or on standard input',
  })
})
