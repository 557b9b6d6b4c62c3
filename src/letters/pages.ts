/**
 * Reading PDFs as pages: what every implementation does. There is one, PDFium as WebAssembly (pages/pdfium.ts): it comes with npm for every platform, reads
 * damaged files as browsers do, and can reach nothing on the machine.
 */
import type { Picture } from './pages/png.ts'

export type PageReader = {
  /** @returns 'unreadable' for what is no PDF, or a locked one */
  countPages: (pdf: Uint8Array) => Promise<number | 'unreadable'>
  /**
   * @param page from 1
   * @param look paints on it as it likes, and keeps nothing of it: it is in the library's memory
   */
  lookAtPage: <Result extends object | number | boolean>(
    pdf: Uint8Array,
    page: number,
    dotsPerInch: number,
    look: (picture: Picture) => Result,
  ) => Promise<Result | 'no-such-page' | 'unreadable'>
}

/** One to keep. To copy and collect its twelve megabytes, at 200 dots an inch, costs half as much as all else of a letter. */
export const copied = (picture: Picture): Picture => ({ ...picture, pixels: picture.pixels.slice() })
