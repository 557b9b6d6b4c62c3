/** What is written onto the first page of a letter: its address where the envelope shows it, and the word that begins a letter. */
import { type PDFDocument, PDFName } from '@cantoo/pdf-lib'
import {
  black,
  type Canvas,
  fillBox,
  newCanvas,
  newResources,
  setInk,
  showLine,
  white,
} from '../rendering/canvas.ts'
import { embedResources } from '../rendering/embedding.ts'
import { fontFor, loadFontsFor } from '../rendering/fonts.ts'
import type { Style } from '../rendering/geometry.ts'
import { linesOf } from '../rendering/lines.ts'
import { balanced } from './balance.ts'
import { type Page, type PageBox, pageContent, setPageContent, unusedName, within } from './document.ts'
import { addressWindow, points, sheet } from './zones.ts'

/** Source: specification, letters, precompiled letters, steps 7 and 10. */
const plain = { weight: 'regular', letterSpacing: 0, wordSpacing: 0 } as const
const addressStyle: Style = { size: 8, lineHeight: 8.5, ...plain }
const tagStyle: Style = { size: 6, lineHeight: 6, ...plain }
/** Points, from the foot of the window to the last line. */
const aboveFoot = 2
/** Millimetres, from the corner of the sheet to that of the tag. */
const tagPlace = 1.8
/** What the printer's machines know the beginning of a letter by. */
export const tagText = 'NOTIFY'

export const newOverlay = (): Canvas => newCanvas(newResources())

/** Whether there are letters for all of a text. */
export async function canBeWritten(text: string): Promise<boolean> {
  await loadFontsFor(text)
  return [...text].every((character) => {
    const code = character.codePointAt(0)!
    return character === '\n' || fontFor(code, 'regular').characters.has(code)
  })
}

/** Paints the window white and writes the lines into it, the last of them at its foot. */
export function drawAddress(canvas: Canvas, lines: readonly string[]): void {
  const { left, top, right, bottom } = addressWindow
  const [x, width] = [points(left), points(right - left)]
  setInk(canvas, white)
  fillBox(canvas, x, points(top), width, points(bottom - top))
  setInk(canvas, black)
  for (const [at, text] of lines.entries()) {
    const baseline = points(bottom) - aboveFoot - addressStyle.lineHeight * (lines.length - 1 - at)
    drawText(canvas, text, addressStyle, x, baseline, width)
  }
}

export function drawTag(canvas: Canvas): void {
  setInk(canvas, white)
  const x = points(tagPlace)
  drawText(canvas, tagText, tagStyle, x, x + tagStyle.size, Number.POSITIVE_INFINITY)
}

/** @param width what is longer becomes narrower: the envelope must not hide any of it */
function drawText(
  canvas: Canvas,
  text: string,
  style: Style,
  x: number,
  baseline: number,
  width: number,
): void {
  const line = linesOf([{ text }], style, Number.POSITIVE_INFINITY)[0]!
  const share = Math.min(1, width / line.width)
  if (share < 1) canvas.operators.push(`${decimal(share * 100)} Tz`)
  showLine(canvas, line, style, decimal(x), decimal(points(sheet.height) - baseline))
  if (share < 1) canvas.operators.push('100 Tz')
}

/** Over all that the page has. */
export function addToPage({ context }: PDFDocument, page: Page, overlay: Canvas, maxOperators: number): void {
  const { dict, box } = page
  const form = context.flateStream(overlay.operators.join('\n'), {
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, 0, points(sheet.width), points(sheet.height)],
    Resources: embedResources(context, overlay.resources),
  })
  const forms = within(within(dict, 'Resources'), 'XObject').clone()
  const name = unusedName(forms, 'Letter')
  forms.set(PDFName.of(name), context.register(form))
  const resources = within(dict, 'Resources').clone()
  resources.set(PDFName.of('XObject'), forms)
  dict.set(PDFName.of('Resources'), resources)
  const added = `q ${upright(box).map(decimal).join(' ')} cm /${name} Do Q\n`
  const content = Buffer.concat([balanced(pageContent(dict), maxOperators), Buffer.from(added)])
  setPageContent(context, dict, content)
}

const decimal = (value: number) => value.toFixed(3)

/** From the sheet as it is read, its lower left corner and upwards, to the page as it is drawn. The top of a sheet a little off A4 counts. */
export function upright({ x, y, width, height, rotation }: PageBox): number[] {
  const turned = rotation === 90 || rotation === 270
  const down = (turned ? width : height) - points(sheet.height)
  if (rotation === 90) return [0, 1, -1, 0, x + width - down, y]
  if (rotation === 180) return [-1, 0, 0, -1, x + width, y + height - down]
  if (rotation === 270) return [0, -1, 1, 0, x + down, y + height]
  return [1, 0, 0, 1, x, y + down]
}
