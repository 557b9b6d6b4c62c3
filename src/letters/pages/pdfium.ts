/**
 * Pages as pictures, by PDFium, the renderer of Chrome, as WebAssembly. Strangers' files are read where nothing is but their own memory, which is
 * bounded here; the time is bounded by the thread that this runs in (src/letters/renderer.ts). The same file gives the same picture on every machine.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'
import type { PageReader } from '../pages.ts'
import type { Picture } from './png.ts'

/** Bytes that the library may have: a page of a hundred megapixels fits. */
const mostMemory = 512 * 1024 * 1024
/** Memory never shrinks: with more than this the library is begun anew for the next file. */
const keptMemory = 128 * 1024 * 1024
/** Points of a picture's longer side: more than any page of a letter has. */
const longestSide = 4000

/** Annotations are drawn as on paper, and colours come as red, green, blue. */
const renderFlags = 0x01 | 0x10
const threeBytes = 2

type Heap = { HEAPU8: Uint8Array }

let library: Promise<WrappedPdfiumModule> | undefined

export const pdfium: PageReader = {
  countPages: (pdf) => withDocument(pdf, (pdfium, document) => pdfium.FPDF_GetPageCount(document)),
  lookAtPage: (pdf, page, dotsPerInch, look) =>
    withDocument(pdf, (pdfium, document) =>
      page >= 1 && page <= pdfium.FPDF_GetPageCount(document)
        ? draw(pdfium, document, page - 1, dotsPerInch, look)
        : 'no-such-page',
    ),
}

/** @returns 'unreadable' for what is no PDF, or a locked one */
async function withDocument<Result>(
  pdf: Uint8Array,
  use: (pdfium: WrappedPdfiumModule, document: number) => Result,
): Promise<Result | 'unreadable'> {
  library ??= begin()
  const pdfium = await library
  const bytes = pdfium.pdfium.wasmExports.malloc(pdf.byteLength)
  try {
    if (bytes === 0) return 'unreadable'
    heapOf(pdfium).set(pdf, bytes)
    const document = pdfium.FPDF_LoadMemDocument(bytes, pdf.byteLength, '')
    if (document === 0) return 'unreadable'
    const result = use(pdfium, document)
    pdfium.FPDF_CloseDocument(document)
    return result
  } catch (error) {
    // What it holds after it broke off is nobody's business any more.
    library = undefined
    throw error
  } finally {
    if (library !== undefined) {
      pdfium.pdfium.wasmExports.free(bytes)
      if (heapOf(pdfium).byteLength > keptMemory) library = undefined
    }
  }
}

async function begin(): Promise<WrappedPdfiumModule> {
  limitMemory()
  const wasmBinary = readFileSync(fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm')))
  const pdfium = await init({ wasmBinary: new Uint8Array(wasmBinary).buffer })
  pdfium.PDFiumExt_Init()
  return pdfium
}

/** A view of its memory, which is another one after each time that it has grown. */
const heapOf = ({ pdfium }: WrappedPdfiumModule): Uint8Array => (pdfium as unknown as Heap).HEAPU8

let isLimited = false

/** The library grows its memory by this function, and takes a refusal for an empty machine. All of this thread's WebAssembly is bounded alike. */
function limitMemory(): void {
  if (isLimited) return
  isLimited = true
  const { grow } = WebAssembly.Memory.prototype
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * 65_536 > mostMemory) throw new RangeError('too much memory')
    return grow.call(this, pages)
  }
}

function draw<Result>(
  pdfium: WrappedPdfiumModule,
  document: number,
  index: number,
  dotsPerInch: number,
  look: (picture: Picture) => Result,
): Result {
  const page = pdfium.FPDF_LoadPage(document, index)
  if (page === 0) throw new Error('a page could not be read')
  const [pageWidth, pageHeight] = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)]
  const scale = Math.min(dotsPerInch / 72, longestSide / Math.max(pageWidth, pageHeight))
  const width = Math.max(1, Math.round(pageWidth * scale))
  const height = Math.max(1, Math.round(pageHeight * scale))
  const { malloc, free } = pdfium.pdfium.wasmExports
  const bytes = width * height * 3
  const start = malloc(bytes)
  const bitmap = start === 0 ? 0 : pdfium.FPDFBitmap_CreateEx(width, height, threeBytes, start, width * 3)
  if (bitmap === 0) throw new Error('no memory for a page')
  // White. The library's own ways to make memory and to fill it take as long as all that is drawn on most pages.
  heapOf(pdfium).fill(255, start, start + bytes)
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, renderFlags)
  const seen = look({ width, height, pixels: heapOf(pdfium).subarray(start, start + bytes) })
  pdfium.FPDFBitmap_Destroy(bitmap)
  pdfium.FPDF_ClosePage(page)
  free(start)
  return seen
}
