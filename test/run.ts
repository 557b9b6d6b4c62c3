/**
 * Runs the tests: every `test/**\/*.test.ts`, or only the test files given.
 * Files share processes, mostly a folder at a time (test/support/claims.ts). It closes with the ten slowest files, the ten that
 * cost most processor time, and the totals of all, and fails when it took longer than the seconds in CRIER_TEST_SECONDS. When it is interrupted, it takes along
 * everything it started.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { glob, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, dirname, resolve } from 'node:path'
import { type EventData, run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { offer, type Unit } from './support/claims.ts'
import { closing, topTen, withoutCosts } from './support/closing.ts'
import { removeBrokenOffClusters } from './support/clusters.ts'
import { prepareTestServer, stopTestServer, testServerSeconds } from './support/database.ts'
import { killDescendants, processorSeconds } from './support/processes.ts'
import { shortLived } from './support/short-lived.ts'
import { titleOf } from './support/without-letters.ts'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

// Compiled once, the libraries load in two thirds of the time.
const compiled = (process.env.NODE_COMPILE_CACHE ??= resolve('.crier/compile-cache'))

const began = performance.now()
const totals = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 }
/** Seconds that each file took, and seconds of processor time that it cost its process and those that it started and waited for. */
const [took, cost] = [new Map<string, number>(), new Map<string, number>()]
const report = new spec()

/** Its files share nothing, and mostly wait for what was killed: one after the other they would take as long as all others together, all at once nobody would work. */
const apart = 'faults'

/** As a unit, what runs a second time (below). */
const again = 'without letters'

/** What takes longest, from forty seconds to five, in the order in which it begins; what is short follows, so that all end together. */
const longest = [
  'faults/killed-job',
  'faults/killed-broadcast-worker',
  'delivery',
  'operation',
  'letters',
  'broadcasts',
  'jobs',
  'admin',
  'faults/killed-worker',
  'notifications',
  'services',
  'postgres',
  'public-api',
  'files',
  'callbacks',
  'billing',
  'plans',
  'faults/stopped-database',
  'conformance',
  'documents',
  'templates',
  again,
  'redis',
]

/**
 * Texts and emails do the same while letters are switched off (specification, letters switched off): these run a second time with them off, and not a word
 * changed. One file for each stage that shares code or tables with letters: acceptance up to delivery, exactly once, the list of changes, the worker, receipts,
 * jobs and their callbacks, allowances. They cost four seconds of a processor; all files twice would be a minute, for a setting that is read in few places
 * (src/letters/switch.ts, db/rules/letters/switch.sql).
 */
const withoutLetters = [
  'test/notifications/lifecycle.test.ts',
  'test/notifications/once.test.ts',
  'test/notifications/changes.test.ts',
  'test/delivery/worker.test.ts',
  'test/delivery/receipts.test.ts',
  'test/jobs/callbacks.test.ts',
  'test/billing/allowances.test.ts',
]

/** Three processes more than there are cores, since tests wait too: for the database, for time-outs, for other processes. */
const lanes = Math.min(availableParallelism() + 3, 8)

/** A test that keeps a connection open never ends by itself; after this long without a result all is broken off. */
const patience = 180_000
const watchdog = setTimeout(() => {
  console.log(`✖ no result for ${patience / 1000} seconds`)
  void killDescendants()
}, patience)

/** Runs what is offered there in one process, and reports as node does, but for the totals. */
async function runOffered(folder: string): Promise<void> {
  const together = 'test/support/together.ts'
  let events: { type: string; data: object }[] = []
  const write = () => {
    for (const event of events) report.write(event)
    events = []
  }
  for await (const event of run({ files: [together], argv: [folder], execArgv: shortLived })) {
    watchdog.refresh()
    const { type, data } = event
    if (type === 'test:summary' && data.file === undefined) count(data)
    // The process itself: node reports it when it ended otherwise than its tests tell.
    else if (data.name === together) events.push({ type, data })
    else if (type === 'test:stdout') {
      const message = withoutCosts(data.message, (file, seconds) => cost.set(file, seconds))
      if (message !== '') events.push({ type, data: { ...data, message } })
    } else if (!(type === 'test:diagnostic' && isTotal(data))) events.push(event)
    // Each file is a suite of that name; what it sets up and clears away counts. What is told of it stays together.
    if ((type === 'test:pass' || type === 'test:fail') && data.nesting === 0 && data.name !== together) {
      took.set(data.name, data.details.duration_ms / 1000)
      write()
    }
  }
  write()
}

