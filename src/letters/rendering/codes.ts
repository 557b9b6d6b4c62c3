/** Squares and bars: the QR codes of a letter's text, and the printer's codes that previews have in their places. */
import qrcode from 'qrcode-generator'
import { black, type Canvas, drawLine, fillBox, number, setInk } from './canvas.ts'
import { barcode, page, qrCode, square, styles } from './geometry.ts'
import { linesOf } from './lines.ts'

const encoder = new TextEncoder()

/** The squares of a QR code of error level M, row by row, without a quiet zone; null when the data do not fit into any. */
function qrCodeSquares(data: string): boolean[][] | null {
  // The library's types leave this function out of its arguments: it says what the bytes of a text are.
  qrcode.stringToBytes = (text) => [...encoder.encode(text)]
  const code = qrcode(0, 'M')
  code.addData(data, 'Byte')
  try {
    code.make()
  } catch {
    return null
  }
  const indices = Array.from({ length: code.getModuleCount() }, (_, index) => index)
  return indices.map((row) => indices.map((column) => code.isDark(row, column)))
}

/** @param isFilled otherwise its data have a placeholder without a value, which a dashed box shows */
export function drawQrCode(canvas: Canvas, data: string, isFilled: boolean, left: number, top: number): void {
  const squares = isFilled ? qrCodeSquares(data) : null
  if (squares === null) drawUnfilled(canvas, data, left, top)
  else drawSquares(canvas, squares, left, top, qrCode.size)
}

/** Squares that stand beside each other are one box, so that no hairline shows between them. */
function drawSquares(canvas: Canvas, squares: boolean[][], left: number, top: number, size: number): void {
  const side = size / squares.length
  for (const [row, dark] of squares.entries()) {
    for (let column = 0; column < dark.length; column += 1) {
      const start = column
      while (dark[column]) column += 1
      if (column > start)
        fillBox(canvas, left + start * side, top + row * side, (column - start) * side, side)
    }
  }
}

function drawUnfilled(canvas: Canvas, text: string, left: number, top: number): void {
  const { size, dashes } = qrCode
  const half = dashes / 2
  const side = size - dashes
  canvas.operators.push(
    `q 0 0 0 1 K ${dashes} w [${2 * dashes}] 0 d`,
    `${[left + half, page.height - top - size + half, side, side].map(number).join(' ')} re S Q`,
  )
  const style = styles.text
  const lines = linesOf([{ text, missing: 'placeholder' }], style, side - 2 * dashes)
  const height = lines.length * style.lineHeight
  for (const [index, line] of lines.entries()) {
    const lineTop = top + (size - height) / 2 + index * style.lineHeight
    drawLine(canvas, line, style, left + (size - line.width) / 2, lineTop)
  }
}

/** Where the printer routes a letter by: a preview has zeros there. */
export const routingLine = '000_000_0000000_000000_0000_00000'

/** Sixty-six bars, as many as a Mailmark has; and squares as its two-dimensional form has them. Neither says anything. */
const bars = Array.from({ length: 66 }, (_, index) => Math.floor(((index + 3) ** 3 % 331) / 7) % 4)
const barWidth = 1.35
const trackerHeight = barcode.height * 0.22

/** The codes that the printer puts beside the address. */
export function drawPrinterCodes(canvas: Canvas): void {
  setInk(canvas, black)
  const pitch = (barcode.width - barWidth) / (bars.length - 1)
  const middle = barcode.top + barcode.height / 2
  const arm = barcode.height * 0.36
  for (const [index, bar] of bars.entries()) {
    const above = bar & 1 ? arm : trackerHeight / 2
    const below = bar & 2 ? arm : trackerHeight / 2
    fillBox(canvas, barcode.left + index * pitch, middle - above, barWidth, above + below)
  }
  drawSquares(canvas, matrix(), square.left, square.top, square.size)
}

const matrixSide = 24

/** Two solid sides, two that alternate, and no more order between them than data have. */
function matrix(): boolean[][] {
  const indices = Array.from({ length: matrixSide }, (_, index) => index)
  return indices.map((row) =>
    indices.map((column) => {
      if (column === 0 || row === matrixSide - 1) return true
      if (row === 0) return column % 2 === 0
      if (column === matrixSide - 1) return row % 2 === 1
      return ((row * 31 + column * 17 + row * column * 5) ^ (row << 2)) % 7 < 3
    }),
  )
}
