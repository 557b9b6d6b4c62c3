import { listDatabaseFaults } from '../../queries/platform.queries.ts'
import type { Config } from '../config.ts'
import { withCrier } from './database.ts'

/** Looks at the database as the server's own role sees it. */
export const doctorCommand = (config: Config) =>
  withCrier(config, async ({ db }) => {
    const faults = await listDatabaseFaults.run(undefined, db)
    for (const { subject, fault, remedy } of faults)
      process.stdout.write(`${subject}: ${fault}\n  ${remedy}\n`)
    if (faults.length === 0) process.stdout.write('Nothing is wrong with the database server.\n')
    else process.exitCode = 1
  })
