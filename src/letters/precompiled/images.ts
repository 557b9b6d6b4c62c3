/** Images: whether their colours are the printer's inks. Source: ISO 32000-1, 8.9.5. */
import { PDFBool, PDFName, PDFNumber, type PDFRawStream } from '@cantoo/pdf-lib'
import { spaceOf } from './colour-spaces.ts'

/** A4 at 600 dots per inch. */
export const maxImagePixels = 36_000_000

/** @throws Error for one that nobody can print */
export function isInkImage({ dict }: PDFRawStream): boolean {
  const [width, height] = ['Width', 'Height'].map((key) => dict.lookup(PDFName.of(key)))
  if (!(width instanceof PDFNumber) || !(height instanceof PDFNumber)) throw new Error('an image has no size')
  if (width.asNumber() * height.asNumber() > maxImagePixels) throw new Error('an image is too large')
  if (dict.lookup(PDFName.of('ImageMask')) === PDFBool.True) return true
  return spaceOf(dict.lookup(PDFName.of('ColorSpace'))) === 'inks'
}
