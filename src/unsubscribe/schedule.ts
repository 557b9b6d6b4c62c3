/** The periodic task of those who want no more emails. */
import { archiveUnsubscribeRequests as archive } from '../../queries/unsubscribe.queries.ts'
import type { Crier } from '../context.ts'
import type { TaskTime } from '../schedule.ts'

export async function archiveUnsubscribeRequests({ db }: Crier, { now }: TaskTime): Promise<void> {
  while (((await archive.run({ now }, db))[0]?.archived ?? 0) > 0);
}
