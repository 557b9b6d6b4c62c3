/** PDFs as another program than their writer reads them: PDFium's text with its places, and the operators of pages. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'

/** Places are millimetres from the page's top-left corner: of the letter's origin on its baseline. */
export type Letter = {
  text: string
  x: number
  baseline: number
  /** Where the next letter would stand. */
  right: number
  /** Points. */
  size: number
  isEmbedded: boolean
}
/** Letters on the same baseline, from left to right. */
export type TextLine = { text: string; x: number; right: number; baseline: number; size: number }
export type ReadPage = { letters: Letter[]; lines: TextLine[]; width: number; height: number }

let library: Promise<WrappedPdfiumModule> | undefined

async function pdfium(): Promise<WrappedPdfiumModule> {
  library ??= (async () => {
    const wasm = readFileSync(fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm')))
    const made = await init({ wasmBinary: new Uint8Array(wasm).buffer })
    made.PDFiumExt_Init()
    return made
  })()
  return library
}

const mm = (points: number) => (points * 25.4) / 72

export async function readPdf(pdf: Uint8Array): Promise<ReadPage[]> {
  const lib = await pdfium()
  const { malloc, free } = lib.pdfium.wasmExports
  const bytes = malloc(pdf.byteLength)
  ;(lib.pdfium as any).HEAPU8.set(pdf, bytes)
  const document = lib.FPDF_LoadMemDocument(bytes, pdf.byteLength, '')
  if (document === 0) throw new Error('PDFium can not read it')
  const out = malloc(64)
  const double = (index: number) => lib.pdfium.getValue(out + index * 8, 'double')
  const pages: ReadPage[] = []
  for (let index = 0; index < lib.FPDF_GetPageCount(document); index += 1) {
    const page = lib.FPDF_LoadPage(document, index)
    const text = lib.FPDFText_LoadPage(page)
    const height = lib.FPDF_GetPageHeightF(page)
    const letters: Letter[] = []
    for (let at = 0; at < lib.FPDFText_CountChars(text); at += 1) {
      const object = lib.FPDFText_GetTextObject(text, at)
      // Spaces and line ends that PDFium adds itself have none.
      if (object === 0 || lib.FPDFText_IsGenerated(text, at) === 1) continue
      lib.FPDFText_GetCharOrigin(text, at, out, out + 8)
      const [x, y] = [double(0), double(1)]
      lib.FPDFText_GetLooseCharBox(text, at, out)
      const right = lib.pdfium.getValue(out + 8, 'float')
      letters.push({
        text: String.fromCodePoint(lib.FPDFText_GetUnicode(text, at)),
        x: mm(x),
        baseline: mm(height - y),
        right: mm(right),
        size: lib.FPDFText_GetFontSize(text, at),
        isEmbedded: lib.FPDFFont_GetIsEmbedded(lib.FPDFTextObj_GetFont(object)) === 1,
      })
    }
    pages.push({
      letters,
      lines: linesOf(letters),
      width: mm(lib.FPDF_GetPageWidthF(page)),
      height: mm(height),
    })
    lib.FPDFText_ClosePage(text)
    lib.FPDF_ClosePage(page)
  }
  lib.FPDF_CloseDocument(document)
  free(out)
  free(bytes)
  return pages
}

/** From top to bottom. What stands far apart beside each other is no line. */
function linesOf(letters: readonly Letter[]): TextLine[] {
  const lines: TextLine[] = []
  for (const letter of [...letters].sort((a, b) => a.baseline - b.baseline || a.x - b.x)) {
    const line = lines.find(
      ({ baseline, right, size }) =>
        Math.abs(baseline - letter.baseline) < 0.01 && size === letter.size && letter.x - right < 10,
    )
    if (line === undefined) lines.push({ ...letter })
    else {
      line.text += letter.text
      line.right = letter.right
    }
  }
  return lines
}

/** The operators of all compressed streams that are pages' contents or forms, inflated, in the order of the file. */
export function contentStreams(pdf: Uint8Array): string[] {
  const file = Buffer.from(pdf).toString('latin1')
  const streams: string[] = []
  for (const { index, 0: mark } of file.matchAll(/stream\r?\n/g)) {
    if (file.slice(index - 3, index) === 'end') continue
    const start = index + mark.length
    try {
      const text = inflateSync(pdf.subarray(start)).toString('latin1')
      if (/^[\x20-\x7e\s]*$/.test(text) && /(?:^|\s)(?:BT|re|cm|Do)(?:\s|$)/.test(text)) streams.push(text)
    } catch {
      // Fonts and pictures have other formats.
    }
  }
  return streams
}
