/** `make psql`: what it hands to the real psql. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { testDatabase } from '../support/database.ts'

test('psql gets the password by its environment, not on its command line', async (t) => {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'crier-psql-'))
  t.after(async () => {
    await rm(folder, { recursive: true, force: true })
    await database.close()
  })
  // Stands for psql, and notes how it was called.
  const stand = join(folder, 'psql')
  await writeFile(stand, `#!/bin/sh\nprintf '%s\\n' "$PGPASSWORD" "$#" "$@" > '${folder}/called'\n`)
  await chmod(stand, 0o755)
  const url = new URL(database.url)
  const password = decodeURIComponent(url.password) || 'not needed here'
  url.password = encodeURIComponent(password)
  const child = spawn(process.execPath, ['src/postgres/development.ts', 'prompt'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: {
      PATH: [folder, process.env.PATH].join(delimiter),
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_URL: url.href,
      CRIER_SECRET: 'a secret for prompts alone',
      CRIER_ADMIN_SECRET: 'a secret for prompts alone',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'close')
  assert.equal(code, 0)
  const [given, count, named] = (await readFile(join(folder, 'called'), 'utf8')).split('\n')
  assert.deepEqual([given, count], [password, '1'])
  assert.equal(new URL(named!).password, '')
  assert.equal(new URL(named!).pathname, url.pathname)
  assert.ok(!named!.includes(url.password))
})
