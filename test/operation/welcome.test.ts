/** What a newcomer copies works as it stands: from what `run` prints, and from the README. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { keyCommand } from '../../src/commands/key.ts'
import { sendingProgram, welcome } from '../../src/commands/welcome.ts'
import { demoService } from '../../src/services/create.ts'
import { type Running, start } from '../../src/start.ts'
import { type TestCrier, testConfig, testCrier, tokenFor } from '../support/crier.ts'
import { commandSecret, printedBy } from './command.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** Inside the project, so that a program in it finds the official client. */
const folder = join(root, '.crier', `test-welcome-${process.pid}`)
const run = promisify(execFile)

let crier: TestCrier
let running: Running
let baseUrl: string
/** As `run` prints it (operation.test.ts). */
let printed: string
const config = () => ({ ...testConfig, secret: commandSecret, databaseUrl: crier.url, baseUrl: null })
before(async () => {
  crier = await testCrier({ secret: commandSecret })
  await mkdir(folder, { recursive: true })
  running = await start(config(), crier.url, { serve: true, work: true, standalone: true })
  baseUrl = `http://localhost:${running.port}`
  printed = welcome(await demoService(running.crier, baseUrl))
})
after(async () => {
  await running.stop()
  await rm(folder, { recursive: true, force: true })
  await crier.close()
})

/** As a shell beside the running Crier has it. */
const environment = () => ({
  ...process.env,
  DATABASE_URL: crier.url,
  CRIER_FOLDER: folder,
  CRIER_SECRET: commandSecret,
  CRIER_ADMIN_SECRET: commandSecret,
})
const hasShell = () =>
  run('bash', ['-c', 'command -v curl npm']).then(
    () => true,
    () => false,
  )

test('the program that is printed is a file that runs, and sees its email delivered', async () => {
  const program = /^\/\/ send\.mjs\n[\s\S]*?^\}$/m.exec(printed)![0]
  await writeFile(join(folder, 'send.mjs'), `${program}\n`)
  const { stdout, stderr } = await run(process.execPath, ['send.mjs'], { cwd: folder, timeout: 20_000 })
  assert.equal(stderr, '')
  assert.equal(stdout.trim().split('\n').at(-1), 'delivered')
})

test('the curl command that is printed sends a text message', async (t) => {
  const line = /^ {2}curl -s [\s\S]*?'$/m.exec(printed)![0]
  const pieces =
    /^ {2}curl -s (\S+) \\\n {4}-H "Authorization: Bearer \$\(CRIER_API_KEY=(\S+) npm run -s crier -- token\)" \\\n {4}-d '([^']+)'$/.exec(
      line,
    )!
  const [, url, key, body] = pieces
  const answer = await fetch(url!, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokenFor(key!, new Date())}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: body!,
  })
  assert.equal(answer.status, 201, await answer.text())
  if (!(await hasShell())) {
    t.diagnostic('no bash, curl or npm here: the command itself was not run')
    return
  }
  const { stdout } = await run('bash', ['-c', line], { cwd: root, env: environment(), timeout: 20_000 })
  assert.equal(JSON.parse(stdout).content.body, 'Demo service: Hello Amala, your code is 12345.'.slice(14))
})

test('the README shows the same program', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const program = sendingProgram('http://localhost:6011', '<live key>', '<email template>')
  assert.ok(readme.includes(`\`\`\`js\n${program}\n\`\`\`\n`))
})

test('the README sets a service up and sends a message of it; its key ends when it is revoked', async (t) => {
  if (!(await hasShell())) {
    t.skip('no bash, curl or npm here')
    return
  }
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const section = /^## Set up a service\n[\s\S]*?(?=^## )/m.exec(readme)![0]
  const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block!)
  const script = blocks
    .join('\n')
    .replaceAll('http://localhost:6011', baseUrl)
    .replaceAll('parking.json', join(folder, 'parking.json'))
  // npm itself takes longer than what it starts, and has been run above.
  const npm = `npm() { [ "\${*:1:4}" = 'run -s crier --' ] && '${process.execPath}' src/cli.ts "\${@:5}"; }`
  const { stdout: output } = await run('bash', ['-ec', `${npm}\n${script}\necho; echo "$KEY"`], {
    cwd: root,
    env: environment(),
    timeout: 40_000,
  })
  assert.match(output, /^service "Parking permits" [0-9a-f-]{36}: made$/m)
  assert.match(output, /"body":"Parking permits: |"body":"Hello Amala/)
  const key = output.trim().split('\n').at(-1)!
  assert.match(key, /^website-[0-9a-f-]{36}-[0-9a-f-]{36}$/)
  const ask = async () => {
    const headers = { authorization: `Bearer ${tokenFor(key, new Date())}` }
    return (await fetch(`${baseUrl}/v2/templates`, { headers })).status
  }
  assert.equal(await ask(), 200)
  const listed = await printedBy(() => keyCommand(config(), ['list'], { service: 'Parking permits' }))
  assert.match(listed, /^website: normal, made \d{4}-\d\d-\d\d\n$/)
  const named = { service: 'Parking permits', name: 'website' }
  await assert.rejects(keyCommand(config(), ['create'], named), {
    message: 'the service has a key named "website" already',
  })
  await printedBy(() => keyCommand(config(), ['revoke'], named))
  await crier.until('the key is refused', async () => (await ask()) === 403)
})
