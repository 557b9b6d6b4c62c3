/** The periodic tasks of letters that are one statement each; see tasks.ts and printing/tasks.ts for the others. */
import { enqueuePrinterRotations } from '../../queries/letters/printing.queries.ts'
import { deleteArchivedLetterFiles as deleteArchived } from '../../queries/letters.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

export const rotatePrinterSecrets = ({ db }: Crier, { now }: TaskTime) =>
  enqueuePrinterRotations.run({ now }, db)

/** Files that one statement deletes. */
const batch_size = 1000

export async function deleteArchivedLetterFiles({ db }: Crier): Promise<void> {
  while (((await deleteArchived.run({ batch_size }, db))[0]?.deleted ?? 0) > 0);
}
