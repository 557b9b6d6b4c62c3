/** Scans letters that came as PDF, then reads and rewrites them. Source: specification, letters, virus scan and what follows. */
import type { JobResult } from 'pg-boss'
import {
  failVirusScan,
  type IListLettersToCheckResult,
  listLettersToCheck,
  passVirusScan,
  recordSanitisedLetter,
} from '../../queries/letters/checking.queries.ts'
import { failLetterValidation } from '../../queries/letters/making.queries.ts'
import type { Crier } from '../context.ts'
import { scan } from '../files/scan.ts'
import { ownKey, readFile } from '../files/store.ts'
import { isOver, keepTrying, type Lease } from '../keep-trying.ts'
import { addressText, normalisedAddress, parsePostalAddress } from '../recipients/postal-addresses.ts'
import { bytesOf, storePdf } from './files.ts'

type Letter = IListLettersToCheckResult
type Original = { id: string; size: number }

export const scanLetters = (crier: Crier, jobs: readonly { id: string }[], lease: Lease) =>
  checkLetters(crier, jobs, lease, scanLetter)

export const sanitiseLetters = (crier: Crier, jobs: readonly { id: string }[], lease: Lease) =>
  checkLetters(crier, jobs, lease, sanitiseLetter)

/** One at a time: each may be ten megabytes. A letter that waits for no check (any more) is done. */
async function checkLetters(
  crier: Crier,
  jobs: readonly { id: string }[],
  lease: Lease,
  check: (crier: Crier, letter: Letter, original: Original, lease: Lease) => Promise<void>,
): Promise<JobResult[]> {
  if (isOver(lease)) return jobs.map(({ id }) => ({ id, status: 'failed' }))
  const letters = await listLettersToCheck.run({ ids: jobs.map((job) => job.id) }, crier.db)
  const failed = new Set<string>()
  for (const letter of letters) {
    try {
      if (isOver(lease)) throw new Error('the lease is over')
      const { file_id: id, size } = letter
      if (id === null || size === null) throw new Error('its PDF is gone')
      await check(crier, letter, { id, size }, lease)
    } catch (error) {
      crier.log.error({ error, notificationId: letter.id }, 'a letter could not be checked')
      failed.add(letter.id)
    }
  }
  return jobs.map(({ id }) => ({ id, status: failed.has(id) ? 'failed' : 'completed' }))
}

async function scanLetter(crier: Crier, { id }: Letter, original: Original, lease: Lease): Promise<void> {
  const found = await scan(crier, readFile(crier, original, ownKey(crier, original.id)))
  if (found.result === 'failed') throw new Error('the scanner could not tell')
  const now = crier.now().toISOString()
  if (found.result === 'clean') {
    await keepTrying(() => passVirusScan.run({ id }, crier.db), lease)
    return
  }
  await keepTrying(() => failVirusScan.run({ id, now }, crier.db), lease)
  crier.log.error({ notificationId: id, virus: found.virus }, 'a letter has a virus')
}

async function sanitiseLetter(crier: Crier, letter: Letter, original: Original, lease: Lease): Promise<void> {
  const { id } = letter
  const options = { allowInternational: letter.is_international, signal: lease.signal }
  const answer = await crier.sanitiser.sanitise(await bytesOf(crier, original), options)
  const now = crier.now().toISOString()
  if (!answer.ok) {
    const { code, invalidPages: invalid_pages, pageCount: page_count } = answer
    const failure = { id, code, invalid_pages, page_count, file_id: null, now }
    await keepTrying(() => failLetterValidation.run(failure, crier.db), lease)
    return
  }
  const address = parsePostalAddress(answer.recipientAddress ?? '', { international: true })
  const found = {
    page_count: answer.pageCount,
    to: addressText(address),
    normalised_to: normalisedAddress(address),
    postage_abroad: address.zone === 'united-kingdom' ? null : address.zone,
  }
  await storePdf(crier, 'letter-pdf', letter, answer.pdf, (file_id) =>
    keepTrying(
      async () => (await recordSanitisedLetter.run({ id, file_id, ...found, now }, crier.db))[0]!.is_recorded,
      lease,
    ),
  )
}
