/** What readers that know nothing of Crier find in a PDF. */
import { inflateSync } from 'node:zlib'
import { decodePDFRawStream, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib'
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'

export const millimetres = (points: number) => (points * 25.4) / 72

/** Where its baseline begins, in millimetres from the top left of the sheet; its size in points. */
export type Text = { text: string; left: number; top: number; size: number }

export async function textsOf(pdf: Uint8Array, number = 1): Promise<Text[]> {
  const task = getDocument({ data: Uint8Array.from(pdf), verbosity: VerbosityLevel.ERRORS })
  const page = await (await task.promise).getPage(number)
  const [a, b, c, d, e, f] = page.getViewport({ scale: millimetres(1) }).transform as Matrix
  const { items } = await page.getTextContent()
  await task.destroy()
  return items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return []
    const [, , across, up, x, y] = item.transform as Matrix
    return [{ text: item.str, left: a * x + c * y + e, top: b * x + d * y + f, size: Math.hypot(across, up) }]
  })
}
type Matrix = [number, number, number, number, number, number]

/** Everything that is in a file, unpacked where that can be done. */
export async function bytesOf(pdf: Uint8Array): Promise<string> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const objects = document.context.enumerateIndirectObjects()
  return objects
    .map(([, object]) => {
      if (!(object instanceof PDFRawStream)) return object.toString()
      return `${object.dict}${unpacked(object).toString('latin1')}`
    })
    .join('\n')
}

/** In the machine's own code where that can be: a picture of a sheet has thirty megabytes. */
function unpacked(stream: PDFRawStream): Buffer {
  const [filter, parameters] = ['Filter', 'DecodeParms'].map((name) => stream.dict.get(PDFName.of(name)))
  return filter === PDFName.of('FlateDecode') && parameters === undefined
    ? inflateSync(stream.contents)
    : Buffer.from(decodePDFRawStream(stream).decode())
}
