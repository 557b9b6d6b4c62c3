/** Puts a running Crier together, and takes it apart again in an order that loses nothing. */
import { createRequire } from 'node:module'
import type { PgBoss } from 'pg-boss'
import { warnOfMuteOperators } from './broadcasts/shortcomings.ts'
import type { Config } from './config.ts'
import { connectionsOf, mostConnections, warnOfConnections } from './connections.ts'
import type { Crier } from './context.ts'
import { unavailable } from './database.ts'
import { phoneLibrary } from './large-libraries.ts'
import { warnOfShortcomings } from './letters/precompiled/shortcomings.ts'
import { warnOfLinks } from './links.ts'
import { type Log, makeLog } from './log.ts'
import { keepPace } from './notifications/pace.ts'
import { open } from './open.ts'
import { makeOutage, type Outage } from './outage.ts'
import { sessionOptions } from './postgres/session.ts'
import { prepareStatements } from './queue-statements.ts'
import { ownLookEverySeconds, passOnNotifications } from './queue-workers.ts'
import type { RunningServer } from './server.ts'

/** standalone: everything on one's own machine. */
export type Parts = { serve: boolean; work: boolean; standalone?: boolean }
export type Running = { crier: Crier; port: number | null; metricsPort?: number; stop: () => Promise<void> }

/** Seconds that work in hand may take to finish when the process is told to stop. */
const drainSeconds = 7

/** pg-boss on its own small pool, under the workers' role; who migrates has made its queues. */
export function makeBoss(url: string, log: Log, outage: Outage = makeOutage(log)): PgBoss {
  const { PgBoss } = createRequire(import.meta.url)('pg-boss') as typeof import('pg-boss')
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'crier-queues',
    options: `${sessionOptions('crier_app', queueStatementTimeout)} ${queueSession}`,
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    max: mostConnections.queues,
    useListenNotify: true,
    // Jobs of a worker that is gone are found within seconds; finished ones are deleted every minute.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 60,
    // A task begins within a second or two of its time, by the look of src/queue-workers.ts.
    cronWorkerIntervalSeconds: ownLookEverySeconds,
    // No job waits for another: see db/rules/queues/dependencies.sql.
    flowIntervalSeconds: 86_400,
    // Rebuilding an index is its owner's business (see docs/operations.md).
    reindex: false,
    persistWarnings: false,
  } as ConstructorParameters<typeof PgBoss>[0])
  prepareStatements(boss)
  passOnNotifications(boss)
  boss.on('error', (error) => {
    outage.noticed(error)
    if (unavailable(error) || cutOff.test(error.message)) outage.suffered(error, 'queue error')
    else log.error({ error }, 'queue error')
  })
  boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'queue warning'))
  return boss
}

/**
 * What pg-boss writes is a claim on work, or that it is done: lost in a crash of the database, the work is looked at again, as after a crash of the worker.
 * And a plan that is kept must not be one for tables that were small when it was made.
 */
const queueSession = '-c synchronous_commit=off -c enable_seqscan=off'

/** Milliseconds; pg-boss deletes finished jobs in statements that may take a while. */
const queueStatementTimeout = 120_000
/** What its driver says of lost connections, without a code. */
const cutOff =
  /^Connection terminated|^timeout exceeded when trying to connect|not queryable|LISTEN\/NOTIFY (?:connection|heartbeat|channel)/

/**
 * @param url of a migrated database
 * @throws Error of one line when the port is taken
 */
export async function start(
  config: Config,
  url: string,
  parts: Parts,
  log = makeLog(config.logLevel),
): Promise<Running> {
  const { crier, listen: listenForChanges, close, isSealedWithPrevious } = await open(config, url, { log })
  crier.isStandalone = parts.standalone === true
  if (isSealedWithPrevious) log.warn('CRIER_SECRET_PREVIOUS is still needed: run "crier secret reseal"')
  let server: RunningServer | undefined
  let metricsServer: RunningServer | undefined
  let boss: PgBoss | undefined
  let stopPace = () => {}
  let stopWorkers = async () => {}
  try {
    await listenForChanges(connectionsOf(config, parts))
    await warnOfConnections(crier)
    if (parts.serve) await crier.standby?.start()
    // What a process has no part in it does not load.
    if (parts.serve) {
      // The first message to a number does not wait until it is loaded.
      phoneLibrary()
      stopPace = keepPace(crier)
      const { buildApp, listen } = await import('./server.ts')
      server = await listen(buildApp(crier, parts.standalone), config.host, config.port)
    }
    const { address } = config.metrics
    if (address) {
      const { listen } = await import('./server.ts')
      const { metricsApp } = await import('./platform/metrics-routes.ts')
      metricsServer = await listen(metricsApp(crier), address.host, address.port, 'CRIER_METRICS_PORT')
    }
    // A port that the system chose is part of the links that are made without a setting.
    if (server !== undefined) crier.config = { ...config, port: server.port }
    await warnOfLinks(crier)
    if (parts.serve) await (await import('./delivery/routes.ts')).warnOfReceipts(crier)
    if (parts.work) {
      await warnOfShortcomings(crier)
      await warnOfMuteOperators(crier)
      boss = crier.boss = makeBoss(url, log, crier.outage)
      await boss.start()
      const { startWorkers } = await import('./work.ts')
      stopWorkers = await startWorkers(crier, boss)
    }
  } catch (error) {
    stopPace()
    await server?.close()
    await metricsServer?.close()
    await boss?.stop({ graceful: false })
    await close()
    throw error
  }
  const stop = async () => {
    // First nobody new is sent here, then there are no new requests, then no new batches; what is in hand is finished and recorded.
    crier.isLeaving = true
    await server?.leave(config.leaveSeconds)
    await server?.close()
    stopPace()
    await Promise.all([stopWorkers(), boss?.stop({ graceful: true, timeout: drainSeconds * 1000 })])
    await metricsServer?.close()
    await close()
  }
  const metricsPort = metricsServer === undefined ? {} : { metricsPort: metricsServer.port }
  return { crier, port: server?.port ?? null, ...metricsPort, stop }
}
