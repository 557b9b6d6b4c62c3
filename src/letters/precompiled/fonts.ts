/** Whether a font's shapes are in the file. Source: ISO 32000-1, 9.6 to 9.9. */
import { PDFArray, PDFDict, PDFName, PDFStream } from '@cantoo/pdf-lib'
import { within } from './document.ts'

const files = ['FontFile', 'FontFile2', 'FontFile3']

/** Its glyphs are content streams. */
export const isOfContent = (font: PDFDict): boolean =>
  font.lookup(PDFName.of('Subtype')) === PDFName.of('Type3')

export function isEmbedded(font: PDFDict): boolean {
  const descendants = font.lookup(PDFName.of('DescendantFonts'))
  const described = descendants instanceof PDFArray ? descendants.lookup(0) : font
  if (!(described instanceof PDFDict)) return false
  const descriptor = within(described, 'FontDescriptor')
  return files.some((key) => descriptor.lookup(PDFName.of(key)) instanceof PDFStream)
}
