/** What an operator should look at: found by SQL, told by a ticket where an address is set, and by the log. Source: specification, sending, monitoring. */
import {
  watchTextSenders as findSenders,
  watchSlowDeliveries as findSlow,
} from '../../queries/delivery/operation.queries.ts'
import type { Crier } from '../context.ts'

/** What tickets call the platform: the host of its people-facing application. */
export const environmentOf = ({ config }: Pick<Crier, 'config'>): string => new URL(config.adminBaseUrl).host

export async function watchTextSenders(crier: Crier, { now }: { now: string }): Promise<void> {
  const parameters = { environment: environmentOf(crier), admin_url: crier.config.adminBaseUrl, now }
  for (const { failing, texting_tv_numbers: textingTvNumbers, is_told: ticket } of await findSenders.run(
    parameters,
    crier.db,
  ))
    crier.log.warn({ failing, textingTvNumbers, ticket }, 'services send texts that cannot be delivered')
}

export async function watchSlowDeliveries(crier: Crier, { now }: { now: string }): Promise<void> {
  const parameters = { environment: environmentOf(crier), now }
  for (const { texts, share, is_told: ticket } of await findSlow.run(parameters, crier.db))
    crier.log.warn({ texts, share, ticket }, 'texts are delivered slowly')
}
