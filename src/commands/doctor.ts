import { listDatabaseFaults, listDeliveryLags } from '../../queries/platform.queries.ts'
import type { Config } from '../config.ts'
import { withCrier } from './database.ts'

const tooSlow =
  'start more workers, look for a slow provider in /metrics, or raise settings.longest_lag_seconds'
const still = 'start workers (crier work), or look at the log of those that run: is a provider away?'
/** Providers that are slow and workers that are being restarted make no fault of this length. */
const standstillSeconds = 60

/** Looks at the database as the server's own role sees it, and at what is behind. */
export const doctorCommand = (config: Config) =>
  withCrier(config, async ({ db }) => {
    const faults = await listDatabaseFaults.run(undefined, db)
    for (const lag of await listDeliveryLags.run(undefined, db)) {
      const { queue: subject, waiting, lag_seconds, standstill_seconds, admitted_share } = lag
      if (standstill_seconds > standstillSeconds) {
        const fault = `Nothing has been sent for ${Math.round(standstill_seconds)} s; ${waiting} messages wait.`
        faults.push({ subject, fault, remedy: still })
      } else if (admitted_share < 1) {
        const fault = `A message that came now would wait ${Math.round(lag_seconds)} s, so ${Math.round(admitted_share * 100)} % of what is asked is accepted.`
        faults.push({ subject, fault, remedy: tooSlow })
      }
    }
    for (const { subject, fault, remedy } of faults)
      process.stdout.write(`${subject}: ${fault}\n  ${remedy}\n`)
    if (faults.length === 0) process.stdout.write('Nothing is wrong with the database server.\n')
    else process.exitCode = 1
  })
