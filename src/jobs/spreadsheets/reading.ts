/**
 * Workbooks (.xlsx, .xlsm, .xls, .ods) become the text of a CSV, so that there is one reader of recipients. Their reader holds a whole sheet in memory, and
 * what a stranger's file makes of it cannot be told beforehand: each is read in a thread of its own, which ends with it, when it takes too much of
 * memory, or too long. One is read at a time in a process; services take turns, whatever each of them has waiting.
 */
import { Worker } from 'node:worker_threads'
import { badRequest } from '../../errors.ts'
import { programFile } from '../../programs.ts'
import { makeTurns } from '../turns.ts'
import type { Converted } from './converting.ts'

/** Far more than a hundred thousand rows take. */
const maxSeconds = 20
/** Of the thread's heap; its buffers are bounded by what is unpacked. */
const maxMegabytes = 384
const inTurn = makeTurns({ waiting: 8, waitingOfOne: 2 })

/**
 * @param owner the service whose file it is
 * @returns the first sheet, as a CSV in UTF-8
 * @throws ApiError 400 with what is wrong with the file; 503 when too many wait
 */
export const csvOfFile = (file: Uint8Array, owner: string): Promise<Uint8Array> =>
  inTurn(owner, async () => {
    const converted = await convert(file)
    if ('refusal' in converted) throw badRequest(converted.refusal)
    return converted.csv
  })

function convert(file: Uint8Array): Promise<Converted> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(programFile('./thread.ts', import.meta.url), {
      workerData: file,
      resourceLimits: { maxOldGenerationSizeMb: maxMegabytes, maxYoungGenerationSizeMb: 32 },
    })
    const timer = setTimeout(
      () => settle(() => resolve({ refusal: 'Your file takes too long to read: save it as CSV' })),
      maxSeconds * 1000,
    )
    const settle = (end: () => void) => {
      clearTimeout(timer)
      void thread.terminate()
      end()
    }
    thread.once('message', (converted: Converted) => settle(() => resolve(converted)))
    thread.once('error', (error: Error & { code?: string }) =>
      settle(() =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? resolve({ refusal: 'Your file takes too much memory to read: save it as CSV' })
          : reject(error),
      ),
    )
    thread.once('exit', () => settle(() => reject(new Error('the thread of a workbook ended'))))
  })
}
