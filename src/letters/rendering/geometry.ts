/** Where everything stands on the pages of a letter. Source: specification, letters, page layout. Lengths are points from the top-left corner. */

/** A length in millimetres as points. */
export const mm = (length: number): number => (length * 72) / 25.4

export const page = {
  width: mm(210),
  height: mm(297),
  left: mm(15),
  /** Of the text area of every page but the first, whose text begins at body.top. */
  top: mm(15),
  bottom: mm(297 - 15),
}

export const body = { top: mm(104), width: mm(137.5) }
export const logo = { left: mm(15), top: mm(10), width: mm(70), height: mm(18) }
export const address = { left: mm(24.6), width: mm(85), bottom: mm(66.2), height: mm(26.7) }
export const contactBlock = { left: mm(200 - 71.2), width: mm(71.2), bottom: mm(82.2), height: 132 }
export const pageLabel = { right: mm(200), top: mm(282) }
/** The corner of the page's margins in which the tag is right-aligned and centred from top to bottom. */
export const tag = { right: mm(15), bottom: mm(10) }
export const barcode = { left: mm(24.6), top: mm(71), width: mm(85), height: mm(8.1) }
export const square = { left: mm(4.4), top: mm(36.9), size: mm(6.7) }
export const qrCode = { size: 84, above: 20, below: 24, dashes: 4 }

export type Style = {
  size: number
  lineHeight: number
  weight: 'regular' | 'bold'
  letterSpacing: number
  wordSpacing: number
}

/** 0.01 em and −0.04 em of the body's size, for all of the letter's own text. */
const spacing = { letterSpacing: 0.125, wordSpacing: -0.5 }
const noSpacing = { letterSpacing: 0, wordSpacing: 0 }

export const styles = {
  text: { size: 12.5, lineHeight: 16, weight: 'regular', ...spacing },
  subject: { size: 20, lineHeight: 23.4, weight: 'bold', ...spacing },
  heading: { size: 14, lineHeight: 17.4, weight: 'bold', ...spacing },
  address: { size: 8, lineHeight: 8.5, weight: 'regular', ...spacing },
  routing: { size: 6, lineHeight: 8.5, weight: 'regular', ...spacing },
  contactBlock: { size: 10, lineHeight: 12, weight: 'regular', ...spacing },
  pageLabel: { size: 10, lineHeight: 11.17, weight: 'regular', ...noSpacing },
  tag: { size: 6, lineHeight: 6.7, weight: 'regular', ...noSpacing },
} as const satisfies Record<string, Style>

/** Space above and below blocks; of two that meet the larger one counts. */
export const margins = {
  text: 16,
  subjectAbove: 18.16,
  subjectBelow: 7.68,
  headingAfterSubject: 8.35,
}

/** Room for the marks of a list, in ems of the text. */
export const indents = { bullets: 0.8, numbers: 1.4 }
