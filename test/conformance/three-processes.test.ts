/** The official client against two processes that serve and one that works, on one database. Calls take turns between the two. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type TestCrier, testConfig, testCrier } from '../support/crier.ts'
import { conformanceTests, type Subject } from './node-client.ts'
import { makeSubject } from './subject.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'crier-conformance-'))
const children: ChildProcess[] = []
let crier: TestCrier
let subject: Subject

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

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
  const [one, two, three] = (await freePorts(3)) as [number, number, number]
  run('serve', one)
  run('serve', two)
  run('work', three)
  const urls = [one, two].map((port) => `http://127.0.0.1:${port}`)
  subject = await makeSubject(crier, urls, true)
  await Promise.all(urls.map(answers))
})
after(async () => {
  const ended = children.map((child) =>
    child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined,
  )
  for (const child of children) child.kill('SIGTERM')
  await Promise.all(ended)
  rmSync(folder, { recursive: true, force: true })
  await crier.close()
})

conformanceTests('three processes', () => subject)
