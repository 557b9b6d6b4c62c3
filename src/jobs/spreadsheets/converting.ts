/** A stranger's workbook becomes the text of a CSV, or is refused: in the thread of reading.ts. */
import { Unreadable, unpacked } from './archive.ts'
import { isArchive, isWorkbook } from './marks.ts'

export type Converted = { csv: Uint8Array } | { refusal: string }

/** @returns a refusal in words for people */
export async function convert(file: Uint8Array): Promise<Converted> {
  try {
    const contents = contentsOf(Buffer.from(file.buffer, file.byteOffset, file.byteLength))
    // A megabyte of program, and as much as all else that the thread costs: only for what may be a workbook.
    const { csvOfWorkbook } = await import('./workbook.ts')
    return { csv: csvOfWorkbook(contents) }
  } catch (error) {
    if (error instanceof Unreadable) return { refusal: error.message }
    throw error
  }
}

/** @throws Unreadable with words for people */
function contentsOf(file: Buffer): Buffer {
  if (!isWorkbook(file)) throw new Unreadable('Your file is not a spreadsheet in a format that can be read')
  return isArchive(file) ? unpacked(file) : file
}
