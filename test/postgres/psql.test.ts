/** `make psql`: what it hands to psql. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openPrompt } from '../../src/postgres/prompt.ts'
import { sharedDatabase } from '../support/database.ts'

/** Runs what `make psql` does, with a folder of programs and nothing else on the path. */
async function psql(folder: string, url: string): Promise<{ code: number; complaint: string }> {
  const child = spawn(process.execPath, ['src/postgres/development.ts', 'psql'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: {
      PATH: folder,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_URL: url,
      CRIER_SECRET: 'a secret for psql alone',
      CRIER_ADMIN_SECRET: 'a secret for psql alone',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  return { code, complaint }
}

test('psql gets the password by its environment, not on its command line', async (t) => {
  const database = await sharedDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'crier-psql-'))
  t.after(async () => {
    await rm(folder, { recursive: true, force: true })
    await database.close()
  })
  const url = new URL(database.url)
  const password = decodeURIComponent(url.password) || 'not needed here'
  url.password = encodeURIComponent(password)
  await assert.rejects(openPrompt(url.href, { PATH: folder }), /^Error: psql is not installed: [^\n]*$/)
  // Stands for psql, and notes how it was called.
  const stand = join(folder, 'psql')
  await writeFile(stand, `#!/bin/sh\nprintf '%s\\n' "$PGPASSWORD" "$#" "$@" > '${folder}/called'\n`)
  await chmod(stand, 0o755)
  assert.deepEqual(await psql(folder, url.href), { code: 0, complaint: '' })
  const [given, count, named] = (await readFile(join(folder, 'called'), 'utf8')).split('\n')
  assert.deepEqual([given, count], [password, '1'])
  assert.equal(new URL(named!).password, '')
  assert.equal(new URL(named!).pathname, url.pathname)
  assert.ok(!named!.includes(url.password))
})
