/**
 * Letters as PDFs, and the pages of PDFs as pictures, by threads of their own: the libraries and fonts are loaded when the first letter comes, and what
 * strangers' files do to them ends with the thread. Source: specification, letters, renderer.
 */
import { programFile } from '../programs.ts'
import { makeThreads } from '../threads.ts'
import type { LetterOrder, LetterResults } from './rendering/orders.ts'

export type { LetterInput, LetterTemplate, RenderedLetter } from './rendering/letter.ts'
export type { Dressing } from './rendering/orders.ts'

export type LetterRenderer = {
  /**
   * @param owner the service that it is done for
   * @throws ApiError 503 when too much of that service waits already
   */
  render: <O extends LetterOrder>(owner: string, order: O) => Promise<LetterResults[O['what']]>
  close: () => Promise<void>
}

/** A letter and a page's picture take a hundredth of a second each, the worst that two megabytes can be ten seconds. */
const limits = { seconds: 25, idleSeconds: 300, megabytes: 512, waiting: 200 }

export function makeLetterRenderer(threads: number): LetterRenderer {
  const program = programFile('./rendering/thread.ts', import.meta.url)
  const { carryOut, close } = makeThreads<LetterOrder, never>(program, { threads, ...limits })
  return { render: carryOut, close }
}
