/** The thread that draws letters and the process that reads strangers' PDFs, of which all Criers of a process of tests share one each. */

import { lazily } from '../../src/lazily.ts'
import { type Children, makeChildren } from '../../src/letters/precompiled/children.ts'
import { makeSanitiser, type Sanitiser } from '../../src/letters/precompiled/sanitise.ts'
import { type LetterRenderer, makeLetterRenderer } from '../../src/letters/renderer.ts'
import { makeLog } from '../../src/log.ts'

const children = lazily(() => makeChildren(1))
const renderer = lazily(() => makeLetterRenderer(1))
const sanitiser = lazily(() => makeSanitiser(makeLog('silent'), sharedChildren()))

/** Who closes them lets them be: others read on. */
export const sharedChildren = (): Children => ({ ...children(), close() {} })

export const sharedReaders = (): { letters: LetterRenderer; sanitiser: Sanitiser } => ({
  letters: { ...renderer(), close: async () => {} },
  sanitiser: sanitiser(),
})

/** For the process, when none of its files is left. */
export async function closeSharedReaders(): Promise<void> {
  children().close()
  await renderer().close()
}
