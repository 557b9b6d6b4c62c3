/** Sends a file of recipients through the API, as any program would, and shows how far it is. */
import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Config } from '../config.ts'
import { givenKey, tokenOf } from './token.ts'

export type JobValues = {
  template?: string
  name?: string
  at?: string
  reference?: string
  'reply-to'?: string
  url?: string
  again?: boolean
}

/** Asks the API, as fetch does. */
export type Ask = (path: string, init: RequestInit) => Response | Promise<Response>
export type Screen = { write: (text: string) => unknown; isTTY?: boolean }
type Job = {
  id: string
  status: string
  notification_count: number
  scheduled_for: string | null
  statistics: Record<string, number>
}

const usage =
  'usage: job send <file.csv> --template ID [--name N] [--at TIME] [--reference R] [--reply-to ID] [--url URL] [--again]'
const everyMs = 500
/** Of an answer that refuses a file, lines that are shown. */
const mostShown = 20
const barWidth = 40

export async function jobCommand(config: Config, words: string[], values: JobValues): Promise<void> {
  const [verb, path, ...others] = words
  const { template, url = `http://localhost:${config.port}` } = values
  if (verb !== 'send' || path === undefined || others.length > 0 || !template) throw new Error(usage)
  const key = await givenKey(undefined, process.env, process.stdin)
  const ask: Ask = (asked, init) => fetch(new URL(asked, url), init)
  const pause = () => new Promise((resolve) => setTimeout(resolve, everyMs))
  const file = { name: values.name ?? basename(path), contents: await readFile(path) }
  await sendFile(ask, key, file, { ...values, template }, process.stdout, pause)
}

/**
 * @param pause between two looks
 * @throws Error with what the API says of the file
 */
export async function sendFile(
  ask: Ask,
  key: string,
  file: { name: string; contents: Uint8Array },
  options: JobValues & { template: string },
  screen: Screen,
  pause: () => Promise<unknown>,
): Promise<void> {
  const query = new URLSearchParams({ name: file.name, template_id: options.template })
  if (options.at !== undefined) query.set('scheduled_for', options.at)
  if (options.reference !== undefined) query.set('reference', options.reference)
  if (options['reply-to'] !== undefined) query.set('reply_to_id', options['reply-to'])
  const call = async (path: string, init: RequestInit) => {
    const headers = { ...init.headers, authorization: `Bearer ${tokenOf(key, 'job send')}` }
    const response = await ask(path, { ...init, headers })
    const body = (await response.json()) as Job & { errors?: { message: string }[] }
    if (!response.ok) throw new Error(refusal(response.status, body.errors))
    return { body, isReplayed: response.headers.get('idempotent-replayed') === 'true' }
  }
  // The same command twice, a day apart at most, sends once.
  const same = createHash('sha256').update(file.contents).update(query.toString()).digest('hex')
  const { body: made, isReplayed } = await call(`/v2/jobs?${query}`, {
    method: 'POST',
    body: file.contents as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': 'text/csv', 'idempotency-key': options.again ? randomUUID() : same },
  })
  const about = `job ${made.id}: ${made.notification_count} rows`
  screen.write(
    isReplayed ? `${about}, which were sent before (--again sends them once more)\n` : `${about}\n`,
  )
  for (;;) {
    const { body: job } = await call(`/v2/jobs/${made.id}`, {})
    const waiting = isOver(job) ? 0 : leftOf(job)
    if (screen.isTTY) screen.write(`\r${bar(job, waiting)}`)
    if (job.status === 'scheduled' || waiting === 0) {
      screen.write(`${screen.isTTY ? '\n' : ''}${ending(job)}\n`)
      return
    }
    await pause()
  }
}

const isOver = ({ status }: Job) => status === 'cancelled' || status === 'sending limits exceeded'

/** Messages that no provider has yet, rows that are none yet among them; those of a finished job that was archived are none. */
function leftOf({ status, notification_count, statistics }: Job): number {
  const { created = 0, ...handed } = statistics
  if (status.startsWith('finished')) return created
  return notification_count - Object.values(handed).reduce((sum, number) => sum + number, 0)
}

function bar({ notification_count, status }: Job, waiting: number): string {
  const done = 1 - waiting / notification_count
  const filled = Math.round(done * barWidth)
  return `[${'#'.repeat(filled)}${' '.repeat(barWidth - filled)}] ${Math.floor(done * 100)}% ${status}`.padEnd(
    80,
  )
}

function ending({ status, scheduled_for, statistics }: Job): string {
  if (status === 'scheduled') return `scheduled for ${scheduled_for}`
  const counts = Object.entries(statistics).map(([name, number]) => `${number} ${name}`)
  return [status, ...counts].join(', ')
}

/** The command's error is one line: what is wrong with more rows than fit on it is counted. */
function refusal(status: number, errors: { message: string }[] = []): string {
  const shown = errors.slice(0, mostShown).map(({ message }) => message)
  const more = errors.length > shown.length ? `; ${errors.length - shown.length} more` : ''
  return `${status} ${shown.join('; ')}${more}`
}
