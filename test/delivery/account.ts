/** An account with a provider, as rows and the environment would describe it, without a database. */
import { readFileSync } from 'node:fs'
import { protocols } from '../../src/delivery/providers/protocols.ts'
import type { Account, Adapter, Refusal, Settings } from '../../src/delivery/providers/provider.ts'

/** What every installation begins with. */
const rows = readFileSync(new URL('../../db/data/provider_refusals.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))

export const account = (adapter: string, settings: Settings, timeoutMs = 10_000): Account => ({
  provider: adapter,
  settings,
  refusals: Object.fromEntries(
    rows.filter(([of]) => of === adapter).map(([, code, outcome]) => [code!, outcome as Refusal]),
  ),
  maxCalls: undefined,
  timeoutMs,
})

export const makeAdapter = (adapter: string, settings: Settings, timeoutMs?: number): Adapter =>
  protocols[adapter]!.make(account(adapter, settings, timeoutMs))
