/** Where a page may have ink, and the red over all the rest. Source: specification, letters, precompiled letters: validation and sanitising. */
import type { Picture } from './pages/png.ts'

/** Millimetres from the top-left corner of a page as people see it. */
export type Zone = { left: number; top: number; right: number; bottom: number }

/** They touch at their edges and nowhere overlap. */
export const printZones: Record<'first' | 'other', readonly Zone[]> = {
  first: [
    { left: 15, top: 95, right: 195, bottom: 292 },
    { left: 125, top: 5, right: 195, bottom: 95 },
    { left: 15, top: 5, right: 125, bottom: 30 },
    { left: 24.6, top: 39.5, right: 120, bottom: 66.3 },
  ],
  other: [{ left: 15, top: 5, right: 195, bottom: 292 }],
}

/** The red that lies over what is not printed. */
export const red = { colour: [1, 0, 0], opacity: 0.2 } as const

/** What a part of a colour is below the red, for each of red, green and blue. */
const reddened = red.colour.map((part) =>
  Uint8Array.from({ length: 256 }, (_, value) =>
    Math.round(value * (1 - red.opacity) + 255 * part * red.opacity),
  ),
)

/** Colours all but the zones of an A4 page. */
export function paintNoPrintZones({ width, height, pixels }: Picture, zones: readonly Zone[]): void {
  const columns = (mm: number) => Math.round((mm / 210) * width)
  const rows = (mm: number) => Math.round((mm / 297) * height)
  const boxes = zones.map(({ left, top, right, bottom }) => ({
    left: columns(left),
    right: columns(right),
    top: rows(top),
    bottom: rows(bottom),
  }))
  for (let y = 0; y < height; y += 1) {
    const inRow = boxes.filter(({ top, bottom }) => y >= top && y < bottom)
    let from = 0
    for (const { left, right } of [...inRow.sort((a, b) => a.left - b.left), { left: width, right: width }]) {
      redden(pixels, (y * width + from) * 3, (y * width + left) * 3)
      from = right
    }
  }
}

function redden(pixels: Uint8Array, start: number, end: number): void {
  const [ofRed, ofGreen, ofBlue] = reddened as [Uint8Array, Uint8Array, Uint8Array]
  for (let at = start; at < end; at += 3) {
    pixels[at] = ofRed[pixels[at]!]!
    pixels[at + 1] = ofGreen[pixels[at + 1]!]!
    pixels[at + 2] = ofBlue[pixels[at + 2]!]!
  }
}

/** The box of the printer's tag in a preview, as Notify hides it: points of a picture with 150 to the inch. */
const tagBox = { width: 130, height: 50 }

export function hideTag({ width, height, pixels }: Picture): void {
  const right = Math.min(width, tagBox.width)
  for (let y = 0; y < Math.min(height, tagBox.height); y += 1)
    pixels.fill(255, y * width * 3, (y * width + right) * 3)
}
