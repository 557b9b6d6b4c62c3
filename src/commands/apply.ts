import { readFile, stat } from 'node:fs/promises'
import type { Config } from '../config.ts'
import { type Applied, applyDocument } from '../services/apply.ts'
import { documentJsonSchema } from '../services/document.ts'
import { withCrier } from './database.ts'
import { print } from './print.ts'

export type ApplyValues = { json?: boolean; schema?: boolean; 'dry-run'?: boolean }

/** A document with a thousand long templates is smaller. */
const mostBytes = 10_000_000

const usage = 'usage: apply <file.json> [--dry-run] [--json], or apply --schema'

export async function applyCommand(config: Config, files: string[], values: ApplyValues): Promise<void> {
  if (values.schema) {
    print(documentJsonSchema())
    return
  }
  const [file, ...others] = files
  if (file === undefined || others.length > 0) throw new Error(usage)
  const document = await readDocument(file)
  const dryRun = values['dry-run'] ?? false
  await withCrier(config, async (crier) => {
    const applied = await applyDocument(crier, document, { dryRun }).catch((error: Error) => {
      throw new Error(`${file}: ${error.message}`, { cause: error })
    })
    if (values.json) print({ dry_run: dryRun, things: applied })
    else process.stdout.write(report(applied, dryRun))
  })
}

/** @throws Error of one line that names the file */
export async function readDocument(file: string): Promise<unknown> {
  const found = await stat(file).catch(() => null)
  if (found === null) throw new Error(`${file}: there is no such file`)
  if (!found.isFile()) throw new Error(`${file}: is no file`)
  if (found.size > mostBytes) throw new Error(`${file}: is larger than ${mostBytes / 1e6} MB`)
  const text = new TextDecoder().decode(await readFile(file))
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${file}: is not JSON: ${(error as Error).message.split('\n')[0]}`, { cause: error })
  }
}

const words: Record<string, string> = {
  sms_senders: 'text message sender',
  reply_to_addresses: 'reply-to address',
  letter_contacts: 'contact block',
  guest_list: 'guest list',
  callbacks: 'callback',
  data_retention: 'retention',
  templates: 'template',
}

/** A line for each thing, with its id, which requests name: what a dry run would make has none yet. */
function report(applied: Applied[], dryRun: boolean): string {
  const lines = applied.map(({ kind, name, id, change }) => {
    const lastingId = dryRun && change?.startsWith('made') ? null : id
    const thing = [words[kind] ?? kind, name && `"${name}"`, lastingId].filter(Boolean).join(' ')
    return `${thing}: ${change ?? 'unchanged'}`
  })
  const changes = applied.filter(({ change }) => change !== null).length
  if (changes === 0) lines.push('Nothing had to be changed.')
  else if (dryRun) lines.push('This was a dry run: nothing has been changed.')
  return `${lines.join('\n')}\n`
}
