/** From a provider's row to the adapter that speaks its protocol. */
import { listProviders } from '../../../queries/delivery.queries.ts'
import type { Crier } from '../../context.ts'
import { makeFiretext } from './firetext.ts'
import { makeMmg } from './mmg.ts'
import type { Adapter } from './provider.ts'
import { withReachableLinks } from './reachable-links.ts'
import { sandbox } from './sandbox.ts'
import { makeSmtp } from './smtp.ts'

type Maker = (crier: Crier) => Adapter
/** Every protocol that Crier speaks, by the word in provider_details.adapter; the database knows them as provider_adapters. */
export const makers: Readonly<Record<string, Maker>> = {
  sandbox: () => sandbox,
  mmg: ({ config }) => makeMmg(config.providers.mmg),
  firetext: ({ config }) => makeFiretext(config.providers.firetext),
  smtp: (crier) => withReachableLinks(crier, makeSmtp(crier.config.providers.smtpUrl)),
}
const keptMs = 10_000

type Kept = {
  at: number
  /** By identifier, active or not, as the rows were at that time: the draw decides who is used. */
  known: Promise<Map<string, Adapter>>
  /** By protocol: an adapter's connections outlive a new look at the rows. */
  made: Map<string, Adapter>
}
const kept = new WeakMap<Crier, Kept>()

/** @throws Error when there is no such provider or its protocol is unknown: the attempt is then the provider's fault */
export async function adapterFor(crier: Crier, identifier: string): Promise<Adapter> {
  const asked = performance.now()
  const isNew = (entry: Kept | undefined, since: number) => entry !== undefined && entry.at >= since
  let entry = kept.get(crier)
  if (!isNew(entry, asked - keptMs)) entry = look(crier)
  let adapter = (await entry!.known).get(identifier)
  if (adapter === undefined) {
    // A row that has been added since; whoever comes at the same time shares the look.
    entry = kept.get(crier)
    if (!isNew(entry, asked)) entry = look(crier)
    adapter = (await entry!.known).get(identifier)
  }
  if (adapter === undefined) throw new Error(`provider ${identifier} has no adapter`)
  return adapter
}

function look(crier: Crier): Kept {
  const made = kept.get(crier)?.made ?? new Map<string, Adapter>()
  const entry: Kept = { at: performance.now(), known: load(crier, made), made }
  entry.known.catch(() => {
    entry.at = Number.NEGATIVE_INFINITY
  })
  kept.set(crier, entry)
  return entry
}

/** Closes what adapters keep open. */
export function closeAdapters(crier: Crier): void {
  for (const adapter of kept.get(crier)?.made.values() ?? []) adapter.close?.()
  kept.delete(crier)
}

async function load(crier: Crier, made: Map<string, Adapter>): Promise<Map<string, Adapter>> {
  const known = new Map<string, Adapter>()
  for (const row of await listProviders.run(undefined, crier.db)) {
    const adapter = made.get(row.adapter) ?? makers[row.adapter]?.(crier)
    if (adapter === undefined) continue
    made.set(row.adapter, adapter)
    known.set(row.identifier, adapter)
  }
  return known
}
