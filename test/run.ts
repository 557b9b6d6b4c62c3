/**
 * Runs the tests: the runners of the published fixtures, then every `test/**\/*.test.ts`; or only the test files given.
 * It closes with the totals of all. When it is interrupted, it takes along everything it started.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { removeBrokenOffClusters } from './support/clusters.ts'
import { stopTestServer } from './support/database.ts'
import { killDescendants } from './support/processes.ts'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

// A test file is a process; compiled once, the libraries load in two thirds of the time.
process.env.NODE_COMPILE_CACHE ??= '.crier/compile-cache'

const began = performance.now()
const totals = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 }
const fixtureRunners = ['test/vectors/run.ts', 'test/billing/run.ts']

/** Runs one runner of fixtures, whose last line of the form `N passed, N failed[, N skipped]` is its result. */
async function runFixtures(file: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk)
    output = (output + chunk.toString()).slice(-10_000)
  })
  const code = await new Promise<number | null>((done) => child.once('close', done))
  const [, pass, fail, skipped] =
    [...output.matchAll(/(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/g)].at(-1) ?? []
  const failed = Number(fail ?? 0) || (code === 0 && pass !== undefined ? 0 : 1)
  totals.pass += Number(pass ?? 0)
  totals.fail += failed
  totals.skipped += Number(skipped ?? 0)
  totals.tests += Number(pass ?? 0) + failed + Number(skipped ?? 0)
  if (failed > 0) console.log(`✖ ${file} failed${code === 0 ? '' : ` (exit ${code})`}`)
}

/** A file that keeps a connection open never ends by itself; after this long without a result it is broken off. */
const patience = 180_000

/** Runs test files, two at a time on two cores, and reports as node does, but for the totals, which come last. */
async function runFiles(files: string[]): Promise<void> {
  const events = run({ files, concurrency: Math.min(availableParallelism(), 8), timeout: patience })
  const watchdog = setTimeout(() => {
    console.log(`✖ no result for ${patience / 1000} seconds`)
    void killDescendants()
  }, patience)
  const withoutTotals = new Transform({
    objectMode: true,
    transform(event, _encoding, done) {
      watchdog.refresh()
      const [, name, count] =
        /^(\w+) ([\d.]+)$/.exec(event.data?.nesting === 0 ? (event.data.message ?? '') : '') ?? []
      const isTotal =
        event.type === 'test:diagnostic' && name !== undefined && (name in totals || name === 'duration_ms')
      if (isTotal && name in totals) totals[name as keyof typeof totals] += Number(count)
      done(null, isTotal ? undefined : event)
    },
  })
  const report = new spec()
  report.pipe(process.stdout, { end: false })
  await pipeline(Readable.from(events), withoutTotals, report)
  clearTimeout(watchdog)
}

/** Stops the shared server, and those that tests of the server left when they were broken off. */
async function stopServers(): Promise<void> {
  await stopTestServer()
  await removeBrokenOffClusters()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    await killDescendants()
    await stopServers()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })
}

const given = process.argv.slice(2)
const files: string[] = []
for await (const file of glob(given.length > 0 ? given : ['test/**/*.test.ts'])) files.push(file)
if (files.length === 0) throw new Error('no test files match')
if (given.length === 0) for (const file of fixtureRunners.filter(existsSync)) await runFixtures(file)
await runFiles(files.sort())
await stopServers()

for (const [name, count] of Object.entries(totals)) console.log(`ℹ ${name} ${count}`)
console.log(`ℹ duration_ms ${(performance.now() - began).toFixed(3)}`)
const failed = totals.fail + totals.cancelled
console.log(`${totals.pass} passed, ${failed} failed, ${totals.skipped + totals.todo} skipped`)
process.exitCode = failed > 0 ? 1 : 0
