/** `run`, `serve` and `work`: the processes that go on until they are told to stop. */
import { flushCompileCache } from 'node:module'
import type { Config } from '../config.ts'
import { makeLog } from '../log.ts'
import { watchRules } from '../migrate/watch.ts'
import { migrate } from '../migrate.ts'
import { requireSecret } from '../platform-key.ts'
import { demoService } from '../services/create.ts'
import { start } from '../start.ts'
import { notePort, publicBase } from './address.ts'
import { databaseFor } from './database.ts'
import { welcome } from './welcome.ts'

/** Whatever happens, the process is gone this long after it was told to stop and has left (CRIER_LEAVE_SECONDS). */
const stopSeconds = 9.5

export async function runCommand(
  config: Config,
  parts: { serve: boolean; work: boolean; standalone: boolean; watch: boolean },
): Promise<void> {
  const log = makeLog(config.logLevel)
  let stopRequested = false
  let stop: () => Promise<void> = async () => {}
  const onSignal = () => {
    if (stopRequested) process.exit(1)
    stopRequested = true
    setTimeout(() => process.exit(1), (stopSeconds + config.leaveSeconds) * 1000).unref()
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)

  requireSecret(config)
  const database = await databaseFor(config, parts.standalone)
  stop = database.stop
  try {
    if (parts.standalone) await migrate(database.url)
    const running = await start(config, database.url, parts, log)
    const unwatch = parts.watch ? watchRules(database.url, log) : () => {}
    stop = async () => {
      unwatch()
      await running.stop()
      await database.stop()
    }
    if (stopRequested) return onSignal()
    if (parts.standalone) {
      await notePort(config, running.port!)
      const demo = await demoService(running.crier, publicBase(config, running.port!))
      process.stdout.write(welcome(demo))
    }
    const { port, metricsPort } = running
    log.info({ port, ...(metricsPort === undefined ? {} : { metricsPort }), ...parts }, 'started')
    // Node.js keeps what it has compiled when a process ends by itself: one that is killed has left it to the next start all the same.
    flushCompileCache()
  } catch (error) {
    await database.stop()
    throw error
  }
}
