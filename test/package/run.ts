/**
 * `make package`: what whoever installs Crier without its repository gets. The package is made, installed into an empty folder by npm, started
 * there, and a text, a letter and a precompiled letter go through it. Exits with 1 when anything is otherwise.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { letterTo, pdfOf, queen } from '../letters/made-pdfs.ts'
import { tokenFor } from '../support/crier.ts'
import { freePorts } from '../support/ports.ts'

const run = promisify(execFile)
const say = (line: string) => process.stdout.write(`${line}\n`)
const patienceMs = 60_000

const folder = await mkdtemp(join(tmpdir(), 'crier-package-'))
const [packed] = JSON.parse((await run('npm', ['pack', '--json', '--pack-destination', folder])).stdout) as [
  { filename: string; size: number; entryCount: number },
]
say(`packed: ${packed.filename}, ${Math.round(packed.size / 1000)} kB, ${packed.entryCount} files`)

await run('npm', ['install', '--no-audit', '--no-fund', join(folder, packed.filename)], { cwd: folder })
say('installed')

const port = String((await freePorts(1))[0])
const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: port, HOST: '127.0.0.1' }
const began = performance.now()
const program = spawn(join(folder, 'node_modules', '.bin', 'crier'), ['run'], {
  cwd: folder,
  env,
  stdio: ['ignore', 'ignore', 'inherit'],
  // A group of its own, which ends as one.
  detached: true,
})
const ended = once(program, 'exit')
const base = `http://127.0.0.1:${port}`

try {
  await until('it answers', async () => (await fetch(`${base}/_status`)).ok)
  say(`started after ${((performance.now() - began) / 1000).toFixed(1)} s`)
  const { stdout } = await run('npx', ['crier', 'demo', '--json'], { cwd: folder, env })
  const demo = JSON.parse(stdout) as { api_keys: { normal: string }; templates: Record<string, string> }
  const call = async (path: string, sent?: object) => {
    const response = await fetch(`${base}${path}`, {
      headers: { authorization: `Bearer ${tokenFor(demo.api_keys.normal, new Date())}` },
      ...(sent && { method: 'POST', body: JSON.stringify(sent) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  const send = async (path: string, sent: object) =>
    ((await (await call(path, sent)).json()) as { id: string }).id

  const text = await send('/v2/notifications/sms', {
    phone_number: '07700900123',
    template_id: demo.templates.sms,
    personalisation: { name: 'Amala', code: '12345' },
  })
  await until('the text is delivered', async () => {
    const { status } = (await (await call(`/v2/notifications/${text}`)).json()) as { status: string }
    return status === 'delivered'
  })
  say('a text is delivered')

  const address = Object.fromEntries(queen.map((line, i) => [`address_line_${i + 1}`, line]))
  const drawn = await send('/v2/notifications/letter', {
    template_id: demo.templates.letter,
    personalisation: { ...address, name: 'Amala', day: 'Tuesday' },
  })
  const content = Buffer.from(await pdfOf([letterTo(queen)]))
  const brought = await send('/v2/notifications/letter', {
    reference: 'from the package',
    content: content.toString('base64'),
  })
  for (const [what, id] of [
    ['a letter', drawn],
    ['a precompiled letter', brought],
  ] as const) {
    await until(`${what} has its PDF`, async () => {
      const pdf = Buffer.from(await (await call(`/v2/notifications/${id}/pdf`)).arrayBuffer())
      return pdf.subarray(0, 5).toString() === '%PDF-'
    })
    say(`${what} has its PDF`)
  }
  program.kill('SIGTERM')
  const [code] = await ended
  if (code !== 0) throw new Error(`it ended with ${code}`)
  say('it stops')
} finally {
  if (program.exitCode === null && program.signalCode === null) process.kill(-program.pid!, 'SIGKILL')
  await rm(folder, { recursive: true, force: true })
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs
  let last: unknown
  while (performance.now() < deadline) {
    try {
      if (await holds()) return
    } catch (error) {
      last = error
    }
    await pause(200)
  }
  throw new Error(`not within ${patienceMs / 1000} s: ${what}`, { cause: last })
}
