/**
 * The rules that a PDF keeps when it can be printed as a letter, in their order, and what is changed in one that keeps them. Runs in a process of
 * its own (child.ts). Source: specification, letters, precompiled letters, steps 1 to 3 and the inks; what must be drawn and read is in reading-steps.ts.
 */
import { flattenAnnotations } from './annotations.ts'
import { keepWhatPrints, openDocument, type Page, written } from './document.ts'
import { type Lacking, makeInks } from './inks.ts'
import { type Refused, refusal, type Sanitised, unreadable } from './results.ts'
import { isA4Portrait } from './zones.ts'

export type Order = { allowInternational: boolean; isAttachment: boolean; maxOperators: number }
/** Ready but for what it lacks. */
export type Made = Extract<Sanitised, { ok: true }> & { lacking: Lacking }
/** What its converter may not change of one. */
export type Letter = { pageCount: number; recipientAddress: string | null }

/** Five sheets, printed on both sides. */
const maxPages = 10

/** What is said against the program, not against a file. */
export class NotLoaded extends Error {}

/** Half of what a process loads, which files that are refused or ended before do without: 0.25 s of a processor. @throws NotLoaded */
export const readingSteps = () =>
  import('./reading-steps.ts').catch((error: Error) => {
    throw new NotLoaded(error.message)
  })

/**
 * @returns a PDF that keeps the rules, or which of them it breaks
 * @throws NotLoaded
 */
export async function makeLetter(pdf: Uint8Array, order: Order): Promise<Made | Refused> {
  try {
    const { document, leaves } = await openDocument(pdf)
    if (leaves.length > maxPages) return refusal('letter-too-long', leaves.length)
    const pages = keepWhatPrints(document, leaves)
    const wrong = pages.flatMap(({ box }, at) => (isSheet(box) ? [] : [at + 1]))
    if (wrong.length > 0) return refusal('letter-not-a4-portrait-oriented', pages.length, wrong)
    for (const { dict } of pages) flattenAnnotations(document.context, dict, order.maxOperators)
    const lacking = makeInks(
      document.context,
      pages.map(({ dict }) => dict),
      order.maxOperators,
    )
    const printed = await written(document)
    const { readAndReaddress } = await readingSteps()
    return await readAndReaddress({ document, pages, printed, lacking, order })
  } catch (error) {
    if (error instanceof NotLoaded) throw error
    return unreadable()
  }
}

function isSheet({ width, height, rotation, unit }: Page['box']): boolean {
  if (unit !== 1) return false
  return rotation % 180 === 0 ? isA4Portrait(width, height) : isA4Portrait(height, width)
}
