/** One process that opens strangers' PDFs (child.ts), seen from the one that has started it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programFile } from '../../programs.ts'
import type { Answer, Job, Unable } from './child.ts'
import { CannotSanitise } from './results.ts'

/** A process was ended since its file took more than it may. */
export class TookTooMuch extends Error {}
/** A process ended and nobody knows why: perhaps through the file, perhaps not. */
export class Crashed extends Error {}

const program = fileURLToPath(programFile('./child.ts', import.meta.url))
const root = fileURLToPath(new URL('../../../', import.meta.url))
/** In an installed package the libraries lie beside it, not below. */
const libraries = dirname(dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json'))))

/** Of JavaScript; what images take is beside it, and watched (watch.ts). */
const heapMegabytes = 640
const flags = ['--permission', '--allow-worker', `--max-old-space-size=${heapMegabytes}`, '--no-warnings']

/** A file's processor time is over long before, on a machine that has nothing else to do. */
const wallSeconds = 100
const startSeconds = 60

export type Child = {
  /** Files that it has done. */
  files: number
  ask: (job: Job, signal: AbortSignal | undefined) => Promise<Answer>
  kill: () => void
}

/**
 * It has no environment, so no secrets; it ends with us, as its channel does.
 * @param readable the folders and files that it may read
 */
export function startChild(onExit: () => void, readable: readonly string[] = [root, libraries]): Child {
  const reads = readable.map((path) => `--allow-fs-read=${path}`)
  const child = spawn(process.execPath, [...flags, ...reads, program], {
    cwd: root,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  // Nobody waits for one that has nothing to do.
  const rest = () => {
    child.unref()
    child.channel?.unref()
  }
  const rouse = () => {
    child.ref()
    child.channel?.ref()
  }
  let complaint = ''
  child.stderr!.on('data', (data: Buffer) => {
    complaint = `${complaint}${data.toString()}`.slice(0, 2000)
  })
  let tooMuch = ''
  child.stdout!.on('data', (data: Buffer) => {
    tooMuch = data.toString()
  })
  for (const stream of [child.stdout, child.stderr]) (stream as unknown as { unref: () => void }).unref()
  child.on('error', () => {})
  const ended = new Promise<void>((resolve) => {
    // Not "exit": what it has said is read first. One that could not be started only has an error.
    child.once('close', resolve)
    child.once('error', () => resolve())
  })
  void ended.then(onExit)
  let isReady = false

  async function answer(job: Job): Promise<Answer> {
    if (!isReady) await message(child)
    isReady = true
    child.send(job)
    const said = (await message(child)) as Answer | Unable
    if ('unable' in said) throw new CannotSanitise(`letters can not be read: ${said.unable}`)
    return said
  }

  async function ask(job: Job, signal: AbortSignal | undefined): Promise<Answer> {
    signal?.throwIfAborted()
    rouse()
    const { promise: late, reject } = Promise.withResolvers<never>()
    const abort = () => reject(signal!.reason)
    signal?.addEventListener('abort', abort)
    const seconds = isReady ? wallSeconds : wallSeconds + startSeconds
    const timer = setTimeout(
      () => reject(new CannotSanitise('the machine has no time to read a letter')),
      seconds * 1000,
    )
    const death = ended.then((): never => {
      if (tooMuch !== '') throw new TookTooMuch(tooMuch)
      if (!isReady) throw new CannotSanitise(`letters can not be read: ${complaint.trim() || 'no process'}`)
      throw new Crashed('the process that reads letters ended')
    })
    try {
      return await Promise.race([answer(job), death, late])
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      rest()
    }
  }

  return { files: 0, ask, kill: () => void child.kill('SIGKILL') }
}

const message = async (child: ChildProcess): Promise<unknown> => (await once(child, 'message'))[0]
