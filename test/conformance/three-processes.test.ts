/** The official client against two processes that serve, of which this is one, and one that works, on one database. Calls take turns between the two. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Running, start } from '../../src/start.ts'
import { type Command, startCommand } from '../operation/command.ts'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { conformanceTests, type Subject } from './node-client.ts'
import { makeSubject } from './subject.ts'

const folder = mkdtempSync(join(tmpdir(), 'crier-conformance-'))
const commands: Command[] = []
let crier: TestCrier
let here: Running
let subject: Subject

before(async () => {
  crier = await testCrier()
  // These plan as usual, unlike the rest of the tests (src/postgres/settings.ts).
  const { database } = crier.sql.options
  await crier.sql`alter database ${crier.sql(database)} set plan_cache_mode = auto`
  const environment = {
    DATABASE_URL: crier.url,
    CRIER_FOLDER: folder,
    CRIER_SECRET: testConfig.secret!,
    CRIER_ADMIN_SECRET: testConfig.admin.secret,
  }
  // Told once to stop, the one that serves would take its time.
  commands.push(startCommand(['serve'], { ...environment, CRIER_LEAVE_SECONDS: '60' }))
  commands.push(startCommand(['work'], environment))
  here = await start({ ...testConfig, baseUrl: null }, crier.url, { serve: true, work: false })
  const [other] = await Promise.all(commands.map(({ started }) => started))
  const urls = [here.port, other!.port].map((port) => `http://127.0.0.1:${port}`)
  subject = await makeSubject(crier, urls, true)
})
after(async () => {
  const [serving, working] = commands as [Command, Command]
  serving.kill('SIGKILL')
  await Promise.all([serving.ended, working.stop(), here.stop()])
  rmSync(folder, { recursive: true, force: true })
  await crier.close()
})

conformanceTests('three processes', () => subject)

test('a second signal ends a process at once', async () => {
  const [serving] = commands as [Command]
  const isOver = serving.ended.then(() => true)
  // Signals that come together may be one.
  do serving.kill('SIGINT')
  while (!(await Promise.race([isOver, pause(50, false)])))
  assert.equal(await serving.ended, 1)
})
