/** From a provider's row to the adapter that speaks its protocol. */
import { listProviders } from '../../../queries/delivery.queries.ts'
import type { Crier } from '../../crier.ts'
import type { Adapter } from './provider.ts'
import { sandbox } from './sandbox.ts'

type Maker = (crier: Crier) => Adapter
/** Every protocol that Crier speaks, by the word in provider_details.adapter. */
const makers: Record<string, Maker> = { sandbox: () => sandbox }

const keptMs = 10_000
const kept = new WeakMap<Crier, { at: number; adapters: Promise<Map<string, Adapter>> }>()

/** @throws Error when the provider is not active or its protocol unknown: the attempt is then the provider's fault */
export async function adapterFor(crier: Crier, identifier: string): Promise<Adapter> {
  if (identifier.startsWith('sandbox-')) return sandbox
  let entry = kept.get(crier)
  if (entry === undefined || performance.now() - entry.at > keptMs) {
    entry = { at: performance.now(), adapters: load(crier) }
    kept.set(crier, entry)
    entry.adapters.catch(() => kept.delete(crier))
  }
  const adapter = (await entry.adapters).get(identifier)
  if (adapter === undefined) throw new Error(`provider ${identifier} has no adapter`)
  return adapter
}

async function load(crier: Crier): Promise<Map<string, Adapter>> {
  const adapters = new Map<string, Adapter>()
  for (const row of await listProviders.run(undefined, crier.db)) {
    const make = makers[row.adapter]
    if (make) adapters.set(row.identifier, make(crier))
  }
  return adapters
}
