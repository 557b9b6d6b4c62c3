/** Services whose callbacks fail are told by email, and the operator by the log. */
import { tellOfFailingCallbacks as tell } from '../../queries/callbacks.queries.ts'
import type { Crier } from '../context.ts'

export async function tellOfFailingCallbacks(
  { db, log }: Pick<Crier, 'db' | 'log'>,
  { now }: { now: string },
): Promise<void> {
  for (const { service_id: serviceId, callback_type: type, people } of await tell.run({ now }, db))
    log.warn({ serviceId, type, people }, 'callback has failed for an hour')
}
