/**
 * Reading PDFs as pages: what every implementation does. There is one, PDFium as WebAssembly (pages/pdfium.ts): it comes with npm for every platform, reads
 * damaged files as browsers do, and can reach nothing on the machine.
 */
import type { Picture } from './pages/png.ts'

/** A picture where its library has it: each row begins so many bytes after the one before. */
export type Drawn = Picture & { rowBytes: number }

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
    look: (drawn: Drawn) => Result,
  ) => Promise<Result | 'no-such-page' | 'unreadable'>
}

/** One to keep. To copy and collect its twelve megabytes, at 200 dots an inch, costs half as much as all else of a letter. */
export function copied({ width, height, rowBytes, pixels }: Drawn): Picture {
  const copy = new Uint8Array(width * height * 3)
  for (let row = 0; row < height; row += 1) {
    const from = row * rowBytes
    copy.set(pixels.subarray(from, from + width * 3), row * width * 3)
  }
  return { width, height, pixels: copy }
}

/** The picture itself where its rows follow each other at once, as those of A4 do at 150 dots an inch. */
export const packed = (drawn: Drawn): Picture => (drawn.rowBytes === drawn.width * 3 ? drawn : copied(drawn))
