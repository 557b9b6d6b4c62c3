/** Puts a running Crier together, and takes it apart again in an order that loses nothing. */
import { PgBoss } from 'pg-boss'
import { ownLinkTokenSettings } from './admin/link-tokens.ts'
import { makeAdmission } from './admission.ts'
import { closeOperators } from './broadcasts/operators.ts'
import { warnOfMuteOperators } from './broadcasts/shortcomings.ts'
import { ownBucketKeys } from './buckets/settings.ts'
import type { Config } from './config.ts'
import type { Crier } from './context.ts'
import { defaultStatementTimeout, openPool, type Pool, unavailable } from './database.ts'
import { closeAdapters } from './delivery/providers/accounts.ts'
import { warnOfReceipts } from './delivery/routes.ts'
import { makeS3 } from './files/s3.ts'
import { makeSanitiser } from './letters/precompiled/sanitise.ts'
import { warnOfShortcomings } from './letters/precompiled/shortcomings.ts'
import { makeLetterRenderer } from './letters/renderer.ts'
import { warnOfLinks } from './links.ts'
import { type Log, makeLog } from './log.ts'
import { makeMetrics } from './metrics.ts'
import { keepPace, makePace } from './notifications/pace.ts'
import { makeOutage, type Outage } from './outage.ts'
import { metricsApp } from './platform/metrics-routes.ts'
import { openPlatformKey, type PlatformKey } from './platform-key.ts'
import { checkSession, type Role, sessionOptions } from './postgres/session.ts'
import { statementTimeouts } from './queues.ts'
import { sealWith } from './seal.ts'
import { buildApp, listen, type RunningServer } from './server.ts'
import { makeCache } from './services/cache.ts'
import { hear, type Rhythm } from './services/hearing.ts'
import { makeRenderers } from './templates/renderers.ts'
import { makeWaker } from './wake.ts'
import { startWorkers } from './work.ts'

/** standalone: everything on one's own machine. */
export type Parts = { serve: boolean; work: boolean; standalone?: boolean }
export type Running = { crier: Crier; port: number | null; metricsPort?: number; stop: () => Promise<void> }

/** Seconds that work in hand may take to finish when the process is told to stop. */
const drainSeconds = 7

export type Opened = {
  crier: Crier
  /** Starts to hear of changes. */
  listen: () => Promise<void>
  close: () => Promise<void>
  isSealedWithPrevious: boolean
}

/** Connections and memory without anything that runs: for the command line and the tests. Until it listens for changes, nothing is kept in memory. */
export async function open(
  config: Config,
  url: string,
  options: { log?: Log; now?: () => Date; role?: null; rhythm?: Rhythm } = {},
): Promise<Opened> {
  const log = options.log ?? makeLog(config.logLevel)
  const role = options.role === null ? null : 'crier_app'
  const outage = makeOutage(log)
  const pools = openPools(config, url, role, outage)
  const db = pools.requests.database
  const { key, isSealedWithPrevious } = await openKey(pools, role, config)
  const seal = sealWith(key)
  const cache = makeCache(db, seal, config.adminBaseUrl)
  let hearing: Awaited<ReturnType<typeof hear>> | undefined
  const metrics = makeMetrics()
  const crier: Crier = {
    config,
    isStandalone: false,
    admission: makeAdmission(config.admission),
    pace: makePace(db, metrics),
    waker: makeWaker(db),
    pool: pools.requests,
    db,
    periodic: { ticks: pools.ticks.database, nights: pools.nights.database },
    s3: config.s3 && makeS3(config.s3),
    boss: undefined,
    seal,
    linkTokens: config.linkTokens ?? ownLinkTokenSettings(seal),
    bucketKeys: config.bucketKeys ?? ownBucketKeys(seal),
    log,
    outage,
    metrics,
    cache,
    renderers: makeRenderers(config.renderers),
    letters: makeLetterRenderer(config.renderers),
    sanitiser: makeSanitiser(log, config.renderers),
    now: options.now ?? (() => new Date()),
  }
  async function listen(): Promise<void> {
    const listener = {
      onChange: cache.onChange,
      onHeard() {
        cache.keep(true)
        log.debug('listening for changes')
      },
      onLost(error: unknown) {
        cache.keep(false)
        outage.lost(error)
        // What is not heard from on this connection may not answer on the others either.
        for (const pool of Object.values(pools)) pool.renew()
      },
      onBeat: outage.back,
    }
    hearing = await hear(url, role, listener, options.rhythm)
  }
  const close = async () => {
    closeAdapters(crier)
    await Promise.all([crier.renderers.close(), crier.letters.close(), closeOperators(crier)])
    crier.s3?.close()
    crier.sanitiser.close()
    hearing?.stop()
    await endPools(pools)
  }
  return { crier, listen, close, isSealedWithPrevious }
}

