/** Chromium without a window, where the machine has one: Debian's package `chromium`, or whatever CHROMIUM names. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

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
  '--remote-debugging-pipe',
]

export type Size = { width: number; height: number }
/** As Chromium understood the page after it had been laid out, and as it looks, in PNG. */
export type Page = { dom: string; picture: Buffer }

const patienceMs = 60_000

type Answer = { id?: number; method?: string; result?: Record<string, unknown>; error?: { message: string } }

/** The page in each of the sizes, by one start of the program with a profile of its own that is gone afterwards. Source: Chrome DevTools Protocol. */
export async function pagesOf(url: string, sizes: readonly Size[]): Promise<Page[]> {
  const profile = await mkdtemp(join(tmpdir(), 'crier-chromium-'))
  const child = spawn(chromium!, [...flags, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
  })
  const ended = once(child, 'close')
  const { ask, next } = talk(child.stdio[3] as Writable, child.stdio[4] as Readable)
  try {
    const { targetId } = await ask('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true })
    const inPage = (method: string, params: object = {}) => ask(method, params, sessionId as string)
    await inPage('Page.enable')
    const pages: Page[] = []
    for (const size of sizes) {
      await inPage('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false })
      const loaded = next('Page.loadEventFired')
      await inPage('Page.navigate', { url })
      await loaded
      const expression = 'document.documentElement.outerHTML'
      const { result } = await inPage('Runtime.evaluate', { expression })
      const { data } = await inPage('Page.captureScreenshot', { format: 'png' })
      pages.push({
        dom: (result as { value: string }).value,
        picture: Buffer.from(data as string, 'base64'),
      })
    }
    await ask('Browser.close')
    await ended
    return pages
  } finally {
    child.kill('SIGKILL')
    await ended
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Questions and answers, each in JSON that a zero byte ends. */
function talk(mouth: Writable, ear: Readable) {
  const waiting = new Map<number | string, (answer: Answer) => void>()
  const heard = (key: number | string) => new Promise<Answer>((resolve) => waiting.set(key, resolve))
  let text = ''
  ear.setEncoding('utf8').on('data', (chunk: string) => {
    const [rest, ...whole] = `${text}${chunk}`.split('\0').reverse()
    text = rest!
    for (const line of whole.reverse()) {
      const answer = JSON.parse(line) as Answer
      const key = answer.id ?? answer.method!
      waiting.get(key)?.(answer)
      waiting.delete(key)
    }
  })
  // One that ends early answers everything that is still asked.
  ear.on('close', () => {
    for (const tell of waiting.values()) tell({ error: { message: 'Chromium has ended' } })
  })
  let questions = 0
  async function ask(
    method: string,
    params: object = {},
    sessionId?: string,
  ): Promise<Record<string, unknown>> {
    const id = ++questions
    const answer = heard(id)
    mouth.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    const { result, error } = await answer
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result ?? {}
  }
  return { ask, next: heard }
}
