/** What operators do about single letters and attachments. Source: specification, letters, operator tools. */
import { getAttachedPages, resanitiseAttachment } from '../../queries/letters/attachments.queries.ts'
import { getLetterOriginal, resanitiseLetter } from '../../queries/letters/operating.queries.ts'
import type { Crier } from '../context.ts'
import { operator } from '../services/operator.ts'
import { bytesOf, storePdf } from './files.ts'

/**
 * Reads and rewrites anew a letter that came as PDF, and prints that in place of what was made before. What fails again leaves everything as it is.
 * @returns in words, what was done
 * @throws Error with the rule that the PDF breaks, or why nothing can be put in place of what is there
 */
export async function resanitise(crier: Crier, id: string): Promise<string> {
  const [original] = await getLetterOriginal.run({ id }, crier.db)
  if (original === undefined) throw new Error('no PDF that came for it is kept')
  const { service_id, file_id, size, is_international: allowInternational } = original
  const bytes = await bytesOf(crier, { id: file_id, size })
  const answer = await crier.sanitiser.sanitise(bytes, { allowInternational })
  if (!answer.ok) throw new Error(`it cannot be printed: ${answer.code}`)
  const { pdf, pageCount: page_count } = answer
  let isReplaced = false
  await storePdf(crier, 'letter-pdf', { id, service_id }, pdf, async (file) => {
    const made = { id, file_id: file, page_count, actor: operator, now: crier.now().toISOString() }
    const [done] = await resanitiseLetter.run(made, crier.db)
    isReplaced = done!.is_replaced
    return isReplaced
  })
  if (!isReplaced) throw new Error('a batch has it already, or it is not to be printed: see letter show')
  return `made anew, ${page_count} pages`
}

/**
 * Reads and rewrites anew the pages of an attachment, for letters that are made from now on. What fails again, or has another number of pages (letters
 * were counted with them), leaves everything as it is.
 * @returns in words, what was done
 * @throws Error with the rule that the pages break, or why nothing can be put in place of what is there
 */
export async function resanitiseAttached(crier: Crier, id: string): Promise<string> {
  const [pages] = await getAttachedPages.run({ id }, crier.db)
  if (pages === undefined) throw new Error('there is no attachment of that id')
  const { service_id, file_id, size, page_count } = pages
  const bytes = await bytesOf(crier, { id: file_id, size })
  const answer = await crier.sanitiser.sanitise(bytes, { allowInternational: false, isAttachment: true })
  if (!answer.ok) throw new Error(`it cannot be printed: ${answer.code}`)
  if (answer.pageCount !== page_count)
    throw new Error(`it has ${answer.pageCount} pages in place of ${page_count}: nothing is changed`)
  let isReplaced = false
  await storePdf(crier, 'letter-attachment', { id, service_id }, answer.pdf, async (file) => {
    const made = { id, file_id: file, actor: operator, now: crier.now().toISOString() }
    const [done] = await resanitiseAttachment.run(made, crier.db)
    isReplaced = done!.is_replaced
    return isReplaced
  })
  if (!isReplaced) throw new Error('its pages are gone, or another made them anew at the same time')
  return `made anew, ${page_count} pages`
}
