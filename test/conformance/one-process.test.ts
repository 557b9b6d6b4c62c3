/** The official client against one process that serves and works. */
import { after, before } from 'node:test'
import { listen, type RunningServer } from '../../src/server.ts'
import { type TestCrier, testCrier } from '../support/crier.ts'
import { conformanceTests, type Subject } from './node-client.ts'
import { makeSubject } from './subject.ts'

let crier: TestCrier
let server: RunningServer
let subject: Subject
before(async () => {
  crier = await testCrier({ baseUrl: null })
  await crier.work()
  server = await listen(crier.app, '127.0.0.1', 0)
  subject = await makeSubject(crier, [`http://127.0.0.1:${server.port}`], true)
})
after(async () => {
  server.server.closeAllConnections()
  await server.close()
  await crier.close()
})

conformanceTests('one process', () => subject)
