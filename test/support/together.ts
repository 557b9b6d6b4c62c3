/**
 * Runs test files in this one process, those that it claims in the folder named on its command line: loading the libraries costs more than most files.
 * Each file is a suite, so that its hooks begin before its own tests and end after them.
 */
import { type AsyncHook, createHook } from 'node:async_hooks'
import { flushCompileCache } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import '../../src/letters/one-file.ts'
import { claimed } from './claims.ts'
import { costLine } from './closing.ts'
import { closeSharedCriers } from './crier.ts'
import { keepTestServer } from './database.ts'
import { processorSeconds } from './processes.ts'
import { switchLetters, titleOf } from './without-letters.ts'

/** Milliseconds that the tests' own hooks have, after the last test, to close what they opened. */
const graceMs = 15_000

/**
 * node:test follows every promise from its making until it is collected, to know whose it is: a tenth of what the tests cost. It has to while
 * files are loaded. At other times an error that nobody catches fails the process, in place of a test, and is printed among the tests that run.
 */
const followers = new Set<AsyncHook>()
const hooks = Object.getPrototypeOf(createHook({})) as AsyncHook
const { enable } = hooks
hooks.enable = function () {
  followers.add(this)
  return enable.call(this)
}
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error) => console.error(`${event}:`, error))

const letServerGo = keepTestServer()

// What a test leaves open, or a hook after one that failed, would keep the process from ending.
after(async () => {
  setTimeout(() => {
    console.error(`still open after the tests: ${process.getActiveResourcesInfo()}`)
    process.exit(1)
  }, graceMs).unref()
  await closeSharedCriers()
  await letServerGo()
})

/** What the file that runs waits for at its end: node takes it for the last one, and ends, when no other is known by then. */
let next = Promise.withResolvers<void>()

/** Makes a file known, as a suite of its name, and gives back when its tests have run. */
async function runFile(file: string, isWithoutLetters = false): Promise<void> {
  const title = titleOf(file, isWithoutLetters)
  const [loaded, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const waiting = next
  next = Promise.withResolvers<void>()
  const following = next.promise
  for (const follower of followers) enable.call(follower)
  void describe(title, async () => {
    let begun: number | null = null
    before(async () => {
      begun = await processorSeconds(process.pid)
    })
    // The first of its hooks, since none runs after one that failed.
    after(() => {
      ended.resolve()
      return following
    })
    try {
      // A file that runs a second time is a module of its own.
      await import(`${pathToFileURL(file).href}${isWithoutLetters ? '?without-letters' : ''}`)
    } catch (error) {
      test(`${file} can not be loaded`, () => {
        throw error
      })
    }
    // The last of its hooks, so that what it clears away counts.
    after(async () => {
      const end = await processorSeconds(process.pid)
      if (begun !== null && end !== null) process.stdout.write(costLine(title, end - begun))
    })
    for (const follower of followers) follower.disable()
    // What was compiled for it is there for the programs that its tests start, and for the other processes.
    flushCompileCache()
    loaded.resolve()
  })
  await loaded.promise
  waiting.resolve()
  await ended.promise
}

for await (const { files, isWithoutLetters } of claimed(process.argv[2]!)) {
  switchLetters(isWithoutLetters === true)
  for (const file of files) await runFile(file, isWithoutLetters)
}
next.resolve()
