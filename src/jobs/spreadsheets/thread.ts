/** What the thread does that a workbook is read in: see reading.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { convert } from './converting.ts'

parentPort!.postMessage(await convert(workerData as Uint8Array))
