/** The PDFs of a batch. Most are small, and many come in one statement: to ask for each by itself took two thirds of what a hand-over costs. */
import type { Crier } from '../../context.ts'
import { brokenOff, unavailable } from '../../database.ts'
import { S3Fault } from '../../files/s3.ts'
import { ownKey, readFile, readSmallFiles } from '../../files/store.ts'
import { LetterUnreadable } from './printer.ts'

export type Pdf = { letter: string; fileId: string; bytes: number }

/** What is read at once: two such windows of a batch are in memory. */
const windowPdfs = 32
const windowBytes = 2 * 1024 * 1024

/**
 * Reads for each of the PDFs, to be called once and in about their order.
 * @throws LetterUnreadable, from a read: that PDF is gone or not what was stored
 */
export function pdfReads(crier: Crier, pdfs: readonly Pdf[]): (() => Promise<Buffer>)[] {
  const windows = windowsOf(pdfs)
  const places = windows.flatMap((window, place) => window.map(() => place))
  const read = new Map<number, { files: ReturnType<typeof readSmallFiles>; left: number }>()
  function windowAt(place: number) {
    const present = read.get(place)
    const pdfs = windows[place]
    if (present !== undefined || pdfs === undefined) return present
    const files = readSmallFiles(
      crier,
      pdfs.map(({ fileId: id, bytes: size }) => ({ id, size })),
    )
    // It is awaited by the reads; until then its failure is nobody's.
    files.catch(() => {})
    const window = { files, left: pdfs.length }
    read.set(place, window)
    return window
  }
  return pdfs.map((pdf, index) => async () => {
    const place = places[index]!
    const window = windowAt(place)!
    windowAt(place + 1)
    try {
      return await contentsOf(crier, pdf, await window.files)
    } finally {
      if (--window.left === 0) read.delete(place)
    }
  })
}

function windowsOf(pdfs: readonly Pdf[]): Pdf[][] {
  const windows: Pdf[][] = []
  let bytes = 0
  for (const pdf of pdfs) {
    const last = windows.at(-1)
    if (last === undefined || last.length === windowPdfs || bytes + pdf.bytes > windowBytes) {
      windows.push([pdf])
      bytes = pdf.bytes
    } else {
      last.push(pdf)
      bytes += pdf.bytes
    }
  }
  return windows
}

const mayBeReadLater = (error: unknown) =>
  unavailable(error) || brokenOff(error) || (error instanceof S3Fault && error.isPassing)

async function contentsOf(
  crier: Crier,
  { letter, fileId: id, bytes: size }: Pdf,
  small: Map<string, () => Buffer>,
): Promise<Buffer> {
  try {
    const open = small.get(id)
    if (open !== undefined) return open()
    const parts: Uint8Array[] = []
    for await (const part of readFile(crier, { id, size }, ownKey(crier, id))) parts.push(part)
    return Buffer.concat(parts, size)
  } catch (error) {
    throw mayBeReadLater(error) ? error : new LetterUnreadable(letter, error)
  }
}
