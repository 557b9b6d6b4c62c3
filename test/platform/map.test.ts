/** The map of the house is true: what its pages name is there. */
import assert from 'node:assert/strict'
import { access, glob, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFile(root + path, 'utf8')

for (const page of [
  'README.md',
  'ARCHITECTURE.md',
  'docs/howto.md',
  'docs/operations.md',
  'docs/sql.md',
  'docs/services.md',
]) {
  test(`every file that ${page} names is there`, async () => {
    const named = new Set(
      [...(await read(page)).matchAll(/`((?:src|db|test|queries|docs)\/[\w./-]*)`/g)].map(
        (match) => match[1]!,
      ),
    )
    const missing: string[] = []
    for (const path of named) await access(root + path).catch(() => missing.push(path))
    assert.deepEqual(missing, [])
  })
}

test('each of the ten questions is answered in the place that the map says', async () => {
  const rows = [...(await read('ARCHITECTURE.md')).matchAll(/^\| (.+\?) \| `(.+)` \| (.+) \|$/gm)]
  assert.equal(rows.length, 10)
  for (const [, question, path, word] of rows)
    assert.ok((await read(path!)).includes(word!), `${question} ${path} does not say "${word}"`)
})

test('no file of rules is longer than a page or two', async () => {
  const long: string[] = []
  for await (const path of glob('db/rules/**/*.sql', { cwd: root }))
    if ((await read(path)).split('\n').length > 301) long.push(path)
  assert.deepEqual(long, [])
})
