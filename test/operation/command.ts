/** Crier's own commands as processes, for tests and measurements of the whole. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import packageFile from '../../package.json' with { type: 'json' }
import { shortLived } from '../support/short-lived.ts'

/** What `npm run crier` starts, after the program's own name. */
const crier = packageFile.scripts.crier.split(' ').slice(1)
const program = crier.at(-1)!
/** Those of this process, where it is one of tests: what is compiled with the same options is compiled once for all. */
const ownOptions = process.execArgv.filter((option) => shortLived.includes(option))
const root = fileURLToPath(new URL('../../', import.meta.url))
export const commandSecret = 'a secret for processes alone'

export type Command = {
  pid: number
  /** Standard output so far, its last 200,000 characters. */
  output: () => string
  complaint: () => string
  /** Resolves when it has started; of `run` and `serve` with the port. @throws when it ends before */
  started: Promise<{ port: number | null }>
  /** Resolves with the exit code, or with the signal's name, once it has ended. */
  ended: Promise<number | string>
  kill: (signal: NodeJS.Signals) => void
  /** Asks it to stop, and waits. */
  stop: () => Promise<number | string>
}

const longest = 200_000

/**
 * @param words of the command line
 * @param env beside what is needed to run: nothing of the caller's own settings gets through
 * @param nodeOptions beside those of `npm run crier`; left out, it runs as briefly as the process of tests that starts it
 */
export function startCommand(words: string[], env: Record<string, string>, nodeOptions?: string[]): Command {
  const isBrief = nodeOptions === undefined && ownOptions.length > 0
  const options = isBrief ? [...ownOptions, program] : [...(nodeOptions ?? []), ...crier]
  const child: ChildProcess = spawn(process.execPath, [...options, ...words], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      HOST: '127.0.0.1',
      PORT: '0',
      CRIER_SECRET: commandSecret,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let complaint = ''
  let onOutput = () => {}
  child.stdout!.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-longest)
    onOutput()
  })
  child.stderr!.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-longest)
  })
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown')),
  )
  const started = new Promise<{ port: number | null }>((resolve, reject) => {
    onOutput = () => {
      const line = /^\{[^\n]*"msg":"started"\}$/m.exec(output)?.[0]
      if (line === undefined) return
      onOutput = () => {}
      resolve({ port: (JSON.parse(line) as { port: number | null }).port })
    }
    void ended.then((how) => reject(new Error(`crier ${words.join(' ')} ended (${how}): ${complaint}`)))
  })
  // Whoever does not wait for the start sees its failure in `ended`.
  started.catch(() => {})
  const kill = (signal: NodeJS.Signals) => void child.kill(signal)
  return {
    pid: child.pid!,
    output: () => output,
    complaint: () => complaint,
    started,
    ended,
    kill,
    stop() {
      kill('SIGTERM')
      return ended
    },
  }
}

/** What a command prints that runs in this process, since one of its own costs a third of a second. The reports of the tests, which go the same way, are bytes. */
export async function printedBy(command: () => Promise<unknown>): Promise<string> {
  const { write } = process.stdout
  let text = ''
  process.stdout.write = ((chunk: string | Uint8Array, ...others: never[]) => {
    if (typeof chunk !== 'string') return write.call(process.stdout, chunk, ...others)
    text += chunk
    return true
  }) as typeof write
  try {
    await command()
  } finally {
    process.stdout.write = write
  }
  return text
}

/** Megabytes of memory that a process holds now and held at most; null where the system has no /proc. */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number } | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null)
  if (status === null) return null
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024)
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
}
