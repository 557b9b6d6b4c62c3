/** Where a running Crier answers, for what commands print. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'

export const publicBase = (config: Config, port = config.port) => config.baseUrl ?? `http://localhost:${port}`

/** `run` leaves its port here, so that a command in another shell names the address that really answers. */
const portFile = (config: Config) => join(config.folder, 'port')

export async function notePort(config: Config, port: number): Promise<void> {
  await mkdir(config.folder, { recursive: true })
  await writeFile(portFile(config), String(port))
}

export async function runningBase(config: Config): Promise<string> {
  const port = process.env.PORT ? undefined : await readFile(portFile(config), 'utf8').catch(() => undefined)
  return publicBase(config, port === undefined ? config.port : Number(port))
}
