/** Text in SVGs: plain runs in the fonts of letters. A logo that must look exactly like itself has its text as shapes. */
import { type Canvas, type Ink, number, setInk, showLine } from '../canvas.ts'
import type { Style as TextStyle } from '../geometry.ts'
import { linesOf } from '../lines.ts'
import { lengthOf } from './shapes.ts'
import type { Style } from './style.ts'
import type { SvgElement } from './tree.ts'

/** Draws a text element, and those in it that have places of their own. */
export function drawText(
  canvas: Canvas,
  element: SvgElement,
  style: Style,
  ink: Ink,
  styleWithin: (child: SvgElement) => Style,
  at = { x: 0, y: 0 },
): void {
  const { attributes, text, children } = element
  const place = { x: lengthOf(attributes.x, at.x), y: lengthOf(attributes.y, at.y) }
  const size = Math.max(0, lengthOf(style['font-size'], 16))
  const isBold = /^(?:bold|bolder|[6-9]00)$/.test(style['font-weight'] ?? '')
  const textStyle: TextStyle = {
    size,
    lineHeight: size,
    weight: isBold ? 'bold' : 'regular',
    letterSpacing: 0,
    wordSpacing: 0,
  }
  const [line] = linesOf([{ text }], textStyle, Number.POSITIVE_INFINITY)
  if (line !== undefined && line.tokens.length > 0) {
    const before = { start: 0, middle: line.width / 2, end: line.width }[style['text-anchor'] ?? 'start'] ?? 0
    setInk(canvas, ink)
    // Letters stand upright, though y grows downwards here.
    canvas.operators.push(`q 1 0 0 -1 ${number(place.x - before)} ${number(place.y)} cm`)
    showLine(canvas, line, textStyle, '0', '0')
    canvas.operators.push('Q')
    place.x += line.width
  }
  for (const child of children) {
    if (child.name !== 'tspan') continue
    drawText(canvas, child, styleWithin(child), ink, styleWithin, place)
  }
}
