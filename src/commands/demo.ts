import type { Config } from '../config.ts'
import { demoService } from '../services/create.ts'
import { runningBase } from './address.ts'
import { withCrier } from './database.ts'
import { print } from './print.ts'

export const demoCommand = (config: Config) =>
  withCrier(config, async (crier) => {
    print(await demoService(crier, await runningBase(config)))
  })
