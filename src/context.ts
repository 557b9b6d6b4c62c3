/** What every part of a running Crier is handed: its connections, settings, clock, and its cache. */
import type { PgBoss } from 'pg-boss'
import type { LinkTokenSettings } from './admin/link-tokens.ts'
import type { Admission } from './admission.ts'
import type { BucketKeys } from './buckets/settings.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import type { S3 } from './files/s3.ts'
import type { Sanitiser } from './letters/precompiled/sanitise.ts'
import type { LetterRenderer } from './letters/renderer.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Pace } from './notifications/pace.ts'
import type { Outage } from './outage.ts'
import type { Pool } from './pool.ts'
import type { AppRedis } from './redis/cache.ts'
import type { Seal } from './seal.ts'
import type { Cache } from './services/cache.ts'
import type { Standby } from './standby.ts'
import type { Renderers } from './templates/renderers.ts'
import type { Waker } from './wake.ts'

export type Crier = {
  config: Config
  /** Whether this process is all there is: somebody tries Crier out on a machine of their own. */
  isStandalone: boolean
  /** Whether it has been told to stop, so that nobody new is to be sent here. */
  isLeaving: boolean
  /** How much of this process each service may have in hand. */
  admission: Admission
  /** Keeps acceptance from running away from sending. */
  pace: Pace
  /** Tells workers of what was put on their queues. */
  waker: Waker
  /** The pool of the role crier_app. */
  pool: Pool
  /** The same pool, for typed queries. */
  db: Database
  /** For tasks and the night's work: connections of their own, whose statements end after the queue's time (src/queues.ts). */
  periodic: Record<'ticks' | 'nights', Database>
  /** Where reports are read; null: on the primary. */
  standby: Standby | null
  /** The store of objects; null where no bucket is named. */
  s3: S3 | null
  /** Queues; absent in a process that only serves HTTP. */
  boss: PgBoss | undefined
  seal: Seal
  /** What the admin application's links are made with. */
  linkTokens: LinkTokenSettings
  /** What it shows to put files into the store. */
  bucketKeys: BucketKeys
  /** Where it keeps what it has read; null until changes are listened for, and where there is none. */
  redis: AppRedis | null
  log: Log
  outage: Outage
  metrics: Metrics
  cache: Cache
  /** Renders what is large apart from everything else. */
  renderers: Renderers
  /** Letters as PDFs, and their pages as pictures. */
  letters: LetterRenderer
  /** Reads and rewrites letters that come as PDF, apart from everything else. */
  sanitiser: Sanitiser
  /** The clock, which tests set. */
  now: () => Date
}
