/** What this machine lacks for letters that come as PDF: said at the start of the workers, and by doctor. Nothing of it is made up for in silence. */
import type { Crier } from '../../context.ts'
import { lettersAreOn } from '../switch.ts'

const withoutScanner =
  'No virus scanner is named (CRIER_CLAMD): files and letters are searched for the standard test file alone.'

/** In whole sentences; none where no letters are made. */
export async function shortcomingsOf(crier: Crier): Promise<string[]> {
  const { config, sanitiser } = crier
  if (!(await lettersAreOn(crier))) return []
  const found = await sanitiser.shortcomings()
  return config.clamd === null ? [...found, withoutScanner] : found
}

export async function warnOfShortcomings(crier: Crier): Promise<void> {
  for (const shortcoming of await shortcomingsOf(crier)) crier.log.warn(shortcoming)
}
