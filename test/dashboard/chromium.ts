/** Chromium without a window, where the machine has one: Debian's package `chromium`, or whatever CHROMIUM names. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const candidates = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
export const chromium: string | undefined = candidates.find((path) => path && existsSync(path))

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--hide-scrollbars',
  '--force-color-profile=srgb',
]

/** Runs Chromium once on a page, with a profile of its own that is gone afterwards. */
async function run(url: string, more: string[]): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'crier-chromium-'))
  try {
    const args = [...flags, `--user-data-dir=${profile}`, ...more, url]
    const { stdout } = await promisify(execFile)(chromium!, args, { timeout: 60_000, maxBuffer: 2 ** 26 })
    return stdout
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

export type Page = { dom: string; picture: Buffer }

/** The page as Chromium understood it, after it has been laid out, and a picture of it as PNG, by one start of the program. */
export async function pageOf(url: string, width: number, height: number, path: string): Promise<Page> {
  const dom = await run(url, ['--dump-dom', `--screenshot=${path}`, `--window-size=${width},${height}`])
  return { dom, picture: await readFile(path) }
}
