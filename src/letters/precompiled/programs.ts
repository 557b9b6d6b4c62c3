/**
 * Separate programs that read strangers' files: in a folder of their own that is gone afterwards, without our environment, and with no more time,
 * memory and output than they may have.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type ProgramLimits = { cpuSeconds: number; megabytes: number; fileMegabytes: number }
/** What it said, on both of its outputs, as far as anybody wants to read. */
export type Ended = { code: number | null; said: string }

const maxSaid = 10_000
/** Of a program that waits rather than works. */
const wallSeconds = 120
/** The shell has the limits set in itself before it becomes the program; not every system knows the one of memory. */
const limited = 'ulimit -t "$1"; ulimit -f "$2"; ulimit -c 0; ulimit -v "$3" 2>/dev/null; shift 3; exec "$@"'

/** @throws Error when it can not be started; the reason of the signal */
export function runProgram(
  program: string,
  args: readonly string[],
  { folder, limits, signal }: { folder: string; limits: ProgramLimits; signal?: AbortSignal | undefined },
): Promise<Ended> {
  const { cpuSeconds, megabytes, fileMegabytes } = limits
  // Blocks of 512 bytes, and kilobytes.
  const given = [cpuSeconds, fileMegabytes * 2048, megabytes * 1024].map(String)
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  const child = spawn('/bin/sh', ['-c', limited, 'sh', ...given, program, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, TMPDIR: folder, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: wallSeconds * 1000,
    killSignal: 'SIGKILL',
    ...(signal === undefined ? {} : { signal }),
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      if (said.length < maxSaid) said += data.toString('latin1').slice(0, maxSaid - said.length)
    })
  child.once('error', (error) => reject(signal?.aborted ? signal.reason : error))
  child.once('close', (code) => resolve({ code, said }))
  return promise
}

/** A folder that only we can read, while it is needed. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'crier-letter-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
