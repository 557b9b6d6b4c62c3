/**
 * Runs the test files named on its command line in this one process: loading the libraries costs more than most files.
 * No test begins before all are loaded, since the hooks that end a process's tests run as soon as none is left.
 */
import { before, test } from 'node:test'
import { pathToFileURL } from 'node:url'

const { promise: loaded, resolve: beginTests } = Promise.withResolvers<void>()
before(() => loaded)
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
