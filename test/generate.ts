/**
 * Makes the files that derive from the SQL, with the help of a throw-away database: beside every file of `queries` its
 * typed queries (`<name>.queries.ts`, by pgtyped), and `db/schema.json`. With `--check` it writes nothing and fails when
 * what lies in the tree is not what it would write.
 *
 * pgtyped prints an error, leaves the file out and still ends well. So it works on a copy in an empty folder, and
 * every query's export is looked for afterwards: nothing stale can pass for new, and a failure changes nothing.
 */
import { spawn } from 'node:child_process'
import { cp, glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCatalogue } from '../src/catalogue.ts'
import { testDatabase } from './support/database.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The generated files as they should be, by their path in the tree. */
async function generate(): Promise<Map<string, string>> {
  const database = await testDatabase()
  const scratch = await mkdtemp(join(tmpdir(), 'crier-generate-'))
  try {
    const files = new Map<string, string>()
    const sources = await list('queries/**/*.sql')
    for (const source of sources) await cp(join(root, source), join(scratch, source))
    const words = sources.length > 0 ? await runPgtyped(database.url, scratch) : ''
    const failures = []
    for (const source of sources) {
      const target = source.replace(/\.sql$/, '.queries.ts')
      const written = await readFile(join(scratch, target), 'utf8').catch(() => '')
      const text = written.replace(
        "'@pgtyped/runtime'",
        `'${relative(dirname(target), 'src/prepared-query.ts')}'`,
      )
      const missing = missingExports(await readFile(join(root, source), 'utf8'), text)
      if (missing.length > 0) failures.push(`${source}: no types for ${missing.join(', ')}`)
      files.set(target, text)
    }
    if (failures.length > 0) throw new Error(`${words}\n${failures.join('\n')}`)
    files.set('db/schema.json', await readCatalogue(database.sql))
    return files
  } finally {
    await rm(scratch, { recursive: true })
    await database.close()
  }
}

async function list(pattern: string): Promise<string[]> {
  const paths = []
  for await (const path of glob(pattern, { cwd: root })) paths.push(path)
  return paths.sort()
}

/**
 * Runs pgtyped in the scratch folder. It takes options from any variable of the environment, and prefers PGHOST and
 * its like to the URL it is given, so it gets an environment with nothing but a path.
 */
async function runPgtyped(url: string, scratch: string): Promise<string> {
  const entry = join(root, 'node_modules/@pgtyped/cli/lib/index.js')
  const child = spawn(process.execPath, [entry, '-c', join(root, 'pgtyped.config.json'), '--uri', url], {
    cwd: scratch,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-100_000)))
  }
  await new Promise((done, failed) => child.once('error', failed).once('close', done))
  return words
}

/** The names of queries in the SQL for which the generated text exports nothing. */
function missingExports(source: string, generated: string): string[] {
  const names = [...source.matchAll(/@name\s+(\w+)/g)].map((match) => match[1]!)
  const exported = new Set([...generated.matchAll(/^export const (\w+) =/gm)].map((match) => match[1]!))
  const doubled = names.filter((name, index) => names.indexOf(name) !== index)
  const missing = names.filter((name) => !exported.has(name[0]!.toLowerCase() + name.slice(1)))
  return names.length === 0 ? ['a file without @name'] : [...missing, ...doubled]
}

/** Compares the tree with the generated files, and says what differs. */
async function staleFiles(files: Map<string, string>): Promise<string[]> {
  const stale = (await list('queries/**/*.queries.ts')).filter((path) => !files.has(path))
  for (const [path, text] of files) {
    if ((await readFile(join(root, path), 'utf8').catch(() => '')) !== text) stale.push(path)
  }
  return stale
}

try {
  const files = await generate()
  const stale = await staleFiles(files)
  if (process.argv.includes('--check')) {
    if (stale.length > 0) throw new Error(`stale, run "make generate": ${stale.join(', ')}`)
  } else {
    for (const path of stale) {
      const text = files.get(path)
      if (text === undefined) await rm(join(root, path))
      else await writeFile(join(root, path), text)
      console.log(`${text === undefined ? 'removed' : 'written'}: ${path}`)
    }
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
