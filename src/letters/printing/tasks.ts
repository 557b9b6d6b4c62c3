/** The print run and what is watched of it. Names and times are Notify's (specification, letters, schedule); what decides is SQL (db/rules/letters). */
import {
  acknowledgeBatches,
  collateLetters,
  forgetPrintBatches,
  receiveSandboxLetters,
  resumePrintBatches,
  startPrintRun,
  tellLetterVolumes,
  watchFailedLetters,
  watchLettersStillCreated,
  watchLettersStillSending,
  watchUnsentBatches,
} from '../../../queries/letters/printing.queries.ts'
import type { Crier } from '../../context.ts'
import { accounts } from '../../delivery/providers/accounts.ts'
import { environmentOf } from '../../delivery/watching.ts'
import { acknowledgementsSince } from './printers-files.ts'

type Time = { now: string }

/** In the order in which the printer is to have them. */
const classes = ['first', 'second', 'economy', 'europe', 'rest-of-world'] as const
const batchesForgotten = 1000

/** A second call only goes on with what is left. */
export async function collateLetterPdfsToBeSent(crier: Crier, { now }: Time): Promise<void> {
  const { db, log } = crier
  const [run] = await startPrintRun.run({ now }, db)
  const { print_day } = run!
  const addresses = await volumeAddresses(crier)
  await tellLetterVolumes.run({ print_day, addresses, now }, db)
  const [resumed] = await resumePrintBatches.run({ now }, db)
  let batches = 0
  for (const postage of classes)
    batches += (await collateLetters.run({ print_day, postage, now }, db))[0]!.batches
  log.info({ printDay: print_day, batches, resumed: resumed!.resumed }, 'letters are collated')
}

async function volumeAddresses(crier: Crier): Promise<string[]> {
  const printing = (await accounts(crier)).filter(({ row, isActive }) => isActive && isOfLetters(row))
  const lists = printing.map(({ settings }) => settings.volume_email_addresses ?? '')
  return [...new Set(lists.flatMap((list) => list.split(/[\s,]+/)).filter((one) => one.includes('@')))]
}
const isOfLetters = (row: { notification_type: string }) => row.notification_type === 'letter'

const dayMs = 86_400_000

export async function raiseAlertIfNoLetterAckFile(crier: Crier, { now }: Time): Promise<void> {
  const acknowledgements = await acknowledgementsSince(crier, new Date(Date.parse(now) - dayMs))
  if (acknowledgements === null) return
  const [seen] = await acknowledgeBatches.run({ acknowledgements, now }, crier.db)
  const { missing, unexpected, is_told: ticket } = seen!
  if (missing.length > 0) crier.log.error({ missing, ticket }, 'Letter acknowledge error')
  if (unexpected.length > 0) crier.log.info({ unexpected }, 'acknowledgements of other files')
}

export async function raiseAlertIfLettersStillSending(crier: Crier, { now }: Time): Promise<void> {
  const environment = environmentOf(crier)
  for (const { letters, is_told: ticket } of await watchLettersStillSending.run(
    { environment, now },
    crier.db,
  ))
    crier.log.warn({ letters, ticket }, 'letters still sending')
}

export async function checkIfLettersStillInCreated(crier: Crier, { now }: Time): Promise<void> {
  const environment = environmentOf(crier)
  for (const { letters, is_told: ticket } of await watchLettersStillCreated.run(
    { environment, now },
    crier.db,
  ))
    crier.log.error({ letters, ticket }, 'letters still created')
}

export async function checkIfLettersInTechnicalFailure(crier: Crier, { now }: Time): Promise<void> {
  const environment = environmentOf(crier)
  for (const { letters, is_told: ticket } of await watchFailedLetters.run({ environment, now }, crier.db))
    crier.log.error({ letters, ticket }, 'letters in technical failure')
}

export async function raiseAlertIfBatchesUnsent(crier: Crier, { now }: Time): Promise<void> {
  const environment = environmentOf(crier)
  for (const { batches, is_told: ticket } of await watchUnsentBatches.run({ environment, now }, crier.db))
    crier.log.error({ batches, ticket }, 'letters not handed over')
}

export async function deliverSandboxLetters({ db }: Crier, { now }: Time): Promise<void> {
  while (((await receiveSandboxLetters.run({ now }, db))[0]?.received ?? 0) > 0);
}

export async function forgetOldPrintBatches({ db }: Crier, { now }: Time): Promise<void> {
  const parameters = { now, batch_size: batchesForgotten }
  while (((await forgetPrintBatches.run(parameters, db))[0]?.forgotten ?? 0) > 0);
}
