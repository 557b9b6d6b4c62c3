/** Makes the PDFs of letters that come from templates. Source: specification, letters, templated PDF. */
import type { JobResult } from 'pg-boss'
import {
  failLetterValidation,
  type IListLettersToMakeResult,
  listLettersToMake,
  recordLetterPdf,
} from '../../queries/letters/making.queries.ts'
import type { Crier } from '../context.ts'
import { isOver, keepTrying, type Lease } from '../keep-trying.ts'
import { letterInput, mostPages } from './contents.ts'
import { type LetterFiles, letterFiles, storePdf } from './files.ts'

type LetterToMake = IListLettersToMakeResult

/** A job that fails is tried again; a letter that needs no PDF (any more) is done. */
export async function makeLetters(
  crier: Crier,
  jobs: readonly { id: string }[],
  lease: Lease,
  files = letterFiles(crier),
): Promise<JobResult[]> {
  if (isOver(lease)) return jobs.map(({ id }) => ({ id, status: 'failed' }))
  const letters = await listLettersToMake.run({ ids: jobs.map((job) => job.id) }, crier.db)
  const failed = new Set<string>()
  await Promise.all(
    letters.map(async (letter) => {
      try {
        await makeLetter(crier, files, letter, lease)
      } catch (error) {
        crier.log.error({ error, notificationId: letter.id }, 'the PDF of a letter could not be made')
        failed.add(letter.id)
      }
    }),
  )
  return jobs.map(({ id }) => ({ id, status: failed.has(id) ? 'failed' : 'completed' }))
}

async function makeLetter(
  crier: Crier,
  files: LetterFiles,
  letter: LetterToMake,
  lease: Lease,
): Promise<void> {
  const input = await letterInput(crier, files, letter, 'print')
  const { pdf, pages } = await crier.letters.render(letter.service_id, { what: 'letter', input })
  if (isOver(lease)) throw new Error('the lease is over')
  const now = crier.now().toISOString()
  const { id } = letter
  await storePdf(crier, 'letter-pdf', letter, pdf, (file_id) =>
    keepTrying(async () => {
      if (pages <= mostPages)
        return (await recordLetterPdf.run({ id, file_id, page_count: pages, now }, crier.db))[0]!.is_recorded
      const failure = { code: 'letter-too-long', invalid_pages: null, page_count: pages, file_id }
      return (await failLetterValidation.run({ id, ...failure, now }, crier.db))[0]!.is_failed
    }, lease),
  )
}
