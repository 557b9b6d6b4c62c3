/** The periodic tasks about people. */
import { deleteOldCodes } from '../../queries/users.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

/** Codes that one statement deletes. */
const batch_size = 1000

export async function deleteVerifyCodes({ db }: Crier, { now }: TaskTime): Promise<void> {
  while (((await deleteOldCodes.run({ now, batch_size }, db))[0]?.deleted ?? 0) > 0);
}
