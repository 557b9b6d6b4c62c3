/** Providers as their rows describe them: accounts with settings, and the adapters made of them. The database is asked every ten seconds. */
import { type IListAccountsResult, listAccounts } from '../../../queries/delivery/providers.queries.ts'
import type { Crier } from '../../context.ts'
import { gather } from '../../gather.ts'
import { type HttpProtocol, httpProtocol } from './http.ts'
import { withPace } from './paces.ts'
import { protocols } from './protocols.ts'
import type { Account, Adapter, Channel, Protocol, Refusal, Settings } from './provider.ts'
import { withReachableLinks } from './reachable-links.ts'

/** protocol: null where none is spoken. */
export type KnownAccount = Account & {
  adapter: string
  channel: Channel
  isActive: boolean
  perSecond: number | null
  protocol: Protocol | null
  row: IListAccountsResult
}

const keptMs = 10_000

type Kept = {
  at: number
  /** By identifier, active or not, as the rows were at that time: the draw decides who is used. */
  known: Promise<Map<string, KnownAccount>>
  /** By identifier: an adapter's connections outlive a new look at rows that have not changed. */
  made: Map<string, { of: string; adapter: Adapter }>
}
const kept = new WeakMap<Crier, Kept>()

/** @throws Error when there is no such provider or its protocol is unknown: the attempt is then the provider's fault */
export async function adapterFor(crier: Crier, identifier: string): Promise<Adapter> {
  const account = await find(crier, (known) => known.get(identifier))
  if (account === undefined || account.protocol === null)
    throw new Error(`provider ${identifier} has no adapter`)
  return adapterOf(crier, account)
}

/** All accounts, as their rows were within the last ten seconds. */
export async function accounts(crier: Crier): Promise<KnownAccount[]> {
  const entry = kept.get(crier)
  const recent = entry !== undefined && entry.at >= performance.now() - keptMs ? entry : look(crier)
  return [...(await recent.known).values()]
}

const again = new WeakMap<Crier, () => Promise<KnownAccount[]>>()

/** All accounts as their rows are now. Requests that come together look once, so that no flood of them looks more. */
export function accountsNow(crier: Crier): Promise<KnownAccount[]> {
  const known = again.get(crier)
  if (known !== undefined) return known()
  const gathered = gather({
    maxBatch: 1000,
    maxInFlight: 1,
    maxWaiting: 10_000,
    isRepeatable: true,
    async run(asked: null[]) {
      const all = [...(await look(crier).known).values()]
      return asked.map(() => all)
    },
  })
  const asking = () => gathered(null)
  again.set(crier, asking)
  return asking()
}

async function find<T>(
  crier: Crier,
  among: (known: Map<string, KnownAccount>) => T | undefined,
): Promise<T | undefined> {
  const asked = performance.now()
  let entry = kept.get(crier)
  if (entry === undefined || entry.at < asked - keptMs) entry = look(crier)
  const found = among(await entry.known)
  if (found !== undefined) return found
  // A row that has been added since; whoever comes at the same time shares the look.
  entry = kept.get(crier)
  if (entry === undefined || entry.at < asked) entry = look(crier)
  return among(await entry.known)
}

function look(crier: Crier): Kept {
  const entry: Kept = {
    at: performance.now(),
    known: load(crier),
    made: kept.get(crier)?.made ?? new Map(),
  }
  entry.known.catch(() => {
    entry.at = Number.NEGATIVE_INFINITY
  })
  kept.set(crier, entry)
  return entry
}

function adapterOf(crier: Crier, account: KnownAccount): Adapter {
  const { provider, settings, refusals, maxCalls, timeoutMs, perSecond, protocol, row } = account
  const of = JSON.stringify([row.adapter, settings, refusals, maxCalls, timeoutMs, perSecond, row.http])
  const made = kept.get(crier)!.made
  const known = made.get(provider)
  if (known?.of === of) return known.adapter
  known?.adapter.close?.()
  const own = protocol!.make(account)
  const reached =
    row.notification_type === 'email' && row.adapter !== 'sandbox' ? withReachableLinks(crier, own) : own
  const adapter = perSecond === null ? reached : withPace(crier, provider, reached)
  made.set(provider, { of, adapter })
  return adapter
}

/** Closes what adapters keep open. */
export function closeAdapters(crier: Crier): void {
  for (const { adapter } of kept.get(crier)?.made.values() ?? []) adapter.close?.()
  kept.delete(crier)
}

async function load(crier: Crier): Promise<Map<string, KnownAccount>> {
  const rows = await listAccounts.run(undefined, crier.db)
  return new Map(rows.map((row) => [row.identifier, accountOf(crier, row)]))
}

function accountOf(crier: Crier, row: IListAccountsResult): KnownAccount {
  const channel = row.notification_type as Channel
  const protocol = protocolOf(row, channel)
  return {
    provider: row.identifier,
    adapter: row.adapter,
    channel,
    isActive: row.active,
    settings: settingsOf(crier, row),
    refusals: row.refusals as Record<string, Refusal>,
    maxCalls: row.max_calls ?? undefined,
    timeoutMs: row.timeout_seconds * 1000,
    perSecond: row.messages_per_second,
    protocol,
    row,
  }
}

function protocolOf(row: IListAccountsResult, channel: Channel): Protocol | null {
  if (row.http !== null) {
    return httpProtocol(row.http as HttpProtocol, channel, row.identifier, row.names_messages)
  }
  const protocol = protocols[row.adapter]
  return protocol === undefined ? null : { channel, ...protocol }
}

type Given = { name: string; value: string | null; sealed: string | null; variable: string | null }

/** Rows go before the environment. A sealed value that does not open any more is none. */
function settingsOf(crier: Crier, row: IListAccountsResult): Settings {
  const given = (row.settings as Given[]).map(({ name, value, sealed, variable }) => {
    if (variable !== null) return [name, process.env[variable] || undefined] as const
    if (sealed === null) return [name, value ?? undefined] as const
    return [name, opened(crier, row.identifier, name, sealed)] as const
  })
  return { ...crier.config.providers[row.adapter], ...Object.fromEntries(given) }
}

function opened(crier: Crier, provider: string, name: string, sealed: string): string | undefined {
  try {
    return crier.seal.open(Buffer.from(sealed, 'base64'))
  } catch {
    crier.log.error({ provider, name }, 'a provider’s setting does not open: set it again')
    return undefined
  }
}
