/** The first page as a picture of itself, in which no text is left that could be read; its address is not in the picture either. */
import { deflateSync } from 'node:zlib'
import { type PDFDocument, PDFName } from '@cantoo/pdf-lib'
import type { Picture } from '../pages/png.ts'
import { type Page, setPageContent } from './document.ts'
import { pictureOf } from './ink.ts'
import { upright } from './writing.ts'
import { addressBox, dotsAt, points, sheet } from './zones.ts'

/** What printers of letters print. */
const dotsPerInch = 300

export async function pictureInstead(
  document: PDFDocument,
  { dict, box }: Page,
  pdf: Uint8Array,
): Promise<void> {
  const { context } = document
  const picture = await pictureOf(pdf, 1, dotsPerInch)
  const { width, height } = picture
  const image = context.stream(deflateSync(inksOf(picture)), {
    Type: 'XObject',
    Subtype: 'Image',
    Width: width,
    Height: height,
    ColorSpace: 'DeviceCMYK',
    BitsPerComponent: 8,
    Filter: 'FlateDecode',
  })
  const resources = context.obj({ XObject: { Picture: context.register(image) } })
  dict.set(PDFName.of('Resources'), resources)
  // The sheet may be a little off A4: its top is where zones are measured from.
  const [wide, high] = [width, height].map((dots) => (dots / dotsPerInch) * 72)
  const down = points(sheet.height) - high!
  const matrix = upright(box).map((number) => number.toFixed(3))
  const content = `q ${matrix.join(' ')} cm ${wide!.toFixed(3)} 0 0 ${high!.toFixed(3)} 0 ${down.toFixed(3)} cm /Picture Do Q\n`
  setPageContent(context, dict, Buffer.from(content))
  dict.delete(PDFName.of('Group'))
}

/** The inks of a picture without the address: black of what is grey, and as much black as there can be. Source: ISO 32000-1, 10.3.4. */
function inksOf({ width, height, pixels }: Picture): Uint8Array {
  const inks = new Uint8Array(width * height * 4)
  const dots = (millimetres: number) => dotsAt(dotsPerInch, millimetres)
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  const white = Buffer.alloc(width * 3, 255)
  for (let y = 0; y < height; y += 1) {
    // Most rows are white, which is no ink at all.
    if (bytes.subarray(y * width * 3, (y + 1) * width * 3).equals(white)) continue
    const isBeside = y < dots(addressBox.top) - 1 || y > dots(addressBox.bottom) + 1
    for (let x = 0; x < width; x += 1) {
      if (!isBeside && x >= dots(addressBox.left) - 1 && x <= dots(addressBox.right) + 1) continue
      const from = (y * width + x) * 3
      const [red, green, blue] = [pixels[from]!, pixels[from + 1]!, pixels[from + 2]!]
      const at = (y * width + x) * 4
      const most = Math.max(red, green, blue)
      inks[at] = most - red
      inks[at + 1] = most - green
      inks[at + 2] = most - blue
      inks[at + 3] = 255 - most
    }
  }
  return inks
}
