/** Which of our printers letters go to. */
import { getActivePrinter } from '../../../queries/letters/printing.queries.ts'
import type { Crier } from '../../context.ts'
import { accounts, type KnownAccount } from '../../delivery/providers/accounts.ts'
import { callbackTo } from './callback-tokens.ts'
import type { Printer } from './printer.ts'
import { printers } from './printers.ts'

/** The printer that batches go to now: the active one with the most weight. null: there is none. */
export async function activePrinter(crier: Crier): Promise<{ identifier: string; printer: Printer } | null> {
  const [row] = await getActivePrinter.run(undefined, crier.db)
  if (row === undefined) return null
  const { identifier } = row
  const [printer] = await printersOf(crier, (account) => account.provider === identifier)
  if (printer === undefined) throw new Error(`printer ${identifier} has no adapter`)
  return { identifier, printer }
}

/** Those of our accounts that print, made from their rows. */
export async function printersOf(
  crier: Crier,
  isMeant: (account: KnownAccount) => boolean,
): Promise<Printer[]> {
  const known = (await accounts(crier)).filter(isMeant)
  return known.flatMap((account) => {
    const protocol = printers[account.adapter]
    return protocol === undefined
      ? []
      : [protocol.make({ ...account, folder: crier.config.folder, callbackTo: callbackTo(crier) })]
  })
}
