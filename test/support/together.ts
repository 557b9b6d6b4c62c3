/**
 * Runs the test files named on its command line in this one process: loading the libraries costs more than most files.
 * Each file is a suite, so that its hooks begin before its own tests and end after them. No test begins before all are
 * loaded, since the process ends as soon as none is left.
 */
import { type AsyncHook, createHook } from 'node:async_hooks'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { costLine } from './closing.ts'
import { closeSharedCrier } from './crier.ts'
import { processorSeconds } from './processes.ts'
import { isWithoutLetters } from './without-letters.ts'

/** Milliseconds that the tests' own hooks have, after the last test, to close what they opened. */
const graceMs = 15_000

/**
 * node:test follows every promise from its making until it is collected, to know whose it is: a tenth of what the tests cost. It has to while
 * files are loaded. Afterwards an error that nobody catches fails the process, in place of a test, and is printed among the tests that run.
 */
const followers: AsyncHook[] = []
const hooks = Object.getPrototypeOf(createHook({})) as AsyncHook
const { enable } = hooks
hooks.enable = function () {
  followers.push(this)
  return enable.call(this)
}
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error) => console.error(`${event}:`, error))

// What a test leaves open, or a hook after one that failed, would keep the process from ending.
after(async () => {
  setTimeout(() => {
    console.error(`still open after the tests: ${process.getActiveResourcesInfo()}`)
    process.exit(1)
  }, graceMs).unref()
  await closeSharedCrier()
})
const how = isWithoutLetters ? ' without letters' : ''
const allLoaded = Promise.withResolvers<void>()
for (const file of process.argv.slice(isWithoutLetters ? 3 : 2)) {
  const loaded = Promise.withResolvers<void>()
  describe(`${file}${how}`, async () => {
    let begun: number | null = null
    before(async () => {
      await allLoaded.promise
      for (const follower of followers.splice(0)) follower.disable()
      begun = await processorSeconds(process.pid)
    })
    try {
      await import(pathToFileURL(file).href)
    } catch (error) {
      test(`${file} can not be loaded`, () => {
        throw error
      })
    }
    // The last of the file's hooks, so that what it clears away counts.
    after(async () => {
      const ended = await processorSeconds(process.pid)
      if (begun !== null && ended !== null) process.stdout.write(costLine(`${file}${how}`, ended - begun))
    })
    loaded.resolve()
  })
  // One after the other: of files that are loaded at once the tests may become those of another's suite.
  await loaded.promise
}
allLoaded.resolve()
