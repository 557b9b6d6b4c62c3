/**
 * Reading PDFs as pages: what every implementation does. There is one, PDFium as WebAssembly (pages/pdfium.ts): it comes with npm for every platform, reads
 * damaged files as browsers do, and can reach nothing on the machine.
 */
import type { Picture } from './pages/png.ts'

export type PageReader = {
  /** @returns 'unreadable' for what is no PDF, or a locked one */
  countPages: (pdf: Uint8Array) => Promise<number | 'unreadable'>
  /** @param page from 1 */
  drawPage: (
    pdf: Uint8Array,
    page: number,
    dotsPerInch: number,
  ) => Promise<Picture | 'no-such-page' | 'unreadable'>
}
