/**
 * Connections and memory without anything that runs, for the command line, the tests and whatever runs (src/start.ts): it loads neither routes nor
 * workers, which would be half of what a small command costs.
 */
import { ownLinkTokenSettings } from './admin/link-tokens.ts'
import { makeAdmission } from './admission.ts'
import { closeOperators } from './broadcasts/operators.ts'
import { ownBucketKeys } from './buckets/settings.ts'
import type { Config } from './config.ts'
import { mostConnections as most } from './connections.ts'
import type { Crier } from './context.ts'
import { defaultStatementTimeout } from './database.ts'
import { closeAdapters } from './delivery/providers/accounts.ts'
import { makeS3 } from './files/s3.ts'
import { makeChildren } from './letters/precompiled/children.ts'
import { makeSanitiser } from './letters/precompiled/sanitise.ts'
import { makeLetterRenderer } from './letters/renderer.ts'
import { type Log, makeLog } from './log.ts'
import { makeMetrics } from './metrics.ts'
import { makePace } from './notifications/pace.ts'
import { makeOutage, type Outage } from './outage.ts'
import { openPlatformKey, type PlatformKey } from './platform-key.ts'
import { openPool, type Pool } from './pool.ts'
import { checkSession, type Role } from './postgres/session.ts'
import { statementTimeouts } from './queues.ts'
import { announcedKey } from './redis/forgetting.ts'
import { sealWith } from './seal.ts'
import { makeCache } from './services/cache.ts'
import { hear, type Rhythm } from './services/hearing.ts'
import { openStandby } from './standby.ts'
import { makeRenderers } from './templates/renderers.ts'
import { makeWaker } from './wake.ts'

export type Opened = {
  crier: Crier
  /** Starts to hear of changes. @param connections that this process may want, which it tells the others */
  listen: (connections?: number) => Promise<void>
  close: () => Promise<void>
  isSealedWithPrevious: boolean
}

/** Until it listens for changes, nothing is kept in memory. */
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
    isLeaving: false,
    admission: makeAdmission(config.admission),
    pace: makePace(db, metrics),
    waker: makeWaker(db),
    pool: pools.requests,
    db,
    periodic: { ticks: pools.ticks.database, nights: pools.nights.database },
    standby: config.reports && openStandby(config.reports, { pool: pools.requests, role }, { log, metrics }),
    s3: config.s3 && makeS3(config.s3),
    boss: undefined,
    seal,
    linkTokens: config.linkTokens ?? ownLinkTokenSettings(seal),
    bucketKeys: config.bucketKeys ?? ownBucketKeys(seal),
    redis: null,
    log,
    outage,
    metrics,
    cache,
    renderers: makeRenderers(config.renderers),
    letters: makeLetterRenderer(config.renderers),
    sanitiser: makeSanitiser(log, makeChildren(config.renderers)),
    now: options.now ?? (() => new Date()),
  }
  async function listen(connections?: number): Promise<void> {
    if (config.redisUrl !== null) {
      // Most have none, and its client is large.
      const { openAppRedis } = await import('./redis/cache.ts')
      crier.redis = openAppRedis(config.redisUrl, log)
    }
    const listener = {
      onChange(payload: string) {
        const key = announcedKey(payload)
        if (key === null) cache.onChange(payload)
        else crier.redis?.forget(key)
      },
      onHeard() {
        cache.keep(true)
        // What was announced meanwhile is unknown here too.
        crier.redis?.forget('*')
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
    hearing = await hear(url, role, listener, options.rhythm, connections)
  }
  const close = async () => {
    closeAdapters(crier)
    await Promise.all([crier.renderers.close(), crier.letters.close(), closeOperators(crier)])
    crier.s3?.close()
    crier.sanitiser.close()
    hearing?.stop()
    crier.redis?.close()
    await crier.standby?.end()
    await endPools(pools)
  }
  return { crier, listen, close, isSealedWithPrevious }
}

type Pools = Record<'requests' | 'ticks' | 'nights', Pool>

function openPools(config: Config, url: string, role: Role, { noticed }: Outage): Pools {
  const { ticks, nights } = statementTimeouts
  return {
    requests: openPool(url, { max: most.requests(config), name: 'crier', role }, noticed),
    ticks: openPool(url, { max: most.ticks, name: 'crier-ticks', statementTimeout: ticks, role }, noticed),
    nights: openPool(
      url,
      { max: most.nights, name: 'crier-nights', statementTimeout: nights, role },
      noticed,
    ),
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
