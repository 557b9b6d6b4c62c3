import type { Config } from '../config.ts'
import { createLiveService } from '../services/create.ts'
import { runningBase } from './address.ts'
import { withCrier } from './database.ts'
import { print } from './print.ts'

export function serviceCommand(config: Config, [verb]: string[], name: string | undefined): Promise<void> {
  if (verb !== 'create') throw new Error('usage: service create --name N --json')
  if (!name?.trim() || name.length > 255) throw new Error('--name must have 1 to 255 characters')
  return withCrier(config, async (crier) => {
    print(await createLiveService(crier, name.trim(), await runningBase(config)))
  })
}
