/** The blocks of a letter one below the other, cut into pages. Source: specification, letters, page layout. */

import type { LetterContent } from '../../templates/letter.ts'
import type { LetterBlock, Run } from '../../templates/letter-blocks.ts'
import { body, indents, margins, page, qrCode, type Style, styles } from './geometry.ts'
import { type Line, linesOf } from './lines.ts'

/** What is placed on a page. Lengths are points from the page's top-left corner. */
export type Placed =
  | { type: 'line'; line: Line; style: Style; left: number; top: number }
  | { type: 'qr-code'; data: string; isFilled: boolean; left: number; top: number }

type Margins = { above: number; below: number }
type Text = Margins & {
  type: 'text'
  lines: Line[]
  style: Style
  left: number
  /** The mark of a list item, which ends where the text begins. */
  mark: Line | null
  /** Lines that stay together before and after the end of a page. */
  before: number
  after: number
  /** A heading stays with what it is the heading of. */
  isHeading: boolean
}
type QrCode = Margins & { type: 'qr-code'; data: string; isFilled: boolean; left: number }
type Flowing = Text | QrCode | { type: 'page-break' }

/** Paragraphs that are no lists keep this many lines before the end of a page; WeasyPrint, which Notify uses, keeps two of everything else. */
const keptBefore = 4
const keptOtherwise = 2

/** A letter with more pages than ten is refused; what it would be beyond this many is not worth finding out. */
const mostPages = 100

export function pagesOf(content: LetterContent): Placed[][] {
  return cutIntoPages(readAhead(flowingOf(content)))
}

function* flowingOf({ date, subject, body: blocks }: LetterContent): Generator<Flowing> {
  yield textOf([{ text: date }], styles.text, page.left, { above: 0, below: margins.text })
  yield { ...textOf(subject, styles.subject, page.left, subjectMargins), isHeading: true }
  let isFirst = true
  for (const one of blocksOf(blocks, page.left, margins.text)) {
    if (isFirst && one.type === 'text' && one.isHeading) one.above = margins.headingAfterSubject
    isFirst = false
    yield one
  }
}

/** What comes at a place, undefined after the end. Nothing is laid out before it is asked for. */
type Ahead = (index: number) => Flowing | undefined

function readAhead(flowing: Generator<Flowing>): Ahead {
  const read: Flowing[] = []
  return (index) => {
    while (read.length <= index) {
      const { done, value } = flowing.next()
      if (done) return undefined
      read.push(value)
    }
    return read[index]
  }
}

const subjectMargins = { above: margins.subjectAbove, below: margins.subjectBelow }

function textOf(runs: readonly Run[], style: Style, left: number, { above, below }: Margins): Text {
  const width = page.left + body.width - left
  const lines = linesOf(runs, style, Math.max(width, style.size))
  return {
    type: 'text',
    lines,
    style,
    left,
    mark: null,
    before: keptOtherwise,
    after: keptOtherwise,
    isHeading: false,
    above,
    below,
  }
}

/** @param last space below the last of them */
function* blocksOf(
  blocks: readonly LetterBlock[],
  left: number,
  last: number,
  inList = false,
): Generator<Flowing> {
  for (const [index, block] of blocks.entries()) {
    const below = index === blocks.length - 1 ? last : margins.text
    switch (block.type) {
      case 'paragraph': {
        const text = textOf(block.runs, styles.text, left, { above: 0, below })
        yield inList ? text : { ...text, before: keptBefore }
        break
      }
      case 'heading':
        yield { ...textOf(block.runs, styles.heading, left, { above: 0, below }), isHeading: true }
        break
      case 'list':
        yield* listOf(block, left, { above: inList ? margins.text : 0, below })
        break
      case 'qr-code':
        yield qrCodeOf(block, left)
        break
      case 'page-break':
        yield block
    }
  }
}

function qrCodeOf({ data, filled }: Extract<LetterBlock, { type: 'qr-code' }>, left: number): QrCode {
  const { above, below, size } = qrCode
  const indent = left - page.left
  return {
    type: 'qr-code',
    data,
    isFilled: filled,
    left: left + (body.width - indent - size) / 2,
    above,
    below,
  }
}

