/** What operators do about single letters. Source: specification, letters, operator tools. */
import { getLetterOriginal, resanitiseLetter } from '../../queries/letters/operating.queries.ts'
import type { Crier } from '../context.ts'
import { operator } from '../services/operator.ts'
import { bytesOf, storeLetterPdf } from './files.ts'

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
  await storeLetterPdf(crier, { id, service_id }, pdf, async (file) => {
    const made = { id, file_id: file, page_count, actor: operator, now: crier.now().toISOString() }
    const [done] = await resanitiseLetter.run(made, crier.db)
    isReplaced = done!.is_replaced
    return isReplaced
  })
  if (!isReplaced) throw new Error('a batch has it already, or it is not to be printed: see letter show')
  return `made anew, ${page_count} pages`
}
