/** The periodic tasks of files of recipients. */
import {
  completeJobs as complete,
  rescueStuckJobs as rescue,
  startDueJobs as startDue,
  storeMissingRows as storeMissing,
} from '../../queries/jobs.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

export const startDueJobs = ({ db }: Crier, { now }: TaskTime) => startDue.run({ now }, db)

export const rescueStuckJobs = ({ db }: Crier, { now }: TaskTime) => rescue.run({ now }, db)

export const completeJobs = ({ db }: Crier, { now }: TaskTime) => complete.run({ now }, db)

/** Missing rows that one statement makes messages of. */
const batch_size = 1000

export async function storeMissingRows({ db }: Crier, { now }: TaskTime): Promise<void> {
  while (((await storeMissing.run({ now, batch_size }, db))[0]?.stored ?? 0) > 0);
}
