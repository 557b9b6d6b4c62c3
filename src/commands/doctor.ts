import { listDatabaseFaults, listDeliveryLags } from '../../queries/platform.queries.ts'
import type { Config } from '../config.ts'
import { withCrier } from './database.ts'

const remedy =
  'start more workers, look for a slow provider in /metrics, or raise settings.longest_lag_seconds'

/** Looks at the database as the server's own role sees it, and at what is behind. */
export const doctorCommand = (config: Config) =>
  withCrier(config, async ({ db }) => {
    const faults = await listDatabaseFaults.run(undefined, db)
    for (const { queue, lag_seconds, admitted_share } of await listDeliveryLags.run(undefined, db)) {
      if (admitted_share === 1) continue
      const fault = `A message that came now would wait ${Math.round(lag_seconds)} s, so ${Math.round(admitted_share * 100)} % of what is asked is accepted.`
      faults.push({ subject: queue, fault, remedy })
    }
    for (const { subject, fault, remedy } of faults)
      process.stdout.write(`${subject}: ${fault}\n  ${remedy}\n`)
    if (faults.length === 0) process.stdout.write('Nothing is wrong with the database server.\n')
    else process.exitCode = 1
  })
