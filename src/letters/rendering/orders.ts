/** What is done of letters in threads of their own: every order is data, and so is its result. */

import { pdfium } from '../pages/pdfium.ts'
import { encodePng } from '../pages/png.ts'
import type { PageReader } from '../pages.ts'
import { hideTag, paintNoPrintZones, printZones } from '../print-zones.ts'
import { type LetterInput, type RenderedLetter, renderLetter } from './letter.ts'
import { withNoPrintZones } from './overlay.ts'

/** first and other: the zones of such a page are left as they are, and all else is red. */
export type Dressing = 'none' | 'without-tag' | 'first' | 'other'

export type LetterOrder =
  | { what: 'letter'; input: LetterInput }
  | { what: 'count'; pdf: Uint8Array }
  | { what: 'picture'; pdf: Uint8Array; page: number; dressing: Dressing }
  | { what: 'overlay'; pdf: Uint8Array }

export type LetterResults = {
  letter: RenderedLetter
  count: number | 'unreadable'
  /** A PNG file. */
  picture: Uint8Array | 'no-such-page' | 'unreadable'
  overlay: Uint8Array | 'unreadable'
}

/** Source: specification, letters, renderer. */
const dotsPerInch = 150
const reader: PageReader = pdfium

export async function carryOut(order: LetterOrder): Promise<LetterResults[LetterOrder['what']]> {
  if (order.what === 'letter') return renderLetter(order.input)
  if (order.what === 'count') return reader.countPages(order.pdf)
  if (order.what === 'overlay') return withNoPrintZones(order.pdf)
  const { dressing } = order
  return reader.lookAtPage(order.pdf, order.page, dotsPerInch, (picture) => {
    if (dressing === 'without-tag') hideTag(picture)
    if (dressing === 'first' || dressing === 'other') paintNoPrintZones(picture, printZones[dressing])
    return encodePng(picture)
  })
}
