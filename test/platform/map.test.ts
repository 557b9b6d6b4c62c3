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
  'docs/broadcasts.md',
  'docs/admin-app.md',
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

/** The words of a paragraph of the architecture, from its first words to its full stop at a line's end. */
async function words(from: string, pattern: RegExp): Promise<Set<string>> {
  const page = await read('ARCHITECTURE.md')
  const paragraph = page.slice(page.indexOf(from) + from.length)
  return new Set([...paragraph.slice(0, paragraph.search(/\.\n/)).matchAll(pattern)].map(([, word]) => word!))
}

test('every folder has the word of a domain, on every floor, or is named among those that are none', async () => {
  const domains = await words('The domains:', /([a-z]+)/g)
  const others = await words('Folders that are none:', /`([a-z0-9-]+)`/g)
  const found = [...(await read('src/routes.ts')).matchAll(/domain: '([a-z-]+)'/g)].map(([, word]) => word!)
  // A file's folder on its floor; queries and migrations have one in their names.
  for await (const path of glob('{src/*/**,test/*/**,db/rules/*/**,db/migrations,queries/**}/*.*', {
    cwd: root,
  }))
    found.push(/^(?:src|test|db\/rules|queries|db\/migrations)\/(?:\d+_)?([\w-]+)/.exec(path)![1]!)
  assert.deepEqual(
    [...new Set(found)].filter((word) => !domains.has(word) && !others.has(word)),
    [],
  )
  assert.deepEqual(
    [...domains, ...others].filter((word) => !found.includes(word)),
    [],
  )
})

test('every query and every function or constant that a file exports has a caller', async () => {
  /** The file that has a word, or null where several have. */
  const only = new Map<string, string | null>()
  const exported: [path: string, name: string][] = []
  for await (const path of glob('{src,test}/**/*.ts', { cwd: root })) {
    const text = await read(path)
    for (const word of new Set(text.match(/\w+/g))) only.set(word, only.has(word) ? null : path)
    for (const [, name] of text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm))
      exported.push([path, name!])
  }
  for await (const path of glob('queries/**/*.sql', { cwd: root }))
    for (const [, first, rest] of (await read(path)).matchAll(/@name (\w)(\w+)/g))
      exported.push([path, first!.toLowerCase() + rest!])
  const lonely = exported.filter(([path, name]) => [path, undefined].includes(only.get(name) as string))
  assert.deepEqual(
    lonely.map(([path, name]) => `${path}: ${name}`),
    [],
  )
})
