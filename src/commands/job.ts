/** Sends a file of recipients through the API, as any program would, and shows how far it is. */
import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Config } from '../config.ts'
import { type FileType, fileTypes } from '../jobs/file-types.ts'
import { givenKey, tokenOf } from './token.ts'

export type JobValues = {
  template?: string
  name?: string
  at?: string
  reference?: string
  'reply-to'?: string
  url?: string
  again?: boolean
  check?: boolean
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
  'usage: job send <file> --template ID [--name N] [--at TIME] [--reference R] [--reply-to ID] [--url URL] [--again | --check]'
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
  const file = {
    name: values.name ?? basename(path),
    contents: await readFile(path),
    type: fileTypeOfName(path),
  }
  if (values.check) await checkFile(ask, key, file, { ...values, template }, process.stdout)
  else await sendFile(ask, key, file, { ...values, template }, process.stdout, pause)
}

export type SentFile = { name: string; contents: Uint8Array; type: FileType }

/** What is asked of a file, whether it is sent or checked. */
function queryOf(file: SentFile, options: JobValues & { template: string }): URLSearchParams {
  const query = new URLSearchParams({ name: file.name, template_id: options.template })
  if (options.at !== undefined) query.set('scheduled_for', options.at)
  if (options.reference !== undefined) query.set('reference', options.reference)
  if (options['reply-to'] !== undefined) query.set('reply_to_id', options['reply-to'])
  return query
}

function callerOf(ask: Ask, key: string) {
  return async <Body>(path: string, init: RequestInit) => {
    const headers = { ...init.headers, authorization: `Bearer ${tokenOf(key, 'job send')}` }
    const response = await ask(path, { ...init, headers })
    const body = (await response.json()) as Body & { errors?: { message: string }[] }
    if (!response.ok) throw new Error(refusal(response.status, body.errors))
    return { body, isReplayed: response.headers.get('idempotent-replayed') === 'true' }
  }
}

type Check = {
  can_be_sent: boolean
  row_count: number
  errors: { message: string }[]
  error_count: number
  to_fix: string[]
  repeated_recipients: { count: number }
}

/**
 * Has a file checked, and sends nothing of it.
 * @throws Error where it cannot be sent, once what is wrong has been shown
 */
export async function checkFile(
  ask: Ask,
  key: string,
  file: SentFile,
  options: JobValues & { template: string },
  screen: Screen,
): Promise<void> {
  const { body } = await callerOf(ask, key)<Check>(`/v2/jobs/check?${queryOf(file, options)}`, {
    method: 'POST',
    body: file.contents as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': file.type },
  })
  for (const { message } of body.errors.slice(0, mostShown)) screen.write(`${message}\n`)
  const more = body.error_count - mostShown
  if (more > 0) screen.write(`and ${more} more\n`)
  for (const text of body.to_fix) screen.write(`${text}\n`)
  const { count } = body.repeated_recipients
  if (count > 0) screen.write(`recipients that a row before has too: ${count}\n`)
  if (!body.can_be_sent) throw new Error(`${body.row_count} rows that cannot be sent as they are`)
  screen.write(`${body.row_count} rows that can be sent\n`)
}

/**
 * @param pause between two looks
 * @throws Error with what the API says of the file
 */
export async function sendFile(
  ask: Ask,
  key: string,
  file: SentFile,
  options: JobValues & { template: string },
  screen: Screen,
  pause: () => Promise<unknown>,
): Promise<void> {
  const query = queryOf(file, options)
  const call = callerOf(ask, key)
  // The same command twice, a day apart at most, sends once.
  const same = createHash('sha256').update(file.contents).update(query.toString()).digest('hex')
  const { body: made, isReplayed } = await call<Job>(`/v2/jobs?${query}`, {
    method: 'POST',
    body: file.contents as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': file.type, 'idempotency-key': options.again ? randomUUID() : same },
  })
  const about = `job ${made.id}: ${made.notification_count} rows`
  screen.write(
    isReplayed ? `${about}, which were sent before (--again sends them once more)\n` : `${about}\n`,
  )
  for (;;) {
    const { body: job } = await call<Job>(`/v2/jobs/${made.id}`, {})
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

/** What is no other format by its name is a CSV. */
function fileTypeOfName(path: string): FileType {
  const extension = extname(path).slice(1).toLowerCase()
  const found = Object.entries(fileTypes).find(([, name]) => name === extension)
  return (found?.[0] ?? 'text/csv') as FileType
}

/** The command's error is one line: what is wrong with more rows than fit on it is counted. */
function refusal(status: number, errors: { message: string }[] = []): string {
  const shown = errors.slice(0, mostShown).map(({ message }) => message)
  const more = errors.length > shown.length ? `; ${errors.length - shown.length} more` : ''
  return `${status} ${shown.join('; ')}${more}`
}
