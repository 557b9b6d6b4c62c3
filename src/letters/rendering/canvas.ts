/** What is drawn on one page, as PDF's operators. All colours are CMYK, and black is the black ink alone. */
import type { Font } from './fonts.ts'
import { page, type Style } from './geometry.ts'
import type { Line, Token } from './lines.ts'
import { hex, type Piece, thousandths } from './shaping.ts'

export type Ink = readonly [cyan: number, magenta: number, yellow: number, black: number]
export const black: Ink = [0, 0, 0, 1]
export const white: Ink = [0, 0, 0, 0]
/** Behind what is missing: the yellow of GOV.UK's pages, #ffdd00. */
const highlight: Ink = [0, 0.133, 1, 0]

/** Fonts and other things that a document's pages share, each under a name of its own. */
export type Resources = {
  /** The glyphs that a font must have, beside those that it always has. */
  fonts: Map<Font, { name: string; uncommon: Map<number, string> }>
  /** By name, how opaque what is drawn is. */
  opacities: Map<string, number>
}

export const newResources = (): Resources => ({ fonts: new Map(), opacities: new Map() })

export type Canvas = { operators: string[]; resources: Resources }

export const newCanvas = (resources: Resources): Canvas => ({ operators: [], resources })

/** Far beyond any page. */
const farthest = 100_000

/** As PDFs have lengths: to a thousandth of a point. */
export const number = (length: number): string =>
  String(Math.round(Math.max(-farthest, Math.min(farthest, length)) * 1000) / 1000)

const fromTop = (y: number): string => number(page.height - y)

export function setInk({ operators }: Canvas, ink: Ink): void {
  operators.push(`${ink.map(number).join(' ')} k`)
}

/** Lengths are points from the page's top-left corner, as everywhere. */
export function fillBox(
  { operators }: Canvas,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  operators.push(`${number(left)} ${fromTop(top + height)} ${number(width)} ${number(height)} re f`)
}

/** @param top of the line, which is as high as its style says; the letters stand in its middle */
export function drawLine(canvas: Canvas, line: Line, style: Style, left: number, top: number): void {
  if (line.tokens.length === 0) return
  drawHighlights(canvas, line, style, left, top)
  showLine(canvas, line, style, number(left), fromTop(baseline(style, fontOf(line.tokens[0]!), top)))
}

/** @param y of the baseline, as PDF counts: from below */
export function showLine(canvas: Canvas, line: Line, style: Style, x: string, y: string): void {
  const { operators } = canvas
  const { size, letterSpacing } = style
  operators.push(`BT ${number(letterSpacing)} Tc 1 0 0 1 ${x} ${y} Tm`)
  let font: Font | undefined
  let text = ''
  const finish = () => {
    if (text !== '') operators.push(`[${text}]TJ`)
    text = ''
  }
  for (const token of line.tokens) {
    for (const piece of token.word.pieces) {
      if (piece.font !== font) {
        finish()
        font = piece.font
        operators.push(`/${useFont(canvas.resources, piece)} ${number(size)} Tf`)
      } else if (piece.uncommon.length > 0) useFont(canvas.resources, piece)
      if (piece.plain !== null) text += piece.plain
      else {
        finish()
        operators.push(...raisedText(piece, style))
      }
      if (token.isSpace && style.wordSpacing !== 0) text += thousandths(-style.wordSpacing / size)
    }
  }
  finish()
  operators.push('ET')
}

/** Where the letters of a line stand, from the page's top. */
function baseline({ size, lineHeight }: Style, { ascender, descender }: Font, top: number): number {
  const height = (ascender - descender) * size
  return top + (lineHeight - height) / 2 + ascender * size
}

const fontOf = (token: Token): Font => token.word.pieces[0]!.font

function useFont({ fonts }: Resources, { font, uncommon }: Piece): string {
  let used = fonts.get(font)
  if (used === undefined) fonts.set(font, (used = { name: `F${fonts.size}`, uncommon: new Map() }))
  for (const [glyph, text] of uncommon) if (!used.uncommon.get(glyph)) used.uncommon.set(glyph, text)
  return used.name
}

/** Glyphs one by one, where marks are moved and have no spacing of their own. */
function raisedText({ glyphs }: Piece, { size, letterSpacing }: Style): string[] {
  const operators: string[] = []
  for (const { id, ownAdvance, advance, x, y, isSpaced } of glyphs) {
    const spacing = isSpaced ? 0 : letterSpacing / size
    if (y !== 0) operators.push(`${number(y * size)} Ts`)
    operators.push(`[${thousandths(-x)}<${hex(id)}>${thousandths(x + ownAdvance - advance + spacing)}]TJ`)
    if (y !== 0) operators.push('0 Ts')
  }
  return operators
}

/** Behind what is missing, from a little before it to a little after it. */
function drawHighlights(canvas: Canvas, line: Line, style: Style, left: number, top: number): void {
  if (!line.tokens.some(({ isMissing }) => isMissing)) return
  setInk(canvas, highlight)
  let x = left
  for (let index = 0; index < line.tokens.length; index += 1) {
    const start = x
    while (line.tokens[index]?.isMissing) x += line.tokens[index++]!.width
    if (x > start) fillPill(canvas, start - pad, top + pad / 2, x - start + 2 * pad, style.lineHeight - pad)
    x += line.tokens[index]?.width ?? 0
  }
  setInk(canvas, black)
}

const pad = 1.5
/** How far a curve's handles are from its ends, for a quarter of a circle. */
const handle = 0.5523

function fillPill({ operators }: Canvas, left: number, top: number, width: number, height: number): void {
  const radius = Math.min(height / 2, width / 2, 4)
  const near = radius * (1 - handle)
  const [right, bottom] = [left + width, top + height]
  const point = (x: number, y: number) => `${number(x)} ${fromTop(y)}`
  const corner = (x1: number, y1: number, x2: number, y2: number, x: number, y: number) =>
    `${point(x1, y1)} ${point(x2, y2)} ${point(x, y)} c`
  operators.push(
    [
      `${point(left + radius, top)} m ${point(right - radius, top)} l`,
      corner(right - near, top, right, top + near, right, top + radius),
      `${point(right, bottom - radius)} l`,
      corner(right, bottom - near, right - near, bottom, right - radius, bottom),
      `${point(left + radius, bottom)} l`,
      corner(left + near, bottom, left, bottom - near, left, bottom - radius),
      `${point(left, top + radius)} l`,
      corner(left, top + near, left + near, top, left + radius, top),
      'f',
    ].join(' '),
  )
}
