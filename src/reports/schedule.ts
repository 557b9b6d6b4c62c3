/** The periodic task of reports that people ask for. */
import { settleReportRequests as settle } from '../../queries/reports.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

/** Reports that one statement looks at. */
const batch_size = 1000

export async function settleReportRequests({ db }: Crier, { now }: TaskTime): Promise<void> {
  while (((await settle.run({ now, batch_size }, db))[0]?.settled ?? 0) > 0);
}