function* listOf(
  list: Extract<LetterBlock, { type: 'list' }>,
  left: number,
  around: Margins,
): Generator<Flowing> {
  const markAt = (index: number) => markOf(list.ordered ? `${index + 1}.` : '•')
  const usual = (list.ordered ? indents.numbers : indents.bullets) * styles.text.size
  // Numbers of two digits need more room than the specification leaves them: they are not to stand in the margin.
  const indent = Math.max(usual, markAt(list.items.length - 1).width)
  for (const [index, item] of list.items.entries()) {
    const isLast = index === list.items.length - 1
    const above = index === 0 ? around.above : 0
    let mark: Line | null = markAt(index)
    for (const one of blocksOf(item, left + indent, isLast ? around.below : 0, true)) {
      if (mark !== null) {
        const takesMark = one.type === 'text' && !one.isHeading
        const marked: Text = takesMark ? one : textOf([], styles.text, left + indent, noMargins)
        Object.assign(marked, { mark, above })
        mark = null
        if (!takesMark) yield marked
      }
      yield one
    }
    if (mark !== null) yield { ...textOf([], styles.text, left + indent, { above, below: 0 }), mark }
  }
}

const noMargins = { above: 0, below: 0 }

/** With the space between it and its text. */
function markOf(mark: string): Line {
  const [line] = linesOf([{ text: `${mark}\u00a0` }], styles.text, Number.POSITIVE_INFINITY)
  return line!
}

function cutIntoPages(flowing: Ahead): Placed[][] {
  const pages: Placed[][] = [[]]
  let y = body.top
  let isAtTop = true
  let below = 0

  const turn = () => {
    pages.push([])
    y = page.top
    isAtTop = true
    below = 0
  }
  const isFull = () => pages.length >= mostPages

  for (let index = 0; !isFull(); index += 1) {
    const one = flowing(index)
    if (one === undefined) break
    if (one.type === 'page-break') {
      if (flowing(index + 1) !== undefined) turn()
      continue
    }
    if (!isAtTop && y + gap(below, one) + least(flowing, index) > page.bottom) turn()
    y += isAtTop ? 0 : gap(below, one)
    if (one.type === 'qr-code') {
      pages.at(-1)!.push({ type: 'qr-code', data: one.data, isFilled: one.isFilled, left: one.left, top: y })
      y += qrCode.size
    } else placeLines(one)
    isAtTop = false
    below = one.below
  }
  return pages

  function placeLines({ lines, style, left, mark, before, after }: Text): void {
    for (let done = 0; done < lines.length && !isFull(); ) {
      const fitting = Math.max(1, Math.floor((page.bottom - y + tolerance) / style.lineHeight))
      const remaining = lines.length - done
      let now = Math.min(fitting, remaining)
      // So many are left over for the next page as must stay together there, if those before the cut still are enough.
      if (now < remaining) {
        const kept = Math.min(now, remaining - after)
        if (kept >= (done === 0 ? before : 1)) now = kept
      }
      if (done === 0 && mark !== null) {
        pages.at(-1)!.push({ type: 'line', line: mark, style, left: left - mark.width, top: y })
      }
      for (const line of lines.slice(done, done + now)) {
        pages.at(-1)!.push({ type: 'line', line, style, left, top: y })
        y += style.lineHeight
      }
      done += now
      if (done < lines.length) turn()
    }
  }
}

/** Rounding of lengths is no reason for a new page. */
const tolerance = 0.001

/** Of two margins that meet the larger one counts. */
const gap = (below: number, { above }: Margins): number => Math.max(below, above)

/** Headings in a row that stay together: more are no headings of anything. */
const mostHeadings = 3

/** The height that a block needs at least on the page where it begins. */
function least(flowing: Ahead, index: number, headings = 0): number {
  const one = flowing(index)
  if (one === undefined || one.type === 'page-break') return 0
  if (one.type === 'qr-code') return qrCode.size
  const { lines, style, before, after, isHeading } = one
  const isWhole = isHeading || lines.length < before + after
  const height = (isWhole ? lines.length : before) * style.lineHeight - tolerance
  const next = flowing(index + 1)
  const isLast = next === undefined || next.type === 'page-break'
  if (!isHeading || isLast || headings === mostHeadings) return height
  return height + gap(one.below, next) + least(flowing, index + 1, headings + 1)
}
