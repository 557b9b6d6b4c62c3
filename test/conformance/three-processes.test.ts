/** The official client against two processes that serve, of which this is one, and one that works, on one database. Calls take turns between the two. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Running, start } from '../../src/start.ts'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { freePorts } from '../support/ports.ts'
import { conformanceTests, type Subject } from './node-client.ts'
import { makeSubject } from './subject.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'crier-conformance-'))
const children: ChildProcess[] = []
let crier: TestCrier
let here: Running
let subject: Subject

function run(command: 'serve' | 'work', port: number): void {
  const child = spawn(process.execPath, ['src/cli.ts', command], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_URL: crier.url,
      CRIER_FOLDER: folder,
      CRIER_SECRET: testConfig.secret,
      CRIER_ADMIN_SECRET: testConfig.admin.secret,
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'error',
    },
  })
  children.push(child)
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const isUp = await fetch(`${url}/_status?simple=1`).then(
      (response) => response.ok,
      () => false,
    )
    if (isUp) return
    if (Date.now() > deadline) throw new Error(`${url} does not answer`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

before(async () => {
  crier = await testCrier()
  // These plan as usual, unlike the rest of the tests (src/postgres/settings.ts).
  const { database } = crier.sql.options
  await crier.sql`alter database ${crier.sql(database)} set plan_cache_mode = auto`
  const [other, none] = (await freePorts(2)) as [number, number]
  run('serve', other)
  run('work', none)
  here = await start({ ...testConfig, baseUrl: null }, crier.url, { serve: true, work: false })
  const urls = [here.port, other].map((port) => `http://127.0.0.1:${port}`)
  subject = await makeSubject(crier, urls, true)
  await Promise.all(urls.map(answers))
})
after(async () => {
  const ended = children.map((child) =>
    child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined,
  )
  for (const child of children) child.kill('SIGTERM')
  await Promise.all([...ended, here.stop()])
  rmSync(folder, { recursive: true, force: true })
  await crier.close()
})

conformanceTests('three processes', () => subject)
