/** What the thread does that a workbook is read in: see reading.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { Unreadable } from './archive.ts'
import { csvOfWorkbook } from './workbook.ts'

export type Converted = { csv: Uint8Array } | { refusal: string }

function convert(file: Uint8Array): Converted {
  try {
    return { csv: csvOfWorkbook(Buffer.from(file.buffer, file.byteOffset, file.byteLength)) }
  } catch (error) {
    if (error instanceof Unreadable) return { refusal: error.message }
    throw error
  }
}

parentPort!.postMessage(convert(workerData as Uint8Array))
