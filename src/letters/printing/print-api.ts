/**
 * The printer that takes letters one by one over HTTP. A letter's id is its name there: one that is posted again is printed once, which heals what
 * was posted and not recorded. Source: specification, letters, print run B.
 */
import { type Caller, isOk } from '../../delivery/providers/call.ts'
import { isOver } from '../../keep-trying.ts'
import {
  detailOf,
  forgetToken,
  headersFor,
  printCaller,
  printApiSettings as settings,
} from './print-api-access.ts'
import { printJob } from './print-job.ts'
import type { Letter, Outcome, PrinterAccount, PrinterProtocol } from './printer.ts'

/** Letters posted at a time: each is in memory three times over, as PDF, as base64 and as JSON. */
const inFlight = 4
/** After so many letters in a row that may pass later the printer is left alone for a while. */
const mostFailures = 4
export const printApi: PrinterProtocol = {
  settings,
  make: (account) => ({
    async print(batch, letters, tell, lease) {
      const caller = printCaller(account, inFlight)
      const waiting = [...letters]
      let failures = 0
      let last: unknown
      const work = async () => {
        for (let letter = waiting.shift(); letter !== undefined; letter = waiting.shift()) {
          if (isOver(lease) || failures >= mostFailures) return
          try {
            const pdf = await letter.read()
            const job = printJob(batch, letter, pdf, account.callbackTo(letter.id))
            await tell([await post(caller, account, letter, job)])
            failures = 0
          } catch (error) {
            failures++
            last = error
          }
        }
      }
      try {
        await Promise.all(Array.from({ length: inFlight }, work))
      } finally {
        caller.close()
      }
      if (last !== undefined) throw last
      if (isOver(lease)) throw new Error('the time of the batch is over')
    },
  }),
}

/** @throws Error for what may pass later */
async function post(caller: Caller, account: PrinterAccount, { id }: Letter, job: object): Promise<Outcome> {
  const { settings: own } = account
  const answer = await caller.call(`${own.url}/print-request/v1/print/jobs`, {
    headers: await headersFor(caller, account),
    body: JSON.stringify(job),
  })
  const { status } = answer
  if (isOk(status)) return { id, outcome: 'taken' }
  if (status === 409) return { id, outcome: 'taken', detail: 'the printer had it already' }
  if (status === 401 || status === 403) forgetToken(account)
  if (status === 401 || status === 403 || status === 429 || status >= 500)
    throw new Error(`the printer answered ${status}`)
  return { id, outcome: 'refused', detail: `${status} ${detailOf(answer)}` }
}
