/** The periodic task of what services were told. */
import { deleteOldCallbacks as deleteOld } from '../../queries/callbacks.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

/** Callbacks that one statement deletes. */
const batch_size = 10_000

export async function deleteOldCallbacks({ db }: Crier, { now }: TaskTime): Promise<void> {
  while (((await deleteOld.run({ now, batch_size }, db))[0]?.deleted ?? 0) > 0);
}