/** Adds what a process has counted; a failure that no test has, say of a suite's hook, is one more. */
function count({ counts: { passed, topLevel: _, ...counts }, success }: EventData.TestSummary): void {
  const failed = counts.tests - passed - counts.cancelled - counts.skipped - counts.todo
  const fail = failed + (success || failed + counts.cancelled > 0 ? 0 : 1)
  for (const [name, number] of Object.entries({ ...counts, pass: passed, fail }))
    if (name in totals) totals[name as keyof typeof totals] += number
}

/** Whether a message is one of those that node closes with. */
function isTotal({ nesting, message }: EventData.TestDiagnostic): boolean {
  return nesting === 0 && /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(message)
}

/** Where the processes claim what they run. */
let offered: string | undefined

/** Stops the shared server, and those that tests of the server left when they were broken off. */
async function clearAway(): Promise<void> {
  await stopTestServer()
  await removeBrokenOffClusters()
  if (offered !== undefined) await rm(offered, { recursive: true, force: true })
}

/** What is broken off then has not failed. */
let isInterrupted = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    isInterrupted = true
    await killDescendants()
    await clearAway()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })
}

const given = process.argv.slice(2)
const files: string[] = []
for await (const file of glob(given.length > 0 ? given : ['test/**/*.test.ts'])) files.push(file)
if (files.length === 0) throw new Error('no test files match')
const unitOf = (file: string) => {
  const folder = basename(dirname(file))
  return folder === apart ? `${folder}/${basename(file, '.test.ts')}` : folder
}
const filesOf = Object.groupBy(files.sort(), unitOf)
const rankOf = (unit: string) => (longest.includes(unit) ? longest.indexOf(unit) : longest.length)
const inOrder: [string, Unit][] = Object.entries(filesOf).map(([unit, files]) => [unit, { files: files! }])
const twice = files.filter((file) => withoutLetters.includes(file))
if (twice.length > 0) inOrder.push([again, { files: twice, isWithoutLetters: true }])
const units = inOrder.sort(([one], [two]) => rankOf(one) - rankOf(two)).map(([, unit]) => unit)
// While the database is migrated there is time for more.
const prepared = prepareTestServer().catch((error) =>
  isInterrupted ? new Promise<never>(() => {}) : Promise.reject(error),
)
// On a fresh clone what all of them load is compiled here once, with their own options, and not by each of them.
const compiling = existsSync(compiled)
  ? undefined
  : promisify(execFile)(process.execPath, [...shortLived, 'test/support/crier.ts'])
await Promise.all([prepared, compiling])
report.pipe(process.stdout, { end: false })
const folder = await offer(units)
offered = folder
await Promise.all(Array.from({ length: Math.min(lanes, units.length) }, () => runOffered(folder)))
clearTimeout(watchdog)
await new Promise<void>((done) => report.end(done))
const [ofTests, ofServer] = [await processorSeconds(process.pid), await testServerSeconds()]
await clearAway()

if (took.size > 1) console.log(['slowest files:', ...topTen(took)].join('\n'))
if (cost.size > 1)
  console.log(['dearest files (processor time without the shared server):', ...topTen(cost)].join('\n'))
if (ofTests !== null)
  console.log(
    `processor time: ${ofTests.toFixed(1)} s of tests, ${(ofServer ?? 0).toFixed(1)} s of the shared server`,
  )
// A process that ended early has failed already, but not for what it left.
const unfinished = units
  .flatMap(({ files, isWithoutLetters }) => files.map((file) => titleOf(file, isWithoutLetters)))
  .filter((title) => !took.has(title))
if (unfinished.length > 0) console.log(['✖ begun and never ended, or not run:', ...unfinished].join('\n'))
totals.fail += unfinished.length
const limit = Number.parseFloat(process.env.CRIER_TEST_SECONDS ?? '')
const { lines, exitCode } = closing(totals, performance.now() - began, limit)
console.log(lines.join('\n'))
process.exitCode = exitCode
