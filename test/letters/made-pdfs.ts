/** PDFs as people make them for letters, drawn for each test. Places are millimetres from the top left of the sheet as it is read. */
import { degrees, PDFDocument } from '@cantoo/pdf-lib'
import { addToPage, newOverlay } from '../../src/letters/precompiled/writing.ts'
import { black, fillBox, type Ink, setInk, showLine, white } from '../../src/letters/rendering/canvas.ts'
import { page as a4, mm } from '../../src/letters/rendering/geometry.ts'
import { linesOf } from '../../src/letters/rendering/lines.ts'

export type Sheet = {
  /** Text whose baseline begins there. */
  write: (text: string, left: number, top: number, size?: number, ink?: Ink) => void
  /** A black box. */
  ink: (left: number, top: number, width: number, height: number) => void
}
export type Draw = (sheet: Sheet) => void

/** What a page is, in millimetres: its size before it is turned clockwise, and where its lower left corner lies. */
export type Size = {
  width?: number
  height?: number
  rotation?: 0 | 90 | 180 | 270
  left?: number
  bottom?: number
}

/** Pages of one size. */
export async function pdfOf(draws: Draw[], size: Size = {}): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  for (const draw of draws) drawPage(document, draw, size)
  return document.save({ useObjectStreams: false })
}

/** So many pages, each with its number in it. */
export const pagesWith = (count: number): Promise<Uint8Array> =>
  pdfOf(
    Array.from(
      { length: count },
      (_, n) =>
        ({ write }: Sheet) =>
          write(`page ${n + 1}`, 30, 120),
    ),
  )

function drawPage(document: PDFDocument, draw: Draw, size: Size): void {
  const { rotation = 0 } = size
  const [width, height] = [mm(size.width ?? 210), mm(size.height ?? 297)]
  const [x, y] = [mm(size.left ?? 0), mm(size.bottom ?? 0)]
  const page = document.addPage([width, height])
  page.setMediaBox(x, y, width, height)
  page.setRotation(degrees(rotation))
  const canvas = newOverlay()
  draw({
    write(text, left, top, fontSize = 10, ink = black) {
      const style = {
        size: fontSize,
        lineHeight: fontSize,
        weight: 'regular',
        letterSpacing: 0,
        wordSpacing: 0,
      } as const
      setInk(canvas, ink)
      const [line] = linesOf([{ text }], style, Number.POSITIVE_INFINITY)
      showLine(canvas, line!, style, String(mm(left)), String(a4.height - mm(top)))
    },
    ink(left, top, boxWidth, boxHeight) {
      setInk(canvas, black)
      fillBox(canvas, mm(left), mm(top), mm(boxWidth), mm(boxHeight))
    },
  })
  const box = { x, y, width, height, rotation, unit: 1 }
  addToPage(document, { dict: page.node, box }, canvas, 1000)
}

export const queen = ['Queen Elizabeth', 'Buckingham Palace', 'London', 'SW1 1AA']

/** Lines in the window, and something to read. */
export const letterTo =
  (lines: string[], more: Draw = () => {}): Draw =>
  (sheet) => {
    for (const [at, line] of lines.entries()) sheet.write(line, 26, 43 + at * 3.4, 8)
    body(sheet)
    more(sheet)
  }
export const body: Draw = ({ write }) => write('Dear Your Majesty,', 20, 110)
/** White, as the printer's own is: it is ink that no rule minds. */
export const tag: Draw = ({ write }) => write('NOTIFY', 1.8, 3.9, 6, white)
export const nothing: Draw = () => {}
