/** Where letters are, and what operators do about them. Source: specification, letters, operator tools. */
import {
  findLetter,
  type IListLettersInHandResult,
  listLetterLife,
  listLettersInHand,
  listLettersNamed,
  remakeLetters,
  reprintLetters,
  rescanFailedLetters,
} from '../../queries/letters/operating.queries.ts'
import { findService } from '../../queries/services.queries.ts'
import type { Config } from '../config.ts'
import type { Crier } from '../context.ts'
import { resanitise, resanitiseAttached } from '../letters/operating.ts'
import { operator } from '../services/operator.ts'
import { canonicalUuid } from '../uuid.ts'
import { withCrier } from './database.ts'

export type LetterValues = { service?: string; status?: string; json?: boolean }
type Screen = { write: (text: string) => unknown }

const usage =
  'usage: letter list [--service S] [--status pending-virus-check|created|sending] [--json], letter show <id> [--json], letter find <file name> …, letter rescan [<id> …], letter resanitise-attachment <attachment id> …, or letter remake|resanitise|reprint <id> …'
const shown = 1000

export async function letterCommand(config: Config, words: string[], values: LetterValues): Promise<void> {
  const work = letterWork(words, values, process.stdout)
  await withCrier(config, work)
}

/** @throws Error of one line for a command line that says nothing */
export function letterWork(
  [verb, ...named]: string[],
  { json = false, ...filters }: LetterValues,
  screen: Screen,
): (crier: Crier) => Promise<void> {
  if (verb === 'list' && named.length === 0) return (crier) => list(crier, filters, json, screen)
  if (verb === 'rescan' && named.length === 0) return (crier) => rescan(crier, null, screen)
  if (named.length === 0) throw new Error(usage)
  if (verb === 'show' && named.length === 1) return (crier) => show(crier, named[0]!, json, screen)
  if (verb === 'find') return (crier) => find(crier, named, screen)
  if (verb === 'resanitise-attachment') return (crier) => resanitiseAttachments(crier, named, screen)
  const change = verb === undefined ? undefined : changes[verb]
  if (change === undefined) throw new Error(usage)
  return async (crier) => {
    const letters = []
    for (const one of named) letters.push((await letterNamed(crier, one)).id)
    await change(crier, letters, screen)
  }
}

async function list(
  crier: Crier,
  { service: named, status }: Omit<LetterValues, 'json'>,
  json: boolean,
  screen: Screen,
): Promise<void> {
  const states = ['pending-virus-check', 'created', 'sending'] as const
  const statuses = states.filter((one) => (status === undefined ? one !== 'sending' : one === status))
  if (statuses.length === 0) throw new Error(`--status must be ${states.join(' or ')}`)
  const [service] = named === undefined ? [] : await findService.run({ named: named.trim() }, crier.db)
  if (named !== undefined && service === undefined)
    throw new Error(`there is no service with the id or name "${named}"`)
  const wanted = { service_id: service?.id ?? null, statuses, limit: shown }
  const rows = await listLettersInHand.run(wanted, crier.db)
  if (json) return void screen.write(`${JSON.stringify(rows, null, 2)}\n`)
  screen.write(rows.length === 0 ? 'No letter waits.\n' : rows.map(line).join(''))
  if (rows.length === shown) screen.write(`Only the oldest ${shown} are shown.\n`)
}

const line = ({ id, created_at, service_name, status, key_type, ...row }: IListLettersInHandResult) => {
  const key = key_type === 'normal' ? '' : ` (${key_type} key)`
  const detail = row.detail === null ? '' : ` (${row.detail})`
  return `${id} ${created_at.slice(0, 19)}Z of "${service_name}"${key}: ${status}, waits for ${row.waits_for}${detail}\n`
}