type Pools = Record<'requests' | 'ticks' | 'nights', Pool>

function openPools(config: Config, url: string, role: Role, { noticed }: Outage): Pools {
  const { ticks, nights } = statementTimeouts
  return {
    requests: openPool(url, { max: 2 * config.writers + 5, name: 'crier', role }, noticed),
    ticks: openPool(url, { max: 2, name: 'crier-ticks', statementTimeout: ticks, role }, noticed),
    nights: openPool(url, { max: 4, name: 'crier-nights', statementTimeout: nights, role }, noticed),
  }
}

const endPools = (pools: Pools) => Promise.all(Object.values(pools).map((pool) => pool.end()))

/** The first use of the database: whether it is what it is taken for, too. */
async function openKey(pools: Pools, role: Role, config: Config): Promise<PlatformKey> {
  try {
    await checkSession(pools.requests.database, role, defaultStatementTimeout)
    return await openPlatformKey(pools.requests.database, config)
  } catch (error) {
    await endPools(pools)
    throw error
  }
}

/** pg-boss on its own small pool, under the workers' role; who migrates has made its queues. */
export function makeBoss(url: string, log: Log, outage: Outage = makeOutage(log)): PgBoss {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'crier-queues',
    options: sessionOptions('crier_app', queueStatementTimeout),
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    max: 8,
    useListenNotify: true,
    // Jobs of a worker that is gone are found within seconds; finished ones are deleted every minute.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 60,
    // A task begins within a second or two of its time.
    cronWorkerIntervalSeconds: 1,
    // Rebuilding an index is its owner's business (see docs/operations.md).
    reindex: false,
    persistWarnings: false,
  } as ConstructorParameters<typeof PgBoss>[0])
  boss.on('error', (error) => {
    outage.noticed(error)
    if (unavailable(error) || cutOff.test(error.message)) outage.suffered(error, 'queue error')
    else log.error({ error }, 'queue error')
  })
  boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'queue warning'))
  return boss
}

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
    await listenForChanges()
    if (parts.serve) stopPace = keepPace(crier)
    if (parts.serve) server = await listen(buildApp(crier, parts.standalone), config.host, config.port)
    const { address } = config.metrics
    if (address)
      metricsServer = await listen(metricsApp(crier), address.host, address.port, 'CRIER_METRICS_PORT')
    // A port that the system chose is part of the links that are made without a setting.
    if (server !== undefined) crier.config = { ...config, port: server.port }
    await warnOfLinks(crier)
    if (parts.serve) await warnOfReceipts(crier)
    if (parts.work) {
      await warnOfShortcomings(crier)
      await warnOfMuteOperators(crier)
      boss = crier.boss = makeBoss(url, log, crier.outage)
      await boss.start()
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
    // First no new requests, then no new batches; what is in hand is finished and recorded.
    await server?.close()
    stopPace()
    await Promise.all([stopWorkers(), boss?.stop({ graceful: true, timeout: drainSeconds * 1000 })])
    await metricsServer?.close()
    await close()
  }
  const metricsPort = metricsServer === undefined ? {} : { metricsPort: metricsServer.port }
  return { crier, port: server?.port ?? null, ...metricsPort, stop }
}
