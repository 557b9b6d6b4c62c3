/** Says when few numbers that receive texts are left. Source: specification, sending, monitoring. */
import { watchInboundNumbers as findFew } from '../../queries/inbound.queries.ts'
import type { Crier } from '../context.ts'
import { environmentOf } from '../delivery/watching.ts'

export async function watchInboundNumbers(crier: Crier, { now }: { now: string }): Promise<void> {
  const parameters = { environment: environmentOf(crier), now }
  for (const { free, is_told: ticket } of await findFew.run(parameters, crier.db))
    crier.log.warn({ free, ticket }, 'few inbound numbers are left')
}
