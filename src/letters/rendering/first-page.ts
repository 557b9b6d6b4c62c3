/** What stands on a letter's first page above its text, and at the bottom of every page. Source: specification, letters, page layout. */

import type { LetterContent } from '../../templates/letter.ts'
import type { Run } from '../../templates/letter-blocks.ts'
import { black, type Canvas, drawLine, setInk, white } from './canvas.ts'
import { address, contactBlock, mm, page, pageLabel, type Style, styles, tag } from './geometry.ts'
import { type Line, linesOf } from './lines.ts'

const oneLine = (runs: readonly Run[], style: Style): Line =>
  linesOf(runs, style, Number.POSITIVE_INFINITY)[0]!

/** The address grows upwards from its bottom edge; its lines are cut off at its right one. @param routing a line of the printer's above it, of previews alone */
export function drawAddress(canvas: Canvas, lines: readonly Run[][], routing: string | null): void {
  const { left, width, bottom, height } = address
  const row = (runs: readonly Run[], style: Style) => ({ line: oneLine(runs, style), style })
  const rows = lines.map((runs) => row(runs.map(inCapitals), styles.address))
  if (routing !== null) rows.unshift(row([{ text: routing }], styles.routing))
  const lineHeight = styles.address.lineHeight
  const top = bottom - Math.min(height, rows.length * lineHeight)
  const { operators } = canvas
  // A highlight begins a little before its text.
  operators.push(`q ${clip(left - mm(1), top, width + mm(1), bottom - top)} W n`)
  for (const [index, { line, style }] of rows.entries())
    drawLine(canvas, line, style, left, top + index * lineHeight)
  operators.push('Q')
}

const clip = (left: number, top: number, width: number, height: number): string =>
  `${[left, page.height - top - height, width, height].map((length) => length.toFixed(3)).join(' ')} re`

/** Placeholders keep their case, as a preview shows them. */
function inCapitals(run: Run): Run {
  if ('break' in run || run.missing) return run
  return { ...run, text: run.text.toUpperCase() }
}

/** It grows upwards from its bottom edge too, up to its height; what is more goes on below. */
export function drawContactBlock(canvas: Canvas, lines: LetterContent['contactBlock']): void {
  const { left, width, bottom, height } = contactBlock
  const rows = lines.flatMap((runs) => linesOf(runs, styles.contactBlock, width))
  const { lineHeight } = styles.contactBlock
  const top = bottom - Math.min(height, rows.length * lineHeight)
  for (const [index, line] of rows.entries())
    drawLine(canvas, line, styles.contactBlock, left, top + index * lineHeight)
}

export function drawPageLabel(canvas: Canvas, text: string): void {
  const line = oneLine([{ text }], styles.pageLabel)
  drawLine(canvas, line, styles.pageLabel, pageLabel.right - line.width, pageLabel.top)
}

/** The mark by which the printer tells where in a stream of pages a letter begins. */
export function drawTag(canvas: Canvas): void {
  const line = oneLine([{ text: 'NOTIFY' }], styles.tag)
  setInk(canvas, white)
  drawLine(canvas, line, styles.tag, tag.right - line.width, (tag.bottom - styles.tag.lineHeight) / 2)
  setInk(canvas, black)
}
