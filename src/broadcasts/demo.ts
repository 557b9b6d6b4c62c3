/** A service for trying emergency alerts: live, on the channel `test`, with a key and two people, since nobody approves their own. */
import { makeBroadcastDemoPeople, setBroadcastService } from '../../queries/broadcasts.queries.ts'
import type { Crier } from '../context.ts'
import { applyDocument } from '../services/apply.ts'
import { keyOf } from '../services/create.ts'
import { operator } from '../services/operator.ts'

export type BroadcastDemo = { service: string; key: string; author: string; approver: string }

/** Made when it is missing; what is there stays, its settings and the secret of its key as well. */
export async function broadcastDemo(crier: Crier): Promise<BroadcastDemo> {
  const document = { service: { name: 'Demo alerts', restricted: false } }
  const [applied] = await applyDocument(crier, document, { addsOnly: true })
  const service = applied!.id!
  const now = crier.now().toISOString()
  const present = await crier.cache.service(service)
  if (!present!.permissions.has('broadcast')) {
    const wanted = { service_id: service, channel: 'test', is_live: true, provider: null } as const
    await setBroadcastService.run({ ...wanted, actor: operator, now }, crier.db)
  }
  const [people] = await makeBroadcastDemoPeople.run({ service_id: service, actor: operator, now }, crier.db)
  return { service, key: await keyOf(crier, service, 'normal'), ...people! }
}
