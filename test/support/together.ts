/**
 * Runs the test files named on its command line in this one process: loading the libraries costs more than most files.
 * No test begins before all are loaded, since the hooks that end a process's tests run as soon as none is left.
 */
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'

/** Milliseconds that the tests' own hooks have, after the last test, to close what they opened. */
const graceMs = 15_000

const { promise: loaded, resolve: beginTests } = Promise.withResolvers<void>()
before(() => loaded)
// What a test leaves open, or a hook after one that failed, would keep the process from ending.
after(() => {
  setTimeout(() => {
    console.error(`still open after the tests: ${process.getActiveResourcesInfo()}`)
    process.exit(1)
  }, graceMs).unref()
})
for (const file of process.argv.slice(2)) {
  try {
    await import(pathToFileURL(file).href)
  } catch (error) {
    test(`${file} can not be loaded`, () => {
      throw error
    })
  }
}
beginTests()
