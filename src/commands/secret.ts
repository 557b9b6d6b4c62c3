import type { Config } from '../config.ts'
import { resealPlatformKey } from '../platform-key.ts'
import { withCrier } from './database.ts'

/** After the secret has changed: see docs/operations.md. */
export async function secretCommand(config: Config, [verb]: string[]): Promise<void> {
  if (verb !== 'reseal') throw new Error('usage: secret reseal')
  await withCrier(config, async (crier) => {
    const isChanged = await resealPlatformKey(crier.db, config)
    process.stdout.write(
      isChanged
        ? 'Sealed with CRIER_SECRET; CRIER_SECRET_PREVIOUS is needed no more.\n'
        : 'It is sealed with CRIER_SECRET already.\n',
    )
  })
}
