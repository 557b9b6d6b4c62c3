import type { Config } from '../config.ts'
import { functionalFixtures } from '../users/functional-fixtures.ts'
import { runningBase } from './address.ts'
import { withCrier } from './database.ts'
import { printShell } from './print.ts'

/** @param environment a word */
export function functionalFixturesCommand(config: Config, environment = 'crier'): Promise<void> {
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(environment))
    throw new Error('--name must be a word of up to 20 letters, digits and -')
  return withCrier(config, async (crier) => {
    printShell(await functionalFixtures(crier, environment, await runningBase(config)))
  })
}
