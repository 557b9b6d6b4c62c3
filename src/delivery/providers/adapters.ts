/** From a provider's row to the adapter that speaks its protocol. */
import { listProviders } from '../../../queries/delivery.queries.ts'
import type { Crier } from '../../crier.ts'
import { makeFiretext } from './firetext.ts'
import { makeMmg } from './mmg.ts'
import type { Adapter } from './provider.ts'
import { withReachableLinks } from './reachable-links.ts'
import { sandbox } from './sandbox.ts'
import { makeSmtp } from './smtp.ts'

type Maker = (crier: Crier) => Adapter
/** Every protocol that Crier speaks, by the word in provider_details.adapter. */
const makers: Record<string, Maker> = {
  sandbox: () => sandbox,
  mmg: ({ config }) => makeMmg(config.providers.mmg),
  firetext: ({ config }) => makeFiretext(config.providers.firetext),
  smtp: (crier) => withReachableLinks(crier, makeSmtp(crier.config.providers.smtpUrl)),
}

const keptMs = 10_000
type Kept = {
  at: number
  /** By identifier, as the rows were at that time. */
  active: Promise<Map<string, Adapter>>
  /** By protocol: an adapter's connections outlive a new look at the rows. */
  made: Map<string, Adapter>
}
const kept = new WeakMap<Crier, Kept>()

/** @throws Error when the provider is not active or its protocol unknown: the attempt is then the provider's fault */
export async function adapterFor(crier: Crier, identifier: string): Promise<Adapter> {
  if (identifier.startsWith('sandbox-')) return sandbox
  let entry = kept.get(crier)
  if (entry === undefined || performance.now() - entry.at > keptMs) {
    const made = entry?.made ?? new Map<string, Adapter>()
    const loaded: Kept = { at: performance.now(), active: load(crier, made), made }
    loaded.active.catch(() => {
      loaded.at = Number.NEGATIVE_INFINITY
    })
    kept.set(crier, loaded)
    entry = loaded
  }
  const adapter = (await entry.active).get(identifier)
  if (adapter === undefined) throw new Error(`provider ${identifier} has no adapter`)
  return adapter
}

/** Closes what adapters keep open. */
export function closeAdapters(crier: Crier): void {
  for (const adapter of kept.get(crier)?.made.values() ?? []) adapter.close?.()
  kept.delete(crier)
}

async function load(crier: Crier, made: Map<string, Adapter>): Promise<Map<string, Adapter>> {
  const active = new Map<string, Adapter>()
  for (const row of await listProviders.run(undefined, crier.db)) {
    const adapter = made.get(row.adapter) ?? makers[row.adapter]?.(crier)
    if (adapter === undefined) continue
    made.set(row.adapter, adapter)
    active.set(row.identifier, adapter)
  }
  return active
}
