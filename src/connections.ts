/** How many connections to PostgreSQL a process may open: the one place of these numbers, of which docs/operations.md and docs/scale.md have the sums. */
import { countConnections } from '../queries/platform.queries.ts'
import type { Config } from './config.ts'
import type { Crier } from './context.ts'

export const mostConnections = {
  /** Of HTTP requests and of workers: two kinds of statements that are gathered, and what else is asked. */
  requests: ({ writers }: Pick<Config, 'writers'>) => 2 * writers + 5,
  /** It hears of changes. */
  changes: 1,
  /** Of `work` alone: the periodic tasks, pg-boss's pool, and the one on which it hears of jobs. */
  ticks: 2,
  nights: 4,
  queues: 8,
  wakes: 1,
}

/** Connections to the primary that a process has at most; to a standby it has CRIER_REPORTS_CONNECTIONS and one. */
export function connectionsOf(config: Pick<Config, 'writers'>, { work }: { work: boolean }): number {
  const { requests, changes, ticks, nights, queues, wakes } = mostConnections
  return requests(config) + changes + (work ? ticks + nights + queues + wakes : 0)
}

/** The name of the connection that hears of changes, of which every process has one: it tells the others how many the process may want. */
export const changesName = (connections: number | undefined) =>
  connections === undefined ? 'crier-changes' : `crier-changes ${connections}`

/** Says at the start when all that runs on the database's server may together want more connections than it gives. Pools fill under load, so this is known before it hurts. */
export async function warnOfConnections({ db, log }: Pick<Crier, 'db' | 'log'>): Promise<void> {
  const [found] = await countConnections.run(undefined, db)
  const { room, processes, wanted, others } = found!
  if (wanted + others <= room) return
  log.warn(
    { room, processes, wanted, others },
    "the database's server has too few connections for all that runs: raise max_connections, or run less",
  )
}