async function show(crier: Crier, named: string, json: boolean, screen: Screen): Promise<void> {
  const letter = await letterNamed(crier, named)
  const life = await listLetterLife.run({ id: letter.id }, crier.db)
  if (json) return void screen.write(`${JSON.stringify({ ...letter, life }, null, 2)}\n`)
  const { id, service_name, status, reference, postage, sheets, print_day, sent_at, sent_by } = letter
  const sent = sent_at === null ? '' : `, at ${sent_by} since ${sent_at.slice(0, 19)}Z`
  screen.write(
    `${id} of "${service_name}": ${status}, ${postage}, ${sheets} sheets, ${reference} for the printer, print day ${print_day}${sent}\n`,
  )
  if (letter.waits_for !== null) {
    const detail = letter.waits_detail === null ? '' : ` (${letter.waits_detail})`
    screen.write(`  waits for ${letter.waits_for}${detail}\n`)
  }
  for (const { at, happened, detail } of life)
    screen.write(`  ${at.slice(0, 19)}Z ${happened}${detail === null ? '' : `: ${detail}`}\n`)
}

/** A CSV, since somebody else asks: of letters whose file names they have, or the names of zips. */
async function find(crier: Crier, names: string[], screen: Screen): Promise<void> {
  const batches = names.map((name) => name.replace(/(\.ZIP)?(\.(TXT|ACK\.TXT))?$/i, '.ZIP'))
  const references = names.map(referenceIn)
  const rows = await listLettersNamed.run({ batches, references }, crier.db)
  screen.write('id,service_id,template_id,reference,job_id,created_at\n')
  for (const { id, service_id, template_id, reference, job_id, created_at } of rows)
    screen.write(`${[id, service_id, template_id, reference, job_id ?? '', created_at].join(',')}\n`)
}

/** In the names of files only the second part says which letter it is. */
const referenceIn = (name: string): string =>
  /^(?:.*\/)?NOTIFY\.([^.]+)\./i.exec(name)?.[1]?.toUpperCase() ?? name

async function letterNamed(crier: Crier, named: string) {
  const wanted = { id: canonicalUuid(named), reference: referenceIn(named) }
  const [letter] = await findLetter.run(wanted, crier.db)
  if (letter === undefined) throw new Error(`there is no letter "${named}"`)
  return letter
}

/** @param letters null: all that failed */
async function rescan(crier: Crier, letters: string[] | null, screen: Screen): Promise<void> {
  const wanted = { letters, actor: operator, now: crier.now().toISOString() }
  const { rescanned } = (await rescanFailedLetters.run(wanted, crier.db))[0]!
  screen.write(
    `Letters that are scanned again: ${rescanned.length}${letters ? ` of ${letters.length}` : ''}\n`,
  )
  if (letters !== null && rescanned.length < letters.length)
    throw new Error('others did not come as PDF, have no file any more or did not fail: see letter show')
}

async function resanitiseAttachments(crier: Crier, ids: string[], screen: Screen): Promise<void> {
  for (const id of ids) screen.write(`${id}: ${await resanitiseAttached(crier, attachmentId(id))}\n`)
}

function attachmentId(named: string): string {
  const id = canonicalUuid(named)
  if (id === null) throw new Error(`"${named}" is not the id of an attachment`)
  return id
}

const changes: Record<string, (crier: Crier, letters: string[], screen: Screen) => Promise<void>> = {
  async remake(crier, letters, screen) {
    const wanted = { letters, actor: operator, now: crier.now().toISOString() }
    const [done] = await remakeLetters.run(wanted, crier.db)
    screen.write(`Letters whose PDF is made again: ${done!.remade.length} of ${letters.length}\n`)
    if (done!.remade.length < letters.length)
      throw new Error('others came as PDF, are in a batch or are not to be printed: see letter show')
  },
  rescan,
  async resanitise(crier, letters, screen) {
    for (const id of letters) screen.write(`${id}: ${await resanitise(crier, id)}\n`)
  },
  async reprint(crier, letters, screen) {
    const wanted = { letters, actor: operator, now: crier.now().toISOString() }
    const [done] = await reprintLetters.run(wanted, crier.db)
    screen.write(`Letters that the next print run takes again: ${done!.reprinted} of ${letters.length}\n`)
    if (done!.reprinted < letters.length)
      throw new Error('others are neither at the printer nor failed there: see letter show')
  },
}
