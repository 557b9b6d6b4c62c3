/** Crier's commands and a provider, as processes of their own on a scenario's database. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Command, startCommand } from '../operation/command.ts'
import type { Bench } from './bench.ts'
import type { MmgOrders } from './mmg.ts'

/** A command of Crier; CRIER_BENCH_PROFILE names a folder for its profile. */
export function beginCommand({ url }: Bench, word: string, env: Record<string, string> = {}): Command {
  const profile = process.env.CRIER_BENCH_PROFILE
  const options = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
  return startCommand([word], { DATABASE_URL: url, ...env }, options)
}

/** @returns also what workers are told of it in their environment */
export async function startMmg(
  orders: MmgOrders,
): Promise<{ env: Record<string, string>; pid: number; stop: () => void }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('mmg.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(orders))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    env: {
      MMG_URL: `http://127.0.0.1:${line.toString().trim()}/send`,
      MMG_API_KEY: 'a key for measurements',
    },
    pid: child.pid!,
    stop: () => void child.kill(),
  }
}
