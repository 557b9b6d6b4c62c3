/** Where a page has ink. Source: specification, letters, precompiled letters, step 4. */
import { pdfium } from '../pages/pdfium.ts'
import type { Picture } from '../pages/png.ts'
import { copied } from '../pages.ts'
import { type Box, dotsAt, tolerances } from './zones.ts'

/** In which the rule is written. */
const dotsPerInch = 200

/**
 * @param page from 1
 * @throws Error for a page that can not be drawn
 */
export const pictureOf = async (pdf: Uint8Array, page: number, dotsPerInch: number): Promise<Picture> =>
  seen(await pdfium.lookAtPage(pdf, page, dotsPerInch, copied))

function seen<Result>(result: Result | string): Result {
  if (typeof result === 'string') throw new Error(result)
  return result
}

/** Whether anything but pure white lies outside of these zones, and more than the tolerance away from them. */
export async function hasInkOutside(pdf: Uint8Array, page: number, zones: readonly Box[]): Promise<boolean> {
  return seen(await pdfium.lookAtPage(pdf, page, dotsPerInch, (picture) => isInked(picture, zones)))
}

function isInked({ width, height, pixels }: Picture, zones: readonly Box[]): boolean {
  const dots = (millimetres: number, most: number) =>
    Math.min(Math.max(dotsAt(dotsPerInch, millimetres), 0), most)
  for (const { left, top, right, bottom } of zones) {
    const [from, to] = [left - tolerances.ink, right + tolerances.ink].map((across) => dots(across, width))
    const first = Math.floor(dots(top - tolerances.ink, height))
    for (let y = first; y < dots(bottom + tolerances.ink, height); y += 1)
      pixels.fill(255, (y * width + Math.floor(from!)) * 3, (y * width + Math.ceil(to!)) * 3)
  }
  // Row by row in the machine's own code: a look at each part of each dot takes ten times as long as all else.
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  const white = Buffer.alloc(width * 3, 255)
  for (let y = 0; y < height; y += 1)
    if (!bytes.subarray(y * width * 3, (y + 1) * width * 3).equals(white)) return true
  return false
}
