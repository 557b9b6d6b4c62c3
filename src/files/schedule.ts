/** The periodic tasks of files. */
import {
  deleteExpiredFiles as deleteExpired,
  forgetDeletedFiles,
  settleNewFiles as settleNew,
} from '../../queries/files.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

/** Files that one statement looks at, or deletes. */
const batch_size = 1000

export async function settleNewFiles({ db }: Crier, { now }: TaskTime): Promise<void> {
  while (((await settleNew.run({ now, batch_size }, db))[0]?.settled ?? 0) > 0);
}

export async function deleteExpiredFiles({ db }: Crier, { now }: TaskTime): Promise<void> {
  while (((await deleteExpired.run({ now, batch_size }, db))[0]?.deleted ?? 0) > 0);
  while (((await forgetDeletedFiles.run({ now, batch_size }, db))[0]?.forgotten ?? 0) > 0);
}
